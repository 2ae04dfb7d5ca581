import Events
import Projections

// What each cell is to people.

extension Cell {
  /// How NULL is shown to people.
  static let nullMark = "-"

  /// Whether it is set to the right.
  var isNumber: Bool {
    switch self {
    case .integer, .real: true
    default: false
    }
  }

  /// The value as plain text; NULL is empty.
  var plain: String {
    switch self {
    case .null: ""
    case .integer(let number): String(number)
    case .real(let number): Self.decimal(number)
    case .text(let text): text
    case .blob(let bytes): bytes.hexadecimal
    }
  }

  /// The value for the eyes: NULL is a dash, and a text that reads like it stands in quotes.
  var shown: String {
    switch self {
    case .null: Self.nullMark
    case .text(Self.nullMark): "\"\(Self.nullMark)\""
    default: legible(plain)
    }
  }

  /// A REAL as the decimal that it stands for: at most 15 significant digits, which is what a REAL
  /// keeps of any decimal, as SQLite itself writes it; no exponent below 10^21, as JSON has it.
  ///
  /// So 0.1 + 0.2 is 0.3. Digits beyond the 15th are those of binary fractions, not of a fact: what
  /// must be exact to the last of them is in the whole numbers beside it (`…_minor`, `…_ppb`).
  static func decimal(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "-Inf" : "Inf" }
    let spelt = JSON.number(number).canonical
    // Fewer signs than 16 have no 16 digits.
    guard spelt.utf8.count > 15 else { return spelt }
    let rounded = rounded(number.magnitude.description, to: 15)
    // Of 15 digits or fewer each decimal has a number of its own, whose shortest digits it is.
    guard let value = rounded.flatMap(Double.init), value.isFinite else { return spelt }
    return JSON.number(number < 0 ? -value : value).canonical
  }

  /// A decimal, as Swift spells it, with so many significant digits; nil where it has no more.
  private static func rounded(_ spelt: String, to most: Int) -> String? {
    let parts = spelt.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    exponent += mantissa[0].utf8.count
    var digits = mantissa.joined().utf8.map { $0 - UInt8(ascii: "0") }
    while digits.count > 1, digits[0] == 0 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.last == 0, digits.count > 1 { digits.removeLast() }
    guard digits.count > most else { return nil }
    let isUp = digits[most] >= 5
    digits = Array(digits.prefix(most))
    guard isUp else { return "0.\(digits.map(String.init).joined())e\(exponent)" }
    var place = most - 1
    while place >= 0, digits[place] == 9 {
      digits[place] = 0
      place -= 1
    }
    guard place >= 0 else { return "1e\(exponent)" }
    digits[place] += 1
    return "0.\(digits.map(String.init).joined())e\(exponent)"
  }
}
