import Events

/// An accepted event with all of its row that does not depend on where the log stands: whoever
/// reads ahead, or waits for others to be written, can make it meanwhile.
public struct Prepared: Sendable {
  let event: Accepted
  let earliest: String?
  let latest: String?
  let salt: [UInt8]
  let contentHash: [UInt8]

  /// What kind of event it is.
  public var type: EventType { event.type }
  /// Whether its content was erased before it was restored.
  public var isErased: Bool { event.isErased }

  fileprivate init(_ event: Accepted, salt: [UInt8]) {
    self.event = event
    self.salt = salt
    earliest = event.effective.earliest?.description
    latest = event.effective.latest?.description
    contentHash =
      event.erasedContent
      ?? Hashes.content(
        salt: salt, data: event.dataText, sources: event.sourcesText, actor: event.actor,
        note: event.note, correlationID: event.correlationID, causationID: event.causationID)
  }
}

extension EventLog {
  /// Makes an event ready to be appended.
  public func prepare(_ event: Accepted) -> Prepared {
    Prepared(event, salt: event.kept?.salt ?? surroundings.randomBytes(16))
  }
}
