import Events
import GRDB

/// The connection of a ledger inside a transaction, for those who only hand it on.
package typealias LedgerTransaction = Database

extension EventLog {
  /// The last seq; 0 in an empty log. With no gaps it is also the number of events.
  public func head() throws -> Seq {
    try read { try Seq.fetchOne($0, sql: "SELECT coalesce(max(seq), 0) FROM event") ?? 0 }
  }

  /// The time of this machine, as the log writes it; so many seconds later.
  public func now(in seconds: Int64 = 0) -> String {
    Instant.text(surroundings.microseconds() + seconds * 1_000_000)
  }

  /// The first event that is stamped later than this machine's clock has it: it was recorded when a clock
  /// was ahead, and every later one carries its time. A second is nothing, as clocks are set.
  public func firstAhead() throws -> StoredEvent? {
    try read { database in
      // Times never fall from one event to the next: the last one tells that there is none.
      let ahead = "(SELECT seq FROM event ORDER BY seq DESC LIMIT 1) AND recorded_at > ?"
      let bound = RawStatement.Value.text(now(in: 1))
      guard try StoredEvent.first(database, where: "seq = \(ahead)", bound) != nil else {
        return nil
      }
      let first = "(SELECT min(seq) FROM event WHERE recorded_at > ?)"
      return try StoredEvent.first(database, where: "seq = \(first)", bound)
    }
  }

  /// The event of that seq.
  public func event(_ seq: Seq) throws -> StoredEvent? {
    try read { try Self.event(seq, $0) }
  }

  /// The last seq, inside a transaction.
  package static func head(_ database: Database) throws -> Seq {
    try Seq.fetchOne(
      database.cachedStatement(sql: "SELECT coalesce(max(seq), 0) FROM main.event")) ?? 0
  }

  /// Runs the body in a part of the transaction that is undone in any case.
  package static func undoing(_ database: Database, _ body: () throws -> Void) throws {
    try database.cachedStatement(sql: "SAVEPOINT trial").execute()
    let result = Result { try body() }
    for sql in ["ROLLBACK TO trial", "RELEASE trial"] {
      try database.cachedStatement(sql: sql).execute()
    }
    try result.get()
  }

  /// So many events behind a seq, in order.
  package static func events(
    after seq: Seq, most count: Int, _ database: Database
  ) throws -> [StoredEvent] {
    var events: [StoredEvent] = []
    try StoredEvent.statement(database, where: "seq > ?1 AND seq <= ?2", isKept: true)
      .forEach([.integer(seq), .integer(seq + Seq(count))]) {
        events.append(try StoredEvent(StoredRow($0)))
      }
    return events
  }

  package static func event(_ seq: Seq, _ database: Database) throws -> StoredEvent? {
    try StoredEvent.first(database, where: "seq = ?", .integer(seq))
  }

  /// The event of that id, inside a transaction.
  package static func event(_ id: EventID, _ database: Database) throws -> StoredEvent? {
    try StoredEvent.first(database, where: "id = ?", .text(id.text))
  }

  /// The event of that id.
  public func event(_ id: EventID) throws -> StoredEvent? {
    try read { try StoredEvent.first($0, where: "id = ?", .text(id.text)) }
  }

  /// Every event in order of seq, one at a time.
  public func forEach(upTo last: Seq = .max, _ body: (StoredEvent) throws -> Void) throws {
    try read { try Self.forEach(upTo: last, $0, body) }
  }

  static func forEach(
    upTo last: Seq, _ database: Database, _ body: (StoredEvent) throws -> Void
  ) throws {
    try StoredEvent.statement(database, where: "seq <= ?").forEach([.integer(last)]) {
      try body(try StoredEvent(StoredRow($0)))
    }
  }
}
