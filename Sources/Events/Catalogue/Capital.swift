// Money promised to issuers and paid in. What counts as promised, paid and outstanding is worked
// out by the projections from these three kinds of event; rounds never feed it.

/// In what an investor pays.
public enum FundingForm: String, Choice {
  /// Money.
  case cash
  /// Credits for services, such as compute.
  case credits
  /// The investor's own or other shares.
  case shares
  /// Things, rights or services.
  case inKind = "in_kind"
}

/// Why less is owed than was promised.
public enum ReductionReason: String, Choice {
  /// The parties gave it up.
  case cancelled
  /// Its time ran out.
  case expired
  /// Somebody else took it over.
  case assigned
}

/// A promise of capital to an issuer.
///
/// Key: the commitment, so that the same billion told by two papers is one billion. Parts named by
/// `part_of` never add to their whole.
public struct CapitalCommitted: Event {
  /// The stored name.
  public static let type: EventType = "capital.committed"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Capital", "a promise of capital",
    headline: "{investor} commits {amount} to {issuer}[: {what}]",
    fields: [
      .required(
        "commitment", .slug(.commitment), "the slug by which other events name the promise"),
      .required("investor", .slug(.entity), "who promises"),
      .required("issuer", .slug(.entity), "who is to receive"),
      .required("amount", .money, "how much is promised"),
      .optional("instrument", .text, "against what, such as equity or a convertible note"),
      .optional("form", .choice(FundingForm.self), "in what it is to be paid"),
      .what,
      .optional("part_of", .slug(.commitment), "the larger promise of which this is a part"),
      .optional("conditions", .list(.conditionState), "what must come true before it is owed"),
      .optional("due", .date, "when it is to be paid"),
      .optional("expires", .date, "after which the undrawn part is released"),
      .survives,
    ],
    claims: [.fact(.commitment, ["commitment"])], isNamed: true)
  /// What was said.
  public let payload: Payload

  /// A promise with what is known of it.
  public init(
    commitment: CommitmentID, investor: EntityID, issuer: EntityID, amount: Money,
    instrument: String? = nil, form: FundingForm? = nil, what: String? = nil,
    partOf: CommitmentID? = nil, conditions: [ConditionState] = [], due: PartialDate? = nil,
    expires: PartialDate? = nil,
    survives: Bool? = nil, name: String? = nil, agreement: AgreementID? = nil
  ) {
    payload = [
      "commitment": commitment, "investor": investor, "issuer": issuer, "amount": amount,
      "instrument": instrument, "form": form, "what": what, "part_of": partOf,
      "conditions": conditions, "due": due,
      "expires": expires, "survives": survives, "name": name, "agreement": agreement,
    ]
  }
}

/// Capital that has reached an issuer.
///
/// Key: investor, issuer, commitment and day, the form and whether it is a level: two papers on one
/// payment are one payment, two days are two, and so are cash and credits of one day.
public struct CapitalFunded: Event {
  /// The stored name.
  public static let type: EventType = "capital.funded"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Capital", "capital paid in",
    headline: "{investor} has paid {amount} to {issuer}[: {what}]",
    fields: [
      .required("investor", .slug(.entity), "who paid"),
      .required("issuer", .slug(.entity), "who received"),
      .required("amount", .money, "how much"),
      .optional("commitment", .slug(.commitment), "the promise that it fulfils"),
      .optional("form", .choice(FundingForm.self), "in what it was paid"),
      .what,
      .optional(
        "cumulative", .flag,
        "true for the level reached on that day, to which later payments add; else it adds"),
      .settles,
      .inFull,
    ],
    rules: [.onlyWith(field: "in_full", other: "commitment")],
    claims: [
      .fact(
        .funding, ["investor", "issuer", "commitment", .effective], manner: ["form", "cumulative"])
    ])
  /// What was said.
  public let payload: Payload

  /// A payment, or with `cumulative` the level reached; `settles` where it counts as another amount.
  public init(
    investor: EntityID, issuer: EntityID, amount: Money, commitment: CommitmentID? = nil,
    form: FundingForm? = nil, what: String? = nil, cumulative: Bool? = nil, settles: Money? = nil,
    inFull: Bool? = nil,
    agreement: AgreementID? = nil
  ) {
    payload = [
      "investor": investor, "issuer": issuer, "amount": amount, "commitment": commitment,
      "form": form, "what": what, "cumulative": cumulative, "settles": settles, "in_full": inFull,
      "agreement": agreement,
    ]
  }
}

extension Field {
  fileprivate static let what = Field.optional(
    "what", .text, "what is given, where it is not money")
}

/// A promise that grows.
///
/// Key: the commitment and the day. It serves promises of capital and of purchases alike.
public struct CommitmentIncreased: Event {
  /// The stored name.
  public static let type: EventType = "commitment.increased"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Capital", "a promise that grows",
    headline: "{commitment} grows by {amount}[: {reason}]",
    fields: [
      .required("commitment", .slug(.commitment), "which promise"),
      .required("amount", .money, "by how much"),
      .optional("reason", .text, "why, in your own words"),
    ],
    claims: [.fact(.increase, ["commitment", .effective])])
  /// What was said.
  public let payload: Payload

  /// An increase, and why where it is known.
  public init(
    commitment: CommitmentID, amount: Money, reason: String? = nil, agreement: AgreementID? = nil
  ) {
    payload = [
      "commitment": commitment, "amount": amount, "reason": reason, "agreement": agreement,
    ]
  }
}

/// A part of a promise that is no longer owed by whoever gave it.
///
/// Key: the commitment and the day. It serves promises of capital and of purchases alike.
public struct CommitmentReduced: Event {
  /// The stored name.
  public static let type: EventType = "commitment.reduced"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Capital", "a promise that shrinks",
    headline: "{commitment} shrinks by {amount} ({reason})",
    fields: [
      .required("commitment", .slug(.commitment), "which promise"),
      .required("amount", .money, "by how much"),
      .required("reason", .choice(ReductionReason.self), "why"),
      .optional(
        "to", .slug(.entity),
        "who took it over, whose own promise tells what is owed; only with assigned"),
    ],
    rules: [.barredUnless(field: "to", other: "reason", equals: "assigned")],
    claims: [.fact(.reduction, ["commitment", .effective])])
  /// What was said.
  public let payload: Payload

  /// A reduction; `to` is given when it was assigned, and only then.
  public init(
    commitment: CommitmentID, amount: Money, reason: ReductionReason, to: EntityID? = nil,
    agreement: AgreementID? = nil
  ) {
    payload = [
      "commitment": commitment, "amount": amount, "reason": reason, "to": to,
      "agreement": agreement,
    ]
  }
}
