import EventLog
import Events
import Projections

extension Ledger {
  /// Erases the content of an event for good, and records that and why: `event.redacted`.
  ///
  /// Its data, sources, actor, note, ids of its context and salt become NULL, and the documents go that
  /// no other event names; what remains still verifies. State is computed anew without it, and old pages of the file are overwritten. Copies
  /// made before still have it. Throws `erased`, `about-events`, `still-readable`, and what an
  /// append throws.
  @discardableResult
  public func redact(
    _ name: String, reason: String, wait: Wait = .seconds(60)
  ) throws -> Receipt {
    let event = try event(name)
    guard try event.data != nil || withheld().contains(where: { $0.seq == event.seq }) else {
      throw Rejection(.erased, "the event \(event.seq) was erased before")
    }
    let order = Draft(
      EventRedacted(event: try EventID(event.id), reason: reason),
      stream: try StreamID(event.stream), effective: try today(), status: .confirmed)
    if try link() != nil { return try redactLinked(event, prepare(order), wait: wait) }
    return try log.erase(
      event.seq, by: log.prepare(try Accepted(order)), wait: wait,
      work: Self.ownWork(References(allowsErasure: true)), forget: Projections.rebuild)
  }

  /// Overwrites pages of the file that hold what was erased, where a reader prevented it before.
  public func overwriteOldPages(wait: Wait = .seconds(60)) throws -> Bool {
    try log.overwriteOldPages(wait: wait)
  }
}

extension Ledger {
  /// The same at the hub: it and this copy erase in the transaction that records the order, every other
  /// desk in the one in which it receives it.
  private func redactLinked(
    _ event: StoredEvent, _ order: Prepared, wait: Wait
  ) throws -> Receipt {
    var receipt: Receipt?
    let new = NewEvents(
      take: { batch in
        try batch.take(
          [:], DocumentSupply(),
          next: { [order] in receipt == nil ? order : nil }, receipt: { receipt = $0 })
      }, references: References(allowsErasure: true),
      beforeEnd: { database in
        try EventLog.eraseContent(of: event.seq, database)
        try Projections.rebuild(database)
      })
    do {
      _ = try withHub { try exchange($0, new, wait: wait) }.1.get()
    } catch let rejection as Rejection where rejection.code == .hubUnreachable {
      throw Rejection(
        .hubUnreachable, rejection.message,
        hint: "An erasure is ordered at the hub and nowhere else: try again when it answers.")
    }
    guard let receipt else { preconditionFailure("an erasure gave no receipt") }
    guard try log.overwriteOldPages(wait: wait) else { throw Self.stillReadable(event.seq) }
    return receipt
  }

  private static func stillReadable(_ seq: Seq) -> Rejection {
    Rejection(
      .stillReadable,
      "seq \(seq) is erased, but another process still reads the ledger as it was, so that old pages "
        + "of its file are not yet overwritten",
      hint: "End that process, then run `stakebook doctor --mend`.")
  }
}
