import EventLog
import Events
import Foundation
import Hub
import Projections
import Synchronization

/// The events that a hub has behind the log, on their way into it.
///
/// While one page goes in, the next is read and checked in another thread: that takes about as long.
final class Received {
  private let log: EventLog
  private let session: any HubReading
  private let last: Seq
  private let database: LedgerTransaction
  private var place: Seq
  private var next: Page?
  /// Where the hub could not be asked for a document: no event is to blame for that.
  private var fault: (any Error)?
  /// How many events here were erased by what came.
  private(set) var erased = 0
  /// What cannot be read here, and why.
  private(set) var withheld: [(seq: Seq, reason: String)] = []

  init(
    _ log: EventLog, _ session: any HubReading, after first: Seq, upTo last: Seq,
    _ database: LedgerTransaction
  ) {
    (self.log, self.session, self.last, self.database) = (log, session, last, database)
    place = first
  }

  /// Writes them behind the log, and their leaves into the tree.
  func take(_ tree: inout MerkleFrontier) throws {
    guard place < last else { return }
    var batch = try newBatch()
    var orders: [EventID] = []
    var hasErased = false
    try fetch()
    while let page = next {
      next = nil
      // The connection is this thread's; only checking is the other's.
      try fetch()
      for (stored, prepared) in page.ready() {
        tree.add(stored.leafHash)
        guard try take(stored, prepared, batch) else {
          // What its check learned before it was refused is forgotten.
          try batch.flush()
          batch = try newBatch()
          continue
        }
        guard case .success(let prepared) = prepared else { continue }
        if prepared.type == EventRedacted.type { orders += prepared.targets.prefix(1) }
        hasErased = hasErased || prepared.isErased
      }
    }
    try batch.flush()
    try erase(orders)
    if hasErased || !orders.isEmpty { try requireErasures() }
  }

  /// Checked once more, as who pushed them may have used another program.
  private func newBatch() throws -> Batch {
    let batch = try Batch(
      database, .system, Ledger.work(References(allowsErasure: true, isOfAnother: true)))
    batch.isCopying = true
    nonisolated(unsafe) let received = self
    batch.documents = DocumentSupply(asking: { try received.document($0) })
    return batch
  }

  private func document(_ sha256: String) throws -> [UInt8]? {
    do {
      guard let bytes = try session.document(sha256) else { return nil }
      guard Document.hash(bytes) == sha256 else {
        throw Rejection(
          .damagedHub, "the document \(sha256) of the hub is not what its name says",
          hint: "Nothing was taken. Compare with another desk's copy, and ask who keeps the hub.")
      }
      return bytes
    } catch {
      fault = error
      throw error
    }
  }

  private func fetch() throws {
    guard place < last else { return }
    let events = try session.events(
      after: place, most: Int(min(Seq(HubPages.size), last - place)))
    guard let end = events.last, end.seq > place else {
      throw Rejection(
        .damagedHub, "seq \(place + 1) is missing from the hub",
        hint: "Nothing was taken. The hub is to be put back to a backup that has it.")
    }
    place = end.seq
    next = Page(events, log)
  }

  /// Writes an event, or what is left of one that cannot be read: it may stop nobody's work, and its
  /// author is known. Gives whether it was read. What is not as it was recorded is another matter, and
  /// stops all.
  private func take(
    _ stored: StoredEvent, _ prepared: Result<Prepared, Rejection>, _ batch: Batch
  ) throws -> Bool {
    do {
      try add(prepared.get(), batch)
      return true
    } catch let rejection as Rejection where fault == nil {
      let isNew = try !EventLog.hasID(stored.id, database)
      guard isNew, stored.hasItsHashes, stored.data != nil,
        stored.type != EventRedacted.type.text
      else { throw Self.damaged(stored.seq, rejection) }
      let reason = "\(rejection.code): \(rejection.message)"
      do {
        try add(log.prepare(Accepted(stored.remains(withheld: reason))), batch)
      } catch let rejection as Rejection { throw Self.damaged(stored.seq, rejection) }
      withheld.append((stored.seq, reason))
      return false
    }
  }

