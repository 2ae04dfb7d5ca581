// Options: the right to sell or to buy at a price that is fixed or reckoned beforehand. A grant states all
// terms, an amendment only those that change.

/// Who may demand what of whom.
public enum OptionKind: String, Choice {
  /// The holder may sell to the writer.
  case put
  /// The holder may buy from the writer.
  case call
  /// Either may demand the sale.
  case mutual
}

/// The time within which an option may be exercised.
public struct Window: PayloadValue {
  static let fields: [Field] = [
    .optional("from", .date, "the first day"),
    .optional("to", .date, "the last day"),
    .optional("when", .list(.conditionState), "what must come true before it opens"),
  ]

  /// The object.
  public let said: JSON

  /// A window; at least one part is there, else the check refuses the event.
  public init(from: PartialDate? = nil, to: PartialDate? = nil, when: [ConditionState] = []) {
    let said: Payload = ["from": from, "to": to, "when": when]
    self.said = said.json
  }
}

/// The right of one entity to sell to another, or to buy from it.
///
/// Key: the option; each term stated is a claim of its own. Until it is exercised it is no commitment.
public struct OptionGranted: Event {
  /// The stored name.
  public static let type: EventType = "option.granted"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Options", "the right to sell or to buy at a price",
    headline: """
      {writer} grants {holder} a {kind} option[ on {percent}][ on {units}][ on {asset}]\
      [ of {issuer}][ at {strike}][ at {price}] ({option})[, floor {floor}]
      """,
    fields: [.required("option", .slug(.option), "the slug by which other events name the option")]
      + terms,
    rules: [.atLeastOne(["percent", "units", "asset"])],
    claims: [.terms(.option, "option"), .act(.option, "option", "granted")], isNamed: true)

  /// The terms, which an amendment may change.
  fileprivate static let terms: [Field] = [
    .required("kind", .choice(OptionKind.self), "who may demand what"),
    .required("holder", .slug(.entity), "who may exercise it"),
    .required("writer", .slug(.entity), "who must then buy or sell"),
    .optional("issuer", .slug(.entity), "whose shares are sold"),
    .optional("percent", .percent, "how large a share of the issuer"),
    .optional("units", .quantity, "how many units of the issuer"),
    .optional("asset", .text, "what else is sold, or licensed"),
    .optional("strike", .money, "the price of all of it"),
    .optional("price", .price, "the price of one unit"),
    .optional("formula", .text, "how the price is reckoned, in your own words"),
    .optional("floor", .money, "the least that the price is, or is reckoned from"),
    .optional("cap", .money, "the most"),
    .optional("window", .object(Window.fields), "when it may be exercised"),
    .optional("settlement", .text, "in what and when it is paid"),
    .optional("conditions", .list(.conditionState), "what must come true before it is carried out"),
    .survives,
  ]

  /// What was said.
  public let payload: Payload

  /// An option with its terms.
  public init(
    option: OptionID, kind: OptionKind, holder: EntityID, writer: EntityID,
    issuer: EntityID? = nil, percent: Percent? = nil, units: Quantity? = nil, asset: String? = nil,
    strike: Money? = nil, price: Price? = nil, formula: String? = nil, floor: Money? = nil,
    cap: Money? = nil, window: Window? = nil, settlement: String? = nil,
    conditions: [ConditionState] = [], survives: Bool? = nil, name: String? = nil,
    agreement: AgreementID? = nil
  ) {
    payload = [
      "option": option, "kind": kind, "holder": holder, "writer": writer, "issuer": issuer,
      "percent": percent, "units": units, "asset": asset, "strike": strike, "price": price,
      "formula": formula, "floor": floor, "cap": cap, "window": window, "settlement": settlement,
      "conditions": conditions, "survives": survives, "name": name, "agreement": agreement,
    ]
  }
}

