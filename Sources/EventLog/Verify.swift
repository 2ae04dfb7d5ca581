import Events
import Foundation
import GRDB
import Migrations
import Synchronization

/// What a verification found.
public struct Verification: Sendable {
  /// Something that is not as it was written.
  public struct Finding: Sendable, Equatable {
    /// The event, where it is one event's.
    public let seq: Seq?
    /// What is wrong, as a sentence without its full stop.
    public let sentence: String
  }

  /// How many events were read.
  public let events: Int64
  /// How many of them were erased lawfully.
  public let erased: Int64
  /// What is wrong: the first hundred findings, those of events in order of seq.
  public let findings: [Finding]
}

extension EventLog {
  /// Recomputes every hash and order of the log, compares its schema, and has SQLite check the file.
  public func verify(progress: (Int64) -> Void = { _ in }) throws -> Verification {
    // SQLite's check of the file takes about as long as that of the events: beside it, in a reading
    // of its own.
    let integrity = Aside { [path = readablePath] in try Self.integrityFindings(path) }
    return try read { database in
      var verifier = Verifier()
      let rows = try Row.fetchCursor(database, sql: "SELECT * FROM event ORDER BY seq")
      while let row = try rows.next() {
        verifier.check(row)
        progress(verifier.events)
      }
      var findings = verifier.findings
      findings += try Self.schemaFindings(database)
      findings += try integrity.value()
      return Verification(
        events: verifier.events, erased: verifier.erased, findings: Array(findings.prefix(100)))
    }
  }

  private static func integrityFindings(_ path: String) throws -> [Verification.Finding] {
    let queue = try DatabaseQueue(path: path, configuration: configuration(for: .reading))
    return try queue.read { try String.fetchAll($0, sql: "PRAGMA integrity_check(20)") }
      .filter { $0 != "ok" }
      .map { Verification.Finding(seq: nil, sentence: "SQLite finds: \($0)") }
  }

  /// Compares what guards the log with what the migrations make.
  private static func schemaFindings(_ database: Database) throws -> [Verification.Finding] {
    let query = """
      SELECT type || ' ' || name AS name, sql
      FROM sqlite_schema
      WHERE tbl_name IN ('event', 'ledger') AND type <> 'view' AND sql IS NOT NULL
      ORDER BY 1
      """
    let fresh = try DatabaseQueue()
    let expected = try fresh.write { database in
      for migration in Migrations.all { try database.execute(sql: migration) }
      return try Row.fetchAll(database, sql: query).map {
        ($0["name"] as String, $0["sql"] as String)
      }
    }
    let actual = try Row.fetchAll(database, sql: query)
      .map { ($0["name"] as String, $0["sql"] as String) }
    let made = Dictionary(uniqueKeysWithValues: expected)
    let found = Dictionary(uniqueKeysWithValues: actual)
    var findings: [Verification.Finding] = []
    for name in Set(made.keys).union(found.keys).sorted() where made[name] != found[name] {
      let what =
        found[name] == nil
        ? "is missing" : made[name] == nil ? "does not belong here" : "was changed"
      findings.append(Verification.Finding(seq: nil, sentence: "the schema's \(name) \(what)"))
    }
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version")
    if version != Migrations.all.count {
      findings.append(
        Verification.Finding(seq: nil, sentence: "user_version is \(version ?? 0)"))
    }
    return findings
  }
}

/// Walks the events and remembers what the next one must follow.
private struct Verifier {
  private(set) var events: Int64 = 0
  private(set) var erased: Int64 = 0
  private(set) var findings: [Verification.Finding] = []
  private var lastSeq: Seq = 0
  private var lastRecorded = ""
  private var versions: [String: Int64] = [:]

  mutating func check(_ row: Row) {
    events += 1
    do {
      check(try StoredEvent(row))
    } catch {
      let sentence = (error as? Rejection)?.message ?? "\(error)"
      guard findings.count < 100 else { return }
      findings.append(Verification.Finding(seq: lastSeq + 1, sentence: sentence))
      lastSeq += 1
    }
  }

  private mutating func check(_ event: StoredEvent) {
    var found: [Verification.Finding] = []
    func require(_ holds: Bool, _ sentence: @autoclosure () -> String) {
      guard !holds else { return }
      found.append(Verification.Finding(seq: event.seq, sentence: sentence()))
    }
    require(event.seq == lastSeq + 1, "seq \(lastSeq + 1) is missing before it")
    let version = versions[event.stream, default: 0] + 1
    require(event.version == version, "its version is \(event.version), not \(version)")
    require(event.recordedAt >= lastRecorded, "it was recorded before the event before it")
    checkDates(event, require)
    checkContent(event, require)
    let leaf = Hashes.leaf(
      content: event.contentHash, effective: event.effective, id: event.id,
      recordedAt: event.recordedAt, seq: event.seq, status: event.status, stream: event.stream,
      type: event.type, version: event.version)
    require(event.leafHash == leaf, "its leaf hash does not follow from its columns")
    if findings.count < 100 { findings += found }
    lastSeq = event.seq
    lastRecorded = event.recordedAt
    versions[event.stream] = event.version
  }

  private func checkDates(
    _ event: StoredEvent, _ require: (Bool, @autoclosure () -> String) -> Void
  ) {
    do {
      let date = try PartialDate(event.effective)
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
      erased += 1
      return
    }
    let limits = JSON.Limits(bytes: 1 << 24)
    do {
      let data = try JSON.read(text, limits: limits)
      let sources = try event.sources.map { text throws(Rejection) in
        try JSON.read(text, limits: limits)
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
private final class Aside<Value: Sendable>: Sendable {
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
