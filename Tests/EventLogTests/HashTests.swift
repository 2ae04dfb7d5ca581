import EventLog
import Events
import GRDB
import Testing

/// The byte forms of the hashes, which no later version may change.
struct HashTests {
  /// Computed outside Stakebook, from the sentences of Format.md alone.
  @Test func `content and leaf hash have the bytes of the design`() throws {
    try Logs.with(Logs.still) { log, _ in
      var draft = registered("alpha", id: "018bcfe5-6800-7000-8000-000000000001", note: "Größe")
      draft.actor = "ada"
      draft.causationID = "c"
      draft.correlationID = "d"
      draft.sources = [["title": "Form 10-Q"]]
      try log.append([draft])
      let event = try #require(try log.event(1))
      #expect(event.recordedAt == "2023-11-14T22:13:20.000000Z")
      #expect(event.salt == Array(repeating: 7, count: 16))
      #expect(
        event.contentHash.hexadecimal
          == "52e14e6b10bbc9cf5897853ba906aebf8a5aa83373b90c1e8f47e1feef34a185")
      #expect(
        event.leafHash.hexadecimal
          == "8cb9ef94f9351fce3e5f61126efbb4320f543d6fc55db007a28f9e38fdf2b51d")
    }
  }

  @Test func `what is absent is not in the content`() throws {
    try Logs.with(Logs.still) { log, _ in
      try log.append([registered("alpha", id: "018bcfe5-6800-7000-8000-000000000001")])
      #expect(
        try log.event(1)?.contentHash.hexadecimal
          == "26fa480331bffda6bdfa8fba9bd713b011472dff79efe7853dd92f781b748840")
    }
  }

  @Test func `an event's salt and id are its own`() throws {
    try Logs.with { log, _ in
      try log.append((1...50).map { registered("entity-\($0)") })
      let events = try (1...50).compactMap { try log.event(Seq($0)) }
      #expect(Set(events.map(\.salt)).count == 50)
      #expect(Set(events.map(\.id)).count == 50)
      #expect(events.map(\.id) == events.map(\.id).sorted())
      #expect(events.allSatisfy { $0.id.dropFirst(14).first == "7" })
    }
  }

  /// What changes a stored value, and what verification says of it.
  static let changes: [(String, String)] = [
    ("stream = 'other'", "its leaf hash"), ("type = 'stake.reported'", "its leaf hash"),
    ("status = 'denied'", "its leaf hash"), ("effective = '2020'", "its days"),
    ("effective_earliest = '2018-01-01'", "its days"),
    ("effective = 'never'", "is not a date"), ("id = replace(id, '7', '8')", "its leaf hash"),
    ("recorded_at = '2000-01-01T00:00:00.000000Z'", "was recorded before"),
    ("recorded_at = '2100-01-01T00:00:00.000000Z'", "its leaf hash"),
    ("data = replace(data, 'Name', 'Game')", "its content hash"),
    ("data = data || ' '", "canonical"), ("note = 'other'", "its content hash"),
    ("actor = 'other'", "its content hash"), ("causation_id = 'x'", "its content hash"),
    ("correlation_id = 'x'", "its content hash"),
    ("sources = '[{\"title\":\"x\"}]'", "its content hash"),
    ("salt = randomblob(16)", "its content hash"), ("salt = zeroblob(16)", "its content hash"),
    ("content_hash = zeroblob(32)", "its content hash"),
    ("leaf_hash = zeroblob(32)", "its leaf hash"), ("version = 7", "its version"),
  ]

  @Test(arguments: changes)
  func `verification names the first event that was changed`(
    _ change: String, _ sentence: String
  ) throws {
    try Logs.with { log, logs in
      try log.append((1...5).map { registered("entity-\($0)") })
      #expect(try log.verify().findings == [])
      let foreign = try logs.foreign()
      try foreign.writeWithoutTransaction { database in
        let trigger = try String.fetchOne(
          database, sql: "SELECT sql FROM sqlite_schema WHERE name = 'event_update'")
        try database.execute(sql: "DROP TRIGGER event_update")
        try database.execute(sql: "UPDATE event SET \(change) WHERE seq = 3")
        try database.execute(sql: trigger ?? "")
      }
      let findings = try log.verify().findings
      #expect(findings.first?.seq == 3)
      #expect(findings.contains { $0.seq == 3 && $0.sentence.contains(sentence) })
    }
  }

  @Test(arguments: [
    ("DROP TRIGGER event_update", "trigger event_update is missing"),
    ("DROP INDEX event_type", "index event_type is missing"),
    ("CREATE TRIGGER t AFTER INSERT ON event BEGIN SELECT 1; END", "trigger t does not belong"),
    ("PRAGMA user_version = 0", "user_version is 0"),
  ])
  func `verification compares what guards the log`(_ change: String, _ sentence: String) throws {
    try Logs.with { log, logs in
      try log.append([registered("alpha")])
      try logs.foreign().writeWithoutTransaction { try $0.execute(sql: change) }
      let findings = try log.verify().findings
      #expect(findings.contains { $0.sentence.contains(sentence) })
    }
  }

  @Test func `verification names an event that was taken away`() throws {
    try Logs.with { log, logs in
      try log.append((1...5).map { registered("entity-\($0)") })
      try logs.foreign().writeWithoutTransaction { database in
        try database.execute(sql: "DROP TRIGGER event_delete; DELETE FROM event WHERE seq = 3")
      }
      let findings = try log.verify().findings
      #expect(findings.first?.placed == "seq 3: it is missing")
    }
  }

  @Test func `events that are missing in a row are named together`() throws {
    try Logs.with { log, logs in
      try log.append((1...7).map { registered("entity-\($0)") })
      try logs.foreign().writeWithoutTransaction { database in
        try database.execute(
          sql: "DROP TRIGGER event_delete; DELETE FROM event WHERE seq IN (1, 3, 4, 5)")
      }
      let findings = try log.verify().findings
      #expect(
        findings.map(\.placed).filter { $0.contains("missing") }.prefix(2)
          == ["seq 1: it is missing", "seq 3: it is missing, and so is every one up to seq 5"])
    }
  }

  @Test func `what is wrong with erasures comes in the order of the events`() throws {
    try Logs.with { log, logs in
      try log.append((1...5).map { registered("entity-\($0)") })
      let ids = try (1...5).map { try #require(try log.event(Seq($0))).id }
      try log.append(
        [4, 1].map { place in
          Draft(
            type: "event.redacted", stream: "entities", effective: "2024",
            data: ["event": .string(ids[place]), "reason": "by law"])
        })
      try logs.foreign().writeWithoutTransaction { database in
        let trigger = try String.fetchOne(
          database, sql: "SELECT sql FROM sqlite_schema WHERE name = 'event_update'")
        try database.execute(sql: "DROP TRIGGER event_update")
        try database.execute(
          sql: """
            UPDATE event SET data = NULL, salt = NULL, sources = NULL, actor = NULL, note = NULL,
              correlation_id = NULL, causation_id = NULL
            WHERE seq IN (1, 3)
            """)
        try database.execute(sql: trigger ?? "")
      }
      #expect(try log.verify().findings.map(\.seq) == [1, 2, 3, 5])
    }
  }

  @Test(arguments: [
    "leaf_hash = substr(leaf_hash, 1, 31)", "leaf_hash = CAST(leaf_hash || x'00' AS BLOB)",
    "leaf_hash = x''", "salt = x'00'",
  ])
  func `a tree is made of nothing but whole leaves`(_ change: String) throws {
    try Logs.with { log, logs in
      try log.append((1...5).map { registered("entity-\($0)") })
      try logs.foreign().writeWithoutTransaction { database in
        try database.execute(
          sql: """
            PRAGMA ignore_check_constraints = ON; DROP TRIGGER event_update;
            UPDATE event SET \(change) WHERE seq = 3
            """)
      }
      let rejection = #expect(throws: Rejection.self) { try log.tree { _ = try $0.state(of: 5) } }
      #expect(rejection?.code == .damagedLedger)
      #expect(rejection?.message.hasPrefix("seq 3: ") == true, "\(String(describing: rejection))")
      guard change.hasPrefix("leaf") else { return }
      #expect(throws: Rejection.self) { try log.tree { _ = try $0.root(over: 0..<5) } }
    }
  }

  @Test func `verification speaks of a table that was made anew`() throws {
    try Logs.with { log, logs in
      try log.append((1...3).map { registered("entity-\($0)") })
      try logs.foreign().writeWithoutTransaction { database in
        try database.execute(
          sql: """
            CREATE TABLE other AS SELECT * FROM event; DROP TRIGGER event_delete; DROP TABLE event;
            DROP TRIGGER document_delete; ALTER TABLE other RENAME TO event; UPDATE event SET stream = NULL WHERE seq = 2;
            ALTER TABLE event DROP COLUMN note
            """)
      }
      let findings = try log.verify().findings
      #expect(findings.first?.seq == 1)
      #expect(findings.contains { $0.sentence.hasPrefix("the schema's table event was changed") })
    }
  }
}
