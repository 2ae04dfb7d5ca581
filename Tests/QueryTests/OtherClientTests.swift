import Foundation
import GRDB
import Stakebook
import TestSupport
import Testing

/// The file is an ordinary SQLite database: any client reads the same rows.
struct OtherClientTests {
  @Test func `any other connection reads the rows that stakebook sql gives`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      _ = try ledger.importFiles(
        ["microsoft-openai.jsonl", "ai-deals.jsonl"].map {
          Package.fixtures.appending(path: $0).path
        }, restoring: true)
      try ledger.close()

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

  private static func value(_ value: DatabaseValue) -> QueryValue {
    switch value.storage {
    case .null: .null
    case .int64(let number): .integer(number)
    case .double(let number): .real(number)
    case .string(let text): .text(text)
    case .blob(let data): .blob(Array(data))
    }
  }
}
