import Foundation
import Stakebook
import TestSupport
import Testing

/// People's SQL reads, and can do nothing else.
struct QueryTests {
  /// A ledger with one stake, in a folder of its own.
  static func withLedger<Result>(
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
  ) throws -> [[Cell]] {
    try withLedger { ledger, _ in try rows(sql, clock: clock, limits: limits, of: ledger) }
  }

  static func rows(
    _ sql: String, clock: Clock = .today, limits: QueryLimits = QueryLimits(), of ledger: Ledger
  ) throws -> [[Cell]] {
    try rows(sql, on: try ledger.query(clock, limits: limits))
  }

  static func rows(_ sql: String, on connection: QueryConnection) throws -> [[Cell]] {
    var rows: [[Cell]] = []
    try connection.run(sql, columns: { _ in }, row: { rows.append(Array($0)) })
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

  static let asked: [(String, [[Cell]])] = [
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
    ("SELECT CAST(x'61ff62' AS TEXT), 'a' || char(0)", [[.text("a\u{FFFD}b"), .text("a\0")]]),
    ("SELECT '', x'', 'b', zeroblob(2)", [[.text(""), .blob([]), .text("b"), .blob([0, 0])]]),
  ]

  @Test(arguments: asked)
  func `a question is answered`(_ sql: String, _ answer: [[Cell]]) throws {
    #expect(try Self.rows(sql) == answer)
  }

  @Test func `a row that is kept is not written over by the next one`() throws {
    try Self.withLedger { ledger, _ in
      var kept: [RowBuffer] = []
      try ledger.query().run(
        "SELECT 1, 'one' UNION ALL SELECT NULL, 'two' UNION ALL SELECT x'03', 'three'",
        columns: { _ in }, row: { kept.append($0) })
      #expect(
        kept.map { Array($0) } == [
          [.integer(1), .text("one")], [.null, .text("two")], [.blob([3]), .text("three")],
        ])
    }
  }

  @Test func `a plan is shown`() throws {
    #expect(try Self.rows("EXPLAIN QUERY PLAN SELECT 1").first?.last == .text("SCAN CONSTANT ROW"))
  }

  /// Without this a sum over commitments looks through all keys for each of them.
  @Test(arguments: [
    "SELECT * FROM x_counted WHERE key = 'a'", "SELECT * FROM x_fact WHERE key = 'a'",
    "SELECT * FROM x_live_fact WHERE family = 'stake' AND part1 = 'a'",
  ])
  func `a question about one fact looks through no table`(_ sql: String) throws {
    let plan = try Self.rows("EXPLAIN QUERY PLAN \(sql)").map { row -> String in
      if case .text(let step)? = row.last { step } else { "" }
    }
    #expect(!plan.isEmpty)
    #expect(plan.filter { $0.contains(/^SCAN (event|(x_)?claim)/) } == [])
  }

  @Test func `an endless query ends by its deadline`() throws {
    let endless =
      "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    let rejection = try Self.rejection(endless, limits: QueryLimits(seconds: 0.2))
    #expect(rejection?.code == .timeout)
  }

  @Test func `the deadline is that of the whole call`() throws {
    let long =
      "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 20000) "
      + "SELECT count(*) FROM n;"
    let rejection = try Self.rejection(
      String(repeating: long, count: 400), limits: QueryLimits(seconds: 0.2))
    #expect(rejection?.code == .timeout)
  }

  @Test func `time in which nobody takes the rows is not the query's`() throws {
    try Self.withLedger { ledger, _ in
      var rows = 0
      try ledger.query(limits: QueryLimits(seconds: 0.4)).run(
        "SELECT seq FROM event", columns: { _ in },
        row: { _ in
          rows += 1
          if rows == 1 { Thread.sleep(forTimeInterval: 1) }
        })
      #expect(rows == 4)
    }
  }

