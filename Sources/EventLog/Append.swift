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
  /// Who records the events, whatever they say of it; nil: as they say.
  public var actor: String?
  /// Whether the hub of a linked ledger is left alone: what is said waits in the outbox.
  public var isOffline = false

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
