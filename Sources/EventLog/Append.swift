import Events
import Foundation
import GRDB

/// What runs inside the transaction of an append, besides the append.
public struct AppendWork {
  /// Before each insert; throws a `Rejection`.
  public var check: (Accepted, Database) throws -> Void
  /// After the rows of these seqs are in.
  public var project: (ClosedRange<Seq>, Set<EventType>, Database) throws -> Void

  /// A check and projections.
  public init(
    check: @escaping (Accepted, Database) throws -> Void,
    project: @escaping (ClosedRange<Seq>, Set<EventType>, Database) throws -> Void
  ) {
    self.check = check
    self.project = project
  }
}

/// How an append is to be done.
public struct AppendTerms: Sendable {
  /// The version at which a stream must stand before, by stream.
  public var expecting: [String: Int64] = [:]
  /// Whether nothing is written in the end.
  public var isDryRun = false
  /// How long to wait for other writers.
  public var wait: Wait = .seconds(60)

  /// The usual terms.
  public init() {}
}

extension EventLog {
  /// Appends what `next` gives, in one transaction: all of it or nothing.
  ///
  /// `beforeEnd` runs after the last event, still inside the transaction. Throws `id-conflict`,
  /// `version-conflict`, `unknown-stream`, `not-empty`, `hash-mismatch`, `busy`,
  /// `unknown-outcome`, and what the work throws.
  public func append(
    _ terms: AppendTerms = AppendTerms(), work: AppendWork, next: () throws -> Accepted?,
    receipt: (Receipt) throws -> Void, beforeEnd: (Database) throws -> Void = { _ in }
  ) throws {
    try write(wait: terms.wait, commit: !terms.isDryRun) { database in
      let batch = try Batch(database, surroundings, work)
      try batch.require(terms.expecting)
      while let event = try next() { try receipt(try batch.append(event)) }
      try batch.flush()
      try beforeEnd(database)
    }
  }
}

/// The events of one append, one after the other.
private final class Batch {
  private let database: Database
  private let surroundings: Surroundings
  private let work: AppendWork
  private let firstSeq: Seq
  private var lastSeq: Seq
  private var lastMicroseconds: Int64
  private var versions: [String: Int64] = [:]
  private var pending: ClosedRange<Seq>?
  private var pendingTypes: Set<EventType> = []
  private static let chunk = 5000

  init(_ database: Database, _ surroundings: Surroundings, _ work: AppendWork) throws {
    self.database = database
    self.surroundings = surroundings
    self.work = work
    let last = try Row.fetchOne(
      database, sql: "SELECT seq, recorded_at FROM event ORDER BY seq DESC LIMIT 1")
    lastSeq = last?["seq"] ?? 0
    lastMicroseconds = last.map { Instant.microseconds($0["recorded_at"]) } ?? 0
    firstSeq = lastSeq + 1
  }

  func require(_ expected: [String: Int64]) throws {
    for (stream, version) in expected.sorted(by: { $0.key < $1.key }) {
      let current = try self.version(of: stream)
      guard current == version else {
        throw Rejection(
          "version-conflict", "the stream '\(stream)' stands at \(current), not at \(version)",
          hint: "Look at what was added since, then try again.")
      }
    }
  }

  func append(_ event: Accepted) throws -> Receipt {
    do {
      return try recorded(event)
    } catch var rejection as Rejection {
      if rejection.location == nil { rejection.location = event.location }
      throw rejection
    }
  }

  private func recorded(_ event: Accepted) throws -> Receipt {
    guard event.kept == nil || firstSeq == 1 else {
      throw Rejection(
        "not-empty", "an export is restored into an empty ledger only",
        hint: "Make a new one with `stakebook init`, or import without --restore.")
    }
    if let id = event.id, let earlier = try stored(id) {
      guard event.kept == nil, event.says(earlier) else {
        throw Rejection(
          "id-conflict",
          "the id \(id) is already recorded with other content, as seq \(earlier.seq)",
          hint: "Leave the id out, or correct that event.")
      }
      return Receipt(
        seq: earlier.seq, id: earlier.id, stream: earlier.stream, version: earlier.version,
        recordedAt: earlier.recordedAt, isRepeat: true)
    }
    let version = try version(of: event.stream.text)
    guard version > 0 || event.opensStream else { throw try unknownStream(event) }
    try work.check(event, database)
    return try insert(event, version: version + 1)
  }

