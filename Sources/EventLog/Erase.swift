import Events
import Foundation
import GRDB

extension EventLog {
  /// Records an event that orders an erasure, erases the content of the one it names and the documents
  /// that no other event names, and lets the projections forget it: in one transaction.
  ///
  /// Then the pages on which it stood are overwritten in the file, which waits for readers that
  /// still see them. Throws what an append throws, and `still-readable` where a reader outlasts
  /// the wait: the event is erased then, and only old pages are not yet overwritten.
  public func erase(
    _ target: Seq, by order: Prepared, wait: Wait, work: AppendWork,
    forget: (Database) throws -> Void
  ) throws -> Receipt {
    let receipt = try write(wait: wait) { database in
      let receipt = try appendOne(order, database, work)
      try Self.eraseContent(of: target, database)
      try forget(database)
      return receipt
    }
    guard try overwriteOldPages(wait: wait) else {
      throw Rejection(
        .stillReadable,
        "seq \(target) is erased, but another process still reads the ledger as it was, so that "
          + "old pages of its file are not yet overwritten",
        hint: "End that process, then run `stakebook doctor --mend`.")
    }
    return receipt
  }

  /// Erases the content of an event that one in the log orders erased, and the documents that no other
  /// event names.
  package static func eraseContent(of target: Seq, _ database: Database) throws {
    let documents = try event(target, database)?.documents ?? []
    try database.execute(
      sql: """
        UPDATE event
        SET data = NULL, sources = NULL, actor = NULL, note = NULL, correlation_id = NULL,
          causation_id = NULL, salt = NULL
        WHERE seq = ?
        AND data IS NOT NULL
        """, arguments: [target])
    try forget(documents, database)
    try endWithholding(target, database)
  }

  /// Moves everything out of the WAL, whose old pages hold what was erased since, and empties it.
  ///
  /// Gives whether that was possible: a reader may still need them.
  public func overwriteOldPages(wait: Wait) throws -> Bool {
    var end = Date.distantFuture
    if case .seconds(let seconds) = wait { end = Date() + seconds }
    while true {
      let isBusy = try holdingLock(wait: wait) { database in
        try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")?[0] == 1
      }
      if !isBusy { return true }
      guard Date() < end else { return false }
      Thread.sleep(forTimeInterval: 0.1)
    }
  }
}
