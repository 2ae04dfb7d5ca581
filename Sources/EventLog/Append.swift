import Events
import Foundation
import GRDB

/// What runs inside the transaction of an append, besides the append.
public struct AppendWork {
  /// Before each insert; throws a `Rejection`.
  public var check: (Accepted, Database) throws -> Void
  /// After each submission of several: whether its rows stay. What the check learned from them is
  /// to be forgotten otherwise.
  public var settle: (Bool) -> Void
  /// After the rows of these events are in, which follow each other.
  public var project: ([Written], Database) throws -> Void

  /// A check and projections.
  public init(
    check: @escaping (Accepted, Database) throws -> Void,
    settle: @escaping (Bool) -> Void = { _ in },
    project: @escaping ([Written], Database) throws -> Void
  ) {
    self.check = check
    self.settle = settle
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
  /// Where the documents are that the events name and the ledger has not.
  public var documents = DocumentSupply()

  /// The usual terms.
  public init() {}
}

/// What one author appends: all of it or nothing.
public struct Submission: Sendable {
  /// The events, in order.
  public let events: [Prepared]
  /// The version at which a stream must stand before, by stream.
  public let expecting: [String: Int64]
  /// Where the documents are that the events name and the ledger has not.
  public let documents: DocumentSupply

  /// Events, where their streams must stand, and their documents.
  public init(
    _ events: [Prepared], expecting: [String: Int64] = [:],
    documents: DocumentSupply = DocumentSupply()
  ) {
    self.events = events
    self.expecting = expecting
    self.documents = documents
  }
}

extension EventLog {
  /// How many events are projected at once: enough to write their rows in the order of the keys,
  /// few enough to hold what they claim in memory.
  public static let chunk = 10_000
  /// How many bytes of data they have at most, but for the last of them.
  static let chunkBytes = 16 << 20

  /// Appends submissions of several authors in one transaction, so that they share one wait for
  /// the disk: each as a whole or not at all, in the order in which `next` gives them.
  ///
  /// Gives for each its receipts, or why it was refused. Throws where all of them failed.
  public func appendTogether(
    wait: Wait, work: AppendWork, next: () -> Submission?
  ) throws -> [Result<[Receipt], Rejection>] {
    try write(wait: wait) { database in
      let batch = try Batch(database, surroundings, work)
      var results: [Result<[Receipt], Rejection>] = []
      while let submission = next() { results.append(try batch.take(submission)) }
      try batch.flush()
      return results
    }
  }

  /// Appends what `next` gives, in one transaction: all of it or nothing.
  ///
  /// `beforeEnd` runs after the last event, still inside the transaction. Throws `id-conflict`,
  /// `version-conflict`, `unknown-stream`, `not-empty`, `hash-mismatch`, `busy`,
  /// `unknown-outcome`, and what the work throws.
  public func appendEach(
    _ terms: AppendTerms = AppendTerms(), work: AppendWork, next: () throws -> Prepared?,
    receipt: (Receipt) throws -> Void, beforeEnd: (Database) throws -> Void = { _ in }
  ) throws {
    try write(wait: terms.wait, commit: !terms.isDryRun) { database in
      let batch = try Batch(database, surroundings, work)
      batch.documents = terms.documents
      batch.expect(terms.expecting)
      while let event = try next() { try receipt(try batch.add(event)) }
      try batch.end()
      try batch.flush()
      try beforeEnd(database)
    }
  }
}

extension EventLog {
  /// Appends to a copy of what bears on the events, in TEMP tables that stand before those of the
  /// ledger, and gives the receipts; the caller rolls back. The copy must hold the events of their
  /// ids, and whatever the work asks for.
  ///
  /// Throws what an append throws.
  public func rehearse(
    _ events: [Prepared], _ terms: AppendTerms, work: AppendWork, _ database: Database
  ) throws -> [Receipt] {
    let batch = try Batch(database, surroundings, work)
    batch.documents = terms.documents
    batch.keepsDocuments = false
    batch.expect(terms.expecting)
    let receipts = try events.map { try batch.add($0) }
    try batch.end()
    try batch.flush()
    return receipts
  }

