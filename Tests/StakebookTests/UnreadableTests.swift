import Crypto
import Foundation
import Stakebook
import TestSupport
import Testing

/// What another program records at a hub, and nobody can read, stops nobody.
struct UnreadableTests {
  /// An event with its right hashes, whatever it says.
  private static func event(
    _ seq: Seq, _ type: String, _ data: String, stream: String = "entities", version: Int64,
    at time: String, by actor: String
  ) throws -> StoredEvent {
    let salt = [UInt8](repeating: 7, count: 16)
    let content = Array(
      SHA256.hash(data: salt + Array("{\"actor\":\"\(actor)\",\"data\":\(data)}".utf8)))
    let id = UUID().uuidString.lowercased()
    let hexadecimal = content.map { String(format: "%02x", $0) }.joined()
    let leaf = MerkleTree.leaf(
      Array(
        JSON.object([
          "content": .string(hexadecimal), "effective": "2020", "id": .string(id),
          "recorded_at": .string(time), "seq": .integer(seq), "status": "reported",
          "stream": .string(stream), "type": .string(type), "version": .integer(version),
        ]).canonical.utf8))
    let texts: [Int: String] = [
      1: id, 2: stream, 4: type, 5: "2020", 6: "2020-01-01", 7: "2020-12-31", 8: time,
      9: "reported", 10: data, 12: actor,
    ]
    let bytes = [16: salt, 17: content, 18: leaf]
    return try StoredEvent(seq: seq, version: version, texts: { texts[$0] }, bytes: { bytes[$0] })
  }

  /// Pushes by another program than ours, which only knows how hashes are made.
  static func push(
    _ team: Team, _ type: String, _ data: String, stream: String? = nil
  ) throws {
    let hub = try team.address().open()
    defer { hub.close() }
    try hub.push(wait: .seconds(10)) { session in
      let head = try session.head()
      let before = try session.events(after: 0, most: 1000)
      let stream = stream ?? "entities"
      let version = Int64(before.count { $0.stream == stream }) + 1
      let last = try #require(before.last)
      try session.insert([
        event(
          head.seq + 1, type, data, stream: stream, version: version, at: last.recordedAt,
          by: hub.user)
      ])
    }
  }

