import Foundation
import Stakebook
import TestSupport
import Testing

/// A snapshot follows from the log and the clocks alone, and says which log that is.
struct SnapshotTests {
  static let clock = Clock(asOf: try? Day("2025-12-01"), knownAt: 80)

  private static func text(
    of path: String, _ clock: Clock = clock, partnerships: [String] = []
  ) throws -> String {
    let ledger = try Ledger.open(at: path)
    var text = ""
    try ledger.withSnapshot(partnerships: partnerships, clock: clock) {
      try $0.write { text += $0 }
    }
    try ledger.close()
    return text
  }

  @Test func `a snapshot that is written row by row is the canonical text of the one in memory`()
    throws
  {
    try TrustLedger.with { trust in
      for partnerships in [[], ["microsoft-openai"]] {
        let snapshot = try trust.use(.reading) {
          try $0.snapshot(partnerships: partnerships, clock: Self.clock)
        }
        let written = try Self.text(of: trust.path, partnerships: partnerships)
        expectSameJSON(written, snapshot.text + "\n")
        #expect(written.utf8.count > 50_000)
        let again = try Snapshot(reading: Array(written.utf8))
        expectSameJSON(again.text, snapshot.text)
        #expect(again.header == snapshot.header)
        for view in Projections.publicViews.map(\.name) {
          #expect(again.rows(view).map(\.names) == snapshot.rows(view).map(\.names), "\(view)")
        }
      }
    }
  }

  @Test func `made again, rebuilt, restored, imported elsewhere or known earlier, it is the same`()
    throws
  {
    try TrustLedger.with { trust in
      func path(_ name: String) -> String { trust.folder.appending(path: name).path }
      let first = try Self.text(of: trust.path)
      expectSameJSON(try Self.text(of: trust.path), first)

      try trust.write { try $0.rebuild() }
      expectSameJSON(try Self.text(of: trust.path), first)

      try trust.use(.reading) { _ = try $0.back(up: path("copy.db")) }
      _ = try Ledger.restore(path("copy.db"), to: path("restored.db"))
      expectSameJSON(try Self.text(of: path("restored.db")), first)

      var lines = ""
      try trust.use(.reading) {
        try $0.forEachEvent { lines += try $0.line.canonical + "\n" }
      }
      try lines.write(toFile: path("export.jsonl"), atomically: true, encoding: .utf8)
      try Ledger.create(at: path("elsewhere.db"))
      let elsewhere = try Ledger.open(at: path("elsewhere.db"), for: .writing)
      _ = try elsewhere.importFiles([path("export.jsonl")], restoring: true)
      try elsewhere.close()
      expectSameJSON(try Self.text(of: path("elsewhere.db")), first)

      try trust.register("later")
      expectSameJSON(try Self.text(of: trust.path), first)
      #expect(try Self.text(of: trust.path, Clock(asOf: Self.clock.asOf)) != first)
    }
  }

  @Test func `its size and root are those of the log at the known clock`() throws {
    try TrustLedger.with { trust in
      let snapshot = try trust.use(.reading) { try $0.snapshot(clock: Self.clock) }
      let log = try EventLog.open(at: trust.path, for: .reading)
      let root = try log.tree { try $0.root(over: 0..<80) }
      #expect(snapshot.size == 80)
      #expect(snapshot.root == Data(root).base64EncodedString())
      #expect(snapshot.checkpoint == nil)
    }
  }

  @Test func `partnerships are named in one order, whatever the order in which they are asked for`()
    throws
  {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "deals.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      _ = try ledger.importFiles(
        ["microsoft-openai", "ai-deals"].map {
          Package.fixtures.appending(path: "\($0).jsonl").path
        }, restoring: true)
      try ledger.close()
      let names = ["softbank-openai", "renault-nissan"]
      let clock = Clock(asOf: try Day("2025-12-01"))
      let text = try Self.text(of: path, clock, partnerships: names)
      expectSameJSON(try Self.text(of: path, clock, partnerships: names.reversed() + names), text)
      let rows = try Snapshot(reading: Array(text.utf8))
      #expect(rows.partnerships == names.sorted())
    }
  }

  @Test func `every row of a snapshot has a name of its own`() throws {
    try TrustLedger.with { trust in
      let snapshot = try trust.use(.reading) { try $0.snapshot(clock: Self.clock) }
      for view in Projections.publicViews.map(\.name) {
        let names = snapshot.rows(view).compactMap { $0["row"]?.stringValue }
        #expect(Set(names).count == names.count, "\(view)")
      }
    }
  }

  @Test func `a snapshot of a log with erased events says which`() throws {
    try TrustLedger.with { trust in
      let before = try trust.use(.reading) { try $0.snapshot(clock: Self.clock) }
      try trust.write { try $0.redact("40", reason: "by law") }
      let after = try trust.use(.reading) { try $0.snapshot(clock: Self.clock) }
      #expect(before.header.log?.erased == [])
      #expect(after.header.log?.erased == [40])
      #expect(after.root == before.root)
    }
  }

  @Test func `a checkpoint stands in it only when it covers the log, with the proof of that`()
    throws
  {
    try TrustLedger.with { trust in
      let key = try SigningKey(name: "example.com/deals")
      let signed = try trust.use(.reading) { try $0.proofs().checkpoint(with: key) }
      try trust.use(.reading) { ledger in
        let cover = try #require(
          try ledger.snapshot(clock: Self.clock, checkpoint: signed).header.checkpoint)
        #expect(cover.note == signed.note.note)
        let path = try cover.consistency.map { Array(try #require(Data(base64Encoded: $0))) }
        let root = try #require(
          Data(base64Encoded: try ledger.snapshot(clock: Self.clock).root ?? ""))
        #expect(
          MerkleTree.holds(
            consistency: path, from: 80, root: Array(root), to: 91, root: signed.checkpoint.root))
        let whole = try ledger.snapshot(checkpoint: signed)
        #expect(whole.header.checkpoint?.consistency == [])
      }
      try trust.register("later")
      #expect(throws: Rejection.self) {
        try trust.use(.reading) { _ = try $0.snapshot(checkpoint: signed) }
      }
    }
  }

  @Test func `a file of the form before is read, and written as it was`() throws {
    let former = """
      {"as_of":"2025-12-01","events":{"3":{"headline":"h","status":"confirmed"}},\
      "format":"stakebook-snapshot/1","known_at":9,\
      "views":{"stakes":[{"event":3,"holder":"a","row":"stakes/a"}]}}
      """
    let snapshot = try Snapshot(reading: Array(former.utf8))
    expectSameJSON(snapshot.text, former)
    #expect(snapshot.size == 9)
    #expect(snapshot.root == nil)
    #expect(snapshot.event(3)?["headline"] == "h")
    #expect(snapshot.rows("stakes").first?.names == ["holder", "event", "row"])
  }
}
