import Events
import Projections

/// What a snapshot says of itself before its rows: the clocks, the log, and by which rules it was
/// made.
public struct SnapshotHeader: Sendable, Equatable {
  /// The name and version of the form.
  public var format = Snapshot.format
  /// The day that the state is of.
  public var asOf: String
  /// The last event that is known in it.
  public var knownAt: Seq
  /// The last day whose sources count in it; nil: whenever they were published.
  public var publicBy: String?
  /// The partnerships it is of, in order; none for the whole ledger.
  public var partnerships: [String]
  /// The log up to the last event known; nil where nobody asked for it, and in the form 1.
  public var log: Log?
  /// A signed checkpoint that covers the log.
  public var checkpoint: Cover?
  /// The projections by which the rows were computed, and the version of each.
  public var projections: [String: Int64] = Dictionary(
    uniqueKeysWithValues: Projections.all.map { ($0.name, Int64($0.version)) })

  /// The log at the reading of the known clock: a log of the same root holds the same events.
  public struct Log: Sendable, Equatable {
    /// How many events it has.
    public var size: Int64
    /// The root of the Merkle tree over them (RFC 6962), in base64 as checkpoints write it.
    public var root: String
    /// Those of them whose content was erased since: the root is the same, what is told is less.
    public var erased: [Seq]

    /// A log's size, root and erased events.
    public init(size: Int64, root: String, erased: [Seq]) {
      self.size = size
      self.root = root
      self.erased = erased
    }
  }

  /// A signed checkpoint of the log, or of a longer one that begins with it.
  public struct Cover: Sendable, Equatable {
    /// The signed note (C2SP tlog-checkpoint).
    public var note: String
    /// What leads from the snapshot's root to the checkpoint's (RFC 6962 §2.1.2), each in base64;
    /// none where they are the same.
    public var consistency: [String]

    /// A note, and the proof that leads to it.
    public init(note: String, consistency: [String]) {
      self.note = note
      self.consistency = consistency
    }
  }

  init(
    asOf: String, knownAt: Seq, publicBy: String?, partnerships: [String], log: Log?,
    checkpoint: Cover?
  ) {
    self.asOf = asOf
    self.knownAt = knownAt
    self.publicBy = publicBy
    self.partnerships = partnerships
    self.log = log
    self.checkpoint = checkpoint
  }
}

// MARK: - As JSON

extension SnapshotHeader {
  /// The form before this one: without the log, and with `events` for `why`.
  static let formerFormat = "stakebook-snapshot/1"

  /// The members that stand before the rows.
  var members: JSONObject {
    var members: JSONObject = [
      "as_of": .string(asOf), "format": .string(format), "known_at": .integer(knownAt),
    ]
    if format != Self.formerFormat {
      members["projections"] = .object(
        JSONObject(
          projections.sorted { $0.key < $1.key }.map { ($0.key, JSON.integer($0.value)) }))
    }
    if let publicBy { members["public_by"] = .string(publicBy) }
    if !partnerships.isEmpty { members["partnerships"] = .array(partnerships.map(JSON.string)) }
    if let log {
      members["log"] = [
        "size": .integer(log.size), "root": .string(log.root),
        "erased": .array(log.erased.map(JSON.integer)),
      ]
    }
    if let checkpoint {
      members["checkpoint"] = [
        "note": .string(checkpoint.note),
        "consistency": .array(checkpoint.consistency.map(JSON.string)),
      ]
    }
    return members
  }

  /// Reads it from a document. Throws `not-a-snapshot`.
  init(_ document: JSONObject) throws(Rejection) {
    guard let format = document["format"]?.stringValue,
      let asOf = document["as_of"]?.stringValue,
      let knownAt = document["known_at"]?.integerValue, knownAt >= 0,
      let partnerships = Self.texts(document["partnerships"] ?? [])
    else { throw Self.refusal("it does not say its form and its clocks") }
    guard [Snapshot.format, Self.formerFormat].contains(format) else {
      throw Rejection(
        .notASnapshot, "the file is of the form \(format.prefix(60)), not \(Snapshot.format)",
        hint: "A later Stakebook may read it.")
    }
    self.init(
      asOf: asOf, knownAt: knownAt, publicBy: try document["public_by"].map(Self.day),
      partnerships: partnerships,
      log: try document["log"].map(Self.log),
      checkpoint: try document["checkpoint"].map(Self.cover))
    self.format = format
    projections = [:]
    for (name, version) in document["projections"]?.objectValue ?? [:] {
      projections[name] = version.integerValue ?? 0
    }
    guard format == Self.formerFormat || log != nil else {
      throw Self.refusal("it says nothing of its log")
    }
  }

  private static func day(_ json: JSON) throws(Rejection) -> String {
    guard let day = json.stringValue else { throw refusal("it says by no day what was public") }
    return day
  }

  private static func log(_ json: JSON) throws(Rejection) -> Log {
    guard let size = json.objectValue?["size"]?.integerValue,
      let root = json.objectValue?["root"]?.stringValue,
      let erased = json.objectValue?["erased"]?.arrayValue
    else { throw refusal("what it says of its log is not size, root and erased events") }
    return Log(size: size, root: root, erased: erased.compactMap(\.integerValue))
  }

  private static func cover(_ json: JSON) throws(Rejection) -> Cover {
    guard let note = json.objectValue?["note"]?.stringValue,
      let consistency = json.objectValue?["consistency"].flatMap(texts)
    else { throw refusal("its checkpoint is not a note with its proof") }
    return Cover(note: note, consistency: consistency)
  }

  private static func texts(_ json: JSON) -> [String]? {
    guard let items = json.arrayValue else { return nil }
    let texts = items.compactMap(\.stringValue)
    return texts.count == items.count ? texts : nil
  }

  static func refusal(_ what: String) -> Rejection {
    Rejection(
      .notASnapshot, "the file is no snapshot: \(what)", hint: "`stakebook snapshot` writes one."
    )
  }
}
