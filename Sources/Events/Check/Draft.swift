/// An event as somebody says it, before the check.
public struct Draft: Sendable {
  /// Its id, when the author gives one.
  public var id: String?
  /// The stream, or none where the type leaves no choice.
  public var stream: String?
  /// The type's stored name.
  public var type: String
  /// When it holds in the world.
  public var effective: String
  /// How sure it is; `reported` when left out.
  public var status: String?
  /// The fields.
  public var data: JSON
  /// The sources, each an object.
  public var sources: [JSON]
  /// Who recorded it.
  public var actor: String?
  /// Why, in free words.
  public var note: String?
  /// What it belongs with.
  public var correlationID: String?
  /// What made it.
  public var causationID: String?
  /// What a restoring import keeps.
  public var kept: Kept?
  /// Where it stands in its file.
  public var location: Rejection.Location?

  /// An event as said; see the properties.
  public init(
    type: String, stream: String? = nil, effective: String, data: JSON, id: String? = nil,
    status: String? = nil, sources: [JSON] = [], actor: String? = nil, note: String? = nil,
    correlationID: String? = nil, causationID: String? = nil
  ) {
    self.id = id
    self.stream = stream
    self.type = type
    self.effective = effective
    self.status = status
    self.data = data
    self.sources = sources
    self.actor = actor
    self.note = note
    self.correlationID = correlationID
    self.causationID = causationID
  }

  /// A typed event.
  public init(
    _ event: some Event, stream: StreamID? = nil, effective: PartialDate,
    status: Status = .reported,
    sources: [Source] = [], id: EventID? = nil, actor: String? = nil, note: String? = nil
  ) {
    self.init(
      type: Swift.type(of: event).type.text, stream: stream?.text, effective: effective.text,
      data: event.payload.json, id: id?.text, status: status.rawValue,
      sources: sources.map(\.said), actor: actor, note: note)
  }
}

/// What an import that restores an export keeps of each event, rather than making it anew.
public struct Kept: Sendable, Equatable {
  /// When it was recorded, as stored.
  public var recordedAt: String
  /// The 16 bytes before its content in the hash; nil when its content was erased.
  public var salt: [UInt8]?
  /// Its place, when the line tells it.
  public var seq: Seq?
  /// Its version, when the line tells it.
  public var version: Int64?
  /// The hash of its content, when the line tells it; must match.
  public var contentHash: [UInt8]?
  /// The leaf, when the line tells it; must match.
  public var leafHash: [UInt8]?
  /// Why its content is not here though nobody erased it: what the check of the desk said that took it from
  /// a hub and could not read it.
  public var withheld: String?

  /// What is left of an event whose content is not here.
  package init(
    recordedAt: String, seq: Seq, version: Int64, contentHash: [UInt8], leafHash: [UInt8],
    withheld: String
  ) {
    (self.recordedAt, self.seq, self.version) = (recordedAt, seq, version)
    (self.contentHash, self.leafHash, self.withheld) = (contentHash, leafHash, withheld)
  }
}

extension Draft {
  private static let written = [
    "id", "stream", "type", "effective", "status", "data", "sources", "actor", "note",
    "correlation_id", "causation_id",
  ]
  private static let keptNames = [
    "seq", "version", "recorded_at", "salt", "content_hash", "leaf_hash", "withheld",
  ]

  /// An event as a line of JSON says it.
  ///
  /// An ordinary import refuses what only the ledger may say (seq, version, recorded_at, salt and
  /// the hashes); a restoring one requires id, recorded_at and salt.
  public init(line: JSON, restoring: Bool) throws(Rejection) {
    guard case .object(let object) = line else {
      throw Rejection(.badLine, "expected an object, found \(line.brief)")
    }
    for (name, _) in object where !Self.written.contains(name) {
      let isKept = Self.keptNames.contains(name)
      if isKept, restoring { continue }
      if isKept {
        throw Rejection(
          .keptMember, "'\(name)' is the ledger's to say",
          hint: "Leave it out, or use `import --restore` into an empty ledger.")
      }
      throw Rejection(
        .unknownMember, "there is no member '\(name.prefix(60))'",
        hint: nearest(to: name, among: Self.written).map { "Did you mean '\($0)'?" }
          ?? "The members are \(Self.written.joined(separator: ", ")).")
    }
    func text(_ name: String) throws(Rejection) -> String? {
      guard let value = object[name] else { return nil }
      guard case .string(let text) = value else {
        throw Rejection(.badMember, "'\(name)' must be text, found \(value.brief)")
      }
      return text
    }
    guard let type = try text("type") else {
      throw Rejection(.missingMember, "the line has no 'type'")
    }
    guard let effective = try text("effective") else {
      throw Rejection(
        .missingMember, "the line has no 'effective'", hint: "Say when the fact holds.")
    }
    let kept = restoring ? try Kept(object) : nil
    guard let data = kept?.isErased == true ? .null : object["data"] else {
      throw Rejection(.missingMember, "the line has no 'data'")
    }
    var sources: [JSON] = []
    if let value = object["sources"] {
      guard case .array(let items) = value else {
        throw Rejection(.badMember, "'sources' must be a list, found \(value.brief)")
      }
      sources = items
    }
    self.init(
      type: type, stream: try text("stream"), effective: effective, data: data,
      id: try text("id"), status: try text("status"), sources: sources, actor: try text("actor"),
      note: try text("note"), correlationID: try text("correlation_id"),
      causationID: try text("causation_id"))
    self.kept = kept
  }
}

