import Foundation
import GRDB
import Stakebook
import TestSupport
import Testing

/// What a hub promises its desks, on either transport.
struct SharingTests {
  static let mark = "Zwölfender-Kennwort-4711"

  @Test(arguments: Team.kinds)
  func `the hub orders, and every copy is the same byte for byte`(_ kind: Team.Kind) throws {
    try Team.with(kind) { team in
      try team.join("second")
      for number in 1...6 {
        try team.use(number.isMultiple(of: 2) ? "first" : "second") { (ledger: Ledger) throws in
          let done = try ledger.append([registration("e-\(number)")])
          #expect(done.receipts.map(\.seq) == [Seq(12 + number)])
          #expect(try ledger.head() == Seq(12 + number))
        }
      }
      try team.use("first") { try $0.pull() }
      try team.use("second") { try $0.pull() }
      let export = try team.export("first")
      #expect(export.count == 18)
      expectSame(try team.export("second"), export)
      try team.join("third")
      expectSame(try team.export("third"), export)
      try team.use("third") { (ledger: Ledger) throws in
        #expect(try ledger.verify().verification.findings == [])
        #expect(try ledger.audit() == [])
        #expect(try ledger.hubStatus(verifying: true).difference == nil)
        let actors = try (13...18).map { try ledger.event("\($0)").actor }
        let user = try #require(try ledger.link()).actor
        #expect(actors.last == (kind == .file ? user : "owner"))
        #expect(actors.first == user)
      }
    }
  }

