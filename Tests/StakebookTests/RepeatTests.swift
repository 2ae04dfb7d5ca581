import Foundation
import Stakebook
import TestSupport
import Testing

/// What is said again with its id is not said twice, whatever else is asked.
struct RepeatTests {
  private static let id = "018bcfe5-6800-7000-8000-00000000000a"

  private static func draft(_ name: String = "Alpha", id: String = id) throws -> Draft {
    try Draft(
      EntityRegistered(entity: EntityID("alpha"), name: name, kind: .company),
      effective: PartialDate("2019"), id: EventID(id))
  }

  @Test func `the first receipt comes again under an expected version that held then`() throws {
    try TrustLedger.with(12) { trust in
      try trust.write { ledger in
        var terms = AppendTerms()
        terms.expecting = ["entities": try Self.version(ledger)]
        let first = try ledger.append([Self.draft()], terms).receipts
        try ledger.append(
          EntityRegistered(entity: EntityID("later"), name: "Later", kind: .company),
          effective: PartialDate("2020"))
        for isDryRun in [false, true] {
          terms.isDryRun = isDryRun
          let again = try ledger.append([Self.draft()], terms).receipts
          #expect(again.map(\.seq) == first.map(\.seq))
          #expect(again.map(\.isRepeat) == [true])
        }
        terms.isDryRun = false
        // What is new besides must be where it was expected.
        let other = try Self.draft("Beta", id: "018bcfe5-6800-7000-8000-00000000000b")
        let rejection = #expect(throws: Rejection.self) {
          try ledger.append([Self.draft(), other], terms)
        }
        #expect(rejection?.code == .versionConflict)
        // So must a batch of nothing.
        #expect(throws: Rejection.self) { try ledger.append([], terms) }
      }
    }
  }

  private static func version(_ ledger: Ledger) throws -> Int64 {
    var version: Int64 = 0
    try ledger.forEachEvent { if $0.stream == "entities" { version = $0.version } }
    return version
  }

  @Test func `it is so within one batch, and among tasks that append together`() async throws {
    try await withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      let receipts = try ledger.append([Self.draft(), Self.draft()]).receipts
      #expect(receipts.map(\.seq) == [1, 1])
      #expect(receipts.map(\.isRepeat) == [false, true])
      let again = try await ledger.submit([Self.draft()], expecting: ["entities": 0])
      #expect(again.map(\.seq) == [1])
      #expect(try ledger.head() == 1)
      #expect(throws: Rejection.self) { try ledger.append([Self.draft("Other")]) }
      try ledger.close()
    }
  }

  @Test func `an export that is restored again changes nothing, after an erasure too`() throws {
    try TrustLedger.with(12) { trust in
      var lines: [String] = []
      try trust.use { try $0.forEachEvent { lines.append(try $0.line.canonical + "\n") } }
      let file = trust.folder.appending(path: "export.jsonl")
      try Data(lines.joined().utf8).write(to: file)
      try trust.write { ledger in
        #expect(try ledger.importFiles([file.path], restoring: true).repeats == 12)
        try ledger.redact("12", reason: "by law")
        #expect(try ledger.importFiles([file.path], restoring: true).repeats == 12)
        #expect(try ledger.head() == 13)
        let changed = lines[0].replacing("2019", with: "2018")
        try Data(changed.utf8).write(to: file)
        #expect(throws: Rejection.self) { try ledger.importFiles([file.path], restoring: true) }
      }
    }
  }
}
