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
    var events: [Prepared] = []
    while events.count <= Self.fewAtOnce, let event = try next() {
      guard !event.isErased, event.type != EventRedacted.type else {
        throw Rejection.linked(
          "an export is restored into a ledger of its own", hint: "Import without --restore.")
      }
      events.append(event)
    }
    guard events.count <= Self.fewAtOnce else {
      return try appendMany(terms, events, next, receipt: receipt)
    }
    guard !terms.isOffline else { return try putAside(events, terms, nil) }
    let references = References()
    var receipts: [Receipt] = []
    let meanwhile: Exchanged
    do {
      meanwhile = try withoutActuallyEscaping(beforeEnd) { beforeEnd in
        let new = NewEvents(
          take: { [events] batch in
            var rest = events[...]
            return try batch.take(
              terms.expecting, terms.documents, next: { rest.popFirst() },
              receipt: { receipts.append($0) })
          }, references: references, beforeEnd: { try beforeEnd(Reading($0)) })
        let (done, outcome) = try withHub { try exchange($0, new, wait: terms.wait) }
        try outcome.get()
        return done
      }
    } catch let reason as Rejection
      where [.hubUnreachable, .unknownOutcome].contains(reason.code)
    {
      return try putAside(events, terms, reason)
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

  /// The same for many: they go into the outbox first, and from there to the hub.
  private func appendMany(
    _ terms: AppendTerms, _ first: [Prepared], _ next: () throws -> Prepared?,
    receipt: (Receipt) throws -> Void
  ) throws -> LinkedOutcome {
    var rest = first[...]
    let (introductions, waiting, _) = try putAside(
      { try rest.popFirst() ?? next() }, terms, nil)
    guard !terms.isOffline, let waiting else { return (introductions, waiting, nil) }
    var receipts: [Receipt] = []
    let done: Exchanged
    do {
      done = try withHub {
        try exchange(
          $0, nil, wait: terms.wait,
          recorded: { if $0 == waiting.batch { receipts.append($1) } }
        ).0
      }
    } catch let reason as Rejection
      where [.hubUnreachable, .unknownOutcome].contains(reason.code)
    {
      return (
        introductions,
        InOutbox(batch: waiting.batch, count: waiting.count, ids: waiting.ids, reason: reason), nil
      )
    } catch let reason as Rejection
      where [.busy, .hubRefused, .badActor].contains(reason.code)
    {
      // Nothing came to the hub; what stayed here would be doubled by another try.
      try log.write(wait: terms.wait) { try Outbox.remove(waiting.batch, $0) }
      throw reason
    }
    if let refused = done.refused.first(where: { $0.batch == waiting.batch }) {
      // As in any import: all of it or nothing.
      try log.write(wait: terms.wait) { try Outbox.remove(waiting.batch, $0) }
      throw refused.reason
    }
    for each in receipts { try receipt(each) }
    return (introductions, nil, done)
  }

  private func putAside(
    _ events: [Prepared], _ terms: AppendTerms, _ reason: Rejection?
  ) throws -> LinkedOutcome {
    var rest = events[...]
    do {
      return try putAside({ rest.popFirst() }, terms, reason)
    } catch let refusal as Rejection {
      // What this copy has no place for the hub may have: that nobody knows is what is to be told.
      guard let reason, reason.code == .unknownOutcome else { throw refusal }
      throw reason
    }
  }

  /// Puts events into the outbox as a batch, after they were tried behind those that wait there.
  private func putAside(
    _ next: () throws -> Prepared?, _ terms: AppendTerms, _ reason: Rejection?
  ) throws -> LinkedOutcome {
    let references = References()
    var ids: [String] = []
    var count: Int64 = 0
    let batch: Int64? = try log.write(wait: terms.wait) { database in
      let number = try Outbox.begin(at: log.now(), expecting: terms.expecting, database)
      var earlier: Int64?
      while let event = try next() {
        if ids.count < 100, let id = event.id { ids.append(id.text) }
        if let waiting = try Outbox.batch(ofRepeated: event, database), waiting != number {
          earlier = waiting
          continue
        }
        count += 1
        try Outbox.add(event, to: number, at: count, database)
        for sha256 in event.documents where try !EventLog.holds(sha256, database) {
          if let bytes = try terms.documents.bytes(sha256) {
            try Outbox.keep(bytes, document: sha256, database)
          }
        }
      }
      guard count > 0 else {
        // Said before, word for word, or nothing at all.
        try Outbox.remove(number, database)
        count = Int64(ids.count)
        return earlier
      }
      if count <= Self.fewAtOnce {
        try Self.trying(database) {
          _ = try Self.takeOutbox(log, database, references, only: number).get()
        }
      }
      return number
    }
    guard let batch else { return ([], nil, nil) }
    if count > Self.fewAtOnce { try tryLarge(batch, references, wait: terms.wait) }
    return (
      references.introductions, InOutbox(batch: batch, count: count, ids: ids, reason: reason), nil
    )
  }

  /// Tries a batch that waits in a transaction of its own, which is undone; it waits no more where it is
  /// refused.
  private func tryLarge(_ batch: Int64, _ references: References, wait: Wait) throws {
    do {
      try log.write(wait: wait, commit: false) { database in
        _ = try Self.takeOutbox(log, database, references, only: batch, isUndone: true).get()
      }
    } catch {
      try log.write(wait: wait) { try Outbox.remove(batch, $0) }
      throw error
    }
  }

  /// Takes the batches of the outbox that were not refused behind the log; gives what came of that one,
  /// or of the last. Without `expects` they follow on their streams wherever these stand; where the whole
  /// transaction is undone in any case (`isUndone`) a large one need not be undone alone.
  static func takeOutbox(
    _ log: EventLog, _ database: LedgerTransaction, _ last: References? = nil,
    only: Int64? = nil, expects: Bool = true, isUndone: Bool = false
  ) throws -> Result<Void, Rejection> {
    var outcome = Result<Void, Rejection>.success(())
    for waiting in try Outbox.batches(database) where waiting.refused == nil {
      let references = waiting.number == only ? last ?? References() : References()
      let drafts = WaitingDrafts(waiting.number, log, database)
      let batch = try Batch(database, .system, work(references))
      let result = try batch.take(
        expects ? waiting.expecting : [:], drafts.documents,
        isSingle: isUndone && waiting.isLarge, next: drafts.next, receipt: { _ in })
      try batch.flush()
      if only == nil || waiting.number == only { outcome = result }
    }
    return outcome
  }
}
