import CSQLiteShim
import GRDB

/// The values of one row to bind, the bytes of all its texts in one buffer.
///
/// It is made to be filled again for each row: SQLite reads the bytes where they lie, so that a million
/// rows take no more allocations than one.
package struct Bindings {
  private enum Slot {
    case null
    case integer(Int64)
    case real(Double)
    case text(Range<Int>)
    case blob(Range<Int>)
  }

  private var slots: [Slot] = []
  /// The first byte is nobody's: so there is an address for an empty text.
  private var bytes: [UInt8] = [0]

  /// A row without values.
  package init() {}

  /// Makes it a row without values.
  package mutating func removeAll() {
    slots.removeAll(keepingCapacity: true)
    bytes.removeSubrange(1...)
  }

  /// Adds a whole number; NULL where there is none.
  package mutating func add(_ number: Int64?) { slots.append(number.map(Slot.integer) ?? .null) }

  /// Adds a number.
  package mutating func add(_ number: Double) { slots.append(.real(number)) }

  /// Adds a text; NULL where there is none.
  package mutating func add(_ text: String?) {
    guard let text else { return slots.append(.null) }
    let start = bytes.count
    bytes.append(contentsOf: text.utf8)
    slots.append(.text(start..<bytes.count))
  }

  /// Adds a blob; NULL where there is none.
  package mutating func add(bytes added: [UInt8]?) {
    guard let added else { return slots.append(.null) }
    let start = bytes.count
    bytes += added
    slots.append(.blob(start..<bytes.count))
  }

  /// Binds the values from the first parameter on, runs what needs them, and takes them away; gives the
  /// code of the first thing that failed.
  func bound(to statement: SQLiteStatement, _ body: () -> Int32) -> Int32 {
    defer { sqlite3_clear_bindings(statement) }
    return bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return SQLITE_NOMEM }
      for (place, slot) in slots.enumerated() {
        let parameter = Int32(place) + 1
        let code =
          switch slot {
          case .null: sqlite3_bind_null(statement, parameter)
          case .integer(let number): sqlite3_bind_int64(statement, parameter, number)
          case .real(let number): sqlite3_bind_double(statement, parameter, number)
          case .text(let range):
            sqlite3_bind_text(
              statement, parameter, (base + range.lowerBound).assumingMemoryBound(to: CChar.self),
              Int32(range.count), nil)
          case .blob(let range):
            sqlite3_bind_blob(
              statement, parameter, base + range.lowerBound, Int32(range.count), nil)
          }
        guard code == SQLITE_OK else { return code }
      }
      return body()
    }
  }
}
