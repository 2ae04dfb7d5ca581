import Stakebook
import Testing

@testable import Reports

/// A deal of long names and many terms: what people ask of it is answered first, and nothing says one day here
/// and another there.
struct LongDealTests {
  private static let snapshot = Result {
    try FixtureSnapshots.deal("long-deal", asOf: "2026-05-31", restoring: false)
  }

  private static func text(_ language: Language) throws -> String {
    try written { try TextReport.write(snapshot.get(), in: language, to: $0) }
      .replacing(/\s+/, with: " ")
  }

  @Test func `a long name stands without its addition where no other one is so called`() {
    let brief = BriefNames.of([
      "a": "Nordwerk Kraftfahrzeuge Aktiengesellschaft (formerly Hanseatische Motoren AG)",
      "b": "Longjiang Nordwerk Vehicle Company Limited, Harbin Economic-Technological Zone",
      "c": "OpenAI Global, LLC",
      "d": "Gas Transportation & Finance Holding (a fund of the Federation)",
      "e": "Gas Transportation & Finance Holding (a fund of the Republic)",
      "f": "Beteiligungen, the Holding of all Companies of the Group",
      "g": "(a name that stands in brackets as a whole, and is long)",
      "h": "Advanced Micro Devices of the Western District, Inc.",
    ])
    #expect(
      brief == [
        "a": "Nordwerk Kraftfahrzeuge Aktiengesellschaft",
        "b": "Longjiang Nordwerk Vehicle Company Limited",
      ])
  }

  @Test func `partners are named in full once, then briefly, and everywhere else in full`() throws {
    let told = try Self.text(.english)
    let first = try #require(told.firstRange(of: "Key terms"))
    let added = "(formerly Hanseatische Motoren AG)"
    let last = try #require(told.firstRange(of: " Stakes in "))
    #expect(told[..<first.lowerBound].ranges(of: added).count == 1)
    #expect(told[first.lowerBound..<last.lowerBound].ranges(of: added).isEmpty)
    #expect(told[last.lowerBound...].contains("Aktiengesellschaft \(added)"))
  }

  @Test(arguments: [
    (
      Language.english,
      [
        "Who owns what", "Still owed", "What ends when", "Latest amendment", "Disputes",
        "Disputed", "Revenue shares", "Rights in force", "Conditions not yet met",
      ]
    ),
    (
      .french,
      [
        "Qui détient quoi", "Reste dû", "Échéances", "Dernier avenant", "Litiges",
        "Points contestés", "Partages de revenus", "Droits en vigueur", "Conditions non remplies",
      ]
    ),
    (
      .german,
      [
        "Wer wie viel hält", "Noch geschuldet", "Was wann endet", "Letzter Nachtrag",
        "Streitfälle", "Strittig", "Erlösbeteiligungen", "Geltende Rechte",
        "Noch nicht erfüllte Bedingungen",
      ]
    ),
  ])
  func `what people ask of every deal comes before its other terms`(
    _ language: Language, _ labels: [String]
  ) throws {
    let told = try Self.text(language)
    let places = labels.map { told.firstRange(of: "- \($0) – ")?.lowerBound }
    #expect(places.allSatisfy { $0 != nil }, "\(told)")
    let found = places.compactMap(\.self)
    #expect(found == found.sorted())
  }

  @Test func `of many figures each kind of balance has one, and all that is owed is told`() throws {
    let figures = try Headlines(ReportTables(Self.snapshot.get(), .english)).figures()
    #expect(figures.count == 10)
    #expect(figures.count { $0.title == "Committed capital" } == 1)
    #expect(figures.filter { $0.title.hasPrefix("Share of") }.allSatisfy { $0.lines.count == 1 })
    let told = try Self.text(.english)
    #expect(told.contains("up to USD 275m, USD 150m (conditional) from Nordwerk Kraftfahrzeuge"))
    // Where they are few each pair has its own.
    let few = try Headlines(ReportTables(FixtureSnapshots.everything(), .english)).figures()
    #expect(few.count { $0.title == "Committed capital" } == 2)
  }

  @Test func `chart and table tell the same end of a right that ends with its agreement`() throws {
    var rights = ""
    var values = ""
    try Charts(Self.snapshot.get(), in: .english).forEach { chart in
      if chart.name == "rights" { rights = chart.svg(id: "c") }
      if chart.name.hasPrefix("valuations-nordwerk") { values = chart.svg(id: "c").withPlainSpaces }
    }
    #expect(rights.contains(">until 2033-02-27<"))
    #expect(!rights.contains(">until 2033-02-28<"))
    // A first value has its amount, though a step begins at its mark.
    #expect(values.contains(">EUR 75bn<"))
    #expect(values.contains(">EUR 58–63bn<"))
  }

  @Test func `a percentage in a text of the ledger is not parted from its sign`() throws {
    #expect("no more than 9.99 % of it".pageText.contains("<span class=\"d\">9.99 %</span>"))
    #expect(
      "9 % & 2019-07".pageText
        == "<span class=\"d\">9 %</span> &amp; <span class=\"d\">2019-07</span>")
    #expect("9 of 10".pageText == "9 of 10")
  }

  @Test(arguments: [
    (
      Language.french,
      [
        "conviennent d’une redevance : environ 3,5 %",
        "Décision dans le litige Land use in the western district, rendue par Intermediate Court",
        "jusqu’à la déclaration de la condition",
      ]
    ),
    (
      .german,
      [
        "vereinbaren eine Lizenzgebühr: rund 3,5 %",
        "Entscheidung im Streitfall Land use in the western district durch Intermediate Court",
      ]
    ),
  ])
  func `sentences are those that an editor would print`(_ language: Language, _ told: [String])
    throws
  {
    let text = try Self.text(language).withPlainSpaces
    for one in told { #expect(text.contains(one), "\(one)") }
  }
}
