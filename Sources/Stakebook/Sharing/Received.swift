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
  /// How many events here were erased by what came.
  private(set) var erased = 0

  private typealias Ready = (stored: StoredEvent, prepared: Prepared)

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
    // What they name was checked by who pushed them; the hashes are checked here.
    let batch = try Batch(
      database, .system, AppendWork(check: { _, _ in }, project: Projections.project))
    batch.isCopying = true
    nonisolated(unsafe) let session = session
    batch.documents = DocumentSupply(asking: { try session.document($0) })
    var orders: [EventID] = []
    var hasErased = false
    try fetch()
    while let page = next {
      next = nil
      // The connection is this thread's; only checking is the other's.
      try fetch()
      for (stored, prepared) in try page.ready() {
        try take(prepared, stored.seq, batch)
        tree.add(stored.leafHash)
        if prepared.type == EventRedacted.type { orders += prepared.targets.prefix(1) }
        hasErased = hasErased || prepared.isErased
      }
    }
    try batch.flush()
    try erase(orders)
    if hasErased || !orders.isEmpty { try requireErasures() }
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

  private func take(_ event: Prepared, _ seq: Seq, _ batch: Batch) throws {
    do {
      _ = try batch.add(event)
    } catch let rejection as Rejection where rejection.code != .hubUnreachable {
      throw Self.damaged(seq, rejection)
    }
  }

  fileprivate static func damaged(_ seq: Seq, _ rejection: Rejection) -> Rejection {
    let isNewer = [.unknownType, .unknownField].contains(rejection.code)
    return Rejection(
      .damagedHub, "seq \(seq) of the hub is not as it was recorded: \(rejection.message)",
      hint: isNewer
        ? "Nothing was taken. A newer Stakebook may have written it: use that version."
        : "Nothing was taken. Compare with another desk's copy, and ask who keeps the hub.")
  }

  /// Erases here what was erased there.
  private func erase(_ orders: [EventID]) throws {
    for id in orders {
      guard let event = try EventLog.event(id, database), event.data != nil else { continue }
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
  private typealias Ready = (stored: StoredEvent, prepared: Prepared)
  private let result = Mutex<Result<[Ready], any Error>?>(nil)
  private let bell = DispatchSemaphore(value: 0)

  init(_ events: [StoredEvent], _ log: EventLog) {
    let work: @Sendable () -> Void = { [self] in
      let made = Result { try events.map { try Self.ready($0, log) } }
      result.withLock { $0 = made }
      bell.signal()
    }
    // A thread for a few events costs more than it gives.
    if events.count < 16 { work() } else { DispatchQueue.global().async(execute: work) }
  }

  private static func ready(_ event: StoredEvent, _ log: EventLog) throws -> Ready {
    do throws(Rejection) {
      return (event, log.prepare(try Accepted(Draft(line: event.line, restoring: true))))
    } catch {
      throw Received.damaged(event.seq, error)
    }
  }

  /// Waits for them; to be asked for once.
  func ready() throws -> [(stored: StoredEvent, prepared: Prepared)] {
    bell.wait()
    return try result.withLock { $0 }?.get() ?? []
  }
}

/// The drafts of a batch of the outbox, made ready one after the other.
final class WaitingDrafts {
  private let batch: Int64
  private let log: EventLog
  private let database: LedgerTransaction
  private var place: Int64 = 0
  private var page: ArraySlice<Outbox.Waiting> = []

  init(_ batch: Int64, _ log: EventLog, _ database: LedgerTransaction) {
    (self.batch, self.log, self.database) = (batch, log, database)
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
    return log.prepare(
      try Accepted(Draft(line: draft.line, restoring: false)), salt: draft.salt)
  }
}
