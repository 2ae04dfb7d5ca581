import Events

/// Which events a report has cited, and how often: so their notes are written in order, and each can
/// lead back to every mention.
///
/// Reports of everything cite nearly every event: a count and the chapters take eight bytes, an entry of a set or a
/// dictionary ten times as much.
struct Citations {
  private static let pageBits = 6

  /// The counts of events that follow each other, by the part of their seqs that is the same.
  private var pages: [Seq: [UInt32]] = [:]
  /// The chapters that cite them, a bit for each.
  private var chapters: [Seq: [UInt32]] = [:]

  private static func place(of seq: Seq) -> (page: Seq, place: Int) {
    (seq >> pageBits, Int(seq & (1 << pageBits - 1)))
  }

  /// Remembers a mention, and gives its number among those of the event.
  @discardableResult
  mutating func cite(_ seq: Seq, in chapter: Int = 0) -> UInt32 {
    let (page, place) = Self.place(of: seq)
    pages[page, default: Array(repeating: 0, count: 1 << Self.pageBits)][place] += 1
    if chapter > 0 {
      chapters[page, default: Array(repeating: 0, count: 1 << Self.pageBits)][place] |= 1 << chapter
    }
    return count(of: seq)
  }

  /// Whether a chapter, by its number from 1 to 31, cites an event.
  func isCited(_ seq: Seq, in chapter: Int) -> Bool {
    let (page, place) = Self.place(of: seq)
    return (chapters[page]?[place] ?? 0) & 1 << chapter != 0
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
