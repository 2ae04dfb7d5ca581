import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Projections
@testable import Reports

extension Ledger {
  /// The answer of a saved query, a text for each row.
  func answer(_ name: String, _ words: [String] = [], _ clock: Clock) throws -> [String] {
    let saved = try #require(SavedQuery.builtIn.first { $0.name == name })
    let parameters = try saved.complete(QueryParameters(words: words))
    var rows: [String] = []
    try query(clock, limits: QueryLimits(seconds: 60))
      .run(saved.sql, parameters, columns: { _ in }) { row in
        rows.append(
          row.map { cell in
            switch cell {
            case .null: "-"
            case .integer(let number): String(number)
            case .real(let number): String(number)
            case .text(let text): text
            case .blob: "BLOB"
            }
          }.joined(separator: " | "))
      }
    return rows
  }
}

/// Capital, commitments, owed, exposures and reports show one set of figures.
struct OneSetTests {
  @Test func `of the sample ledger every output shows one set of figures`() throws {
    try withTemporaryFolder { folder in
      let ledger = try Ledger.ofFixtures(in: folder)
      let clock = Clock(asOf: try Day("2026-03-31"), knownAt: try ledger.head())
      let (figures, promised) = try ledger.read(clock, .wholeState) { reading in
        func amounts(_ view: String, _ name: String, where isMeant: (JSONObject) -> Bool) throws
          -> [String]
        {
          try reading.rows(named: view).filter(isMeant).map { Amounts.money(name, of: $0) }
        }
        func isPair(_ from: String, _ to: String) -> (JSONObject) -> Bool {
          { row in
            [("investor", "issuer"), ("buyer", "supplier"), ("from_entity", "to_entity")]
              .contains { row.text($0) == from && row.text($1) == to }
          }
        }
        let invests = isPair("microsoft", "openai-group")
        let buys = isPair("openai-group", "microsoft")
        let figures = [
          try amounts("capital", "committed", where: invests),
          try amounts("capital", "outstanding", where: invests),
          try amounts("exposures", "amount") {
            invests($0) && $0.text("kind") == "committed_capital"
          },
          try amounts("purchases", "committed", where: buys),
          try amounts("purchases", "drawn", where: buys),
          try amounts("purchases", "outstanding", where: buys),
          try amounts("commitments", "outstanding", where: buys),
          try amounts("commitments", "drawn", where: buys),
          try amounts("owed", "amount", where: buys),
          try amounts("exposures", "amount") {
            buys($0) && $0.text("kind") == "owes_purchases"
          },
          Set(
            try amounts("implied_valuations", "amount") {
              $0.text("issuer") == "openai-group" && $0.text("percent_stated") == "about 27%"
            }
          ).sorted(),
        ]
        // What was promised, promise by promise, and the rows that `owed` has of it.
        let rows = try reading.rows(named: "commitments").filter(invests)
        let owed = try reading.rows(named: "owed").filter(invests)
        let sum = rows.map(\.own).reduce(Interval.nothing) { $0 + Interval("promised", of: $1) }
        let most = owed.reduce(Interval.nothing) { $0 + Interval("amount", of: $1) }
        return (figures, [sum, most])
      }
      #expect(
        figures == [
          ["USD 13bn (12.5–13.5)"], ["USD 1.2bn (0.7–1.7)"], ["USD 1.2bn (0.7–1.7)"],
          ["USD 250bn"], ["USD ?"], ["USD 250bn"], ["USD 250bn"], ["USD ?"], ["USD 250bn"],
          ["USD 250bn"], ["USD 500bn (489.1–511.3)"],
        ])
      #expect(
        promised[0]
          == Interval(
            point: 1_300_000_000_000, low: 1_250_000_000_000, high: 1_350_000_000_000))
      // The pair's sum lies between what its promises are owed at least and at most.
      #expect(promised[1].low <= 70_000_000_000)
      #expect(promised[1].high ?? .max >= 170_000_000_000)

      let owed = try ledger.answer("owed", ["party=microsoft"], clock)
      #expect(owed.contains { $0.hasPrefix("openai-group | microsoft | openai-azure-250bn") })
      // With the 30bn of another buyer and up to 5bn that Microsoft promised to it.
      #expect(
        owed.contains {
          $0.hasPrefix("total | - | USD | committed | USD 281.2bn (280.7–286.7)")
        }, "\(owed)")
      #expect(
        try ledger.answer("who-owes-whom", ["party=microsoft"], clock).contains {
          $0.hasPrefix("microsoft | openai-group | capital | USD 1.2bn (0.7–1.7) | USD 700m")
        })
      let matrix = try ledger.answer("exposure-matrix", ["entity=microsoft"], clock)
      #expect(
        matrix.contains {
          $0.hasPrefix("microsoft | openai-group") && $0.contains("USD 1.2bn (0.7–1.7)")
        })
      #expect(
        matrix.contains { $0.hasPrefix("openai-group | microsoft") && $0.contains("USD 250bn") })

      let snapshot = try ledger.snapshot(partnerships: ["microsoft-openai"], clock: clock)
      var pages = ["", "", ""]
      try TextReport.write(snapshot) { pages[0] += $0 }
      try MarkdownReport.write(snapshot) { pages[1] += $0 }
      try HTMLReport.write(snapshot) { pages[2] += $0 }
      for page in pages {
        // What stays on one line of the page stands in a mark of its own.
        let words = page.replacing("\u{A0}", with: " ").replacing(/\s+/, with: " ")
          .replacing(/<span class="d">([^<]*)<\/span>/) { $0.1 }
        for figure in [
          "13bn", "(12.5–13.5)", "1.2bn", "(0.7–1.7)", "250bn", "none recorded", "500bn",
        ] {
          #expect(words.contains(figure), "\(figure)")
        }
      }
      try ledger.close()
    }
  }
}
