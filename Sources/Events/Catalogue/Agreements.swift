/// How far an agreement has come.
public enum AgreementKind: String, Choice {
  /// A letter of intent.
  case loi
  /// A memorandum of understanding.
  case mou
  /// A definitive agreement.
  case definitive
}

/// How an agreement goes on when its term is over.
public struct Renewal: PayloadValue {
  static let fields: [Field] = [
    .optional("automatic", .flag, "whether it goes on unless notice is given"),
    .optional("period", .period, "for how long each time"),
    .optional("notice", .period, "how long before the end notice must be given"),
  ]

  /// The object.
  public let said: JSON

  /// How it is renewed; at least one part is there, else the check refuses the event.
  public init(automatic: Bool? = nil, period: Period? = nil, notice: Period? = nil) {
    let said: Payload = ["automatic": automatic, "period": period, "notice": notice]
    self.said = said.json
  }
}

/// An agreement, in which other facts may stand by its slug.
///
/// Key: the agreement; each term stated is a claim of its own. Amounts under an agreement that does
/// not bind are not counted as committed. Rights, shares and commitments end with the agreement in
/// which they stand, unless they are said to survive it.
public struct AgreementSigned: Event {
  /// The stored name.
  public static let type: EventType = "agreement.signed"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Agreements", "an agreement and whether it binds",
    headline: "{parties} sign {agreement} ({kind})[: {summary}]",
    fields: [
      .required("agreement", .slug(.agreement), "the slug by which other events name it"),
      .required("kind", .choice(AgreementKind.self), "how far it has come"),
      .required("parties", .list(.slug(.entity)), "who signed"),
      .required("binding", .flag, "whether the parties are bound by it"),
      .optional("summary", .text, "what it is about, in your own words"),
      .optional("term", .period, "over which time it runs; a length begins when it is signed"),
      .optional("renewal", .object(Renewal.fields), "how it goes on when that is over"),
      .optional("governing_law", .text, "under whose law it stands"),
      .optional("value", .money, "what it is said to be worth; never added to anything"),
    ],
    claims: [.terms(.agreement, "agreement")], isNamed: true)
  /// What was said.
  public let payload: Payload

  /// An agreement as signed.
  public init(
    agreement: AgreementID, kind: AgreementKind, parties: [EntityID], binding: Bool,
    summary: String? = nil, term: Period? = nil, renewal: Renewal? = nil,
    governingLaw: String? = nil, value: Money? = nil, name: String? = nil
  ) {
    payload = [
      "agreement": agreement, "kind": kind, "parties": parties, "binding": binding,
      "summary": summary, "term": term, "renewal": renewal, "governing_law": governingLaw,
      "value": value, "name": name,
    ]
  }
}

/// A change to an agreement, told in words.
///
/// Key: the agreement and the day; what changes in a right or a revenue share is recorded there.
public struct AgreementAmended: Event {
  /// The stored name.
  public static let type: EventType = "agreement.amended"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Agreements", "a change to an agreement",
    headline: "{agreement} is amended: {summary}",
    fields: [
      .required("agreement", .slug(.agreement), "which agreement changes"),
      .required("summary", .text, "what changes, in your own words"),
    ],
    claims: [.fact(.agreementAmendment, ["agreement", .effective])])
  /// What was said.
  public let payload: Payload

  /// A change with what it says.
  public init(agreement: AgreementID, summary: String) {
    payload = ["agreement": agreement, "summary": summary]
  }
}

/// An agreement that goes on for another term.
///
/// Key: the agreement's term, which begins anew on that day.
public struct AgreementRenewed: Event {
  /// The stored name.
  public static let type: EventType = "agreement.renewed"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Agreements", "another term of an agreement",
    headline: "{agreement} is renewed for {term}",
    fields: [
      .required("agreement", .slug(.agreement), "which agreement goes on"),
      .required("term", .period, "over which time; a length begins on the day of the renewal"),
    ],
    claims: [.terms(.agreement, "agreement")])
  /// What was said.
  public let payload: Payload

  /// A renewal for a term.
  public init(agreement: AgreementID, term: Period) {
    payload = ["agreement": agreement, "term": term]
  }
}

/// An agreement in which another entity takes a party's place.
///
/// Key: the agreement and who left.
public struct AgreementAssigned: Event {
  /// The stored name.
  public static let type: EventType = "agreement.assigned"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Agreements", "another party to an agreement",
    headline: "{from} assigns {agreement} to {to}",
    fields: [
      .required("agreement", .slug(.agreement), "which agreement"),
      .required("from", .slug(.entity), "who leaves it"),
      .required("to", .slug(.entity), "who takes that place"),
    ],
    claims: [.fact(.assignment, ["agreement", "from"])])
  /// What was said.
  public let payload: Payload

  /// A party's place that passes to another.
  public init(agreement: AgreementID, from: EntityID, to: EntityID) {
    payload = ["agreement": agreement, "from": from, "to": to]
  }
}

/// The end of an agreement before or at its term.
///
/// Key: the agreement, which ends once.
public struct AgreementTerminated: Event {
  /// The stored name.
  public static let type: EventType = "agreement.terminated"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Agreements", "the end of an agreement",
    headline: "{agreement} is terminated[: {reason}]",
    fields: [
      .required("agreement", .slug(.agreement), "which agreement ends"),
      .optional("reason", .text, "why it ended"),
    ],
    claims: [.act(.agreement, "agreement", "terminated")])
  /// What was said.
  public let payload: Payload

  /// An end, with its reason where it is known.
  public init(agreement: AgreementID, reason: String? = nil) {
    payload = ["agreement": agreement, "reason": reason]
  }
}
