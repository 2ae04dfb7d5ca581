// Rights that one entity has against another. A grant states all terms, an amendment only those
// that change; what holds is their merge in effective order, so each term is a claim of its own.

/// What sort of right somebody holds against somebody.
public enum RightKind: String, Choice {
  /// Nobody else may be dealt with.
  case exclusivity
  /// The use of intellectual property.
  case ipLicence = "ip_licence"
  /// To match an offer before others may take it.
  case rightOfFirstRefusal = "right_of_first_refusal"
  /// To be asked before others are.
  case rightOfFirstOffer = "right_of_first_offer"
  /// To be the partner of choice.
  case preferredPartner = "preferred_partner"
  /// To do what would otherwise be barred.
  case permission
  /// A promise to do or to refrain.
  case covenant
  /// A seat on a board, or its observer's chair.
  case boardSeat = "board_seat"
  /// Not to sell for a time.
  case lockUp = "lock_up"
  /// Not to buy more, or to seek control.
  case standstill
  /// Not to do the same business.
  case nonCompete = "non_compete"
  /// Not to win over staff or customers.
  case nonSolicit = "non_solicit"
  /// To keep one's share when new shares are issued for less.
  case antiDilution = "anti_dilution"
  /// To stop a decision.
  case veto
  /// To sell on the same terms when others do.
  case tagAlong = "tag_along"
  /// To make others sell on the same terms.
  case dragAlong = "drag_along"
  /// To take a part of new shares before others may.
  case preEmption = "pre_emption"
  /// To be told figures and events.
  case information
  /// To terms as good as anybody's.
  case mostFavoured = "most_favoured"
  /// What follows when control changes.
  case changeOfControl = "change_of_control"
  /// To name members of a board or officers.
  case appointment
  /// To sit in a board's meetings without a vote.
  case observer
}

/// On which side of its value a constraint lies.
public enum ConstraintOperator: String, Choice {
  /// The value is a floor.
  case atLeast = "at_least"
  /// The value is a ceiling.
  case atMost = "at_most"
  /// The source does not say.
  case unstated
}

/// A limit on the use of a right.
public struct Constraint: PayloadValue {
  static let fields: [Field] = [
    .required("text", .text, "the limit, in your own words"),
    .optional("metric", .text, "what is measured"),
    .optional(
      "operator", .choice(ConstraintOperator.self), "whether the value is floor or ceiling"),
    .optional("value", .text, "the threshold"),
    .optional("ends", .object(End.fields), "when the limit falls away"),
  ]

  /// The object.
  public let said: JSON

  /// A limit in words and, where it is measured, by metric and value.
  public init(
    _ text: String, metric: String? = nil, operator: ConstraintOperator? = nil,
    value: String? = nil, ends: End? = nil
  ) {
    let said: Payload = [
      "text": text, "metric": metric, "operator": `operator`, "value": value, "ends": ends,
    ]
    self.said = said.json
  }
}

/// A right that one entity gives another.
///
/// Key: the right; each term stated is a claim of its own, and what holds is the merge of grant and
/// amendments.
public struct RightGranted: Event {
  /// The stored name.
  public static let type: EventType = "right.granted"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Rights", "a right and its terms",
    headline: "{grantor} grants {grantee} {right} ({kind})",
    fields: [.required("right", .slug(.right), "the slug by which other events name the right")]
      + terms,
    claims: [.terms(.right, "right"), .act(.right, "right", "granted")], isNamed: true)

  /// The terms, which an amendment may change.
  fileprivate static let terms: [Field] = [
    .required("kind", .choice(RightKind.self), "what sort of right it is"),
    .required("grantor", .slug(.entity), "against whom it is held"),
    .required("grantee", .slug(.entity), "who holds it"),
    .optional("scope", .list(.text), "what it covers"),
    .optional("exclusions", .list(.text), "what it does not cover"),
    .optional("exceptions", .list(.text), "cases in which it does not apply"),
    .optional("constraints", .list(.object(Constraint.fields)), "limits on its use"),
    .product, .territory,
    .optional("seats", .count, "how many seats"),
    .optional("of_seats", .count, "of how many in all"),
    .optional("exclusive", .flag, "whether only the grantee has it"),
    .optional("exclusive_ends", .object(End.fields), "when it stops being exclusive"),
    .optional("starts", .object(End.fields), "when it begins, if not at once"),
    .optional("ends", .object(End.fields), "when it ends"),
    .survives,
  ]

  /// What was said.
  public let payload: Payload

  /// A right with its terms.
  public init(
    right: RightID, kind: RightKind, grantor: EntityID, grantee: EntityID, scope: [String] = [],
    exclusions: [String] = [], exceptions: [String] = [], constraints: [Constraint] = [],
    product: [String] = [], territory: [String] = [], seats: Int? = nil, ofSeats: Int? = nil,
    exclusive: Bool? = nil, exclusiveEnds: End? = nil, starts: End? = nil, ends: End? = nil,
    survives: Bool? = nil, name: String? = nil, agreement: AgreementID? = nil
  ) {
    payload = [
      "right": right, "kind": kind, "grantor": grantor, "grantee": grantee, "scope": scope,
      "exclusions": exclusions, "exceptions": exceptions, "constraints": constraints,
      "product": product, "territory": territory, "seats": seats, "of_seats": ofSeats,
      "exclusive": exclusive, "exclusive_ends": exclusiveEnds, "starts": starts, "ends": ends,
      "survives": survives, "name": name, "agreement": agreement,
    ]
  }
}

