/// What a valuation is of.
public enum ValuationSubject: String, Choice {
  /// The whole issuer.
  case company
  /// One holder's share of it.
  case stake
}

/// What kind of figure a valuation is.
public enum ValuationBasis: String, Choice {
  /// Before the new money of a round.
  case preMoney = "pre_money"
  /// With the new money of a round.
  case postMoney = "post_money"
  /// Fair value, as accounts state it.
  case fair
  /// The amount in the holder's books.
  case carrying
  /// The price of shares that changed hands.
  case transaction
  /// An appraisal for option grants (United States, section 409A).
  case fourZeroNineA = "409a"
  /// A figure as told, with no method stated.
  case headline
}

/// What an issuer or a share of it is worth, as somebody stated it.
///
/// Key: subject, issuer, holder and basis, and whose figure it is where that is said.
public struct ValuationReported: Event {
  /// The stored name.
  public static let type: EventType = "valuation.reported"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Valuations", "what an issuer or a share is worth",
    headline:
      "{issuer}[, stake of {holder},] is worth {amount} ({basis})[, according to {asserted_by}]",
    fields: [
      .required("subject", .choice(ValuationSubject.self), "what is valued"),
      .required("issuer", .slug(.entity), "which issuer"),
      .optional("holder", .slug(.entity), "whose share; only with stake"),
      .required("amount", .money, "what it is worth"),
      .required("basis", .choice(ValuationBasis.self), "what kind of figure it is"),
      .assertedBy,
    ],
    rules: [.onlyWhen(field: "holder", other: "subject", equals: "stake")],
    claims: [
      .fact(.valuation, ["subject", "issuer", "holder", "basis"], manner: ["asserted_by"])
    ])
  /// What was said.
  public let payload: Payload

  /// A valuation; `holder` is given for a stake, and only then.
  public init(
    subject: ValuationSubject, issuer: EntityID, amount: Money, basis: ValuationBasis,
    holder: EntityID? = nil, assertedBy: EntityID? = nil, agreement: AgreementID? = nil
  ) {
    payload = [
      "subject": subject, "issuer": issuer, "holder": holder, "amount": amount, "basis": basis,
      "asserted_by": assertedBy, "agreement": agreement,
    ]
  }
}
