import Events
import Foundation
import GRDB
import Synchronization

/// What a verification found.
public struct Verification: Sendable {
  /// Something that is not as it was written.
  public struct Finding: Sendable, Equatable {
    /// The event, where it is one event's.
    public let seq: Seq?
    /// What is wrong, as a sentence without its full stop.
    public let sentence: String
    /// Both, as one sentence.
    public var placed: String { seq.map { "seq \($0): \(sentence)" } ?? sentence }
  }

  /// How many events were read.
  public let events: Int64
  /// How many of them were erased lawfully.
  public let erased: Int64
  /// Those whose content is not here because it could not be read when it came from the hub, each with what
  /// the check said: what they say is the hub's word.
  public let withheld: [(seq: Seq, reason: String)]
  /// How many documents are kept.
  public let documents: Int64
  /// What is wrong: the first hundred findings, those of events in order of seq.
  public let findings: [Finding]
  /// The documents that events name and the ledger has not, each with the first event: their bytes are
  /// lost, and nothing else is wrong.
  public let missingDocuments: [Finding]
  /// By size, of those asked for, the root of the tree over so many first events, as their columns
  /// give it.
  public let roots: [Int64: [UInt8]]
  /// The first event that is another one than was promised.
  public let firstUncommitted: Seq?
}

/// What a verification compares the log with, besides itself.
public struct Verifying {
  /// The type of the events that say that another one is erased.
  public var redaction: EventType
  /// The sizes whose roots are asked for.
  public var sizes: Set<Int64> = []
  /// The leaf hash that somebody was promised for a seq.
  public var committed: (Seq) -> [UInt8]? = { _ in nil }
  /// What is wrong with the schema beside the log, which only others know.
  public var schema: (Database) throws -> [Schema.Difference] = { _ in [] }
  /// Whether a table or index beside the log is word for word as Stakebook makes it.
  public var isMade: @Sendable (Schema.Object) -> Bool = { _ in false }

  /// The log itself.
  public init(redaction: EventType) { self.redaction = redaction }
}

extension EventLog {
  /// Recomputes every hash and order of the log, compares its schema, and has SQLite check the file.
  public func verify(
    _ verifying: Verifying, progress: (Int64) -> Void = { _ in }
  ) throws -> Verification {
    try read { database in
      // Each page is read once: nothing is gained by keeping it.
      try database.execute(sql: "PRAGMA main.cache_size = -2048")
      var verifier = Verifier(verifying)
      var findings = try Schema.findings(database)
      findings += try verifying.schema(database).map {
        Verification.Finding(seq: nil, sentence: $0.told)
      }
      // What is not a plain table may compute anything while it is read.
      guard try Schema.isPlain("event", database) else {
        return Verification(
          events: 0, erased: 0, withheld: [], documents: 0, findings: findings,
          missingDocuments: [], roots: [:],
          firstUncommitted: nil)
      }
      // SQLite's check of the file takes about as long as that of the events: beside it, in a reading
      // of its own.
      let integrity = InBackground { [path = readablePath, isMade = verifying.isMade] in
        try Self.integrityFindings(path, isMade)
      }
      try Self.readAll(database, &verifier, progress)
      findings += try Self.nameFindings(database)
      var ofEvents = verifier.findings
      var withheld: [(seq: Seq, reason: String)] = []
      if findings.isEmpty {
        withheld = try Self.withheld(unless: verifying.redaction, database)
        ofEvents += try Self.withholdingFindings(withheld, database)
        ofEvents += try Self.erasureFindings(
          verifying.redaction, hasErased: verifier.erased > 0, database)
      }
      let documents = try Self.documentFindings(verifier.documents, database)
      findings = Self.inOrder(ofEvents + documents.changed) + findings
      findings += try integrity.value()
      return Verification(
        events: verifier.events, erased: verifier.erased - Int64(withheld.count),
        withheld: withheld, documents: documents.count,
        findings: Array(findings.prefix(100)),
        missingDocuments: Array(documents.missing.prefix(100)), roots: verifier.roots,
        firstUncommitted: verifier.firstUncommitted)
    }
  }

  /// Gives every row to the verifier, whatever is in it.
  private static func readAll(
    _ database: Database, _ verifier: inout Verifier, _ progress: (Int64) -> Void
  ) throws {
    let rows: RawStatement
    do {
      rows = try StoredEvent.statement(database, where: "seq > ?")
    } catch let rejection as Rejection { return verifier.fail(rejection) }
    var place: Int64? = .min
    while let begin = place {
      place = nil
      do {
        try rows.forEach([.integer(begin)]) { row in
          verifier.check(StoredRow(row))
          progress(verifier.events)
        }
      } catch let error as DatabaseError where error.resultCode == .SQLITE_TOOBIG {
        // So long that it is not even read: on behind it.
        verifier.fail(StoredRow.damaged("an event of the log is longer than a line"))
        place = try Int64.fetchOne(
          database, sql: "SELECT min(seq) FROM event WHERE seq > ?",
          arguments: [max(begin, verifier.lastSeq - 1)])
      }
    }
  }

