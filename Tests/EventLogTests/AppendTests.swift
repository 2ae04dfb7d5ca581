import EventLog
import Events
import Foundation
import GRDB
import Synchronization
import Testing

/// Appending: in order, once, all or nothing.
struct AppendTests {
  private static let id = "018bcfe5-6800-7000-8000-000000000001"

  @Test func `seqs have no gaps and versions count within a stream`() throws {
    try Logs.with { log, _ in
      let receipts = try log.append([
        registered("alpha"), formed("one"), registered("beta"), formed("two"), formed("one"),
      ])
      #expect(receipts.map(\.seq) == [1, 2, 3, 4, 5])
      #expect(receipts.map(\.stream) == ["entities", "one", "entities", "two", "one"])
      #expect(receipts.map(\.version) == [1, 1, 2, 1, 2])
      #expect(try log.head() == 5)
    }
  }

  @Test func `a batch that fails leaves nothing, and its seqs are used by the next`() throws {
    try Logs.with { log, _ in
      try log.append([registered("alpha")])
      let bad = Draft(type: "entity.registered", effective: "2019", data: [:])
      #expect(throws: Rejection.self) { try log.append([registered("beta"), bad]) }
      #expect(try log.head() == 1)
      #expect(try log.append([registered("beta")]).map(\.seq) == [2])
    }
  }

  private struct Refusal: Error {}

