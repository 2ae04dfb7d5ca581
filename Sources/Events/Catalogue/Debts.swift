// Debt: what was lent, drawn, paid back and converted. A note that may become shares is debt until it
// does, never a commitment of equity.

/// At what price a debt becomes shares.
public struct Conversion: PayloadValue {
  static let fields: [Field] = [
    .optional("issuer", .slug(.entity), "whose shares it becomes"),
    .optional("price", .price, "the price of one unit"),
    .optional("cap", .money, "the most that the issuer counts as worth (valuation cap)"),
    .optional("discount", .percent, "how much less than others pay"),
    .optional("formula", .text, "how the price is reckoned, in your own words"),
    .optional("from", .date, "the first day"),
    .optional("when", .list(.conditionState), "what must come true before"),
  ]

  /// The object.
  public let said: JSON

  /// The terms of a conversion; at least one is there, else the check refuses the event.
  public init(
    issuer: EntityID? = nil, price: Price? = nil, cap: Money? = nil, discount: Percent? = nil,
    formula: String? = nil, from: PartialDate? = nil, when: [ConditionState] = []
  ) {
    let said: Payload = [
      "issuer": issuer, "price": price, "cap": cap, "discount": discount, "formula": formula,
      "from": from, "when": when,
    ]
    self.said = said.json
  }
}

/// A loan, note or facility.
///
/// Key: the debt; each term stated is a claim of its own. It is drawn whole when it is issued; where draws,
/// conditions or the day from which it can be drawn (`available`) are told, only what is told was drawn.
public struct DebtIssued: Event {
  /// The stored name.
  public static let type: EventType = "debt.issued"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Debt", "a loan, note or facility",
    headline: "{lender} lends {borrower} {principal} ({debt})",
    fields: [.required("debt", .slug(.debt), "the slug by which other events name the debt")]
      + terms,
    claims: [.terms(.debt, "debt"), .act(.debt, "debt", "issued")], isNamed: true)

  /// The terms, which an amendment may change.
  fileprivate static let terms: [Field] = [
    .required("lender", .slug(.entity), "who lends"),
    .required("borrower", .slug(.entity), "who owes"),
    .required("principal", .money, "how much in all"),
    .optional("kind", .text, "what it is, such as convertible note or term loan"),
    .optional("rate", .percent, "the interest a year"),
    .optional("reference", .text, "the rate that interest follows, such as SOFR"),
    .optional("spread", .percent, "what is added to that rate"),
    .optional("available", .date, "the day from which it can be drawn"),
    .optional("available_until", .date, "the last day on which it can be drawn"),
    .optional("maturity", .date, "when it is to be paid back"),
    .optional("secured", .flag, "whether it is secured"),
    .optional("conversion", .object(Conversion.fields), "how it becomes shares"),
    .optional("conditions", .list(.conditionState), "what must come true before it is lent"),
    .optional("commitment", .slug(.commitment), "the commitment of which it is a part, if of one"),
  ]

  /// What was said.
  public let payload: Payload

  /// A debt with its terms.
  public init(
    debt: DebtID, lender: EntityID, borrower: EntityID, principal: Money, kind: String? = nil,
    rate: Percent? = nil, reference: String? = nil, spread: Percent? = nil,
    available: PartialDate? = nil, availableUntil: PartialDate? = nil,
    maturity: PartialDate? = nil, secured: Bool? = nil,
    conversion: Conversion? = nil, conditions: [ConditionState] = [],
    commitment: CommitmentID? = nil, name: String? = nil, agreement: AgreementID? = nil
  ) {
    payload = [
      "debt": debt, "lender": lender, "borrower": borrower, "principal": principal, "kind": kind,
      "rate": rate, "reference": reference, "spread": spread, "available": available,
      "available_until": availableUntil, "maturity": maturity, "secured": secured,
      "conversion": conversion, "conditions": conditions, "commitment": commitment,
      "name": name, "agreement": agreement,
    ]
  }
}

