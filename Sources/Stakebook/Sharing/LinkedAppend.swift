import EventLog
import Events
import Hub
import Projections

/// What waits in the outbox rather than being recorded.
public struct InOutbox: Sendable {
  /// The number of its batch.
  public let batch: Int64
  /// How many drafts it has.
  public let count: Int64
  /// The ids of the first of them.
  public let ids: [String]
  /// Why it was not pushed; nil where that was not wanted.
  public let reason: Rejection?
}

/// An append on a ledger that is linked to a hub.
extension Ledger {
  /// How an append ended.
  typealias LinkedOutcome = (
    introductions: [References.Introduction], waiting: InOutbox?, meanwhile: Exchanged?
  )

  /// More than so many events go by way of the outbox, so that memory does not grow with them.
  static let fewAtOnce = 1_000

  /// Records what `next` gives at the hub and here, or puts it into the outbox where the hub does not
  /// answer or is not to be asked.
  func appendLinked(
    _ terms: AppendTerms, _ next: () throws -> Prepared?, receipt: (Receipt) throws -> Void,
    beforeEnd: (Reading) throws -> Void
  ) throws -> LinkedOutcome {
    let said = try Said(log, few: Self.fewAtOnce) {
      let event = try next()
      if let event, event.isErased || event.type == EventRedacted.type {
        throw Rejection.linked(
          "an export is restored into a ledger of its own", hint: "Import without --restore.")
      }
      return event
    }
    guard !terms.isOffline else { return try putAside(said, terms, nil) }
    let references = References()
    var receipts: [Receipt] = []
    let meanwhile: Exchanged
    do {
      meanwhile = try withoutActuallyEscaping(beforeEnd) { beforeEnd in
        let new = NewEvents(
          take: { batch in
            let taken = try batch.take(
              terms.expecting, terms.documents, isSingle: said.isLarge, next: said.events(),
              receipt: { receipts.append($0) })
            // All of the exchange is undone with what is too large to be undone alone.
            return said.isLarge ? .success(try taken.get()) : taken
          }, references: references, beforeEnd: { try beforeEnd(Reading($0)) })
        let (done, outcome) = try withHub { try exchange($0, new, wait: terms.wait) }
        try outcome.get()
        return done
      }
    } catch let reason as Rejection
      where [.hubUnreachable, .unknownOutcome].contains(reason.code)
    {
      return try putAside(said, terms, reason)
    }
    for each in receipts { try receipt(each) }
    return (references.introductions, nil, meanwhile)
  }

  /// Records a few in one step, where that can be; nil where nothing was done.
  func appendAtOnce(_ drafts: [Draft], _ terms: AppendTerms) throws -> Appended? {
    guard !terms.isDryRun, !terms.isOffline, 1...HubDrafts.most ~= drafts.count,
      drafts.allSatisfy({ $0.type != EventRedacted.type.text && $0.kept == nil }),
      try link() != nil
    else { return nil }
    let prepare = try preparing(terms)
    let events = try drafts.map { try prepare(Accepted($0)) }
    let references = References()
    do {
      let submission = Submission(
        events, expecting: terms.expecting, documents: terms.documents)
      guard
        let (receipts, done) = try withHub({
          try append($0, [submission], references, wait: terms.wait)
        })
      else { return nil }
      return Appended(
        receipts: receipts.flatMap(\.self), introductions: references.introductions,
        difference: nil, waiting: nil,
        meanwhile: done)
    } catch let reason as Rejection
      where [.hubUnreachable, .unknownOutcome].contains(reason.code)
    {
      let (introductions, waiting, _) = try putAside(events, terms, reason)
      return Appended(
        receipts: [], introductions: introductions, difference: nil, waiting: waiting,
        meanwhile: nil)
    }
  }

  /// Records what several tasks say at the same time in one exchange with the hub: each as a whole or not at
  /// all. Where the hub does not answer they wait in the outbox, and the tasks are told why.
  func submitLinked(_ next: () -> Submission?) throws -> [Result<[Receipt], Rejection>] {
    var submissions: [Submission] = []
    while let submission = next() { submissions.append(submission) }
    return try submitLinked(submissions)
  }

  private func submitLinked(_ submissions: [Submission]) throws -> [Result<[Receipt], Rejection>] {
    let terms = AppendTerms()
    do {
      return try withHub { hub in
        if submissions.reduce(0, { $0 + $1.events.count }) <= HubDrafts.most,
          let (receipts, _) = try append(hub, submissions, References(), wait: terms.wait)
        {
          return receipts.map { .success($0) }
        }
        var results: [Result<[Receipt], Rejection>] = []
        let new = NewEvents(take: { batch in
          for submission in submissions { results.append(try batch.take(submission)) }
          return .success(())
        })
        _ = try exchange(hub, new, wait: terms.wait)
        return results
      }
    } catch let reason as Rejection where [.hubRefused, .badActor].contains(reason.code) {
      // What the hub does not take of one of them is none of the others' business, and what is recorded of
      // one stays so whatever happens to the next.
      guard submissions.count > 1 else { return [.failure(reason)] }
      return submissions.flatMap { submission in
        do {
          return try submitLinked([submission])
        } catch {
          return [.failure(Failure.told(error, at: log.path) as? Rejection ?? reason)]
        }
      }
    } catch let reason as Rejection
      where [.hubUnreachable, .unknownOutcome].contains(reason.code)
    {
      return submissions.map { submission in
        var terms = terms
        (terms.expecting, terms.documents) = (submission.expecting, submission.documents)
        do {
          _ = try putAside(submission.events, terms, reason)
          return .failure(reason)
        } catch let refusal as Rejection { return .failure(refusal) } catch {
          return .failure(reason)
        }
      }
    }
  }

