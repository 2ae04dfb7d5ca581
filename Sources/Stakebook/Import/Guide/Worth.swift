import Events

/// Columns that tell what a company as a whole was worth: `Valuation`, `Post-money ($bn)`.
extension ColumnRole {
  /// Whether a column of that name tells it of the day of its row. A cap is no valuation, nor is what a
  /// share or a stake is worth, or the company today.
  static func isValuation(name: String) -> Bool {
    let words = everyWord(name)
    return PaymentCategory.says(valuations + beforeMoney + afterMoney, words)
      && otherWorth.isDisjoint(with: words)
  }

  /// Whether it counts the new money, where the name tells.
  static func valuationBasis(name: String) -> ValuationBasis? {
    let words = everyWord(name)
    let (isBefore, isAfter) = (
      PaymentCategory.says(beforeMoney + ["pre"], words),
      PaymentCategory.says(afterMoney + ["post"], words)
    )
    return isBefore == isAfter ? nil : isBefore ? .preMoney : .postMoney
  }

  private static let valuations = [
    "valuation", "valorisation", "bewertung", "unternehmensbewertung",
  ]
  private static let beforeMoney = ["pre money", "premoney", "pre valuation"]
  private static let afterMoney = ["post money", "postmoney", "post valuation"]
  private static let otherWorth: Set = [
    "cap", "stake", "share", "shares", "holding", "anteil", "anteile", "part", "parts", "action",
    "actions", "participation", "beteiligung", "multiple", "per", "par", "je", "pro", "current",
    "latest", "actuelle", "aktuelle", "aktueller", "heutige", "fair", "step", "change", "growth",
  ]
}