  @Test func `a query stops when it is asked to, and the connection goes on`() throws {
    try Self.withLedger { ledger, _ in
      let connection = try ledger.query(limits: QueryLimits(seconds: nil))
      let endless =
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
      let rejection = #expect(throws: Rejection.self) {
        try connection.run(
          endless, columns: { _ in },
          row: { row in if row.first == .integer(1000) { connection.interrupt() } })
      }
      #expect(rejection?.code == .interrupted)
      var rows: [[Cell]] = []
      try connection.run("SELECT 1", columns: { _ in }, row: { rows.append(Array($0)) })
      #expect(rows == [[.integer(1)]])
    }
  }

  @Test func `more bytes than allowed are refused`() throws {
    let rejection = try Self.rejection(
      "SELECT data FROM event", limits: QueryLimits(bytes: 10))
    #expect(rejection?.code == .byteLimit)
    #expect(try Self.rows("SELECT 1", limits: QueryLimits(bytes: 8)).count == 1)
  }

  @Test func `a fault in the last statement is told before the first one runs`() throws {
    try Self.withLedger { ledger, _ in
      var rows = 0
      #expect(throws: Rejection.self) {
        try ledger.query().run("SELECT 1; SELEC 2", columns: { _ in }, row: { _ in rows += 1 })
      }
      #expect(rows == 0)
    }
  }

  @Test func `more rows than allowed are refused`() throws {
    let rejection = try Self.rejection("SELECT * FROM event", limits: QueryLimits(rows: 2))
    #expect(rejection?.code == .rowLimit)
    #expect(try Self.rows("SELECT 1", limits: QueryLimits(rows: 1)).count == 1)
  }

  @Test func `the views mean the session's clock`() throws {
    let clock = try Clock(asOf: Day("2020-06-01"))
    #expect(try Self.rows("SELECT stated FROM stakes", clock: clock) == [[.text("10%")]])
    #expect(try Self.rows("SELECT as_of FROM x_clock", clock: clock) == [[.text("2020-06-01")]])
  }

  @Test func `a view of the file cannot pass the session's clock by`() throws {
    let clock = try Clock(asOf: Day("2020-06-01"))
    for sql in [
      "SELECT stated FROM main.stakes", "SELECT count(*) FROM main.stakes",
      "SELECT stated FROM MAIN.STAKES", "SELECT (SELECT max(stated) FROM main.stakes)",
      "WITH x AS (SELECT stated FROM main.stakes) SELECT * FROM x",
      "WITH stakes AS (SELECT stated FROM main.stakes) SELECT * FROM stakes",
      "SELECT * FROM (SELECT stated FROM main.stakes) AS fact",
      "SELECT 1 FROM event WHERE EXISTS (SELECT 1 FROM main.stakes AS s WHERE s.stated <> '')",
    ] {
      #expect(try Self.rejection(sql, clock: clock)?.code == .readOnly, "\(sql)")
    }
    #expect(try Self.rows("SELECT count(*) FROM main.event", clock: clock) == [[.integer(4)]])
  }

  @Test func `a fault is told with its line and column, and the nearest name`() throws {
    let rejection = try Self.rejection("SELECT stated\nFROM stake")
    #expect(rejection?.code == .sql)
    #expect(rejection?.hint == "Did you mean 'stakes'?")
    let column = try Self.rejection("SELECT 1,\n  issuerr FROM stakes")
    #expect(column?.location == Rejection.Location(line: 2, column: 3))
    #expect(column?.hint == "Did you mean 'issuer'?")
  }

  /// What is asked, and the hint: a column of what the statement reads, or the list.
  @Test(arguments: [
    ("SELECT id FROM stakes", nil),
    ("SELECT ID FROM Stakes", nil),
    ("SELECT s.id FROM stakes AS s", nil),
    ("SELECT 1 FROM stakes WHERE id = 1 AND EXISTS (SELECT id FROM event)", nil),
    ("SELECT event, id FROM stakes; SELECT id FROM event", nil),
    ("SELECT id FROM stakes /* FROM event */ -- FROM event", nil),
    ("SELECT id FROM stakes WHERE holder <> 'FROM event'", nil),
    ("SELECT holdr", nil),
    ("SELECT holdr FROM event", nil),
    ("SELECT holdr FROM stakes", "holder"),
    ("SELECT holdr FROM \"stakes\"", "holder"),
    ("SELECT a.event, b.holdr FROM rights AS a, stakes AS b", "holder"),
    ("SELECT holdr FROM (SELECT * FROM stakes WHERE (1)) AS x JOIN event", "holder"),
    ("WITH x AS (SELECT * FROM stakes) SELECT holdr FROM x", "holder"),
    ("SELECT 1;\nSELECT grantr FROM rights", "grantor"),
    ("SELECT a.holder FROM rights AS a JOIN stakes AS b", "holder"),
    ("SELECT 1 FROM stake", "stakes"), ("SELECT 1 FROM other.stakes", "stakes"),
  ])
  func `a hint comes from what the statement reads, and never repeats what was typed`(
    sql: String, name: String?
  ) throws {
    let rejection = try Self.rejection(sql)
    #expect(rejection?.code == .sql)
    if let name {
      #expect(rejection?.hint == "Did you mean '\(name)'?")
    } else {
      #expect(rejection?.hint?.hasPrefix("`stakebook views VIEW`") == true, "\(rejection as Any)")
    }
  }

  @Test func `whatever is asked is answered or refused, and changes nothing`() throws {
    try Self.withLedger { ledger, path in
      let before = try Data(contentsOf: URL(filePath: path))
      let asked = [
        "SELECT holder, stated FROM stakes WHERE issuer = 'alpha' ORDER BY 1",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n LIMIT 9",
        "SELECT json_extract(data, '$.name') FROM event; SELECT count(*) FROM claims",
        "INSERT INTO event SELECT * FROM event", "PRAGMA table_info('stakes')",
        "ATTACH 'x.db' AS x; DROP TABLE x_claim", "SELECT printf('%.*c', 9, 'x') || zeroblob(9)",
      ]
      let connection = try ledger.query(limits: QueryLimits(seconds: 0.2, rows: 100))
      var answered = 0
      for bytes in Mutations(of: asked, count: 400) {
        let sql = String(decoding: bytes, as: UTF8.self)
        do {
          try connection.run(sql, columns: { _ in }, row: { _ in })
          answered += 1
        } catch is Rejection {}
      }
      #expect(answered > 20)
      #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }
  }
}
