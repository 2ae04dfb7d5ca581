import Events
import Projections

/// A snapshot of a ledger while it is read: nothing of it is held.
///
/// It lives as long as the transaction of its reading.
public struct SnapshotReading: SnapshotRows {
  /// The clocks, the log, and what else it says of itself.
  public let header: SnapshotHeader
  private let reading: Reading
  private let named = Named()

  /// How many events are asked for at once.
  private static let batch = 500

  /// Reads under the reading's clock, of the whole ledger or of some partnerships.
  public init(
    _ reading: Reading, partnerships: [String] = [], log: SnapshotHeader.Log? = nil,
    checkpoint: SnapshotHeader.Cover? = nil
  ) throws {
    let clock = try reading.clock()
    self.reading = reading
    // One state has one name, however it is asked for.
    header = SnapshotHeader(
      asOf: clock.asOf.description, knownAt: clock.knownAt,
      partnerships: Set(partnerships).sorted(), log: log, checkpoint: checkpoint)
  }

  /// Gives the rows of a view in their order, each with its name under `row`.
  public func forEachRow(of name: String, _ body: (JSONObject) throws -> Void) throws {
    guard let view = Snapshot.viewsInOrder.first(where: { $0.name == name }) else { return }
    func give(_ row: JSONObject) throws {
      var named = row
      named["row"] = .string(view.name(of: row))
      try body(named)
    }
    if view.name == "entities", !header.partnerships.isEmpty {
      return try entities(view).forEach(give)
    }
    guard header.partnerships.count > 1 else {
      return try reading.forEachRow(of: view, partnership: header.partnerships.first, give)
    }
    var seen: Set<String> = []
    for partnership in header.partnerships {
      try reading.forEachRow(of: view, partnership: partnership) { row in
        if seen.insert(JSON.object(row).canonical).inserted { try give(row) }
      }
    }
  }

  /// What was read of the entities.
  private final class Named { var rows: [JSONObject]? }

  /// Of some partnerships: whoever their rows and the events behind these name, so that each can be
  /// called by its name, and who stands for these now.
  private func entities(_ view: View) throws -> [JSONObject] {
    if let rows = named.rows { return rows }
    var slugs: Set<String> = []
    var seqs: Set<Seq> = []
    for other in Snapshot.viewsInOrder where other.name != view.name {
      try forEachRow(of: other.name) { row in
        JSON.object(row).forEachText { slugs.insert($0) }
        seqs.formUnion(Snapshot.events(of: row))
      }
    }
    try forEachEvent(seqs.sorted()) { _, event in
      event["details"]?.forEachText { slugs.insert($0) }
    }
    let all = try reading.rows(of: view)
    for row in all where slugs.contains(row.text("entity")) { slugs.insert(row.text("current")) }
    let rows = all.filter { slugs.contains($0.text("entity")) }
    named.rows = rows
    return rows
  }

  /// Gives what is told of these events, in the order in which they are named.
  public func forEachEvent(
    _ seqs: some Sequence<Seq>, _ body: (Seq, JSONObject) throws -> Void
  ) throws {
    var batch: [Seq] = []
    func give() throws {
      let told = try Self.described(Set(batch), reading)
      for seq in batch { if let event = told[seq] { try body(seq, event) } }
      batch.removeAll(keepingCapacity: true)
    }
    for seq in seqs {
      batch.append(seq)
      if batch.count == Self.batch { try give() }
    }
    if !batch.isEmpty { try give() }
  }

  private static let told: Set = [
    "event", "id", "stream", "type", "headline", "details", "effective", "recorded_at", "status",
    "note",
  ]

  /// What is told of events: id, stream, headline and its values, dates, status, sources.
  static func described(_ seqs: Set<Seq>, _ reading: Reading) throws -> [Seq: JSONObject] {
    var sources: [Seq: [JSON]] = [:]
    for var source in try reading.rows(named: "sources", of: seqs) {
      guard let seq = source["event"]?.integerValue else { continue }
      source["event"] = nil
      source["position"] = nil
      sources[seq, default: []].append(.object(source))
    }
    var events: [Seq: JSONObject] = [:]
    for var event in try reading.rows(named: "events", of: seqs, columns: told) {
      guard let seq = event["event"]?.integerValue else { continue }
      event["event"] = nil
      if let sources = sources[seq] { event["sources"] = .array(sources) }
      events[seq] = event
    }
    return events
  }
}

extension JSON {
  /// Gives the texts in it, however deep.
  fileprivate func forEachText(_ body: (String) -> Void) {
    switch self {
    case .string(let text): body(text)
    case .array(let items): for item in items { item.forEachText(body) }
    case .object(let object): for member in object { member.value.forEachText(body) }
    case .null, .bool, .integer, .number: break
    }
  }
}
