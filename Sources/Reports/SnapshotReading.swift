import Events
import Projections

/// A snapshot of a ledger while it is read: of the whole ledger nothing is held, of some
/// partnerships what has few rows.
///
/// It lives as long as the transaction of its reading.
public struct SnapshotReading: SnapshotRows {
  /// The clocks, the log, and what else it says of itself.
  public let header: SnapshotHeader
  private let reading: Reading
  /// The rows of some partnerships, which are gone through twice: once for the names in them.
  private var spool: SpooledRows?
  /// What was told of events when names were looked for in them, so that few are read once only.
  private let told = Told()
  /// Whether what events say is shown, too, and whoever they name has a name.
  private let showsEvents: Bool

  /// How many events are asked for at once.
  private static let batch = 500
  /// So many are kept until they are told.
  private static let mostKept = 2000

  private final class Told { var events: [Seq: JSONObject] = [:] }

  /// Reads under the reading's clock, of the whole ledger or of some partnerships. Who shows the rows alone,
  /// and not the events behind them, need not wait for these.
  public init(
    _ reading: Reading, partnerships: [String] = [], log: SnapshotHeader.Log? = nil,
    checkpoint: SnapshotHeader.Cover? = nil, showsEvents: Bool = true
  ) throws {
    self.showsEvents = showsEvents
    let clock = try reading.clock()
    // One state has one name, however it is asked for.
    header = SnapshotHeader(
      asOf: clock.asOf.description, knownAt: clock.knownAt, publicBy: clock.publicBy?.description,
      partnerships: Set(partnerships).sorted(), log: log, checkpoint: checkpoint)
    self.reading = reading
    if !partnerships.isEmpty { spool = SpooledRows(self) }
  }

  /// The rows, each view computed once.
  public func spooled() -> SpooledRows { spool ?? SpooledRows(self) }

  /// Gives the rows of a view in their order, each with its name under `row`.
  public func forEachRow(of view: String, _ body: (JSONObject) throws -> Void) throws {
    if let spool { return try spool.forEachRow(of: view, body) }
    try read(view, body)
  }

  /// The same for a spool: of some partnerships the entities are those that its other rows name.
  public func forEachRow(
    of view: String, beside spool: SpooledRows, _ body: (JSONObject) throws -> Void
  ) throws {
    guard view == "entities", !header.partnerships.isEmpty else { return try read(view, body) }
    try entities(namedIn: spool).forEach(body)
  }

  private func read(_ name: String, _ body: (JSONObject) throws -> Void) throws {
    guard let view = Snapshot.viewsInOrder.first(where: { $0.name == name }) else { return }
    func give(_ row: JSONObject) throws { try body(named(row, view)) }
    guard header.partnerships.count > 1 else {
      return try reading.forEachRow(of: view, partnership: header.partnerships.first, give)
    }
    var seen: Set<String> = []
    for partnership in header.partnerships {
      try reading.forEachRow(of: view, partnership: partnership) { row in
        if seen.insert(view.name(of: row)).inserted { try give(row) }
      }
    }
  }

  private func named(_ row: JSONObject, _ view: View) -> JSONObject {
    var named = row
    named["row"] = .string(view.name(of: row))
    return named
  }

  /// Whoever the rows and the events behind these name, and who stands for these now, so that each can
  /// be called by its name.
  private func entities(namedIn spool: SpooledRows) throws -> [JSONObject] {
    var slugs: Set<String> = []
    var seqs: Set<Seq> = []
    for view in Snapshot.viewsInOrder where view.name != "entities" {
      try spool.forEachRow(of: view.name) { row in
        JSON.object(row).forEachName { slugs.insert($0) }
        if showsEvents { seqs.formUnion(Snapshot.events(of: row)) }
      }
    }
    if seqs.count <= Self.mostKept {
      told.events = try reading.described(seqs)
      for event in told.events.values { event["details"]?.forEachName { slugs.insert($0) } }
    } else {
      for event in try reading.rows(named: "events", of: seqs, columns: ["details"]) {
        JSON.object(event).forEachName { slugs.insert($0) }
      }
    }
    guard let view = Projections.view(named: "entities") else { return [] }
    let all = try reading.rows(of: view).map { named($0, view) }
    for row in all where slugs.contains(row.text("entity")) { slugs.insert(row.text("current")) }
    return all.filter { slugs.contains($0.text("entity")) }
  }

  /// Gives what is told of these events, in the order in which they are named.
  public func forEachEvent(
    _ seqs: some Sequence<Seq>, _ body: (Seq, JSONObject) throws -> Void
  ) throws {
    var batch: [Seq] = []
    func give() throws {
      let unread = Set(batch.filter { self.told.events[$0] == nil })
      let read = unread.isEmpty ? [:] : try reading.described(unread)
      for seq in batch { if let event = told.events[seq] ?? read[seq] { try body(seq, event) } }
      batch.removeAll(keepingCapacity: true)
    }
    for seq in seqs {
      batch.append(seq)
      if batch.count == Self.batch { try give() }
    }
    if !batch.isEmpty { try give() }
  }
}

extension Reading {
  private static let told: Set = [
    "event", "id", "stream", "type", "headline", "details", "effective", "recorded_at", "status",
    "note",
  ]

  /// What is told of events: id, stream, headline and its values, dates, status, sources.
  func described(_ seqs: Set<Seq>) throws -> [Seq: JSONObject] {
    var sources: [Seq: [JSON]] = [:]
    for var source in try rows(named: "sources", of: seqs) {
      guard let seq = source["event"]?.integerValue else { continue }
      source["event"] = nil
      source["position"] = nil
      // Whether the ledger has a document's bytes is no part of what is told.
      source["bytes"] = nil
      sources[seq, default: []].append(.object(source))
    }
    var events: [Seq: JSONObject] = [:]
    for var event in try rows(named: "events", of: seqs, columns: Self.told) {
      guard let seq = event["event"]?.integerValue else { continue }
      event["event"] = nil
      if let sources = sources[seq] { event["sources"] = .array(sources) }
      events[seq] = event
    }
    return events
  }
}

extension JSON {
  /// Gives the texts in it that may be slugs, none of which is longer than 64 bytes, however deep.
  fileprivate func forEachName(_ body: (String) -> Void) {
    switch self {
    case .string(let text): if text.utf8.count <= 64 { body(text) }
    case .array(let items): for item in items { item.forEachName(body) }
    case .object(let object): for member in object { member.value.forEachName(body) }
    case .null, .bool, .integer, .number: break
    }
  }
}