/// New terms of an option.
///
/// Key: the option, term by term. Only what changes is stated; null removes (RFC 7396).
public struct OptionAmended: Event {
  /// The stored name.
  public static let type: EventType = "option.amended"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Options", "new terms of an option",
    headline: "{option} is amended",
    fields: [.required("option", .slug(.option), "which option")]
      + OptionGranted.terms.map(\.amendable),
    rules: [.atLeastOne(OptionGranted.terms.map(\.name))],
    claims: [.terms(.option, "option")])
  /// What was said.
  public let payload: Payload

  /// What changes; `removing` names the terms that fall away, parts as in `window.to`.
  public init(
    option: OptionID, kind: OptionKind? = nil, holder: EntityID? = nil, writer: EntityID? = nil,
    issuer: EntityID? = nil, percent: Percent? = nil, units: Quantity? = nil, asset: String? = nil,
    strike: Money? = nil, price: Price? = nil, formula: String? = nil, floor: Money? = nil,
    cap: Money? = nil, window: Window? = nil, settlement: String? = nil,
    conditions: [ConditionState] = [], survives: Bool? = nil, removing: [String] = [],
    agreement: AgreementID? = nil
  ) {
    let said: Payload = [
      "option": option, "kind": kind, "holder": holder, "writer": writer, "issuer": issuer,
      "percent": percent, "units": units, "asset": asset, "strike": strike, "price": price,
      "formula": formula, "floor": floor, "cap": cap, "window": window, "settlement": settlement,
      "conditions": conditions, "survives": survives, "agreement": agreement,
    ]
    payload = said.removing(removing)
  }
}

/// An option that its holder has used.
///
/// Key: the option and this act. What is paid for it is a payment; what is held then, a stake.
public struct OptionExercised: Event {
  /// The stored name.
  public static let type: EventType = "option.exercised"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Options", "an option that was used",
    headline: "{option} is exercised[ for {amount}][ at {price}]",
    fields: [
      .required("option", .slug(.option), "which option"),
      .optional("by", .slug(.entity), "by whom, where either might"),
      .optional("percent", .percent, "for how large a share, if not for all"),
      .optional("units", .quantity, "for how many units, if not for all"),
      .optional("amount", .money, "the price of all of it, as it turned out"),
      .optional("price", .price, "the price of one unit"),
      .optional("closes", .date, "when it is carried out"),
    ],
    claims: [
      .act(.option, "option", "exercised"), .fact(.optionExercise, ["option", .effective]),
    ])
  /// What was said.
  public let payload: Payload

  /// An exercise, and the price that came of it where it is known.
  public init(
    option: OptionID, by: EntityID? = nil, percent: Percent? = nil, units: Quantity? = nil,
    amount: Money? = nil, price: Price? = nil, closes: PartialDate? = nil,
    agreement: AgreementID? = nil
  ) {
    payload = [
      "option": option, "by": by, "percent": percent, "units": units, "amount": amount,
      "price": price, "closes": closes, "agreement": agreement,
    ]
  }
}

/// An option that nobody used in its time.
///
/// Key: the option and this act.
public struct OptionLapsed: Event {
  /// The stored name.
  public static let type: EventType = "option.lapsed"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Options", "an option that nobody used",
    headline: "{option} lapses",
    fields: [.required("option", .slug(.option), "which option")],
    claims: [.act(.option, "option", "lapsed")])
  /// What was said.
  public let payload: Payload

  /// A lapse of an option.
  public init(option: OptionID, agreement: AgreementID? = nil) {
    payload = ["option": option, "agreement": agreement]
  }
}

/// An option that its holder gives up.
///
/// Key: the option and this act.
public struct OptionWaived: Event {
  /// The stored name.
  public static let type: EventType = "option.waived"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Options", "an option given up",
    headline: "{option} is waived",
    fields: [.required("option", .slug(.option), "which option")],
    claims: [.act(.option, "option", "waived")])
  /// What was said.
  public let payload: Payload

  /// A waiver of an option.
  public init(option: OptionID, agreement: AgreementID? = nil) {
    payload = ["option": option, "agreement": agreement]
  }
}
