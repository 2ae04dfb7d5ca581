/// An event that was recorded by mistake and counts no longer.
///
/// It takes effect on the known clock only, and cannot itself be withdrawn. It claims no fact.
public struct EventRetracted: Event {
  /// The stored name.
  public static let type: EventType = "event.retracted"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "About events", "an event taken back", stream: .any,
    headline: "an event is taken back: {reason}",
    fields: [
      .required("event", .event, "which event"),
      .required("reason", .text, "what was wrong with it"),
    ])
  /// What was said.
  public let payload: Payload

  /// A retraction with its reason.
  public init(event: EventID, reason: String) {
    payload = ["event": event, "reason": reason]
  }
}

/// An event whose place another of its type takes.
///
/// The replacement is a whole event, appended in the same batch. It claims no fact.
public struct EventCorrected: Event {
  /// The stored name.
  public static let type: EventType = "event.corrected"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "About events", "an event replaced by another", stream: .any,
    headline: "an event is corrected: {reason}",
    fields: [
      .required("event", .event, "which event counts no longer"),
      .required("replacement", .event, "which event counts instead"),
      .required("reason", .text, "what was wrong"),
    ])
  /// What was said.
  public let payload: Payload

  /// A correction with both ids.
  public init(event: EventID, replacement: EventID, reason: String) {
    payload = ["event": event, "replacement": replacement, "reason": reason]
  }
}

/// An event whose content must be erased by law.
///
/// What remains still verifies; the erasure itself follows. It claims no fact.
public struct EventRedacted: Event {
  /// The stored name.
  public static let type: EventType = "event.redacted"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "About events", "an event to be erased", stream: .any,
    headline: "an event is erased: {reason}",
    fields: [
      .required("event", .event, "which event"),
      .required("reason", .text, "on what ground"),
    ])
  /// What was said.
  public let payload: Payload

  /// A redaction with its ground.
  public init(event: EventID, reason: String) {
    payload = ["event": event, "reason": reason]
  }
}

/// A remark that belongs to a stream and changes no figure.
///
/// It claims no fact. One that names a finding, such as `mixed-bases:microsoft/openai-group`,
/// explains it: the finding stays in the list, with the remark beside it.
public struct NoteRecorded: Event {
  /// The stored name.
  public static let type: EventType = "note.recorded"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "About events", "a remark", stream: .any,
    headline: "{text}",
    fields: [
      .required("text", .text, "the remark"),
      .optional("about", .event, "the event that it is about"),
      .optional("finding", .text, "the finding that it explains and silences"),
    ])
  /// What was said.
  public let payload: Payload

  /// A remark, about an event, a finding of the view `discrepancies`, or the stream as a whole.
  public init(text: String, about: EventID? = nil, finding: String? = nil) {
    payload = ["text": text, "about": about, "finding": finding]
  }
}
