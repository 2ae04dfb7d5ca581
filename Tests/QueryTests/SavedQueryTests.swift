import Foundation
import Stakebook
import TestSupport
import Testing

/// Saved queries: a header that says what they take, files in two folders, names that mean one.
struct SavedQueryTests {
  private static let text = """
    -- title: Stakes above a share
    -- description: Shares that count,
    -- description: largest first.
    -- parameter: percent real 10; from which percent on
    -- parameter: holder text null; of whom
    -- parameter: since day; from when on
    SELECT :percent, :holder, :since
    """

  @Test func `a header gives title, description and parameters`() throws {
    let query = try SavedQuery(name: "large-stakes", text: Self.text)
    #expect(query.title == "Stakes above a share")
    #expect(query.description == "Shares that count, largest first.")
    #expect(query.parameters.map(\.name) == ["percent", "holder", "since"])
    #expect(query.parameters.map(\.standard) == [.real(10), .null, nil])
    #expect(
      query.parameters.map(\.meaning) == ["from which percent on", "of whom", "from when on"])
  }

  static let bad: [(text: String, line: Int, fault: String)] = [
    ("SELECT 1", 1, "no title"), ("", 1, "no title"), ("-- title:\nSELECT 1", 1, "no title"),
    ("-- title: a\n-- title: b\n", 2, "two titles"),
    ("-- title: a\n-- titel: b\n", 2, "'titel' is no key"),
    ("-- title: a\n-- parameter: x\n", 2, "is written"),
    ("-- title: a\n-- parameter: x text\n", 2, "is written"),
    ("-- title: a\n-- parameter: x text;\n", 2, "is written"),
    ("-- title: a\n-- parameter: x float; b\n", 2, "no type"),
    ("-- title: a\n-- parameter: x integer one; b\n", 2, "whole number"),
    ("-- title: a\n-- parameter: x day 2024-13; b\n", 2, "not a date"),
    ("-- title: a\n-- parameter: x text; b\n-- parameter: x text; c\n", 3, "twice"),
  ]

  @Test func `a bad header is refused with its line`() {
    for (text, line, fault) in Self.bad {
      let rejection = #expect(throws: Rejection.self, "\(text)") {
        try SavedQuery(name: "a", text: text)
      }
      #expect(rejection?.code == .badQueryFile)
      #expect(rejection?.location?.line == line, "\(text)")
      #expect(rejection?.message.contains(fault) ?? false, "\(rejection?.description ?? "")")
    }
    #expect(throws: Rejection.self) { try SavedQuery(name: "Not a name", text: Self.text) }
  }

  @Test func `values are what the header's types want, or refused`() throws {
    let query = try SavedQuery(name: "a", text: Self.text)
    func completed(_ words: [String]) throws -> QueryParameters {
      try query.complete(QueryParameters(words: words))
    }
    let given = try completed(["since=2024-Q3", "holder=7", "percent=5"])
    #expect(given["since"] == .text("2024-09-30"))
    #expect(given["holder"] == .text("7"))
    #expect(given["percent"] == .real(5))
    #expect(try completed(["since=2024"])["percent"] == .real(10))
    #expect(try completed(["since=2024", "holder=1.0"])["holder"] == .text("1.0"))
    #expect(try completed(["since=2024", "percent:=null"])["percent"] == .null)
    for (words, code) in [
      ([], "missing-parameter"), (["since=x"], "bad-parameter"), (["since=?"], "bad-parameter"),
      (["since=2024", "percent=much"], "bad-parameter"),
      (["since=2024", "holdr=a"], "unused-parameter"),
    ] {
      let rejection = #expect(throws: Rejection.self) { try completed(words) }
      #expect(rejection?.code.rawValue == code, "\(words)")
    }
  }

  @Test func `every built-in query is embedded, and runs with its defaults under any clock`() throws
  {
    let folder = Package.root.appending(path: "Sources/Query/Saved")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(
      files == SavedQuery.builtIn.map { $0.name.replacing("-", with: "_") + ".sql" }.sorted())
    #expect(SavedQuery.builtIn.map(\.name) == SavedQuery.builtIn.map(\.name).sorted())
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      _ = try ledger.importFiles(
        ["microsoft-openai.jsonl", "ai-deals.jsonl"].map {
          Package.fixtures.appending(path: $0).path
        }, restoring: true)
      let needed = ["slug": "ip-licence", "entity": "microsoft", "since": "2026-04-26"]
      for query in SavedQuery.builtIn {
        let words = query.parameters.filter { $0.standard == nil }
          .map { "\($0.name)=\(needed[$0.name] ?? "")" }
        let parameters = try query.complete(QueryParameters(words: words))
        var rows = 0
        try ledger.query(
          Clock(asOf: Day("2026-05-01"), knownAt: 169), limits: QueryLimits(seconds: 60)
        )
        .run(query.sql, parameters, columns: { _ in }, row: { _ in rows += 1 })
        // The sample has none of these; RealDealTests has.
        let isElsewhere = ["board", "options", "rights-ending"].contains(query.name)
        #expect(rows > 0 || isElsewhere, "\(query.name)")
      }
      try ledger.close()
    }
  }

  @Test func `files beside the ledger and of the user are found, and no name means two`() throws {
    try withTemporaryFolder { folder in
      let own = folder.appending(path: "queries")
      let users = folder.appending(path: "config/stakebook/queries")
      for folder in [own, users] {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      }
      func write(_ text: String, _ folder: URL, _ name: String) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
      }
      try write(Self.text, own, "large.sql")
      try write(Self.text, own, "cap-table.sql")
      try write("SELECT 1", own, "bare.sql")
      try write(Self.text, own, "notes.txt")
      try write(Self.text, users, "large.sql")
      try write(Self.text, users, "mine.sql")
      try Data([0xFF]).write(to: users.appending(path: "bytes.sql"))
      let saved = SavedQueries(
        ledger: folder.appending(path: "l.db").path,
        environment: ["XDG_CONFIG_HOME": folder.appending(path: "config").path])
      let files = try ["large", "mine", "cap-table"].map { try saved.named($0).file }
      #expect(
        files == [
          own.appending(path: "large.sql").path, users.appending(path: "mine.sql").path, nil,
        ])
      let reasons = saved.leftOut.map { "\($0.name) \($0.reason.code)" }
      #expect(
        reasons == [
          "bare bad-query-file", "cap-table name-taken", "bytes bad-query-file",
          "large name-taken",
        ])
      for (name, code) in [
        ("bare", "bad-query-file"), ("notes", "unknown-query"), ("captable", "unknown-query"),
      ] {
        let rejection = #expect(throws: Rejection.self) { try saved.named(name) }
        #expect(rejection?.code.rawValue == code, "\(name)")
      }
      let home = SavedQueries(ledger: "l.db", environment: ["HOME": folder.path])
      #expect(home.queries.count == SavedQuery.builtIn.count)
    }
  }
}
