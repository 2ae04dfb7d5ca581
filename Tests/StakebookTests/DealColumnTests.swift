import Foundation
import Stakebook
import TestSupport
import Testing

/// What becomes of a column that names the deal, and of one that tells what the company was worth.
struct DealColumnTests {
  private static let cruise = """
    Deal,Date,Investor,Target,Amount,Stake,Valuation ($bn),Post-money
    GM–Cruise,31.05.2018,SoftBank Vision Fund,GM Cruise,$900m,19.6%,11.5,
    GM–Cruise,03.10.2018,Honda,GM Cruise,$750m,5.7%,,USD 14.6bn
    Renault–Geely,2024-05-31,Geely,Horse,€100m,50%,,
    gm–cruise,19.01.2021,Microsoft,GM Cruise,$2bn,,30,
    ,2022,Toyota,Joby,$394m,,,
    """

  private func guess(_ table: String, _ sheet: Sheet) throws -> String {
    try Guide(table, name: "deals", TableTerms()).text(for: sheet.ledger)
  }

  private func partnerships(_ sheet: Sheet) throws -> [String: String] {
    let rows = try sheet.ledger.read { try $0.rows(named: "partnerships") }
    return Dictionary(
      uniqueKeysWithValues: rows.map { row in
        let parties = (row["parties"]?.arrayValue ?? []).compactMap(\.stringValue).sorted()
        return (
          row["name"]?.stringValue ?? "", parties.joined(separator: " ")
        )
      })
  }