  /// What is wrong with the table in which the ledger's own name stands.
  private static func nameFindings(_ database: Database) throws -> [Verification.Finding] {
    do {
      _ = try identity(database)
      return []
    } catch let rejection as Rejection {
      return [Verification.Finding(seq: nil, sentence: rejection.message)]
    }
  }

  /// What SQLite finds, of what is judged in the same reading.
  private static func integrityFindings(
    _ path: String, _ isMade: (Schema.Object) -> Bool
  ) throws -> [Verification.Finding] {
    let queue = try DatabaseQueue(path: path, configuration: configuration(for: .reading))
    return try queue.read { database in
      try Schema.checkable(database, isMade).flatMap {
        try String.fetchAll(database, sql: "PRAGMA integrity_check(\($0))")
      }
    }
    .filter { $0 != "ok" }
    .map { Verification.Finding(seq: nil, sentence: "SQLite finds: \($0)") }
  }

  /// Those of one event stay in the order in which they were found.
  private static func inOrder(_ findings: [Verification.Finding]) -> [Verification.Finding] {
    findings.enumerated().sorted { left, right in
      (left.element.seq ?? 0, left.offset) < (right.element.seq ?? 0, right.offset)
    }.map(\.element)
  }

  /// Throws `bad-erasure` where an event is erased that no event of that type names, or is not that
  /// one does.
  public static func requireErasures(_ redaction: EventType, _ database: Database) throws {
    guard let finding = try erasureFindings(redaction, hasErased: true, database).first else {
      return
    }
    throw Rejection(
      .badErasure, finding.placed,
      hint: "The export was changed after it was made.")
  }

  /// Compares what is erased with what events of that type say is erased.
  static func erasureFindings(
    _ redaction: EventType, hasErased: Bool, _ database: Database
  ) throws -> [Verification.Finding] {
    let target = "CASE WHEN json_valid(redaction.data) THEN redaction.data ->> '$.event' END"
    // What was taken without its content, because it could not be read, is not erased.
    let withheld =
      try hasWithheld(database)
      ? "AND event.seq NOT IN (SELECT hub_withheld.seq FROM main.hub_withheld)" : ""
    let unnamed = """
      SELECT event.seq, 'it is erased, and no later \(redaction) names it' AS sentence
      FROM event
      WHERE event.data IS NULL
      \(withheld)
      AND NOT EXISTS (
        SELECT 1
        FROM event AS redaction
        WHERE redaction.type = :type
        AND redaction.seq > event.seq
        AND \(target) = event.id
      )
      ORDER BY event.seq
      LIMIT 100
      """
    let unfollowed = """
      SELECT event.seq,
        'seq ' || redaction.seq || ' says that it is erased, and it is not' AS sentence
      FROM event AS redaction
      JOIN event ON event.id = \(target)
      WHERE redaction.type = :type
      AND event.data IS NOT NULL
      ORDER BY event.seq
      LIMIT 100
      """
    let found = try ((hasErased ? [unnamed] : []) + [unfollowed]).flatMap { sql in
      try Row.fetchAll(database, sql: sql, arguments: ["type": redaction.text]).map { row in
        Verification.Finding(seq: row["seq"], sentence: row["sentence"])
      }
    }
    return inOrder(found)
  }
}

/// Walks the events and remembers what the next one must follow.
private struct Verifier {
  private let sizes: Set<Int64>
  private let committed: (Seq) -> [UInt8]?
  private var tree = MerkleFrontier()
  private(set) var roots: [Int64: [UInt8]] = [:]
  private(set) var firstUncommitted: Seq?
  private(set) var events: Int64 = 0
  private(set) var erased: Int64 = 0
  private(set) var findings: [Verification.Finding] = []
  private(set) var lastSeq: Seq = 0
  /// The documents that events name, each with the first of them.
  private(set) var documents: [String: Seq] = [:]
  private var lastRecorded = ""
  private var versions: [String: Int64] = [:]

  init(_ verifying: Verifying) {
    sizes = verifying.sizes
    committed = verifying.committed
    if sizes.contains(0) { roots[0] = tree.root }
  }

  mutating func check(_ row: StoredRow) {
    do {
      let event = try StoredEvent(row)
      events += 1
      check(event)
    } catch {
      if let seq = try? row.integer(0) { checkPlace(of: seq) }
      fail(error)
    }
  }

