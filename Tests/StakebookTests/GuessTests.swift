import Foundation
import Stakebook
import TestSupport
import Testing

/// What a name of a column may mean twice is told, and nothing is taken for what it may not be.
struct GuessTests {
  /// The guide's mapping for a table of one deal.
  private static func text(
    _ sheet: Sheet, _ header: String, _ row: String, answers: Guide.Answers? = nil
  ) throws -> String {
    try Guide(try sheet.file("a.csv", header + "\n" + row + "\n"), name: "a", TableTerms())
      .text(for: sheet.ledger, answers: answers)
  }

  @Test(arguments: ["Value", "Valeur", "Wert ($m)", "Total value"])
  func `what may be a worth is not taken as promised beside what was paid`(name: String) throws {
    try Sheet.with { sheet in
      let text = try Self.text(
        sheet, "Date,Investor,Company,\(name),Paid", "2021,Alpha,Beta,USD 12m,USD 5m")
      #expect(!text.contains("capital.committed"))
      #expect(text.contains("# not read: \"\(name)\"\n# \"\(name)\" may be what was promised"))
      // Somebody who is asked may say that it is.
      let answers = Guide.Answers(
        choose: { question in
          question.text.contains("promised")
            ? question.answers.firstIndex(of: name) ?? 0 : 0
        }, write: { _ in "" })
      let asked = try Self.text(
        sheet, "Date,Investor,Company,\(name),Paid", "2021,Alpha,Beta,USD 12m,USD 5m",
        answers: answers)
      #expect(asked.contains("type: capital.committed\n") && !asked.contains("may be what was"))
    }
  }

  @Test(arguments: ["Amount", "Consideration", "Deal value", "Betrag", "Montant"])
  func `what was agreed is promised beside what was paid, and said to be guessed`(
    name: String
  ) throws {
    try Sheet.with { sheet in
      let text = try Self.text(
        sheet, "Date,Investor,Company,\(name),Paid", "2021,Alpha,Beta,USD 12m,USD 5m")
      #expect(text.contains("capital.committed  # guessed: beside what was paid, \"\(name)\""))
    }
  }

  @Test func `of several amounts the one that is no worth is taken, and all others are told`()
    throws
  {
    try Sheet.with { sheet in
      let text = try Self.text(
        sheet, "Date,Investor,Company,Value,Paid,Amount,Consideration,Total",
        "2021,Alpha,Beta,USD 1m,USD 2m,USD 3m,USD 4m,USD 5m")
      #expect(text.contains(#"amount: "{Amount}""#) && text.contains(#"amount: "{Paid}""#))
      #expect(text.contains(##"# not read: "Value", "Consideration", "Total""##))
    }
  }

  @Test(arguments: [
    "Fair value", "Price per share", "Share price", "Current value", "Valuation cap", "NAV",
    "Shares", "Interest rate", "Prix par action", "Anzahl Aktien", "Zinssatz",
  ])
  func `what things are worth or cost each is no promise, and their number no percent`(
    name: String
  ) throws {
    try Sheet.with { sheet in
      let text = try Self.text(
        sheet, "Date,Investor,Company,\(name),Committed", "2021,Alpha,Beta,7,USD 5m")
      #expect(text.contains("# not read: \"\(name)\""))
    }
  }

  @Test(arguments: [
    ("Date,Investor,Company,Amount", "2.500", false),
    ("Fecha,Inversor,Empresa,Paid", "2.500", false),
    ("Datum,Käufer,Firma,Betrag", "2.500", true), ("Foo,Erwerber,Bar,Betrag", "2.500", false),
    ("Date,Investor,Company,Amount", "2,500", true),
  ])
  func `the mark of decimals is guessed by columns of a known language alone`(
    header: String, amount: String, isGuessed: Bool
  ) throws {
    try Sheet.with { sheet in
      let table = try sheet.file("a.csv", "\(header)\n2021,Alpha,Beta,\"\(amount)\"\n")
      let columns = header.split(separator: ",").map(String.init)
      let text = try Guide(
        table, name: "a", TableTerms(),
        said: [.investor: "{\(columns[1])}", .issuer: "{\(columns[2])}"]
      ).text(for: sheet.ledger)
      #expect(text.contains("guessed by the language") == isGuessed)
      #expect(text.contains("# decimals: point  # or comma") != isGuessed)
    }
  }

