import Foundation
import Stakebook
import TestSupport
import Testing

/// A connection of its own and the ledger's answer alike, and neither can do anything but read.
struct ConnectionTests {
  /// The sections of `attacks.txt`: what each of its statements is refused with.
  private static func attacks() throws -> [(code: String, sql: String)] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "attacks.txt")
    var code = ""
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      if line.hasPrefix("# ") {
        code = String(line.dropFirst(2))
        return nil
      }
      return line.hasPrefix("//") ? nil : (code, String(line))
    }
  }

  @Test func `on the ledger's own connection it is answered alike, under the same clock`() throws {
    try QueryTests.withLedger { ledger, path in
      let clock = try Clock(asOf: Day("2020-06-01"))
      let questions = QueryTests.asked.map(\.0) + ["SELECT event, type, effective FROM events"]
      let answers = try questions.map { try QueryTests.rows($0, clock: clock, of: ledger) }
      try ledger.close()
      let reader = try Ledger.open(at: path)
      do {
        let sole = try reader.soleQuery(clock, limits: QueryLimits())
        for (question, answer) in zip(questions, answers) {
          #expect(try QueryTests.rows(question, on: sole) == answer, "\(question)")
        }
      }
      try reader.close()
    }
  }

  @Test(arguments: [false, true])
  func `what does not read is refused with a stable code, and nothing is written`(
    onOwn isSole: Bool
  ) throws {
    let attacks =
      try Self.attacks() + [
        ("empty-query", ""), ("sql", "SELECT \u{0}1"),
        (
          "sql",
          "SELECT \(String(repeating: "(", count: 2000))1\(String(repeating: ")", count: 2000))"
        ),
        ("too-big", "SELECT '\(String(repeating: "x", count: 1_000_000))'"),
        ("too-many-statements", String(repeating: "SELECT 1;", count: 501)),
      ]
    #expect(attacks.count >= 100)
    try QueryTests.withLedger { ledger, path in
      try ledger.close()
      let folder = URL(filePath: path).deletingLastPathComponent().path
      let before = try Data(contentsOf: URL(filePath: path))
      let readers = try [60, 0.2].map { seconds in
        (try Ledger.open(at: path), QueryLimits(seconds: seconds))
      }
      let clock = try Clock(asOf: Day("2020-06-01"))
      do {
        let connections = try readers.map { reader, limits in
          try isSole
            ? reader.soleQuery(clock, limits: limits) : reader.query(clock, limits: limits)
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        for (code, sql) in attacks {
          let rejection = #expect(throws: Rejection.self, "\(sql.prefix(200))") {
            try connections[code == "timeout" ? 1 : 0].run(sql, columns: { _ in }, row: { _ in })
          }
          #expect(
            rejection?.code.rawValue == code, "\(sql.prefix(200)): \(rejection?.description ?? "")")
          #expect((rejection?.message.count ?? 0) > 5)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == files)
      }
      for (reader, _) in readers { try reader.close() }
      let reader = try Ledger.open(at: path)
      #expect(try QueryTests.rows("SELECT count(*) FROM event", of: reader) == [[.integer(4)]])
      try reader.close()
      #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }
  }
}
