import Events

/// Exact figures as readers see them.
enum Amounts {
  /// `USD 13bn`, with its interval where it is not a point: `USD 13bn (12.5–13.5)`.
  static func money(_ name: String, of row: JSONObject, currency: String = "currency") -> String {
    guard let code = row[currency]?.stringValue else { return "" }
    return money(
      row["\(name)_minor"]?.integerValue, row["\(name)_low_minor"]?.integerValue,
      row["\(name)_high_minor"]?.integerValue, code)
  }

  static func money(_ amount: Interval, _ code: String) -> String {
    money(amount.point, amount.low, amount.high, code)
  }

  /// The same of an amount and its ends in minor units.
  static func money(_ point: Int64?, _ low: Int64?, _ high: Int64?, _ code: String) -> String {
    let decimals = Currency.decimals(of: code) ?? 2
    guard let point else {
      guard let low else { return "\(code) ?" }
      let leading = low == 0 ? high ?? 0 : low
      let ends = [low, high].map { end in
        end.map { FigureText.scaled($0, decimals, like: leading) } ?? "?"
      }
      let unit = FigureText.suffix(of: leading, decimals)
      return "\(code) \(ends.joined(separator: ".."))\(unit)"
    }
    let leading = point == 0 ? high ?? 0 : point
    let isExact = low == point && high == point
    let number =
      isExact
      ? FigureText.scaled(point, decimals, like: leading) : rough(point, decimals, leading)
    let text = "\(code) \(number)\(point == 0 ? "" : FigureText.suffix(of: leading, decimals))"
    if isExact { return text }
    guard let low, let high else { return "\(text) or more" }
    let unit = point == 0 ? FigureText.suffix(of: leading, decimals) : ""
    let ends = [low, high].map { rough($0, decimals, leading) }
    // A quotient that does not come out even, of figures that are exact.
    if ends.allSatisfy({ $0 == number }) { return text }
    return "\(text) (\(ends.joined(separator: "–"))\(unit))"
  }

  /// An exact number of things, from thousandths: `1.5 GW`.
  static func quantity(_ milli: Int64, unit: String) -> String {
    let suffix = FigureText.suffix(of: milli, 3)
    return "\(FigureText.scaled(milli, 3, like: milli))\(suffix) \(unit)"
  }

  /// Whether an amount and both its ends are 0.
  static func isNothing(_ name: String, of row: JSONObject) -> Bool {
    ["minor", "low_minor", "high_minor"].allSatisfy { row["\(name)_\($0)"] == .integer(0) }
  }

  /// The decimals of a currency's minor unit.
  static func decimals(of currency: String) -> Int { Currency.decimals(of: currency) ?? 2 }

  /// How many significant digits a sum has that is not exact.
  static let digits = 4

  /// So many significant digits.
  static func rounded(_ minor: Int64, to digits: Int = digits) -> Int64 {
    let step = Int64(FigureText.ten(to: max(0, String(minor.magnitude).count - digits)))
    return (minor + step / 2) / step * step
  }

  /// Four significant digits, in the unit that suits another amount.
  private static func rough(_ minor: Int64, _ decimals: Int, _ other: Int64) -> String {
    FigureText.decimal(rounded(minor), decimals + FigureText.power(of: other, decimals))
  }
}
