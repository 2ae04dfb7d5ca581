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
    guard event.data != nil else {
      throw Rejection(.erased, "the event \(event.seq) was erased before")
    }
    let order = Draft(
      EventRedacted(event: try EventID(event.id), reason: reason),
      stream: try StreamID(event.stream), effective: try today(), status: .confirmed)
    return try log.erase(
      event.seq, by: log.prepare(try Accepted(order)), wait: wait,
      work: Self.work(References(allowsErasure: true)), forget: Projections.rebuild)
  }

  /// Overwrites pages of the file that hold what was erased, where a reader prevented it before.
  public func overwriteOldPages(wait: Wait = .seconds(60)) throws -> Bool {
    try log.overwriteOldPages(wait: wait)
  }
}
