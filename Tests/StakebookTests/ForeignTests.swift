import Foundation
import GRDB
import Stakebook
import TestSupport
import Testing

/// A file of a stranger may be opened without risk: what is not ours in it is refused by name.
struct ForeignTests {
  /// What is refused for writing, and whether it is for reading, too.
  static let refused = [
    ("CREATE TRIGGER spy AFTER INSERT ON event BEGIN SELECT 1; END", "trigger spy", false),
    ("CREATE TRIGGER spy AFTER DELETE ON x_claim BEGIN SELECT 1; END", "trigger spy", false),
    ("CREATE INDEX spy ON event (note)", "index spy", true),
    ("CREATE INDEX spy ON x_claim (unit)", "index spy", true),
    ("CREATE VIRTUAL TABLE spy USING fts5 (a)", "table spy", true),
    ("DROP TRIGGER event_update", "trigger event_update", true),
    ("DROP VIEW stakes; CREATE VIEW stakes AS SELECT 1", "view stakes", true),
    ("DROP VIEW stakes", "view stakes", true),
    ("DROP INDEX claim_long", "index claim_long", true),
    ("CREATE VIEW json_each AS SELECT 1 AS value", "view json_each", true),
    ("CREATE TABLE Json_Tree (atom)", "table Json_Tree", true),
    ("CREATE TABLE pragma_table_xinfo (name)", "table pragma_table_xinfo", true),
  ]

  @Test(arguments: refused)
  func `what could change an answer is refused by name, with what mends it`(
    _ change: String, _ name: String, _ isReadToo: Bool
  ) throws {
    try TrustLedger.with(12) { trust in
      let backup = trust.folder.appending(path: "backup.db").path
      try TrustLedger.change(change, at: trust.path)
      for access in [EventLog.Access.reading, .writing] {
        let rejection = try TrustLedger.rejection { try trust.use(access) { _ in } }
        guard isReadToo || access == .writing else {
          #expect(rejection == nil)
          continue
        }
        #expect(rejection?.code == .foreignSchema)
        #expect(rejection?.message.contains(name) == true, "\(String(describing: rejection))")
        #expect(rejection?.hint?.contains(/DROP|rebuild|restore/) == true)
      }
      #expect(try TrustLedger.rejection { try Ledger.trial(of: trust.path).close() } != nil)
      // Those that accept a ledger say the same.
      let findings = try trust.use { try $0.verify().verification.findings.map(\.sentence) }
      let told = findings.first { $0.contains(name) }
      #expect(told?.contains(/DROP|rebuild|restore/) == true, "\(findings)")
      #expect(try TrustLedger.rejection { _ = try Ledger.restore(trust.path, to: backup) } != nil)
      let wrong = try Doctor.examine(trust.path).filter { $0.grade == .wrong }
      #expect(wrong.contains { $0.sentence.contains(name) })
    }
  }

  @Test func `a view or table of ours that was changed is made anew by a rebuild`() throws {
    try TrustLedger.with(12) { trust in
      try TrustLedger.change("DROP VIEW stakes; DROP TABLE x_claim", at: trust.path)
      try Ledger.rebuild(at: trust.path).close()
      let findings = try trust.use(.reading) { try $0.verify().verification.findings }
      #expect(findings == [])
    }
  }

  static let harmless = [
    ("ANALYZE", nil), ("CREATE VIEW mine AS SELECT * FROM stakes", "view mine"),
    ("CREATE TABLE mine (id INTEGER PRIMARY KEY AUTOINCREMENT, a)", "table mine"),
    (
      "CREATE TABLE mine (a REFERENCES x_claim_key); CREATE INDEX my_index ON mine (a)",
      "table mine"
    ),
  ]

  @Test(arguments: harmless)
  func `what changes no answer is left alone and named, and the ledger is used on`(
    _ change: String, _ name: String?
  ) throws {
    try TrustLedger.with(12) { trust in
      let before = try trust.use(.reading) {
        try $0.snapshot(clock: Clock(asOf: Day("2024-06-30"))).text
      }
      try TrustLedger.change(change, at: trust.path)
      let (notices, after) = try trust.use(.reading) {
        ($0.notices, try $0.snapshot(clock: Clock(asOf: Day("2024-06-30"))).text)
      }
      #expect(after == before)
      #expect(notices.isEmpty == (name == nil), "\(notices)")
      if let name {
        #expect(notices.contains { $0.contains(name) && $0.contains("DROP") }, "\(notices)")
      }
      let differences = try trust.use(.writing) { try $0.audit() }
      #expect(differences == [])
      try Ledger.rebuild(at: trust.path).close()
      try trust.register("next")
      let findings = try trust.use { try $0.verify().verification.findings }
      #expect(findings == [])
      let objects = try DatabaseQueue(path: trust.path).read {
        try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema")
      }
      #expect(objects.contains { $0.hasPrefix("m") } || name == nil, "it was thrown away")
      #expect(try Doctor.examine(trust.path).allSatisfy { $0.grade != .wrong })
    }
  }

