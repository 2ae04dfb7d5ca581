/// How far an agreement has come.
public enum AgreementKind: String, Choice {
  /// A letter of intent.
  case loi
  /// A memorandum of understanding.
  case mou
  /// A definitive agreement.
  case definitive
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
    ],
    claims: [.terms(.agreement, "agreement")])
  /// What was said.
  public let payload: Payload

  /// An agreement as signed.
  public init(
    agreement: AgreementID, kind: AgreementKind, parties: [EntityID], binding: Bool,
    summary: String? = nil, term: Period? = nil
  ) {
    payload = [
      "agreement": agreement, "kind": kind, "parties": parties, "binding": binding,
      "summary": summary, "term": term,
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
