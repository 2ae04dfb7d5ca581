// Disputes: who is at odds with whom over what, before whom, and what came of it.

/// A dispute before a court, a panel or an expert.
///
/// Key: the dispute; each term stated is a claim of its own.
public struct DisputeOpened: Event {
  /// The stored name.
  public static let type: EventType = "dispute.opened"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Disputes", "a dispute and what it is about",
    headline: "{parties} are in dispute ({dispute}): {subject}",
    fields: [
      .required("dispute", .slug(.dispute), "the slug by which other events name it"),
      .required("parties", .list(.slug(.entity)), "who is at odds, the claimant first"),
      .required("subject", .text, "over what, in your own words"),
      .optional("forum", .text, "before whom: a court, a panel, an expert"),
      .optional("claim", .money, "how much is demanded"),
      .optional("decision", .date, "the day by which a decision is expected"),
    ],
    claims: [.terms(.dispute, "dispute"), .act(.dispute, "dispute", "opened")], isNamed: true)
  /// What was said.
  public let payload: Payload

  /// A dispute with what is known of it.
  public init(
    dispute: DisputeID, parties: [EntityID], subject: String, forum: String? = nil,
    claim: Money? = nil, decision: PartialDate? = nil, name: String? = nil,
    agreement: AgreementID? = nil
  ) {
    payload = [
      "dispute": dispute, "parties": parties, "subject": subject, "forum": forum, "claim": claim,
      "decision": decision, "name": name, "agreement": agreement,
    ]
  }
}

/// What a court, panel or expert found.
///
/// Key: the dispute and this act; of several findings the last one counts.
public struct DisputeRuled: Event {
  /// The stored name.
  public static let type: EventType = "dispute.ruled"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Disputes", "what was found in a dispute",
    headline: "{dispute} is ruled on[ by {by}]: {outcome}",
    fields: [
      .required("dispute", .slug(.dispute), "which dispute"),
      .required("outcome", .text, "what was found, in your own words"),
      .optional("by", .text, "by whom"),
      .optional("amount", .money, "how much was awarded"),
    ],
    claims: [.act(.dispute, "dispute", "ruled")])
  /// What was said.
  public let payload: Payload

  /// A finding, and what it awards.
  public init(
    dispute: DisputeID, outcome: String, by: String? = nil, amount: Money? = nil,
    agreement: AgreementID? = nil
  ) {
    payload = [
      "dispute": dispute, "outcome": outcome, "by": by, "amount": amount, "agreement": agreement,
    ]
  }
}

/// A dispute on which the parties agreed.
///
/// Key: the dispute and this act.
public struct DisputeSettled: Event {
  /// The stored name.
  public static let type: EventType = "dispute.settled"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Disputes", "a dispute on which the parties agreed",
    headline: "{dispute} is settled[ for {amount}][: {terms}]",
    fields: [
      .required("dispute", .slug(.dispute), "which dispute"),
      .optional("amount", .money, "for how much"),
      .optional("terms", .text, "how, in your own words"),
    ],
    claims: [.act(.dispute, "dispute", "settled")])
  /// What was said.
  public let payload: Payload

  /// A settlement with what is known of it.
  public init(
    dispute: DisputeID, amount: Money? = nil, terms: String? = nil, agreement: AgreementID? = nil
  ) {
    payload = ["dispute": dispute, "amount": amount, "terms": terms, "agreement": agreement]
  }
}

/// A dispute that is over.
///
/// Key: the dispute and this act.
public struct DisputeClosed: Event {
  /// The stored name.
  public static let type: EventType = "dispute.closed"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Disputes", "a dispute that is over",
    headline: "{dispute} is closed[: {reason}]",
    fields: [
      .required("dispute", .slug(.dispute), "which dispute"),
      .optional("reason", .text, "how it ended, in your own words"),
    ],
    claims: [.act(.dispute, "dispute", "closed")])
  /// What was said.
  public let payload: Payload

  /// An end of a dispute.
  public init(dispute: DisputeID, reason: String? = nil, agreement: AgreementID? = nil) {
    payload = ["dispute": dispute, "reason": reason, "agreement": agreement]
  }
}