/// New terms of a debt.
///
/// Key: the debt, term by term. Only what changes is stated; null removes (RFC 7396).
public struct DebtAmended: Event {
  /// The stored name.
  public static let type: EventType = "debt.amended"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Debt", "new terms of a debt",
    headline: "{debt} is amended",
    fields: [.required("debt", .slug(.debt), "which debt")] + DebtIssued.terms.map(\.amendable),
    rules: [.atLeastOne(DebtIssued.terms.map(\.name))],
    claims: [.terms(.debt, "debt")])
  /// What was said.
  public let payload: Payload

  /// What changes; `removing` names the terms that fall away, parts as in `conversion.cap`.
  public init(
    debt: DebtID, lender: EntityID? = nil, borrower: EntityID? = nil, principal: Money? = nil,
    kind: String? = nil, rate: Percent? = nil, reference: String? = nil, spread: Percent? = nil,
    available: PartialDate? = nil, availableUntil: PartialDate? = nil,
    maturity: PartialDate? = nil, secured: Bool? = nil,
    conversion: Conversion? = nil, conditions: [ConditionState] = [],
    commitment: CommitmentID? = nil, removing: [String] = [],
    agreement: AgreementID? = nil
  ) {
    let said: Payload = [
      "debt": debt, "lender": lender, "borrower": borrower, "principal": principal, "kind": kind,
      "rate": rate, "reference": reference, "spread": spread, "available": available,
      "available_until": availableUntil, "maturity": maturity, "secured": secured,
      "conversion": conversion, "conditions": conditions, "commitment": commitment,
      "agreement": agreement,
    ]
    payload = said.removing(removing)
  }
}

/// Money that a borrower took of a debt.
///
/// Key: the debt, the day and whether it is a level; draws of different days add up.
public struct DebtDrawn: Event {
  /// The stored name.
  public static let type: EventType = "debt.drawn"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Debt", "money taken of a debt",
    headline: "{amount} of {debt} is drawn",
    fields: [
      .required("debt", .slug(.debt), "which debt"),
      .required("amount", .money, "how much"),
      .debtLevel,
    ],
    claims: [.fact(.debtDraw, ["debt", .effective], manner: ["cumulative"])])
  /// What was said.
  public let payload: Payload

  /// A draw, or with `cumulative` the level reached.
  public init(
    debt: DebtID, amount: Money, cumulative: Bool? = nil, agreement: AgreementID? = nil
  ) {
    payload = ["debt": debt, "amount": amount, "cumulative": cumulative, "agreement": agreement]
  }
}

/// Money that was paid back.
///
/// Key: the debt, the day and whether it is a level; payments of different days add up.
public struct DebtRepaid: Event {
  /// The stored name.
  public static let type: EventType = "debt.repaid"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Debt", "money paid back",
    headline: "{amount} of {debt} is repaid",
    fields: [
      .required("debt", .slug(.debt), "which debt"),
      .required("amount", .money, "how much of the principal"),
      .debtLevel, .settles, .inFull,
    ],
    claims: [.fact(.debtRepayment, ["debt", .effective], manner: ["cumulative"])])
  /// What was said.
  public let payload: Payload

  /// A repayment, or with `cumulative` the level reached; `settles` where it counts as another amount.
  public init(
    debt: DebtID, amount: Money, cumulative: Bool? = nil, settles: Money? = nil,
    inFull: Bool? = nil, agreement: AgreementID? = nil
  ) {
    payload = [
      "debt": debt, "amount": amount, "cumulative": cumulative, "settles": settles,
      "in_full": inFull, "agreement": agreement,
    ]
  }
}

/// Debt that became shares.
///
/// Key: the debt and the day; a stake tells what is held then. Without an amount all of it converts.
public struct DebtConverted: Event {
  /// The stored name.
  public static let type: EventType = "debt.converted"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Debt", "debt that became shares",
    headline:
      "[{amount} of ]{debt} is converted[ into {units}][, shares of {issuer}][, at {price}]",
    fields: [
      .required("debt", .slug(.debt), "which debt"),
      .optional("amount", .money, "how much of the principal, if not all"),
      .optional("units", .quantity, "into how many units"),
      .optional("percent", .percent, "into how large a share"),
      .optional("price", .price, "at which price of a unit"),
      .optional("issuer", .slug(.entity), "of whose shares"),
    ],
    claims: [.fact(.debtConversion, ["debt", .effective])])
  /// What was said.
  public let payload: Payload

  /// A conversion, whole or in part.
  public init(
    debt: DebtID, amount: Money? = nil, units: Quantity? = nil, percent: Percent? = nil,
    price: Price? = nil, issuer: EntityID? = nil, agreement: AgreementID? = nil
  ) {
    payload = [
      "debt": debt, "amount": amount, "units": units, "percent": percent, "price": price,
      "issuer": issuer, "agreement": agreement,
    ]
  }
}

extension Field {
  fileprivate static let debtLevel = Field.optional(
    "cumulative", .flag, "true for the level reached on that day, to which later amounts add")
}
