import Foundation
import GRDB
import Stakebook
import TestSupport
import Testing

/// A schema is judged by its bytes before anything of it is used: nothing passes for ours, and nothing of a
/// stranger's runs.
struct StrangerTests {
  private static func sentences(_ trust: TrustLedger) throws -> [String] {
    try trust.use { try $0.verify().verification.findings.map(\.placed) }
  }

  /// The table by which a ledger is known whose tables and steps had no prefix.
  private static let earlier = """
    CREATE TABLE projection (
      name TEXT NOT NULL PRIMARY KEY,
      version INTEGER NOT NULL,
      definition TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  private static let stale = "UPDATE x_projection SET version = version + 1;"

  @Test(
    arguments: ["", stale],
    [
      ("CREATE TABLE json_each (value)", "table json_each"),
      ("CREATE VIEW JSON_Tree AS SELECT 1 AS value", "view JSON_Tree"),
      ("CREATE VIEW pragma_Table_info AS SELECT 1 AS name", "view pragma_Table_info"),
      ("CREATE TABLE pragma_function_list (name)", "table pragma_function_list"),
    ])
  func `what has the name of a function that our SQL calls is refused`(
    _ before: String, _ change: (sql: String, name: String)
  ) throws {
    try TrustLedger.with(12) { trust in
      try TrustLedger.change(before + change.sql, at: trust.path)
      for access in [EventLog.Access.reading, .writing] {
        let rejection = try TrustLedger.rejection { try trust.use(access) { _ in } }
        #expect(rejection?.code == .foreignSchema)
        let message = rejection?.message ?? ""
        #expect(message.contains(change.name), "\(message)")
        #expect(rejection?.hint?.contains("DROP") == true)
      }
      #expect(try Self.sentences(trust).contains { $0.contains(change.name) })
    }
  }

  /// What SQLite's check of the file would find, were it to run what a stranger wrote.
  @Test(arguments: [
    """
    CREATE TABLE mine (a CHECK (a <> 1)); PRAGMA ignore_check_constraints = ON;
    INSERT INTO mine VALUES (1)
    """,
    """
    CREATE TABLE mine (a); INSERT INTO mine VALUES (1); CREATE INDEX my_index ON mine (a);
    PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = 'CREATE INDEX my_index ON mine (a + 1)' WHERE name = 'my_index'
    """,
  ])
  func `nothing that somebody's own table says is computed by a verification`(
    _ change: String
  ) throws {
    try TrustLedger.with(12) { trust in
      try TrustLedger.change(change, at: trust.path)
      #expect(try Self.sentences(trust) == [])
      let notices = try trust.use(.reading) { $0.notices }
      #expect(notices.count == 1 || change.contains("INDEX"))
    }
  }

  @Test func `an index on a table of ours is named, and not computed`() throws {
    try TrustLedger.with(12) { trust in
      try TrustLedger.change(
        """
        CREATE INDEX spy ON x_claim (id); PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = 'CREATE INDEX spy ON x_claim (id + 1)' WHERE name = 'spy'
        """, at: trust.path)
      let found = try Self.sentences(trust)
      #expect(found.count == 1 && found.first?.contains("index spy") == true, "\(found)")
    }
  }

  @Test func `a damaged index of ours is found beside a table of somebody's own`() throws {
    for own in ["", "CREATE TABLE mine (a);"] {
      try TrustLedger.with(12) { trust in
        try TrustLedger.change(
          own + """
            DROP INDEX event_type; CREATE INDEX event_type ON event (type, seq) WHERE seq < 3;
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(sql, ' WHERE seq < 3', '')
            WHERE name = 'event_type'
            """, at: trust.path)
        let found = try Self.sentences(trust)
        #expect(found.contains { $0.hasPrefix("SQLite finds") }, "\(own) \(found)")
      }
    }
  }

  @Test(arguments: [
    """
    DROP TABLE ledger; CREATE VIEW ledger AS SELECT 'uuid' AS name, abs(-9223372036854775808) AS value
    """,
    """
    DROP TABLE ledger;
    CREATE TABLE ledger (name, value AS (lower('018bcfe5-6800-7000-8000-00000000000a')));
    INSERT INTO ledger (name) VALUES ('uuid')
    """,
  ])
  func `a stranger's view in the place of the ledger's name is not read`(_ change: String) throws {
    try TrustLedger.with(12) { trust in
      try TrustLedger.change(change, at: trust.path)
      let found = try Self.sentences(trust)
      #expect(found.contains { $0.contains("schema's table ledger") }, "\(found)")
      let rejection = try TrustLedger.rejection { _ = try trust.use { try $0.proofs().origin } }
      #expect(rejection?.code == .damagedLedger)
    }
  }

  @Test func `the ledger's name is read with every byte of it`() throws {
    try TrustLedger.with(12) { trust in
      try TrustLedger.change("UPDATE ledger SET value = value || char(0) || 'x'", at: trust.path)
      let rejection = try TrustLedger.rejection { _ = try trust.use { try $0.proofs().origin } }
      #expect(rejection?.code == .damagedLedger)
      #expect(try trust.use(.writing) { try $0.audit() }.map(\.table) == ["ledger"])
    }
  }

  @Test(
    arguments: ["", stale],
    [
      "table event", "table ledger", "index event_id", "trigger event_insert", "view stakes",
      "table x_claim",
    ])
  func `bytes behind a NUL of a statement are seen`(_ before: String, _ title: String) throws {
    try TrustLedger.with(12) { trust in
      let name = title.split(separator: " ")[1]
      try TrustLedger.change(
        before + """
          PRAGMA writable_schema = ON;
          UPDATE sqlite_schema SET sql = sql || char(0) || 'hidden' WHERE name = '\(name)'
          """, at: trust.path)
      let isComputed = ["stakes", "x_claim"].contains(name)
      let rejection = try TrustLedger.rejection { try trust.use(.reading) { _ in } }
      // What was computed by another version is not compared: it is thrown away.
      guard before.isEmpty || !isComputed else { return #expect(rejection == nil) }
      #expect(rejection?.message.contains("schema's \(title) was changed") == true)
      #expect(try Self.sentences(trust).contains { $0.contains(title) })
    }
  }

  @Test(arguments: [
    "DROP VIEW stakes; CREATE VIEW STAKES AS SELECT 1", "DROP VIEW stakes; DROP TABLE x_claim",
    "\(stale) DROP VIEW stakes; CREATE VIEW STAKES AS SELECT 1",
    "\(stale) DROP TABLE x_claim; CREATE TABLE X_CLAIM (a)",
    earlier
      + "CREATE VIEW draw_level AS SELECT 1; CREATE VIEW Fact AS SELECT 1; CREATE TABLE claim (a)",
  ])
  func `a rebuild mends what bears a name of ours in any case of its letters`(
    _ change: String
  ) throws {
    try TrustLedger.with(12) { trust in
      try TrustLedger.change(change, at: trust.path)
      try Ledger.rebuild(at: trust.path).close()
      #expect(try Self.sentences(trust) == [])
      #expect(try trust.use(.reading) { $0.notices } == [])
    }
  }

  @Test func `words that were names of ours are free for tables of somebody's own`() throws {
    try TrustLedger.with(12) { trust in
      try TrustLedger.change(
        "CREATE TABLE fact (a); INSERT INTO fact VALUES (1); CREATE VIEW projection AS SELECT 1",
        at: trust.path)
      try Ledger.rebuild(at: trust.path).close()
      #expect(try Self.sentences(trust) == [])
      #expect(try trust.use(.reading) { $0.notices }.count == 2)
    }
  }

  @Test(
    arguments: ["", stale],
    [
      ("DROP VIEW stakes; CREATE TABLE Stakes (a)", "table Stakes"),
      ("DROP VIEW stakes; CREATE TABLE mine (a); CREATE INDEX stakes ON mine (a)", "index stakes"),
      ("DROP TABLE x_claim; CREATE VIEW x_claim AS SELECT 1", "view x_claim"),
    ])
  func `somebody's own thing under a name of ours is not thrown away but named`(
    _ before: String, _ change: (sql: String, name: String)
  ) throws {
    try TrustLedger.with(12) { trust in
      try TrustLedger.change(before + change.sql, at: trust.path)
      let tries: [() throws -> Void] = [
        { try trust.use(.reading) { _ in } }, { try trust.use(.writing) { _ in } },
        { try Ledger.rebuild(at: trust.path).close() },
      ]
      for one in tries {
        let rejection = try TrustLedger.rejection(one)
        #expect(rejection?.code == .foreignSchema)
        let message = rejection?.message ?? ""
        #expect(message.contains(change.name), "\(message)")
      }
      #expect(try Self.sentences(trust).contains { $0.contains(change.name) })
    }
  }

  @Test func `a table that bore a name of ours before it was ours is not thrown away but named`()
    throws
  {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "earlier.db").path
      try FileManager.default.copyItem(
        atPath: Package.fixtures.appending(path: "frozen/form-4.ledger").path, toPath: path)
      try TrustLedger.change(
        "CREATE TABLE x_claim (mine); INSERT INTO x_claim VALUES ('kept')", at: path)
      for one in [
        { try Ledger.open(at: path, for: .writing).close() },
        { try Ledger.rebuild(at: path).close() },
      ] {
        let rejection = try TrustLedger.rejection(one)
        #expect(rejection?.code == .foreignSchema)
        #expect(rejection?.message.contains("table x_claim") == true)
      }
      let queue = try DatabaseQueue(path: path)
      #expect(
        try queue.read { try String.fetchAll($0, sql: "SELECT mine FROM x_claim") } == ["kept"])
      try queue.close()
    }
  }

  @Test(arguments: [-1, 0, Int32.min])
  func `a form that no Stakebook wrote is refused, and told to be restored`(
    _ version: Int32
  ) throws {
    try TrustLedger.with(12) { trust in
      try TrustLedger.change("PRAGMA user_version = \(version)", at: trust.path)
      for access in [EventLog.Access.reading, .writing] {
        let rejection = try TrustLedger.rejection { try trust.use(access) { _ in } }
        #expect(rejection?.code == .foreignSchema)
        #expect(rejection?.hint?.contains("restore") == true)
      }
      #expect(try Self.sentences(trust).contains { $0.contains("user_version is \(version)") })
    }
  }

  @Test func `a ledger whose texts are not UTF-8 is refused`() throws {
    try TrustLedger.with(12) { trust in
      let made = try DatabaseQueue(path: trust.path).read {
        try String.fetchAll(
          $0, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
      }
      let wide = trust.folder.appending(path: "wide.db").path
      try TrustLedger.change(
        """
        PRAGMA encoding = 'UTF-16le'; PRAGMA application_id = 1400136299; PRAGMA user_version = 2;
        \(made.joined(separator: ";\n"))
        """, at: wide)
      for access in [EventLog.Access.reading, .writing, .verifying] {
        let rejection = try TrustLedger.rejection { try Ledger.open(at: wide, for: access).close() }
        #expect(rejection?.message.contains("UTF-16le") == true, "\(String(describing: rejection))")
      }
    }
  }

  @Test func `a table that SQLite keeps for itself is known by its text, not by its name`() throws {
    try TrustLedger.with(12) { trust in
      try TrustLedger.change(
        """
        ANALYZE; PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(sql, 'stat)', 'stat CHECK (stat <> 1))')
        WHERE name = 'sqlite_stat1'
        """, at: trust.path)
      let rejection = try TrustLedger.rejection { try trust.use(.reading) { _ in } }
      #expect(rejection?.message.contains("table sqlite_stat1") == true)
    }
  }

  @Test func `an audit counts equal rows`() throws {
    try TrustLedger.with(12) { trust in
      let log = try EventLog.open(at: trust.path, for: .writing)
      let differences = try log.write(wait: .forever, commit: false) { database in
        try database.execute(
          sql: """
            CREATE TEMP TABLE kept AS SELECT * FROM x_name;
            DROP TABLE x_name;
            CREATE TABLE x_name (slug, noun, event);
            INSERT INTO x_name SELECT * FROM kept;
            INSERT INTO x_name SELECT * FROM kept WHERE slug = 'microsoft';
            """)
        return try Audit.differences(database)
      }
      #expect(differences.map(\.table) == ["x_name"])
      #expect(differences.first?.isLive == true)
      #expect(differences.first?.row.contains("slug=\"microsoft\"") == true)
      try log.close()
    }
  }
}
