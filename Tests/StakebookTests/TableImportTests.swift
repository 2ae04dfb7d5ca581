import Foundation
import Stakebook
import TestSupport
import Testing

/// A table that people keep goes in with a mapping: each row ends right or is told.
struct TableImportTests {
  private static let forms = [
    "deals.csv", "deals-semicolon.csv", "deals-1252.csv", "deals-utf16.tsv", "deals.xlsx",
    "deals.ods", "deals.fods",
  ]

  @Test(arguments: forms)
  func `the described table goes in by what the guide guesses, in every form`(form: String) throws {
    try Sheet.with { sheet in
      let mapping = try sheet.guided(Sheet.fixture(form))
      let report = try sheet.take(Sheet.fixture(form), mapping)
      #expect(report.rows.count == 25)
      let told = report.rows.filter { $0.word != .added }
      #expect(
        told.map { "\($0.row) \($0.word.rawValue): \($0.reason)" } == [
          "5 in part: E5: 'minority' is not a percent",
          "10 in part: E10: '50 (JV)' is not a percent",
          "22 left out: A22: the cell is blank, and nothing else tells when it holds",
        ])
      #expect(report.events["capital.committed"] == 22)
      #expect(report.events["stake.reported"] == 15)
      let facts = try sheet.facts()
      #expect(facts.contains { $0.contains("2021 ") && $0.contains("about USD 2000m") })
      #expect(facts.contains { $0.contains("sony-sony-honda-mobility") && $0.contains("JPY 5bn") })
      #expect(facts.contains { $0.contains("2019-11-11") && $0.contains("USD 9500m") })
      // The same table in another form, next month: nothing is new.
      let other = form == "deals.xlsx" ? "deals.fods" : "deals.xlsx"
      let again = try sheet.take(Sheet.fixture(other), mapping)
      #expect(again.events.isEmpty && again.vanished.isEmpty, "\(other) after \(form)")
      #expect(again.rows.count { $0.word == .known } == 22)
    }
  }

  @Test func `untidy tables in French and German go in by what the guide guesses`() throws {
    try Sheet.with { sheet in
      let french = Sheet.fixture("participations.csv")
      let mapping = try sheet.guided(french)
      let text = try String(contentsOfFile: mapping, encoding: .utf8)
      #expect(text.contains(#""Ynsect": ynsect  # known as Ÿnsect"#))
      let report = try sheet.take(french, mapping)
      #expect(
        report.rows.map(\.word) == [.added, .added, .added, .added, .added, .leftOut, .skipped])
      let facts = try sheet.facts()
      #expect(facts.contains { $0.contains("2021-03-12") && $0.contains("EUR 1250.5m") })
      #expect(
        facts.contains { $0.contains("2022-02-03") && $0.contains(#""investor":"bpifrance""#) })
      #expect(facts.contains { $0.contains("2023-Q2") && $0.contains("about EUR 80m") })
      #expect(facts.contains { $0.contains("about 20%") })
    }
    try Sheet.with { sheet in
      let german = Sheet.fixture("beteiligungen.tsv")
      let report = try sheet.take(german, try sheet.guided(german))
      #expect(
        report.rows.map(\.word) == [.added, .added, .added, .inPart, .added, .skipped, .added])
      #expect(report.rows[3].reason.contains("'(500)' is minus 500"))
      #expect(report.rows[5].reason == "it says the same as row 6")
      let facts = try sheet.facts()
      #expect(facts.contains { $0.contains("2020-09-30") && $0.contains("EUR 3700.5m") })
      #expect(facts.contains { $0.contains("2016-Q1") && $0.contains("18.44%") })
    }
  }

  @Test func `all faults are told at once, by kind, and nothing is recorded`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv",
        """
        Id,Date,Who,Whom,Amount,Share
        1,01/02/2020,A,B,USD 5m,
        2,03/04/2020,A,B,"USD 1,000",
        3,soon,A,,USD 5m,
        4,2020,A,B,,0.5
        5,2021,A,A,USD 1m,
        """)
      let mapping = try sheet.file("m.yaml", Sheet.mapping(""))
      let faults = #expect(throws: ImportFaults.self) { try sheet.take(table, mapping) }
      #expect(
        faults?.groups.map { "\($0.code) \($0.column ?? "-")" } == [
          "ambiguous-date Date", "ambiguous-number Amount", "missing-field Whom", "bad-date Date",
          "ambiguous-number Share", "bad-order -",
        ])
      #expect(
        faults?.groups[0].sentence
          == "2 cells of 'Date' like '01/02/2020' (B2, B3): '01/02/2020' can be 2020-01-02 or "
          + "2020-02-01")
      #expect(faults?.groups[0].remedy.contains("dates: day-first") == true)
      #expect(try sheet.ledger.head() == 0)
      // Said which, and told to leave out what cannot be read, the rest goes in.
      let said = try sheet.file(
        "m.yaml",
        Sheet.mapping("dates: day-first\ndecimals: point\npercents: fractions\nunreadable: tell"))
      let report = try sheet.take(table, said)
      #expect(report.rows.map(\.word) == [.added, .added, .leftOut, .added, .leftOut])
      #expect(try sheet.facts().count == 3)
    }
  }

  @Test func `names mean the entities of the ledger, by number, name and legal form`() throws {
    try Sheet.with { sheet in
      try sheet.ledger.append(
        EntityRegistered(
          entity: "openai-group", name: "OpenAI LP", kind: .company, ids: ["cik:789019"]),
        effective: "2019")
      try sheet.ledger.append(
        EntityRegistered(entity: "daiichi", name: "Daiichi Sankyo", kind: .company),
        effective: "2019")
      let table = try sheet.file(
        "a.csv",
        """
        Id,Date,Who,Whom,Amount,Share,Number
        1,2020,Daiichi-Sankyo Co. Ltd.,OpenAI,USD 5m,,
        2,2020,VW,Anything,USD 5m,,CIK:0000789019
        3,2021,Volkswagen AG,Daichi Sankyo,USD 5m,,
        """)
      let mapping = try sheet.file(
        "m.yaml",
        Sheet.mapping(
          "entities: {names: {VW: volkswagen}, identifiers: {Whom: Number}}"))
      let report = try sheet.take(table, mapping)
      let names = Dictionary(
        uniqueKeysWithValues: report.names.map { ($0.name, "\($0.entity) \($0.reason.rawValue)") })
      #expect(
        names == [
          "Daiichi-Sankyo Co. Ltd.": "daiichi alike", "OpenAI": "openai-group alike",
          "VW": "volkswagen said", "Anything": "openai-group known",
          "Volkswagen AG": "volkswagen alike", "Daichi Sankyo": "daichi-sankyo introduced",
        ])
      #expect(report.names.last?.other?.entity == "daiichi")
      #expect(
        report.introduced == [
          "daiichi-openai-group", "volkswagen", "volkswagen-openai-group", "daichi-sankyo",
          "volkswagen-daichi-sankyo",
        ])
    }
  }

  @Test func `next month only what is new is added; changes are told, or correct`() throws {
    try Sheet.with { sheet in
      func table(_ rows: String...) throws -> String {
        try sheet.file("a.csv", "Id,Date,Who,Whom,Amount,Share\n" + rows.joined(separator: "\n"))
      }
      let mapping = try sheet.file("m.yaml", Sheet.mapping(""))
      try sheet.take(try table("1,2020,A,B,USD 5m,10%", "2,2020,A,B,USD 6m,"), mapping)
      let second = try table("1,2020,A,B,USD 5m,12%", "3,2021,B,A,USD 7m,")
      let told = try sheet.take(second, mapping)
      #expect(told.rows.map(\.word) == [.changed, .added])
      #expect(told.events == ["capital.committed": 1])
      #expect(told.vanished.map(\.row) == ["deals: 2"])
      let updated = try sheet.take(second, mapping, updates: true)
      #expect(updated.rows.map(\.word) == [.corrected, .known])
      #expect(try sheet.ledger.rows(Stake.self).map(\.stated) == ["12%"])
      #expect(try sheet.take(second, mapping, updates: true).events.isEmpty)
      // What somebody corrected by hand stands, until the table says something new.
      let seq = try sheet.ledger.rows(Stake.self)[0].event
      var correction = Correction(reason: "misread")
      correction.assignments = ["percent=13%"]
      try sheet.ledger.correct("\(seq)", correction)
      #expect(try sheet.take(second, mapping, updates: true).events.isEmpty)
      try sheet.take(try table("1,2020,A,B,USD 5m,14%"), mapping, updates: true)
      #expect(try sheet.ledger.rows(Stake.self).map(\.stated) == ["14%"])
      // What a row does not say any more is told, or retracted; said anew it is there again.
      let without = try table("1,2020,A,B,USD 5m,")
      #expect(try sheet.take(without, mapping).rows.map(\.changed) == [["stake.reported"]])
      try sheet.take(without, mapping, updates: true)
      #expect(try sheet.ledger.rows(Stake.self).isEmpty)
      #expect(try sheet.take(without, mapping, updates: true).events.isEmpty)
      try sheet.take(try table("1,2020,A,B,USD 5m,15%"), mapping, updates: true)
      #expect(try sheet.ledger.rows(Stake.self).map(\.stated) == ["15%"])
    }
  }

  @Test func `two rows of one key that say different things are told`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv", "Id,Date,Who,Whom,Amount,Share\n1,2020,A,B,USD 5m,\n1,2020,A,B,USD 6m,\n")
      let faults = #expect(throws: ImportFaults.self) {
        try sheet.take(table, try sheet.file("m.yaml", Sheet.mapping("")))
      }
      #expect(faults?.groups.map(\.code) == [.repeated])
    }
  }

  @Test(arguments: [
    ("evnts: []", 1, "has no 'evnts'"), ("name: a\nscale: milions", 2, "'milions' is not one of"),
    ("events:\n  - {type: stake.reprted, effective: x}", 2, "there is no event type"),
    ("events:\n  - type: stake.reported\n    effective: '{Date'", 3, "without its other one"),
    ("events:\n  - type: stake.reported\n    effective: x\n    fields: {holdr: a}", 4, "'holdr'"),
    ("a: [", 2, "is not YAML"), ("- a", 1, "names and values are expected"),
    (String(repeating: "[", count: 100), 1, "too deep"), ("", 1, "is empty"),
  ])
  func `a mapping that is wrong is told with its line`(
    text: String, line: Int, message: String
  ) throws {
    try Sheet.with { sheet in
      let file = try sheet.file("m.yaml", text)
      let rejection = #expect(throws: Rejection.self) { _ = try Mapping(file: file) }
      #expect(rejection?.code == .badMapping)
      #expect(rejection?.location?.line == line, "\(rejection.map(String.init(describing:)) ?? "")")
      #expect(rejection?.message.contains(message) == true, "\(rejection?.message ?? "")")
    }
  }

  @Test func `the guide asks for what the cells leave open, its guess first`() throws {
    try Sheet.with { sheet in
      let table = try sheet.file(
        "a.csv",
        """
        When,Party A,Party B,Size,Holding,Remarks
        01/02/2020,Alpha,Beta,"1,000",0.5,x
        03/04/2021,Gamma,Beta,"2,000",0.25,y
        """)
      var asked: [String] = []
      let answers = Guide.Answers(
        choose: { question in
          asked.append(
            "\(question.text) \(question.answers[0]) \(question.examples[0].first ?? "-")")
          return question.answers.firstIndex { ["month-first", "EUR", "fractions"].contains($0) }
            ?? 0
        }, write: { _ in "" })
      let text = try Guide(table, name: "deals", TableTerms())
        .text(for: sheet.ledger, answers: answers)
      #expect(
        asked == [
          "Which column tells when it happened? When 01/02/2020",
          "Which column names who invests, buys or holds? Party A Alpha",
          "Which column names in whom? Party B Beta",
          "Which column holds the amount of money? Size 1,000",
          "Does 'Size' tell what was promised, or what was paid? promised 1,000",
          "Which column names the currency? (none) -",
          "Which column holds the percent that is held? Holding 0.5",
          "Which column holds remarks? Remarks x",
          "Which column tells the source, as an address or a name? (none) -",
          "In which order do dates stand? day-first 01/02/2020",
          "In which currency are amounts that name none? USD 1,000",
          "In what do amounts without a suffix count? units 1,000",
          "What do bare numbers mean where a percent is due? hundredths 0.5",
        ])
      let report = try sheet.take(table, try sheet.file("m.yaml", text))
      #expect(report.rows.map(\.word) == [.added, .added])
      let facts = try sheet.facts()
      #expect(facts[0].contains("2020-01-02") && facts[0].contains("EUR 1000"))
      #expect(facts[1].contains("50%"))
    }
  }

  @Test func `the article's mapping is one, and the schema names what may stand in it`() throws {
    let docc = Package.root.appending(path: "Sources/Stakebook/Stakebook.docc")
    let article = try String(contentsOf: docc.appending(path: "Spreadsheets.md"), encoding: .utf8)
    let yaml = try #require(
      article.split(separator: "```yaml\n").last?.split(separator: "```").first)
    let schema = try JSON.read(
      Array(Data(contentsOf: docc.appending(path: "stakebook-mapping-1.schema.json"))))
    let properties = schema.objectValue?["properties"]?.objectValue?.map(\.name) ?? []
    try Sheet.with { sheet in
      _ = try Mapping(file: try sheet.file("m.yaml", String(yaml)))
      for name in properties where !["events", "partnership"].contains(name) {
        #expect(
          yaml.contains("\n\(name):") || yaml.hasPrefix("\(name):") || Self.rare.contains(name))
        let text = "\(name):\n" + Sheet.mapping("").replacing("\n\(name):", with: "\n# \(name):")
        _ = try Mapping(file: try sheet.file("m.yaml", text.replacing("name: deals\n", with: "")))
      }
    }
  }

  private static let rare: Set = ["sheet", "encoding", "separator", "header"]
}
