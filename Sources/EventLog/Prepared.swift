import Events

/// An accepted event with all of its row that does not depend on where the log stands: whoever
/// reads ahead, or waits for others to be written, can make it meanwhile.
public struct Prepared: Sendable {
  package let event: Accepted
  let earliest: String?
  let latest: String?
  let salt: [UInt8]
  let contentHash: [UInt8]
  let claims: [StatedClaim]

  /// What kind of event it is.
  public var type: EventType { event.type }
  /// Whether only the hash of its content is left: it was erased before it was restored, or withheld.
  public var isErased: Bool { event.isErased }

  fileprivate init(_ event: Accepted, salt: [UInt8]) {
    self.event = event
    self.salt = salt
    earliest = event.effective.earliest?.description
    latest = event.effective.latest?.description
    claims = event.claims
    contentHash = event.erasedContent ?? event.contentHash(under: salt)
  }

  /// The hash that its content has under another salt.
  func contentHash(under salt: [UInt8]) -> [UInt8] { event.contentHash(under: salt) }
}

/// An event that was inserted, as far as what is computed of it needs it: whoever has it need not read
/// it back.
public final class Written: Sendable {
  /// Its place in the log.
  package let seq: Seq
  /// What kind of event it is.
  package let type: EventType
  /// Where it stands.
  package let stream: String
  /// How sure it is.
  package let status: Status
  /// When it holds.
  package let effective: PartialDate
  /// The first day of that, as it is stored.
  package let earliest: String?
  /// The last one.
  package let latest: String?
  /// Its sources in their stored form.
  package let sources: JSON?
  /// The things it names, without repetition.
  package let references: [Reference]
  /// The claims it makes.
  package let claims: [StatedClaim]

  init(_ seq: Seq, _ prepared: Prepared) {
    let event = prepared.event
    self.seq = seq
    type = event.type
    stream = event.stream.text
    status = event.status
    effective = event.effective
    earliest = prepared.earliest
    latest = prepared.latest
    sources = event.sources
    references = event.references
    claims = prepared.claims
  }
}

extension Accepted {
  fileprivate func contentHash(under salt: [UInt8]) -> [UInt8] {
    Hashes.content(
      salt: salt, data: dataText, sources: sourcesText, actor: actor, note: note,
      correlationID: correlationID, causationID: causationID)
  }
}

extension Prepared {
  /// The name that its author gave it, if any.
  package var id: EventID? { event.id }
  /// Who records it, if that was said.
  package var actor: String? { event.actor }
  /// The events that it names.
  package var targets: [EventID] { event.events }
  /// What it says as a line that an import reads.
  package var line: JSON { event.line }
  /// The 16 bytes before its content in the hash.
  package var saltBytes: [UInt8] { salt }
  /// The hash of its content.
  package var contentBytes: [UInt8] { contentHash }
  /// The SHA-256 of each document that its sources name.
  package var documents: [String] { event.documents }
}

extension EventLog {
  /// Makes an event ready that was made ready before, under the same salt.
  package func prepare(_ event: Accepted, salt: [UInt8]) -> Prepared {
    Prepared(event, salt: salt)
  }

  /// Makes an event ready to be appended.
  public func prepare(_ event: Accepted) -> Prepared {
    Prepared(event, salt: event.kept?.salt ?? surroundings.randomBytes(16))
  }
}
