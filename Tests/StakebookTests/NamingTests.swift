import Foundation
import Stakebook
import TestSupport
import Testing

/// What people call a thing finds it: a slug alone, a name, an entity for its partnerships.
struct NamingTests {
  private func withLedger(_ body: (Ledger) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "deals.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      defer { try? ledger.close() }
      func draft(_ event: some Event, _ day: PartialDate, _ stream: StreamID? = nil) -> Draft {
        Draft(event, stream: stream, effective: day, status: .confirmed, sources: [])
      }
      let named: [(EntityID, String)] = [
        ("volkswagen", "Volkswagen"), ("rivian", "Rivian"), ("xpeng", "XPeng"),
        ("old", "Old Motors"),
      ]
      try ledger.append(
        named.map { slug, name in
          draft(EntityRegistered(entity: slug, name: name, kind: .company), "2000")
        } + [
          draft(
            PartnershipFormed(name: "Volkswagen–Rivian", parties: ["volkswagen", "rivian"]),
            "2024-06-25", "vw-rivian"),
          draft(
            PartnershipFormed(name: "Volkswagen–XPENG", parties: ["volkswagen", "xpeng"]),
            "2023-07-26", "vw-xpeng"),
          draft(
            PartnershipFormed(name: "Old", parties: ["old", "xpeng"]), "2010", "old-xpeng"),
          draft(EntitySucceeded(entity: "old", successor: "rivian"), "2020"),
          draft(
            RightGranted(
              right: "hulu-put", kind: .permission, grantor: "volkswagen", grantee: "rivian"),
            "2024-11-13", "vw-rivian"),
        ])
      try body(ledger)
    }
  }

  @Test(arguments: [
    ("vw-rivian", ["vw-rivian"]), ("Volkswagen–Rivian", ["vw-rivian"]),
    ("volkswagen - RIVIAN", ["vw-rivian"]), ("volkswagen", ["vw-rivian", "vw-xpeng"]),
    ("XPeng", ["old-xpeng", "vw-xpeng"]), ("rivian", ["old-xpeng", "vw-rivian"]),
    ("old", ["old-xpeng", "vw-rivian"]),
  ])
  func `a partnership is found by its slug, its name, or one of its parties`(
    _ said: String, _ meant: [String]
  ) throws {
    try withLedger { ledger in
      let found = try ledger.snapshot(partnerships: [said]).partnerships
      #expect(found == meant)
    }
  }

  @Test(arguments: ["vw-rivian", "Volkswagen–Rivian", "volkswagen rivian"])
  func `a partnership that begins later says when, by its slug and by its name`(
    _ said: String
  ) throws {
    try withLedger { ledger in
      let clock = try ledger.clock(asOf: "2024-01-01", knownAt: nil)
      let refusal = #expect(throws: Rejection.self) {
        try ledger.snapshot(partnerships: [said], clock: clock)
      }
      #expect(refusal?.code == .unknownPartnership)
      #expect(refusal?.message == "the partnership '\(said)' begins later: 2024-06-25")
    }
  }

  @Test func `the slug of a thing alone explains its row`() throws {
    try withLedger { ledger in
      for (slug, row) in [("hulu-put", "rights/hulu-put"), ("rivian", "entities/rivian")] {
        let names = try ledger.explain([slug]).map { $0.name }
        #expect(names == [row])
      }
      #expect(throws: Rejection.self) { try ledger.explain(["hulu-putt"]) }
    }
  }
}