  @Test func `a view of somebody's own does not pass a reading's clock by`() throws {
    try TrustLedger.with(91) { trust in
      try TrustLedger.change("CREATE VIEW mine AS SELECT * FROM stakes", at: trust.path)
      try trust.use(.reading) { ledger in
        let asked = { (clock: Clock) in
          try ledger.query(clock).run("SELECT count(*) FROM mine", columns: { _ in }, row: { _ in })
        }
        try asked(.today)
        #expect(throws: Rejection.self) { try asked(Clock(asOf: Day("2020-01-01"))) }
      }
    }
  }

  @Test func `what stands behind a NUL in the schema is seen`() throws {
    try TrustLedger.with(3) { trust in
      try TrustLedger.change(
        """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = sql || char(0) || '-- more' WHERE name = 'event_update';
        """, at: trust.path)
      let findings = try trust.use { try $0.verify().verification.findings.map(\.sentence) }
      #expect(findings.contains { $0.contains("trigger event_update was changed") }, "\(findings)")
    }
  }

  @Test func `a leaf that is no hash is told, and no root is made of it`() throws {
    try TrustLedger.with(5) { trust in
      try TrustLedger.change(
        """
        DROP TRIGGER event_update;
        PRAGMA ignore_check_constraints = ON;
        UPDATE event SET leaf_hash = substr(leaf_hash, 1, 31) WHERE seq = 3;
        CREATE TRIGGER event_update BEFORE UPDATE ON event BEGIN SELECT 1; END;
        """, at: trust.path)
      let queue = try DatabaseQueue(path: trust.path)
      let rejection = try TrustLedger.rejection {
        _ = try queue.read { try LogTree($0).state(of: 5) }
      }
      #expect(rejection?.code == .damagedLedger)
    }
  }

  @Test func `an audit looks at the stamps and at how values are stored`() throws {
    try TrustLedger.with(12) { trust in
      let none = try trust.use(.writing) { try $0.audit() }
      #expect(none == [])
      for change in [
        "UPDATE x_projection SET version = version + 1 WHERE name = 'claims'",
        "INSERT INTO x_projection VALUES ('spy', 1, 'x')",
      ] {
        let log = try EventLog.open(at: trust.path, for: .writing)
        let differences = try log.write(wait: .forever, commit: false) { database in
          try database.execute(sql: change)
          return try Audit.differences(database)
        }
        #expect(differences.contains { $0.table == "x_projection" })
        try log.close()
      }
    }
  }

  @Test func `the journal that another program chose is set right by the next writer`() throws {
    try TrustLedger.with(12) { trust in
      try TrustLedger.change("PRAGMA journal_mode = DELETE", at: trust.path)
      #expect(try trust.use(.reading) { try $0.head() } == 12)
      try trust.register("next")
      let mode = try DatabaseQueue(path: trust.path).read {
        try String.fetchOne($0, sql: "PRAGMA journal_mode")
      }
      #expect(mode == "wal")
    }
  }

  @Test(arguments: [
    "UPDATE sqlite_schema SET sql = replace(sql, 'version', 'nersion') WHERE name = 'x_projection'",
    "UPDATE sqlite_schema SET sql = 'CREATE TABLE x_projection (definition, name, version)'"
      + " WHERE name = 'x_projection'",
  ])
  func `spoiled stamps of the state make it computed anew`(_ change: String) throws {
    try TrustLedger.with(12) { trust in
      let before = try trust.use(.reading) { try $0.rows(Stake.self) }
      try trust.tamper { try $0.execute(sql: "PRAGMA writable_schema = ON; \(change)") }
      let (after, notices) = try trust.use(.reading) { (try $0.rows(Stake.self), $0.notices) }
      #expect("\(after)" == "\(before)")
      #expect(notices.count == 1)
    }
  }

