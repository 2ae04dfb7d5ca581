/// A share of a whole as it was stated, from 0 to 100 %, exact to a billionth.
public struct Percent: StatedValue {
  /// Examples of what may be written.
  public static let grammar = "27%, about 27%, 25%..50%, at least 75%, under 20%, ?%"

  /// As stated.
  public let text: String
  private let number: StatedNumber

  /// Reads a percent; `%` may stand apart from its number.
  public init(_ text: String) throws(Rejection) {
    let stated = try readable(text, as: .percent, like: Self.grammar)
    let (qualifier, body) = StatedNumber.Qualifier.split(stated)
    let scale = StatedNumber.Scale(
      kind: .percent, grammar: Self.grammar, decimals: 7, most: 1_000_000_000,
      takesSuffixes: false)
    try scale.requireOneReading(of: stated) { (try? Self($0)) != nil }
    guard let whole = Self.withoutSign(body) else {
      throw scale.refusal("'\(body.prefix(60))' has no %", hint: "Write it like 27%.")
    }
    var plain = whole
    if let (first, second) = StatedNumber.ends(of: whole), let first = Self.withoutSign(first) {
      plain = "\(first)..\(second)"
    }
    number = try StatedNumber(plain, qualifier, scale)
    self.text = stated
  }

  private static func withoutSign(_ text: Substring) -> Substring? {
    if text.last == "%" { return trimmingSpaces(text.dropLast()) }
    if text.lowercased().hasSuffix(" percent") { return trimmingSpaces(text.dropLast(8)) }
    return nil
  }

  /// How it was said.
  public var certainty: Certainty { number.certainty }
  /// Parts per billion; none for a range or an undisclosed share.
  public var ppb: Int64? { number.point }
  /// The low end in parts per billion.
  public var lowPPB: Int64? { number.low }
  /// The high end in parts per billion.
  public var highPPB: Int64? { number.high }

  /// `{"text","certainty","ppb"?,"low"?,"high"?}`.
  public var stored: JSON {
    .object(JSONObject([("text", .string(text))] + number.members(pointNamed: "ppb")))
  }
}
