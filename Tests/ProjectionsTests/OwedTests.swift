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

  private func commit(
    _ commitment: CommitmentID, _ amount: Money, partOf whole: CommitmentID? = nil
  ) throws {
    try desk.say(
      CapitalCommitted(
        commitment: commitment, investor: "alpha", issuer: "beta", amount: amount, partOf: whole),
      "2019")
  }

  /// `commitment counts_as outstanding low high` of each commitment.
  private func commitments() throws -> [String] {
    try desk.ask(
      """
      SELECT commitment, counts_as, outstanding_minor, outstanding_low_minor, outstanding_high_minor
      FROM commitments ORDER BY commitment
      """)
  }

  private func fund(
    _ amount: Money, _ day: PartialDate, of commitment: CommitmentID? = nil, level: Bool? = nil
  ) throws {
    try desk.say(
      CapitalFunded(
        investor: "alpha", issuer: "beta", amount: amount, commitment: commitment,
        cumulative: level), day)
  }

  /// What explains the rows of a view.
  private func lines(_ view: String) throws -> [String] {
    try desk.ledger.read(.today, .wholeState) { reading in
      let arithmetic = try Arithmetic(
        reading, of: view, claims: try reading.rows(named: "claims"))
      return try reading.rows(named: view).flatMap { arithmetic.lines(for: $0).map(\.plain) }
    }
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

  @Test func `a whole keeps the ceiling of what its parts leave of it`() throws {
    try commit("whole", "up to JPY 3800")
    try commit("part", "JPY 200", partOf: "whole")
    #expect(try capital("committed") == ["200 200 3800"])
    #expect(try capital("outstanding") == ["200 200 3800"])
    #expect(
      try desk.ask(
        """
        SELECT not_broken_down_minor, not_broken_down_high_minor, rest_counts_as
        FROM commitments WHERE commitment = 'whole'
        """) == ["0 3600 committed"])
  }

  @Test func `parts and what they leave are not more than the whole`() throws {
    try commit("whole", "JPY 1200")
    try commit("one", "JPY 150..250", partOf: "whole")
    try commit("two", "JPY 1000", partOf: "whole")
    #expect(try capital("committed") == ["1150 1150 1250"])
  }

  @Test func `a whole shows what is left of it and its parts`() throws {
    try commit("whole", "JPY 580")
    try commit("one", "JPY 300", partOf: "whole")
    try commit("two", "JPY 280", partOf: "whole")
    try fund("JPY 300", "2020", of: "one")
    try fund("JPY 32", "2020", of: "two")
    #expect(
      try commitments() == [
        "one committed 0 0 0", "two committed 248 248 248", "whole whole 248 248 248",
      ])
    #expect(
      try desk.ask("SELECT drawn_minor FROM commitments WHERE commitment = 'whole'") == ["332"])
    #expect(try capital("outstanding") == ["248 248 248"])
  }

  @Test func `a level told for a whole holds what its parts drew`() throws {
    try commit("whole", "JPY 100")
    try commit("one", "JPY 40", partOf: "whole")
    try commit("two", "JPY 50", partOf: "whole")
    try fund("JPY 30", "2020-02-01", of: "one")
    try fund("JPY 45", "2020-06-30", of: "whole", level: true)
    #expect(try capital("funded") == ["45 45 45"])
    #expect(try capital("outstanding") == ["55 55 55"])
    #expect(
      try commitments() == [
        // Five of the fifteen beside the first part were of the rest or of the parts.
        "one committed - 5 10", "two committed - 45 50", "whole whole 55 55 55",
      ])
    #expect(
      try desk.ask("SELECT drawn_minor FROM commitments WHERE commitment = 'whole'") == ["45"])
    #expect(
      try lines("capital").contains(
        """
        funded = JPY 30 (2020-02-01) [9] + JPY 15 (2020-06-30) [10], what JPY 45 leave beyond JPY 30 \
        drawn under its parts = JPY 45
        """))
    // What comes under a part after it, and of the whole, comes beside it.
    try fund("JPY 8", "2021-01-01", of: "two")
    try fund("JPY 2", "2021-01-01", of: "whole")
    #expect(try capital("funded") == ["55 55 55"])
    #expect(try capital("outstanding") == ["45 45 45"])
    // No later level of a part is hidden by it.
    try fund("JPY 50", "2021-06-30", of: "two", level: true)
    #expect(try capital("funded") == ["82 82 82"])
    #expect(try capital("outstanding") == ["18 18 18"])
    #expect(try Self.check(desk.ledger, .today, "a level of a whole") > 3)
  }

  @Test func `a level told for a whole holds the levels of parts that have parts`() throws {
    try commit("whole", "JPY 100")
    try commit("middle", "JPY 60", partOf: "whole")
    try commit("part", "JPY 40", partOf: "middle")
    try fund("JPY 25", "2020-01-01", of: "part")
    try fund("JPY 35", "2020-02-01", of: "middle", level: true)
    try fund("JPY 50", "2020-03-01", of: "whole", level: true)
    #expect(try capital("funded") == ["50 50 50"])
    #expect(try capital("outstanding") == ["50 50 50"])
    // In the time of a level it may be in it.
    try fund("JPY 70", "2021", of: "whole", level: true)
    try fund("JPY 5", "2021-06-01", of: "part")
    #expect(try capital("funded") == ["70 70 75"])
  }

  @Test
  func `of an undisclosed part nobody says how much is owed, also where another currency is in it`()
    throws
  {
    try commit("whole", "JPY 100")
    try commit("part", "JPY ?", partOf: "whole")
    try commit("odd", "EUR 5", partOf: "part")
    #expect(
      try desk.ask(
        "SELECT outstanding_low_minor, outstanding_high_minor FROM commitments WHERE commitment = 'part'"
      ) == ["0 -"])
  }

  @Test func `an undisclosed part leaves the whole counting`() throws {
    try commit("whole", "JPY 100")
    try commit("one", "JPY 30", partOf: "whole")
    try commit("two", "JPY ?", partOf: "whole")
    try fund("JPY 20", "2020", of: "two")
    #expect(try capital("committed") == ["100 100 100"])
    #expect(try capital("outstanding") == ["80 80 80"])
    #expect(
      try commitments() == [
        "one committed 30 30 30", "two committed 0 0 -", "whole whole 80 80 80",
      ])
  }

  @Test func `what was paid beyond what parts leave of a whole was paid under them`() throws {
    try commit("whole", "JPY 100")
    try commit("one", "JPY 40", partOf: "whole")
    try commit("two", "JPY 50", partOf: "whole")
    try fund("JPY 30", "2020", of: "whole")
    #expect(try capital("funded") == ["30 30 30"])
    #expect(try capital("outstanding") == ["70 70 70"])
    #expect(
      try commitments() == [
        "one committed - 20 40", "two committed - 30 50", "whole whole 70 70 70",
      ])
  }

  @Test func `what its parts leave of a whole stands under the conditions of the whole`() throws {
    try desk.say(
      CapitalCommitted(
        commitment: "whole", investor: "alpha", issuer: "beta", amount: "JPY 100",
        conditions: [.verified("goal")]), "2019")
    try commit("one", "JPY 40", partOf: "whole")
    #expect(try capital("committed") == ["40 40 40"])
    #expect(try capital("conditional") == ["60 60 60"])
  }

  @Test func `what is owed is told thing by thing, with its ceiling and its condition`() throws {
    try commit("whole", "up to JPY 100")
    try commit("part", "JPY 30", partOf: "whole")
    try fund("JPY 10", "2020", of: "part")
    try desk.say(
      CapitalCommitted(
        commitment: "later", investor: "alpha", issuer: "beta", amount: "JPY 7",
        conditions: [.verified("goal")], due: "2030"), "2019")
    try desk.say(
      CapitalCommitted(
        commitment: "over", investor: "alpha", issuer: "beta", amount: "JPY 7", expires: "2019"),
      "2019")
    try commit("paid", "JPY 5")
    try fund("JPY 5", "2020", of: "paid")
    #expect(
      try desk.ask(
        """
        SELECT thing, amount_minor, amount_high_minor, counts_as, not_broken_down, condition_state, due
        FROM owed ORDER BY thing
        """) == [
          "later 7 7 conditional 0 open 2030", "part 20 20 committed 0 - -",
          "whole 0 70 committed 1 - -",
        ])
    try desk.say(ConditionVerified(condition: "goal"), "2020")
    #expect(
      try desk.ask("SELECT condition_state FROM owed WHERE thing = 'later'") == ["met"])
  }

  /// Every sum that `why` prints under a clock; gives how many there were.
  private static func check(_ ledger: Ledger, _ clock: Clock, _ comment: Comment) throws -> Int {
    try ledger.read(clock, .wholeState) { reading in
      let claims = try reading.rows(named: "claims")
      var count = 0
      for view in ["capital", "purchases", "commitments"] {
        let arithmetic = try Arithmetic(reading, of: view, claims: claims)
        for row in try reading.rows(named: view) {
          for sum in arithmetic.sums(for: row) {
            #expect(
              sum.computed == sum.result, "\(view): \(sum.line(digits: nil).plain), \(comment)")
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

  @Test(arguments: NaiveTests.seeds(6))
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