  /// Appends one event inside a transaction that does more.
  func appendOne(_ event: Prepared, _ database: Database, _ work: AppendWork) throws -> Receipt {
    let batch = try Batch(database, surroundings, work)
    let receipt = try batch.add(event)
    try batch.flush()
    return receipt
  }
}

/// The events of one append, one after the other.
private final class Batch {
  private static let insertion = """
    INSERT INTO event (
      seq, id, stream, version, type, effective, effective_earliest, effective_latest,
      recorded_at, status, data, sources, actor, note, correlation_id, causation_id, salt,
      content_hash, leaf_hash
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  private let database: Database
  private let surroundings: Surroundings
  private let work: AppendWork
  private let insertion: RawStatement
  private let seqOfID: RawStatement
  private let lastVersion: RawStatement
  private let firstSeq: Seq
  private var row = Bindings()
  private var state: State
  /// Where documents are that events name.
  var documents = DocumentSupply()
  /// Whether they are taken in; else it is enough that they are there.
  var keepsDocuments = true

  /// Where the log stands, and what the projections have still to see.
  private struct State {
    var lastSeq: Seq
    var lastMicroseconds: Int64
    var versions: [String: Int64] = [:]
    var pending: [Written] = []
    /// How many bytes of what they say these hold.
    var pendingBytes = 0
    /// Where streams must stand before the first event that is new: what repeats events that are
    /// recorded expects what was before them.
    var expecting: [String: Int64] = [:]
    var hasRepeats = false
  }

  init(_ database: Database, _ surroundings: Surroundings, _ work: AppendWork) throws {
    self.database = database
    self.surroundings = surroundings
    self.work = work
    insertion = try RawStatement(database, Self.insertion)
    seqOfID = try RawStatement(database, "SELECT seq FROM event WHERE id = ?")
    lastVersion = try RawStatement(
      database, "SELECT coalesce(max(version), 0) FROM main.event WHERE stream = ?")
    let last = try Row.fetchOne(
      database.cachedStatement(
        sql: "SELECT seq, recorded_at FROM main.event ORDER BY seq DESC LIMIT 1"))
    state = State(
      lastSeq: last?["seq"] ?? 0,
      lastMicroseconds: last.map { Instant.microseconds($0["recorded_at"]) } ?? 0)
    guard state.lastSeq < .max else {
      throw StoredRow.damaged("the last event of the log has a seq that nothing follows")
    }
    firstSeq = state.lastSeq + 1
  }

  /// All of a submission, or the reason why there is nothing of it.
  func take(_ submission: Submission) throws -> Result<[Receipt], Rejection> {
    let before = state
    // A single event is refused before its row is written, so there is nothing to take back but
    // documents.
    let isSingle =
      submission.events.count <= 1 && submission.events.allSatisfy { $0.event.documents.isEmpty }
    documents = submission.documents
    if !isSingle { try database.execute(sql: "SAVEPOINT submission") }
    do {
      expect(submission.expecting)
      let receipts = try submission.events.map { try add($0) }
      try end()
      if !isSingle { try database.execute(sql: "RELEASE submission") }
      work.settle(true)
      return .success(receipts)
    } catch let rejection as Rejection {
      if !isSingle {
        try database.execute(sql: "ROLLBACK TO submission")
        try database.execute(sql: "RELEASE submission")
      }
      state = before
      work.settle(false)
      return .failure(rejection)
    }
  }

  /// Where streams must stand before what is appended from now on.
  func expect(_ expected: [String: Int64]) {
    state.expecting = expected
    state.hasRepeats = false
  }

  /// After the last event: where nothing was appended the streams must stand there all the same.
  func end() throws { if !state.hasRepeats { try requireExpected() } }

  private func requireExpected() throws {
    defer { state.expecting = [:] }
    for (stream, version) in state.expecting.sorted(by: { $0.key < $1.key }) {
      let current = try self.version(of: stream)
      guard current == version else {
        throw Rejection(
          .versionConflict, "the stream '\(stream)' stands at \(current), not at \(version)",
          hint: "Look at what was added since, then try again.")
      }
    }
  }

  func add(_ prepared: Prepared) throws -> Receipt {
    do {
      return try recorded(prepared)
    } catch var rejection as Rejection {
      if rejection.location == nil { rejection.location = prepared.event.location }
      throw rejection
    }
  }

  private func recorded(_ prepared: Prepared) throws -> Receipt {
    let event = prepared.event
    if let id = event.id, let earlier = try stored(id) {
      guard prepared.isRepeat(of: earlier) else {
        throw Rejection(
          .idConflict,
          "the id \(id) is already recorded with other content, as seq \(earlier.seq)",
          hint: earlier.data == nil
            ? "Its content was erased since, so that nothing can be compared with it."
            : "Leave the id out, or correct that event.")
      }
      state.hasRepeats = true
      return Receipt(
        seq: earlier.seq, id: earlier.id, stream: earlier.stream, version: earlier.version,
        recordedAt: earlier.recordedAt, isRepeat: true)
    }
    guard event.kept == nil || firstSeq == 1 else {
      throw Rejection(
        .notEmpty, "an export is restored into an empty ledger only",
        hint: "Make a new one with `stakebook init`, or import without --restore.")
    }
    try requireExpected()
    let version = try version(of: event.stream.text)
    guard version > 0 || event.opensStream else { throw try unknownStream(event) }
    try work.check(event, database)
    for sha256 in event.documents { try bring(sha256, of: event) }
    guard version < .max else {
      throw StoredRow.damaged("the last event of a stream has a version that nothing follows")
    }
    return try insert(prepared, version: version + 1)
  }

  /// Takes in a document that an event names, where the ledger has not got it. A restored event keeps
  /// its name for one that nobody has any more: a verification tells of it.
  private func bring(_ sha256: String, of event: Accepted) throws {
    guard try !EventLog.holds(sha256, database) else { return }
    guard let bytes = try documents.bytes(sha256) else {
      guard event.kept == nil else { return documents.lack(sha256) }
      throw Rejection(
        .unknownDocument, "the ledger has no document with the SHA-256 \(sha256)",
        hint: "`--attach FILE` brings one in, `import --documents FOLDER` those of an export.")
    }
    if keepsDocuments { try EventLog.insert(sha256, bytes, database) }
  }

  private func insert(_ prepared: Prepared, version: Int64) throws -> Receipt {
    let event = prepared.event
    let seq = state.lastSeq + 1
    let kept = event.kept
    if let kept { try check(kept, seq: seq, version: version) }
    let microseconds =
      kept.map { Instant.microseconds($0.recordedAt) }
      ?? max(state.lastMicroseconds, surroundings.microseconds())
    let recordedAt = Instant.text(microseconds)
    let id =
      event.id?.text ?? timeOrderedUUID(at: microseconds, random: surroundings.randomBytes(16))
    let content = prepared.contentHash
    let leaf = Hashes.leaf(
      content: content, effective: event.effective.text, id: id, recordedAt: recordedAt, seq: seq,
      status: event.status.rawValue, stream: event.stream.text, type: event.type.text,
      version: version)
    for (name, given, made) in [
      ("content_hash", kept?.contentHash, content), ("leaf_hash", kept?.leafHash, leaf),
    ] where given != nil && given != made {
      throw Rejection(
        .hashMismatch, "the \(name) of seq \(seq) does not follow from what the line says",
        hint: "The export was changed after it was made.")
    }
    row.removeAll()
    row.add(seq)
    for text in [id, event.stream.text] { row.add(text) }
    row.add(version)
    for text in [
      event.type.text, event.effective.text, prepared.earliest, prepared.latest, recordedAt,
      event.status.rawValue, event.isErased ? nil : event.dataText, event.sourcesText, event.actor,
      event.note, event.correlationID, event.causationID,
    ] { row.add(text) }
    row.add(bytes: event.isErased ? nil : prepared.salt)
    for hash in [content, leaf] { row.add(bytes: hash) }
    try insertion.run(row)
    state.lastSeq = seq
    state.lastMicroseconds = microseconds
    state.versions[event.stream.text] = version
    state.pending.append(Written(seq, prepared))
    state.pendingBytes += event.dataText.utf8.count
    if state.pending.count >= EventLog.chunk || state.pendingBytes >= EventLog.chunkBytes {
      try flush()
    }
    return Receipt(
      seq: seq, id: id, stream: event.stream.text, version: version, recordedAt: recordedAt,
      isRepeat: false)
  }

  /// Runs the projections over what was inserted since the last time.
  func flush() throws {
    guard !state.pending.isEmpty else { return }
    try work.project(state.pending, database)
    state.pending.removeAll(keepingCapacity: true)
    state.pendingBytes = 0
  }

  private func check(_ kept: Kept, seq: Seq, version: Int64) throws {
    guard Instant.microseconds(kept.recordedAt) >= state.lastMicroseconds else {
      throw Rejection(
        .badOrder, "recorded_at \(kept.recordedAt) is earlier than the line before it",
        hint: "An export is ordered by seq.")
    }
    for (name, given, due) in [("seq", kept.seq, seq), ("version", kept.version, version)]
    where given != nil && given != due {
      throw Rejection(
        .badOrder, "the line's \(name) is \(given ?? 0), but \(due) is due",
        hint: "Lines are missing, or the file is not in order.")
    }
  }

  private func version(of stream: String) throws -> Int64 {
    if let version = state.versions[stream] { return version }
    let version = try lastVersion.integer(.text(stream)) ?? 0
    state.versions[stream] = version
    return version
  }

  private func stored(_ id: EventID) throws -> StoredEvent? {
    guard let seq = try seqOfID.integer(.text(id.text)) else { return nil }
    return try EventLog.event(seq, database)
  }

  private func unknownStream(_ event: Accepted) throws -> Rejection {
    let streams = try String.fetchAll(database, sql: "SELECT DISTINCT stream FROM main.event")
    let near = nearest(to: event.stream.text, among: streams)
    return Rejection(
      .unknownStream, "there is no partnership '\(event.stream)'",
      hint: near.map { "Did you mean '\($0)'?" } ?? "Begin it with partnership.formed.")
  }
}

extension Prepared {
  /// Whether a stored event of its id is this one.
  package func isRepeat(of stored: StoredEvent) -> Bool {
    guard stored.stream == event.stream.text, stored.type == event.type.text,
      stored.effective == event.effective.text, stored.status == event.status.rawValue
    else { return false }
    guard let kept = event.kept else {
      // The same hash under the same salt is the same content, to the byte.
      return stored.salt.map { stored.contentHash == contentHash(under: $0) } ?? false
    }
    // A restored line brings its salt: the same hash, whether it was erased since or not.
    return stored.contentHash == contentHash && stored.recordedAt == kept.recordedAt
      && kept.seq ?? stored.seq == stored.seq && kept.version ?? stored.version == stored.version
  }
}
