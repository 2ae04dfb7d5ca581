import Events

/// Which events a report has cited how often, so that each note can lead back to every mention.
///
/// Four bytes for each event where many are cited.
struct Citations {
  /// The counts of 64 events that follow each other.
  private var pages: [Seq: [UInt32]] = [:]

  /// Remembers a mention, and gives its number among those of the event.
  @discardableResult
  mutating func cite(_ seq: Seq) -> UInt32 {
    let place = Int(seq & 63)
    pages[seq >> 6, default: Array(repeating: 0, count: 64)][place] += 1
    return count(of: seq)
  }

  /// How often an event was cited.
  func count(of seq: Seq) -> UInt32 { pages[seq >> 6]?[Int(seq & 63)] ?? 0 }

  /// The events cited, in their order.
  var seqs: some Sequence<Seq> {
    pages.keys.sorted().lazy.flatMap { page in
      (0..<64).lazy.map { page << 6 | $0 }.filter { count(of: $0) > 0 }
    }
  }
}
