import Foundation
import Stakebook
import Synchronization
import TestSupport
import Testing

/// What PostgreSQL itself refuses, whoever asks and with whatever program.
@Suite(.enabled(if: Cluster.isThere, "PostgreSQL is not installed here"))
struct HubRoleTests {
  private static let row = """
    json_build_array((SELECT row_to_json(event) FROM stakebook.event WHERE seq = 1))
    """

  @Test func `a writer calls five functions and changes nothing by hand`() throws {
    try Team.with(.postgres) { team in
      for sql in [
        "UPDATE stakebook.event SET note = 'x'", "DELETE FROM stakebook.event",
        "TRUNCATE stakebook.event", "INSERT INTO stakebook.event SELECT * FROM stakebook.event",
        "UPDATE stakebook.head SET seq = 1", "DELETE FROM stakebook.head",
        "INSERT INTO stakebook.document VALUES ('a', 'b')", "CREATE TABLE stakebook.mine (a int)",
        "DROP SCHEMA stakebook CASCADE", "ALTER TABLE stakebook.event DISABLE TRIGGER ALL",
        "SELECT stakebook.first_false(NULL)",
        "CREATE FUNCTION stakebook.now() RETURNS int LANGUAGE sql AS 'SELECT 1'",
      ] {
        for user in ["anna", "rita", "red"] {
          #expect(throws: (any Error).self, "\(user): \(sql)") { try team.sql(sql, as: user) }
        }
      }
      let last = try team.sql("SELECT max(seq) FROM stakebook.event", as: "rita")
      #expect(last == "12")
      #expect(throws: (any Error).self) { try team.sql("SELECT stakebook.lock()", as: "rita") }
      for call in ["push('[]')", "append('[]', 12, '', '{}', '{}')"] {
        #expect(throws: (any Error).self) { try team.sql("SELECT stakebook.\(call)", as: "rita") }
      }
    }
  }

  @Test func `the owner himself changes nothing either, but by taking the guards away`() throws {
    try Team.with(.postgres) { team in
      for sql in [
        "UPDATE stakebook.event SET note = 'x' WHERE seq = 2",
        "UPDATE stakebook.event SET data = NULL, salt = NULL, sources = NULL, actor = NULL, "
          + "note = NULL WHERE seq = 2",
        "DELETE FROM stakebook.event WHERE seq = 12", "TRUNCATE stakebook.event CASCADE",
        "UPDATE stakebook.head SET seq = 1", "DELETE FROM stakebook.head",
        "TRUNCATE stakebook.document", "TRUNCATE stakebook.checkpoint",
      ] {
        #expect(throws: (any Error).self, "\(sql)") { try team.sql(sql) }
      }
    }
  }