  @Test func `rows of one deal are one partnership of all their parties`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file("deals.csv", Self.cruise)
      #expect(try guess(table, sheet).contains(#"  name: "Deal"  # rows of one name"#))
      let report = try sheet.take(table, try sheet.guided(table))
      #expect(report.events["partnership.formed"] == 3)
      #expect(
        try partnerships(sheet) == [
          "GM–Cruise": "gm-cruise honda microsoft softbank-vision-fund",
          "Renault–Geely": "geely horse", "Toyota–Joby": "joby toyota",
        ])
      let streams = try sheet.ledger.read { try $0.rows(named: "stakes") }
      #expect(streams.contains { $0["holder"] == "honda" && $0["issuer"] == "gm-cruise" })
    }
  }

  @Test func `who stands in a row that says nothing is no party`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "deals.csv", Self.cruise + "\nGM–Cruise,2022-03-18,Walmart,GM Cruise,n/a,n/a,,\n")
      _ = try sheet.take(table, try sheet.guided(table))
      #expect(
        try partnerships(sheet)["GM–Cruise"] == "gm-cruise honda microsoft softbank-vision-fund")
    }
  }

  @Test func `a further row of a deal goes into the partnership that is there`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file("deals.csv", Self.cruise)
      let mapping = try sheet.guided(table)
      _ = try sheet.take(table, mapping)
      let more = try sheet.file(
        "deals.csv", Self.cruise + "\nGM–Cruise,2022-03-18,Walmart,GM Cruise,$100m,,,\n")
      let report = try sheet.take(more, mapping)
      #expect(report.events["partnership.formed"] == nil)
      #expect(report.events["capital.committed"] == 1)
      #expect(try partnerships(sheet).count == 3)
      #expect(
        try sheet.facts().contains { $0.hasPrefix("gm-cruise capital.committed 2022-03-18") })
    }
  }

  @Test func `what many strangers did is no deal of theirs`() throws {
    try Sheet.with { sheet in
      for (name, isDeal) in [("Deal", false), ("Transaction", false), ("Project", false)] {
        let table = try sheet.file(
          "a.csv",
          "\(name),Date,Investor,Target,Amount\nAcquisition,2021-02-03,A Corp,B Corp,$1m\n"
            + "Acquisition,2021-03-04,C Corp,D Corp,$2m\n")
        #expect(try guess(table, sheet).contains("  name: \"\(name)\"") == isDeal)
      }
      let table = try sheet.file(
        "a.csv",
        "Deal,Date,Investor,Target,Amount\nSeries A,2021-02-03,A Corp,B Corp,$1m\n"
          + "Series B,2021-03-04,C Corp,D Corp,$2m\n")
      #expect(try guess(table, sheet).contains("# not read: \"Deal\""))
    }
  }

  @Test
  func `a valuation is that of the issuer on the day of its row, on the basis that its name tells`()
    throws
  {
    try Sheet.with { sheet in
      let table = try sheet.file("deals.csv", Self.cruise)
      _ = try sheet.take(table, try sheet.guided(table))
      let told = try sheet.facts().filter { $0.contains("valuation.reported") }
      let meant = [
        ("2018-05-31", "USD 11.5bn", "headline"), ("2018-10-03", "USD 14.6bn", "post_money"),
        ("2021-01-19", "USD 30bn", "headline"),
      ]
      #expect(told.count == meant.count)
      for (fact, (day, amount, basis)) in zip(told, meant) {
        #expect(fact.hasPrefix("gm-cruise valuation.reported \(day) "))
        #expect(fact.contains(#""text":"\#(amount)"}"#))
        #expect(fact.hasSuffix(#""basis":"\#(basis)","issuer":"gm-cruise","subject":"company"}"#))
      }
    }
  }

  @Test func `a basis that cells tell beside their amounts is that of the valuation`() throws {
    try Sheet.with { sheet in
      let rows = [
        "$30bn post", "US$1.2bn pre-money", "€2bn (post-money)", "post-money $4bn", "~$5bn",
        "c. €300m post-money valuation",
      ]
      let table = try sheet.file(
        "deals.csv",
        "Date;Investor;Target;Amount;Valuation\n"
          + rows.enumerated().map { "2024-0\($0 + 1)-02;Fund \($0)x;Firm \($0)y;£2.5m;\($1)\n" }
          .joined())
      let mapping = try guess(table, sheet)
      #expect(mapping.contains(#"basis: {value: "{Valuation:basis}", else: headline}"#))
      _ = try sheet.take(table, try sheet.guided(table))
      let told = try sheet.ledger.read { try $0.rows(named: "valuations") }
      let found = told.map {
        "\($0["stated"]?.stringValue ?? "") \($0["basis"]?.stringValue ?? "")"
      }
      #expect(
        Set(found) == [
          "USD 30bn post_money", "USD 1.2bn pre_money", "EUR 2bn post_money", "USD 4bn post_money",
          "about USD 5bn headline", "about EUR 300m post_money",
        ])
    }
  }

  @Test func `a value of the company where an amount is due is told as that`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "deals.csv", "Date;Investor;Target;Amount\n2024-01-02;Fund;Firm;$30bn post\n")
      let mapping = try guess(table, sheet)
      #expect(mapping.contains("'$30bn post' tells a value of the company, post_money"))
    }
  }

  @Test(arguments: [
    "Valuation cap", "Current valuation", "Value per share", "Stake valuation", "Fair valuation",
  ])
  func `what a share, a cap or today's price tells is no valuation of a row's day`(name: String)
    throws
  {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv",
        "Date,Investor,Target,Invested,\(name)\n2021-02-03,A Corp,B Corp,$1m,$20m\n")
      #expect(try !guess(table, sheet).contains("valuation.reported"))
    }
  }

  @Test(arguments: [
    "{parties: [Investor, Target], slug: x, name: Deal}", "{name: Deal}", "{name: [Deal]}",
  ])
  func `a partnership is told by one of slug and name, and names its parties`(said: String) throws {
    try Sheet.with { sheet in
      let table = try sheet.file("deals.csv", Self.cruise)
      let mapping = try sheet.file(
        "m.yaml",
        """
        partnership: \(said)
        events:
          - type: capital.committed
            effective: "{Date}"
            fields: {investor: "{Investor}", issuer: "{Target}", amount: "{Amount}", commitment: "{key}"}
        """)
      #expect(throws: Rejection.self) { try sheet.take(table, mapping) }
    }
  }
}
