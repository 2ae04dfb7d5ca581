import EventLog
import Events
import Foundation
import GRDB

/// What a desk has said that its hub has not yet: batches of drafts, each recorded as a whole or not at
/// all.
public enum Outbox {
  /// A batch without its drafts.
  public struct Batch: Sendable, Equatable {
    /// Its number.
    public let number: Int64
    /// When it was made, UTC.
    public let madeAt: String
    /// Where streams must stand before.
    public let expecting: [String: Int64]
    /// Why the hub's log had no place for it when it was pushed last.
    public let refused: String?
    /// How many drafts it has.
    public let count: Int64
  }

  /// A draft as it waits.
  public struct Waiting: Sendable {
    /// Its id.
    public let id: String
    /// The batch of which it is a part.
    public let batch: Int64
    /// Its place in it, from 1.
    public let place: Int64
    /// What it says, as a line that an import reads.
    public let line: JSON
    /// The 16 bytes before its content in the hash.
    public let salt: [UInt8]
  }

  /// A draft as it is put there.
  package struct Draft {
    /// Its id.
    package let id: String
    /// What it says, as a canonical line that an import reads.
    package let line: String
    /// The 16 bytes before its content in the hash.
    package let salt: [UInt8]
    /// That hash.
    package let contentHash: [UInt8]
    /// The documents that it names.
    package let documents: [String]

    /// One of an event that is not recorded yet.
    package init(_ event: Prepared) {
      guard let id = event.id else { preconditionFailure("a draft waits under no name") }
      self.init(
        id: id.text, line: event.line.canonical, salt: event.saltBytes,
        contentHash: event.contentBytes, documents: event.documents)
    }

    init(id: String, line: String, salt: [UInt8], contentHash: [UInt8], documents: [String]) {
      (self.id, self.line, self.salt) = (id, line, salt)
      (self.contentHash, self.documents) = (contentHash, documents)
    }
  }

