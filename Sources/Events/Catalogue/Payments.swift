// Payments that are neither capital nor purchases: fees, milestones, awards. What is left of a promise
// and what was paid without one is worked out by the projections.

/// For what a payment is.
public enum PaymentCategory: String, Choice {
  /// At signing or closing.
  case upfront
  /// For a step of development.
  case developmentMilestone = "development_milestone"
  /// For an approval.
  case regulatoryMilestone = "regulatory_milestone"
  /// For sales reached.
  case salesMilestone = "sales_milestone"
  /// For a licence.
  case licenceFee = "licence_fee"
  /// For an option.
  case optionFee = "option_fee"
  /// For ending or not closing a deal.
  case terminationFee = "termination_fee"
  /// What a court or panel awards, or parties settle for.
  case award
  /// Profits paid out.
  case dividend
  /// Costs paid back.
  case expense
  /// The price of what was sold, such as the strike of an option.
  case price
  /// Anything else.
  case other
}

/// A promise of a payment.
///
/// Key: the payment, so that the same milestone told by two papers is one. Parts named by `part_of`
/// never add to their whole.
public struct PaymentPromised: Event {
  /// The stored name.
  public static let type: EventType = "payment.promised"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Payments", "a promise of a payment",
    headline: "{payer} promises {payee} {amount} ({payment}, {category})",
    fields: [
      .required("payment", .slug(.payment), "the slug by which other events name the promise"),
      .required("payer", .slug(.entity), "who promises"),
      .required("payee", .slug(.entity), "who is to receive"),
      .required("amount", .money, "how much"),
      .required("category", .choice(PaymentCategory.self), "for what"),
      .optional("due", .date, "when it is to be paid"),
      .optional("conditions", .list(.conditionState), "what must come true before it is owed"),
      .optional("expires", .date, "after which what is unpaid is released"),
      .optional("part_of", .slug(.payment), "the larger promise of which this is a part"),
      .optional(
        "commitment", .slug(.commitment), "the commitment of which this is a part, if of one"),
      .product, .territory, .survives,
    ],
    claims: [.fact(.payment, ["payment"])], isNamed: true)
  /// What was said.
  public let payload: Payload

  /// A promise with what is known of it.
  public init(
    payment: PaymentID, payer: EntityID, payee: EntityID, amount: Money, category: PaymentCategory,
    due: PartialDate? = nil, conditions: [ConditionState] = [], expires: PartialDate? = nil,
    partOf: PaymentID? = nil, commitment: CommitmentID? = nil, product: [String] = [],
    territory: [String] = [],
    survives: Bool? = nil, name: String? = nil, agreement: AgreementID? = nil
  ) {
    payload = [
      "payment": payment, "payer": payer, "payee": payee, "amount": amount, "category": category,
      "due": due, "conditions": conditions, "expires": expires, "part_of": partOf,
      "commitment": commitment, "product": product, "territory": territory, "survives": survives,
      "name": name, "agreement": agreement,
    ]
  }
}

/// A payment that was made.
///
/// Key: payer, payee, payment and day, the category and whether it is a level: two papers on one
/// payment are one payment, two days are two.
public struct PaymentMade: Event {
  /// The stored name.
  public static let type: EventType = "payment.made"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Payments", "a payment that was made",
    headline: "{payer} pays {payee} {amount} ([{payment}|{category}])",
    fields: [
      .optional("payment", .slug(.payment), "the promise that it fulfils"),
      .required("payer", .slug(.entity), "who paid"),
      .required("payee", .slug(.entity), "who received"),
      .required("amount", .money, "how much"),
      .optional(
        "category", .choice(PaymentCategory.self), "for what, where no promise tells it"),
      .optional(
        "cumulative", .flag,
        "true for the level reached on that day, to which later payments add; else it adds"),
      .settles, .inFull,
    ],
    rules: [
      .onlyWith(field: "in_full", other: "payment"), .exactlyOne(["payment", "category"]),
    ],
    claims: [
      .fact(
        .paid, ["payer", "payee", "payment", .effective], manner: ["category", "cumulative"])
    ])
  /// What was said.
  public let payload: Payload

  /// A payment, or with `cumulative` the level reached; `settles` where it counts as another amount.
  public init(
    payment: PaymentID? = nil, payer: EntityID, payee: EntityID, amount: Money,
    category: PaymentCategory? = nil, cumulative: Bool? = nil, settles: Money? = nil,
    inFull: Bool? = nil, agreement: AgreementID? = nil
  ) {
    payload = [
      "payment": payment, "payer": payer, "payee": payee, "amount": amount, "category": category,
      "cumulative": cumulative, "settles": settles, "in_full": inFull, "agreement": agreement,
    ]
  }
}

/// A part of a promised payment that is no longer owed.
///
/// Key: the payment and the day.
public struct PaymentReduced: Event {
  /// The stored name.
  public static let type: EventType = "payment.reduced"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Payments", "a promised payment that shrinks",
    headline: "{payment} shrinks by {amount}[: {reason}]",
    fields: [
      .required("payment", .slug(.payment), "which promise"),
      .required("amount", .money, "by how much"),
      .optional("reason", .text, "why, in your own words"),
    ],
    claims: [.fact(.reduction, ["payment", .effective])])
  /// What was said.
  public let payload: Payload

  /// A reduction, and why where it is known.
  public init(
    payment: PaymentID, amount: Money, reason: String? = nil, agreement: AgreementID? = nil
  ) {
    payload = ["payment": payment, "amount": amount, "reason": reason, "agreement": agreement]
  }
}
