import EventLog
import Events
import Foundation
import GRDB
import TestSupport
import Testing

/// Verification compares what is stored, byte for byte: no equality of SQLite or of Swift hides a
/// change.
struct StorageTests {
  private static func draft(_ slug: String) -> Draft {
    Draft(
      type: "entity.registered", effective: "2019-07",
      data: ["entity": .string(slug), "name": "Société Kelvin", "kind": "company"],
      sources: [["title": "Les Échos, été"]], actor: "Kati", note: "e\u{301}té, été",
      correlationID: "Kc", causationID: "Kd")
  }

  /// Changes the row of seq 3 in a table that holds anything; whether it is another one now.
  private static func change(_ column: String, _ form: String, at path: String) throws -> Bool {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.writeWithoutTransaction { database in
      let table = try String.fetchOne(
        database, sql: "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'event'")
      let guards = try Row.fetchAll(
        database, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
      for row in guards { try database.execute(sql: "DROP TRIGGER \(row["name"] as String)") }
      try database.execute(sql: StoredForms.loosen)
      let stored = "SELECT typeof(\(column)), hex(CAST(\(column) AS BLOB)) FROM event WHERE seq = 3"
      let before = try Row.fetchOne(database, sql: stored)
      try database.execute(sql: "UPDATE OR IGNORE event SET \(column) = \(form) WHERE seq = 3")
      let after = try Row.fetchOne(database, sql: stored)
      try database.execute(sql: "PRAGMA writable_schema = ON")
      try database.execute(sql: StoredForms.tighten, arguments: [table])
      try database.execute(sql: "PRAGMA writable_schema = RESET")
      for row in guards { try database.execute(sql: row["sql"]) }
      return before != after
    }
  }

  @Test func `whatever SQLite can hold in a column is found at the first event that holds it`()
    throws
  {
    try Logs.with { log, logs in
      try log.append((1...5).map { Self.draft("e-\($0)") })
      try log.close()
      let original = try Data(contentsOf: URL(filePath: logs.path))
      var changed = 0
      for (column, form) in StoredForms.all {
        try original.write(to: URL(filePath: logs.path))
        for ending in ["-wal", "-shm"] { unlink(logs.path + ending) }
        guard try Self.change(column, form, at: logs.path) else { continue }
        changed += 1
        let reader = try EventLog.open(at: logs.path, for: .verifying)
        let findings = try reader.verify().findings
        #expect(findings.first?.seq == 3, "\(column) = \(form): \(findings)")
        try reader.close()
      }
      #expect(changed > StoredForms.all.count * 3 / 4)
    }
  }

  @Test func `the ledger's own name is a UUID in a text, and nothing stands beside it`() throws {
    let changes = [
      "INSERT INTO ledger VALUES ('other', 'x')", "UPDATE ledger SET value = value || char(0)",
      "UPDATE ledger SET value = upper(value)", "UPDATE ledger SET name = name || char(0)",
      "UPDATE ledger SET value = 'x'", "DELETE FROM ledger",
    ]
    for change in changes {
      try Logs.with { log, logs in
        try log.append([registered("alpha")])
        #expect(try log.verify().findings == [])
        try logs.foreign().writeWithoutTransaction { try $0.execute(sql: change) }
        #expect(try log.verify().findings.count == 1, "\(change)")
      }
    }
  }

  @Test func `a field that is longer than any line is refused before it is read`() throws {
    try Logs.with { log, logs in
      try log.append((1...5).map { registered("entity-\($0)") })
      for length in [17 << 20, 65 << 20] {
        try logs.foreign().writeWithoutTransaction { database in
          try database.execute(sql: "DROP TRIGGER IF EXISTS event_update")
          try database.execute(
            sql: "UPDATE event SET note = CAST(zeroblob(?) AS TEXT) WHERE seq = 3",
            arguments: [length])
        }
        let rejection = #expect(throws: Rejection.self) { try log.forEach { _ in } }
        #expect(rejection?.code == .damagedLedger)
        let found = try log.verify().findings.filter { $0.seq != nil }
        #expect(found.first?.seq == 3)
      }
    }
  }

  @Test func `the greatest number there is stops nothing`() throws {
    for change in [
      "seq = 9223372036854775807 WHERE seq = 5", "version = 9223372036854775807 WHERE seq = 3",
    ] {
      try Logs.with { log, logs in
        try log.append((1...5).map { registered("entity-\($0)") })
        try log.close()
        let queue = try DatabaseQueue(path: logs.path)
        try queue.writeWithoutTransaction { database in
          let guards = try Row.fetchAll(
            database, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
          for row in guards { try database.execute(sql: "DROP TRIGGER \(row["name"] as String)") }
          try database.execute(sql: "UPDATE event SET \(change)")
          for row in guards { try database.execute(sql: row["sql"]) }
        }
        try queue.close()
        let writer = try EventLog.open(at: logs.path, for: .writing)
        #expect(try !writer.verify().findings.isEmpty)
        let rejection = #expect(throws: Rejection.self) {
          try writer.append([registered("next")])
        }
        #expect(rejection?.code == .damagedLedger)
        try writer.close()
      }
    }
  }
}
