/// An event that passed the check: the only kind that a log takes.
///
/// The check looks at the event alone: its shape, its values, its stream's name. Whether what it
/// names is known is asked inside the transaction that appends it.
public struct Accepted: Sendable {
  /// The id given by the author, if any.
  public private(set) var id: EventID?
  /// The stream in which it will stand.
  public let stream: StreamID
  /// What kind of event it is.
  public let type: EventType
  /// When it holds.
  public let effective: PartialDate
  /// How sure it is.
  public let status: Status
  /// The fields in their stored form.
  public let data: JSON
  /// The fields as canonical JSON.
  public let dataText: String
  /// The sources in their stored form, when there are any.
  package let sources: JSON?
  /// The same as canonical JSON.
  public let sourcesText: String?
  /// The SHA-256 of each document that its sources name.
  public let documents: [String]
  /// Who recorded it.
  public private(set) var actor: String?
  /// Why.
  public let note: String?
  /// What it belongs with.
  public let correlationID: String?
  /// What made it.
  public let causationID: String?
  /// Whether it may be the first of its stream.
  public let opensStream: Bool
  /// The things it names, without repetition.
  public let references: [Reference]
  /// The events it names.
  public let events: [EventID]
  /// What a restoring import keeps.
  public let kept: Kept?
  /// Where it stands in its file.
  public let location: Rejection.Location?

  /// The most bytes that all that an event says may take, as canonical JSON.
  static let mostBytes = 1_048_576
  /// The most bytes of a line that holds an event: what the ledger says of it takes less than 4 KiB.
  public static let mostBytesOfLine = mostBytes + 4096

  /// Checks an event by itself.
  public init(_ draft: Draft) throws(Rejection) {
    do throws(Rejection) {
      self =
        if let kept = draft.kept, kept.isErased { try Accepted(remaining: kept, of: draft) } else {
          try Accepted(checking: draft)
        }
    } catch {
      var located = error
      if located.location == nil { located.location = draft.location }
      throw located
    }
  }

  /// Whether only the hash of its content is left: it was erased before it was restored, or withheld.
  public var isErased: Bool { kept?.isErased ?? false }
  /// The hash of a content that was erased.
  public var erasedContent: [UInt8]? { isErased ? kept?.contentHash : nil }

  /// What is left of an event without its content. It says nothing any more, so that nothing of it need be
  /// readable: its place, its id and its leaf stand as they were recorded.
  private init(remaining kept: Kept, of draft: Draft) throws(Rejection) {
    type = EventType(draft.type)
    let rule = try? Catalogue.shape(of: draft.type).shape.stream
    id = if let text = draft.id { try EventID(text) } else { nil }
    do throws(Rejection) {
      guard let rule else { throw Rejection(.missingMember, "the line has no 'stream'") }
      stream = try rule.checked(draft.stream, for: type, isInFile: draft.location != nil)
    } catch {
      guard let text = draft.stream else { throw error }
      stream = StreamID(remaining: text)
    }
    effective = PartialDate(remaining: draft.effective)
    status = try Self.status(draft.status)
    data = .null
    dataText = data.canonical
    (sources, sourcesText, documents) = (nil, nil, [])
    (actor, note, correlationID, causationID) = (nil, nil, nil, nil)
    opensStream = true
    (references, events) = ([], [])
    self.kept = kept
    location = draft.location
  }

  private init(checking draft: Draft) throws(Rejection) {
    let (type, shape) = try Catalogue.shape(of: draft.type)
    var findings = Findings()
    self.type = type
    id = if let text = draft.id { try EventID(text) } else { nil }
    stream = try shape.stream.checked(
      draft.stream, for: type, isInFile: draft.location != nil)
    do {
      effective = try PartialDate(draft.effective)
    } catch {
      throw error.inField("effective")
    }
    status = try Self.status(draft.status)
    var said: JSON
    do throws(Rejection) {
      said = try shape.fields.stored(draft.data, within: "", &findings)
    } catch {
      throw error.ofType(type)
    }
    for rule in shape.rules { try rule.check(said) }
    for derived in shape.derived { said = try derived.added(to: said) }
    data = said
    dataText = data.canonical
    sources = try Self.sources(draft.sources)
    sourcesText = sources?.canonical
    documents = sources?.documents ?? []
    actor = try Self.free(draft.actor, "actor")
    note = try Self.free(draft.note, "note")
    correlationID = try Self.free(draft.correlationID, "correlation_id")
    causationID = try Self.free(draft.causationID, "causation_id")
    opensStream = shape.stream.opensStream
    var seen: Set<Reference> = []
    references = findings.references.filter { seen.insert($0).inserted }
    events = findings.events
    kept = draft.kept
    location = draft.location
    let texts = [actor, note, correlationID, causationID].compactMap(\.self)
    let all = texts.map { JSON.string($0).canonical } + [dataText, sourcesText ?? ""]
    guard all.reduce(0, { $0 + $1.utf8.count }) <= Self.mostBytes else {
      throw Rejection(
        .tooLarge, "the event takes more than \(Self.mostBytes) bytes",
        hint: "Record the fact, and where the long text can be read.")
    }
  }

