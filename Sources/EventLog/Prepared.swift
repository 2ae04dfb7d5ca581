import Events

/// An accepted event with all of its row that does not depend on where the log stands: whoever
/// reads ahead, or waits for others to be written, can make it meanwhile.
public struct Prepared: Sendable {
  package let event: Accepted
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
    contentHash = event.erasedContent ?? event.contentHash(under: salt)
  }

  /// The hash that its content has under another salt.
  func contentHash(under salt: [UInt8]) -> [UInt8] { event.contentHash(under: salt) }
}

extension Accepted {
  fileprivate func contentHash(under salt: [UInt8]) -> [UInt8] {
    Hashes.content(
      salt: salt, data: dataText, sources: sourcesText, actor: actor, note: note,
      correlationID: correlationID, causationID: causationID)
  }
}

extension EventLog {
  /// Makes an event ready to be appended.
  public func prepare(_ event: Accepted) -> Prepared {
    Prepared(event, salt: event.kept?.salt ?? surroundings.randomBytes(16))
  }
}
