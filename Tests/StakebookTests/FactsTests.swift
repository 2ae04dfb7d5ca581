import Foundation
import Stakebook
import TestSupport
import Testing

/// The 29 facts of the founding article, each found through the public views: in a ledger of the
/// article alone, and in the whole one as it was known when the article was recorded.
struct FactsTests {
  /// What a query must give: one row at least, and in its first column this.
  struct Fact: Sendable, CustomTestStringConvertible {
    let number: Int
    let query: String
    let answer: String
    var testDescription: String { "fact \(number)" }
  }

  static let facts = [
    Fact(
      number: 1, query: "SELECT stated FROM commitments WHERE commitment = 'microsoft-openai-2019'",
      answer: "USD 1bn"),
    Fact(
      number: 1,
      query: "SELECT substr(formed, 1, 4) FROM partnerships WHERE partnership = 'microsoft-openai'",
      answer: "2019"),
    Fact(
      number: 2,
      query: "SELECT kind || ' ' || status FROM rights WHERE \"right\" = 'azure-exclusivity-2019'",
      answer: "exclusivity ended"),
    Fact(
      number: 3,
      query:
        "SELECT stated || ' ' || effective FROM commitments WHERE commitment = 'microsoft-openai-further'",
      answer: "USD 12bn ..2025-10-28"),
    Fact(
      number: 4,
      query: "SELECT substr(amended, 1, 7) FROM agreements WHERE agreement = 'partnership-2023'",
      answer: "2025-01"),
    Fact(
      number: 5,
      query: "SELECT kind || binding FROM agreements WHERE agreement = 'definitive-2025'",
      answer: "definitive1"),
    Fact(
      number: 5, query: "SELECT count(*) > 0 FROM timeline WHERE type = 'restructuring.completed'",
      answer: "1"),
    Fact(
      number: 6,
      query:
        "SELECT stated FROM stakes WHERE holder = 'microsoft' AND issuer = 'openai-group' AND basis = 'as_converted' AND excludes = ''",
      answer: "about 27%"),
    Fact(
      number: 7,
      query: "SELECT stated FROM valuations WHERE subject = 'stake' AND holder = 'microsoft'",
      answer: "about USD 135bn"),
    Fact(
      number: 8,
      query:
        "SELECT stated FROM stakes WHERE holder = 'microsoft' AND excludes = 'openai-2024-10,openai-2025-03'",
      answer: "32.5%"),
    Fact(
      number: 9,
      query: "SELECT kind || ' ' || confirmed_on FROM rights WHERE \"right\" = 'frontier-partner'",
      answer: "preferred_partner ..2025-10-28"),
    Fact(
      number: 10,
      query:
        "SELECT exclusive || (exclusive_ends_when ->> '$[0].text') FROM rights WHERE \"right\" = 'ip-licence'",
      answer: "1agi"),
    Fact(
      number: 11,
      query:
        "SELECT kind || ' ' || (ends_when ->> '$[0].text') FROM rights WHERE \"right\" = 'api-exclusivity'",
      answer: "exclusivity agi"),
    Fact(
      number: 12,
      query:
        "SELECT declarer || ' ' || verifier || ' ' || status FROM conditions WHERE condition = 'agi'",
      answer: "openai-group agi-panel open"),
    Fact(
      number: 13, query: "SELECT ends_on || ends_when FROM rights WHERE \"right\" = 'ip-licence'",
      answer: "2032[]"),
    Fact(
      number: 14,
      query:
        "SELECT (scope LIKE '%after AGI%') + (constraints LIKE '%safety%') FROM rights WHERE \"right\" = 'ip-licence'",
      answer: "2"),
    Fact(
      number: 15,
      query:
        "SELECT why_not FROM claims WHERE key = 'right:ip-licence#ends.when' AND value LIKE '%agi%'",
      answer: "wider period"),
    Fact(
      number: 16,
      query:
        "SELECT ends_on || ' ' || (ends_when ->> '$[0].text') || ' ' || ends_rule FROM rights WHERE \"right\" = 'research-ip'",
      answer: "2030 agi earliest"),
    Fact(
      number: 17, query: "SELECT exclusions ->> '$[0]' FROM rights WHERE \"right\" = 'ip-licence'",
      answer: "consumer hardware"),
    Fact(
      number: 18, query: "SELECT kind FROM rights WHERE \"right\" = 'third-party-products'",
      answer: "permission"),
    Fact(
      number: 19,
      query: "SELECT scope LIKE '%third parties%' FROM rights WHERE \"right\" = 'api-exclusivity'",
      answer: "1"),
    Fact(
      number: 20,
      query:
        "SELECT scope LIKE '%Google Cloud for Sora%' FROM rights WHERE \"right\" = 'other-products-any-cloud'",
      answer: "1"),
    Fact(
      number: 21,
      query: "SELECT kind || ' ' || grantee FROM rights WHERE \"right\" = 'microsoft-agi'",
      answer: "permission microsoft"),
    Fact(
      number: 22,
      query: "SELECT constraints ->> '$[0].operator' FROM rights WHERE \"right\" = 'microsoft-agi'",
      answer: "at_least"),
    Fact(
      number: 23,
      query:
        "SELECT until_when ->> '$[0].text' FROM revenue_shares WHERE share = 'openai-microsoft-revenue'",
      answer: "agi"),
    Fact(
      number: 24,
      query:
        "SELECT schedule LIKE '%longer%' FROM revenue_shares WHERE share = 'openai-microsoft-revenue'",
      answer: "1"),
    Fact(
      number: 25,
      query:
        "SELECT outstanding_minor FROM purchases WHERE buyer = 'openai-group' AND supplier = 'microsoft'",
      answer: "25000000000000"),
    Fact(
      number: 26, query: "SELECT status FROM rights WHERE \"right\" = 'compute-rofr'",
      answer: "waived"),
    Fact(
      number: 27,
      query:
        "SELECT text LIKE '%hundreds of billions%' FROM notes WHERE stream = 'microsoft-openai'",
      answer: "1"),
    Fact(
      number: 28,
      query:
        "SELECT exceptions LIKE '%national-security%' FROM rights WHERE \"right\" = 'api-exclusivity'",
      answer: "1"),
    Fact(
      number: 29,
      query:
        "SELECT kind || (constraints LIKE '%capability%') FROM rights WHERE \"right\" = 'open-weights'",
      answer: "permission1"),
  ]