  @Test(arguments: ["Source {x}", "{x} y", "{x}", "key", "row", "Web:site", "a } b", "a { b"])
  func `columns have whatever names`(name: String) throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv",
        """
        Date,Investor,Company,Paid,\(name) url,Currency \(name)
        2021,Alpha,Beta,7,https://www.example.com/a,SEK
        """)
      let text = try Guide(table, name: "a", TableTerms()).text(for: sheet.ledger)
      let isPaired = name.count { $0 == "{" } == name.count { $0 == "}" }
      let mapping = try sheet.file(
        "m.yaml", isPaired ? text : text.replacing("# currency: USD", with: "currency: SEK"))
      if !isPaired { #expect(text.contains("not in pairs: rename it")) }
      try sheet.take(table, mapping)
      #expect(try sheet.facts().first?.contains("SEK 7") == true)
      let source = try sheet.ledger.read { try $0.rows(named: "sources") }.first
      #expect(
        source?["title"]?.stringValue
          == (isPaired ? "example.com" : "https://www.example.com/a"))
    }
  }

  @Test func `names in rows that cannot be read stand in the mapping too`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv",
        """
        Date,Investor,Company,Paid
        2021,Alpha,Beta,$5m
        soon,Gamma,Delta,$6m
        2022,,Epsilon,$6m
        2023,Zeta,Eta,some
        """)
      let text = try Guide(table, name: "a", TableTerms()).text(for: sheet.ledger)
      for name in ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta"] {
        #expect(text.contains("    \"\(name)\": \(name.lowercased())"), "\(name)")
      }
    }
  }

  @Test func `somebody is asked whom an abbreviation means`() throws {
    try Sheet.with { sheet in
      try sheet.ledger.append(
        EntityRegistered(entity: "volkswagen", name: "Volkswagen AG", kind: .company),
        effective: "2019")
      var asked: [String] = []
      func text(_ answer: Int) throws -> String {
        asked = []
        let answers = Guide.Answers(
          choose: { question in
            guard question.text.hasPrefix("Is '") else { return 0 }
            asked.append("\(question.text) \(question.answers)")
            return answer
          }, write: { _ in "" })
        return try Self.text(
          sheet, "Date,Investor,Company,Paid", "2021,VW,Scout,$5m", answers: answers)
      }
      #expect(try text(1).contains("\"VW\": volkswagen  # known as Volkswagen AG"))
      #expect(
        asked == [
          #"Is 'VW' 'Volkswagen AG', or somebody else? ["somebody else", "volkswagen, the same"]"#
        ])
      #expect(try text(0).contains("\"VW\": vw  # new"))
    }
  }
}

/// A row is known again by what its cells mean.
struct RowKeyTests {
  private static func mapping(_ key: String) -> String {
    """
    name: deals
    decimals: point
    percents: hundredths
    key: [Date, \(key)]
    partnership: {parties: [Who, Whom]}
    events:
      - type: capital.committed
        effective: "{Date}"
        fields: {commitment: "{key}", investor: "{Who}", issuer: "{Whom}", amount: "{Amount} {Ccy}"}
      - type: stake.reported
        effective: "{Date}"
        fields: {holder: "{Who}", issuer: "{Whom}", percent: "{Share}", basis: unstated}

    """
  }

  @Test(arguments: [
    ("Amount", "1000,EUR,5%", "\"1,000.00\",EUR,5%"),
    ("Amount", "1.2bn,EUR,5%", "\"1,200m\",EUR,5%"),
    ("Share", "1,EUR,12.50 %", "1,EUR,12.5"), ("Amount", "~1m,EUR,5%", "about 1000k,EUR,5%"),
    ("\"Amount\", Ccy", "1000,EUR,5%", "\"1,000\",eur,5%"),
  ])
  func `however the number of a key is written, the row is the same`(
    key: String, one: String, other: String
  ) throws {
    try Sheet.with { sheet in
      func table(_ cells: String) throws -> String {
        try sheet.file("a.csv", "Date,Who,Whom,Amount,Ccy,Share\n2020,A,B,\(cells)\n")
      }
      let mapping = try sheet.file("m.yaml", Self.mapping(key))
      try sheet.take(try table(one), mapping)
      let again = try sheet.take(try table(other), mapping)
      #expect(again.vanished.isEmpty)
      #expect(again.rows.allSatisfy { $0.added.isEmpty })
      let changed = try sheet.take(try table(one.replacing("1", with: "7")), mapping)
      #expect(changed.vanished.count == 1)
    }
  }
}
