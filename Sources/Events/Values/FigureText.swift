/// Whole numbers of small units as people read them, with all their digits.
public enum FigureText {
  /// `USD 13bn`, `USD 11.6bn`, `JPY 250`: minor units in the unit that suits them; nil for a
  /// currency that is not known.
  public static func money(_ minor: Int64, _ currency: String) -> String? {
    Currency.decimals(of: currency).map { decimals in
      "\(currency) \(scaled(minor, decimals, like: minor))\(suffix(of: minor, decimals))"
    }
  }

  /// `27%`, `32.5%`: parts per billion of the whole.
  public static func percent(_ ppb: Int64) -> String { decimal(ppb, 7) + "%" }

  /// A whole number of units of 10^−places as a decimal without needless zeros.
  public static func decimal(_ number: Int64, _ places: Int) -> String {
    let digits = String(number.magnitude)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let whole = padded.dropLast(places)
    var fraction = padded.suffix(places)
    while fraction.last == "0" { fraction.removeLast() }
    let sign = number < 0 ? "-" : ""
    return sign + whole + (fraction.isEmpty ? "" : "." + fraction)
  }

  /// All digits, in the unit that suits another amount.
  package static func scaled(_ minor: Int64, _ decimals: Int, like other: Int64) -> String {
    decimal(minor, decimals + power(of: other, decimals))
  }

  /// The unit that suits an amount: `tn`, `bn`, `m` or nothing.
  package static func suffix(of minor: Int64, _ decimals: Int) -> String {
    suffixes.first { minor.magnitude >= ten(to: $0.power + decimals) }?.name ?? ""
  }

  /// The power of ten of that unit.
  package static func power(of minor: Int64, _ decimals: Int) -> Int {
    suffixes.first { minor.magnitude >= ten(to: $0.power + decimals) }?.power ?? 0
  }

  /// A power of ten.
  package static func ten(to power: Int) -> UInt64 {
    (0..<power).reduce(1) { product, _ in product * 10 }
  }

  private static let suffixes: [(power: Int, name: String)] = [(12, "tn"), (9, "bn"), (6, "m")]
}