  /// Looks whether an event is the next one: what is missing before it is told of itself.
  private mutating func checkPlace(of seq: Seq) {
    // Wherever somebody wrote the greatest number there is, what follows is no next one.
    let next = lastSeq &+ 1
    guard seq != next else { return }
    var found = Verification.Finding(seq: seq, sentence: "it stands in the place of seq \(next)")
    if lastSeq < seq {
      let rest = next < seq - 1 ? ", and so is every one up to seq \(seq - 1)" : ""
      found = Verification.Finding(seq: next, sentence: "it is missing\(rest)")
      note(next, nil)
      lastSeq = seq - 1
    }
    if findings.count < 100 { findings.append(found) }
  }

  /// An event that cannot be read as one, in the place behind the last.
  mutating func fail(_ rejection: Rejection) {
    events += 1
    note(lastSeq &+ 1, nil)
    if findings.count < 100 {
      findings.append(Verification.Finding(seq: lastSeq &+ 1, sentence: rejection.message))
    }
    lastSeq &+= 1
  }

  /// Remembers the first event that is another one than was promised.
  private mutating func note(_ seq: Seq, _ leaf: [UInt8]?) {
    guard firstUncommitted == nil, let committed = committed(seq), committed != leaf else { return }
    firstUncommitted = seq
  }

  private mutating func check(_ event: StoredEvent) {
    var found: [Verification.Finding] = []
    func require(_ holds: Bool, _ sentence: @autoclosure () -> String) {
      guard !holds else { return }
      found.append(Verification.Finding(seq: event.seq, sentence: sentence()))
    }
    checkPlace(of: event.seq)
    let version = versions[event.stream, default: 0] &+ 1
    require(event.version == version, "its version is \(event.version), not \(version)")
    require(event.recordedAt >= lastRecorded, "it was recorded before the event before it")
    checkDates(event, require)
    checkContent(event, require)
    let leaf = event.computedLeafHash
    require(event.leafHash == leaf, "its leaf hash does not follow from its columns")
    note(event.seq, leaf)
    if !sizes.isEmpty {
      tree.add(leaf)
      if sizes.contains(tree.size) { roots[tree.size] = tree.root }
    }
    if findings.count < 100 { findings += found }
    lastSeq = event.seq
    lastRecorded = event.recordedAt
    versions[event.stream] = event.version
  }

  private func checkDates(
    _ event: StoredEvent, _ require: (Bool, @autoclosure () -> String) -> Void
  ) {
    do {
      let date =
        event.data == nil
        ? PartialDate(remaining: event.effective) : try PartialDate(event.effective)
      require(
        date.earliest?.description == event.effectiveEarliest
          && date.latest?.description == event.effectiveLatest,
        "its days do not follow from effective '\(event.effective)'")
    } catch {
      require(false, "its effective '\(event.effective)' is not a date")
    }
  }

  private mutating func checkContent(
    _ event: StoredEvent, _ require: (Bool, @autoclosure () -> String) -> Void
  ) {
    guard let text = event.data, let salt = event.salt else {
      let rest = [
        event.data, event.sources, event.actor, event.note, event.correlationID,
        event.causationID,
      ]
      require(
        event.salt == nil && rest.allSatisfy { $0 == nil }, "a part of its content is erased")
      erased += 1
      return
    }
    let limits = JSON.Limits(bytes: 1 << 24)
    do {
      let data = try JSON.read(text, limits: limits)
      let sources = try event.sources.map { text throws(Rejection) in
        try JSON.read(text, limits: limits)
      }
      for sha256 in sources?.documents ?? [] where documents[sha256] == nil {
        documents[sha256] = event.seq
      }
      require(
        data.canonical == text && sources?.canonical == event.sources,
        "its data or sources are not canonical JSON")
      let content = Hashes.content(
        salt: salt, data: text, sources: event.sources, actor: event.actor, note: event.note,
        correlationID: event.correlationID, causationID: event.causationID)
      require(
        event.contentHash == content, "its content hash does not follow from its content")
    } catch {
      require(false, "its data or sources are not JSON")
    }
  }
}

/// Something worked out in a thread of its own.
private final class InBackground<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)
  private let bell = DispatchSemaphore(value: 0)

  init(_ work: @escaping @Sendable () throws -> Value) {
    Thread.detachNewThread {
      let result = Result { try work() }
      self.result.withLock { $0 = result }
      self.bell.signal()
    }
  }

  /// What came out; to be asked for once.
  func value() throws -> Value {
    bell.wait()
    guard let result = result.withLock({ $0 }) else { preconditionFailure("it has not ended") }
    return try result.get()
  }
}
