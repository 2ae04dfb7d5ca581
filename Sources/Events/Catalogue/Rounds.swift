// Financing rounds: agreed, completed, joined. They explain valuations and stakes; the capital
// itself is recorded as commitments and payments.

/// Who sells in a round.
public enum RoundKind: String, Choice {
  /// The issuer sells new shares.
  case primary
  /// Holders sell theirs to chosen buyers.
  case secondary
  /// Holders are offered a price for theirs.
  case tender
}

/// A financing round agreed between issuer and investors.
///
/// Key: the round; each term stated is a claim of its own. A round never feeds capital.
public struct RoundSigned: Event {
  /// The stored name.
  public static let type: EventType = "round.signed"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Rounds", "a round that was agreed",
    headline: "{issuer} agrees on {round}[, {raised}][ at {post_money} post-money]",
    fields: [
      .required("round", .slug(.round), "the slug by which other events name the round"),
      .required("issuer", .slug(.entity), "whose shares change hands"),
      .required("kind", .choice(RoundKind.self), "who sells"),
      .optional("raised", .money, "how much was raised, or paid to sellers"),
      .optional("pre_money", .money, "the valuation before the new money"),
      .optional("post_money", .money, "the valuation with the new money"),
    ],
    claims: [.terms(.round, "round"), .act(.round, "round", "signed")], isNamed: true)
  /// What was said.
  public let payload: Payload

  /// A round as agreed.
  public init(
    round: RoundID, issuer: EntityID, kind: RoundKind, raised: Money? = nil, preMoney: Money? = nil,
    postMoney: Money? = nil, name: String? = nil, agreement: AgreementID? = nil
  ) {
    payload = [
      "round": round, "issuer": issuer, "kind": kind, "raised": raised, "pre_money": preMoney,
      "post_money": postMoney, "name": name, "agreement": agreement,
    ]
  }
}

/// A financing round whose shares have changed hands.
///
/// Key: the round, under which its terms meet those of the signing. A round never feeds capital.
public struct RoundClosed: Event {
  /// The stored name.
  public static let type: EventType = "round.closed"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Rounds", "a round that was completed",
    headline: "{issuer} closes {round}[, {raised}][ at {post_money} post-money]",
    fields: [
      .required("round", .slug(.round), "the slug by which other events name the round"),
      .required("issuer", .slug(.entity), "whose shares change hands"),
      .required("kind", .choice(RoundKind.self), "who sells"),
      .optional("raised", .money, "how much was raised, or paid to sellers"),
      .optional("pre_money", .money, "the valuation before the new money"),
      .optional("post_money", .money, "the valuation with the new money"),
    ],
    claims: [.terms(.round, "round"), .act(.round, "round", "closed")], isNamed: true)
  /// What was said.
  public let payload: Payload

  /// A round as completed.
  public init(
    round: RoundID, issuer: EntityID, kind: RoundKind, raised: Money? = nil, preMoney: Money? = nil,
    postMoney: Money? = nil, name: String? = nil, agreement: AgreementID? = nil
  ) {
    payload = [
      "round": round, "issuer": issuer, "kind": kind, "raised": raised, "pre_money": preMoney,
      "post_money": postMoney, "name": name, "agreement": agreement,
    ]
  }
}

/// An investor that takes part in a round.
///
/// Key: round and investor. The amount explains the round and is not added to capital.
public struct RoundJoined: Event {
  /// The stored name.
  public static let type: EventType = "round.joined"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Rounds", "an investor in a round",
    headline: "{investor} takes part in {round}[ with {amount}]",
    fields: [
      .required("round", .slug(.round), "which round"),
      .required("investor", .slug(.entity), "who takes part"),
      .optional("amount", .money, "with how much"),
    ],
    claims: [.fact(.roundMember, ["round", "investor"])])
  /// What was said.
  public let payload: Payload

  /// A participation, with its amount where it is known.
  public init(
    round: RoundID, investor: EntityID, amount: Money? = nil, agreement: AgreementID? = nil
  ) {
    payload = ["round": round, "investor": investor, "amount": amount, "agreement": agreement]
  }
}
