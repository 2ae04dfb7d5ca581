/// A number of things as it was stated, with its unit, exact to a thousandth.
public struct Quantity: StatedValue {
  /// Examples of what may be written.
  public static let grammar = "6 GW, up to 160m shares, at least 10 GW, 1..6 GW, ? shares"

  /// As stated.
  public let text: String
  /// The unit as written: `GW`, `shares`.
  public let unit: String
  private let number: StatedNumber

  /// Reads a quantity: a number, a space, a unit.
  public init(_ text: String) throws(Rejection) { try self.init(text, isInDoubt: true) }

  /// Reads a quantity that was recorded, also `160.000 shares`, which are 160.
  public init(recorded text: String) throws(Rejection) { try self.init(text, isInDoubt: false) }

  private init(_ text: String, isInDoubt: Bool) throws(Rejection) {
    let stated = try readable(text, as: .quantity, like: Self.grammar)
    let (qualifier, body) = StatedNumber.Qualifier.split(stated)
    let scale = StatedNumber.Scale(kind: .quantity, grammar: Self.grammar, decimals: 3)
    try scale.requireOneReading(of: stated, isInDoubt ? .roundThousand : .never) {
      (try? Self(recorded: $0)) != nil
    }
    let unit = body.split(separator: " ").last ?? ""
    guard Self.isUnit(unit), unit.count < body.count else {
      throw scale.refusal(
        "'\(body.prefix(60))' has no unit", hint: "Write a number, a space and a unit: 6 GW.")
    }
    var plain = trimmingSpaces(body.dropLast(unit.count))
    if let (first, second) = StatedNumber.ends(of: plain), first.hasSuffix(unit) {
      plain = "\(trimmingSpaces(first.dropLast(unit.count)))..\(second)"
    }
    number = try StatedNumber(plain, qualifier, scale)
    self.text = stated
    self.unit = String(unit)
  }

  private static func isUnit(_ text: Substring) -> Bool {
    let isLetter: (Character) -> Bool = { $0.isASCII && $0.isLetter }
    let suffixes = ["k", "m", "bn", "tn", "thousand", "million", "billion", "trillion"]
    guard let first = text.first, isLetter(first), text.count <= 24 else { return false }
    return !suffixes.contains(text.lowercased())
      && text.allSatisfy { isLetter($0) || $0.isNumber || "/_-".contains($0) }
  }

  /// How it was said.
  public var certainty: Certainty { number.certainty }
  /// Thousandths of the unit; none for a range or an undisclosed quantity.
  public var milli: Int64? { number.point }
  /// The low end in thousandths.
  public var lowMilli: Int64? { number.low }
  /// The high end in thousandths.
  public var highMilli: Int64? { number.high }

  /// `{"text","unit","certainty","milli"?,"low"?,"high"?}`.
  public var stored: JSON {
    .object(
      JSONObject(
        [("text", .string(text)), ("unit", .string(unit))] + number.members(pointNamed: "milli")))
  }
}