extension Kept {
  fileprivate init(_ line: JSONObject) throws(Rejection) {
    func bytes(_ name: String, _ count: Int) throws(Rejection) -> [UInt8]? {
      guard let value = line[name] else { return nil }
      guard case .string(let text) = value, let bytes = [UInt8](hexadecimal: text),
        bytes.count == count
      else {
        throw Rejection(.badMember, "'\(name)' must be \(2 * count) lower-case hex digits")
      }
      return bytes
    }
    func integer(_ name: String) throws(Rejection) -> Int64? {
      guard let value = line[name] else { return nil }
      guard case .integer(let number) = value, number > 0 else {
        throw Rejection(.badMember, "'\(name)' must be a whole number from 1 on")
      }
      return number
    }
    guard line["id"] != nil else {
      throw Rejection(.missingMember, "a restored line needs its 'id'")
    }
    guard case .string(let recordedAt)? = line["recorded_at"], Self.isInstant(recordedAt) else {
      throw Rejection(
        .badMember, "a restored line needs its 'recorded_at'",
        hint: "It looks like 2025-10-28T14:03:00.000000Z.")
    }
    self.recordedAt = recordedAt
    (salt, seq, version) = (
      try bytes("salt", 16), try integer("seq"), try integer("version")
    )
    (contentHash, leafHash) = (try bytes("content_hash", 32), try bytes("leaf_hash", 32))
    if let value = line["withheld"] {
      guard case .string(let reason) = value, !reason.isEmpty, salt == nil else {
        throw Rejection(
          .badMember, "'withheld' says why a line has no content, and stands in no other one")
      }
      withheld = reason
    }
    let content = Self.content.filter { line[$0] != nil }
    guard !isErased || (contentHash != nil && content.isEmpty) else {
      throw Rejection(
        .missingMember, "a restored line needs its 'salt'",
        hint: "A line whose event was erased has neither salt nor content, but its content_hash.")
    }
  }

  /// What an erasure takes, besides the salt.
  private static let content = [
    "data", "sources", "actor", "note", "correlation_id", "causation_id",
  ]

  /// Whether only the hash of its content is left: it was erased, or withheld.
  public var isErased: Bool { salt == nil }

  /// Whether a text is `YYYY-MM-DDTHH:MM:SS.ffffffZ` and a day and time that exist.
  public static func isInstant(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let form = Array("0000-00-00T00:00:00.000000Z".utf8)
    guard bytes.count == form.count else { return false }
    for (byte, place) in zip(bytes, form) {
      if place == UInt8(ascii: "0") {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return false }
      } else if byte != place {
        return false
      }
    }
    let parts = text.split { $0 == "T" || $0 == ":" || $0 == "." }
    guard (try? Day(String(parts[0]))) != nil, let hour = Int(parts[1]),
      let minute = Int(parts[2]), let second = Int(parts[3])
    else { return false }
    return hour < 24 && minute < 60 && second < 60
  }
}

extension [UInt8] {
  /// The bytes that lower-case hex digits spell.
  public init?(hexadecimal text: String) {
    func digit(_ byte: UInt8) -> UInt8? {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
      default: nil
      }
    }
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    self = []
    for place in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digit(digits[place]), let low = digit(digits[place + 1]) else { return nil }
      append(high << 4 | low)
    }
  }

  /// Lower-case hex digits.
  public var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(2 * count)
    for byte in self {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