  @Test(arguments: facts)
  func `a fact of the article is found in a ledger of the article alone`(_ fact: Fact) throws {
    #expect(try SampleLedger.article.first(fact.query) == fact.answer)
  }

  @Test(arguments: facts)
  func `a fact of the article is found in the whole ledger, as known then`(_ fact: Fact) throws {
    #expect(
      try SampleLedger.whole.first(fact.query, asOf: "2025-10-30", knownAt: "2025-10-30")
        == fact.answer)
  }

  @Test func `the facts are all 29`() {
    #expect(Set(Self.facts.map(\.number)) == Set(1...29))
  }

  @Test(arguments: [SampleLedger.article, .whole])
  func `committed are 13bn and owed purchases 250bn, however often they are told`(
    _ sample: SampleLedger
  ) throws {
    #expect(
      try sample.first(
        "SELECT committed_minor FROM capital WHERE investor = 'microsoft' AND issuer = 'openai-group'"
      )
        == "1300000000000")
    #expect(
      try sample.first(
        "SELECT outstanding_minor FROM purchases WHERE buyer = 'openai-group' AND supplier = 'microsoft'"
      )
        == "25000000000000")
  }

  @Test(arguments: [SampleLedger.article, .whole])
  func `27 % worth 135bn imply 500bn, from 489_1 to 511_3`(_ sample: SampleLedger) throws {
    let implied = """
      SELECT amount_minor || ' ' || amount_low_minor || ' ' || amount_high_minor
      FROM implied_valuations
      WHERE issuer = 'openai-group' AND holder = 'microsoft'
      """
    #expect(try sample.first(implied) == "50000000000000 48909090909090 51132075471699")
  }

  @Test func `27 % and 32_5 % stay apart, and the ledger says so`() throws {
    let stakes = """
      SELECT group_concat(stated, '; ')
      FROM (
        SELECT stated FROM stakes
        WHERE holder = 'microsoft' AND issuer = 'openai-group' AND basis = 'as_converted'
        ORDER BY excludes
      )
      """
    for sample in [SampleLedger.article, .whole] {
      #expect(try sample.first(stakes) == "about 27%; 32.5%")
      #expect(
        try sample.first(
          "SELECT count(*) FROM discrepancies WHERE rule = 'mixed-bases' AND sentence LIKE '%27%32.5%'"
        ) == "1")
    }
  }

  @Test(arguments: [("2025-09-30", "1160000000000"), ("2026-03-31", "1180000000000")])
  func `what was funded is the level told for that day`(day: String, minor: String) throws {
    #expect(
      try SampleLedger.whole.first(
        "SELECT funded_minor FROM capital WHERE investor = 'microsoft' AND issuer = 'openai-group'",
        asOf: day) == minor)
  }

  @Test func `the licence was exclusive until AGI as one knew in March, and is not since April`()
    throws
  {
    let licence = """
      SELECT exclusive || ' ' || (exclusive_ends_when <> '[]') || ' ' || ends_on
      FROM rights WHERE "right" = 'ip-licence'
      """
    let sample = SampleLedger.whole
    #expect(try sample.first(licence, asOf: "2026-03-01", knownAt: "2026-03-01") == "1 1 2032")
    #expect(try sample.first(licence, asOf: "2026-05-01", knownAt: "2026-05-01") == "0 0 2032")
    #expect(try sample.first(licence, asOf: "2026-05-01", knownAt: "2026-03-01") == "1 1 2032")
  }

  @Test func `a letter of intent never counts as committed`() throws {
    #expect(
      try SampleLedger.whole.first(
        """
        SELECT committed_high_minor || ' ' || non_binding_high_minor
        FROM capital WHERE investor = 'nvidia' AND issuer = 'openai-group'
        """, asOf: "2025-12-31") == "0 10000000000000")
  }
}

