import Foundation
import Stakebook
import TestSupport
import Testing

/// Tables of funds, joint ventures and licensing desks, as the guide reads them.
struct AnalystTableTests {
  private func guess(_ text: String, _ name: String = "deals.csv") throws -> String {
    try Sheet.with { sheet in
      try Guide(try sheet.file(name, text), name: "deals", TableTerms()).text(for: sheet.ledger)
    }
  }

  /// What a table says under the mapping that the guide writes.
  private func facts(
    _ text: String, _ name: String = "deals.csv", said: [ColumnRole: String] = [:]
  ) throws -> [String] {
    try Sheet.with { sheet in
      let table = try sheet.file(name, text)
      let mapping = try Guide(table, name: "deals", TableTerms(), said: said).text(
        for: sheet.ledger)
      try sheet.take(table, try sheet.file("deals.map.yaml", mapping))
      return try sheet.facts()
    }
  }

  private func hasFact(_ facts: [String], _ words: String...) -> Bool {
    facts.contains { fact in words.allSatisfy(fact.contains) }
  }

  @Test(arguments: ["Part du capital", "% of capital", "Capital stake"])
  func `a part of the capital is a share and no money`(_ name: String) throws {
    let mapping = try guess(
      """
      Actionnaire;Société;Date;\(name);Apport (M€);Versé (M€)
      Nord SA;Éolia SAS;2022-04-01;51%;51;51
      Vatt AB;Éolia SAS;2022-04-01;49%;49;24.5
      """)
    #expect(mapping.contains("percent: \"{\(name)}\""))
    #expect(!mapping.contains("amount: \"{\(name)}\""))
  }

  @Test func `what each is to bring is promised where another column tells what came`() throws {
    for columns in ["Apport (M€);Versé (M€)", "Contribution (€m);Paid in (€m)"] {
      let mapping = try guess(
        """
        Investor;Company;Date;\(columns)
        Nord SA;Éolia SAS;2022-04-01;51;51
        Vatt AB;Éolia SAS;2022-04-01;49;24.5
        """)
      let names = columns.split(separator: ";")
      #expect(mapping.contains("- type: capital.committed"))
      #expect(mapping.contains("when: \"\(names[0])\"\n    fields:\n      commitment"))
      #expect(mapping.contains("when: \"\(names[1])\"\n    fields:\n      investor"))
      #expect(!mapping.contains("# not read"))
    }
  }

  @Test func `money has the day that stands beside it`() throws {
    // One amount is written in words: the other column holds numbers alone.
    let facts = try facts(
      """
      Company,First investment,,Follow-on,
      ,Date,Amount (EUR k),Date,Amount (EUR k)
      Kite GmbH,2020-03-16,1500,2022-06-01,750
      Solara AG,2021-09-30,2000,,
      Fjord AS,2019-11-05,see note,2021-01-20,400
      """, said: [.investor: "Nordlicht"])
    #expect(hasFact(facts, "kite", "2020-03-16", "EUR 1500k"))
    #expect(hasFact(facts, "kite", "2022-06-01", "EUR 750k"))
    #expect(!hasFact(facts, "kite capital.committed 2020-03-16", "EUR 750k"))
  }

