import CSQLiteShim
import Events
import Foundation
import GRDB

/// A row as it is stored: byte for byte, and of just the storage class that Stakebook writes.
///
/// SQLite takes 1.0 for 1, ends a text at its first NUL where it is asked for a C string, and gives
/// bytes as text and text as bytes; a String that is compared takes one Unicode form for another. What
/// is hidden behind such an equality must not pass for what was written.
package struct StoredRow {
  private let statement: SQLiteStatement
  private let columns: [String]
  private let owner: String

  /// A statement that stands at a row of these columns, and what such a row is.
  package init(_ statement: SQLiteStatement, _ columns: [String], of owner: String) {
    self.statement = statement
    self.columns = columns
    self.owner = owner
  }

  /// A statement that stands at a row of ``StoredEvent/columns``.
  package init(_ statement: SQLiteStatement) {
    self.init(statement, StoredEvent.columns, of: "an event of the log")
  }

  /// How long a text may be: what the reader of JSON takes.
  static let mostBytes = 1 << 24

  package func integer(_ place: Int32) throws(Rejection) -> Int64 {
    try require(place, SQLITE_INTEGER)
    return sqlite3_column_int64(statement, place)
  }

  package func text(_ place: Int32) throws(Rejection) -> String {
    guard let text = try optionalText(place) else { throw lacking(place) }
    return text
  }

  func optionalText(_ place: Int32) throws(Rejection) -> String? {
    guard !isNull(place) else { return nil }
    try require(place, SQLITE_TEXT)
    let bytes = UnsafeBufferPointer(
      start: sqlite3_column_text(statement, place),
      count: Int(sqlite3_column_bytes(statement, place)))
    guard bytes.count <= Self.mostBytes else { throw damaged(place, "is longer than a line") }
    guard !bytes.contains(0) else { throw damaged(place, "holds NUL") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw damaged(place, "is not UTF-8")
    }
    return text
  }

  /// All bytes of it, whatever they are: what is no text equals none.
  func anything(_ place: Int32) -> String {
    String(
      decoding: UnsafeRawBufferPointer(
        start: sqlite3_column_blob(statement, place),
        count: Int(sqlite3_column_bytes(statement, place))), as: UTF8.self)
  }

  package func bytes(_ place: Int32, count: Int) throws(Rejection) -> [UInt8] {
    guard let bytes = try optionalBytes(place, count: count) else { throw lacking(place) }
    return bytes
  }

  func optionalBytes(_ place: Int32, count: Int) throws(Rejection) -> [UInt8]? {
    guard !isNull(place) else { return nil }
    try require(place, SQLITE_BLOB)
    let bytes = UnsafeRawBufferPointer(
      start: sqlite3_column_blob(statement, place),
      count: Int(sqlite3_column_bytes(statement, place)))
    guard bytes.count == count else {
      throw damaged(place, "has \(bytes.count) bytes, not \(count)")
    }
    return Array(bytes)
  }

  private func isNull(_ place: Int32) -> Bool {
    sqlite3_column_type(statement, place) == SQLITE_NULL
  }

  private func require(_ place: Int32, _ kind: Int32) throws(Rejection) {
    guard !isNull(place) else { throw lacking(place) }
    guard sqlite3_column_type(statement, place) == kind else {
      throw damaged(place, "is of another type")
    }
  }

  private func lacking(_ place: Int32) -> Rejection {
    Self.damaged("\(owner) lacks its \(columns[Int(place)])")
  }

  private func damaged(_ place: Int32, _ what: String) -> Rejection {
    Self.damaged("the \(columns[Int(place)]) of \(owner) \(what)")
  }

  static func damaged(_ sentence: String) -> Rejection {
    Rejection(
      .damagedLedger, sentence, hint: "`stakebook verify` tells what was changed.")
  }
}

extension StoredEvent {
  /// The rows of the log that a condition finds, in order of seq.
  ///
  /// Throws `damaged-ledger` where the table has not the columns of one.
  package static func statement(
    _ database: Database, where condition: String, isKept: Bool = false
  ) throws -> RawStatement {
    let sql = """
      SELECT \(columns.joined(separator: ", "))
      FROM event
      WHERE \(condition)
      ORDER BY seq
      """
    do {
      return try RawStatement(database, sql, isKept: isKept)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
      let there = try Row.fetchAll(database, sql: "PRAGMA main.table_xinfo(event)")
        .map { $0["name"] as String }
      let missing = columns.first { !there.contains($0) } ?? "?"
      throw StoredRow.damaged("an event of the log has no column \(missing)")
    }
  }

  /// The event that a condition finds.
  static func first(
    _ database: Database, where condition: String, _ value: RawStatement.Value
  ) throws -> StoredEvent? {
    var found: StoredEvent?
    try statement(database, where: condition, isKept: true).forEach([value]) {
      found = try StoredEvent(StoredRow($0))
    }
    return found
  }
}
