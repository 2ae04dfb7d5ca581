import GRDB
import Stakebook
import TestSupport
import Testing

@testable import Projections

/// A query that names a view that is long to prepare gets the rows that the view has as it stands.
struct SharingTests {
  @Test(arguments: Shadows.longToPrepare.sorted())
  func `a query of a view that is long to prepare gives its rows under any clock`(_ name: String)
    throws
  {
    try withTemporaryFolder { folder in
      let ledger = try Ledger.ofFixtures(in: folder)
      let sql = "SELECT * FROM \(name)"
      for clock in [Clock.today, Clock(asOf: try Day("2025-09-30"), knownAt: 100)] {
        #expect(!clock.sharing(for: sql).isEmpty)
        let told = try Self.rows(sql, ledger.query(clock, limits: QueryLimits(seconds: nil)))
        let stands = try ledger.read(clock) { reading in
          try Row.fetchAll(reading.database, sql: sql).map { row in
            row.databaseValues.map { Self.text($0) }.joined(separator: "|")
          }
        }
        #expect(told.count > 3)
        expectSame(told.sorted(), stands.sorted(), name)
      }
    }
  }

  private static func rows(_ sql: String, _ connection: QueryConnection) throws -> [String] {
    var rows: [String] = []
    try connection.run(sql, columns: { _ in }) { row in
      rows.append(
        row.map { cell in
          switch cell {
          case .null: text(.null)
          case .integer(let number): text(number.databaseValue)
          case .real(let number): text(number.databaseValue)
          case .text(let said): text(said.databaseValue)
          case .blob: "a blob"
          }
        }.joined(separator: "|"))
    }
    return rows
  }

  /// With its type: a number is not the text that is written like it.
  private static func text(_ value: DatabaseValue) -> String { value.description }

  @Test func `what a query shares is gone with it, and it may do no more than any other`() throws {
    let desk = try Desk()
    let connection = try desk.ledger.query()
    func ask(_ sql: String) throws -> [String] { try Self.rows(sql, connection) }
    let coming = "SELECT count(*) FROM upcoming"
    #expect(!Clock.today.sharing(for: coming).isEmpty)
    let before = try ask(coming)
    try desk.say(
      DebtIssued(
        debt: "loan", lender: "alpha", borrower: "beta", principal: "JPY 5",
        maturity: "2099"), "2020")
    #expect(try ask(coming) != before)
    #expect(try ask("SELECT name FROM sqlite_temp_schema") == [])
    for barred in ["DELETE FROM event", "CREATE TABLE t (c)", "ROLLBACK", "PRAGMA query_only = 0"] {
      #expect(throws: Rejection.self) { try ask("\(coming); \(barred)") }
    }
    #expect(try ask(coming) != before)
  }
}
