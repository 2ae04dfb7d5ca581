/// Whole numbers of small units as people read them, with the digits that their source justifies.
///
/// What was stated keeps its digits. What was converted has no more than four, what was divided three: the rest
/// nobody stated.
public enum FigureText {
  /// `USD 13bn`, `USD 11.6bn`, `JPY 250`: minor units in the unit that suits them, and what has more than six
  /// digits without one, `USD 1,086,956,521.74`; nil for a currency that is not known.
  public static func money(_ minor: Int64, _ currency: String) -> String? {
    money(minor, currency, digits: nil)
  }

  /// The same with no more than so many significant digits, where more than six are told.
  package static func money(_ minor: Int64, _ currency: String, digits: Int?) -> String? {
    guard let decimals = Currency.decimals(of: currency) else { return nil }
    guard isLong(minor) else {
      return "\(currency) \(scaled(minor, decimals, like: minor))\(suffix(of: minor, decimals))"
    }
    guard let digits else { return "\(currency) \(scaled(minor, decimals, like: 0))" }
    let told = rounded(minor, to: digits)
    return "\(currency) \(scaled(told, decimals, like: told))\(suffix(of: told, decimals))"
  }

  /// An amount with its ends: exact, with its ceiling, or approximate with its interval; nil where nothing is
  /// known.
  package static func money(
    _ point: Int64?, low: Int64?, high: Int64?, _ currency: String, digits: Int? = nil
  ) -> String? {
    guard let least = point ?? low, let text = money(least, currency, digits: digits) else {
      return high.flatMap { money($0, currency, digits: digits) }.map { "up to \($0)" }
    }
    guard let high else {
      return point == nil && low == 0 ? "\(currency), not known" : "\(text) or more"
    }
    let decimals = Currency.decimals(of: currency) ?? 2
    func rounding(to digits: Int) -> [String] {
      [least, low ?? least, high].map { end in
        scaled(rounded(end, to: digits), decimals, like: least)
      }
    }
    var told = rounding(to: digits ?? 4)
    let rough = "\(currency) \(told[0])\(suffix(of: least, decimals))"
    // A quotient that does not come out even, of figures that are exact.
    if high > least, told.allSatisfy({ $0 == told[0] }) { return rough }
    if let low, low < least {
      // An interval to one side only is none of a figure that lies between its ends.
      if least < high, told.dropFirst().contains(told[0]) {
        told = rounding(to: (digits ?? 4) + 1)
      }
      return "\(rough) (\(told[1])–\(told[2]))"
    }
    guard high > least, let ceiling = money(high, currency, digits: digits) else { return text }
    return least == 0 ? "up to \(ceiling)" : "\(text), up to \(ceiling)"
  }

  /// `27%`, `32.5%`: parts per billion of the whole.
  public static func percent(_ ppb: Int64) -> String { decimal(told(ppb: ppb), 7) + "%" }

  /// A share with the digits that readers are told: nobody states more than five decimals, and of what
  /// units of units give four digits are told.
  package static func told(ppb: Int64) -> Int64 {
    ppb.isMultiple(of: 100) ? ppb : rounded(ppb, to: 4)
  }

  /// So many significant digits; half a unit of the last one is rounded away from zero.
  package static func rounded(_ number: Int64, to digits: Int) -> Int64 {
    let step = ten(to: max(0, String(number.magnitude).count - digits))
    let magnitude = (number.magnitude + step / 2) / step * step
    return number < 0 ? Int64(clamping: -Int128(magnitude)) : Int64(clamping: magnitude)
  }

  /// A decimal with no more than so many significant digits, where it has more than six; a share that was
  /// divided, which has more than five decimals, with four.
  package static func told(_ decimal: String, digits: Int?) -> String {
    let parts = decimal.split(separator: ".")
    let places = parts.count > 1 ? parts[1].count : 0
    guard let digits = digits ?? (places > 5 ? 4 : nil), let number = Int64(parts.joined()),
      isLong(number)
    else { return decimal }
    return self.decimal(rounded(number, to: digits), places)
  }

  /// Whether a number has more than six digits before the zeros at its end.
  package static func isLong(_ number: Int64) -> Bool {
    var rest = number.magnitude
    while rest > 0, rest.isMultiple(of: 10) { rest /= 10 }
    return rest > 999_999
  }

  /// A whole number of units of 10^−places as a decimal without needless zeros.
  public static func decimal(_ number: Int64, _ places: Int) -> String {
    decimal(number, places, isInMinor: false)
  }

  /// The same; a fraction in minor units (`isInMinor`) keeps the zero at its end: `0.50`.
  package static func decimal(_ number: Int64, _ places: Int, isInMinor: Bool) -> String {
    let digits = String(number.magnitude)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let whole = padded.dropLast(places)
    var fraction = padded.suffix(places)
    if !isInMinor || fraction.allSatisfy({ $0 == "0" }) {
      while fraction.last == "0" { fraction.removeLast() }
    }
    let sign = number < 0 ? "-" : ""
    return sign + whole + (fraction.isEmpty ? "" : "." + fraction)
  }

  /// All digits with groups of three, in the unit that suits another amount: `1,143`, `57,832,509.70`.
  private static func scaled(_ minor: Int64, _ decimals: Int, like other: Int64) -> String {
    let power = power(of: other, decimals)
    let parts = decimal(minor, decimals + power, isInMinor: power == 0).split(separator: ".")
    var text = ""
    for (place, digit) in parts[0].reversed().enumerated() {
      if place > 0, place.isMultiple(of: 3), digit != "-" { text = "," + text }
      text = "\(digit)\(text)"
    }
    return text + (parts.count > 1 ? ".\(parts[1])" : "")
  }

  /// The unit that suits an amount: `tn`, `bn`, `m` or nothing.
  private static func suffix(of minor: Int64, _ decimals: Int) -> String {
    suffixes.first { minor.magnitude >= ten(to: $0.power + decimals) }?.name ?? ""
  }

  /// The power of ten of that unit.
  private static func power(of minor: Int64, _ decimals: Int) -> Int {
    suffixes.first { minor.magnitude >= ten(to: $0.power + decimals) }?.power ?? 0
  }

  /// Thousandths of a unit in a short form: `1.5`, `160m`.
  package static func quantity(_ milli: Int64) -> String {
    decimal(milli, 3 + power(of: milli, 3)) + suffix(of: milli, 3)
  }

  /// A power of ten.
  package static func ten(to power: Int) -> UInt64 {
    (0..<power).reduce(1) { product, _ in product * 10 }
  }

  private static let suffixes: [(power: Int, name: String)] = [(12, "tn"), (9, "bn"), (6, "m")]
}
