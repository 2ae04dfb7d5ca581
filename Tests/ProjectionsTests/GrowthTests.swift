import Foundation
import GRDB
import GRDBSQLite
import TestSupport
import Testing

@testable import Projections
@testable import Stakebook

/// Twice as many things of every kind take twice the work: nothing is tried each with each.
///
/// What SQLite does is counted, not timed: the steps of its machine, the same on every computer.
struct GrowthTests {
  /// What is told of one thing of each kind in one partnership; `{n}` is its number, `{m}` the one before,
  /// and `{d}` a day of its own. Each tenth is a whole of which the next nine are parts, each of the one
  /// before.
  private static let told = [
    ("entity.registered", #""entity":"person-{n}","name":"Person {n}","kind":"person""#),
    (
      "capital.committed",
      #""commitment":"c-{n}","investor":"alpha","issuer":"beta","amount":"USD 5bn"{part}"#
    ),
    (
      "capital.funded",
      #""commitment":"c-{n}","investor":"alpha","issuer":"beta","amount":"USD {n}m","cumulative":true"#
    ),
    (
      "capital.funded",
      #""commitment":"c-{n}","investor":"alpha","issuer":"beta","amount":"EUR 3m""#
    ),
    ("fx_rate.recorded", #""base":"EUR","quote":"USD","fx_rate":"1.2""#),
    (
      "purchase.committed",
      #""commitment":"p-{n}","buyer":"beta","supplier":"alpha","subject":"x","amount":"USD 5bn""#
    ),
    ("purchase.drawn", #""commitment":"p-{n}","amount":"USD 2m""#),
    (
      "payment.promised",
      #""payment":"y-{n}","payer":"alpha","payee":"beta","amount":"USD 5m","category":"upfront""#
    ),
    ("payment.made", #""payment":"y-{n}","payer":"alpha","payee":"beta","amount":"USD 2m""#),
    ("condition.defined", #""condition":"k-{n}","criterion":"a threshold""#),
    ("condition.declared", #""condition":"k-{n}""#),
    (
      "agreement.signed",
      #""agreement":"a-{n}","kind":"definitive","parties":["alpha","beta"],"binding":true,"term":"2020..2031""#
    ),
    ("agreement.amended", #""agreement":"a-{n}","summary":"more""#),
    (
      "right.granted",
      #""right":"r-{n}","grantor":"beta","grantee":"alpha","kind":"exclusivity","agreement":"a-{n}""#
    ),
    ("right.amended", #""right":"r-{n}","scope":["a{n}"]"#),
    (
      "option.granted",
      #""option":"o-{n}","writer":"beta","holder":"alpha","kind":"call","percent":"27%","window":{"to":"2031"},"conditions":["k-{n}"]"#
    ),
    ("option.amended", #""option":"o-{n}","window":{"to":"2032"}"#),
    (
      "debt.issued",
      #""debt":"d-{n}","lender":"alpha","borrower":"beta","principal":"USD 5m","maturity":"2030""#
    ),
    ("debt.repaid", #""debt":"d-{n}","amount":"USD 1m""#),
    (
      "revenue_share.agreed",
      #""share":"s-{n}","payer":"beta","payee":"alpha","share_rate":"10%","base":"revenue""#
    ),
    ("revenue_share.paid", #""share":"s-{n}","amount":"USD 1m""#),
    (
      "warrant.issued",
      #""warrant":"w-{n}","holder":"alpha","issuer":"beta","units":"90m shares","strike":"USD 0.01""#
    ),
    ("warrant.vested", #""warrant":"w-{n}","units":"1m shares""#),
    ("dispute.opened", #""dispute":"u-{n}","parties":["alpha","beta"],"subject":"a fee""#),
    ("dispute.ruled", #""dispute":"u-{n}","outcome":"won""#),
    ("round.signed", #""round":"n-{n}","issuer":"beta","kind":"primary","raised":"USD 9m""#),
    ("round.joined", #""round":"n-{n}","investor":"alpha","amount":"USD 1m""#),
    (
      "office.taken",
      #""entity":"beta","person":"person-{n}","office":"director","nominated_by":"alpha""#
    ),
    (
      "stake.reported",
      #""holder":"alpha","issuer":"beta","percent":"20%","basis":"outstanding","value":"USD 9m""#
    ),
    (
      "valuation.reported",
      #""subject":"company","issuer":"beta","amount":"USD 35m","basis":"post_money""#
    ),
    (
      "total.reported", #""measure":"capital.funded","from":"alpha","to":"beta","amount":"USD 9bn""#
    ),
  ]

  /// Many things of which little is told, or one of each kind of which much is.
  private static func ledger(of count: Int, isWide: Bool = true) throws -> Desk {
    let desk = try Desk()
    let lines = (1...count).flatMap { number in
      told.map { type, data in
        // Each on a day of its own.
        let day = "20\(number / 25 + 10)-05-\(number % 25 + 1 < 10 ? "0" : "")\(number % 25 + 1)"
        let filled = data.replacing("-{n}", with: isWide ? "-\(number)" : "-1")
          .replacing("{n}", with: "\(number)")
          .replacing(
            "{part}", with: number % 10 == 0 || !isWide ? "" : #","part_of":"c-\#(number - 1)""#)
        let own = ["entity.registered", "fx_rate.recorded"].contains(type)
        return """
          {"type":"\(type)","effective":"\(day)","data":{\(filled)},\
          "sources":[{"title":"A paper"}]\(own ? "" : #","stream":"deal""#)}
          """
      }
    }
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(lines.joined(separator: "\n").utf8).write(to: file)
    _ = try desk.ledger.importFiles([file.path])
    return desk
  }

  /// How many steps SQLite's machine takes for everything in a view, and in each of the tables that views
  /// share.
  private static func steps(_ desk: Desk, _ extent: Reading.Extent) throws -> [String: Double] {
    try desk.ledger.read(.today, extent) { reading in
      var steps: [String: Double] = [:]
      for view in Projections.views where view.isPublic || !view.lookups.isEmpty {
        var select = view.sql
        var arguments = StatementArguments()
        if view.lookups.isEmpty {
          // As a state lists it.
          select =
            reading.along(view) + """
              SELECT * FROM \(view.name) WHERE \(Reading.filter(for: view)) ORDER BY \(view.wholeOrder)
              """
          arguments = ["partnership": "deal"]
        }
        let statement = try reading.database.makeStatement(sql: select)
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        while try rows.next() != nil {}
        steps[view.name] = Double(
          sqlite3_stmt_status(statement.sqliteStatement, SQLITE_STMTSTATUS_VM_STEP, 0))
      }
      return steps
    }
  }

  private static func requireEven(
    _ few: Desk, _ many: Desk, _ extent: Reading.Extent, _ label: String
  ) throws {
    let small = try steps(few, extent)
    let large = try steps(many, extent)
    #expect(small.count > 40)
    for (view, few) in small.sorted(by: { $0.key < $1.key }) {
      let growth = try #require(large[view]) / few
      // Sorting takes a little more than twice.
      #expect(growth < 2.35, "\(label), \(view): \(few) steps, then \(growth) times as many")
    }
  }

  @Test func `twice as much takes twice the work in every view`() throws {
    let (few, many) = (try Self.ledger(of: 40), try Self.ledger(of: 80))
    try Self.requireEven(few, many, .wholeState, "whole")
    try Self.requireEven(few, many, .partnerships(["deal"]), "of the partnership")
  }

  @Test func `twice as many who speak of one thing take twice the work`() throws {
    let (few, many) = (
      try Self.ledger(of: 100, isWide: false), try Self.ledger(of: 200, isWide: false)
    )
    try Self.requireEven(few, many, .partnerships(["deal"]), "claims")
  }

  /// How many times SQLite's machine went ten steps while the body read.
  private static func tens(_ desk: Desk, _ body: (Reading) throws -> Void) throws -> Double {
    try desk.ledger.read(.today) { reading in
      var tens = 0
      let connection = reading.database.sqliteConnection
      try withUnsafeMutablePointer(to: &tens) { count in
        sqlite3_progress_handler(
          connection, 10,
          { count in
            count?.assumingMemoryBound(to: Int.self).pointee += 1
            return 0
          }, count)
        defer { sqlite3_progress_handler(connection, 0, nil, nil) }
        try body(reading)
      }
      return Double(tens)
    }
  }

  @Test func `a partnership that nobody knows is refused without a look at what is told of others`()
    throws
  {
    let work = try [50, 100].map { count in
      try Self.tens(try Self.ledger(of: count, isWide: false)) { reading in
        #expect(throws: Rejection.self) { try reading.partnerships(called: "nonesuch") }
      }
    }
    #expect(work[0] > 0)
    #expect(work[1] / work[0] < 1.3, "\(work)")
  }
}
