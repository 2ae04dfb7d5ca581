import Events
import Projections

/// A snapshot as tables for a spreadsheet: one CSV for each view, one for the events and one for
/// their sources. Exact, as the snapshot has it: minor units and parts per billion. Only sentences
/// and headlines are in the words of a language, as other reports have them.
public struct TableFiles {
  private let snapshot: any SnapshotRows
  private let wording: Wording

  /// The tables of a snapshot.
  public init(_ snapshot: some SnapshotRows, in language: Language = .english) throws {
    self.snapshot = snapshot
    wording = try Wording(language, namesOf: snapshot)
  }

  /// The names of the tables: the views, then the events behind them, and the sources of those.
  public var names: [String] { Snapshot.viewsInOrder.map(\.name) + ["events", "sources"] }

  /// Writes a table, a row at a time; one without rows has its header.
  public func write(_ name: String, to write: (RowWriter.Piece) throws -> Void) throws {
    try withoutActuallyEscaping(write) { write in
      let columns = Self.columns(of: name)
      var writer = RowWriter(.csv, columns: columns, write: write)
      try forEachRow(of: name) { row in
        try writer.row(columns.map { cell($0, of: row) })
      }
      try writer.end()
    }
  }

  private static func columns(of name: String) -> [String] {
    switch name {
    case "events":
      [
        "event", "id", "stream", "type", "headline", "effective", "recorded_at", "status", "note",
        "details",
      ]
    case "sources":
      ["event", "title", "publisher", "url", "kind", "via", "published", "retrieved", "locator"]
    default:
      ["row"]
        + (Projections.publicViews.first { $0.name == name }?.columns ?? [])
        .filter { $0.kind != .rounded }.map(\.name)
    }
  }

  private func forEachRow(of name: String, _ body: (JSONObject) throws -> Void) throws {
    guard name == "events" || name == "sources" else {
      return try snapshot.forEachRow(of: name, body)
    }
    var seqs: Set<Seq> = []
    for view in Snapshot.viewsInOrder {
      try snapshot.forEachRow(of: view.name) { seqs.formUnion(Snapshot.events(of: $0)) }
    }
    try snapshot.forEachEvent(seqs.sorted()) { seq, event in
      let sources = event["sources"]?.arrayValue?.compactMap(\.objectValue) ?? []
      for var row in name == "events" ? [event] : sources {
        row["event"] = .integer(seq)
        try body(row)
      }
    }
  }

  private func cell(_ column: String, of row: JSONObject) -> Cell {
    switch row[column] {
    case .string? where column == "sentence":
      .text(wording.sentence(of: row).text.withPlainSpaces)
    case .string? where column == "headline":
      .text(wording.headline(of: row).text.withPlainSpaces)
    case nil, .null?: .null
    case .integer(let number)?: .integer(number)
    case .string(let text)?: .text(text)
    case let other?: .text(other.canonical)
    }
  }
}