  @Test func `state that cannot be computed from a damaged event is refused as damaged`() throws {
    try TrustLedger.with(12) { trust in
      try trust.tamper { database in
        try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
        try database.execute(sql: "UPDATE event SET data = '{' WHERE seq = 12")
        try database.execute(sql: "DELETE FROM x_projection")
      }
      for access in [EventLog.Access.reading, .writing] {
        let rejection = #expect(throws: Rejection.self) {
          try trust.use(access) { try $0.rows(Stake.self) }
        }
        #expect(rejection?.code == .damagedLedger, "\(access)")
      }
    }
  }

  private static let mutations = Dice.count("STAKEBOOK_MUTATIONS", orElse: 150)

  private static func events(_ path: String) throws -> [Row] {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.read { try Row.fetchAll($0, sql: "SELECT * FROM event ORDER BY seq") }
  }

  @Test func `a spoiled file is refused or read, and a changed event is found`() throws {
    try TrustLedger.with(40) { trust in
      let original = try Data(contentsOf: URL(filePath: trust.path))
      let before = try Self.events(trust.path)
      // Half of the blows fall on pages that hold events.
      let size = 4096
      let full = (0..<original.count / size).filter { page in
        original[(page * size)..<((page + 1) * size)].range(of: Data("microsoft-openai".utf8))
          != nil
      }
      var dice = Dice()
      for _ in 0..<Self.mutations {
        var bytes = original
        var blows: [String] = []
        for _ in 0..<Int.random(in: 1...8, using: &dice) {
          let page =
            dice.chance(50)
            ? dice.pick(full) : Int.random(in: 0..<original.count / size, using: &dice)
          let place = page * size + Int.random(in: 0..<size, using: &dice)
          guard place < bytes.count else { continue }
          bytes[place] = UInt8.random(in: 0...255, using: &dice)
          blows.append("\(place): \(original[place]) > \(bytes[place])")
        }
        if dice.chance(5) { bytes = bytes.prefix(Int.random(in: 0...bytes.count, using: &dice)) }
        try bytes.write(to: URL(filePath: trust.path))
        for suffix in ["-wal", "-shm"] { unlink(trust.path + suffix) }
        let after = try? Self.events(trust.path)
        do {
          let (verification, _) = try trust.use { try $0.verify() }
          if let after, after != before {
            let changed = zip(before, after).first { $0 != $1 }
            #expect(
              !verification.findings.isEmpty,
              "\(blows), of \(bytes.count) bytes: \(String(describing: changed)), \(after.count)")
          }
        } catch is Rejection {
        } catch let error as DatabaseError {
          Issue.record("verify let an error of SQLite through: \(error), \(blows)")
        }
        do {
          _ = try trust.use(.reading) { try $0.rows(Stake.self) }
        } catch is Rejection {
        } catch let error as DatabaseError {
          Issue.record("reading let an error of SQLite through: \(error), \(blows)")
        }
      }
    }
  }

  @Test func `a file of events is imported whole or not at all, whatever is in it`() throws {
    try TrustLedger.with(12) { trust in
      let lines = try String(
        contentsOf: Package.fixtures.appending(path: "ai-deals.jsonl"), encoding: .utf8
      ).split(separator: "\n").prefix(6).joined(separator: "\n")
      let table = """
        type,stream,effective,entity,name,kind,source.title
        entity.registered,,2019,alpha,"Alpha, Inc.",company,"A ""quoted"" title"
        entity.registered,,2020,beta,Beta,company,

        """
      let folder = trust.folder
      let restored = folder.appending(path: "restored.db").path
      try Ledger.create(at: restored)
      let fresh = try Ledger.open(at: restored, for: .writing)
      var taken = 0
      try trust.write { ledger in
        let head = try ledger.head()
        struct Undone: Error {}
        for (name, text, target) in [("a.jsonl", lines, fresh), ("a.csv", table, ledger)] {
          let file = folder.appending(path: name)
          for bytes in Mutations(of: [text], count: 120) {
            try Data(bytes).write(to: file)
            do {
              _ = try target.importFiles(
                [file.path], restoring: name.hasSuffix("jsonl"),
                beforeEnd: { _ in throw Undone() })
            } catch is Undone {
              taken += 1
            } catch is Rejection {}
          }
        }
        #expect(try ledger.head() == head)
        #expect(try fresh.head() == 0)
      }
      #expect(taken > 0)
      try fresh.close()
    }
  }
}
