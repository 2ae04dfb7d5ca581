import CSQLiteShim
import Crypto
import Events
import Foundation
import GRDB

/// The documents of a ledger: one row for each, by its hash. They come in with the events that name
/// them and go when the last of these is erased.
extension EventLog {
  /// The bytes of a document; nil where the ledger has not got them.
  ///
  /// Throws `damaged-ledger` where they are not those that were attached.
  public func document(_ sha256: String) throws -> [UInt8]? {
    try read { try Self.document(sha256, $0) }
  }

  /// The same inside a transaction.
  package static func document(_ sha256: String, _ database: Database) throws -> [UInt8]? {
    guard try hasDocuments(database) else { return nil }
    var found: [UInt8]?
    try RawStatement(database, "SELECT bytes FROM document WHERE sha256 = ?")
      .forEach([.text(sha256)]) { found = Array(blob($0, 0)) }
    guard found.map({ Document.hash($0) == sha256 }) ?? true else {
      throw StoredRow.damaged("the document \(sha256) is not as it was attached")
    }
    return found
  }

  /// Keeps a document that an event names already and the ledger has lost or never had.
  ///
  /// Throws `unknown-document` where none names it, and what a write throws.
  public func keep(_ document: Document, wait: Wait) throws {
    try write(wait: wait) { database in
      guard try !Self.holds(document.sha256, database) else { return }
      guard try Self.firstEvent(naming: document.sha256, database) != nil else {
        throw Rejection(.unknownDocument, "no event names the document \(document.sha256)")
      }
      try Self.insert(document.sha256, document.bytes, database)
    }
  }

  /// The first event that names a document.
  public func firstEvent(naming sha256: String) throws -> Seq? {
    try read { try Self.firstEvent(naming: sha256, $0) }
  }

  static func firstEvent(naming sha256: String, _ database: Database) throws -> Seq? {
    try Seq.fetchOne(
      database,
      sql: """
        SELECT min(event.seq)
        FROM event
        JOIN json_each(event.sources) AS source
        WHERE instr(event.sources, :sha256) > 0
        AND source.value ->> 'sha256' = :sha256
        """, arguments: ["sha256": sha256])
  }

  /// Whether the file's form has them; a ledger that an earlier version wrote may only be read.
  static func hasDocuments(_ database: Database) throws -> Bool {
    try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0 >= 3
  }

  package static func holds(_ sha256: String, _ database: Database) throws -> Bool {
    try RawStatement(database, "SELECT count(*) FROM main.document WHERE sha256 = ?")
      .integer(.text(sha256)) == 1
  }

  package static func insert(_ sha256: String, _ bytes: [UInt8], _ database: Database) throws {
    // A statement that is kept would keep the bytes that are bound to it.
    let insertion = try RawStatement(
      database, "INSERT INTO main.document (sha256, bytes) VALUES (?, ?)", isKept: false)
    try insertion.run([.text(sha256), .blob(bytes)])
  }

  /// Removes those of these documents that no event names any more.
  static func forget(_ documents: [String], _ database: Database) throws {
    for sha256 in Set(documents) where try firstEvent(naming: sha256, database) == nil {
      try database.execute(
        sql: "DELETE FROM document WHERE sha256 = ?", arguments: [sha256])
    }
  }

  /// The bytes of a column, as long as the statement stands at its row.
  private static func blob(_ statement: SQLiteStatement, _ place: Int32) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: sqlite3_column_blob(statement, place),
      count: Int(sqlite3_column_bytes(statement, place)))
  }
}

extension EventLog {
  /// Compares the documents that are kept with those that events name: `named` gives of each the first
  /// event.
  ///
  /// Gives how many are kept, what was changed, and apart from it what is missing.
  static func documentFindings(
    _ named: [String: Seq], _ database: Database
  ) throws -> (count: Int64, changed: [Verification.Finding], missing: [Verification.Finding]) {
    var changed: [Verification.Finding] = []
    var kept: Set<String> = []
    if try hasDocuments(database), try Schema.isPlain("document", database) {
      let rows = try RawStatement(
        database, "SELECT sha256, bytes FROM document ORDER BY sha256", isKept: false)
      do {
        try rows.forEach([]) { statement in
          let row = StoredRow(statement, ["sha256", "bytes"], of: "a document")
          let sha256 = try row.text(0)
          kept.insert(sha256)
          let isWhole =
            sqlite3_column_type(statement, 1) == SQLITE_BLOB
            && Document.hash(blob(statement, 1)) == sha256
          if named[sha256] == nil || !isWhole {
            changed.append(
              Verification.Finding(
                seq: named[sha256],
                sentence: isWhole
                  ? "the document \(sha256) is there, and no event names it"
                  : "the document \(sha256) is not as it was attached"))
          }
        }
      } catch let rejection as Rejection {
        changed.append(Verification.Finding(seq: nil, sentence: rejection.message))
      } catch let error as DatabaseError where error.resultCode == .SQLITE_TOOBIG {
        changed.append(
          Verification.Finding(seq: nil, sentence: "a document is larger than any may be"))
        return (Int64(kept.count), changed, [])
      }
    }
    let missing = named.filter { !kept.contains($0.key) }.map { sha256, seq in
      Verification.Finding(seq: seq, sentence: "its document \(sha256) is missing")
    }
    return (
      Int64(kept.count), changed,
      missing.sorted { ($0.seq ?? 0, $0.sentence) < ($1.seq ?? 0, $1.sentence) }
    )
  }
}
