import Events
import Projections

// What the formats for programs do to one field: it is appended to a row of UTF-8.
//
// Rows by the million come through here. No String is made of a value, but of a text with signs that
// a terminal could obey or that look like those from their first byte.
extension [UInt8] {
  /// Appends the digits of a whole number.
  mutating func append(decimal number: Int64) {
    if number < 0 { append(UInt8(ascii: "-")) }
    // The last digit is found first.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var rest = number.magnitude
      var start = digits.endIndex
      repeat {
        start -= 1
        digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      } while rest > 0
      append(contentsOf: UnsafeMutableBufferPointer(rebasing: digits[start...]))
    }
  }

  /// Appends a cell in CSV, as RFC 4180 has it. NULL is an empty field, empty text a quoted one; text
  /// that a spreadsheet would run as a formula gets an apostrophe, unless it is wanted raw.
  mutating func append(csv cell: RowBuffer.Lent, isRaw: Bool) {
    switch cell {
    case .null: break
    case .integer(let number): append(decimal: number)
    case .real(let number): self += Cell.decimal(number).utf8
    case .blob(let bytes): self += Array(bytes).hexadecimal.utf8
    case .text(let text):
      let signs = Signs(of: text)
      guard signs.contains(.control) else { return append(csv: text, signs, isRaw: isRaw) }
      var shown = withoutControls(String(decoding: text, as: UTF8.self))
      shown.withUTF8 { append(csv: $0, signs, isRaw: isRaw) }
    }
  }

  private mutating func append(
    csv text: UnsafeBufferPointer<UInt8>, _ signs: Signs, isRaw: Bool
  ) {
    let needsQuotes =
      text.first == UInt8(ascii: " ") || text.last == UInt8(ascii: " ") || text.isEmpty
      || !signs.isDisjoint(with: [.quote, .comma, .lineBreak])
    if needsQuotes { append(UInt8(ascii: "\"")) }
    if !isRaw, text.isFormula { append(UInt8(ascii: "'")) }
    if needsQuotes {
      for byte in text {
        append(byte)
        if byte == UInt8(ascii: "\"") { append(byte) }
      }
      append(UInt8(ascii: "\""))
    } else {
      append(contentsOf: text)
    }
  }

  /// Appends a cell between tabs. NULL is `\N`, as databases load it; formulas are guarded as in CSV.
  mutating func append(tsv cell: RowBuffer.Lent, isRaw: Bool) {
    switch cell {
    case .null: self += "\\N".utf8
    case .text(let text):
      if !isRaw, text.isFormula { append(UInt8(ascii: "'")) }
      append(tsv: text)
    case .integer, .real, .blob: append(csv: cell, isRaw: true)
    }
  }

  private mutating func append(tsv text: UnsafeBufferPointer<UInt8>) {
    guard !Signs(of: text).isDisjoint(with: [.control, .backslash, .tab, .lineBreak]) else {
      return append(contentsOf: text)
    }
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\\": self += "\\\\".utf8
      case "\t": self += "\\t".utf8
      case "\n": self += "\\n".utf8
      case "\r": self += "\\r".utf8
      case _ where isControl(scalar): self += visibleEscape(scalar).utf8
      default: self += scalar.utf8
      }
    }
  }

  /// Appends a cell as JSON; an infinite REAL, which JSON cannot say, is null.
  mutating func append(json cell: RowBuffer.Lent) {
    switch cell {
    case .null: self += "null".utf8
    case .integer(let number): append(decimal: number)
    case .real(let number): self += (number.isFinite ? Cell.decimal(number) : "null").utf8
    case .blob(let bytes): self += "\"\(Array(bytes).hexadecimal)\"".utf8
    case .text(let text): append(json: text)
    }
  }

  /// Appends a text as JSON, with what a terminal would obey escaped as JSON can.
  mutating func append(json text: UnsafeBufferPointer<UInt8>) {
    guard Signs(of: text).contains(.control) else { return JSON.write(text, into: &self) }
    for scalar in JSON.string(String(decoding: text, as: UTF8.self)).canonical.unicodeScalars {
      if isControl(scalar) {
        // Each of them is one UTF-16 unit.
        let digits = String(scalar.value, radix: 16)
        self += "\\u".utf8
        self += repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count)
        self += digits.utf8
      } else {
        self += scalar.utf8
      }
    }
  }
}

/// What a text holds that a format may have to write in another way.
private struct Signs: OptionSet {
  let rawValue: UInt8

  /// What a terminal could obey, or a character whose first byte is that of one.
  static let control = Signs(rawValue: 1)
  static let quote = Signs(rawValue: 2)
  static let backslash = Signs(rawValue: 4)
  static let comma = Signs(rawValue: 8)
  static let lineBreak = Signs(rawValue: 16)
  static let tab = Signs(rawValue: 32)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The signs of a text in UTF-8.
  init(of text: UnsafeBufferPointer<UInt8>) {
    rawValue = Self.ofBytes.withUnsafeBufferPointer { ofBytes in
      text.reduce(0) { $0 | ofBytes[Int($1)] }
    }
  }

  private static let ofBytes: [UInt8] = (0...UInt8.max).map { byte in
    let signs: Signs =
      switch byte {
      case UInt8(ascii: "\t"): .tab
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): .lineBreak
      case UInt8(ascii: "\""): .quote
      case UInt8(ascii: "\\"): .backslash
      case UInt8(ascii: ","): .comma
      // The last three lead U+0080 to U+00BF, U+0600 to U+063F and U+2000 to U+2FFF.
      case 0..<0x20, 0x7F, 0xC2, 0xD8, 0xE2: .control
      default: []
      }
    return signs.rawValue
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether a spreadsheet might run it; a signed numeral is only a number to it.
  fileprivate var isFormula: Bool {
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      let rest = dropFirst()
      return rest.isEmpty || !rest.allSatisfy { 0x30...0x39 ~= $0 || $0 == UInt8(ascii: ".") }
    default: return false
    }
  }
}
