import EventLog
import Events
import GRDB

/// Compares the live tables with what a replay of the whole log gives, row by row.
public enum Audit {
  /// A table in which live and replayed rows differ.
  public struct Difference: Sendable, Equatable {
    /// The table.
    public let table: String
    /// A row as canonical text, of at most twenty shown.
    public let row: String
    /// Whether the live table has it, rather than the replay.
    public let isLive: Bool
  }

  /// The differences, none when all is well.
  ///
  /// Runs in a transaction that is rolled back by the caller: the replay takes the place of the
  /// live tables for as long as it is compared with them.
  public static func differences(_ database: Database) throws -> [Difference] {
    // The stamps that say by which version they were computed, too.
    let tables = Projections.tables.map(\.name) + ["x_projection"]
    for table in tables {
      guard try database.tableExists(table) else {
        return [Difference(table: table, row: "the table is missing", isLive: false)]
      }
      // Of no type, so that a value is kept as it is stored.
      let columns = try columns(of: table, database)
      try database.execute(sql: "CREATE TEMP TABLE live_\(table) (\(columns))")
      try database.execute(
        sql: "INSERT INTO temp.live_\(table) SELECT \(columns) FROM main.\(table)")
    }
    defer {
      for table in tables { try? database.execute(sql: "DROP TABLE temp.live_\(table)") }
    }
    try Projections.rebuild(database)
    return try nameDifferences(database) + tables.flatMap { try differences(in: $0, database) }
  }

  private static func columns(of table: String, _ database: Database) throws -> String {
    try database.columns(in: table).map(\.name.quotedDatabaseIdentifier).joined(separator: ", ")
  }

  /// The table in which the ledger's own name stands follows from no event, but has one form.
  private static func nameDifferences(_ database: Database) throws -> [Difference] {
    do {
      _ = try EventLog.identity(database)
      return []
    } catch let rejection as Rejection {
      return [Difference(table: "ledger", row: rejection.message, isLive: true)]
    }
  }

  /// Equal rows are counted, so that one that stands twice is seen.
  private static func differences(
    in table: String, _ database: Database
  ) throws -> [Difference] {
    let names = try database.columns(in: table).map(\.name.quotedDatabaseIdentifier)
    // 1 and 1.0 are equal to SQLite, and are not the same.
    let kinds = names.map { "typeof(\($0))" }
    let columns = names.joined(separator: ", ")
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT \(columns), sum(more) > 0 AS is_live
        FROM (
          SELECT \(columns), 1 AS more FROM temp.live_\(table)
          UNION ALL
          SELECT \(columns), -1 FROM main.\(table)
        )
        GROUP BY \((names + kinds).joined(separator: ", "))
        HAVING sum(more) <> 0
        ORDER BY is_live DESC
        LIMIT 20
        """)
    return rows.map { row in
      let values = row.dropLast().map { name, value in "\(name)=\(value.description)" }
      return Difference(
        table: table, row: values.joined(separator: " "), isLive: row["is_live"])
    }
  }
}
