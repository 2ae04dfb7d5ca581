import Foundation
import Stakebook
import TestSupport
import Testing

/// What a desk says while it has not seen everything, or says twice.
struct MeanwhileTests {
  @Test(arguments: Team.kinds)
  func `an append that is repeated offline gets the first draft, and another content is refused`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      try team.join("second")
      let id = "01a22658-d5d6-7dd5-a186-d1e9c5c2b1de"
      let terms = AppendTerms.offline
      try team.use("second") { (ledger: Ledger) throws in
        for _ in 0..<2 {
          let done = try ledger.append([registration("alpha", id: id)], terms)
          #expect(done.waiting?.batch == 1)
          #expect(done.waiting?.ids == [id])
        }
        let other = try TrustLedger.rejection {
          _ = try ledger.append([registration("alpha", name: "Other", id: id)], terms)
        }
        #expect(other?.code == .idConflict)
        #expect(try ledger.outbox().map(\.count) == [1])
        #expect(try ledger.push().pushed == 1)
      }
    }
  }

  @Test(arguments: Team.kinds)
  func `what others said meanwhile is heeded though it was not seen`(_ kind: Team.Kind) throws {
    try Team.with(kind, 40) { team in
      try team.join("second")
      let stream = "microsoft-openai"
      func condition(_ slug: String) -> Draft {
        Draft(
          type: "condition.defined", stream: stream, effective: "2020",
          data: ["condition": .string(slug), "criterion": "It must rain"])
      }
      // The other desk introduces the same slug as something else.
      try team.use("first") { try $0.append([registration("cloud")]) }
      try team.use("second") { (ledger: Ledger) throws in
        let other = try TrustLedger.rejection { _ = try ledger.append([condition("cloud")]) }
        #expect(other?.code == .otherKind)
        #expect(try ledger.append([condition("rain")]).receipts.map(\.seq) == [42])
        // What they registered is known though it was not pulled.
      }
      try team.use("first") { try $0.append([registration("delta")]) }
      try team.use("second") { (ledger: Ledger) throws in
        let renamed = Draft(
          type: "entity.renamed", effective: "2021", data: ["entity": "delta", "name": "Delta 2"])
        #expect(try ledger.append([renamed]).receipts.map(\.seq) == [44])
        // One event is withdrawn once.
        let retracted = Draft(
          type: "event.retracted", stream: stream, effective: "2024",
          data: ["event": .string(try ledger.event("42").id), "reason": "a slip"])
        try team.use("first") { _ = try $0.append([retracted]) }
        let twice = try TrustLedger.rejection { _ = try ledger.append([retracted]) }
        #expect(twice?.code == .alreadyWithdrawn)
        var terms = AppendTerms()
        terms.expecting = ["entities": 1]
        let late = try TrustLedger.rejection { _ = try ledger.append([registration("e")], terms) }
        #expect(late?.code == .versionConflict)
      }
    }
  }

  @Test(arguments: Team.kinds)
  func `a copy that follows the hub has what others say, and records what waits`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      try team.join("second")
      let terms = AppendTerms.offline
      try team.use("second") { _ = try $0.append([registration("waits")], terms) }
      let said = DispatchSemaphore(value: 0)
      let failures = Failures()
      let first = Thread {
        said.wait()
        do {
          try team.use("first") { _ = try $0.append([registration("alpha")]) }
        } catch { failures.add("\(error)") }
      }
      first.start()
      var came: [Exchanged] = []
      try team.use("second") { (ledger: Ledger) throws in
        try ledger.follow(every: 0.05) { what in
          if case .exchanged(let done) = what { came.append(done) }
          if came.count == 1 { said.signal() }
          return came.count < 2
        }
        #expect(try ledger.head() == 14)
        #expect(try ledger.outbox().isEmpty)
      }
      expectNone(failures.all)
      #expect(came.map(\.pushed) == [1, 0])
      #expect(came.map(\.pulled) == [0, 1])
    }
  }

  @Test(arguments: Team.kinds)
  func `what others erased is overwritten here too when it comes with an append`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      try team.join("second")
      try team.use("second") { try $0.append([registration("alpha", name: "Zyxomma Secret")]) }
      try team.join("redactor", as: "red")
      try team.use("redactor") { _ = try $0.redact("13", reason: "asked for") }
      // Said in one step, or the longer way where there is none.
      try team.use("second") { (ledger: Ledger) throws in
        #expect(try ledger.append([registration("beta")]).receipts.map(\.seq) == [15])
        for name in ["", "-wal"] {
          let bytes = (try? Data(contentsOf: URL(filePath: team.path("second") + name))) ?? Data()
          #expect(bytes.range(of: Data("Zyxomma".utf8)) == nil, "the file\(name)")
        }
      }
    }
  }

  @Test(arguments: Team.kinds)
  func `an event that is said twice in one append is recorded once`(_ kind: Team.Kind) throws {
    try Team.with(kind) { team in
      try team.join("second")
      let id = "01a22658-d5d6-7dd5-a186-d1e9c5c2b1de"
      try team.use("second") { (ledger: Ledger) throws in
        let twice = [registration("alpha", id: id), registration("alpha", id: id)]
        #expect(try ledger.append(twice).receipts.map(\.seq) == [13, 13])
        #expect(try ledger.head() == 13)
      }
    }
  }
}
