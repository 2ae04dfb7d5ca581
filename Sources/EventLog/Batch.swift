import Events
import GRDB

/// The events of one append, one after the other.
package final class Batch {
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
  /// Whether events come with their numbers from a hub, wherever the log stands.
  package var isCopying = false
  /// Where documents are that events name.
  package var documents = DocumentSupply()
  /// Whether they are taken in; else it is enough that they are there.
  var keepsDocuments = true
  /// Whether rows are written; else it is only asked whether they could be. What names an event of its own
  /// batch needs its row.
  package var keepsRows = true

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

  package init(_ database: Database, _ surroundings: Surroundings, _ work: AppendWork) throws {
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
  package func take(_ submission: Submission) throws -> Result<[Receipt], Rejection> {
    // A single event is refused before its row is written, so there is nothing to take back but
    // documents.
    let isSingle =
      submission.events.count <= 1 && submission.events.allSatisfy { $0.event.documents.isEmpty }
    var receipts: [Receipt] = []
    var rest = submission.events[...]
    return try take(
      submission.expecting, submission.documents, isSingle: isSingle, next: { rest.popFirst() },
      receipt: { receipts.append($0) }
    ).map { receipts }
  }

  /// All of what `next` gives, or the reason why there is nothing of it.
  package func take(
    _ expecting: [String: Int64], _ supply: DocumentSupply, isSingle: Bool = false,
    next: () throws -> Prepared?, receipt: (Receipt) throws -> Void
  ) throws -> Result<Void, Rejection> {
    let before = state
    documents = supply
    if !isSingle { try database.execute(sql: "SAVEPOINT submission") }
    do {
      expect(expecting)
      while let event = try next() { try receipt(try add(event)) }
      try end()
      if !isSingle { try database.execute(sql: "RELEASE submission") }
      work.settle(true)
      return .success(())
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

  package func add(_ prepared: Prepared) throws -> Receipt {
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
    guard event.kept == nil || firstSeq == 1 || isCopying else {
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
    if keepsRows { try insertion.run(row) }
    if let reason = kept?.withheld { try EventLog.withhold(seq, reason, database) }
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
  package func flush() throws {
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
