// Shares of revenue or profit: agreed, amended term by term, paid, ended. Rates may follow each
// other in tiers.

/// Of what a share is a part: one kind is never read as another.
public enum ShareKind: String, Choice {
  /// Of sales, for the use of a right.
  case royalty
  /// Of profits.
  case profitShare = "profit_share"
  /// Of costs, which the payer bears.
  case costShare = "cost_share"
  /// Of revenue.
  case revenueShare = "revenue_share"
}

/// A rate of a revenue share, and how long it applies.
public struct Tier: PayloadValue {
  static let fields: [Field] = [
    .required("rate", .percent, "which part of the base is paid"),
    .optional("from", .money, "from which amount of the base on"),
    .optional("to", .money, "up to which amount of the base"),
    .optional("until", .text, "up to which point, where that is no amount; the last tier has none"),
  ]

  /// The object.
  public let said: JSON

  /// A rate, between amounts or up to a point told in words.
  public init(_ rate: Percent, from: Money? = nil, to: Money? = nil, until: String? = nil) {
    let said: Payload = ["rate": rate, "from": from, "to": to, "until": until]
    self.said = said.json
  }
}

/// A share of revenue or profit that one entity pays another.
///
/// Key: the share; each term stated is a claim of its own, and what holds is the merge of agreement
/// and amendments.
public struct RevenueShareAgreed: Event {
  /// The stored name.
  public static let type: EventType = "revenue_share.agreed"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Revenue shares", "a share of revenue or profit",
    headline: """
      [{payer} agrees on a {kind} with {payee}|{payer} shares revenue with {payee}]\
      [ at {share_rate}] ({share})
      """,
    fields: [
      .required("share", .slug(.revenueShare), "the slug by which other events name the share")
    ] + terms,
    claims: [.terms(.revenueShare, "share"), .act(.revenueShare, "share", "agreed")], isNamed: true)

  /// The terms, which an amendment may change.
  fileprivate static let terms: [Field] = [
    .required("payer", .slug(.entity), "who pays"),
    .required("payee", .slug(.entity), "who is paid"),
    .optional("kind", .choice(ShareKind.self), "of what it is a part"),
    .optional("share_rate", .percent, "which part of the base is paid"),
    .optional("base", .text, "of what it is a part"),
    .optional("tiers", .list(.object(Tier.fields)), "rates that follow each other"),
    .optional("cap", .money, "the most that is paid in all"),
    .optional("schedule", .text, "when it is paid"),
    .product, .territory,
    .optional("ends", .object(End.fields), "when it ends"),
    .survives,
  ]

  /// What was said.
  public let payload: Payload

  /// A share with its terms.
  public init(
    share: RevenueShareID, payer: EntityID, payee: EntityID, kind: ShareKind? = nil,
    shareRate: Percent? = nil, base: String? = nil, tiers: [Tier] = [], cap: Money? = nil,
    schedule: String? = nil,
    product: [String] = [], territory: [String] = [], ends: End? = nil, survives: Bool? = nil,
    name: String? = nil, agreement: AgreementID? = nil
  ) {
    payload = [
      "share": share, "payer": payer, "payee": payee, "kind": kind, "share_rate": shareRate,
      "base": base,
      "tiers": tiers, "cap": cap, "schedule": schedule,
      "product": product, "territory": territory, "ends": ends, "survives": survives,
      "name": name, "agreement": agreement,
    ]
  }
}

/// New terms of a revenue share.
///
/// Key: the share, term by term. Only what changes is stated; null removes (RFC 7396).
public struct RevenueShareAmended: Event {
  /// The stored name.
  public static let type: EventType = "revenue_share.amended"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Revenue shares", "new terms of a revenue share",
    headline: "{share} is amended",
    fields: [.required("share", .slug(.revenueShare), "which share")]
      + RevenueShareAgreed.terms.map(\.amendable),
    rules: [.atLeastOne(RevenueShareAgreed.terms.map(\.name))],
    claims: [.terms(.revenueShare, "share")])
  /// What was said.
  public let payload: Payload

  /// What changes; `removing` names the terms that fall away, parts as in `ends.when`.
  public init(
    share: RevenueShareID, payer: EntityID? = nil, payee: EntityID? = nil,
    kind: ShareKind? = nil, shareRate: Percent? = nil, base: String? = nil, tiers: [Tier] = [],
    cap: Money? = nil,
    schedule: String? = nil, product: [String] = [], territory: [String] = [], ends: End? = nil,
    survives: Bool? = nil, removing: [String] = [],
    agreement: AgreementID? = nil
  ) {
    let said: Payload = [
      "share": share, "payer": payer, "payee": payee, "kind": kind, "share_rate": shareRate,
      "base": base,
      "tiers": tiers, "cap": cap, "schedule": schedule,
      "product": product, "territory": territory, "ends": ends, "survives": survives,
      "agreement": agreement,
    ]
    payload = said.removing(removing)
  }
}

/// A payment under a revenue share.
///
/// Key: share and period; without a period, share and day, so that two days are two payments.
public struct RevenueSharePaid: Event {
  /// The stored name.
  public static let type: EventType = "revenue_share.paid"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Revenue shares", "a payment under a revenue share",
    headline: "{share} is paid {amount}[ for {period}]",
    fields: [
      .required("share", .slug(.revenueShare), "which share"),
      .required("amount", .money, "how much"),
      .optional("period", .period, "for which time"),
    ],
    claims: [.fact(.revenuePayment, ["share", .fieldOrEffective("period")])])
  /// What was said.
  public let payload: Payload

  /// A payment, with its period where it is known.
  public init(
    share: RevenueShareID, amount: Money, period: Period? = nil, agreement: AgreementID? = nil
  ) {
    payload = ["share": share, "amount": amount, "period": period, "agreement": agreement]
  }
}

/// A revenue share under which nothing more falls due.
///
/// Key: the share, which ends once.
public struct RevenueShareEnded: Event {
  /// The stored name.
  public static let type: EventType = "revenue_share.ended"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Revenue shares", "a revenue share that ended",
    headline: "{share} ends",
    fields: [
      .required("share", .slug(.revenueShare), "which share")
    ],
    claims: [.act(.revenueShare, "share", "ended")])
  /// What was said.
  public let payload: Payload

  /// An end of a share.
  public init(share: RevenueShareID, agreement: AgreementID? = nil) {
    payload = ["share": share, "agreement": agreement]
  }
}
