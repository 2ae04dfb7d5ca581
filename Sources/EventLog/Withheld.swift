import Events
import GRDB

extension StoredEvent {
  /// What is left of it without its content, for a copy that cannot read it.
  package func remains(withheld reason: String) throws(Rejection) -> Draft {
    guard Kept.isInstant(recordedAt) else {
      throw Rejection(.badOrder, "its time is none")
    }
    var draft = Draft(
      type: type, stream: stream, effective: effective, data: .null, id: id, status: status)
    draft.kept = Kept(
      recordedAt: recordedAt, seq: seq, version: version, contentHash: contentHash,
      leafHash: leafHash, withheld: reason)
    return draft
  }
}

/// Events of a hub that stand in its copy without their content, because they cannot be read here.
extension EventLog {
  /// Whether the file's form has a place to note them.
  static func hasWithheld(_ database: Database) throws -> Bool {
    try Int.fetchOne(database, sql: "PRAGMA main.user_version") ?? 0 >= 5
  }

  /// Whether the log has an event of that id, which need be none.
  package static func hasID(_ id: String, _ database: Database) throws -> Bool {
    try RawStatement(database, "SELECT seq FROM event WHERE id = ?").integer(.text(id)) != nil
  }

  /// Notes that an event was taken so, and why.
  static func withhold(_ seq: Seq, _ reason: String, _ database: Database) throws {
    try database.execute(
      sql: "INSERT INTO main.hub_withheld (seq, reason) VALUES (?, ?)", arguments: [seq, reason])
  }

  /// Whether an event was taken so.
  package static func isWithheld(_ seq: Seq, _ database: Database) throws -> Bool {
    try Seq.fetchOne(
      database, sql: "SELECT seq FROM main.hub_withheld WHERE seq = ?", arguments: [seq]) != nil
  }

  /// Forgets why: the reason may repeat what is erased now.
  static func endWithholding(_ seq: Seq, _ database: Database) throws {
    try database.execute(sql: "DELETE FROM main.hub_withheld WHERE seq = ?", arguments: [seq])
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
        WHERE event.data IS NULL
        AND NOT EXISTS (
          SELECT 1
          FROM main.event AS redaction
          WHERE redaction.type = ?
          AND redaction.seq > event.seq
          AND CASE WHEN json_valid(redaction.data) THEN redaction.data ->> '$.event' END = event.id
        )
        ORDER BY hub_withheld.seq
        """, arguments: [redaction.text]
    ).map { ($0["seq"], $0["reason"]) }
  }

  /// What is wrong with the notes: the hub of which the log is a copy may have what cannot be read here, and
  /// nothing else justifies one. Any SQLite program could write one to hide an erasure that nobody ordered.
  static func withholdingFindings(
    _ withheld: [(seq: Seq, reason: String)], _ database: Database
  ) throws -> [Verification.Finding] {
    guard try hasWithheld(database) else { return [] }
    let contradicted = try Row.fetchAll(
      database,
      sql: """
        SELECT hub_withheld.seq, CASE
            WHEN event.seq IS NULL THEN 'a note says that it was withheld, and there is no such event'
            ELSE 'a note says that its content was withheld, and it is there'
          END AS sentence
        FROM main.hub_withheld
        LEFT JOIN main.event ON event.seq = hub_withheld.seq
        WHERE event.seq IS NULL OR event.data IS NOT NULL
        ORDER BY hub_withheld.seq
        LIMIT 100
        """
    ).map { Verification.Finding(seq: $0["seq"], sentence: $0["sentence"]) }
    let pulled = try Seq.fetchOne(database, sql: "SELECT max(seq) FROM main.hub_link") ?? 0
    let unjustified = withheld.filter { $0.seq > pulled }.prefix(100).map {
      Verification.Finding(
        seq: $0.seq,
        sentence:
          "its content is not here, no event orders it erased, and the log is no copy of a hub that "
          + "could have it. It is said that it could not be read (\($0.reason)); "
          + "`stakebook redact \($0.seq)` puts an end to it")
    }
    return contradicted + unjustified
  }
}
