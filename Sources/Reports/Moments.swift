import Events

/// The timeline as reports tell it: what several events tell of one time stands there once, with the marks
/// of all of them.
///
/// An event that says the same of a time that overlaps tells no other thing: *2019* and *2019-07-22*. What
/// is denied stays apart. Of those the firmest and most exact is shown.
struct Moments {
  /// What happened.
  struct Moment {
    let row: JSONObject
    let events: [Seq]
    let headline: Phrase
  }

  private struct Told {
    let seq: Seq
    let latest: String
    let rank: String
  }

  private let tables: ReportTables
  /// The events that are told with another one.
  private var hidden: Set<Seq> = []
  /// By the event that is shown, the others.
  private var others: [Seq: [Seq]] = [:]
  /// What so many events say, which is told more than once: writing it takes longer than keeping it.
  private(set) var headlines: [Seq: Phrase] = [:]
  private static let mostKept = 2000

  init(_ tables: ReportTables) throws {
    self.tables = tables
    var open: [Int: [Told]] = [:]
    var groups: [[Told]] = []
    func close(_ told: [Told]) { if told.count > 1 { groups.append(told) } }
    try Self.forEachRow(tables) { row in
      guard let seq = Snapshot.events(of: row).first else { return }
      var hasher = Hasher()
      let headline = tables.wording.headline(of: row)
      if headlines.count < Self.mostKept { headlines[seq] = headline }
      hasher.combine(headline.text)
      hasher.combine(row.text("status") == "denied")
      let key = hasher.finalize()
      let (first, last) = (row.text("effective_earliest"), row.text("effective_latest"))
      let doubt = ["confirmed": "0", "reported": "1"][row.text("status")] ?? "2"
      let told = Told(seq: seq, latest: last, rank: doubt + last + first)
      if let same = open[key], same.contains(where: { $0.latest >= first }) {
        open[key] = same + [told]
      } else {
        close(open.updateValue([told], forKey: key) ?? [])
      }
    }
    open.values.forEach(close)
    for group in groups {
      guard let shown = group.min(by: { ($0.rank, $0.seq) < ($1.rank, $1.seq) }) else { continue }
      let rest = group.map(\.seq).filter { $0 != shown.seq }
      hidden.formUnion(rest)
      others[shown.seq] = rest
    }
  }

  /// Gives what happened, in its order.
  func forEach(_ body: (Moment) throws -> Void) throws {
    try Self.forEachRow(tables) { row in
      let events = Snapshot.events(of: row)
      guard let seq = events.first, !hidden.contains(seq) else { return }
      try body(
        Moment(
          row: row, events: (events + (others[seq] ?? [])).sorted(),
          headline: headlines[seq] ?? tables.wording.headline(of: row)))
    }
  }

  private static func forEachRow(
    _ tables: ReportTables, _ body: (JSONObject) throws -> Void
  ) throws {
    try tables.snapshot.forEachRow(of: "timeline") { row in
      if isTold(row) { try body(row) }
    }
  }

  static func isTold(_ row: JSONObject) -> Bool { row.text("stream") != "entities" }
}