/// A ledger made of the fixtures, once for all tests.
final class SampleLedger: Sendable, CustomTestStringConvertible {
  static let article = SampleLedger("the article alone") { $0.contains("\"part-a\"") }
  static let whole = SampleLedger("the whole fixture") { _ in true }

  let testDescription: String
  private let ledger: Ledger

  private init(_ name: String, _ isWanted: @Sendable (Substring) -> Bool) {
    testDescription = name
    do {
      let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let path = folder.appending(path: "ledger.db").path
      var files: [String] = []
      for name in ["microsoft-openai.jsonl", "ai-deals.jsonl"] {
        let text = try String(
          contentsOf: Package.fixtures.appending(path: name), encoding: .utf8)
        let lines = text.split(separator: "\n").filter(isWanted)
        let file = folder.appending(path: name)
        try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        files.append(file.path)
      }
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      _ = try ledger.importFiles(files, restoring: true)
      self.ledger = ledger
    } catch {
      fatalError("the fixtures do not load: \(error)")
    }
  }

  func explain(_ words: [String], asOf: String?, knownAt: String?) throws -> [Explanation] {
    try ledger.explain(words, clock: ledger.clock(asOf: asOf, knownAt: knownAt))
  }

  func difference(
    from: (asOf: String?, knownAt: String?), to: (asOf: String?, knownAt: String?)
  ) throws -> Difference {
    try ledger.difference(
      from: ledger.clock(asOf: from.asOf, knownAt: from.knownAt),
      to: ledger.clock(asOf: to.asOf, knownAt: to.knownAt))
  }

  /// The names of the rows of every view.
  func rowNames(asOf: String) throws -> [String: [String]] {
    try ledger.read(ledger.clock(asOf: asOf, knownAt: nil), .wholeState) { reading in
      var names: [String: [String]] = [:]
      for view in Projections.publicViews {
        names[view.name] = try reading.rows(of: view).map(view.name(of:))
      }
      return names
    }
  }

  /// The first column of the first row as text.
  func first(_ query: String, asOf: String? = nil, knownAt: String? = nil) throws -> String? {
    let clock = try ledger.clock(asOf: asOf, knownAt: knownAt)
    var first: String?
    try ledger.query(clock).run(query, columns: { _ in }) { row in
      guard first == nil, let value = row.first else { return }
      switch value {
      case .null: first = "NULL"
      case .integer(let number): first = String(number)
      case .real(let number): first = String(number)
      case .text(let text): first = text
      case .blob: first = "BLOB"
      }
    }
    return first
  }
}
