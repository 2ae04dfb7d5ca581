import GRDB

/// How views are computed under a reading: before those of the file stand TEMP ones of the same names
/// and of the same SELECTs, which read the clock that is set.
///
/// Where much is read, views that say by which columns they are sought (``View/lookups``) are TEMP
/// tables. Then they are computed once, and what names them is short to prepare. What a reading does
/// not shadow, its views find in the file.
enum Shadows {
  private static let views = Projections.views.filter { $0.name != "x_clock" }

  /// Views that no other view reads, and that take as long to make as to ask: under a reading that asks
  /// much the statement that asks for one brings it along (``Reading``).
  static let broughtAlong: Set = ["discrepancies"]

  /// The statements that make views which read a clock.
  static func create(_ clock: Clock) -> [String] {
    ["CREATE TEMP VIEW x_clock AS \(clock.select)"] + before(clock)
      + views(under: clock).map(\.createTemporaryStatement)
  }

  /// What stands before the tables of the file where not all of them counts.
  private static func before(_ clock: Clock) -> [String] {
    clock.publicBy.map(PublicClock.create) ?? []
  }

  private static func views(under clock: Clock) -> [View] {
    clock.publicBy == nil ? views : PublicClock.views(views)
  }

  /// Makes the same, with a clock that can be moved, and with tables that are still to be computed in
  /// the place of views that are shared; what is public is that of the clock given, also when it is moved.
  static func make(_ database: Database, _ clock: Clock = .today) throws {
    try database.execute(
      sql: """
        CREATE TABLE temp.reading (id INTEGER PRIMARY KEY, as_of TEXT, known_at INTEGER);
        CREATE TEMP VIEW x_clock AS SELECT as_of, known_at FROM temp.reading WHERE id = 1;
        """)
    for statement in before(clock) { try database.execute(sql: statement) }
    for view in views(under: clock) {
      guard clock.publicBy != nil || !broughtAlong.contains(view.name) else {
        // Who names it all the same must not get the file's, under another clock.
        try database.execute(
          sql: "CREATE TEMP VIEW \(view.name) AS SELECT * FROM \"what the statement brings along\"")
        continue
      }
      let isShared = !view.lookups.isEmpty
      for statement in try isShared ? view.createTable(database) : [view.createTemporaryStatement] {
        try database.execute(sql: statement)
      }
    }
  }

  /// Sets the clock, and computes the tables under it.
  static func set(_ clock: Clock, _ database: Database) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO temp.reading SELECT 1, * FROM (\(clock.select))")
    try compute(database, clock)
  }

  /// Computes the tables anew, each after those that it reads: SQLite says which these are.
  static func compute(_ database: Database, _ clock: Clock = .today) throws {
    let shared = views(under: clock).filter { !$0.lookups.isEmpty }
    var left = try shared.map { view in
      try database.cachedStatement(sql: "DELETE FROM temp.\(view.name)").execute()
      let sql = "INSERT INTO temp.\(view.name) SELECT * FROM (\(view.sql))"
      return (name: view.name, fill: try database.cachedStatement(sql: sql))
    }
    while !left.isEmpty {
      let next = left.firstIndex { view in
        let read = view.fill.databaseRegion
        return !left.contains { read.isModified(byEventsOfKind: .delete(tableName: $0.name)) }
      }
      guard let next else { preconditionFailure("views read each other in a circle") }
      try left.remove(at: next).fill.execute()
    }
  }
}

extension View {
  /// The statements that make a table in its place for one session.
  ///
  /// Its columns have no types, so that every value stays what it is; a view must not count on SQLite
  /// to make a number of a text.
  fileprivate func createTable(_ database: Database) throws -> [String] {
    let names =
      try columns.isEmpty
      ? database.makeStatement(sql: sql).columnNames : columns.map(\.name)
    let list = names.map(\.quotedDatabaseIdentifier).joined(separator: ", ")
    return ["CREATE TABLE temp.\(name) (\(list))"]
      + lookups.enumerated().map { place, lookup in
        "CREATE INDEX temp.\(name)_\(place) ON \(name) (\(lookup))"
      }
  }
}
