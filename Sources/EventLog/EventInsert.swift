import CSQLiteShim
import Events
import Foundation
import GRDB

/// The statement that puts one event in, bound column by column.
///
/// It calls SQLite itself: binding nineteen columns by way of GRDB's values takes longer than the
/// insertion.
struct EventInsert {
  /// One event's columns, in the order in which the statement names them.
  enum Column {
    case integer(Int64)
    case text(String?)
    case blob([UInt8])
  }

  private let statement: SQLiteStatement
  private let database: Database

  private static let sql = """
    INSERT INTO event (
      seq, id, stream, version, type, effective, effective_earliest, effective_latest,
      recorded_at, status, data, sources, actor, note, correlation_id, causation_id, salt,
      content_hash, leaf_hash
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  init(_ database: Database) throws {
    statement = try database.cachedStatement(sql: Self.sql).sqliteStatement
    self.database = database
  }

  /// Puts one row in; throws SQLite's error, such as that of a guard of the table.
  func insert(_ columns: [Column]) throws {
    for (place, column) in columns.enumerated() {
      let code = bind(column, at: Int32(place) + 1)
      guard code == SQLITE_OK else { throw error(code) }
    }
    let code = sqlite3_step(statement)
    sqlite3_reset(statement)
    guard code == SQLITE_DONE else { throw error(code) }
  }

  private func bind(_ column: Column, at place: Int32) -> Int32 {
    // SQLite takes a copy.
    let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch column {
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
    return DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: Self.sql)
  }
}
