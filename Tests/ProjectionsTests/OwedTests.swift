import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Reports

/// What is owed between two entities agrees with what is owed under each of their commitments, and
/// every line that explains it computes.
struct OwedTests {
  private let desk: Desk

  init() throws { desk = try Desk() }

  private func commit(_ commitment: CommitmentID, _ amount: Money) throws {
    try desk.say(
      CapitalCommitted(commitment: commitment, investor: "alpha", issuer: "beta", amount: amount),
      "2019")
  }

  private func fund(
    _ amount: Money, _ day: PartialDate, of commitment: CommitmentID? = nil, level: Bool? = nil
  ) throws {
    try desk.say(
      CapitalFunded(
        investor: "alpha", issuer: "beta", amount: amount, commitment: commitment,
        cumulative: level), day)
  }

  private func capital(_ measure: String) throws -> [String] {
    try desk.ask(
      "SELECT \(measure)_minor, \(measure)_low_minor, \(measure)_high_minor FROM capital")
  }

  @Test func `overdrawing one commitment lessens no other`() throws {
    try commit("first", "JPY 10")
    try commit("second", "JPY 50")
    try fund("JPY 30", "2020", of: "first")
    #expect(try capital("outstanding") == ["50 50 50"])
    #expect(
      try desk.ask("SELECT outstanding_minor FROM commitments ORDER BY commitment") == ["0", "50"])
  }

  @Test func `an older level of the pair hides no later level of a commitment`() throws {
    try commit("first", "JPY 100")
    try fund("JPY 20", "2020-01-01", level: true)
    try fund("JPY 60", "2021-01-01", of: "first", level: true)
    #expect(try capital("funded") == ["60 60 60"])
    #expect(try capital("outstanding") == ["40 40 40"])
  }

  @Test func `none recorded is not zero, and a zero that was told is`() throws {
    try commit("first", "JPY 100")
    #expect(try capital("funded") == ["- - -"])
    #expect(try desk.ask("SELECT drawn_minor FROM commitments") == ["-"])
    #expect(try capital("outstanding") == ["100 100 100"])
    try fund("JPY 0", "2020", of: "first")
    #expect(try capital("funded") == ["0 0 0"])
    #expect(try desk.ask("SELECT drawn_minor FROM commitments") == ["0"])
  }

  @Test func `what was paid in sum lies between two ends under each of several commitments`() throws
  {
    try commit("first", "JPY 10")
    try commit("second", "JPY 50")
    try fund("JPY 25", "2020", level: true)
    #expect(try capital("outstanding") == ["35 35 35"])
    #expect(try capital("paid_in_sum") == ["25 25 25"])
    #expect(
      try desk.ask(
        """
        SELECT paid_in_sum, outstanding_minor, outstanding_low_minor, outstanding_high_minor
        FROM commitments ORDER BY commitment
        """) == ["1 - 0 10", "1 - 25 50"])
  }

  @Test func `what was paid in sum was paid under the one commitment there is`() throws {
    try commit("first", "JPY 50")
    try fund("JPY 25", "2020")
    #expect(try capital("outstanding") == ["25 25 25"])
    #expect(
      try desk.ask("SELECT paid_in_sum, outstanding_minor, drawn_minor FROM commitments")
        == ["0 25 -"])
  }

  /// Every sum that `why` prints under a clock; gives how many there were.
  private static func check(_ ledger: Ledger, _ clock: Clock, _ comment: Comment) throws -> Int {
    try ledger.read(clock) { reading in
      let arithmetic = try Arithmetic(reading, claims: try reading.rows(named: "claims"))
      var count = 0
      for view in ["capital", "purchases", "commitments"] {
        for row in try reading.rows(named: view) {
          for sum in arithmetic.sums(for: row, of: view) {
            #expect(sum.computed == sum.result, "\(view): \(sum.text), \(comment)")
            count += 1
          }
        }
      }
      return count
    }
  }

  @Test func `every line of a sum on the fixtures computes`() throws {
    try withTemporaryFolder { folder in
      let ledger = try Ledger.ofFixtures(in: folder)
      var count = 0
      for day in ["2019-12-31", "2021-06-30", "2023-06-30", "2025-09-30", "2026-06-30"] {
        count += try Self.check(ledger, Clock(asOf: try Day(day)), "as of \(day)")
      }
      #expect(count > 50)
    }
  }

  @Test(arguments: UInt64(1)...6)
  func `every line of a sum on random ledgers computes`(_ seed: UInt64) throws {
    var talk = NaiveTalk(seed: seed, desk: desk)
    while talk.told.count < 60 {
      try talk.tell(talk.dice.pick([1, 2, 5, 9]))
      for _ in 0..<talk.dice.pick([0, 1, 1, 3]) { try talk.withdraw() }
    }
    var count = 0
    for day in ["2019-06-01", "2020-02-29", "2020-07-15", "2022-12-31", "2031-01-01"] {
      count += try Self.check(
        desk.ledger, Clock(asOf: try Day(day)), "seed \(seed), as of \(day)")
    }
    #expect(count > 5)
  }
}
