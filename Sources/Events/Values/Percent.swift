/// A share of a whole as it was stated, from 0 to 100 %, exact to a billionth.
public struct Percent: StatedValue {
  /// Examples of what may be written.
  public static let grammar =
    "27%, about 27%, 25%..50%, at least 75%, under 20%, ?%, 20m of 80m shares"

  /// As stated.
  public let text: String
  private let number: StatedNumber

  /// Reads a percent; `%` may stand apart from its number.
  public init(_ text: String) throws(Rejection) {
    let stated = try readable(text, as: .percent, like: Self.grammar)
    if let place = stated.firstRange(of: " of ") {
      number = try Self.quotient(stated[..<place.lowerBound], stated[place.upperBound...])
      self.text = stated
      return
    }
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

  /// The share that so many units are of so many: `20m of 80m shares`, to the nearest billionth.
  private static func quotient(
    _ part: Substring, _ whole: Substring
  ) throws(Rejection) -> StatedNumber {
    let whole = try Quantity(String(whole))
    let spelt = trimmingSpaces(part)
    let part = try Quantity(spelt.hasSuffix(whole.unit) ? String(spelt) : "\(spelt) \(whole.unit)")
    func share(_ part: Int64?, _ whole: Int64?) -> Int64? {
      guard let part, let whole, whole > 0, part <= whole else { return nil }
      return Int64((Int128(part) * 2_000_000_000 + Int128(whole)) / (2 * Int128(whole)))
    }
    let certainties: Set = [part.certainty, whole.certainty]
    guard let low = share(part.lowMilli, whole.highMilli), whole.lowMilli != 0,
      certainties.isSubset(of: [.exact, .approximate, .range])
    else {
      throw Rejection(
        .badPercent, "'\(part) of \(whole)' is no share of a whole",
        hint: "Write both numbers, the smaller first: 20m of 80m shares.")
    }
    let high = share(part.highMilli, whole.lowMilli) ?? 1_000_000_000
    let point = certainties.contains(.range) ? nil : share(part.milli, whole.milli)
    return StatedNumber(
      certainty: certainties == [.exact] ? .exact : point == nil ? .range : .approximate,
      point: point, low: low, high: high)
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
