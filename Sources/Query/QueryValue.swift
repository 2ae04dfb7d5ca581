import GRDBSQLite

/// A value that SQLite gives or takes.
public enum QueryValue: Equatable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])
}

extension QueryValue {
  /// The value of a column in the row at which a statement stands.
  init(_ statement: OpaquePointer, _ column: Int32) {
    self =
      switch sqlite3_column_type(statement, column) {
      case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, column))
      case SQLITE_FLOAT: .real(sqlite3_column_double(statement, column))
      case SQLITE_TEXT:
        Self.text(sqlite3_column_text(statement, column), sqlite3_column_bytes(statement, column))
      case SQLITE_BLOB:
        Self.blob(sqlite3_column_blob(statement, column), sqlite3_column_bytes(statement, column))
      default: .null
      }
  }

  /// The value of an argument of a function.
  init(argument: OpaquePointer) {
    self =
      switch sqlite3_value_type(argument) {
      case SQLITE_INTEGER: .integer(sqlite3_value_int64(argument))
      case SQLITE_FLOAT: .real(sqlite3_value_double(argument))
      case SQLITE_TEXT: Self.text(sqlite3_value_text(argument), sqlite3_value_bytes(argument))
      case SQLITE_BLOB: Self.blob(sqlite3_value_blob(argument), sqlite3_value_bytes(argument))
      default: .null
      }
  }

  private static func text(_ bytes: UnsafePointer<UInt8>?, _ count: Int32) -> QueryValue {
    guard let bytes else { return .null }
    return .text(
      String(decoding: UnsafeBufferPointer(start: bytes, count: Int(count)), as: UTF8.self))
  }

  private static func blob(_ bytes: UnsafeRawPointer?, _ count: Int32) -> QueryValue {
    guard let bytes else { return .blob([]) }
    return .blob(Array(UnsafeRawBufferPointer(start: bytes, count: Int(count))))
  }

  /// Gives it to a statement's parameter. Returns a result code.
  func bind(_ statement: OpaquePointer, _ place: Int32) -> Int32 {
    switch self {
    case .null: return sqlite3_bind_null(statement, place)
    case .integer(let number): return sqlite3_bind_int64(statement, place, number)
    case .real(let number): return sqlite3_bind_double(statement, place, number)
    case .text(var text):
      return text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          // A pointer to nothing would be NULL.
          sqlite3_bind_text(
            statement, place, $0.baseAddress ?? Self.nothing, Int32($0.count), Self.copied)
        }
      }
    case .blob(let bytes):
      return bytes.isEmpty
        ? sqlite3_bind_zeroblob(statement, place, 0)
        : sqlite3_bind_blob(statement, place, bytes, Int32(bytes.count), Self.copied)
    }
  }

  /// Gives it as the result of a function.
  func give(_ context: OpaquePointer) {
    switch self {
    case .null: sqlite3_result_null(context)
    case .integer(let number): sqlite3_result_int64(context, number)
    case .real(let number): sqlite3_result_double(context, number)
    case .text(let text): sqlite3_result_text(context, text, -1, Self.copied)
    case .blob(let bytes):
      sqlite3_result_blob(context, bytes, Int32(bytes.count), Self.copied)
    }
  }

  /// SQLITE_TRANSIENT: SQLite keeps a copy of its own.
  private static var copied: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
  nonisolated(unsafe) private static let nothing = UnsafePointer<CChar>(
    UnsafeMutablePointer<CChar>.allocate(capacity: 1))
}
