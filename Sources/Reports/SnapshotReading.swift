import Events
import Projections

/// A snapshot of a ledger while it is read: nothing of it is held.
///
/// It lives as long as the transaction of its reading.
public struct SnapshotReading: SnapshotRows {
  /// The clocks, the log, and what else it says of itself.
  public let header: SnapshotHeader
  private let reading: Reading

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
    "event", "id", "stream", "type", "headline", "effective", "recorded_at", "status", "note",
  ]

  /// What is told of events: id, stream, headline, dates, status, sources.
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