  @Test func `a promise that is paid next month is the same promise`() throws {
    func table(_ rest: String) -> String {
      """
      Payer,Payee,Payment,Due,Amount (EUR m),Paid on,Paid (EUR m)
      Aventra AG,Morgenstern SE,Upfront,2022-01-15,12.5,2022-01-20,12.5
      Aventra AG,Morgenstern SE,Phase III,2025-12-31,20,\(rest)
      Aventra AG,Morgenstern SE,Approval,2025-12-31,30,,
      """
    }
    try Sheet.with { sheet in
      let first = try sheet.file("first.csv", table(","))
      let mapping = try sheet.guided(first)
      _ = try sheet.take(first, mapping)
      let report = try sheet.take(try sheet.file("next.csv", table("2025-12-15,20")), mapping)
      #expect(report.events == ["payment.made": 1])
      let rows = try sheet.ledger.read { try $0.rows(named: "payments") }
      #expect(
        rows.compactMap { $0["outstanding_minor"]?.integerValue }.sorted() == [0, 0, 3_000_000_000])
    }
  }

  @Test
  func `what a spreadsheet reckoned is taken as near as it can be kept, and said to be about that`()
    throws
  {
    func cell(_ text: String) -> String {
      Double(text) == nil
        ? "<table:table-cell office:value-type=\"string\"><text:p>\(text)</text:p></table:table-cell>"
        : "<table:table-cell office:value-type=\"float\" office:value=\"\(text)\"><text:p>x</text:p></table:table-cell>"
    }
    let rows = [
      ["Investor", "Company", "Date", "Stake (%)", "Paid (USD k)"],
      ["Alpha", "Beta", "x", "11.6666666666667", "1234.5678912"],
      ["Gamma", "Beta", "x", "12.5", "999.9999999"],
    ].map { row in
      "<table:table-row>"
        + row.map {
          $0 == "x"
            ? "<table:table-cell office:value-type=\"date\" office:date-value=\"2023-05-12\"/>"
            : cell($0)
        }.joined() + "</table:table-row>"
    }
    let facts = try facts(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
      xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" \
      xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2" \
      office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body>\
      <office:spreadsheet><table:table table:name="S">\(rows.joined())</table:table>\
      </office:spreadsheet></office:body></office:document>
      """, "deals.fods")
    #expect(hasFact(facts, "alpha", "\"about 11.6666667%\""))
    #expect(hasFact(facts, "gamma", "\"12.5%\""))
    #expect(hasFact(facts, "alpha", "\"about USD 1234.56789k\""))
    #expect(hasFact(facts, "gamma", "\"about USD 1000.00k\""))
  }

  @Test func `a source is called, and dated, as its columns say`() throws {
    let mapping = try guess(
      """
      Investor,Company,Date,Size,Source,Link,Published
      Meridian,Orion,03/14/2022,$250m,Orion RNS,https://www.londonstockexchange.com/1,03/15/2022
      Kanto,Lyra,02/29/2024,$12m,press release,,03/01/2024
      """)
    #expect(
      mapping.contains(
        "title: \"{Source}\"\n      url: \"{Link}\"\n      published: \"{Published}\""))
    #expect(!mapping.contains("# not read"))
  }

  @Test func `what bare numbers are counted in that only another column tells is said beside them`()
    throws
  {
    let mapping = try guess(
      """
      Investor,Company,Date,Committed ($m),Paid
      Alpha LP,Beta Inc,2023-01-05,10,5
      """)
    let remark = #"  # bare numbers are counted in millions, as in "Committed ($m)""#
    #expect(mapping.contains(#"amount: "{Paid}""# + remark))
    #expect(mapping.contains("amount: \"{Committed ($m)}\"\n"))
  }

  @Test func `a name of a source that is blank beside an address is not what it is called`() throws
  {
    let mapping = try guess(
      """
      Investor,Company,Date,Size,Source,Link
      Meridian,Orion,03/14/2022,$250m,,https://www.londonstockexchange.com/1
      Kanto,Lyra,02/29/2024,$12m,FT,https://www.ft.com/2
      """)
    #expect(mapping.contains("title: \"{Link:site}\""))
  }

  @Test func `what a row says again is recorded again, and what was retracted by hand is not`()
    throws
  {
    let mapping = """
      name: deals
      currency: USD
      key: [Investor, Company]
      partnership: {parties: [Investor, Company]}
      events:
        - type: capital.committed
          when: Amount
          effective: "{Date}"
          fields: {commitment: "{key}", investor: "{Investor}", issuer: "{Company}", amount: "{Amount}"}
        - type: stake.reported
          when: Stake
          effective: "{Date}"
          fields: {holder: "{Investor}", issuer: "{Company}", percent: "{Stake}", basis: unstated}
      """
    try Sheet.with { sheet in
      let map = try sheet.file("deals.map.yaml", mapping)
      func take(_ amount: String, updates: Bool = true) throws -> ImportReport {
        let text = "Investor,Company,Date,Amount,Stake\nDelta,Beta,2023-03-05,\(amount),7%\n"
        return try sheet.take(try sheet.file("deals.csv", text), map, updates: updates)
      }
      func committed() throws -> [String] {
        try sheet.ledger.read { try $0.rows(named: "commitments") }
          .compactMap { $0["stated"]?.stringValue }
      }
      _ = try take("USD 30m")
      _ = try take("")
      #expect(try committed().isEmpty)
      #expect(try take("USD 30m", updates: false).rows.map(\.word) == [.changed])
      #expect(try take("USD 30m").events == ["capital.committed": 1])
      #expect(try committed() == ["USD 30m"])
      #expect(try take("USD 30m").events.isEmpty)
      #expect(try take("").events == ["event.retracted": 1])
      #expect(try committed().isEmpty)
      _ = try take("USD 30m")
      let rows = try sheet.ledger.read { try $0.rows(named: "commitments") }
      let event = try #require(rows.first?["event"]?.integerValue)
      _ = try sheet.ledger.retract("\(event)", reason: "it was never agreed")
      #expect(try take("USD 30m").events.isEmpty)
      #expect(try committed().isEmpty)
    }
  }
}
