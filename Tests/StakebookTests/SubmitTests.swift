import Foundation
import TestSupport
import Testing

@testable import Stakebook

/// Tasks that append at the same time share a transaction and nothing else.
struct SubmitTests {
  private static func registered(_ slug: String) throws -> Draft {
    Draft(
      EntityRegistered(entity: try EntityID(slug), name: slug, kind: .company), effective: "2000")
  }

  /// A stake of an entity that nobody registered.
  private static let unknown = Draft(
    StakeReported(holder: "nobody", issuer: "alpha", percent: "1%", basis: .voting),
    stream: "deal", effective: "2020")

  private static func with(_ body: (Ledger) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      try ledger.append([
        try registered("alpha"), try registered("beta"),
        Draft(
          PartnershipFormed(name: "Deal", parties: ["alpha", "beta"]), stream: "deal",
          effective: "2000"),
      ])
      try await body(ledger)
      #expect(try ledger.verify().verification.findings == [])
      #expect(try ledger.audit() == [])
      try ledger.close()
    }
  }

  @Test func `each of many tasks gets the receipt of its own event`() async throws {
    try await Self.with { ledger in
      let given = try await withThrowingTaskGroup(of: (String, Receipt).self) { group in
        for place in 1...200 {
          group.addTask {
            let slug = "entity-\(place)"
            return (slug, try await ledger.submit([try Self.registered(slug)])[0])
          }
        }
        return try await group.reduce(into: [:]) { $0[$1.1.seq] = $1.0 }
      }
      #expect(given.keys.sorted() == Array(4...203))
      for (seq, slug) in given {
        let data = try ledger.event(String(seq)).data
        #expect(data?.contains("\"\(slug)\"") == true)
      }
    }
  }

  @Test(arguments: Team.kinds)
  func `tasks on a linked ledger share their exchanges with the hub, and nothing else`(
    _ kind: Team.Kind
  ) async throws {
    try await Team.with(kind) { team in
      try team.join("second")
      let ledger = try Ledger.open(at: team.path("second"), for: .writing)
      let outcomes = await withTaskGroup(of: (Int, Result<[Receipt], any Error>).self) { group in
        for place in 1...40 {
          group.addTask {
            do {
              let draft = place == 20 ? Self.unknown : try Self.registered("entity-\(place)")
              return (place, .success(try await ledger.submit([draft])))
            } catch { return (place, .failure(error)) }
          }
        }
        return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
      #expect((outcomes[20].map { (try? $0.get()) == nil }) == true)
      var times: Set<String> = []
      for (place, outcome) in outcomes where place != 20 {
        let receipt = try #require(try outcome.get().first)
        times.insert(receipt.recordedAt)
        #expect(try ledger.event(String(receipt.seq)).data?.contains("\"entity-\(place)\"") == true)
      }
      // The hub gives one time to what is recorded together.
      #expect(times.count < 20)
      #expect(try ledger.head() == 12 + 39)
      #expect(try ledger.hubStatus(verifying: true).difference == nil)
      #expect(try ledger.outbox().isEmpty)
      try ledger.close()
    }
  }

  @Test func `what is refused leaves nothing, and what came with it stands`() async throws {
    try await Self.with { ledger in
      let refused = try await withThrowingTaskGroup(of: Bool.self) { group in
        for place in 1...60 {
          group.addTask {
            do {
              let mine = try Self.registered("entity-\(place)")
              _ = try await ledger.submit(place.isMultiple(of: 3) ? [mine, Self.unknown] : [mine])
              return false
            } catch let rejection as Rejection {
              return rejection.code == .unknownEntity
            }
          }
        }
        return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(refused == 20)
      #expect(try ledger.head() == 43)
      let kept = try ledger.texts("SELECT entity FROM entities WHERE entity LIKE 'entity-%'")
      #expect(kept.count == 40)
      #expect(!kept.contains { $0.contains("\"entity-3\"") })
    }
  }

  @Test func `a name that only a refused batch introduced is unknown afterwards`() async throws {
    try await Self.with { ledger in
      let stake = Draft(
        StakeReported(holder: "gamma", issuer: "alpha", percent: "1%", basis: .voting),
        stream: "deal", effective: "2020")
      // Submitted at once, so that all three may share a transaction.
      async let first = Self.code {
        try await ledger.submit([Self.registered("gamma"), Self.unknown])
      }
      async let second = Self.code { try await ledger.submit([stake]) }
      async let third = Self.code { try await ledger.submit([stake]) }
      let codes = await [first, second, third]
      #expect(codes == Array(repeating: "unknown-entity", count: 3))
      let head = try ledger.head()
      #expect(head == 3)
    }
  }

  @Test func `a batch brings its documents, and one that is refused leaves none`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    func document(_ name: String) throws -> Document {
      let file = folder.appending(path: name)
      try Data(name.utf8).write(to: file)
      return try Document(file: file.path)
    }
    let (first, second) = (try document("a.txt"), try document("b.txt"))
    try await Self.with { ledger in
      func stake(_ documents: Document...) throws -> Draft {
        var draft = Draft(
          StakeReported(holder: "beta", issuer: "alpha", percent: "1%", basis: .voting),
          stream: "deal", effective: "2020")
        draft.sources = try documents.map {
          try Source($0.name).with(file: $0.name, sha256: $0.sha256).said
        }
        return draft
      }
      let both = [try stake(first, second)]
      // One of the two is nowhere: the other one is not kept either.
      let refused = await Self.code {
        try await ledger.submit(both, documents: DocumentSupply([first]))
      }
      #expect(refused == "unknown-document")
      #expect(throws: Rejection.self) { try ledger.bytes(ofDocument: first.sha256) }
      _ = try await ledger.submit(both, documents: DocumentSupply([first, second]))
      #expect(try ledger.bytes(ofDocument: second.sha256) == second.bytes)
    }
  }

  @Test func `a stream that does not stand where it was expected refuses the whole batch`()
    async throws
  {
    try await Self.with { ledger in
      let note = Draft(
        StakeReported(holder: "beta", issuer: "alpha", percent: "1%", basis: .voting),
        stream: "deal", effective: "2020")
      let first = try await ledger.submit([note], expecting: ["deal": 1])
      #expect(first.map(\.version) == [2])
      let late = await Self.code { try await ledger.submit([note], expecting: ["deal": 1]) }
      #expect(late == "version-conflict")
      #expect(try ledger.head() == 4)
    }
  }

  @Test func `a ledger opened for reading refuses every task`() async throws {
    try await withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Ledger.create(at: path)
      let reader = try Ledger.open(at: path)
      let codes = await withTaskGroup(of: String?.self) { group in
        for place in 1...4 {
          group.addTask {
            await Self.code { try await reader.submit([try Self.registered("entity-\(place)")]) }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(codes == Array(repeating: "read-only", count: 4))
      try reader.close()
    }
  }

  private static func code(_ body: () async throws -> [Receipt]) async -> String? {
    do {
      _ = try await body()
      return nil
    } catch {
      return (error as? Rejection)?.code.rawValue ?? "\(error)"
    }
  }

  @Test(arguments: Team.kinds)
  func `an append that began before the ledger was linked is not recorded beside the hub`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      try team.use("first") { (ledger: Ledger) throws in
        // As one who found no link a moment ago.
        var event: Prepared? = try ledger.prepare(registration("late"))
        let refused = try TrustLedger.rejection {
          _ = try ledger.appendWhole(
            AppendTerms(),
            {
              defer { event = nil }
              return event
            }, receipt: { _ in }, beforeEnd: { _ in })
        }
        #expect(refused?.code == .busy)
        #expect(try ledger.head() == 12)
        // What one records oneself did not come from others.
        let done = try ledger.append([registration("late")])
        #expect(done.receipts.map(\.seq) == [13])
        #expect(done.meanwhile?.pulled == 0)
      }
    }
  }
}
