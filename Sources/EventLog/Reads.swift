import Events
import GRDB

extension EventLog {
  /// The last seq; 0 in an empty log. With no gaps it is also the number of events.
  public func head() throws -> Seq {
    try read { try Seq.fetchOne($0, sql: "SELECT coalesce(max(seq), 0) FROM event") ?? 0 }
  }

  /// The event of that seq.
  public func event(_ seq: Seq) throws -> StoredEvent? {
    try read { try Self.event(seq, $0) }
  }

  static func event(_ seq: Seq, _ database: Database) throws -> StoredEvent? {
    try Row.fetchOne(database, sql: "SELECT * FROM event WHERE seq = ?", arguments: [seq])
      .map { try StoredEvent($0) }
  }

  /// The event of that id.
  public func event(_ id: EventID) throws -> StoredEvent? {
    try read { database in
      try Row.fetchOne(database, sql: "SELECT * FROM event WHERE id = ?", arguments: [id.text])
        .map { try StoredEvent($0) }
    }
  }

  /// Every event in order of seq, one at a time.
  public func forEach(upTo last: Seq = .max, _ body: (StoredEvent) throws -> Void) throws {
    try read { try Self.forEach(upTo: last, $0, body) }
  }

  static func forEach(
    upTo last: Seq, _ database: Database, _ body: (StoredEvent) throws -> Void
  ) throws {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT * FROM event WHERE seq <= ? ORDER BY seq", arguments: [last])
    while let row = try rows.next() { try body(try StoredEvent(row)) }
  }
}
