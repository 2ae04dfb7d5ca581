import Foundation
import Stakebook
import TestSupport
import Testing

/// What the guide makes of tables that are not as the described one is.
struct GuideTests {
  @Test func `what is promised and what is paid are two events of a row`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "lp.csv",
        """
        Register of the fund,as of today,,,,
        Investor,Date,Committed,Paid to date ($m),Ownership,Round
        Alpha Inc.,03/15/2022,$50m,25.0,5%,A
        Beta,12/31/2023,,60,,B
        Gamma,2024,$5m,n/a,12.5%,B
        """)
      let refusal = #expect(throws: Rejection.self) { try sheet.guided(table) }
      #expect(refusal?.message == "no column of the table seems to tell in whom")
      #expect(refusal?.hint?.contains("--target NAME") == true)
      let text = try Guide(
        table, name: "deals", TableTerms(), said: [.issuer: "Open {AI}"]
      ).text(for: sheet.ledger)
      #expect(text.contains(#"# not read: "Round""#))
      let mapping = try sheet.file("deals.map.yaml", text)
      let report = try sheet.take(table, mapping)
      #expect(report.rows.map(\.word) == [.added, .added, .added])
      #expect(
        report.rows.map(\.added) == [
          ["capital.committed", "capital.funded", "stake.reported"], ["capital.funded"],
          ["capital.committed", "stake.reported"],
        ])
      let capital = try sheet.ledger.read { try $0.rows(named: "commitments") }
      #expect(capital.count == 2)
      let facts = try sheet.facts()
      #expect(
        facts.filter { $0.contains("capital.funded") }.count { $0.contains("commitment") } == 1)
      #expect(facts.allSatisfy { $0.contains("open-ai") })
      #expect(try sheet.take(table, mapping).events.isEmpty)
    }
  }

  @Test func `who invests may be the same in all rows, by name, slug or column`() throws {
    try Sheet.with { sheet in
      try sheet.ledger.append(
        EntityRegistered(entity: "rhein", name: "Rheinkapital Fonds II", kind: .fund),
        effective: "2019")
      let table = try sheet.file(
        "a.csv", "Datum;Beteiligung;Partner;Eingezahlt (Mio. €)\n15.03.2021;N26 AG;Wer;7,25\n")
      for (said, investor) in [
        ("Rheinkapital Fonds II", "rhein"), ("rhein", "rhein"), ("{Partner}", "wer"),
      ] {
        let text = try Guide(table, name: said, TableTerms(), said: [.investor: said])
          .text(for: sheet.ledger)
        let report = try sheet.take(table, try sheet.file("m.yaml", text))
        #expect(report.events["capital.funded"] == 1)
        #expect(try sheet.facts().last?.contains(#""investor":"\#(investor)""#) == true)
      }
      let rejection = #expect(throws: Rejection.self) {
        try Guide(table, name: "a", TableTerms(), said: [.investor: "{Partnr}"])
          .text(for: sheet.ledger)
      }
      #expect(rejection?.hint == "Did you mean 'Partner'?")
    }
  }

  @Test func `a currency with a column of its own leaves the scale to the amount`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv",
        """
        Date,Buyer,Company,Invested (m),Currency
        2021,Alpha,Beta,12.5,EUR
        2022,Alpha,Gamma,7,usd
        """)
      try sheet.take(table, try sheet.guided(table))
      let facts = try sheet.facts()
      #expect(facts[0].contains("EUR 12.5m") && facts[1].contains("USD 7m"))
    }
  }

  @Test func `columns of money that count otherwise keep their own units`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv", "Date,Buyer,Company,Committed ($m),Paid (k€)\n2021,Alpha,Beta,12,500\n")
      try sheet.take(table, try sheet.guided(table))
      let facts = try sheet.facts()
      #expect(facts[0].contains("USD 12m") && facts[1].contains("EUR 500k"))
    }
  }

  @Test func `one amount alone is asked about, or told open`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file("a.csv", "Date,Buyer,Company,Amount\n2021,Alpha,Beta,$12m\n")
      let text = try Guide(table, name: "a", TableTerms()).text(for: sheet.ledger)
      #expect(text.contains("capital.committed  # or capital.funded, if that was paid already"))
      let answers = Guide.Answers(
        choose: { $0.answers.firstIndex(of: "paid") ?? 0 }, write: { _ in "" })
      let asked = try Guide(table, name: "a", TableTerms()).text(
        for: sheet.ledger, answers: answers)
      #expect(asked.contains("capital.funded\n") && !asked.contains("capital.committed"))
    }
  }

  @Test func `who is in no column is asked for`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file("a.csv", "Date,Company,Sector,Paid\n2021,Beta,Energy,$12m\n")
      var asked: [String] = []
      let answers = Guide.Answers(
        choose: { _ in 0 },
        write: { question in
          asked.append(question)
          return "Alpha"
        })
      let text = try Guide(table, name: "a", TableTerms()).text(
        for: sheet.ledger, answers: answers)
      #expect(asked == ["Who is it that invests, buys or holds, in all rows?"])
      #expect(text.contains(#"parties: [{name: "Alpha"}, "Company"]"#))
    }
  }
}

