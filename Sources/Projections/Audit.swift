import Events
import GRDB

/// Compares the live tables with what a replay of the whole log gives, row by row.
public enum Audit {
  /// A table in which live and replayed rows differ.
  public struct Difference: Sendable, Equatable {
    /// The table.
    public let table: String
    /// A row as canonical text, of at most ten shown.
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
    let tables = Projections.all.flatMap(\.tables).map(\.name) + ["projection"]
    for table in tables {
      guard try database.tableExists(table) else {
        return [Difference(table: table, row: "the table is missing", isLive: false)]
      }
      try database.execute(sql: "CREATE TEMP TABLE live_\(table) AS SELECT * FROM main.\(table)")
    }
    defer {
      for table in tables { try? database.execute(sql: "DROP TABLE temp.live_\(table)") }
    }
    try Projections.rebuild(database)
    return try tables.flatMap { table in
      let (live, replayed) = ("temp.live_\(table)", "main.\(table)")
      let found =
        try differences(live, replayed, in: table, isLive: true, database)
        + differences(replayed, live, in: table, isLive: false, database)
      // A row that stands there twice is in both.
      let counts = try [live, replayed].map {
        try Int64.fetchOne(database, sql: "SELECT count(*) FROM \($0)") ?? 0
      }
      guard found.isEmpty, counts[0] != counts[1] else { return found }
      return [
        Difference(
          table: table, row: "\(counts[0]) rows, of which some stand there twice", isLive: true)
      ]
    }
  }

  private static func differences(
    _ left: String, _ right: String, in table: String, isLive: Bool, _ database: Database
  ) throws -> [Difference] {
    let columns = try database.columns(in: table).map(\.name.quotedDatabaseIdentifier)
    // 1 and 1.0 are equal to SQLite, and are not the same.
    let kinds = columns.map { "typeof(\($0))" }
    let row = "SELECT \((columns + kinds).joined(separator: ", "))"
    let rows = try Row.fetchAll(
      database, sql: "\(row) FROM \(left) EXCEPT \(row) FROM \(right) LIMIT 10")
    return rows.map { row in
      let values = row.prefix(columns.count).map { name, value in "\(name)=\(value.description)" }
      return Difference(table: table, row: values.joined(separator: " "), isLive: isLive)
    }
  }
}
