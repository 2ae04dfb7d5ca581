import Stakebook
import TestSupport
import Testing

@testable import Projections
@testable import Reports

/// A sum that is too great is told as more than its low end, and everything else stays readable.
struct GreatestSumTests {
  /// The greatest amount that may be written, in yen.
  private static let greatest: Money = "JPY 9007199254740991"

  private static func promise(
    _ commitment: CommitmentID, _ investor: EntityID, _ amount: Money
  ) -> CapitalCommitted {
    CapitalCommitted(commitment: commitment, investor: investor, issuer: "beta", amount: amount)
  }

  /// More of the greatest amounts than the greatest sum; beside them a promise of which 40 are left.
  private static func desk() throws -> Desk {
    let desk = try Desk()
    var drafts: [Draft] = []
    for place in 0..<230 {
      let commitment = try CommitmentID("c\(place)")
      drafts.append(desk.draft(promise(commitment, "alpha", greatest), "2019"))
    }
    drafts.append(desk.draft(promise("small", "gamma", "JPY 100"), "2019"))
    drafts.append(
      desk.draft(
        CapitalFunded(investor: "gamma", issuer: "beta", amount: "JPY 60", commitment: "small"),
        "2020"))
    try desk.ledger.append(drafts)
    return desk
  }

  @Test func `a sum that is too great leaves the rest of every view and of the pages readable`()
    throws
  {
    let desk = try Self.desk()
    let low = "2000000000000000000"
    #expect(
      try desk.ask(
        """
        SELECT investor, committed_minor, committed_low_minor, committed_high_minor, funded_minor,
          outstanding_minor, outstanding_low_minor, outstanding_high_minor
        FROM capital
        ORDER BY investor
        """) == ["alpha - \(low) - - - \(low) -", "gamma 100 100 100 60 40 40 40"])
    #expect(
      try desk.ask(
        """
        SELECT from_entity, amount_minor, amount_low_minor, amount_high_minor
        FROM exposures
        ORDER BY from_entity
        """) == ["alpha - \(low) -", "gamma 40 40 40"])
    #expect(try desk.ask("SELECT count(*) FROM owed") == ["231"])
    #expect(
      try desk.ask("SELECT outstanding_minor FROM commitments WHERE commitment = 'small'") == ["40"]
    )
    let total = try desk.ledger.answer("owed", [], .today).last ?? ""
    #expect(total.hasPrefix("total | - | JPY | committed | JPY 2,000,000tn or more"), "\(total)")

    let snapshot = try desk.ledger.snapshot()
    var pages = ["", ""]
    try TextReport.write(snapshot) { pages[0] += $0 }
    try HTMLReport.write(snapshot) { pages[1] += $0 }
    for page in pages.map({ $0.replacing("\u{A0}", with: " ") }) {
      #expect(page.contains("at least JPY 2,000,000tn"))
      #expect(page.contains("JPY 40"))
    }
    try desk.ledger.read(.today, .wholeState) { reading in
      let capital = try reading.rows(named: "capital")
      let arithmetic = try Arithmetic(
        reading, of: "capital", claims: try reading.rows(named: "claims"))
      let lines = capital.map { arithmetic.lines(for: $0).map(\.plain) }
      #expect(lines.count == 2)
      #expect(lines[0].contains("a sum is too great to be told: it is more than its low end"))
      #expect(lines[1].contains("outstanding = JPY 40 left of small [236] = JPY 40"))
    }
  }

  @Test(arguments: [
    (222, "1999598234552500002", "1999598234552500002"), (1_030, "-", "2000000000000000000"),
  ])
  func `no sum ends a statement, whatever it comes to`(
    _ count: Int, _ sum: String, _ low: String
  ) throws {
    let numbers =
      "(WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < \(count)) "
      + "SELECT 9007199254740991 AS minor, x FROM n)"
    let sums = [Fragments.sum("minor"), Fragments.sumOfLow("minor"), Fragments.sumOrOpen("minor")]
    #expect(
      try Desk().ask("SELECT \(sums.joined(separator: ", ")) FROM \(numbers)") == [
        "\(sum) \(low) \(sum)"
      ])
    let none = [Fragments.sum("minor", where: "x > 5000"), Fragments.sumOrOpen("minor / 0")]
    #expect(
      try Desk().ask("SELECT \(none.joined(separator: ", ")) FROM \(numbers)") == ["0 -"])
  }
}
