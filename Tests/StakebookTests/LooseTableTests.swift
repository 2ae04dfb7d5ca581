import Foundation
import Stakebook
import TestSupport
import Testing

/// What tables tell loosely: days with dots, sums of parts, sources of many kinds, worth beside what was paid.
struct LooseTableTests {
  private static func guided(_ sheet: Sheet, _ table: String) throws -> String {
    try Guide(try sheet.file("a.csv", table), name: "a", TableTerms()).text(for: sheet.ledger)
  }

  @Test func `with dots the day is first, unless another order is said`() throws {
    #expect(try Writing().date("02.06.2022") == "2022-06-02")
    #expect(try Writing().date("2. 6. 2022") == "2022-06-02")
    #expect(try Writing(dates: .monthFirst).date("02.06.2022") == "2022-02-06")
    #expect(try Writing().date("2022.06.02") == "2022-06-02")
    // No day is the 13th month's: the other order is the only one.
    #expect(try Writing().date("06.13.2022") == "2022-06-13")
    for open in ["02/06/2022", "02-06-2022", "02.06.22"] {
      #expect(throws: Rejection.self) { _ = try Writing().date(open) }
    }
  }

  @Test func `a day with dots proves the order of those with two digits`() throws {
    try Sheet.with { sheet in
      let text = try Self.guided(
        sheet, "Investor;Target;Datum;Betrag (EUR)\nA;B;02.06.2022;5\nA;C;2.6.22;5\n")
      #expect(text.contains(##"dates: day-first  # as in "02.06.2022""##))
    }
  }

  @Test func `what adds up a part of the rows is passed over, and a company called Total is not`()
    throws
  {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv",
        """
        Investisseur,Société,Date,Montant versé (k€)
        TotalEnergies,Verte,2020-01-01,800
        Total Capital,Verte,2020-02-01,200
        Sous-total Verte,,,1000
        Zwischensumme:,,,1000
        """)
      let text = try Guide(table, name: "a", TableTerms()).text(for: sheet.ledger)
      let report = try sheet.take(table, try sheet.file("m.yaml", text))
      #expect(report.rows.map(\.word) == [.added, .added, .skipped, .skipped])
    }
  }

  @Test func `each source is of the kind that its address or title tells`() throws {
    try Sheet.with { sheet in
      let sources = [
        ("https://www.sec.gov/Archives/x.htm", "filing"), ("https://ir.example.com/a", "company"),
        ("https://www.reuters.com/a", "press"), ("Form 10-K 2023", "filing"),
        ("Pressemitteilung vom 3. Mai", "company"), ("Share purchase agreement", "contract"),
        ("https://www.prnewswire.com/a", "company"), ("https://notsec.gov.example/a", "press"),
        ("A talk", nil),
      ]
      let rows = sources.enumerated().map { "A,B,2020-01-0\($0 + 1),USD 5m,\($1.0)\n" }.joined()
      let table = try sheet.file("a.csv", "Investor,Target,Date,Paid,Source\n" + rows)
      let text = try Guide(table, name: "a", TableTerms()).text(for: sheet.ledger)
      #expect(text.contains(##"kind: "{Source:kind}"  # company, contract, filing, press"##))
      try sheet.take(table, try sheet.file("m.yaml", text))
      var kinds: [String?] = []
      try sheet.ledger.forEachEvent { event in
        guard event.type == "capital.funded" else { return }
        let kind = (event.sources ?? "").firstMatch(of: /"kind":"([a-z]+)"/)?.1
        kinds.append(kind.map(String.init))
      }
      #expect(kinds == sources.map(\.1))
    }
  }

  @Test func `what a company is worth proves nothing of what was paid, and keeps its currency`()
    throws
  {
    try Sheet.with { sheet in
      let text = try Self.guided(
        sheet,
        "Investor,Target,Date,Invested,Ccy,Valuation (post; $m)\nA,B,2020-01-01,225,EUR,3725\n")
      #expect(text.contains(##"scale: millions  # guessed, as in "Valuation (post; $m)""##))
      #expect(text.contains(#"amount: "{Invested} {Ccy}""#))
      #expect(text.contains(#"amount: "{Valuation (post; $m)}""#))
      #expect(text.contains(##"basis: post_money  # as in "Valuation (post; $m)""##))
      let own = try Self.guided(
        sheet, "Investor,Target,Date,Paid (k€),Valuation ($m)\nA,B,2020-01-01,225,3725\n")
      #expect(own.contains(##"scale: thousands  # as in "Paid (k€)""##))
      #expect(own.contains(#"{column: "Valuation ($m)", currency: USD, scale: millions}"#))
    }
  }

  @Test func `a share beside whole percents that may be a hundred times as much is named`() throws {
    try Sheet.with { sheet in
      func text(_ share: String) throws -> String {
        try Self.guided(
          sheet, "Investor,Target,Date,Stake\nA,B,2020-01-01,27\nA,C,2020-01-01,\(share)\n")
      }
      let (small, great) = (try text("0.27"), try text("1.27"))
      #expect(
        small.contains(
          ##"percents: hundredths  # as in "27"; "0.27" is then less than 1 %: look at it"##))
      #expect(!great.contains("less than 1 %"))
    }
  }

  @Test(arguments: [
    ("% capital", "outstanding"), ("Anteil am Kapital", "outstanding"), ("Stake", "unstated"),
    ("Fully diluted share of capital", "fully_diluted"),
  ])
  func `a share of the capital is one of its shares`(_ name: String, _ basis: String) throws {
    try Sheet.with { sheet in
      let text = try Self.guided(sheet, "Investor,Target,Date,\(name)\nA,B,2020-01-01,27%\n")
      #expect(text.contains("basis: \(basis)"), "\(text)")
    }
  }
}
