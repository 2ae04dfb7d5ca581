import GRDB

/// How views are computed under a reading: before those of the file stand TEMP ones of the same names
/// and of the same SELECTs, which read the clock that is set.
///
/// Where much is read, views that say by which columns they are sought (``View/lookups``) are TEMP
/// tables. Then they are computed once, and what names them is short to prepare: of the whole ledger
/// for one transaction (``whole(_:of:bringsAlong:)``), of a part to stay with its connection
/// (``make(_:_:)``). What a reading does not shadow, its views find in the file.
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

  private static let movableClock = """
    CREATE TABLE temp.reading (id INTEGER PRIMARY KEY, as_of TEXT, known_at INTEGER);
    DROP VIEW IF EXISTS temp.x_clock;
    CREATE TEMP VIEW x_clock AS SELECT as_of, known_at FROM temp.reading WHERE id = 1;
    """

  private static func setting(_ clock: Clock) -> String {
    "INSERT OR REPLACE INTO temp.reading SELECT 1, * FROM (\(clock.select))"
  }

  /// Public views that take longer to prepare, with all that they read, than to compute from tables.
  static let longToPrepare: Set = ["discrepancies", "exposures", "upcoming"]

  /// The statements after which these views, or all of them, answer from tables that are computed once,
  /// until the transaction is rolled back.
  ///
  /// The views of a session under that clock may be there already. What is not asked for stands there under
  /// another clock than today's alone: today the file's mean the same.
  static func whole(
    _ clock: Clock, of asked: Set<String>?, bringsAlong: Bool
  ) -> [String] {
    let definitions = views(under: clock)
    let needed = inOrder(definitions, for: asked ?? Set(definitions.map(\.name)))
    let names = Set(needed.map(\.name))
    let others = clock == .today ? [] : definitions.filter { !names.contains($0.name) }
    // Until its table is there each is a view under the clock: the order is for the time that it takes.
    return [movableClock, setting(clock)] + before(clock)
      + (needed + others).map { view in
        bringsAlong && broughtAlong.contains(view.name)
          ? withheld(view) : view.createTemporaryStatement
      } + needed.filter { !$0.lookups.isEmpty }.flatMap(\.createFilled)
  }

  /// Who names a view that a statement brings along must not get the file's, under another clock.
  private static func withheld(_ view: View) -> String {
    "CREATE TEMP VIEW \(view.name) AS SELECT * FROM \"what the statement brings along\""
  }

  /// The views asked for and all that they read, each after what it reads.
  private static func inOrder(_ definitions: [View], for asked: Set<String>) -> [View] {
    let byName = Dictionary(uniqueKeysWithValues: definitions.map { ($0.name, $0) })
    var (seen, order) = (Set<String>(), [View]())
    func visit(_ name: String) {
      guard let view = byName[name], seen.insert(name).inserted else { return }
      for source in sources(of: view.sql) { visit(source) }
      order.append(view)
    }
    for view in definitions where asked.contains(view.name) { visit(view.name) }
    return order
  }

  /// What stands after FROM and JOIN in a SELECT of ours.
  static func sources(of sql: String) -> [String] {
    var (sources, isNext) = ([String](), false)
    forEachWord(of: sql) { word in
      if isNext { sources.append(String(decoding: word, as: UTF8.self)) }
      isNext = word.elementsEqual("FROM".utf8) || word.elementsEqual("JOIN".utf8)
    }
    return sources
  }

  /// The words of a text, in their order.
  static func words(of sql: String) -> [String] {
    var words: [String] = []
    forEachWord(of: sql) { words.append(String(decoding: $0, as: UTF8.self)) }
    return words
  }

  /// Gives each word without making a String of it: all views together have fifty thousand.
  private static func forEachWord(
    of sql: String, _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Void
  ) {
    var sql = sql
    sql.withUTF8 { bytes in
      var start = 0
      for place in 0...bytes.count where place == bytes.count || !isOfWord(bytes[place]) {
        if place > start { body(bytes[start..<place]) }
        start = place + 1
      }
    }
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// Makes the same, with a clock that can be moved, and with tables that are still to be computed in
  /// the place of views that are shared; what is public is that of the clock given, also when it is moved.
  static func make(_ database: Database, _ clock: Clock = .today) throws {
    try database.execute(sql: movableClock)
    for statement in before(clock) { try database.execute(sql: statement) }
    for view in views(under: clock) {
      guard clock.publicBy != nil || !broughtAlong.contains(view.name) else {
        try database.execute(sql: withheld(view))
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
    try database.execute(sql: setting(clock))
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
  /// The statements that make a table in its place, with its rows.
  fileprivate var createFilled: [String] {
    let heading = columns.isEmpty ? "" : "WITH \(named) "
    let select = columns.isEmpty ? sql : "SELECT * FROM \(name)"
    return [
      "DROP VIEW IF EXISTS temp.\(name)", "CREATE TABLE temp.\(name) AS \(heading)\(select)",
    ] + indexes
  }

  private var indexes: [String] {
    lookups.enumerated().map { place, lookup in
      "CREATE INDEX temp.\(name)_\(place) ON \(name) (\(lookup))"
    }
  }

  /// The statements that make a table in its place for one session.
  ///
  /// Its columns have no types, so that every value stays what it is; a view must not count on SQLite
  /// to make a number of a text.
  fileprivate func createTable(_ database: Database) throws -> [String] {
    let names =
      try columns.isEmpty
      ? database.makeStatement(sql: sql).columnNames : columns.map(\.name)
    let list = names.map(\.quotedDatabaseIdentifier).joined(separator: ", ")
    return ["CREATE TABLE temp.\(name) (\(list))"] + indexes
  }
}
