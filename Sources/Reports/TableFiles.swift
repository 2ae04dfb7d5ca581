import Events
import Projections

/// A snapshot as tables for a spreadsheet: one CSV for each view, one for the events and one for
/// their sources. Exact, as the snapshot has it: minor units and parts per billion. Only sentences
/// and headlines are in the words of a language, as other reports have them.
public struct TableFiles {
  /// Writes the rows of one table; one without rows has its header.
  public typealias Table = (_ write: (RowWriter.Piece) throws -> Void) throws -> Void

  private let snapshot: any SnapshotRows
  private let wording: Wording

  /// Gives each table of a snapshot with its name: the views, then the events behind their rows, and
  /// the sources of those. Each table must be written before the next one comes: what the rows
  /// cite makes the last two.
  public static func forEach(
    of snapshot: some SnapshotRows, in language: Language = .english,
    _ body: (_ name: String, _ table: Table) throws -> Void
  ) throws {
    let files = TableFiles(
      snapshot: snapshot, wording: try Wording(language, namesOf: snapshot.spooled()))
    var cited = Citations()
    for view in Snapshot.viewsInOrder {
      var isWritten = false
      try body(view.name) { write in
        isWritten = true
        try files.write(view.name, write) { give in
          try snapshot.forEachRow(of: view.name) { row in
            cited.cite(Snapshot.events(of: row))
            try give(row)
          }
        }
      }
      precondition(isWritten, "the table \(view.name) was not written")
    }
    for name in ["events", "sources"] {
      try body(name) { write in
        try files.write(name, write) { give in
          try snapshot.forEachEvent(cited.seqs) { seq, event in
            let sources = event["sources"]?.arrayValue?.compactMap(\.objectValue) ?? []
            for var row in name == "events" ? [event] : sources {
              row["event"] = .integer(seq)
              try give(row)
            }
          }
        }
      }
    }
  }

  private func write(
    _ name: String, _ write: (RowWriter.Piece) throws -> Void,
    _ rows: ((JSONObject) throws -> Void) throws -> Void
  ) throws {
    try withoutActuallyEscaping(write) { write in
      let columns = Self.columns(of: name)
      var writer = RowWriter(.csv, columns: columns, write: write)
      try rows { row in try writer.row(columns.map { cell($0, of: row) }) }
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
      [
        "event", "title", "publisher", "url", "kind", "via", "published", "retrieved", "locator",
        "file", "sha256",
      ]
    default:
      ["row"] + (Projections.view(named: name)?.exactColumns ?? []).map(\.name)
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