  private static func status(_ text: String?) throws(Rejection) -> Status {
    guard let text else { return .reported }
    guard let status = Status(rawValue: text) else {
      throw Rejection(.badStatus, text, notAmong: Status.allCases.map(\.rawValue))
    }
    return status
  }

  private static func sources(_ said: [JSON]) throws(Rejection) -> JSON? {
    guard !said.isEmpty else { return nil }
    var findings = Findings()
    return try sourceList.stored(.array(said), at: "source", &findings)
  }

  private static let sourceList = FieldType.list(.object(Source.fields))

  private static func free(_ text: String?, _ name: String) throws(Rejection) -> String? {
    guard let text else { return nil }
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw Rejection(.emptyText, "'\(name)' is empty", hint: "Leave it out instead.")
    }
    guard !text.utf8.contains(0) else {
      throw Rejection(.jsonControl, "'\(name)' holds NUL", hint: "Remove it.")
    }
    return text
  }
}

extension Accepted {
  /// The same event under this name.
  public func named(_ id: EventID) -> Accepted {
    var event = self
    event.id = id
    return event
  }

  /// The same event as that user records it. Throws `bad-actor` where it says that another one does.
  public func recorded(by user: String) throws(Rejection) -> Accepted {
    guard actor == nil || actor == user else {
      throw Rejection(
        .badActor,
        "the event says that \(actor ?? "") records it, and the hub knows you as \(user)",
        hint: "Leave the actor out.", at: location)
    }
    return named(recorder: user)
  }

  /// The same event as that user records it, whomever it names.
  public func named(recorder: String) -> Accepted {
    var event = self
    event.actor = recorder
    return event
  }

  /// What it says as a line that an import reads.
  package var line: JSON {
    var line: JSONObject = [
      "type": .string(type.text), "stream": .string(stream.text),
      "effective": .string(effective.text), "status": .string(status.rawValue), "data": data,
    ]
    line["id"] = id.map { .string($0.text) }
    line["sources"] = sources
    line["actor"] = actor.map(JSON.string)
    line["note"] = note.map(JSON.string)
    line["correlation_id"] = correlationID.map(JSON.string)
    line["causation_id"] = causationID.map(JSON.string)
    return .object(line)
  }
}

extension JSON {
  /// The SHA-256 of each document that a list of sources names.
  public var documents: [String] {
    (arrayValue ?? []).compactMap { $0.objectValue?["sha256"]?.stringValue }
  }
}

extension StreamRule {
  /// The streams whose names are not a partnership's.
  static let reservedNames = ["entities", "rates"]

  /// Whether an event of this rule may be the first of its stream.
  var opensStream: Bool {
    switch self {
    case .opening, .reserved: true
    case .partnership, .any: false
    }
  }

  /// The stream of an event, filled in where the type leaves no choice.
  func checked(
    _ name: String?, for type: EventType, isInFile: Bool
  ) throws(Rejection) -> StreamID {
    if case .reserved(let only) = self {
      guard name == nil || name == only else {
        throw Rejection(
          .wrongStream, "\(type) stands in the stream '\(only)'",
          hint: "Leave the stream out.")
      }
      return try StreamID(only)
    }
    guard let name else {
      throw Rejection(
        .missingStream, "\(type) needs the partnership in whose stream it stands",
        hint: isInFile
          ? "Give the partnership's slug as its 'stream'."
          : "Write -s and the partnership's slug.")
    }
    let stream = try StreamID(name)
    if self != .any, Self.reservedNames.contains(name) {
      throw Rejection(
        .wrongStream, "\(type) cannot stand in the reserved stream '\(name)'",
        hint: "Name a partnership.")
    }
    return stream
  }
}

extension FieldRule {
  /// Refuses data that breaks the rule.
  func check(_ data: JSON) throws(Rejection) {
    guard case .object(let object) = data else { return }
    func isThere(_ name: String) -> Bool { object[name] != nil }
    switch self {
    case .exactlyOne(let names):
      guard names.count(where: isThere) == 1 else {
        throw Rejection(.fieldRule, "give one of \(names.joined(separator: ", ")), and only one")
      }
    case .atLeastOne(let names):
      guard names.contains(where: isThere) else {
        throw Rejection(.fieldRule, "give at least one of \(names.joined(separator: ", "))")
      }
    case .onlyWhen(let field, let other, let value):
      let holds = object[other] == .string(value)
      guard isThere(field) == holds else {
        throw Rejection(
          .fieldRule,
          holds
            ? "'\(field)' is missing, and \(other) is \(value)"
            : "'\(field)' stands only where \(other) is \(value)")
      }
    case .barredUnless(let field, let other, let value):
      guard !isThere(field) || object[other] == .string(value) else {
        throw Rejection(.fieldRule, "'\(field)' stands only where \(other) is \(value)")
      }
    case .onlyWith(let field, let other):
      guard !isThere(field) || isThere(other) else {
        throw Rejection(.fieldRule, "'\(field)' stands only beside '\(other)'")
      }
    }
  }
}
