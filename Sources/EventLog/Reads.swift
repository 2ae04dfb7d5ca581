import Events
import GRDB

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

  static func event(_ seq: Seq, _ database: Database) throws -> StoredEvent? {
    try StoredEvent.first(database, where: "seq = ?", .integer(seq))
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