  private func add(_ prepared: Prepared, _ batch: Batch) throws {
    guard try !batch.add(prepared).isRepeat else {
      throw Rejection(.idConflict, "its id is that of an earlier event")
    }
  }

  private static func damaged(_ seq: Seq, _ rejection: Rejection) -> Rejection {
    Rejection(
      .damagedHub, "seq \(seq) of the hub is not as it was recorded: \(rejection.message)",
      hint: "Nothing was taken. Compare with another desk's copy, and ask who keeps the hub.")
  }

  /// Erases here what was erased there.
  private func erase(_ orders: [EventID]) throws {
    for id in orders {
      guard let event = try EventLog.event(id, database) else { continue }
      let isWithheld = try EventLog.isWithheld(event.seq, database)
      guard event.data != nil || isWithheld else { continue }
      try EventLog.eraseContent(of: event.seq, database)
      erased += 1
    }
    if erased > 0 { try Projections.rebuild(database) }
  }

  private func requireErasures() throws {
    do {
      try EventLog.requireErasures(EventRedacted.type, database)
    } catch let rejection as Rejection {
      throw Rejection(
        .damagedHub, rejection.message,
        hint: "Nothing was taken. The hub erased what no event of its log orders erased.")
    }
  }
}

/// A page of events, made ready in another thread.
private final class Page: Sendable {
  typealias Ready = (stored: StoredEvent, prepared: Result<Prepared, Rejection>)
  private let result = Mutex<[Ready]?>(nil)
  private let bell = DispatchSemaphore(value: 0)

  init(_ events: [StoredEvent], _ log: EventLog) {
    let work: @Sendable () -> Void = { [self] in
      let made = events.map { Self.ready($0, log) }
      result.withLock { $0 = made }
      bell.signal()
    }
    // A thread for a few events costs more than it gives.
    if events.count < 16 { work() } else { DispatchQueue.global().async(execute: work) }
  }

  private static func ready(_ event: StoredEvent, _ log: EventLog) -> Ready {
    let prepared = Result { () throws(Rejection) in
      let prepared = log.prepare(try Accepted(Draft(line: event.line, restoring: true)))
      guard prepared.contentBytes == event.contentHash else {
        throw Rejection(.hashMismatch, "its content is not in the form in which it is hashed")
      }
      return prepared
    }
    return (event, prepared)
  }

  /// Waits for them; to be asked for once.
  func ready() -> [Ready] {
    bell.wait()
    return result.withLock { $0 } ?? []
  }
}

/// The drafts of a batch of the outbox, made ready one after the other.
final class WaitingDrafts {
  private let batch: Int64
  private let log: EventLog
  private let database: LedgerTransaction
  private let require: (Accepted) throws -> Void
  private var place: Int64 = 0
  private var page: ArraySlice<Outbox.Waiting> = []

  /// Those of a batch; `require` refuses one that may not be recorded.
  init(
    _ batch: Int64, _ log: EventLog, _ database: LedgerTransaction,
    _ require: @escaping (Accepted) throws -> Void = { _ in }
  ) {
    (self.batch, self.log, self.database) = (batch, log, database)
    self.require = require
  }

  /// The documents that wait with them.
  var documents: DocumentSupply {
    nonisolated(unsafe) let database = database
    return DocumentSupply(asking: { try Outbox.document($0, database) })
  }

  /// The next one; nil after the last.
  func next() throws -> Prepared? {
    if page.isEmpty {
      page = try Outbox.drafts(of: batch, after: place, most: 1_000, database)[...]
    }
    guard let draft = page.popFirst() else { return nil }
    place = draft.place
    let event = try Accepted(Draft(line: draft.line, restoring: false))
    try require(event)
    return log.prepare(event, salt: draft.salt)
  }
}
