// Conditions: what may come true, who says so and who confirms it. Terms elsewhere wait for a
// condition by naming it in one of its states, see ``ConditionState``.

/// What sort of condition it is.
public enum ConditionKind: String, Choice {
  /// An authority's approval.
  case regulatory
  /// A vote of shareholders.
  case shareholder
  /// A resolution of a board.
  case board
  /// A step that is reached.
  case milestone
  /// What must be done before a deal closes.
  case closing
  /// Anything else.
  case other
}

/// Something that may come true, and begins or ends other things when it does.
///
/// Key: the condition; each term stated is a claim of its own.
public struct ConditionDefined: Event {
  /// The stored name.
  public static let type: EventType = "condition.defined"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Conditions", "something that may come true",
    headline: "{condition} is defined: {criterion}",
    fields: [
      .required("condition", .slug(.condition), "the slug by which other events name the condition")
    ] + terms,
    claims: [.terms(.condition, "condition"), .act(.condition, "condition", "defined")],
    isNamed: true)

  /// The terms, which an amendment may change.
  fileprivate static let terms: [Field] = [
    .required("criterion", .text, "what must come true, in your own words"),
    .optional("declarer", .slug(.entity), "who may declare it"),
    .optional("verifier", .slug(.entity), "who may confirm the declaration"),
    .optional("kind", .choice(ConditionKind.self), "what sort of condition it is"),
    .optional("authority", .text, "whose approval it is"),
    .optional("long_stop", .date, "after which the parties need wait no longer"),
    .optional("or_on", .date, "the day on which it counts as verified, if not before"),
    .optional("decision", .date, "the day by which a decision is expected"),
  ]

  /// What was said.
  public let payload: Payload

  /// A condition, and who decides on it where that is known.
  public init(
    condition: ConditionID, criterion: String, declarer: EntityID? = nil, verifier: EntityID? = nil,
    kind: ConditionKind? = nil, authority: String? = nil, longStop: PartialDate? = nil,
    orOn: PartialDate? = nil, decision: PartialDate? = nil, name: String? = nil,
    agreement: AgreementID? = nil
  ) {
    payload = [
      "condition": condition, "criterion": criterion, "declarer": declarer, "verifier": verifier,
      "kind": kind, "authority": authority, "long_stop": longStop, "or_on": orOn,
      "decision": decision, "name": name, "agreement": agreement,
    ]
  }
}

/// New terms of a condition.
///
/// Key: the condition, term by term. Only what changes is stated; null removes (RFC 7396).
public struct ConditionAmended: Event {
  /// The stored name.
  public static let type: EventType = "condition.amended"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Conditions", "new terms of a condition",
    headline: "{condition} is amended",
    fields: [.required("condition", .slug(.condition), "which condition")]
      + ConditionDefined.terms.map(\.amendable),
    rules: [.atLeastOne(ConditionDefined.terms.map(\.name))],
    claims: [.terms(.condition, "condition")])
  /// What was said.
  public let payload: Payload

  /// What changes; `removing` names the terms that fall away.
  public init(
    condition: ConditionID, criterion: String? = nil, declarer: EntityID? = nil,
    verifier: EntityID? = nil, kind: ConditionKind? = nil, authority: String? = nil,
    longStop: PartialDate? = nil, orOn: PartialDate? = nil, decision: PartialDate? = nil,
    removing: [String] = [], agreement: AgreementID? = nil
  ) {
    let said: Payload = [
      "condition": condition, "criterion": criterion, "declarer": declarer, "verifier": verifier,
      "kind": kind, "authority": authority, "long_stop": longStop, "or_on": orOn,
      "decision": decision, "agreement": agreement,
    ]
    payload = said.removing(removing)
  }
}

/// A condition that somebody says has come true.
///
/// Key: the condition and this act. Nothing that waits for verification moves.
public struct ConditionDeclared: Event {
  /// The stored name.
  public static let type: EventType = "condition.declared"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Conditions", "a condition said to be met",
    headline: "{condition} is declared[ by {by}]",
    fields: [
      .required("condition", .slug(.condition), "which condition"),
      .optional("by", .slug(.entity), "who declared it"),
    ],
    claims: [.act(.condition, "condition", "declared")])
  /// What was said.
  public let payload: Payload

  /// A declaration, and by whom where that is known.
  public init(condition: ConditionID, by: EntityID? = nil, agreement: AgreementID? = nil) {
    payload = ["condition": condition, "by": by, "agreement": agreement]
  }
}

/// A condition that has come true, as its verifier found.
///
/// Key: the condition and this act.
public struct ConditionVerified: Event {
  /// The stored name.
  public static let type: EventType = "condition.verified"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Conditions", "a condition found to be met",
    headline: "{condition} is verified[ by {by}]",
    fields: [
      .required("condition", .slug(.condition), "which condition"),
      .optional("by", .slug(.entity), "who verified it"),
    ],
    claims: [.act(.condition, "condition", "verified")])
  /// What was said.
  public let payload: Payload

  /// A verification, and by whom where that is known.
  public init(condition: ConditionID, by: EntityID? = nil, agreement: AgreementID? = nil) {
    payload = ["condition": condition, "by": by, "agreement": agreement]
  }
}

/// A condition on which nothing depends any longer.
///
/// Key: the condition and this act.
public struct ConditionRemoved: Event {
  /// The stored name.
  public static let type: EventType = "condition.removed"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Conditions", "a condition given up",
    headline: "{condition} is removed[ by {by}]",
    fields: [
      .required("condition", .slug(.condition), "which condition"),
      .optional("by", .slug(.entity), "who removed it"),
    ],
    claims: [.act(.condition, "condition", "removed")])
  /// What was said.
  public let payload: Payload

  /// A removal, and by whom where that is known.
  public init(condition: ConditionID, by: EntityID? = nil, agreement: AgreementID? = nil) {
    payload = ["condition": condition, "by": by, "agreement": agreement]
  }
}
