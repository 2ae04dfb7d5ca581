import Events

/// Which events a report has cited where, so that each note can lead back to every mention.
struct Citations {
  /// How often each event was cited so far.
  private(set) var counts: [Seq: Int] = [:]

  /// Remembers a mention, and gives its number among those of the event.
  mutating func cite(_ seq: Seq) -> Int {
    counts[seq, default: 0] += 1
    return counts[seq] ?? 1
  }

  /// The events cited, in their order.
  var seqs: [Seq] { counts.keys.sorted() }
}
