/// The beginning of a partnership, and of its stream.
///
/// Key: the stream, so that a second telling is a claim about the same partnership.
public struct PartnershipFormed: Event {
  /// The stored name.
  public static let type: EventType = "partnership.formed"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Partnerships", "a partnership and its parties", stream: .opening,
    headline: "{name} begins: {parties}",
    fields: [
      .required("name", .text, "what the partnership is called"),
      .required("parties", .list(.slug(.entity)), "who takes part"),
    ],
    claims: [.fact(.partnership, [.stream])])
  /// What was said.
  public let payload: Payload

  /// A partnership of these parties.
  public init(name: String, parties: [EntityID], agreement: AgreementID? = nil) {
    payload = ["name": name, "parties": parties, "agreement": agreement]
  }
}

/// The end of a partnership.
///
/// Key: the stream. Events that hold later are reported as discrepancies, not refused.
public struct PartnershipEnded: Event {
  /// The stored name.
  public static let type: EventType = "partnership.ended"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Partnerships", "the end of a partnership",
    headline: "the partnership ends[: {reason}]",
    fields: [
      .optional("reason", .text, "why it ended")
    ],
    claims: [.act(.partnership, .stream, "ended")])
  /// What was said.
  public let payload: Payload

  /// An end, with its reason where it is known.
  public init(reason: String? = nil, agreement: AgreementID? = nil) {
    payload = ["reason": reason, "agreement": agreement]
  }
}
