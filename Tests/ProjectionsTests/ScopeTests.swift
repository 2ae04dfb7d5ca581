import Foundation
import Stakebook
import TestSupport
import Testing

/// What is read of one partnership alone, or of everything with shared steps computed once, is what
/// the whole ledger's views tell.
struct ScopeTests {
  private func expectSameAlone(_ ledger: Ledger, _ slugs: [String], _ clock: Clock) throws {
    let everything = try ledger.read(clock) { try Snapshot($0) }
    expectSameJSON(try ledger.state(clock: clock).text, everything.text, "as of \(clock)")
    #expect(!slugs.isEmpty)
    // Of tables that were just seen to be what the views tell.
    let wholes = try ledger.read(clock, .wholeState) { reading in
      try slugs.map { try Snapshot(reading, partnerships: [$0]).text }
    }
    for (slug, whole) in zip(slugs, wholes) {
      let scoped = try ledger.state(partnerships: [slug], clock: clock)
      expectSameJSON(scoped.text, whole, "\(slug), as of \(clock)")
    }
  }

  @Test func `the state of a partnership of the fixtures is cut from the whole`() throws {
    try withTemporaryFolder { folder in
      let ledger = try Ledger.ofFixtures(in: folder)
      let slugs = try ledger.rows(Partnership.self).map(\.partnership)
      try expectSameAlone(ledger, slugs, .today)
      let known = try ledger.head() * 2 / 3
      try expectSameAlone(
        ledger, ["microsoft-openai", "renault-nissan"],
        try ledger.clock(asOf: "2025-10-27", knownAt: String(known)))
      try expectSameAlone(
        ledger, ["microsoft-openai"],
        try ledger.clock(asOf: nil, knownAt: nil, publicBy: "2024-06-30"))
    }
  }

  @Test(arguments: NaiveTests.seeds(2))
  func `so it is in random ledgers with corrections`(_ seed: UInt64) throws {
    let desk = try Desk()
    var talk = NaiveTalk(seed: seed, desk: desk)
    while talk.told.count < 40 {
      try talk.tell(talk.dice.pick([1, 2, 5]))
      for _ in 0..<talk.dice.pick([0, 1, 1]) { try talk.withdraw() }
    }
    let slugs = try desk.ledger.rows(Partnership.self).map(\.partnership)
    try expectSameAlone(desk.ledger, slugs, .today)
    try expectSameAlone(
      desk.ledger, slugs,
      try desk.ledger.clock(asOf: "2020-02-29", knownAt: String(try desk.ledger.head() - 7)))
    for day in ["2019-06-01", "2020-12-31", "2022"] {
      let clock = try desk.ledger.clock(asOf: nil, knownAt: nil, publicBy: day)
      let whole = try desk.ledger.read(clock, .wholeState) { try Snapshot($0, partnerships: slugs) }
      expectSameJSON(
        try desk.ledger.state(partnerships: slugs, clock: clock).text, whole.text, "by \(day)")
    }
  }
}
