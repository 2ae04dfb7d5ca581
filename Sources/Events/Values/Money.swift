/// An amount of money as it was stated, exact to the minor unit of its currency.
///
/// At most 2^53 − 1 minor units: about USD 90tn.
public struct Money: StatedValue {
  /// Examples of what may be written.
  public static let grammar =
    "USD 1bn, about USD 135bn, up to USD 100bn, at least USD 10bn, USD 10bn..13bn, USD ?"

  /// The greatest sum that is told, in minor units; of what is more only that it is. Some of them
  /// still add up in 64 bits.
  package static let greatestSum: Int64 = 2_000_000_000_000_000_000

  /// As stated.
  public let text: String
  /// The ISO 4217 code.
  public let currency: String
  private let number: StatedNumber

  /// Reads an amount; the code stands before or after the number.
  public init(_ text: String) throws(Rejection) { try self.init(text, isInDoubt: true) }

  /// Reads an amount that was recorded, also one with zeros behind its smallest unit: `EUR 1.500`.
  public init(recorded text: String) throws(Rejection) { try self.init(text, isInDoubt: false) }

  private init(_ text: String, isInDoubt: Bool) throws(Rejection) {
    let stated = try readable(text, as: .money, like: Self.grammar)
    let (qualifier, body) = StatedNumber.Qualifier.split(stated)
    let (code, rest) = try Self.currency(of: body)
    let decimals = try Currency.known(code)
    let scale = StatedNumber.Scale(kind: .money, grammar: Self.grammar, decimals: decimals)
    try scale.requireOneReading(of: stated, isInDoubt ? .moreThanDecimals : .never) {
      (try? Self(recorded: $0)) != nil
    }
    number = try StatedNumber(rest, qualifier, scale)
    self.text = stated
    currency = code
  }

  /// The code of an amount, before or after its number, and the number.
  static func currency(of body: Substring) throws(Rejection) -> (String, Substring) {
    let isLetter: (Character) -> Bool = { $0.isASCII && $0.isLetter }
    let front = body.prefix(while: isLetter)
    if front.count == 3 {
      return (front.uppercased(), trimmingSpaces(body.dropFirst(3)))
    }
    let back = body.reversed().prefix(while: isLetter)
    let before = body.dropLast(back.count)
    if back.count == 3, before.last == " " {
      return (String(back.reversed()).uppercased(), trimmingSpaces(before))
    }
    for sign in ["$", "US$"] where body.hasPrefix(sign) {
      let amount = trimmingSpaces(body.dropFirst(sign.count))
      let text = "USD \(amount.isEmpty ? "1bn" : amount)"
      var hint: String? = "Write \(text.prefix(60))."
      do { _ = try Self(text) } catch { hint = error.hint }
      throw Rejection(
        .badMoney, "'\(body.prefix(60))' has a sign in place of a currency", hint: hint)
    }
    if let words = wordsBeforeCode(in: body) {
      throw Rejection(
        .badMoney, "'\(words.prefix(60))' before a currency is not understood",
        hint: "Write about, up to, at least, under or over, and one of them alone, like about "
          + "USD 1bn.")
    }
    throw Rejection(
      .badMoney, "'\(body.prefix(60))' has no currency",
      hint: "Write the code before it, like USD 1bn.")
  }

  /// What stands before the first code of a currency; nil where there is no code.
  private static func wordsBeforeCode(in body: Substring) -> Substring? {
    let words = body.split(separator: " ")
    let code = words.dropFirst().first {
      $0.count == 3 && $0.allSatisfy(\.isUppercase) && Currency.decimals(of: String($0)) != nil
    }
    return code.map { trimmingSpaces(body[..<$0.startIndex]) }
  }

  /// How it was said.
  public var certainty: Certainty { number.certainty }
  /// The amount in minor units; none for a range or an undisclosed amount.
  public var minor: Int64? { number.point }
  /// The low end in minor units.
  public var lowMinor: Int64? { number.low }
  /// The high end in minor units.
  public var highMinor: Int64? { number.high }

  /// `{"text","currency","certainty","minor"?,"low"?,"high"?}`.
  public var stored: JSON {
    .object(
      JSONObject(
        [("text", .string(text)), ("currency", .string(currency))]
          + number.members(pointNamed: "minor")))
  }
}
