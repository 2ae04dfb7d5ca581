/// The cells of one row, the bytes of all its texts in one buffer.
///
/// It is made to be filled again for each row: then a million rows take no more allocations than one.
/// Who keeps a row takes its ``copy``. As a collection it gives each cell as a value of its own;
/// ``lend(_:)`` makes none.
public struct RowBuffer: Sendable {
  /// What a cell is. The bytes of a text or blob begin where those of the one before end.
  private enum Slot {
    case null
    case integer(Int64)
    case real(Double)
    case text(end: Int)
    case blob(end: Int)
  }

  /// A cell whose bytes, UTF-8 where they are text, are there as long as the call that it is lent to.
  public enum Lent {
    case null
    case integer(Int64)
    case real(Double)
    case text(UnsafeBufferPointer<UInt8>)
    case blob(UnsafeBufferPointer<UInt8>)
  }

  private var slots: [Slot] = []
  private var bytes: [UInt8] = []

  /// A row without cells.
  public init() {}

  /// A row of these cells.
  public init(_ cells: some Sequence<Cell>) {
    for cell in cells {
      switch cell {
      case .null: appendNull()
      case .integer(let number): append(number)
      case .real(let number): append(number)
      case .text(var text): text.withUTF8 { append(text: $0) }
      case .blob(let blob): blob.withUnsafeBufferPointer { append(blob: $0) }
      }
    }
  }

  /// The same row in no more room than it needs, to be kept while this one is filled again.
  public var copy: RowBuffer {
    var copy = RowBuffer()
    copy.slots = slots.map { $0 }
    copy.bytes = bytes.withUnsafeBufferPointer(Array.init)
    return copy
  }

  /// How many bytes it takes in memory, more or less.
  public var size: Int { 16 * slots.count + bytes.count }

  /// How many bytes its values are: those of texts and blobs, and 8 for each other.
  public var weight: Int {
    slots.reduce(bytes.count) { weight, slot in
      switch slot {
      case .text, .blob: weight
      case .null, .integer, .real: weight + 8
      }
    }
  }

  /// Lends each cell in turn.
  public func lend(_ body: (_ place: Int, _ cell: Lent) throws -> Void) rethrows {
    try bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      for (place, slot) in slots.enumerated() {
        switch slot {
        case .null: try body(place, .null)
        case .integer(let number): try body(place, .integer(number))
        case .real(let number): try body(place, .real(number))
        case .text(let end):
          try body(place, .text(UnsafeBufferPointer(rebasing: bytes[start..<end])))
          start = end
        case .blob(let end):
          try body(place, .blob(UnsafeBufferPointer(rebasing: bytes[start..<end])))
          start = end
        }
      }
    }
  }
}

// MARK: - Filling it

extension RowBuffer {
  /// Empties it for another row, and keeps the room.
  public mutating func removeAll() {
    slots.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Appends NULL.
  public mutating func appendNull() { slots.append(.null) }

  /// Appends a whole number.
  public mutating func append(_ number: Int64) { slots.append(.integer(number)) }

  /// Appends a REAL.
  public mutating func append(_ number: Double) { slots.append(.real(number)) }

  /// Appends a text; what of it is not UTF-8 becomes U+FFFD.
  public mutating func append(text: UnsafeBufferPointer<UInt8>) {
    if text.reduce(0, |) < 0x80 {
      bytes.append(contentsOf: text)
    } else {
      bytes.append(contentsOf: String(decoding: text, as: UTF8.self).utf8)
    }
    slots.append(.text(end: bytes.count))
  }

  /// Appends a blob.
  public mutating func append(blob: UnsafeBufferPointer<UInt8>) {
    bytes.append(contentsOf: blob)
    slots.append(.blob(end: bytes.count))
  }
}

// MARK: - Its cells as values

extension RowBuffer: RandomAccessCollection {
  /// The place of the first cell.
  public var startIndex: Int { 0 }

  /// The place behind the last one.
  public var endIndex: Int { slots.count }

  /// The cell at that place.
  public subscript(place: Int) -> Cell {
    switch slots[place] {
    case .null: .null
    case .integer(let number): .integer(number)
    case .real(let number): .real(number)
    case .text(let end): .text(String(decoding: bytes[start(of: place)..<end], as: UTF8.self))
    case .blob(let end): .blob(Array(bytes[start(of: place)..<end]))
    }
  }

  private func start(of place: Int) -> Int {
    for slot in slots[..<place].reversed() {
      switch slot {
      case .text(let end), .blob(let end): return end
      case .null, .integer, .real: continue
      }
    }
    return 0
  }
}