  private func insert(_ event: Accepted, version: Int64) throws -> Receipt {
    let seq = lastSeq + 1
    let kept = event.kept
    if let kept { try check(kept, seq: seq, version: version) }
    let microseconds =
      kept.map { Instant.microseconds($0.recordedAt) }
      ?? max(lastMicroseconds, surroundings.microseconds())
    let recordedAt = Instant.text(microseconds)
    let id =
      event.id?.text ?? timeOrderedUUID(at: microseconds, random: surroundings.randomBytes(16))
    let salt = kept?.salt ?? surroundings.randomBytes(16)
    let content = Hashes.content(
      salt: salt, data: event.data, sources: event.sources, actor: event.actor, note: event.note,
      correlationID: event.correlationID, causationID: event.causationID)
    let leaf = Hashes.leaf(
      content: content, effective: event.effective.text, id: id, recordedAt: recordedAt, seq: seq,
      status: event.status.rawValue, stream: event.stream.text, type: event.type.text,
      version: version)
    for (name, given, made) in [
      ("content_hash", kept?.contentHash, content), ("leaf_hash", kept?.leafHash, leaf),
    ] where given != nil && given != made {
      throw Rejection(
        "hash-mismatch", "the \(name) of seq \(seq) does not follow from what the line says",
        hint: "The export was changed after it was made.")
    }
    try database.cachedStatement(sql: Self.insertSQL).execute(
      arguments: [
        seq, id, event.stream.text, version, event.type.text, event.effective.text,
        event.effective.earliest?.description, event.effective.latest?.description, recordedAt,
        event.status.rawValue, event.data.canonical, event.sources?.canonical, event.actor,
        event.note, event.correlationID, event.causationID, Data(salt), Data(content), Data(leaf),
      ])
    lastSeq = seq
    lastMicroseconds = microseconds
    versions[event.stream.text] = version
    pending = (pending?.lowerBound ?? seq)...seq
    pendingTypes.insert(event.type)
    if let pending, pending.count >= Self.chunk { try flush() }
    return Receipt(
      seq: seq, id: id, stream: event.stream.text, version: version, recordedAt: recordedAt,
      isRepeat: false)
  }

  private static let insertSQL = """
    INSERT INTO event (
      seq, id, stream, version, type, effective, effective_earliest, effective_latest,
      recorded_at, status, data, sources, actor, note, correlation_id, causation_id, salt,
      content_hash, leaf_hash
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  /// Runs the projections over what was inserted since the last time.
  func flush() throws {
    guard let range = pending else { return }
    try work.project(range, pendingTypes, database)
    pending = nil
    pendingTypes = []
  }

  private func check(_ kept: Kept, seq: Seq, version: Int64) throws {
    guard Instant.microseconds(kept.recordedAt) >= lastMicroseconds else {
      throw Rejection(
        "bad-order", "recorded_at \(kept.recordedAt) is earlier than the line before it",
        hint: "An export is ordered by seq.")
    }
    for (name, given, due) in [("seq", kept.seq, seq), ("version", kept.version, version)]
    where given != nil && given != due {
      throw Rejection(
        "bad-order", "the line's \(name) is \(given ?? 0), but \(due) is due",
        hint: "Lines are missing, or the file is not in order.")
    }
  }

  private func version(of stream: String) throws -> Int64 {
    if let version = versions[stream] { return version }
    let statement = try database.cachedStatement(
      sql: "SELECT coalesce(max(version), 0) FROM event WHERE stream = ?")
    let version = try Int64.fetchOne(statement, arguments: [stream]) ?? 0
    versions[stream] = version
    return version
  }

  private func stored(_ id: EventID) throws -> StoredEvent? {
    let statement = try database.cachedStatement(sql: "SELECT * FROM event WHERE id = ?")
    return try Row.fetchOne(statement, arguments: [id.text]).map { try StoredEvent($0) }
  }

  private func unknownStream(_ event: Accepted) throws -> Rejection {
    let streams = try String.fetchAll(database, sql: "SELECT DISTINCT stream FROM event")
    let near = nearest(to: event.stream.text, among: streams)
    return Rejection(
      "unknown-stream", "there is no partnership '\(event.stream)'",
      hint: near.map { "Did you mean '\($0)'?" } ?? "Begin it with partnership.formed.")
  }
}

extension Accepted {
  /// Whether a stored event says the same.
  fileprivate func says(_ stored: StoredEvent) -> Bool {
    stored.stream == stream.text && stored.type == type.text
      && stored.effective == effective.text && stored.status == status.rawValue
      && stored.data == data.canonical && stored.sources == sources?.canonical
      && stored.actor == actor && stored.note == note && stored.correlationID == correlationID
      && stored.causationID == causationID
  }
}
