import Foundation
import TestSupport
import Testing

/// A desk that is stopped while it talks to its hub, or puts aside what it would say: what it tells of that is so.
struct HubInterruptionTests {
  private static func lines(_ count: Int) -> String {
    (1...count).map { place in
      #"{"type":"entity.registered","effective":"2019","data":{"entity":"e-\#(place)","#
        + #""name":"Entity \#(place)","kind":"company"}}"# + "\n"
    }.joined()
  }

  /// bash lets what it starts in the background ignore the signal, so that `env` brings it back.
  private static func stopping(_ command: String, after delay: String, by signal: String) -> String
  {
    """
    env --default-signal=INT stakebook \(command) > out 2>&1 & desk=$!
    sleep \(delay); kill -\(signal) $desk; wait $desk; cat out
    """
  }

  @Test(arguments: ["INT", "KILL"])
  func `a large batch that is stopped on its way into the outbox is there whole, or not at all`(
    _ signal: String
  ) throws {
    try withTemporaryFolder { folder in
      try Self.lines(4_000).write(
        to: folder.appending(path: "a.jsonl"), atomically: true, encoding: .utf8)
      let shell = Shell(in: folder)
      #expect(try shell.run("stakebook init && stakebook hub create hub.db").code == 0)
      var made = 0
      for delay in ["0.1", "0.5", "0.9", "1.3", "1.7", "2.1", "20"] where made == 0 {
        let outcome = try shell.run(
          delay == "20"
            ? "stakebook import --offline a.jsonl"
            : Self.stopping("import --offline a.jsonl", after: delay, by: signal))
        let waiting = try shell.run("stakebook outbox --format csv | tail -n +2 | cut -d, -f3")
          .output.split(separator: "\n").map(String.init)
        #expect([[], ["4000"]].contains(waiting))
        if outcome.output.contains("nothing was recorded") { #expect(waiting == []) }
        made = waiting.count
      }
      // Said again after it was stopped, it is recorded once.
      let pushed = try shell.run("stakebook push && stakebook verify && stakebook audit")
      #expect(pushed.output.hasPrefix("0 events came, 4000 drafts recorded"), "\(pushed.errors)")
    }
  }

  @Test(
    .enabled(if: Cluster.isThere, "PostgreSQL is not installed here"),
    arguments: ["append entity.registered entity=b name=B kind=company -e 2020", "push"],
    ["INT", "KILL"])
  func `who is stopped while the hub records is not told that nothing was recorded`(
    _ command: String, _ signal: String
  ) throws {
    let cluster = try #require(Cluster.only)
    let name = "stop_" + UUID().uuidString.lowercased().replacing("-", with: "_")
    try cluster.sql("CREATE DATABASE \(name)")
    defer { _ = try? cluster.sql("DROP DATABASE \(name) WITH (FORCE)") }
    try withTemporaryFolder { folder in
      let shell = Shell(in: folder)
      let made = try shell.run(
        """
        stakebook init && stakebook hub create '\(cluster.url(name, "owner"))' &&
        stakebook append --offline entity.registered entity=a name=A kind=company -e 2020
        """)
      #expect(made.code == 0, "\(made.errors)")
      if command != "push" {
        #expect(try shell.run("stakebook push").code == 0)
      }
      // The hub takes its time to commit.
      try cluster.sql(
        """
        CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN PERFORM pg_sleep(3); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER slow AFTER UPDATE ON stakebook.head DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION slow()
        """, in: name)
      let stopped = try shell.run(Self.stopping(command, after: "1.5", by: signal))
      #expect(!stopped.output.contains("nothing was recorded"), "\(stopped.output)")
      let after = try shell.run(
        """
        until [ "$(\(Cluster.programs ?? "")/psql '\(cluster.url(name, "owner"))' -XAtqc \
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'stakebook' \
        AND datname = current_database()")" = 0 ]; do sleep 0.1; done
        stakebook push && stakebook hub status --verify && stakebook verify
        """)
      #expect(after.code == 0, "\(after.errors)")
      let events = command == "push" ? "1 event" : "2 events"
      #expect(after.output.hasSuffix("verified \(events): all as they were written\n"))
      #expect(after.output.contains("outbox   empty"))
    }
  }

  @Test(.enabled(if: Cluster.isThere, "PostgreSQL is not installed here"))
  func `who is stopped while a hub is made finds the ledger linked to it`() throws {
    let cluster = try #require(Cluster.only)
    let name = "made_" + UUID().uuidString.lowercased().replacing("-", with: "_")
    try cluster.sql("CREATE DATABASE \(name)")
    defer { _ = try? cluster.sql("DROP DATABASE \(name) WITH (FORCE)") }
    // The server takes its time to commit.
    try cluster.sql(
      """
      CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN PERFORM pg_sleep(3); RETURN NULL; END $$;
      CREATE FUNCTION made() RETURNS event_trigger LANGUAGE plpgsql
      AS $$ BEGIN
        IF to_regclass('stakebook.form') IS NOT NULL
          AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'slow')
        THEN
          CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON stakebook.form
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow();
        END IF;
      END $$;
      CREATE EVENT TRIGGER made ON ddl_command_end WHEN TAG IN ('CREATE TABLE')
      EXECUTE FUNCTION made()
      """, in: name)
    try withTemporaryFolder { folder in
      let shell = Shell(in: folder)
      #expect(try shell.run("stakebook init").code == 0)
      let stopped = try shell.run(
        Self.stopping(
          "hub create '\(cluster.url(name, "owner"))'", after: "1.5", by: "INT"))
      #expect(!stopped.output.contains("nothing was recorded"), "\(stopped.output)")
      let status = try shell.run("stakebook hub status --verify")
      #expect(status.code == 0, "\(status.errors)")
    }
  }
}
