import Events

/// What kind of deal a table lists, which the names of its columns tell.
enum DealKind: Sendable {
  /// Who puts capital into whom.
  case capital
  /// Who lends to whom.
  case debt
  /// Who pays whom, under a licence or another agreement.
  case payment

  /// The kind that these names of columns tell: of the two parties, and of the money.
  init(parties: [String], money: [String]) {
    let words = Set(parties.flatMap(ColumnRole.words))
    if !words.isDisjoint(with: Self.lending)
      || money.contains(where: { !Set(ColumnRole.words($0)).isDisjoint(with: Self.loans) })
    {
      self = .debt
    } else {
      self = words.isDisjoint(with: Self.paying) ? .capital : .payment
    }
  }

  private static let lending: Set = [
    "lender", "borrower", "creditor", "debtor", "preteur", "emprunteur", "kreditgeber",
    "kreditnehmer", "darlehensgeber", "darlehensnehmer", "glaubiger", "schuldner",
  ]
  private static let loans: Set = [
    "principal", "loan", "facility", "darlehen", "kredit", "emprunt", "pret",
  ]
  private static let paying: Set = [
    "payer", "payee", "licensee", "licensor", "payeur", "zahler", "zahlungsempfanger",
    "lizenznehmer",
    "lizenzgeber", "licencie", "concedant", "preneur", "donneur",
  ]

  /// The type of a promise, the fields of its slug, of both parties and of its amount.
  var promise: (type: String, slug: String, from: String, to: String, amount: String) {
    switch self {
    case .capital: ("capital.committed", "commitment", "investor", "issuer", "amount")
    case .debt: ("debt.issued", "debt", "lender", "borrower", "principal")
    case .payment: ("payment.promised", "payment", "payer", "payee", "amount")
    }
  }

  /// The type that tells what came of a promise.
  var came: String {
    switch self {
    case .capital: "capital.funded"
    case .debt: "debt.drawn"
    case .payment: "payment.made"
    }
  }

  /// The field that says when it is due.
  var due: String? {
    switch self {
    case .capital: nil
    case .debt: "maturity"
    case .payment: "due"
    }
  }
}
