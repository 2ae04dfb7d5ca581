import Events
import Projections

/// A snapshot of a ledger while it is read: of the whole ledger nothing is held, of some
/// partnerships what has few rows.
///
/// It lives as long as the transaction of its reading.
public struct SnapshotReading: SnapshotRows {
  /// The clocks, the log, and what else it says of itself.
  public let header: SnapshotHeader
  private let rows: ViewRows
  private let ofPartnerships: PartnershipRows?

  /// Reads under the reading's clock, of the whole ledger or of some partnerships.
  public init(
    _ reading: Reading, partnerships: [String] = [], log: SnapshotHeader.Log? = nil,
    checkpoint: SnapshotHeader.Cover? = nil
  ) throws {
    let clock = try reading.clock()
    // One state has one name, however it is asked for.
    header = SnapshotHeader(
      asOf: clock.asOf.description, knownAt: clock.knownAt,
      partnerships: Set(partnerships).sorted(), log: log, checkpoint: checkpoint)
    rows = ViewRows(header: header, reading: reading)
    ofPartnerships = partnerships.isEmpty ? nil : PartnershipRows(rows)
  }

  /// Gives the rows of a view in their order, each with its name under `row`.
  public func forEachRow(of view: String, _ body: (JSONObject) throws -> Void) throws {
    if let ofPartnerships { return try ofPartnerships.forEachRow(of: view, body) }
    try rows.forEachRow(of: view, body)
  }

  /// Gives what is told of these events, in the order in which they are named.
  public func forEachEvent(
    _ seqs: some Sequence<Seq>, _ body: (Seq, JSONObject) throws -> Void
  ) throws {
    try rows.forEachEvent(seqs, body)
  }
}

/// The rows of some partnerships, and all entities that these name, so that each can be called by its
/// name: those are known once all other rows were read.
private final class PartnershipRows {
  private let rows: ViewRows
  private let kept: KeptRows
  private var entities: [JSONObject]?

  init(_ rows: ViewRows) {
    self.rows = rows
    kept = KeptRows(rows)
  }

  func forEachRow(of view: String, _ body: (JSONObject) throws -> Void) throws {
    guard view == "entities" else { return try kept.forEachRow(of: view, body) }
    let entities = try self.entities ?? named()
    self.entities = entities
    try entities.forEach(body)
  }

  /// Whoever the rows and the events behind these name, and who stands for these now.
  private func named() throws -> [JSONObject] {
    var slugs: Set<String> = []
    var seqs: Set<Seq> = []
    for view in Snapshot.viewsInOrder where view.name != "entities" {
      try kept.forEachRow(of: view.name) { row in
        JSON.object(row).forEachName { slugs.insert($0) }
        seqs.formUnion(Snapshot.events(of: row))
      }
    }
    for event in try rows.reading.rows(named: "events", of: seqs, columns: ["details"]) {
      JSON.object(event).forEachName { slugs.insert($0) }
    }
    let all = try rows.ofLedger("entities")
    for row in all where slugs.contains(row.text("entity")) { slugs.insert(row.text("current")) }
    return all.filter { slugs.contains($0.text("entity")) }
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
