import Events
import GRDB

/// Events of a hub that stand in its copy without their content, because they cannot be read here.
extension EventLog {
  /// Whether the file's form has a place to note them.
  static func hasWithheld(_ database: Database) throws -> Bool {
    try Int.fetchOne(database, sql: "PRAGMA main.user_version") ?? 0 >= 5
  }

  /// Their seqs, also where they were erased since.
  static func withheldSeqs(_ database: Database) throws -> Set<Seq> {
    guard try hasWithheld(database) else { return [] }
    return try Seq.fetchSet(database, sql: "SELECT seq FROM main.hub_withheld")
  }

  /// Whether the log has an event of that id, which need be none.
  package static func hasID(_ id: String, _ database: Database) throws -> Bool {
    try RawStatement(database, "SELECT seq FROM event WHERE id = ?").integer(.text(id)) != nil
  }

  /// Notes that an event was taken so, and why.
  package static func withhold(_ seq: Seq, _ reason: String, _ database: Database) throws {
    try database.execute(
      sql: "INSERT INTO main.hub_withheld (seq, reason) VALUES (?, ?)", arguments: [seq, reason])
  }

  /// Those whose erasure no event of that type orders, each with what the check said.
  package static func withheld(
    unless redaction: EventType, _ database: Database
  ) throws -> [(seq: Seq, reason: String)] {
    guard try hasWithheld(database) else { return [] }
    return try Row.fetchAll(
      database,
      sql: """
        SELECT hub_withheld.seq, hub_withheld.reason
        FROM main.hub_withheld
        JOIN main.event ON event.seq = hub_withheld.seq
        WHERE NOT EXISTS (
          SELECT 1
          FROM main.event AS redaction
          WHERE redaction.type = ?
          AND redaction.seq > event.seq
          AND redaction.data ->> '$.event' = event.id
        )
        ORDER BY hub_withheld.seq
        """, arguments: [redaction.text]
    ).map { ($0["seq"], $0["reason"]) }
  }
}
