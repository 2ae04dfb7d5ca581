/// A part of a warrant that vests by itself.
public struct Tranche: PayloadValue {
  static let fields: [Field] = [
    .required("units", .quantity, "how many units"),
    .optional("conditions", .list(.conditionState), "what must come true before they vest"),
  ]

  /// The object.
  public let said: JSON

  /// Units, and what must come true before they vest.
  public init(_ units: Quantity, conditions: [ConditionState] = []) {
    let said: Payload = ["units": units, "conditions": conditions]
    self.said = said.json
  }
}

/// The right to buy units of an issuer at a price fixed beforehand.
///
/// Key: the warrant.
public struct WarrantIssued: Event {
  /// The stored name.
  public static let type: EventType = "warrant.issued"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Warrants", "a warrant and its tranches",
    headline: "{issuer} gives {holder} a warrant for {units} ({warrant})",
    fields: [
      .required("warrant", .slug(.warrant), "the slug by which other events name the warrant"),
      .required("holder", .slug(.entity), "who may buy"),
      .required("issuer", .slug(.entity), "whose units"),
      .required("units", .quantity, "how many in all"),
      .optional("strike", .money, "the price of one unit"),
      .optional("price", .price, "that price where it has fractions of a cent"),
      .optional("tranches", .list(.object(Tranche.fields)), "the parts that vest by themselves"),
      .optional("expires", .date, "after which it can no longer be exercised"),
    ],
    claims: [.fact(.warrant, ["warrant"])], isNamed: true)
  /// What was said.
  public let payload: Payload

  /// A warrant as issued.
  public init(
    warrant: WarrantID, holder: EntityID, issuer: EntityID, units: Quantity, strike: Money? = nil,
    price: Price? = nil, tranches: [Tranche] = [], expires: PartialDate? = nil, name: String? = nil,
    agreement: AgreementID? = nil
  ) {
    payload = [
      "warrant": warrant, "holder": holder, "issuer": issuer, "units": units, "strike": strike,
      "price": price, "tranches": tranches, "expires": expires, "name": name,
      "agreement": agreement,
    ]
  }
}

/// Units of a warrant that may be bought from here on.
///
/// Key: the warrant and the day; units of different days add up.
public struct WarrantVested: Event {
  /// The stored name.
  public static let type: EventType = "warrant.vested"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Warrants", "units that may be bought",
    headline: "{units} of {warrant} vest",
    fields: [
      .required("warrant", .slug(.warrant), "which warrant"),
      .required("units", .quantity, "how many vest"),
    ],
    claims: [.fact(.warrantVesting, ["warrant", .effective])])
  /// What was said.
  public let payload: Payload

  /// The units that vest on that day.
  public init(warrant: WarrantID, units: Quantity, agreement: AgreementID? = nil) {
    payload = ["warrant": warrant, "units": units, "agreement": agreement]
  }
}

/// Units that the holder of a warrant has bought.
///
/// Key: the warrant and the day; units of different days add up.
public struct WarrantExercised: Event {
  /// The stored name.
  public static let type: EventType = "warrant.exercised"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Warrants", "units that were bought",
    headline: "{units} of {warrant} are exercised",
    fields: [
      .required("warrant", .slug(.warrant), "which warrant"),
      .required("units", .quantity, "how many are bought"),
    ],
    claims: [.fact(.warrantExercise, ["warrant", .effective])])
  /// What was said.
  public let payload: Payload

  /// The units bought on that day.
  public init(warrant: WarrantID, units: Quantity, agreement: AgreementID? = nil) {
    payload = ["warrant": warrant, "units": units, "agreement": agreement]
  }
}
