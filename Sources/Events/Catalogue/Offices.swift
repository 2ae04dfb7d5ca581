/// What somebody does for an entity.
public enum OfficeKind: String, Choice {
  /// A member of the board.
  case director
  /// Who leads the board.
  case chair
  /// Who sits in its meetings without a vote.
  case observer
  /// Who leads the company.
  case chiefExecutive = "chief_executive"
  /// Anything else.
  case other
}

/// An office that a person takes.
///
/// Key: person, entity and office.
public struct OfficeTaken: Event {
  /// The stored name.
  public static let type: EventType = "office.taken"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Offices", "an office that a person takes",
    headline: "{person} takes office at {entity} ([{title}|{office}])[, named by {nominated_by}]",
    fields: fields + [
      .optional("nominated_by", .slug(.entity), "who named the person"),
      .optional("title", .text, "what the office is called there"),
    ],
    claims: [.fact(.office, ["person", "entity", "office"])])

  /// Who holds what where.
  fileprivate static let fields: [Field] = [
    .required("person", .slug(.entity), "who"),
    .required("entity", .slug(.entity), "where"),
    .required("office", .choice(OfficeKind.self), "as what"),
  ]

  /// What was said.
  public let payload: Payload

  /// An office, and who named the person where that is known.
  public init(
    person: EntityID, entity: EntityID, office: OfficeKind, nominatedBy: EntityID? = nil,
    title: String? = nil, agreement: AgreementID? = nil
  ) {
    payload = [
      "person": person, "entity": entity, "office": office, "nominated_by": nominatedBy,
      "title": title, "agreement": agreement,
    ]
  }
}

/// An office that a person leaves.
///
/// Key: person, entity and office, of the leaving.
public struct OfficeLeft: Event {
  /// The stored name.
  public static let type: EventType = "office.left"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Offices", "an office that a person leaves",
    headline: "{person} leaves office at {entity} ({office})[: {reason}]",
    fields: OfficeTaken.fields + [.optional("reason", .text, "why, in your own words")],
    claims: [.fact(.officeLeft, ["person", "entity", "office"])])
  /// What was said.
  public let payload: Payload

  /// An end of an office.
  public init(
    person: EntityID, entity: EntityID, office: OfficeKind, reason: String? = nil,
    agreement: AgreementID? = nil
  ) {
    payload = [
      "person": person, "entity": entity, "office": office, "reason": reason,
      "agreement": agreement,
    ]
  }
}
