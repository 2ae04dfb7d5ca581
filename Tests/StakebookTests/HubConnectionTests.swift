import Foundation
import Stakebook
import TestSupport
import Testing

/// A connection to a hub that stays open while the hub changes.
@Suite(.enabled(if: Cluster.isThere, "PostgreSQL is not installed here"))
struct HubConnectionTests {
  @Test func `what fails after the hub has recorded is told as an unknown outcome, and waits`()
    throws
  {
    try Team.with(.postgres) { team in
      try team.join("second")
      try team.sql("REVOKE EXECUTE ON FUNCTION stakebook.settle() FROM stakebook_reader")
      try team.use("second") { (ledger: Ledger) throws in
        let done = try ledger.append([registration("alpha")])
        #expect(done.receipts.isEmpty)
        #expect(done.waiting?.reason?.code == .unknownOutcome)
        #expect(try team.sql("SELECT seq FROM stakebook.head") == "13")
        try team.sql("GRANT EXECUTE ON FUNCTION stakebook.settle() TO stakebook_reader")
        #expect(try ledger.push().pushed == 1)
        #expect(try ledger.outbox().isEmpty)
        #expect(try ledger.head() == 13)
      }
    }
  }

  @Test func `an append that meets a changed row says that, and that it is recorded`() throws {
    try Team.with(.postgres) { team in
      try team.join("second")
      try team.use("first") { try $0.append([registration("alpha")]) }
      try team.tamper("data = replace(data, 'alpha', 'omega') WHERE seq = 13")
      try team.use("second") { (ledger: Ledger) throws in
        let told = try TrustLedger.rejection { _ = try ledger.append([registration("beta")]) }
        #expect(told?.code == .damagedHub)
        #expect(told?.message.contains("seq 13") == true)
        #expect(told?.message.hasSuffix("what was said now is recorded there") == true)
        #expect(try ledger.head() == 12)
        #expect(try ledger.outbox().isEmpty)
      }
    }
  }

  @Test func `many events of one stream are looked up once each, not with each other`() throws {
    try Team.with(.postgres) { team in
      try team.use("first") { (ledger: Ledger) throws in
        _ = try ledger.append((0..<1_500).map { registration("one-\($0)") })
      }
      try team.sql("SELECT pg_stat_reset()")
      try team.use("first") { (ledger: Ledger) throws in
        _ = try ledger.append((0..<1_500).map { registration("two-\($0)") })
      }
      // What a session counted is told when it ends.
      var read = 0
      for _ in 0..<100 where read == 0 {
        Thread.sleep(forTimeInterval: 0.1)
        read =
          Int(
            try team.sql(
              """
              SELECT coalesce(sum(idx_tup_read), 0) FROM pg_stat_user_indexes WHERE relname = 'event'
              """)) ?? 0
      }
      #expect(read > 0)
      #expect(read < 20 * 1_500)
    }
  }

  @Test func `a desk that is connected takes the types that an update brings`() throws {
    try Team.with(.postgres) { team in
      try team.join("second")
      try team.sql("DELETE FROM stakebook.type WHERE name = 'entity.renamed'")
      let renamed = Draft(
        type: "entity.renamed", effective: "2021", data: ["entity": "alpha", "name": "Alpha 2"])
      let terms = AppendTerms.offline
      try team.use("second") { (ledger: Ledger) throws in
        _ = try ledger.append([registration("alpha")])
        _ = try ledger.append([renamed], terms)
        #expect(try ledger.push().refused.map(\.reason.code) == [.hubRefused])
        try ledger.expectNothing(of: 1)
        try team.address("owner").update()
        #expect(try ledger.push().pushed == 1)
      }
    }
  }

  @Test func `an update ends the connections of desks that came in the form before`() throws {
    try Team.with(.postgres) { team in
      let hub = try team.address().open()
      defer { hub.close() }
      #expect(try hub.head().seq == 12)
      // The same form takes nobody's connection away.
      try team.address("owner").update()
      #expect(try hub.head().seq == 12)
      try team.sql("UPDATE stakebook.form SET number = number - 1")
      // Who owns the hub and may not end the sessions of others says so.
      try team.sql("CREATE ROLE chief LOGIN; ALTER SCHEMA stakebook OWNER TO chief")
      for table in ["form", "type", "head", "event", "document", "checkpoint"] {
        try team.sql("ALTER TABLE stakebook.\(table) OWNER TO chief")
      }
      let told = try TrustLedger.rejection { try team.address("chief").update() }
      #expect(told?.code == .busy)
      #expect(told?.message.contains("anna") == true)
      #expect(try hub.head().seq == 12)
      try team.sql("REASSIGN OWNED BY chief TO owner; DROP ROLE chief")
      try team.address("owner").update()
      #expect(try TrustLedger.rejection { _ = try hub.head() }?.code == .hubUnreachable)
      try team.join("second")
    }
  }

  @Test func `the first event of the hub that differs is named after an append, too`() throws {
    try Team.with(.postgres) { team in
      try team.join("second")
      try team.tamper("status = 'denied' WHERE seq = 3")
      try team.sql(
        """
        ALTER TABLE stakebook.head DISABLE TRIGGER USER;
        UPDATE stakebook.head SET parts[4] = sha256('x');
        ALTER TABLE stakebook.head ENABLE TRIGGER USER
        """)
      let told = try team.use("second") { ledger in
        try TrustLedger.rejection { _ = try ledger.append([registration("alpha")]) }
      }
      #expect(told?.code == .fork)
      #expect(told?.message.contains("seq 3 is the first that differs") == true)
      #expect(told?.message.contains("is recorded there") == true)
    }
  }
}
