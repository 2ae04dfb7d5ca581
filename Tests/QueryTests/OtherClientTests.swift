import Foundation
import GRDB
import Stakebook
import TestSupport
import Testing

/// The file is an ordinary SQLite database: any client reads the same rows.
struct OtherClientTests {
  private static func makeLedger(at path: String) throws {
    try Ledger.create(at: path)
    let ledger = try Ledger.open(at: path, for: .writing)
    _ = try ledger.importFiles(
      ["microsoft-openai.jsonl", "ai-deals.jsonl"].map {
        Package.fixtures.appending(path: $0).path
      }, restoring: true)
    try ledger.close()
  }

  @Test func `any other connection reads the rows that stakebook sql gives`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Self.makeLedger(at: path)
      let reader = try Ledger.open(at: path)
      let other = try DatabaseQueue(path: path)
      for view in Projections.publicViews {
        let sql = "SELECT * FROM \(view.name) ORDER BY \(view.order)"
        var ours: [[String]] = []
        try reader.query().run(sql, columns: { _ in }) { row in
          ours.append(row.map { "\($0)" })
        }
        let theirs: [[String]] = try other.read { database in
          try Row.fetchAll(database, sql: sql).map { row in
            Array(row.databaseValues).map { "\(Self.value($0))" }
          }
        }
        #expect(ours == theirs, "\(view.name)")
      }
      try reader.close()
    }
  }

  @Test func `who lists the views in the order in which they were made sees the public ones first`()
    throws
  {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Self.makeLedger(at: path)
      let names = try DatabaseQueue(path: path).read { database in
        try String.fetchAll(
          database, sql: "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY rowid")
      }
      #expect(names.prefix { !$0.hasPrefix("x_") } == Projections.publicViews.map(\.name)[...])
    }
  }

  /// Programs that open the ledger to read it, and run the statements of standard input.
  private static let programs = [
    "sqlite3 -readonly -batch ledger.db",
    """
    python3 -c '
    import sqlite3, sys
    ledger = sqlite3.connect("file:ledger.db?mode=ro", uri=True)
    for statement in sys.stdin.read().split(";"):
        for row in ledger.execute(statement): print(row[0])
    '
    """,
  ]

  /// Each value as SQL, so that types, NULL and every byte are compared.
  private static func statement(_ view: View) -> String {
    let values = view.columns.map { "quote(\"\($0.name)\")" }.joined(separator: " || ',' || ")
    return "SELECT hex(\(values)) FROM (SELECT * FROM \(view.name) ORDER BY \(view.order))"
  }

  @Test(arguments: programs)
  func `the sqlite3 shell and Python read what stakebook sql gives, and cannot write`(
    _ program: String
  ) throws {
    try withTemporaryFolder { folder in
      let shell = Shell(in: folder)
      guard try shell.run("command -v \(program.prefix { $0 != " " })").code == 0 else { return }
      let path = folder.appending(path: "ledger.db").path
      try Self.makeLedger(at: path)
      let reader = try Ledger.open(at: path)
      var ours: [String] = []
      for view in Projections.publicViews {
        try reader.query().run(Self.statement(view), columns: { _ in }) { row in
          if case .text(let text) = row[0] { ours.append(text) }
        }
      }
      try reader.close()
      let statements = Projections.publicViews.map(Self.statement).joined(separator: ";\n")
      try statements.write(
        to: folder.appending(path: "all.sql"), atomically: true, encoding: .utf8)
      let outcome = try shell.run("\(program) < all.sql")
      #expect(outcome.errors == "")
      #expect(ours.count > 500)
      #expect(outcome.output.split(separator: "\n").map(String.init) == ours)

      try "DELETE FROM event".write(
        to: folder.appending(path: "delete.sql"), atomically: true, encoding: .utf8)
      #expect(try shell.run("\(program) < delete.sql").code != 0)
    }
  }

  private static func value(_ value: DatabaseValue) -> Cell {
    switch value.storage {
    case .null: .null
    case .int64(let number): .integer(number)
    case .double(let number): .real(number)
    case .string(let text): .text(text)
    case .blob(let data): .blob(Array(data))
    }
  }
}
