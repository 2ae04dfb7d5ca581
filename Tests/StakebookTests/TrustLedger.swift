import Foundation
import GRDB
import Stakebook
import TestSupport

/// A ledger in a folder of its own, and what somebody with any SQLite program could do to it.
struct TrustLedger {
  let folder: URL
  var path: String { folder.appending(path: "ledger.db").path }
  var seen: SeenCheckpoints { SeenCheckpoints(folder: folder.appending(path: "seen").path) }

  /// A ledger of the first lines of the founding example.
  static func with(_ events: Int = 91, _ body: (TrustLedger) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let trust = TrustLedger(folder: folder)
      try Ledger.create(at: trust.path)
      let lines = try String(
        contentsOf: Package.fixtures.appending(path: "microsoft-openai.jsonl"), encoding: .utf8
      ).split(separator: "\n").prefix(events)
      let file = folder.appending(path: "lines.jsonl").path
      try lines.map { $0 + "\n" }.joined().write(toFile: file, atomically: true, encoding: .utf8)
      try trust.write { _ = try $0.importFiles([file], restoring: true) }
      try FileManager.default.removeItem(atPath: file)
      try body(trust)
    }
  }

  func write(_ body: (Ledger) throws -> Void) throws { try use(.writing, body) }

  @discardableResult
  func use<Result>(
    _ access: EventLog.Access = .verifying, _ body: (Ledger) throws -> Result
  ) throws -> Result {
    let ledger = try Ledger.open(at: path, for: access)
    do {
      let result = try body(ledger)
      try ledger.close()
      return result
    } catch {
      try? ledger.close()
      throw error
    }
  }

  func register(_ slug: String) throws {
    try write {
      try $0.append(
        EntityRegistered(entity: EntityID(slug), name: slug, kind: .company),
        effective: PartialDate("2020"))
    }
  }

  /// Changes the log behind the back of its guards, which stand again afterwards.
  func tamper(_ body: (Database) throws -> Void) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in
      let guards = try Row.fetchAll(
        database, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
      for row in guards { try database.execute(sql: "DROP TRIGGER \(row["name"] as String)") }
      try body(database)
      for row in guards { try database.execute(sql: row["sql"]) }
      try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try queue.close()
  }

  /// Runs SQL on a ledger's file as any SQLite program could.
  static func change(_ sql: String, at path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  /// The refusal that ends the body; nil: none.
  static func rejection(_ body: () throws -> Void) throws -> Rejection? {
    do {
      try body()
      return nil
    } catch let rejection as Rejection { return rejection }
  }

  /// Gives an event another status and a leaf hash that fits, as somebody would who knows the
  /// format.
  static func forge(_ seq: Int64, _ database: Database) throws {
    try database.execute(
      sql: "UPDATE event SET status = iif(status = 'denied', 'reported', 'denied') WHERE seq = ?",
      arguments: [seq])
    let stored = try Row.fetchOne(
      database,
      sql: """
        SELECT seq, version, effective, id, recorded_at, status, stream, type,
          lower(hex(content_hash)) AS content
        FROM event
        WHERE seq = ?
        """, arguments: [seq])
    guard let stored else { return }
    var leaf: JSONObject = ["seq": .integer(stored["seq"]), "version": .integer(stored["version"])]
    for name in ["content", "effective", "id", "recorded_at", "status", "stream", "type"] {
      leaf[name] = .string(stored[name])
    }
    let hash = MerkleTree.leaf(Array(JSON.object(leaf).canonical.utf8))
    try database.execute(
      sql: "UPDATE event SET leaf_hash = ? WHERE seq = ?", arguments: [Data(hash), seq])
  }
}
