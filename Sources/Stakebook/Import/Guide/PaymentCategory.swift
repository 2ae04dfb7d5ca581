import Events

/// For what a payment is, which a column's name or a cell may tell: `Upfront ($m)`, `FDA approval`.
enum PaymentCategory {
  private static let upfront = [
    "upfront", "up front", "signing", "vorauszahlung", "vorabzahlung", "einmalzahlung",
    "paiement initial", "a la signature",
  ]
  private static let fees = [
    ("option_fee", ["option fee", "exercise fee", "optionsgebuhr"]),
    ("termination_fee", ["termination fee", "break fee", "breakup fee"]),
    ("licence_fee", ["licence fee", "license fee", "lizenzgebuhr", "redevance de licence"]),
  ]
  private static let milestones = [
    ("sales_milestone", ["sales", "commercial", "umsatz", "ventes", "commercialisation"]),
    (
      "regulatory_milestone",
      [
        "regulatory", "approval", "fda", "ema", "bla", "nda", "zulassung", "reglementaire",
        "reglementaires", "autorisation", "amm",
      ]
    ),
    (
      "development_milestone",
      [
        "development", "clinical", "preclinical", "phase", "ind", "dosed", "entwicklung",
        "klinisch", "developpement", "clinique",
      ]
    ),
  ]
  private static let signs = [
    "milestone", "milestones", "meilenstein", "meilensteine", "jalon", "jalons", "etape", "etapes",
  ]

  /// For what the payments of a column are; nil where its name tells of none. A milestone of no kind is
  /// `other`.
  static func ofColumn(_ name: String) -> String? {
    let words = ColumnRole.everyWord(name)
    if let fee = fee(words) { return fee }
    guard says(signs, words) else { return nil }
    return milestones.first { says($0.1, words) }?.0 ?? "other"
  }

  /// For what a payment is that is called so.
  static func ofCell(_ text: String) -> String {
    let words = ColumnRole.everyWord(text)
    return fee(words) ?? milestones.first { says($0.1, words) }?.0 ?? "other"
  }

  private static func fee(_ words: [String]) -> String? {
    says(upfront, words) ? "upfront" : fees.first { says($0.1, words) }?.0
  }

  /// Whether one of these signs, of one word or several, stands among the words.
  static func says(_ signs: [String], _ words: [String]) -> Bool {
    signs.contains { sign in
      let sign = sign.split(separator: " ").map(String.init)
      return words.indices.contains { words[$0...].starts(with: sign) }
    }
  }
}
