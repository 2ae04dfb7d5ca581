import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Stakebook

/// Tables as funds, licensing desks and registers keep them.
struct PeoplesTableTests {
  @Test func `groups of columns name them, and a second day and amount are a second payment`()
    throws
  {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv",
        """
        Fund II as of 30 June 2024,,,,,
        Company,Initial investment,,Follow-on,,Ownership (FD)
        ,Date,Cost ($k),Date,Cost ($k),
        Nimbus Inc.,15 Mar 2021,1500,20 Jan 2023,750,12.4%
        GreenGrid GmbH,1 Sep 2021,2000,,,8.1%
        Total,,3500,,750,
        """)
      let text = try Guide(
        table, name: "fund", TableTerms(), said: [.investor: "Aurora"]
      ).text(for: sheet.ledger)
      #expect(text.contains("header: [2, 3]"))
      #expect(text.contains("basis: fully_diluted  # as in \"Ownership (FD)\""))
      let mapping = try sheet.file("m.yaml", text)
      let report = try sheet.take(table, mapping)
      #expect(report.events["capital.funded"] == 3 && report.events["stake.reported"] == 2)
      #expect(report.rows.map(\.word) == [.added, .added, .skipped])
      // Each row's events stand where the report says.
      #expect(report.rows.flatMap(\.seqs).count == 5)
      let first = try sheet.ledger.event("\(try #require(report.rows[0].seqs.dropFirst().first))")
      #expect(first.effective == "2023-01-20" && first.data?.contains("USD 750k") == true)
      #expect(try sheet.take(table, mapping).events.isEmpty)
    }
  }

  @Test(arguments: [
    ("Ownership (FD)", "fully_diluted"), ("% Fully Diluted", "fully_diluted"),
    ("FD %, as converted", "fully_diluted"), ("Stake (as-converted)", "as_converted"),
    ("Voting %", "voting"), ("Droits de vote", "voting"), ("Stimmrechte in %", "voting"),
    ("Part du capital", "outstanding"), ("Part (non diluée)", "outstanding"),
    ("Anteil (vollverwässert)", "fully_diluted"), ("Undiluted %", "outstanding"),
    ("Anteil am Kapital in %", "outstanding"), ("Stake", "unstated"),
    ("Voting % (fully diluted)", "unstated"),
  ])
  func `the basis of a share is what its column's name says`(name: String, basis: String) throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv", "Date,Investor,Company,\"\(name)\"\n2021,Alpha,Beta,12.4%\n")
      let text = try Guide(table, name: "a", TableTerms()).text(for: sheet.ledger)
      #expect(text.contains("basis: \(basis)  #"), "\(text)")
    }
  }

  @Test func `a column of bases says what each share is counted in`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv",
        """
        Date,Investor,Company,Stake,Basis
        2021,Alpha,Beta,12.4%,fully diluted
        2022,Alpha,Beta,11%,as_converted
        2023,Alpha,Beta,13%,
        """)
      let text = try Guide(table, name: "a", TableTerms()).text(for: sheet.ledger)
      #expect(try sheet.take(table, try sheet.file("m.yaml", text)).rows.counts == [.added: 3])
      let facts = try sheet.facts()
      for (fact, basis) in zip(facts, ["fully_diluted", "as_converted", "unstated"]) {
        #expect(fact.contains("\"basis\":\"\(basis)\""))
      }
    }
  }

  @Test func `a register of shares is two stakes by their bases, and no number of shares is one`()
    throws
  {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv",
        """
        Stakeholder,Share Class,Outstanding,% Outstanding,Fully Diluted,% Fully Diluted,Issue Date
        Jane,Common,"4,000,000",80%,"4,000,000",64%,01/15/2020
        Sequoia LP,Series A,"1,000,000",20%,"1,000,000",16%,06/20/2021
        Option Pool,,,,"1,250,000",20%,
        """)
      let text = try Guide(
        table, name: "cap", TableTerms(), said: [.investor: "{Stakeholder}", .issuer: "Acme"]
      ).text(for: sheet.ledger)
      let report = try sheet.take(table, try sheet.file("m.yaml", text))
      #expect(report.events["stake.reported"] == 4)
      #expect(report.rows.map(\.word) == [.added, .added, .leftOut])
      #expect(text.contains("left out; or {column: \"Issue Date\", else: \"..2"))
    }
  }

  @Test func `each column of a licence's payments is a promise of its category`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv",
        """
        Licensor,Licensee,Signed,Upfront ($m),Development milestones ($m),Sales milestones ($m)
        Arvinas,Novartis,11-Apr-24,150,"up to 1,010",
        Merus,Incyte,20 Dec 2016,120,350,250
        Nobody,Nowhere,2020,,,
        """)
      let text = try Guide(table, name: "lic", TableTerms()).text(for: sheet.ledger)
      let report = try sheet.take(table, try sheet.file("m.yaml", text))
      #expect(report.events["payment.promised"] == 5)
      let facts = try sheet.facts()
      #expect(facts[1].contains("development_milestone") && facts[1].contains("up to USD 1010m"))
      #expect(
        facts.allSatisfy { $0.contains(#""payee":"arvinas""#) || $0.contains(#""payee":"merus""#) })
      #expect(report.rows[2].reason == "no event of the mapping fits it")
      // Of whom a row speaks that says nothing is introduced by nobody.
      #expect(!report.names.contains { $0.name == "Nobody" })
    }
  }

  @Test func `a promise without a day counts, from when it was paid or was looked at`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv",
        """
        Deal ID,Payer,Payee,Milestone,Amount,Due,Paid on,Amount paid
        M-1,Orion,Zenith,Upfront,USD 150m,,2024-05-20,USD 150m
        M-2,Orion,Zenith,FDA approval,USD 100m,tbd,,
        """)
      let text = try Guide(table, name: "m", TableTerms()).text(for: sheet.ledger)
      let report = try sheet.take(table, try sheet.file("m.yaml", text))
      #expect(report.rows.map(\.word) == [.added, .added])
      let rows = try sheet.ledger.read { try $0.rows(named: "payments") }
      let told = rows.map { row in
        ["payment", "category", "paid_minor", "outstanding_minor"].map { row[$0]?.canonical ?? "" }
      }
      #expect(
        told == [
          [#""m-1""#, #""upfront""#, "15000000000", "0"],
          [#""m-2""#, #""regulatory_milestone""#, "", "10000000000"],
        ])
      #expect(try sheet.facts()[0].contains(" payment.promised ..2024-05-20 "))
    }
  }

  @Test func `the day of all rows is that of the title, or what is said`() throws {
    try Sheet.with { sheet in
      let rows =
        "Gesellschaft;Anteil am Kapital in %;Stimmrechte in %\nA GmbH, Bremen;75,1;75,1\nInland;;\n"
      let table = try sheet.file("a.csv", "Beteiligungen zum 31. Dezember 2023;;\n" + rows)
      let said: [ColumnRole: String] = [.investor: "Nordwind"]
      let text = try Guide(table, name: "b", TableTerms(), said: said).text(for: sheet.ledger)
      #expect(text.contains(##"effective: "2023-12-31"  # as in "Beteiligungen zum"##))
      let report = try sheet.take(table, try sheet.file("m.yaml", text))
      #expect(
        report.events["stake.reported"] == 2 && report.rows.map(\.word) == [.added, .skipped])
      let bare = try sheet.file("b.csv", rows)
      let refusal = #expect(throws: Rejection.self) {
        try Guide(bare, name: "b", TableTerms(), said: said).text(for: sheet.ledger)
      }
      #expect(refusal?.hint?.contains("--date 2023-12-31") == true)
      let dated = try Guide(
        bare, name: "b", TableTerms(), said: said.merging([.date: "30/06/2024"]) { $1 }
      ).text(for: sheet.ledger)
      #expect(dated.contains("effective: \"2024-06-30\"\n"))
      #expect(throws: Rejection.self) {
        try Guide(bare, name: "b", TableTerms(), said: said.merging([.date: "soon"]) { $1 })
          .text(for: sheet.ledger)
      }
    }
  }

  @Test func `the numbers of notes belong to no name, date or figure`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.tsv",
        """
        Company[1]\tInvestor\tDate\tPaid[2]
        OpenAI[a]\tMicrosoft\tJul 22, 2019[3]\tUS$1 billion[3][4]
        OpenAI\tMicrosoft [12]\tJan 2023\t$10bn [note 2]
        [a] Then OpenAI LP.
        """)
      let text = try Guide(table, name: "n", TableTerms()).text(for: sheet.ledger)
      let report = try sheet.take(table, try sheet.file("m.yaml", text))
      #expect(report.rows.map(\.word) == [.added, .added, .skipped])
      #expect(report.introduced == ["microsoft", "openai", "microsoft-openai"])
      #expect(try sheet.facts()[1].contains("USD 10bn"))
    }
  }

  @Test(arguments: ["[3, 5]", "[4, 3]", "[]", "[a]", "0", "{}"])
  func `rows of names follow each other`(header: String) throws {
    try Sheet.with { sheet in
      let mapping = try sheet.file("m.yaml", Sheet.mapping("header: \(header)"))
      let refusal = #expect(throws: Rejection.self) { try Mapping(file: mapping) }
      #expect(refusal?.code == .badMapping)
    }
  }
}
