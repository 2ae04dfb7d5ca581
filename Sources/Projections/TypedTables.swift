import GRDB

/// Views as tables of a SQLite file of its own, whose columns say their types.
///
/// The columns of a view are expressions, of which SQLite tells no type. Programs that then take the type of the
/// first row (connectorx, and what gets Arrow through it) refuse a column that begins with NULL. A table's
/// columns have types, which its being STRICT holds.
public enum TypedTables {
  /// Writes them into an empty file that nobody else has open; `rows` gives the rows of each.
  public static func write(
    _ views: [View], to path: String, rows: (View, (RowBuffer) throws -> Void) throws -> Void
  ) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase { database in
      // Half a file is thrown away whole.
      _ = try Row.fetchOne(database, sql: "PRAGMA journal_mode = OFF")
      try database.inTransaction {
        for view in views { try write(view, to: database, rows) }
        return .commit
      }
    }
    try queue.close()
  }

  private static func write(
    _ view: View, to database: Database, _ rows: (View, (RowBuffer) throws -> Void) throws -> Void
  ) throws {
    try database.execute(sql: definition(of: view))
    let places = Array(repeating: "?", count: view.columns.count).joined(separator: ", ")
    let insert = try database.makeStatement(
      sql: "INSERT INTO \"\(view.name)\" VALUES (\(places))")
    try rows(view) { row in
      try insert.execute(arguments: StatementArguments(row.map(value)))
    }
  }

  /// The table, with what each column means beside it.
  static func definition(of view: View) -> String {
    let columns = view.columns.enumerated().map { place, column in
      let comma = place + 1 < view.columns.count ? "," : ""
      return "  \"\(column.name)\" \(type(of: column))\(comma) -- \(column.meaning)"
    }
    return """
      CREATE TABLE "\(view.name)" ( -- one row for each \(view.summary)
      \(columns.joined(separator: "\n"))
      ) STRICT
      """
  }

  private static func type(of column: View.Column) -> String {
    column.isWhole ? "INTEGER" : column.kind == .rounded ? "REAL" : "TEXT"
  }

  private static func value(_ cell: Cell) -> DatabaseValue {
    switch cell {
    case .null: .null
    case .integer(let number): number.databaseValue
    case .real(let number): number.databaseValue
    case .text(let text): text.databaseValue
    // No view has any: a table that is STRICT would refuse it.
    case .blob(let bytes): String(decoding: bytes, as: UTF8.self).databaseValue
    }
  }
}