  private func putAside(
    _ events: [Prepared], _ terms: AppendTerms, _ reason: Rejection
  ) throws -> LinkedOutcome {
    var rest = events[...]
    return try putAside(try Said(log, few: Self.fewAtOnce) { rest.popFirst() }, terms, reason)
  }

  /// Puts events into the outbox as a batch, after they were tried behind those that wait there.
  ///
  /// They are tried in a transaction that is undone, and put there in another: what a process that ends in
  /// between leaves is nothing.
  private func putAside(
    _ said: Said, _ terms: AppendTerms, _ reason: Rejection?
  ) throws -> LinkedOutcome {
    let references = References()
    do {
      try Self.behindOutbox(log, wait: terms.wait, commit: false) { database, _ in
        let next = said.events()
        // What waits there already says no more.
        func nextNew() throws -> Prepared? {
          while let event = try next() {
            guard let id = event.id, try Outbox.draft(id.text, database) != nil else {
              return event
            }
            _ = try Outbox.batch(ofRepeated: .init(event), database)
          }
          return nil
        }
        guard let first = try nextNew() else { return }
        var before: Prepared? = first
        try Batch(database, .system, Self.work(references)).take(
          terms.expecting, terms.documents, isSingle: true,
          next: {
            defer { before = nil }
            return try before ?? nextNew()
          }, receipt: { _ in }
        ).get()
      }
    } catch let refusal as Rejection {
      // What this copy has no place for the hub may have: that nobody knows is what is to be told.
      guard let reason, reason.code == .unknownOutcome else { throw refusal }
      throw reason
    }
    let waiting = try log.write(wait: terms.wait) { database in
      try Self.add(said, terms, reason, at: log.now(), database)
    }
    return (references.introductions, waiting, nil)
  }

  private static func add(
    _ said: Said, _ terms: AppendTerms, _ reason: Rejection?, at time: String,
    _ database: LedgerTransaction
  ) throws -> InOutbox? {
    let number = try Outbox.begin(at: time, expecting: terms.expecting, database)
    var ids: [String] = []
    var (count, repeats): (Int64, Int64) = (0, 0)
    var earlier: Int64?
    let next = said.drafts()
    while let draft = try next() {
      if ids.count < 100 { ids.append(draft.id) }
      // One that is said twice in this batch is recorded once, too.
      if let waiting = try Outbox.batch(ofRepeated: draft, database) {
        if waiting != number { (earlier, repeats) = (waiting, repeats + 1) }
        continue
      }
      count += 1
      try Outbox.add(draft, to: number, at: count, database)
      for sha256 in draft.documents where try !EventLog.holds(sha256, database) {
        if let bytes = try terms.documents.bytes(sha256) {
          try Outbox.keep(bytes, document: sha256, database)
        }
      }
    }
    guard count == 0 else { return InOutbox(batch: number, count: count, ids: ids, reason: reason) }
    // Said before, word for word, or nothing at all.
    try Outbox.remove(number, database)
    return earlier.map { InOutbox(batch: $0, count: repeats, ids: ids, reason: reason) }
  }

  /// Runs the body behind what waits in the outbox and was not refused, as if that were recorded, in a
  /// transaction that is kept or undone. Tells it how many batches the log has no place for.
  ///
  /// Where `number` is among them, its reason is thrown. `before` runs first in the transaction. Without
  /// `expects` the batches follow on their streams wherever these stand.
  static func behindOutbox<Result>(
    _ log: EventLog, wait: Wait, commit: Bool, expects: Bool = true, requiring number: Int64? = nil,
    before: (LedgerTransaction) throws -> Void = { _ in },
    _ body: (LedgerTransaction, _ leftOut: Int) throws -> Result
  ) throws -> Result {
    var refused: Set<Int64> = []
    while true {
      do {
        return try log.write(wait: wait, commit: commit) { database in
          try before(database)
          for waiting in try Outbox.batches(database)
          where waiting.refused == nil && !refused.contains(waiting.number) {
            let drafts = WaitingDrafts(waiting.number, log, database)
            let batch = try Batch(database, .system, work(References()))
            let taken = try batch.take(
              expects ? waiting.expecting : [:], drafts.documents, isSingle: waiting.isLarge,
              next: drafts.next, receipt: { _ in })
            if case .failure(let reason) = taken {
              guard waiting.number != number else { throw reason }
              guard !waiting.isLarge else { throw LargeBatchRefused(waiting.number, reason) }
              refused.insert(waiting.number)
            }
            try batch.flush()
          }
          return try body(database, refused.count)
        }
      } catch let large as LargeBatchRefused { refused.insert(large.batch) }
    }
  }
}