  /// The batches, in the order in which they were made.
  package static func batches(_ database: Database) throws -> [Batch] {
    guard try Link.hasTable(database) else { return [] }
    return try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT batch, made_at, expecting, refused, (
              SELECT count(*) FROM main.outbox_draft WHERE outbox_draft.batch = outbox.batch
            ) AS count
          FROM main.outbox
          ORDER BY batch
          """)
    ).map { row in
      var expecting: [String: Int64] = [:]
      if let text = row["expecting"] as String? {
        for (stream, version) in try JSON.read(text).objectValue ?? [:] {
          expecting[stream] = version.integerValue
        }
      }
      return Batch(
        number: row["batch"], madeAt: row["made_at"], expecting: expecting, refused: row["refused"],
        count: row["count"])
    }
  }

  /// So many drafts of a batch behind a place, in order.
  package static func drafts(
    of batch: Int64, after place: Int64 = 0, most count: Int = .max, _ database: Database
  ) throws -> [Waiting] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT id, batch, place, line, salt
        FROM main.outbox_draft
        WHERE batch = ?
        AND place > ?
        ORDER BY place
        LIMIT ?
        """, arguments: [batch, place, Int64(count)]
    ).map { try waiting($0) }
  }

  /// The draft of an id.
  package static func draft(_ id: String, _ database: Database) throws -> Waiting? {
    try Row.fetchOne(
      database.cachedStatement(
        sql: "SELECT id, batch, place, line, salt FROM main.outbox_draft WHERE id = ?"),
      arguments: [id]
    ).map { try waiting($0) }
  }

  /// The batch in which a draft waits already with the same id and the same content; nil where none of
  /// that id does. Throws `id-conflict` where it says something else.
  package static func batch(ofRepeated said: Draft, _ database: Database) throws -> Int64? {
    guard let waiting = try draft(said.id, database) else { return nil }
    guard waiting.line.canonical == said.line else {
      throw Rejection(
        .idConflict, "the id \(said.id) waits in the outbox with other content",
        hint: "Leave the id out, or `stakebook outbox edit \(said.id)`.")
    }
    return waiting.batch
  }

  /// How long a draft may be, which the check found good before.
  package static let limits = JSON.Limits(bytes: 1 << 24)

  private static func waiting(_ row: Row) throws -> Waiting {
    Waiting(
      id: row["id"], batch: row["batch"], place: row["place"],
      line: try JSON.read(row["line"] as String, limits: limits),
      salt: Array(row["salt"] as Data))
  }

  /// Makes a batch without drafts; gives its number.
  package static func begin(
    at time: String, expecting: [String: Int64], refused: String? = nil, _ database: Database
  ) throws -> Int64 {
    let object = JSONObject(expecting.map { ($0, JSON.integer($1)) })
    try database.execute(
      sql: "INSERT INTO main.outbox (made_at, expecting, refused) VALUES (?, ?, ?)",
      arguments: [time, expecting.isEmpty ? nil : JSON.object(object).canonical, refused])
    return database.lastInsertedRowID
  }

  /// Puts a draft at a place of a batch.
  package static func add(
    _ draft: Draft, to batch: Int64, at place: Int64, _ database: Database
  ) throws {
    let insertion = try RawStatement(
      database,
      """
      INSERT INTO main.outbox_draft (id, batch, place, line, salt, content_hash)
      VALUES (?, ?, ?, ?, ?, ?)
      """)
    try insertion.run([
      .text(draft.id), .integer(batch), .integer(place), .text(draft.line), .blob(draft.salt),
      .blob(draft.contentHash),
    ])
  }

  /// Says a draft otherwise; its batch may be pushed again.
  package static func replace(_ draft: Waiting, by event: Prepared, _ database: Database) throws {
    try database.execute(
      sql: "DELETE FROM main.outbox_draft WHERE id = ?", arguments: [draft.id])
    try add(Draft(event), to: draft.batch, at: draft.place, database)
    try refuse(draft.batch, nil, database)
  }

  /// Notes why a batch was refused, or that nothing speaks against it any more.
  package static func refuse(_ batch: Int64, _ reason: String?, _ database: Database) throws {
    try database.execute(
      sql: "UPDATE main.outbox SET refused = ? WHERE batch = ?", arguments: [reason, batch])
  }

  /// Has a batch follow on its streams wherever they stand.
  package static func expectNothing(_ batch: Int64, _ database: Database) throws {
    try database.execute(
      sql: "UPDATE main.outbox SET expecting = NULL, refused = NULL WHERE batch = ?",
      arguments: [batch])
  }

  /// Takes a batch away, with the documents that no other draft names.
  package static func remove(_ batch: Int64, _ database: Database) throws {
    for sql in [
      "DELETE FROM main.outbox_draft WHERE batch = ?", "DELETE FROM main.outbox WHERE batch = ?",
    ] { try database.execute(sql: sql, arguments: [batch]) }
    try database.execute(
      sql: """
        DELETE FROM main.outbox_document
        WHERE NOT EXISTS (
          SELECT 1 FROM main.outbox_draft WHERE instr(line, outbox_document.sha256) > 0)
        """)
  }

  /// Keeps a document that a draft names.
  package static func keep(
    _ bytes: [UInt8], document sha256: String, _ database: Database
  ) throws {
    let insertion = try RawStatement(
      database, "INSERT OR IGNORE INTO main.outbox_document (sha256, bytes) VALUES (?, ?)",
      isKept: false)
    try insertion.run([.text(sha256), .blob(bytes)])
  }

  /// The bytes of a document that waits.
  package static func document(_ sha256: String, _ database: Database) throws -> [UInt8]? {
    guard try Link.hasTable(database) else { return nil }
    return try Data.fetchOne(
      database, sql: "SELECT bytes FROM main.outbox_document WHERE sha256 = ?",
      arguments: [sha256]
    ).map(Array.init)
  }
}
