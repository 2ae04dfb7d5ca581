import Events

/// What the shares of a column are counted in, which its name may tell: `Ownership (FD)`, `Stimmrechte`.
enum StakeBasis {
  /// The basis that a column's name tells; nil where it tells none, or two that exclude each other.
  static func named(_ name: String) -> Basis? {
    let words = ColumnRole.everyWord(name)
    func says(_ signs: [String]) -> Bool { PaymentCategory.says(signs, words) }
    let isUndiluted = says(undiluted)
    var found: [Basis] = []
    if says(outstanding) || isUndiluted { found.append(.outstanding) }
    // What is counted fully diluted is counted as converted, too.
    if !isUndiluted, says(diluted) {
      found.append(.fullyDiluted)
    } else if says(converted) {
      found.append(.asConverted)
    }
    if says(voting) { found.append(.voting) }
    if says(profit) { found.append(.profitShare) }
    // Of `Capital` beside nothing else the shares in it are meant, whoever may vote.
    if found.isEmpty, says(["capital", "kapital"]) { return .outstanding }
    return found.count == 1 ? found[0] : nil
  }

  /// The basis that a cell says, in the ledger's own words too; nil where it says none.
  static func ofCell(_ text: String) -> Basis? {
    Basis(rawValue: text.trimmed.lowercased()) ?? named(text)
  }

  private static let undiluted = [
    "undiluted", "non diluted", "non dilue", "non diluee", "non diluees", "unverwassert",
    "unverwasserter", "nicht verwassert",
  ]
  private static let outstanding = [
    "kapitalanteil", "am kapital", "stammkapital", "nennkapital", "grundkapital", "du capital",
    "capital social", "outstanding", "issued", "basic", "en circulation", "emis", "emises",
    "ausgegeben",
    "ausgegebene",
  ]
  private static let diluted = [
    "fd", "diluted", "fully diluted", "dilue", "diluee", "diluees", "verwassert", "verwasserter",
    "vollverwassert", "vollverwasserter",
  ]
  private static let converted = [
    "as converted", "as if converted", "post conversion", "apres conversion", "converti",
    "nach wandlung", "gewandelt",
  ]
  private static let voting = [
    "voting", "vote", "votes", "droits de vote", "voix", "stimmrecht", "stimmrechte", "stimmen",
    "stimmanteil", "stimmrechtsanteil", "stimmrechtsquote",
  ]
  private static let profit = [
    "profit", "profits", "profit share", "gewinn", "gewinnanteil", "gewinnbeteiligung", "benefice",
    "benefices",
  ]
}