/// New terms of a right.
///
/// Key: the right, term by term. Only what changes is stated; null removes (RFC 7396).
public struct RightAmended: Event {
  /// The stored name.
  public static let type: EventType = "right.amended"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Rights", "new terms of a right",
    headline: "{right} is amended",
    fields: [.required("right", .slug(.right), "which right")]
      + RightGranted.terms.map(\.amendable),
    rules: [.atLeastOne(RightGranted.terms.map(\.name))],
    claims: [.terms(.right, "right")])
  /// What was said.
  public let payload: Payload

  /// What changes; `removing` names the terms that fall away, parts as in `ends.when`.
  public init(
    right: RightID, kind: RightKind? = nil, grantor: EntityID? = nil, grantee: EntityID? = nil,
    scope: [String] = [], exclusions: [String] = [], exceptions: [String] = [],
    constraints: [Constraint] = [], product: [String] = [], territory: [String] = [],
    seats: Int? = nil, ofSeats: Int? = nil, exclusive: Bool? = nil, exclusiveEnds: End? = nil,
    starts: End? = nil, ends: End? = nil, survives: Bool? = nil, removing: [String] = [],
    agreement: AgreementID? = nil
  ) {
    let said: Payload = [
      "right": right, "kind": kind, "grantor": grantor, "grantee": grantee, "scope": scope,
      "exclusions": exclusions, "exceptions": exceptions, "constraints": constraints,
      "product": product, "territory": territory, "seats": seats, "of_seats": ofSeats,
      "exclusive": exclusive, "exclusive_ends": exclusiveEnds, "starts": starts, "ends": ends,
      "survives": survives, "agreement": agreement,
    ]
    payload = said.removing(removing)
  }
}

/// A right that is said to hold still.
///
/// Key: the right and this act. It changes no term.
public struct RightAffirmed: Event {
  /// The stored name.
  public static let type: EventType = "right.affirmed"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Rights", "a right that still holds",
    headline: "{right} still holds",
    fields: [
      .required("right", .slug(.right), "which right")
    ],
    claims: [.act(.right, "right", "affirmed")])
  /// What was said.
  public let payload: Payload

  /// An affirmation of a right.
  public init(right: RightID, agreement: AgreementID? = nil) {
    payload = ["right": right, "agreement": agreement]
  }
}

/// A right that its holder gives up.
///
/// Key: the right and this act. To waive what was never granted is a discrepancy, not an error.
public struct RightWaived: Event {
  /// The stored name.
  public static let type: EventType = "right.waived"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Rights", "a right given up",
    headline: "{right} is waived",
    fields: [
      .required("right", .slug(.right), "which right")
    ],
    claims: [.act(.right, "right", "waived")])
  /// What was said.
  public let payload: Payload

  /// A waiver of a right.
  public init(right: RightID, agreement: AgreementID? = nil) {
    payload = ["right": right, "agreement": agreement]
  }
}

/// A right that holds no longer.
///
/// Key: the right and this act.
public struct RightEnded: Event {
  /// The stored name.
  public static let type: EventType = "right.ended"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Rights", "a right that ended",
    headline: "{right} ends[, replaced by {replaced_by}]",
    fields: [
      .required("right", .slug(.right), "which right"),
      .optional("replaced_by", .slug(.right), "the right that takes its place"),
    ],
    claims: [.act(.right, "right", "ended")])
  /// What was said.
  public let payload: Payload

  /// An end, and what comes instead where something does.
  public init(right: RightID, replacedBy: RightID? = nil, agreement: AgreementID? = nil) {
    payload = ["right": right, "replaced_by": replacedBy, "agreement": agreement]
  }
}
