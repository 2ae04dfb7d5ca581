import Events
import Projections

/// A snapshot as tables for a spreadsheet: one CSV for each view, one for the events and one for
/// their sources. Exact, as the snapshot has it: minor units and parts per billion.
public struct TableFiles {
  private let snapshot: Snapshot

  /// The tables of a snapshot.
  public init(_ snapshot: Snapshot) { self.snapshot = snapshot }

  /// The names of the tables, in the order of the snapshot.
  public var names: [String] { Snapshot.views + ["events", "sources"] }

  /// Writes a table, a row at a time; one without rows has its header.
  public func write(_ name: String, to write: (String) throws -> Void) throws {
    try withoutActuallyEscaping(write) { write in
      let columns = Self.columns(of: name)
      var writer = RowWriter(.csv, columns: columns, write: write)
      for row in rows(name) {
        try writer.row(columns.map { Self.cell(row[$0]) })
      }
      try writer.end()
    }
  }

  private static func columns(of name: String) -> [String] {
    switch name {
    case "events":
      ["event", "id", "stream", "type", "headline", "effective", "recorded_at", "status", "note"]
    case "sources":
      ["event", "title", "publisher", "url", "kind", "via", "published", "retrieved", "locator"]
    default:
      ["row"]
        + (Projections.publicViews.first { $0.name == name }?.columns ?? [])
        .filter { $0.kind != .rounded }.map(\.name)
    }
  }

  private func rows(_ name: String) -> [JSONObject] {
    guard name == "events" || name == "sources" else { return snapshot.rows(name) }
    let events = snapshot.document["events"]?.objectValue ?? JSONObject()
    let numbered = events.compactMap { name, value -> (Seq, JSONObject)? in
      guard let seq = Seq(name), let event = value.objectValue else { return nil }
      return (seq, event)
    }.sorted { $0.0 < $1.0 }
    return numbered.flatMap { seq, event -> [JSONObject] in
      let rows = name == "events" ? [event] : event["sources"]?.arrayValue?.compactMap(\.objectValue)
      return (rows ?? []).map { row in
        var row = row
        row["event"] = .integer(seq)
        return row
      }
    }
  }

  private static func cell(_ value: JSON?) -> Cell {
    switch value {
    case nil, .null?: .null
    case .integer(let number)?: .integer(number)
    case .string(let text)?: .text(text)
    case let other?: .text(other.canonical)
    }
  }
}
