/// What people write beside the value of a company: `$30bn post`, `US$1.2bn pre-money`, `€2bn (post-money)`.
package enum BasisWords {
  private static let words: [String: ValuationBasis] = [
    "pre": .preMoney, "premoney": .preMoney, "prevaluation": .preMoney,
    "premoneyvaluation": .preMoney, "premoneybewertung": .preMoney,
    "valorisationpremoney": .preMoney,
    "post": .postMoney, "postmoney": .postMoney, "postvaluation": .postMoney,
    "postmoneyvaluation": .postMoney, "postmoneybewertung": .postMoney,
    "valorisationpostmoney": .postMoney,
  ]

  /// The basis that the first or last words of a text tell, and the text without them.
  package static func split(_ text: String) -> (basis: ValuationBasis?, rest: String) {
    let words = text.split(separator: " ")
    for count in [3, 2, 1] where words.count > count {
      if let basis = basis(words.suffix(count)) {
        return (basis, words.dropLast(count).joined(separator: " "))
      }
      if let basis = basis(words.prefix(count)) {
        return (basis, words.dropFirst(count).joined(separator: " "))
      }
    }
    return (nil, text)
  }

  private static func basis(_ words: ArraySlice<Substring>) -> ValuationBasis? {
    let all = words.joined()
    guard !all.contains(where: \.isNumber) else { return nil }
    return self.words[all.lowercased().filter(\.isLetter).replacing("é", with: "e")]
  }
}