  @Test(arguments: Team.kinds)
  func `what nobody can read is taken without its content, and is erased like any other event`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      try team.join("second")
      try team.use("second") { try $0.append([registration("alpha")]) }
      let said = [
        ("entity.registered", #"{"colour":"red"}"#, nil),
        ("entity.registered", #"{"entity":"b","kind":"moon","name":"B"}"#, nil),
        // Not in the order of canonical JSON, which no desk writes.
        ("entity.registered", #"{"name":"C","entity":"c","kind":"company"}"#, nil),
        ("entity.renamed", #"{"entity":1e400,"name":{}}"#, nil),
        ("note.recorded", #"{"text":"Nobody formed it"}"#, "never-formed"),
        ("event.retracted", #"{"event":"01a22658-d5d6-7dd5-a186-d1e9c5c2b1de","reason":"x"}"#, nil),
      ]
      for (type, data, stream) in said { try Self.push(team, type, data, stream: stream) }
      // A type that no desk of this hub knows never comes in.
      let unknown = try TrustLedger.rejection {
        try Self.push(team, "moon.landed", #"{"a":1}"#)
      }
      #expect(unknown?.code == .hubRefused)
      #expect(unknown?.hint?.contains("hub update") == true)
      try team.use("second") { (ledger: Ledger) throws in
        let done = try ledger.append([registration("beta")])
        #expect(done.receipts.map(\.seq) == [20])
        #expect(done.meanwhile?.withheld.map(\.seq) == Array(14...19))
        #expect(try ledger.withheld().map(\.seq) == Array(14...19))
        #expect(try ledger.withheld().first?.reason.hasPrefix("unknown-field") == true)
      }
      try team.use("first") { (ledger: Ledger) throws in
        #expect(try ledger.pull().withheld.map(\.seq) == Array(14...19))
        #expect(try ledger.event("14").data == nil)
        let verification = try ledger.verify().verification
        #expect(verification.findings == [])
        #expect(verification.withheld.map(\.seq) == Array(14...19))
        #expect(verification.erased == 0)
        #expect(try ledger.audit() == [])
        #expect(try ledger.hubStatus(verifying: true).difference == nil)
        var headlines = 0
        try ledger.forEachLogLine { _ in headlines += 1 }
        #expect(headlines == 20)
      }
      expectSame(try team.export("first"), try team.export("second"))
      // Whoever may erase puts an end to it, and all copies are whole again.
      try team.join("redactor", as: "red")
      try team.use("redactor") { (ledger: Ledger) throws in
        for seq in 14...19 where seq != 19 {
          try ledger.redact("\(seq)", reason: "nobody can read it")
        }
        #expect(try ledger.withheld().map(\.seq) == [19])
      }
      try team.use("first") { (ledger: Ledger) throws in
        _ = try ledger.pull()
        #expect(try ledger.withheld().map(\.seq) == [19])
        #expect(try ledger.verify().verification.findings == [])
      }
      expectSame(try team.export("first"), try team.export("redactor"))
      // Who comes anew never met what they said.
      try team.join("third")
      expectSame(
        try team.export("third").filter { !$0.contains("never-formed") },
        try team.export("first").filter { !$0.contains("never-formed") })
    }
  }

  @Test(arguments: Team.kinds)
  func `a hub that does not know a type yet refuses its drafts alone until it is updated`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      try team.join("second")
      let schema = kind == .postgres ? "stakebook." : ""
      try team.sql("DELETE FROM \(schema)type WHERE name = 'entity.renamed'")
      let renamed = Draft(
        type: "entity.renamed", effective: "2021", data: ["entity": "alpha", "name": "Alpha 2"])
      let terms = AppendTerms.offline
      try team.use("second") { (ledger: Ledger) throws in
        _ = try ledger.append([registration("alpha")], terms)
        _ = try ledger.append([renamed], terms)
        _ = try ledger.append([registration("beta")], terms)
        let done = try ledger.push()
        #expect(done.pushed == 2)
        #expect(done.refused.map(\.batch) == [2])
        let told = try TrustLedger.rejection { _ = try ledger.append([renamed]) }
        #expect(told?.code == .hubRefused)
      }
      if kind == .postgres {
        let other = try TrustLedger.rejection { try team.address("anna").update() }
        #expect(other?.code == .hubRefused)
      }
      try team.address("owner").update()
      try team.use("second") { (ledger: Ledger) throws in
        #expect(try ledger.push().pushed == 1)
        #expect(try ledger.outbox().isEmpty)
        #expect(try ledger.head() == 15)
      }
    }
  }

  @Test(arguments: Team.kinds)
  func `a large batch that is refused stays with the reason, and what waits around it goes on`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      try team.join("second")
      let terms = AppendTerms.offline
      try team.use("second") { (ledger: Ledger) throws in
        _ = try ledger.append([registration("alpha")], terms)
        var large = terms
        large.expecting = ["entities": 3]
        let drafts = (0..<1_200).map { registration("large-\($0)") }
        #expect(try ledger.append(drafts, large).waiting?.count == 1_200)
        _ = try ledger.append([registration("beta")], terms)
        // One that cannot be recorded never waits.
        let slip = Draft(
          type: "entity.renamed", effective: "2021", data: ["entity": "nobody", "name": "X"])
        let told = try TrustLedger.rejection { _ = try ledger.append(drafts + [slip], terms) }
        #expect(told != nil)
        #expect(try ledger.outbox().map(\.count) == [1, 1_200, 1])
      }
      try team.use("first") { try $0.append([registration("delta")]) }
      try team.use("second") { (ledger: Ledger) throws in
        let done = try ledger.push()
        #expect((done.pulled, done.pushed) == (1, 2))
        #expect(done.refused.map(\.reason.code) == [.versionConflict])
        #expect(try ledger.outbox().map { $0.refused?.hasPrefix("version-conflict") } == [true])
        #expect(try ledger.head() == 15)
        try ledger.expectNothing(of: 2)
        #expect(try ledger.push().pushed == 1_200)
        #expect(try ledger.head() == 1_215)
        #expect(try ledger.hubStatus(verifying: true).difference == nil)
      }
    }
  }

  @Test(arguments: Team.kinds)
  func `a draft that says it is another's stays with the reason, and the later ones go on`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      try team.join("second")
      let terms = AppendTerms.offline
      try team.use("second") { (ledger: Ledger) throws in
        for slug in ["alpha", "beta"] { _ = try ledger.append([registration(slug)], terms) }
      }
      try TrustLedger.change(
        "UPDATE outbox_draft SET line = json_set(line, '$.actor', 'bert') WHERE batch = 1",
        at: team.path("second"))
      try team.use("second") { (ledger: Ledger) throws in
        let done = try ledger.push()
        #expect(done.refused.map(\.reason.code) == [.badActor])
        #expect(done.pushed == 1)
        #expect(try ledger.outbox().map { $0.refused?.hasPrefix("bad-actor") } == [true])
        #expect(try ledger.append([registration("gamma")]).receipts.map(\.seq) == [14])
        // Whoever says it anew says it as himself.
        var correction = Correction(reason: "")
        correction.effective = "2019"
        _ = try ledger.editDraft("1", correction)
        #expect(try ledger.push().pushed == 1)
      }
      // The hub does not take a desk's word for it.
      let hub = try team.address().open()
      defer { hub.close() }
      let refused = try TrustLedger.rejection {
        try hub.push(wait: .seconds(10)) { session in
          let last = try #require(try session.events(after: 14, most: 1).first)
          try session.insert([
            Self.event(
              16, "entity.registered", #"{"entity":"x","kind":"company","name":"X"}"#,
              version: last.version + 1, at: last.recordedAt, by: "bert")
          ])
        }
      }
      #expect(refused?.code == .badActor)
      #expect(try hub.head().seq == 15)
    }
  }
}
