import Events

/// One value of a row.
public enum Cell: Equatable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

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

  /// The value as JSON; an infinite REAL, which JSON cannot say, is null.
  var json: String {
    switch self {
    case .null: "null"
    case .integer(let number): String(number)
    case .real(let number): number.isFinite ? Self.decimal(number) : "null"
    case .text(let text): text.quotedJSON
    case .blob(let bytes): "\"\(bytes.hexadecimal)\""
    }
  }

  /// A REAL by its shortest digits, never with an exponent below 10^21 (as JSON has it).
  private static func decimal(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "-Inf" : "Inf" }
    return JSON.number(number).canonical
  }
}
