import Events
import Projections

/// The rows of the views that make up a state, as they are read: of the whole ledger, or of some
/// partnerships.
struct ViewRows: SnapshotRows {
  let header: SnapshotHeader
  let reading: Reading

  /// How many events are asked for at once.
  private static let batch = 500

  func forEachRow(of name: String, _ body: (JSONObject) throws -> Void) throws {
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

  /// The rows of a view that are no partnership's alone.
  func ofLedger(_ name: String) throws -> [JSONObject] {
    guard let view = Snapshot.viewsInOrder.first(where: { $0.name == name }) else { return [] }
    return try reading.rows(of: view).map { named($0, view) }
  }

  private func named(_ row: JSONObject, _ view: View) -> JSONObject {
    var named = row
    named["row"] = .string(view.name(of: row))
    return named
  }

  func forEachEvent(
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
