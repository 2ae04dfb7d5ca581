import GRDBSQLite
import Projections

// Cells as SQLite gives and takes them.

extension RowBuffer {
  /// Takes the row at which a statement stands; false where there was no memory for a value of it.
  ///
  /// On a connection without a mutex, as ours are, the value of a column may be read like that of an
  /// argument: with one search for it instead of three.
  @discardableResult mutating func take(_ statement: OpaquePointer) -> Bool {
    removeAll()
    for column in 0..<sqlite3_column_count(statement) {
      guard let value = sqlite3_column_value(statement, column), append(value) else { return false }
    }
    return true
  }

  private mutating func append(_ value: OpaquePointer) -> Bool {
    switch sqlite3_value_type(value) {
    case SQLITE_INTEGER: append(sqlite3_value_int64(value))
    case SQLITE_FLOAT: append(sqlite3_value_double(value))
    case SQLITE_TEXT:
      // Before its length: it may be in another encoding until then.
      guard let text = sqlite3_value_text(value) else { return false }
      append(text: UnsafeBufferPointer(start: text, count: Int(sqlite3_value_bytes(value))))
    case SQLITE_BLOB:
      // Of no bytes there is no address either.
      let blob = sqlite3_value_blob(value)?.assumingMemoryBound(to: UInt8.self)
      let count = Int(sqlite3_value_bytes(value))
      guard blob != nil || count == 0 else { return false }
      append(blob: UnsafeBufferPointer(start: blob, count: count))
    default: appendNull()
    }
    return true
  }
}

extension Cell {
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

  private static func text(_ bytes: UnsafePointer<UInt8>?, _ count: Int32) -> Cell {
    guard let bytes else { return .null }
    return .text(
      String(decoding: UnsafeBufferPointer(start: bytes, count: Int(count)), as: UTF8.self))
  }

  private static func blob(_ bytes: UnsafeRawPointer?, _ count: Int32) -> Cell {
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
