import Foundation
import GRDB
import Stakebook
import TestSupport
import Testing

/// A file of a stranger may be opened without risk: what is not ours in it is refused by name.
struct ForeignTests {
  static let additions = [
    ("CREATE TRIGGER spy AFTER INSERT ON event BEGIN SELECT 1; END", "trigger spy"),
    ("CREATE TRIGGER spy AFTER DELETE ON claim BEGIN SELECT 1; END", "trigger spy"),
    ("CREATE VIEW spy AS SELECT load_extension('x')", "view spy"),
    ("DROP VIEW stakes; CREATE VIEW stakes AS SELECT 1", "view stakes"),
    ("CREATE TABLE spy (a)", "table spy"),
    ("CREATE INDEX spy ON event (note)", "index spy"),
    ("CREATE INDEX spy ON claim (unit)", "index spy"),
    ("CREATE VIRTUAL TABLE spy USING fts5 (a)", "table spy"),
    ("DROP TRIGGER event_update", "trigger event_update"),
  ]

  @Test(arguments: additions)
  func `what does not belong in a ledger is refused by name, for reading and for writing`(
    _ change: String, _ name: String
  ) throws {
    try TrustLedger.with(12) { trust in
      try DatabaseQueue(path: trust.path).writeWithoutTransaction {
        try $0.execute(sql: change)
      }
      for access in [EventLog.Access.reading, .writing] {
        do {
          try trust.use(access) { _ in }
          Issue.record("it was opened")
        } catch let rejection as Rejection {
          #expect(rejection.code == "foreign-schema")
          #expect(rejection.message.contains(name), "\(rejection)")
        }
      }
    }
  }

  @Test(arguments: [
    "UPDATE sqlite_schema SET sql = replace(sql, 'version', 'nersion') WHERE name = 'projection'",
    "UPDATE sqlite_schema SET sql = 'CREATE TABLE projection (definition, name, version)'"
      + " WHERE name = 'projection'",
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
        try database.execute(sql: "DELETE FROM projection")
      }
      for access in [EventLog.Access.reading, .writing] {
        let rejection = #expect(throws: Rejection.self) {
          try trust.use(access) { try $0.rows(Stake.self) }
        }
        #expect(rejection?.code == "damaged-ledger", "\(access)")
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