/// What names of a table may stand for is told, and nothing is guessed.
struct NamesOfTablesTests {
  @Test(arguments: [
    ("Volkswagen AG", "VW"), ("Microsoft", "MSFT"), ("J.P. Morgan", "JPM"),
    ("JPMorgan Chase", "JPM"), ("General Motors", "GM"),
    ("International Business Machines Corp.", "IBM"), ("VW", "Volkswagen"),
  ])
  func `an abbreviation is told with what it may mean, and stays new`(
    known: String, name: String
  ) throws {
    try Sheet.with { sheet in
      try sheet.ledger.append(
        EntityRegistered(entity: "known", name: known, kind: .company), effective: "2019")
      let table = try sheet.file(
        "a.csv", "Id,Date,Who,Whom,Amount,Share\n1,2020,\(name),Target,USD 5m,\n")
      let report = try sheet.take(table, try sheet.file("m.yaml", Sheet.mapping("")))
      #expect(report.names[0].reason == .introduced)
      #expect(report.names[0].other?.entity == "known")
    }
  }

  @Test(arguments: [("Gamma Ltd", "GM"), ("Google Maps", "GMX"), ("Alphabet", "AMD")])
  func `other names are not told`(known: String, name: String) throws {
    try Sheet.with { sheet in
      try sheet.ledger.append(
        EntityRegistered(entity: "known", name: known, kind: .company), effective: "2019")
      let table = try sheet.file(
        "a.csv", "Id,Date,Who,Whom,Amount,Share\n1,2020,\(name),Target,USD 5m,\n")
      let report = try sheet.take(table, try sheet.file("m.yaml", Sheet.mapping("")))
      #expect(report.names[0].other == nil)
    }
  }

  @Test func `slugs that stand for something else are told with all other faults`() throws {
    try Sheet.with { sheet in
      func table(_ rows: String) throws -> String {
        try sheet.file("a.csv", "Id,Date,Who,Whom,Amount,Share\n" + rows)
      }
      let plain = try sheet.file("m.yaml", Sheet.mapping(""))
      try sheet.take(try table("deal,2020,Alpha,Target,USD 5m,\n"), plain)
      let head = try sheet.ledger.head()
      // `deal` is a commitment, `alpha` an entity.
      let faults = #expect(throws: ImportFaults.self) {
        try sheet.take(
          try table(
            "1,2020,X,Target,USD 5m,\nalpha,2020,Alpha,Target,USD 5m,\n2,soon,Alpha,Target,USD 1m,\n"
          ),
          try sheet.file("n.yaml", Sheet.mapping("entities: {names: {X: deal}}")))
      }
      #expect(
        faults?.faults.map { "\($0.cell ?? "row \($0.row)") \($0.rejection.code)" } == [
          "C2 other-kind", "row 3 other-kind", "B4 bad-date",
        ])
      #expect(try sheet.ledger.head() == head)
      // A name whose slug is taken gets another.
      let report = try sheet.take(try table("3,2020,Deal Inc.,Target,USD 5m,\n"), plain)
      #expect(report.names[0].entity == "deal-2")
    }
  }

  @Test
  func `a company may be called Total, and a column of money count otherwise beside a currency`()
    throws
  {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv",
        """
        Date,Investor,Target,Committed (m),Paid (k),Currency
        2019-07-22,Total,Saft,5,500,EUR
        2020-07-22,Alpha,Beta,7,,USD
        Total,,,12,500,
        """)
      let text = try Guide(table, name: "deals", TableTerms()).text(for: sheet.ledger)
      let report = try sheet.take(table, try sheet.file("m.yaml", text))
      #expect(report.events["capital.committed"] == 2)
      let facts = try sheet.facts()
      #expect(facts.contains { $0.contains("capital.funded") && $0.contains("EUR 500k") })
      #expect(facts.contains { $0.contains("capital.committed") && $0.contains("EUR 5m") })
      // Both words, the sum of the table and the company, stand in columns of their own.
      #expect(facts.contains { $0.contains("saft") })
    }
  }
}
