/// A promise to buy from a supplier.
///
/// Key: the commitment. Parts named by `part_of` never add to their whole.
public struct PurchaseCommitted: Event {
  /// The stored name.
  public static let type: EventType = "purchase.committed"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Purchases", "a promise to buy",
    headline: "{buyer} commits to buy {subject} from {supplier}[: {amount}][, {quantity}]",
    fields: [
      .required(
        "commitment", .slug(.commitment), "the slug by which other events name the promise"),
      .required("buyer", .slug(.entity), "who is to buy"),
      .required("supplier", .slug(.entity), "who is to deliver"),
      .required("subject", .text, "what is bought"),
      .optional("amount", .money, "for how much"),
      .optional("quantity", .quantity, "how much of it"),
      .optional("term", .period, "over which time"),
      .optional("part_of", .slug(.commitment), "the larger promise of which this is a part"),
      .optional("conditions", .list(.conditionState), "what must come true before it is owed"),
      .optional("expires", .date, "after which the undrawn part is released"),
      .survives,
    ],
    rules: [.atLeastOne(["amount", "quantity"])],
    claims: [.fact(.purchase, ["commitment"])], isNamed: true)
  /// What was said.
  public let payload: Payload

  /// A promise with its amount, its quantity or both.
  public init(
    commitment: CommitmentID, buyer: EntityID, supplier: EntityID, subject: String,
    amount: Money? = nil, quantity: Quantity? = nil, term: Period? = nil,
    partOf: CommitmentID? = nil, conditions: [ConditionState] = [], expires: PartialDate? = nil,
    survives: Bool? = nil, name: String? = nil, agreement: AgreementID? = nil
  ) {
    payload = [
      "commitment": commitment, "buyer": buyer, "supplier": supplier, "subject": subject,
      "amount": amount, "quantity": quantity, "term": term, "part_of": partOf,
      "conditions": conditions, "expires": expires, "survives": survives, "name": name,
      "agreement": agreement,
    ]
  }
}

/// What a buyer has taken of its promise.
///
/// Key: the commitment and the day: two papers on one delivery are one delivery, two days are two.
public struct PurchaseDrawn: Event {
  /// The stored name.
  public static let type: EventType = "purchase.drawn"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Purchases", "what was taken of a promise to buy",
    headline: "{commitment} is drawn[ by {amount}][, {quantity}]",
    fields: [
      .required("commitment", .slug(.commitment), "which promise"),
      .optional("amount", .money, "for how much"),
      .optional("quantity", .quantity, "how much of it"),
      .optional(
        "cumulative", .flag,
        "true for the level reached on that day, to which later draws add; else it adds"),
      .settles,
      .inFull,
    ],
    rules: [
      .atLeastOne(["amount", "quantity"]), .onlyWith(field: "settles", other: "amount"),
    ],
    claims: [.fact(.drawdown, ["commitment", .effective], manner: ["cumulative"])])
  /// What was said.
  public let payload: Payload

  /// A draw, or with `cumulative` the level reached; `settles` where it counts as another amount.
  public init(
    commitment: CommitmentID, amount: Money? = nil, quantity: Quantity? = nil,
    cumulative: Bool? = nil, settles: Money? = nil, inFull: Bool? = nil,
    agreement: AgreementID? = nil
  ) {
    payload = [
      "commitment": commitment, "amount": amount, "quantity": quantity, "cumulative": cumulative,
      "settles": settles, "in_full": inFull, "agreement": agreement,
    ]
  }
}
