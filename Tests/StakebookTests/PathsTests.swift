import Foundation
import Stakebook
import TestSupport
import Testing

/// Every way in writes the same ledger: nothing is checked, hashed or computed less on the fast ones.
struct PathsTests {
  /// How events come into a ledger.
  enum Path: CaseIterable {
    case oneByOne, submitted, submittedTogether, imported
  }

  /// What the events say, without what chance and the clock of the system add.
  private static let said = """
    SELECT seq, id, stream, version, type, effective, effective_earliest, effective_latest, status,
      data, sources, actor, note, correlation_id, causation_id
    FROM event
    ORDER BY seq
    """

  /// The lines of the fixtures, without what only the ledger may say.
  private static func lines() throws -> [JSON] {
    try ["catalogue.jsonl", "microsoft-openai.jsonl"].flatMap { (name: String) in
      let path = Package.fixtures.appending(path: name)
      return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map { line in
        guard case .object(var object) = try JSON.read(Array(line.utf8)) else { return JSON.null }
        for name in ["seq", "version", "recorded_at", "salt"] { object[name] = nil }
        return .object(object)
      }
    }
  }

  private static func drafts() throws -> [Draft] {
    try lines().map { try Draft(line: $0, restoring: false) }
  }

  private static func write(_ lines: [JSON], in folder: URL) throws -> String {
    let path = folder.appending(path: "lines.jsonl")
    try Data(lines.map { $0.canonical + "\n" }.joined().utf8).write(to: path)
    return path.path
  }

  /// A ledger of all fixtures: what was said, and every row that was computed from it.
  private static func ledger(by path: Path) async throws -> (said: [String], computed: [String]) {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "ledger.db").path
      try Ledger.create(at: file)
      let ledger = try Ledger.open(at: file, for: .writing)
      switch path {
      case .oneByOne:
        for draft in try drafts() { try ledger.append([draft]) }
      case .submitted:
        for draft in try drafts() { _ = try await ledger.submit([draft]) }
      case .submittedTogether:
        _ = try await ledger.submit(try drafts())
      case .imported:
        _ = try ledger.importFiles([Self.write(lines(), in: folder)])
      }
      #expect(try ledger.verify().verification.findings == [])
      #expect(try ledger.audit() == [])
      let tables = try ledger.texts(
        """
        SELECT name
        FROM sqlite_schema
        WHERE type = 'table' AND name NOT IN ('event', 'ledger') AND name NOT LIKE 'sqlite%'
        ORDER BY name
        """)
      let computed = try tables.flatMap { table in
        try ledger.texts("SELECT * FROM \(table)").sorted().map { "\(table) \($0)" }
      }
      let result = (said: try ledger.texts(said), computed: computed)
      try ledger.close()
      return result
    }
  }

  @Test func `every way in writes the same events and computes the same rows`() async throws {
    let slow = try await Self.ledger(by: .oneByOne)
    #expect(slow.said.count > 140)
    #expect(slow.computed.count > 700)
    for path in Path.allCases.dropFirst() {
      let fast = try await Self.ledger(by: path)
      #expect(fast.said == slow.said, "\(path)")
      #expect(fast.computed == slow.computed, "\(path)")
    }
  }

  @Test func `an event that was recorded again has the same hashes, whichever way it came`() throws
  {
    try withTemporaryFolder { folder in
      let first = folder.appending(path: "first.db").path
      try Ledger.create(at: first)
      let ledger = try Ledger.open(at: first, for: .writing)
      for draft in try Self.drafts() { try ledger.append([draft]) }
      var lines: [JSON] = []
      try ledger.forEachEvent { lines.append(try $0.line) }
      let export = try Self.write(lines, in: folder)

      let second = folder.appending(path: "second.db").path
      try Ledger.create(at: second)
      let restored = try Ledger.open(at: second, for: .writing)
      _ = try restored.importFiles([export], restoring: true)
      let everything = "SELECT * FROM event ORDER BY seq"
      let (once, again) = (try ledger.texts(everything), try restored.texts(everything))
      #expect(once == again)
      #expect(once.count == lines.count)
    }
  }
}

extension Ledger {
  /// The rows of an answer, each as one text; bytes are shown.
  func texts(_ sql: String) throws -> [String] {
    var rows: [String] = []
    try query().run(sql, columns: { _ in }) { row in
      let values = row.map { if case .text(let text) = $0 { text } else { "\($0)" } }
      rows.append(values.joined(separator: " | "))
    }
    return rows
  }
}