  @Test func `what the work refuses is not recorded`() throws {
    try Logs.with { log, _ in
      let refusing = AppendWork(
        check: { _, _ in throw Refusal() }, project: { _, _ in })
      #expect(throws: Refusal.self) {
        try log.append([registered("alpha")], AppendTerms(), work: refusing)
      }
      let failing = AppendWork(
        check: { _, _ in }, project: { _, _ in throw Refusal() })
      #expect(throws: Refusal.self) {
        try log.append([registered("alpha")], AppendTerms(), work: failing)
      }
      let head = try log.head()
      #expect(head == 0)
    }
  }

  @Test func `a dry run gives its receipt and writes nothing`() throws {
    try Logs.with { log, _ in
      var terms = AppendTerms()
      terms.isDryRun = true
      let receipts = try log.append([registered("alpha")], terms)
      #expect(receipts.map(\.seq) == [1])
      #expect(try log.head() == 0)
    }
  }

  @Test func `the same id with the same content gives the first receipt`() throws {
    try Logs.with { log, _ in
      let first = try log.append([registered("alpha", id: Self.id)])
      let again = try log.append([registered("beta"), registered("alpha", id: Self.id)])
      #expect(again.map(\.seq) == [2, 1])
      #expect(again.map(\.isRepeat) == [false, true])
      #expect(again[1].recordedAt == first[0].recordedAt)
      #expect(try log.head() == 2)
    }
  }

  @Test func `the same id with other content is refused`() throws {
    try Logs.with { log, _ in
      try log.append([registered("alpha", id: Self.id)])
      for other in [registered("beta", id: Self.id), registered("alpha", id: Self.id, note: "x")] {
        let code = try rejectionCode { try log.append([other]) }
        #expect(code == "id-conflict")
      }
      let code = try rejectionCode {
        try log.append([
          registered("beta", id: "018bcfe5-6800-7000-8000-000000000002"),
          registered("gamma", id: "018bcfe5-6800-7000-8000-000000000002"),
        ])
      }
      #expect(code == "id-conflict")
      #expect(try log.head() == 1)
    }
  }

  @Test func `an expected version is held, for every stream`() throws {
    try Logs.with { log, _ in
      try log.append([registered("alpha"), formed("one")])
      var terms = AppendTerms()
      terms.expecting = ["one": 1]
      #expect(try log.append([formed("one")], terms).map(\.version) == [2])
      let late = try rejectionCode { try log.append([formed("one")], terms) }
      #expect(late == "version-conflict")
      terms.expecting = ["one": 2, "entities": 9]
      let one = try rejectionCode { try log.append([formed("one")], terms) }
      #expect(one == "version-conflict")
      terms.expecting = ["three": 0]
      #expect(try log.append([formed("three")], terms).map(\.version) == [1])
    }
  }

  @Test func `a stream that was not begun is refused, and the nearest name is offered`() throws {
    try Logs.with { log, _ in
      try log.append([formed("alpha-beta")])
      let stake = Draft(
        type: "partnership.ended", stream: "alpha-bet", effective: "2020", data: [:])
      let rejection = #expect(throws: Rejection.self) { try log.append([stake]) }
      #expect(rejection?.code == .unknownStream)
      #expect(rejection?.hint == "Did you mean 'alpha-beta'?")
    }
  }

  @Test func `recorded times never decrease, even when the system's clock does`() throws {
    let times = Mutex<[Int64]>([5_000_000, 9_000_000, 1_000_000, 9_500_000])
    let surroundings = Surroundings(
      microseconds: { times.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } },
      randomBytes: Surroundings.system.randomBytes)
    try Logs.with(surroundings) { log, _ in
      for place in 1...4 { try log.append([registered("entity-\(place)")]) }
      let times = try (1...4).compactMap { try log.event(Seq($0))?.recordedAt }
      #expect(
        times
          == ["05.000000", "09.000000", "09.000000", "09.500000"].map {
            "1970-01-01T00:00:\($0)Z"
          })
    }
  }

  static let attacks = [
    "UPDATE event SET note = 'x' WHERE seq = 1", "DELETE FROM event WHERE seq = 1",
    "DELETE FROM event", "UPDATE event SET seq = 9 WHERE seq = 2",
    "UPDATE event SET data = NULL, salt = NULL WHERE seq = 1",
    "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 1",
    "REPLACE INTO event SELECT * FROM event WHERE seq = 2",
    "INSERT INTO event SELECT * FROM event WHERE seq = 2",
    "\(again(seq: "9", id: "'\(other)'", version: "3"))",
    "\(again(seq: "3", id: "id", version: "3"))",
    "\(again(seq: "3", id: "'\(other)'", version: "9"))",
    "\(again(seq: "3", id: "'\(other)'", version: "2"))",
    "\(again(seq: "0", id: "'\(other)'", version: "3"))",
    "\(again(seq: "NULL", id: "'\(other)'", version: "2"))",
  ]
  private static let other = "018bcfe5-6800-7000-8000-00000000000f"
  private static func again(seq: String, id: String, version: String) -> String {
    """
    INSERT OR REPLACE INTO event
    SELECT \(seq), \(id), stream, \(version), type, effective, effective_earliest,
      effective_latest, recorded_at, status, data, sources, actor, note, correlation_id,
      causation_id, salt, content_hash, leaf_hash
    FROM event WHERE seq = 2
    """
  }

  @Test(arguments: attacks)
  func `any SQLite client is refused what does not append`(_ attack: String) throws {
    try Logs.with { log, logs in
      try log.append([registered("alpha"), registered("beta")])
      let before = try [log.event(1), log.event(2)]
      let foreign = try logs.foreign()
      #expect(throws: DatabaseError.self) {
        try foreign.writeWithoutTransaction { try $0.execute(sql: attack) }
      }
      #expect(try [log.event(1), log.event(2)] == before)
      #expect(try log.head() == 2)
    }
  }

  @Test func `two handles that append side by side leave no gap and lose nothing`() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let path = folder.appending(path: "ledger.db").path
      try EventLog.create(at: path)
      for writer in ["a", "b"] {
        group.addTask {
          let log = try EventLog.open(at: path, for: .writing)
          for place in 1...200 { try log.append([registered("\(writer)-\(place)")]) }
          try log.close()
        }
      }
      try await group.waitForAll()
      let log = try EventLog.open(at: path, for: .reading)
      #expect(try log.head() == 400)
      #expect(try log.verify().findings == [])
      try log.close()
    }
  }
}