  @Test func `what does not follow on the log is refused by the server`() throws {
    try Team.with(.postgres) { team in
      try team.join("second")
      try team.use("second") { try $0.append([registration("alpha")]) }
      let fields = """
        'seq', 14, 'version', version + 1, 'id', gen_random_uuid()::text, 'stream', stream,
        'type', type, 'effective', effective, 'effective_earliest', effective_earliest,
        'effective_latest', effective_latest, 'recorded_at', recorded_at, 'status', status,
        'data', data, 'actor', actor, 'salt', salt, 'content_hash', content_hash,
        'leaf_hash', leaf_hash
        """
      func push(_ change: String) -> String? {
        let sql = """
          SELECT stakebook.push((
            SELECT json_build_array((jsonb_build_object(\(fields)) || jsonb_build_object(\(change)))::json)
            FROM stakebook.event WHERE seq = 13))
          """
        do {
          try team.sql(sql, as: "anna")
          return nil
        } catch { return "\(error)" }
      }
      // A leaf of another id, seq and version.
      #expect(push("'note', NULL")?.contains("the hashes of seq 14") == true)
      #expect(push("'seq', 15")?.contains("seq 15 is not the next one") == true)
      #expect(push("'seq', 13")?.contains("duplicate key") == true)
      #expect(push("'version', 99")?.contains("the version of seq 14") == true)
      #expect(push("'actor', 'bert'")?.contains("says that bert records it") == true)
      #expect(push("'actor', NULL")?.contains("says that nobody records it") == true)
      #expect(
        push("'recorded_at', '2030-01-01T00:00:00.000000Z'")?.contains("another time") == true)
      #expect(
        push("'recorded_at', '2020-01-01T00:00:00.000000Z'")?.contains("another time") == true)
      #expect(push("'type', 'event.redacted'")?.contains("only a redactor") == true)
      #expect(try team.sql("SELECT seq FROM stakebook.head") == "13")
    }
  }

  @Test func `what is recorded in one step is held to the same rules`() throws {
    try Team.with(.postgres) { team in
      func append(_ change: String, behind: Int = 12, needs: String = "") throws -> String {
        let sql = """
          SELECT (came).seq
          FROM stakebook.append((
            SELECT json_build_array((to_jsonb(event) || jsonb_build_object(
              'id', gen_random_uuid()::text, 'actor', 'anna', 'content_hash', sha256(
                event.salt || convert_to('{"actor":"anna","data":' || event.data || '}', 'UTF8')),
              'sources', NULL, 'note', NULL, 'correlation_id', NULL,
              \(change)))::json)
            FROM stakebook.event WHERE seq = 1),
            \(behind), (SELECT leaf_hash FROM stakebook.event WHERE seq = \(behind)), '{\(needs)}', '{}')
          """
        do {
          return try team.sql(sql, as: "anna")
        } catch { return "\(error)" }
      }
      #expect(try append("'seq', 99, 'recorded_at', '2030-01-01T00:00:00.000000Z'") == "13")
      let now = try team.sql("SELECT recorded_at FROM stakebook.event WHERE seq = 13")
      #expect(now < "2030")
      #expect(try append("'actor', 'bert'", behind: 13).contains("says that bert records it"))
      #expect(try append("'data', '{}'", behind: 13).contains("the hashes of seq 14"))
      #expect(try append("'type', 'moon.landed'", behind: 13).contains("does not know the type"))
      // Nothing is done, and nothing said: the desk goes the longer way.
      #expect(try append("'type', 'event.redacted'", behind: 13) == "")
      #expect(try append("'id', (SELECT id FROM stakebook.event WHERE seq = 3)", behind: 13) == "")
      let slug = try team.sql("SELECT data::json ->> 'entity' FROM stakebook.event WHERE seq = 13")
      #expect(try append("'seq', 1", needs: slug) == "")
      #expect(try append("'seq', 1", needs: "something-else") == "13\n14")
      #expect(try team.sql("SELECT seq FROM stakebook.head") == "14")
    }
  }

  @Test func `who may only read keeps a copy, and who may write may not erase`() throws {
    try Team.with(.postgres) { team in
      try team.join("reader", as: "rita")
      try team.use("reader") { (ledger: Ledger) throws in
        let rejection = try TrustLedger.rejection { _ = try ledger.append([registration("a")]) }
        #expect(rejection?.code == .hubRefused)
        #expect(try ledger.outbox().isEmpty)
        #expect(try ledger.push().pulled == 0)
      }
      try team.join("writer")
      try team.use("writer") { (ledger: Ledger) throws in
        let rejection = try TrustLedger.rejection { _ = try ledger.redact("3", reason: "by law") }
        #expect(rejection?.code == .hubRefused)
        #expect(try ledger.event("3").data != nil)
      }
      try team.join("redactor", as: "red")
      try team.use("redactor") { try $0.redact("3", reason: "by law") }
      try team.use("reader") { (ledger: Ledger) throws in
        let done = try ledger.pull()
        #expect(done.erased == 1)
        #expect(try ledger.event("3").data == nil)
      }
      #expect(throws: (any Error).self) {
        try Ledger.join(HubAddress(team.address("stranger").text), at: team.path("stranger"))
      }
      #expect(!FileManager.default.fileExists(atPath: team.path("stranger")))
    }
  }

  @Test func `two hubs that are made at the same moment in a new cluster have the same roles`()
    throws
  {
    let cluster = try #require(Cluster.only)
    let name = "roles_" + UUID().uuidString.lowercased().replacing("-", with: "_")
    let databases = ["\(name)_a", "\(name)_b"]
    for database in databases { try cluster.sql("CREATE DATABASE \(database)") }
    let file = Package.root.appending(path: "Sources/Hub/sql/p0001_hub.sql")
    // Roles that no hub of this cluster has yet; the first transaction stays until the other waits for it.
    let script = String(decoding: try Data(contentsOf: file), as: UTF8.self)
      .replacing("stakebook_", with: "r\(name.suffix(12))_")
    let made = """
      BEGIN; \(script);
      DO $$ BEGIN
        FOR turn IN 1..20 LOOP
          EXIT WHEN EXISTS (SELECT FROM pg_locks WHERE pg_blocking_pids(pid) @> ARRAY[pg_backend_pid()]);
          PERFORM pg_sleep(0.1);
        END LOOP;
      END $$; COMMIT
      """
    let faults = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 2) { place in
      do { try cluster.sql(made, in: databases[place]) } catch {
        faults.withLock { $0.append("\(error)") }
      }
    }
    for database in databases { try cluster.sql("DROP DATABASE \(database) WITH (FORCE)") }
    for role in ["reader", "writer", "redactor"] {
      try cluster.sql("DROP ROLE r\(name.suffix(12))_\(role)")
    }
    #expect(faults.withLock { $0 } == [])
  }
}
