import GRDB
import Stakebook
import TestSupport
import Testing

@testable import Projections

/// What stands before the file's tables and views under a reading is what the file has.
struct ShadowsTests {
  private static let shared = Projections.views.filter { !$0.lookups.isEmpty }

  private func withReading(
    _ extent: Reading.Extent, _ body: (Database) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      try Ledger.ofFixtures(in: folder).read(.today, extent) { try body($0.database) }
    }
  }

  private func rows(_ sql: String, _ database: Database) throws -> [String] {
    try Row.fetchAll(database, sql: sql).map(\.description).sorted()
  }

  @Test func `whatever stands beside the log and the public views begins with x and a line`() throws
  {
    let names =
      Projections.tables.map(\.name) + Projections.views.filter { !$0.isPublic }.map(\.name)
    #expect(names.count > 40)
    #expect(names.filter { !$0.hasPrefix("x_") } == [])
    #expect(Projections.publicViews.map(\.name).filter { $0 >= "x_" } == [])
  }

  @Test(arguments: [Reading.Extent.wholeState, .partnerships(["microsoft-openai"])])
  func `each view of the file has one before it, a table where it is shared`(
    _ extent: Reading.Extent
  ) throws {
    try withReading(extent) { database in
      let kinds = try Row.fetchAll(
        database,
        sql: """
          SELECT view.name, temp.type
          FROM main.sqlite_schema AS view
          LEFT JOIN temp.sqlite_schema AS temp ON temp.name = view.name
          WHERE view.type = 'view'
          """)
      let shared = Set(Self.shared.map(\.name))
      #expect(kinds.count == Projections.views.count)
      for row in kinds {
        let name: String = row["name"]
        #expect(row["type"] == (shared.contains(name) ? "table" : "view"), "\(name)")
      }
    }
  }

  @Test func `what a statement brings along is read by no other view, nor by its name alone`()
    throws
  {
    #expect(!Shadows.broughtAlong.isEmpty)
    for name in Shadows.broughtAlong {
      let word = try Regex("\\b\(name)\\b")
      expectNone(Projections.views.filter { $0.sql.contains(word) }.map(\.name))
      try withReading(.partnerships(["microsoft-openai"])) { database in
        #expect(throws: DatabaseError.self) {
          try Row.fetchAll(database, sql: "SELECT * FROM \(name)")
        }
      }
    }
  }

  @Test(arguments: [Clock.today, Clock(asOf: Day(year: 2024, month: 6, day: 30), knownAt: 120)])
  func `what is shared has the rows of the view that it stands for`(_ clock: Clock) throws {
    try withTemporaryFolder { folder in
      let ledger = try Ledger.ofFixtures(in: folder)
      func all(_ extent: Reading.Extent) throws -> [[String]] {
        try ledger.read(clock, extent) { reading in
          try Self.shared.map { try rows("SELECT * FROM \($0.name)", reading.database) }
        }
      }
      let (tables, stand) = (try all(.wholeState), try all(.someRows))
      for (view, (table, stands)) in zip(Self.shared, zip(tables, stand)) {
        expectSame(table, stands, view.name)
      }
      #expect(tables.count { !$0.isEmpty } > Self.shared.count / 2)
    }
  }

  @Test func `what is shared is made after all that it reads`() throws {
    let statements = Shadows.whole(.today, of: nil, bringsAlong: true)
    let made = statements.filter { $0.hasPrefix("CREATE TABLE temp.") }
      .compactMap { Shadows.words(of: $0).dropFirst(3).first }.filter { $0 != "reading" }
    #expect(made.sorted() == Self.shared.map(\.name).sorted())
    let views = Dictionary(uniqueKeysWithValues: Projections.views.map { ($0.name, $0) })
    func read(_ name: String) -> Set<String> {
      Shadows.sources(of: views[name]?.sql ?? "").reduce(into: []) { all, source in
        guard let view = views[source] else { return }
        all.formUnion(view.lookups.isEmpty ? read(source) : [source])
      }
    }
    for (place, name) in made.enumerated() {
      #expect(read(name).subtracting(made[..<place]) == [], "\(name)")
    }
  }

  @Test func `a part is copied into tables with the columns and indexes of the file`() throws {
    try withReading(.partnerships(["microsoft-openai"])) { database in
      for table in Projections.tables.map(\.name) {
        for pragma in ["table_xinfo", "index_list"] {
          let copy = try rows("PRAGMA temp.\(pragma)(\(table))", database)
          expectSame(copy, try rows("PRAGMA main.\(pragma)(\(table))", database), table)
        }
      }
      let columns = { (schema: String) in
        try rows("SELECT name, type, pk FROM pragma_table_xinfo('event', '\(schema)')", database)
      }
      expectSame(try columns("temp"), try columns("main"))
    }
  }
}
