import CSQLiteShim
import Events
import Foundation
import GRDB

/// A statement that runs once for each event, bound column by column.
///
/// It calls SQLite itself: binding by way of GRDB's values takes longer than what is bound for.
package struct RawStatement {
  /// A value to bind.
  package enum Value {
    case integer(Int64)
    case text(String?)
    case blob([UInt8])
  }

  private let statement: SQLiteStatement
  /// Keeps it from being finalized.
  private let owner: Statement
  private let database: Database
  private let sql: String

  /// A statement of the connection; one that is kept is prepared once, and not for two at a time.
  package init(_ database: Database, _ sql: String, isKept: Bool = true) throws {
    owner = try isKept ? database.cachedStatement(sql: sql) : database.makeStatement(sql: sql)
    statement = owner.sqliteStatement
    self.database = database
    self.sql = sql
  }

  /// Runs it; throws SQLite's error, such as that of a guard of the table.
  package func run(_ values: [Value]) throws {
    _ = try first(values) { _ in }
  }

  /// Runs it with a row that is read in place.
  package func run(_ row: Bindings) throws {
    let code = row.bound(to: statement) {
      let code = sqlite3_step(statement)
      sqlite3_reset(statement)
      return code
    }
    guard code == SQLITE_DONE || code == SQLITE_ROW else { throw error(code) }
  }

  /// The first column of the first row as a number; nil where there is no row.
  package func integer(_ values: Value...) throws -> Int64? {
    try first(values) { sqlite3_column_int64($0, 0) }
  }

  /// Gives the statement at each of its rows.
  package func forEach(_ values: [Value], _ body: (SQLiteStatement) throws -> Void) throws {
    try bind(values)
    defer { sqlite3_reset(statement) }
    while true {
      let code = sqlite3_step(statement)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw error(code) }
      try body(statement)
    }
  }

  private func bind(_ values: [Value]) throws {
    for (place, value) in values.enumerated() {
      let code = bind(value, at: Int32(place) + 1)
      guard code == SQLITE_OK else { throw error(code) }
    }
  }

  private func first<Found>(
    _ values: [Value], _ read: (SQLiteStatement) -> Found
  ) throws -> Found? {
    try bind(values)
    let code = sqlite3_step(statement)
    let found = code == SQLITE_ROW ? read(statement) : nil
    sqlite3_reset(statement)
    guard code == SQLITE_DONE || code == SQLITE_ROW else { throw error(code) }
    return found
  }

  private func bind(_ value: Value, at place: Int32) -> Int32 {
    // SQLite takes a copy.
    let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch value {
    case .integer(let number):
      return sqlite3_bind_int64(statement, place, number)
    case .text(nil):
      return sqlite3_bind_null(statement, place)
    case .text(var text?):
      return text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          sqlite3_bind_text(statement, place, $0.baseAddress, Int32($0.count), copy)
        }
      }
    case .blob(let bytes):
      return sqlite3_bind_blob(statement, place, bytes, Int32(bytes.count), copy)
    }
  }

  private func error(_ code: Int32) -> DatabaseError {
    let message = database.sqliteConnection.map { String(cString: sqlite3_errmsg($0)) }
    return DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: sql)
  }
}
