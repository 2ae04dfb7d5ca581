/// Of what a percentage is a share.
///
/// Figures on different bases are different facts.
public enum Basis: String, Choice {
  /// Of the shares issued.
  case outstanding
  /// Of the shares as if every convertible one were converted.
  case asConverted = "as_converted"
  /// Of the shares with options, warrants and pools.
  case fullyDiluted = "fully_diluted"
  /// Of the votes.
  case voting
  /// Of the profits.
  case profitShare = "profit_share"
  /// The source does not say.
  case unstated
}

/// A holder's share of an issuer, as somebody stated it.
///
/// Key: holder, issuer, basis, the rounds left out, and whose figure it is. Two reports on different bases are never
/// compared; see ``Basis``.
public struct StakeReported: Event {
  /// The stored name.
  public static let type: EventType = "stake.reported"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Stakes", "a holder's share of an issuer",
    headline: """
      {holder} holds {percent} of {issuer} ({basis})[, without {excludes}]\
      [, according to {asserted_by}]
      """,
    fields: [
      .required("holder", .slug(.entity), "who holds"),
      .required("issuer", .slug(.entity), "whose shares"),
      .optional("percent", .percent, "how large the share is; else what the units are of all"),
      .optional("units", .quantity, "how many units are held"),
      .optional("of_units", .quantity, "of how many in all"),
      .required("basis", .choice(Basis.self), "of what it is a share"),
      .optional("excludes", .list(.slug(.round)), "rounds that the figure leaves out"),
      .optional("includes", .list(.slug(.round)), "rounds that the figure takes in"),
      .optional("value", .money, "what the source says that the share is worth"),
      .optional("within", .slug(.entity), "the group in whose share this one is contained"),
      .optional("beneficiary", .slug(.entity), "for whom it is held"),
      .assertedBy,
    ],
    rules: [.atLeastOne(["percent", "of_units"]), .onlyWith(field: "of_units", other: "units")],
    derived: [.init("percent", part: "units", of: "of_units")],
    claims: [
      .fact(.stake, ["holder", "issuer", "basis", "excludes"], manner: ["asserted_by"])
    ])
  /// What was said.
  public let payload: Payload

  /// A share as stated.
  public init(
    holder: EntityID, issuer: EntityID, percent: Percent? = nil, units: Quantity? = nil,
    ofUnits: Quantity? = nil, basis: Basis, excludes: [RoundID] = [],
    includes: [RoundID] = [], value: Money? = nil, within: EntityID? = nil,
    beneficiary: EntityID? = nil, assertedBy: EntityID? = nil, agreement: AgreementID? = nil
  ) {
    payload = [
      "holder": holder, "issuer": issuer, "percent": percent, "units": units,
      "of_units": ofUnits, "basis": basis, "excludes": excludes,
      "includes": includes, "value": value, "within": within, "beneficiary": beneficiary,
      "asserted_by": assertedBy, "agreement": agreement,
    ]
  }
}

/// A share that is no longer held.
///
/// Key: holder, issuer and basis; without a basis it ends the share on every one.
public struct StakeEnded: Event {
  /// The stored name.
  public static let type: EventType = "stake.ended"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Stakes", "a share no longer held",
    headline: "{holder} no longer holds its stake in {issuer}[ ({basis})]",
    fields: [
      .required("holder", .slug(.entity), "who held"),
      .required("issuer", .slug(.entity), "whose shares"),
      .optional("basis", .choice(Basis.self), "on which basis; on every one when left out"),
    ],
    claims: [.fact(.stake, ["holder", "issuer", "basis"])])
  /// What was said.
  public let payload: Payload

  /// An end on one basis, or on all.
  public init(
    holder: EntityID, issuer: EntityID, basis: Basis? = nil, agreement: AgreementID? = nil
  ) {
    payload = ["holder": holder, "issuer": issuer, "basis": basis, "agreement": agreement]
  }
}
