import Events

/// Which events a report has cited, and how often: so their notes are written in order, and each can
/// lead back to every mention.
///
/// Reports of everything cite nearly every event: a count takes four bytes, an entry of a set or a
/// dictionary ten times as much.
struct Citations {
  private static let pageBits = 6

  /// The counts of events that follow each other, by the part of their seqs that is the same.
  private var pages: [Seq: [UInt32]] = [:]

  private static func place(of seq: Seq) -> (page: Seq, place: Int) {
    (seq >> pageBits, Int(seq & (1 << pageBits - 1)))
  }

  /// Remembers a mention, and gives its number among those of the event.
  @discardableResult
  mutating func cite(_ seq: Seq) -> UInt32 {
    let (page, place) = Self.place(of: seq)
    pages[page, default: Array(repeating: 0, count: 1 << Self.pageBits)][place] += 1
    return count(of: seq)
  }

  /// Remembers a mention of each.
  mutating func cite(_ seqs: [Seq]) {
    for seq in seqs { cite(seq) }
  }

  /// How often an event was cited.
  func count(of seq: Seq) -> UInt32 {
    let (page, place) = Self.place(of: seq)
    return pages[page]?[place] ?? 0
  }

  /// The events cited, in their order.
  var seqs: some Sequence<Seq> {
    pages.sorted { $0.key < $1.key }.lazy.flatMap { page, counts in
      counts.indices.lazy.filter { counts[$0] > 0 }.map { page << Self.pageBits | Seq($0) }
    }
  }
}
