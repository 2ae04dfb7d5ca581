/// The price of one unit as it was stated, exact to a billionth of the currency's major unit.
///
/// `USD 0.005 a share`: what strikes and conversions are told in, which money in minor units cannot say.
public struct Price: StatedValue {
  /// Examples of what may be written.
  public static let grammar =
    "USD 19.42 a share, about USD 40 a share, at least USD 0.005 a share, USD 10..13 a share"

  /// As stated.
  public let text: String
  /// The ISO 4217 code.
  public let currency: String
  /// Of what it is the price, as written: `share`.
  public let unit: String
  private let number: StatedNumber

  /// Reads a price; before the unit stands `a`, `an`, `per` or a stroke.
  public init(_ text: String) throws(Rejection) {
    let stated = try readable(text, as: .price, like: Self.grammar)
    let (qualifier, body) = StatedNumber.Qualifier.split(stated)
    let scale = StatedNumber.Scale(kind: .price, grammar: Self.grammar, decimals: 9)
    try scale.requireOneReading(of: stated) { (try? Self($0)) != nil }
    guard let (amount, unit) = Self.split(body) else {
      throw scale.refusal("'\(body.prefix(60))' does not say of what it is the price")
    }
    let (code, rest) = try Money.currency(of: amount)
    _ = try Currency.known(code)
    number = try StatedNumber(rest, qualifier, scale)
    self.text = stated
    currency = code
    self.unit = unit
  }

  private static func split(_ body: Substring) -> (amount: Substring, unit: String)? {
    for word in [" a ", " an ", " per ", "/"] {
      guard let place = body.firstRange(of: word) else { continue }
      let unit = trimmingSpaces(body[place.upperBound...])
      guard let first = unit.first, first.isASCII, first.isLetter, unit.count <= 24 else {
        return nil
      }
      return (trimmingSpaces(body[..<place.lowerBound]), String(unit))
    }
    return nil
  }

  /// How it was said.
  public var certainty: Certainty { number.certainty }
  /// Billionths of the currency's major unit; none for a range or an undisclosed price.
  public var ppb: Int64? { number.point }

  /// The least that it can be, in the same unit.
  public var lowPPB: Int64? { number.low }
  /// The most; nil: nobody says.
  public var highPPB: Int64? { number.high }

  /// `{"text","currency","unit","certainty","ppb"?,"low"?,"high"?}`.
  public var stored: JSON {
    .object(
      JSONObject(
        [
          ("text", .string(text)), ("currency", .string(currency)), ("unit", .string(unit)),
        ] + number.members(pointNamed: "ppb")))
  }
}
