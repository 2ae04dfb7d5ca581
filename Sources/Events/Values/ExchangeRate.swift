/// How much of one currency another buys: an exact decimal above 0 with at most nine decimals.
public struct ExchangeRate: StatedValue {
  /// Examples of what may be written.
  public static let grammar = "1.0823"

  /// As stated.
  public let text: String
  /// The rate in billionths.
  public let ppb: Int64

  /// Reads a rate.
  public init(_ text: String) throws(Rejection) {
    let stated = try readable(text, as: .rate, like: Self.grammar)
    let scale = StatedNumber.Scale(
      kind: .rate, grammar: Self.grammar, decimals: 9, takesSuffixes: false)
    try scale.requireOneReading(of: stated) { (try? Self($0)) != nil }
    guard stated.allSatisfy({ $0.isNumber || $0 == "." }), StatedNumber.ends(of: stated[...]) == nil
    else { throw scale.refusal("'\(stated.prefix(60))' is not a rate") }
    let number = try StatedNumber(stated[...], .none, scale)
    guard let ppb = number.point, ppb > 0 else { throw scale.refusal("a rate is above 0") }
    self.text = stated
    self.ppb = ppb
  }

  /// `{"text","ppb"}`.
  public var stored: JSON { ["text": .string(text), "ppb": .integer(ppb)] }
}
