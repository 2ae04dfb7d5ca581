/// What sort of thing an entity is.
public enum EntityKind: String, Choice {
  /// A company or partnership for profit.
  case company
  /// A foundation, charity or association.
  case nonprofit
  /// An investment fund.
  case fund
  /// A trust or stewardship foundation that holds for others.
  case trust
  /// A state or one of its bodies.
  case government
  /// A natural person.
  case person
  /// Several holders spoken of as one, such as employees and investors.
  case group
}

/// An entity that other events may name from here on.
///
/// Key: the entity; each term stated is a claim of its own.
public struct EntityRegistered: Event {
  /// The stored name.
  public static let type: EventType = "entity.registered"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Entities", "an entity and what it is called", stream: .reserved("entities"),
    headline: "{name} is known as {entity}",
    fields: [
      .required("entity", .slug(.entity), "the slug by which the ledger names it"),
      .required("name", .text, "what it is called"),
      .required("kind", .choice(EntityKind.self), "what sort of thing it is"),
      .optional("jurisdiction", .text, "where it is organised, such as US-DE"),
      .optional("lei", .text, "its legal entity identifier (ISO 17442)"),
      .optional("ids", .list(.identifier), "its numbers in registers"),
    ],
    claims: [.terms(.entity, "entity")])
  /// What was said.
  public let payload: Payload

  /// An entity with what is known of it.
  public init(
    entity: EntityID, name: String, kind: EntityKind, jurisdiction: String? = nil,
    lei: String? = nil, ids: [Identifier] = [], agreement: AgreementID? = nil
  ) {
    payload = [
      "entity": entity, "name": name, "kind": kind, "jurisdiction": jurisdiction, "lei": lei,
      "ids": ids,
      "agreement": agreement,
    ]
  }
}

/// A new name for an entity that goes on under its slug.
///
/// Key: the entity; the name is a claim beside the one registered.
public struct EntityRenamed: Event {
  /// The stored name.
  public static let type: EventType = "entity.renamed"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Entities", "a new name for an entity", stream: .reserved("entities"),
    headline: "{entity} is now called {name}",
    fields: [
      .required("entity", .slug(.entity), "who is renamed"),
      .required("name", .text, "the name from then on"),
    ],
    claims: [.terms(.entity, "entity")])
  /// What was said.
  public let payload: Payload

  /// An entity under its new name.
  public init(entity: EntityID, name: String, agreement: AgreementID? = nil) {
    payload = ["entity": entity, "name": name, "agreement": agreement]
  }
}

/// An entity whose place another one takes.
///
/// Key: the entity, whose succession happens once. What was said of it is found under its
/// successor.
public struct EntitySucceeded: Event {
  /// The stored name.
  public static let type: EventType = "entity.succeeded"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Entities", "the successor of an entity", stream: .reserved("entities"),
    headline: "{entity} is succeeded by {successor}",
    fields: [
      .required("entity", .slug(.entity), "who ceases"),
      .required("successor", .slug(.entity), "who takes its place"),
      .optional("reason", .text, "how it came about"),
    ],
    claims: [.act(.entity, "entity", "succeeded")])
  /// What was said.
  public let payload: Payload

  /// A succession from one entity to the other.
  public init(
    entity: EntityID, successor: EntityID, reason: String? = nil, agreement: AgreementID? = nil
  ) {
    payload = ["entity": entity, "successor": successor, "reason": reason, "agreement": agreement]
  }
}
