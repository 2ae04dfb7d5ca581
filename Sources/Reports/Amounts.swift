import Events
import Projections

/// Figures of rows as readers see them.
enum Amounts {
  /// `USD 13bn`, with its interval where it is not a point: `USD 13bn (12.5–13.5)`.
  static func money(
    _ name: String, of row: JSONObject, currency: String = "currency", digits: Int? = nil
  ) -> String {
    guard let code = row[currency]?.stringValue else { return "" }
    return FigureText.money(
      row["\(name)_minor"]?.integerValue, low: row["\(name)_low_minor"]?.integerValue,
      high: row["\(name)_high_minor"]?.integerValue, code,
      digits: digits ?? Self.digits(of: row)) ?? "\(code) ?"
  }

  /// How many significant digits are told of what was converted, and of a sum that is not exact.
  static let digits = 4
  /// How many of a quotient: those of what people state.
  static let quotientDigits = 3

  /// How many are told of a row's amounts: some of them were converted at rates; nil: all.
  static func digits(of row: JSONObject) -> Int? {
    let isAtRates = (row["conversions"]?.arrayValue ?? []).contains {
      $0.objectValue?["rates"]?.arrayValue?.isEmpty == false
    }
    return isAtRates ? digits : nil
  }

  /// An exact number of things, from thousandths: `1.5 GW`.
  static func quantity(_ milli: Int64, unit: String) -> String {
    "\(FigureText.quantity(milli)) \(unit)"
  }

  /// Whether an amount and both its ends are 0.
  static func isNothing(_ name: String, of row: JSONObject) -> Bool {
    ["minor", "low_minor", "high_minor"].allSatisfy { row["\(name)_\($0)"] == .integer(0) }
  }

  /// Whether an amount is told, and is more than nothing.
  static func isTold(_ name: String, of row: JSONObject) -> Bool {
    ["minor", "low_minor"].contains { row["\(name)_\($0)"] != nil } && !isNothing(name, of: row)
  }

  /// The decimals of a currency's minor unit.
  static func decimals(of currency: String) -> Int { Currency.decimals(of: currency) ?? 2 }
}