  @Test(arguments: Team.kinds)
  func `what is pushed again gets its first receipt, and another content is refused`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      try team.join("second")
      try team.join("third")
      let id = "01a22658-d5d6-7dd5-a186-d1e9c5c2b1de"
      let first = try team.use("second") { try $0.append([registration("acme", id: id)]) }
      let again = try team.use("third") { try $0.append([registration("acme", id: id)]) }
      #expect(again.receipts.map(\.seq) == first.receipts.map(\.seq))
      #expect(again.receipts.map(\.isRepeat) == [true])
      let rejection = try TrustLedger.rejection {
        try team.use("third") {
          _ = try $0.append([registration("acme", name: "Other", id: id)])
        }
      }
      #expect(rejection?.code == .idConflict)
      #expect(try team.export("third").count == 13)
    }
  }

  @Test(arguments: Team.kinds)
  func `what is said offline waits, is read as if it were recorded, and is recorded by a push`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      try team.join("second")
      let terms = AppendTerms.offline
      try team.use("second") { (ledger: Ledger) throws in
        let done = try ledger.append([registration("alpha"), registration("beta")], terms)
        #expect(done.receipts.isEmpty)
        #expect(done.waiting?.count == 2)
        #expect(try ledger.head() == 12)
        // What was said before is known, and a slip is told at once.
        let next = Draft(
          type: "entity.renamed", effective: "2021", data: ["entity": "alpha", "name": "Alpha 2"])
        #expect(try ledger.append([next], terms).waiting?.batch == 2)
        let slip = Draft(
          type: "entity.renamed", effective: "2021", data: ["entity": "gamma", "name": "Gamma"])
        let told = try TrustLedger.rejection { _ = try ledger.append([slip], terms) }
        #expect(told?.code == .unknownEntity)
        #expect(try ledger.outbox().map(\.count) == [2, 1])
      }
      let shown = try Ledger.withOutbox(at: team.path("second"))
      #expect(try shown.head() == 15)
      try shown.close()
      try team.use("first") { try $0.append([registration("delta")]) }
      try team.use("second") { (ledger: Ledger) throws in
        let done = try ledger.push()
        #expect((done.pulled, done.pushed) == (1, 3))
        #expect(try ledger.outbox().isEmpty)
        #expect(try ledger.head() == 16)
      }
      try team.use("first") { try $0.pull() }
      expectSame(try team.export("first"), try team.export("second"))
    }
  }

  @Test(arguments: Team.kinds)
  func `a batch that expected another version is refused whole and stays with the reason`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      try team.join("second")
      var terms = AppendTerms.offline
      try team.use("second") { (ledger: Ledger) throws in
        terms.expecting = ["entities": try #require(try ledger.version(of: "entities"))]
        _ = try ledger.append([registration("alpha"), registration("beta")], terms)
        terms.expecting = [:]
        _ = try ledger.append([registration("free")], terms)
      }
      try team.use("first") { try $0.append([registration("alpha")]) }
      try team.use("second") { (ledger: Ledger) throws in
        let done = try ledger.push()
        #expect(done.refused.map(\.batch) == [1])
        #expect(done.refused.first?.reason.code == .versionConflict)
        #expect(done.pushed == 1)
        #expect(try ledger.outbox().map { $0.refused?.hasPrefix("version-conflict") } == [true])
        #expect(try ledger.head() == 14)
        // Facts that contradict or repeat each other are no conflict.
        try ledger.expectNothing(of: 1)
        #expect(try ledger.push().refused.isEmpty)
        #expect(try ledger.head() == 16)
      }
    }
  }

  @Test(arguments: Team.kinds)
  func `a draft is edited, dropped, and never lost where the hub does not answer`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      try team.join("second")
      // The link leads where nobody answers.
      let gone = team.folder.appending(path: "gone.db").path
      try TrustLedger.change("UPDATE hub_link SET url = '\(gone)'", at: team.path("second"))
      try team.use("second") { (ledger: Ledger) throws in
        let done = try ledger.append([registration("alpha")])
        #expect(done.waiting?.reason?.code == .hubUnreachable)
        #expect(try ledger.append([registration("beta")]).waiting?.batch == 2)
        _ = try ledger.editDraft("1", Correction(fields: ["name=Alpha AG"]))
        try ledger.dropFromOutbox(2)
        #expect(try TrustLedger.rejection { try ledger.dropFromOutbox(2) }?.code == .unknownRow)
        #expect(try TrustLedger.rejection { try ledger.pull() }?.code == .hubUnreachable)
      }
      try team.join("second")
      try team.use("second") { (ledger: Ledger) throws in
        #expect(try ledger.push().pushed == 1)
        #expect(try ledger.event("13").data?.contains("Alpha AG") == true)
      }
    }
  }

  @Test(arguments: Team.kinds)
  func `documents travel with the events that name them, and go with their erasure`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      let file = team.folder.appending(path: "10-q.txt")
      try Data("\(Self.mark) pages".utf8).write(to: file)
      let document = try Document(file: file.path)
      try team.join("second", as: "red")
      try team.use("second") { (ledger: Ledger) throws in
        var terms = AppendTerms.offline
        terms.documents = DocumentSupply([document])
        var draft = registration("acme", name: Self.mark)
        draft.sources = [["title": "10-Q", "sha256": .string(document.sha256), "file": "10-q.txt"]]
        _ = try ledger.append([draft], terms)
        #expect(try ledger.push().pushed == 1)
      }
      try FileManager.default.removeItem(at: file)
      try team.use("first") { (ledger: Ledger) throws in
        try ledger.pull()
        #expect(try ledger.bytes(ofDocument: document.sha256) == document.bytes)
      }
      try team.use("second") { _ = try $0.redact("13", reason: "by law") }
      try team.use("first") { (ledger: Ledger) throws in
        #expect(try ledger.pull().erased == 1)
        #expect(try ledger.event("13").data == nil)
        #expect(try ledger.verify().verification.findings == [])
        #expect(try ledger.audit() == [])
      }
      try team.join("third")
      expectSame(try team.export("third"), try team.export("second"))
      expectSame(try team.export("first"), try team.export("second"))
      for name in try FileManager.default.contentsOfDirectory(atPath: team.folder.path) {
        let bytes = FileManager.default.contents(atPath: team.folder.appending(path: name).path)
        #expect(bytes?.range(of: Data(Self.mark.utf8)) == nil, "\(name)")
      }
      if kind == .postgres {
        #expect(try team.sql("SELECT count(*) FROM stakebook.document") == "0")
      }
    }
  }

  @Test(arguments: Team.kinds)
  func `a row of the hub that was changed is found when it is pulled, and nothing is taken`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      try team.join("second")
      for slug in ["alpha", "beta", "gamma"] {
        try team.use("first") { try $0.append([registration(slug)]) }
      }
      let changes = [
        "note = 'changed' WHERE seq = 14", "data = replace(data, 'beta', 'bets') WHERE seq = 14",
        "effective = '2021' WHERE seq = 14", "status = 'confirmed' WHERE seq = 14",
      ]
      for change in changes {
        try team.backUp()
        try team.tamper(change)
        do {
          let rejection = try TrustLedger.rejection { try team.use("second") { _ = try $0.pull() } }
          #expect(rejection?.code == .damagedHub, "\(change)")
          #expect(rejection?.message.contains("seq 14 ") == true, "\(rejection?.message ?? "")")
          #expect(rejection?.code.exitCode == 76)
        }
        #expect(try team.export("second").count == 12)
        // Who has it already sees it when he looks, and who comes anew takes nothing.
        let status = try team.use("first") { try $0.hubStatus(verifying: true) }
        #expect(status.difference?.contains("seq 14") == true)
        #expect(try TrustLedger.rejection { try team.join("third") }?.code == .damagedHub)
        #expect(!FileManager.default.fileExists(atPath: team.path("third")))
        try team.putBack()
      }
      try team.use("second") { _ = try $0.pull() }
      #expect(try team.export("second").count == 15)
    }
  }

  @Test(arguments: Team.kinds)
  func `a hub that was put back or rewritten is refused, and both states are kept`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      try team.join("second")
      try team.backUp()
      try team.use("first") { try $0.append([registration("alpha")]) }
      try team.putBack()
      let back = try TrustLedger.rejection { try team.use("first") { _ = try $0.pull() } }
      #expect(back?.code == .rollback)
      // The others go on with another story.
      for slug in ["beta", "gamma"] {
        try team.use("second") { try $0.append([registration(slug)]) }
      }
      try team.use("first") { (ledger: Ledger) throws in
        let fork = try TrustLedger.rejection { try ledger.pull() }
        #expect(fork?.code == .fork)
        #expect(fork?.code.exitCode == 76)
        #expect(fork?.message.contains("seq 13 is the first that differs") == true)
        let pushed = try TrustLedger.rejection { _ = try ledger.append([registration("delta")]) }
        #expect(pushed?.code == .fork)
        let evidence = try ledger.hubStatus().evidence
        // What is found again is kept once.
        #expect(evidence.map(\.own.size) == [13, 13])
        #expect(evidence.map(\.hub.size) == [12, 14])
        #expect(Set(evidence.map(\.hub.root)).count == 2)
        #expect(try ledger.head() == 13)
        #expect(try ledger.hubStatus().isContradicted)
      }
      // Where the hub is what the copy is, what was found of it is history; so it is of another hub.
      let other = try HubAddress(team.folder.appending(path: "other-hub.db").path)
      try team.use("first") { try $0.leave() }
      _ = try Ledger.createHub(at: other, from: team.path("first"))
      try team.use("first") { (ledger: Ledger) throws in
        let status = try ledger.hubStatus()
        #expect(status.evidence.count == 2)
        #expect(!status.isContradicted)
      }
    }
  }

  @Test(arguments: Team.kinds)
  func `desks that race lose nothing and double nothing`(_ kind: Team.Kind) throws {
    try Team.with(kind) { team in
      let desks = ["a", "b", "c"]
      for desk in desks { try team.join(desk) }
      let failures = Failures()
      DispatchQueue.concurrentPerform(iterations: desks.count) { place in
        let desk = desks[place]
        for number in 0..<6 {
          do {
            try team.use(desk) { (ledger: Ledger) throws in
              let done = try ledger.append([registration("\(desk)-\(number)")])
              if done.receipts.count != 1 { failures.add("\(desk) has no receipt") }
            }
          } catch { failures.add("\(error)") }
        }
      }
      expectNone(failures.all)
      for desk in desks { try team.use(desk) { try $0.pull() } }
      let export = try team.export("a")
      #expect(export.count == 12 + 18)
      for desk in desks { expectSame(try team.export(desk), export) }
    }
  }

  @Test(arguments: Team.kinds)
  func `a signed checkpoint is published, and compared by the others`(_ kind: Team.Kind) throws {
    try Team.with(kind) { team in
      try team.join("second")
      let key = try SigningKey(name: "example.com/deals")
      try team.use("first") { (ledger: Ledger) throws in
        try ledger.append([registration("alpha")])
        let signed = try ledger.publishCheckpoint(with: key)
        #expect(signed.checkpoint.size == 13)
      }
      try team.use("second") { (ledger: Ledger) throws in
        try ledger.pull()
        #expect(try ledger.link()?.checkpoint == 1)
      }
    }
  }

  @Test(arguments: [
    "postgresql://db/deals", "postgresql://anna@db:5433/deals", "postgres://[::1]:5432/deals",
    "postgresql://anna@one:5432,two:5433/deals?target_session_attrs=read-write",
    "postgresql://anna@/deals?host=/run/postgresql", "postgresql:///deals?sslmode=verify-full",
  ])
  func `an address without a secret is taken`(_ address: String) throws {
    #expect(try HubAddress(address).text == address)
  }

  @Test func `what a linked ledger has not is refused by name`() throws {
    try Team.with(.file) { team in
      try team.use("first") { (ledger: Ledger) throws in
        let file = team.folder.appending(path: "lines.jsonl").path
        try "".write(toFile: file, atomically: true, encoding: .utf8)
        let restored = try TrustLedger.rejection {
          _ = try ledger.importFiles([file], restoring: true)
        }
        #expect(restored?.code == .linkedLedger)
        var draft = registration("alpha")
        draft.actor = "somebody else"
        #expect(try TrustLedger.rejection { _ = try ledger.append([draft]) }?.code == .badActor)
      }
      let other = team.folder.appending(path: "other.db").path
      try Ledger.create(at: other)
      let joined = try TrustLedger.rejection { try Ledger.join(team.address(), at: other) }
      #expect(joined?.code == .otherLog)
      let ledger = try Ledger.open(at: other, for: .writing)
      defer { try? ledger.close() }
      let terms = AppendTerms.offline
      let offline = try TrustLedger.rejection {
        _ = try ledger.append([registration("a")], terms)
      }
      #expect(offline?.code == .notLinked)
    }
  }

  @Test(arguments: [
    "postgresql://anna:secret@db/deals", "postgres://a:b@h",
    "postgresql://db/deals?password=secret",
    "postgresql://db/x?sslmode=require&PASSWORD=s", "postgresql://db/x?pass%77ord=secret",
    "postgresql://anna:sec#secret@db/deals", "postgresql://anna:x/secret@db/deals",
    "postgresql://anna:x?secret@db/deals", "postgresql://anna:a@secret@db/deals",
    "postgresql://anna:secret/deals", "postgresql://a,b:secret/deals?x=1",
    "host=db password=secret dbname=deals", "anna:secret@db://x",
    "postgresql:/db/deals", "postgresql//anna:secret@db/deals", "mysql://db/deals", "",
    "anna:secret@db.example.com/deals", "anna:sec/ret@db", "//anna:secret@db/deals",
  ])
  func `an address with a password, or of something else, is refused without being repeated`(
    _ address: String
  ) throws {
    let rejection = try TrustLedger.rejection { _ = try HubAddress(address) }
    #expect(rejection?.code == .badHub)
    #expect(rejection?.description.contains("secret") == false)
  }
}

extension Ledger {
  /// The last version of a stream.
  fileprivate func version(of stream: String) throws -> Int64? {
    var last: Int64?
    try forEachEvent { if $0.stream == stream { last = $0.version } }
    return last
  }
}
