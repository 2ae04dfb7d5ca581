import Events

/// An event as the log holds it.
public struct StoredEvent: Sendable, Equatable {
  /// Its place in the ledger.
  public let seq: Seq
  /// Its name for good.
  public let id: String
  /// Its stream.
  public let stream: String
  /// Its place in the stream.
  public let version: Int64
  /// What kind of event it is.
  public let type: String
  /// When it holds, as stated.
  public let effective: String
  /// First day that can mean.
  public let effectiveEarliest: String?
  /// Last day that can mean.
  public let effectiveLatest: String?
  /// When it was recorded, UTC.
  public let recordedAt: String
  /// How sure it is.
  public let status: String
  /// What it says, as canonical text; nil when erased.
  public let data: String?
  /// Its sources, as canonical text.
  public let sources: String?
  /// Who recorded it.
  public let actor: String?
  /// Why.
  public let note: String?
  /// What it belongs with.
  public let correlationID: String?
  /// What made it.
  public let causationID: String?
  /// Sixteen random bytes; nil when erased.
  public let salt: [UInt8]?
  /// Hash of its content.
  public let contentHash: [UInt8]
  /// Hash of its leaf.
  public let leafHash: [UInt8]

  /// The columns that it is read from, in order.
  package static let columns = [
    "seq", "id", "stream", "version", "type", "effective", "effective_earliest",
    "effective_latest", "recorded_at", "status", "data", "sources", "actor", "note",
    "correlation_id", "causation_id", "salt", "content_hash", "leaf_hash",
  ]

  /// A row of those columns, read from elsewhere than a file of SQLite.
  package init(
    seq: Seq, version: Int64, texts: (Int) throws -> String?, bytes: (Int) throws -> [UInt8]?
  ) throws {
    func text(_ place: Int) throws -> String {
      guard let text = try texts(place) else { throw Self.lacking(place) }
      return text
    }
    func hash(_ place: Int, _ count: Int) throws -> [UInt8]? {
      let found = try bytes(place)
      guard found.map({ $0.count == count }) ?? true else { throw Self.lacking(place) }
      return found
    }
    self.seq = seq
    id = try text(1)
    stream = try text(2)
    self.version = version
    type = try text(4)
    effective = try text(5)
    effectiveEarliest = try texts(6)
    effectiveLatest = try texts(7)
    recordedAt = try text(8)
    status = try text(9)
    data = try texts(10)
    sources = try texts(11)
    actor = try texts(12)
    note = try texts(13)
    correlationID = try texts(14)
    causationID = try texts(15)
    salt = try hash(16, 16)
    guard let content = try hash(17, 32) else { throw Self.lacking(17) }
    guard let leaf = try hash(18, 32) else { throw Self.lacking(18) }
    (contentHash, leafHash) = (content, leaf)
  }

  /// An event that has no place yet: its seq and version are 0, its time is empty, and so is its leaf.
  package init(waiting prepared: Prepared) {
    let event = prepared.event
    (seq, version, recordedAt, leafHash) = (0, 0, "", [])
    id = event.id?.text ?? ""
    stream = event.stream.text
    type = event.type.text
    effective = event.effective.text
    effectiveEarliest = prepared.earliest
    effectiveLatest = prepared.latest
    status = event.status.rawValue
    data = event.dataText
    sources = event.sourcesText
    actor = event.actor
    note = event.note
    correlationID = event.correlationID
    causationID = event.causationID
    salt = prepared.salt
    contentHash = prepared.contentHash
  }

  private static func lacking(_ place: Int) -> Rejection {
    Rejection(.damagedHub, "an event of the hub lacks its \(columns[place])")
  }

  /// Reads a row of those columns. Throws `damaged-ledger` where one is not as the log stores it.
  package init(_ row: StoredRow) throws(Rejection) {
    seq = try row.integer(0)
    id = try row.text(1)
    stream = try row.text(2)
    version = try row.integer(3)
    type = try row.text(4)
    effective = try row.text(5)
    effectiveEarliest = try row.optionalText(6)
    effectiveLatest = try row.optionalText(7)
    recordedAt = try row.text(8)
    status = try row.text(9)
    data = try row.optionalText(10)
    sources = try row.optionalText(11)
    actor = try row.optionalText(12)
    note = try row.optionalText(13)
    correlationID = try row.optionalText(14)
    causationID = try row.optionalText(15)
    salt = try row.optionalBytes(16, count: 16)
    contentHash = try row.bytes(17, count: 32)
    leafHash = try row.bytes(18, count: 32)
  }

  /// Its columns as values to bind, in their order.
  package func bind(to row: inout Bindings) {
    row.add(seq)
    for text in [id, stream] { row.add(text) }
    row.add(version)
    for text in [
      type, effective, effectiveEarliest, effectiveLatest, recordedAt, status, data, sources,
      actor, note, correlationID, causationID,
    ] { row.add(text) }
    for bytes in [salt, contentHash, leafHash] { row.add(bytes: bytes) }
  }

  /// Where it stands, for who has just recorded it.
  package var receipt: Receipt {
    Receipt(
      seq: seq, id: id, stream: stream, version: version, recordedAt: recordedAt, isRepeat: false)
  }

  /// The SHA-256 of each document that its sources name. Throws where these cannot be read.
  public var documents: [String] {
    get throws(Rejection) {
      guard let sources else { return [] }
      return try JSON.read(sources, limits: JSON.Limits(bytes: 1 << 24)).documents
    }
  }

  /// The line that an export writes and a restoring import reads; absent rather than null.
  public var line: JSON {
    get throws(Rejection) {
      let limits = JSON.Limits(bytes: 1 << 24)
      var line: JSONObject = [
        "seq": .integer(seq), "id": .string(id), "stream": .string(stream),
        "version": .integer(version), "type": .string(type), "effective": .string(effective),
        "recorded_at": .string(recordedAt), "status": .string(status),
      ]
      if let data { line["data"] = try JSON.read(data, limits: limits) }
      if let sources { line["sources"] = try JSON.read(sources, limits: limits) }
      line["actor"] = actor.map(JSON.string)
      line["note"] = note.map(JSON.string)
      line["correlation_id"] = correlationID.map(JSON.string)
      line["causation_id"] = causationID.map(JSON.string)
      line["salt"] = salt.map { .string($0.hexadecimal) }
      line["content_hash"] = .string(contentHash.hexadecimal)
      line["leaf_hash"] = .string(leafHash.hexadecimal)
      return .object(line)
    }
  }
}

/// What an append gives back: where the event stands.
public struct Receipt: Sendable, Equatable {
  /// Its place in the ledger.
  public let seq: Seq
  /// Its name for good.
  public let id: String
  /// Its stream.
  public let stream: String
  /// Its place in the stream.
  public let version: Int64
  /// When it was recorded, UTC.
  public let recordedAt: String
  /// Whether it had been recorded before, and nothing was written now.
  public let isRepeat: Bool
}
