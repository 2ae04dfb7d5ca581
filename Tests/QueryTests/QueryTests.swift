import Foundation
import Stakebook
import TestSupport
import Testing

/// People's SQL reads, and can do nothing else.
struct QueryTests {
  /// A ledger with one stake, in a folder of its own.
  private static func withLedger<Result>(
    _ body: (Ledger, String) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      try ledger.append(
        EntityRegistered(entity: "alpha", name: "Alpha", kind: .company), effective: "2019")
      try ledger.append(
        PartnershipFormed(name: "Alpha", parties: ["alpha"]), stream: "alpha-alpha",
        effective: "2019")
      try ledger.append(
        StakeReported(holder: "alpha", issuer: "alpha", percent: "10%", basis: .voting),
        stream: "alpha-alpha", effective: "2020-01-01")
      try ledger.append(
        StakeReported(holder: "alpha", issuer: "alpha", percent: "20%", basis: .voting),
        stream: "alpha-alpha", effective: "2021-01-01")
      return try body(ledger, path)
    }
  }

  private static func rows(
    _ sql: String, clock: Clock = .today, limits: QueryLimits = QueryLimits()
  ) throws -> [[QueryValue]] {
    try withLedger { ledger, _ in try rows(sql, clock: clock, limits: limits, of: ledger) }
  }

  private static func rows(
    _ sql: String, clock: Clock = .today, limits: QueryLimits = QueryLimits(), of ledger: Ledger
  ) throws -> [[QueryValue]] {
    var rows: [[QueryValue]] = []
    try ledger.query(clock, limits: limits).run(sql, columns: { _ in }, row: { rows.append($0) })
    return rows
  }

  private static func rejection(
    _ sql: String, clock: Clock = .today, limits: QueryLimits = QueryLimits()
  ) throws -> Rejection? {
    do {
      _ = try rows(sql, clock: clock, limits: limits)
      return nil
    } catch let rejection as Rejection {
      return rejection
    }
  }

  static let asked: [(String, [[QueryValue]])] = [
    ("SELECT stated FROM stakes", [[.text("20%")]]),
    ("SELECT 1; SELECT 2", [[.integer(1)], [.integer(2)]]),
    ("SELECT 1.5, NULL, x'0aff'", [[.real(1.5), .null, .blob([10, 255])]]),
    ("SELECT value FROM json_each('[1,2]')", [[.integer(1)], [.integer(2)]]),
    ("SELECT name FROM pragma_table_info('event') WHERE cid = 0", [[.text("seq")]]),
    (
      "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 3) SELECT max(x) FROM n",
      [[.integer(3)]]
    ),
    ("SELECT row_number() OVER (ORDER BY seq) FROM event WHERE seq = 1", [[.integer(1)]]),
    ("-- a comment\nSELECT 'é'", [[.text("é")]]),
  ]

  @Test(arguments: asked)
  func `a question is answered`(_ sql: String, _ answer: [[QueryValue]]) throws {
    #expect(try Self.rows(sql) == answer)
  }

  @Test func `a plan is shown`() throws {
    #expect(try Self.rows("EXPLAIN QUERY PLAN SELECT 1").first?.last == .text("SCAN CONSTANT ROW"))
  }

  /// Without this a sum over commitments looks through all keys for each of them.
  @Test(arguments: [
    "SELECT * FROM counted WHERE key = 'a'", "SELECT * FROM fact WHERE key = 'a'",
    "SELECT * FROM live_fact WHERE family = 'stake' AND part1 = 'a'",
  ])
  func `a question about one fact looks through no table`(_ sql: String) throws {
    let plan = try Self.rows("EXPLAIN QUERY PLAN \(sql)").map { row -> String in
      if case .text(let step)? = row.last { step } else { "" }
    }
    #expect(!plan.isEmpty)
    #expect(plan.filter { $0.hasPrefix("SCAN claim") || $0.hasPrefix("SCAN event") } == [])
  }

  static let attacks = [
    "INSERT INTO event (seq) VALUES (9)", "REPLACE INTO event (seq) VALUES (1)",
    "INSERT OR REPLACE INTO name VALUES ('a', 'b', 1)", "UPDATE event SET stream = 'x'",
    "DELETE FROM event", "DELETE FROM claim", "DROP TABLE event", "DROP VIEW stakes",
    "DROP TRIGGER event_update", "DROP INDEX event_id", "CREATE TABLE t (a)",
    "CREATE TEMP TABLE t (a)", "CREATE TABLE t AS SELECT 1", "CREATE VIEW v AS SELECT 1",
    "CREATE TEMP VIEW v AS SELECT 1", "CREATE INDEX i ON event (type)",
    "CREATE TRIGGER t AFTER INSERT ON event BEGIN SELECT 1; END",
    "CREATE TEMP TRIGGER t AFTER INSERT ON event BEGIN SELECT 1; END",
    "CREATE VIRTUAL TABLE t USING fts5(a)", "CREATE VIRTUAL TABLE t USING rtree(a, b, c)",
    "ALTER TABLE event ADD COLUMN x", "ALTER TABLE event RENAME TO e", "ATTACH 'x.db' AS x",
    "ATTACH ':memory:' AS x", "ATTACH '' AS x", "DETACH main", "VACUUM", "VACUUM INTO 'copy.db'",
    "REINDEX", "REINDEX event_id", "ANALYZE", "BEGIN", "BEGIN IMMEDIATE", "COMMIT", "END",
    "ROLLBACK", "SAVEPOINT s", "RELEASE s", "PRAGMA journal_mode = DELETE",
    "PRAGMA writable_schema = ON", "PRAGMA query_only = OFF", "PRAGMA user_version = 7",
    "PRAGMA application_id = 7", "PRAGMA wal_checkpoint", "PRAGMA wal_checkpoint(TRUNCATE)",
    "PRAGMA locking_mode = EXCLUSIVE", "PRAGMA synchronous = OFF",
    "PRAGMA temp_store_directory = 'x'",
    "PRAGMA cache_size = 1000000000", "PRAGMA mmap_size = 1000000000", "PRAGMA secure_delete = OFF",
    "PRAGMA trusted_schema = ON", "PRAGMA incremental_vacuum", "PRAGMA optimize",
    "PRAGMA shrink_memory", "PRAGMA integrity_check", "PRAGMA hard_heap_limit = 1",
    "PRAGMA auto_vacuum = FULL", "PRAGMA encoding = 'UTF-16'", "PRAGMA foreign_keys = ON",
    "SELECT load_extension('x.so')", "SELECT load_extension('x.so', 'f')",
    "SELECT fts3_tokenizer('simple')", "SELECT readfile('x')", "SELECT writefile('x', 'y')",
    "SELECT edit('x')", "SELECT * FROM pragma_wal_checkpoint", "SELECT * FROM pragma_journal_mode",
    "SELECT 1; DELETE FROM event", "EXPLAIN DELETE FROM event",
    "WITH x AS (SELECT 1) DELETE FROM event",
    "UPDATE sqlite_schema SET sql = ''", "INSERT INTO sqlite_temp_schema VALUES (1, 2, 3, 4, 5)",
    "DELETE FROM sqlite_sequence", "SELECT zeroblob(1000000000)",
    "SELECT hex(zeroblob(40000000))", "SELECT ?", "SELECT :name", "", ";", "-- nothing",
    "SELECT \u{0}1", "SELECT * FROM nothing", "SELECT nothing FROM event", "SELEC 1", "SELECT (",
    "SELECT \(String(repeating: "(", count: 2000))1\(String(repeating: ")", count: 2000))",
  ]

  @Test(arguments: attacks)
  func `what does not read is refused with a sentence, and the file stays as it was`(
    _ sql: String
  ) throws {
    try Self.withLedger { ledger, path in
      try ledger.close()
      let before = try Data(contentsOf: URL(filePath: path))
      let reader = try Ledger.open(at: path)
      let rejection = #expect(throws: Rejection.self) { try Self.rows(sql, of: reader) }
      #expect((rejection?.message.count ?? 0) > 5)
      try reader.close()
      #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }
  }

  @Test func `an endless query ends by its deadline`() throws {
    let endless =
      "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    let rejection = try Self.rejection(endless, limits: QueryLimits(seconds: 0.2))
    #expect(rejection?.code == "timeout")
  }

  @Test func `more rows than allowed are refused`() throws {
    let rejection = try Self.rejection("SELECT * FROM event", limits: QueryLimits(rows: 2))
    #expect(rejection?.code == "row-limit")
    #expect(try Self.rows("SELECT 1", limits: QueryLimits(rows: 1)).count == 1)
  }

  @Test func `the views mean the session's clock`() throws {
    let clock = try Clock(asOf: Day("2020-06-01"))
    #expect(try Self.rows("SELECT stated FROM stakes", clock: clock) == [[.text("10%")]])
    #expect(try Self.rows("SELECT as_of FROM clock", clock: clock) == [[.text("2020-06-01")]])
  }

  @Test func `a view of the file cannot pass the session's clock by`() throws {
    let clock = try Clock(asOf: Day("2020-06-01"))
    let rejection = try Self.rejection("SELECT stated FROM main.stakes", clock: clock)
    #expect(rejection?.code == "read-only")
    #expect(try Self.rows("SELECT count(*) FROM main.event", clock: clock) == [[.integer(4)]])
  }

  @Test func `a fault is told with its line and column, and the nearest name`() throws {
    let rejection = try Self.rejection("SELECT stated\nFROM stake")
    #expect(rejection?.code == "sql")
    #expect(rejection?.hint == "Did you mean 'stakes'?")
    let column = try Self.rejection("SELECT 1,\n  issuerr FROM stakes")
    #expect(column?.location == Rejection.Location(line: 2, column: 3))
    #expect(column?.hint == "Did you mean 'issuer'?")
  }

  @Test func `whatever is asked is answered or refused, and changes nothing`() throws {
    try Self.withLedger { ledger, path in
      let before = try Data(contentsOf: URL(filePath: path))
      let asked = [
        "SELECT holder, stated FROM stakes WHERE issuer = 'alpha' ORDER BY 1",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n LIMIT 9",
        "SELECT json_extract(data, '$.name') FROM event; SELECT count(*) FROM claims",
        "INSERT INTO event SELECT * FROM event", "PRAGMA table_info('stakes')",
        "ATTACH 'x.db' AS x; DROP TABLE claim", "SELECT printf('%.*c', 9, 'x') || zeroblob(9)",
      ]
      let limits = QueryLimits(seconds: 0.2, rows: 100)
      var answered = 0
      for bytes in Mutations(of: asked, count: 400) {
        let sql = String(decoding: bytes, as: UTF8.self)
        do {
          _ = try Self.rows(sql, limits: limits, of: ledger)
          answered += 1
        } catch is Rejection {}
      }
      #expect(answered > 20)
      #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }
  }
}
