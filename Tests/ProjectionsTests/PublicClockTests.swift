import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Projections

/// What a reader could know on a day: facts of which a source was published by then.
struct PublicClockTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  @discardableResult
  private func say(
    _ percent: Percent, published: String?..., on day: PartialDate = "2019-01-01"
  ) throws -> Seq {
    try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: percent, basis: .voting), day,
      from: published.map { Source("A paper", kind: .press, published: $0) })
  }

  private func stake(publicBy: String, knownAt: Seq? = nil) throws -> String? {
    try desk.ask("SELECT stated FROM stakes", knownAt: knownAt, publicBy: publicBy).first
  }

  @Test func `a fact is public from the day on which its earliest source was published`() throws {
    try say("10%", published: "2021-06-01", nil, "2020-03-15")
    #expect(try stake(publicBy: "2020-03-14") == nil)
    #expect(try stake(publicBy: "2020-03-15") == "10%")
    #expect(try stake(publicBy: "2020-Q1") == "10%")
  }

  @Test func `of what was public by a day the claim counts that counts among these`() throws {
    try say("10%", published: "2020-01-01", on: "2020-01-01")
    try say("20%", published: "2022-01-01", on: "2021-01-01")
    #expect(try stake(publicBy: "2021-12-31") == "10%")
    #expect(try desk.ask("SELECT claims FROM stakes", publicBy: "2021-12-31") == ["1"])
    #expect(try stake(publicBy: "2022-01-01") == "20%")
  }

  @Test(arguments: [
    "2019", "2019-02", "2020-02", "2019-Q3", "2019-q4", "2019-H1", "2019-H2", "2019-07-22", "~2021",
    "about 2021-04", "circa 2021", "~ 2021-Q1", "2019..2025-10", "2019-01-05 .. 2019-Q2",
    "..2025-10-28", "..2025", " 2020-11 ", "?",
  ])
  func `a source was surely public on the last day that it may mean`(_ text: String) throws {
    let last = try PartialDate(text).latest?.description ?? "-"
    #expect(try desk.ask("SELECT \(PublicClock.lastDay("'\(text)'"))") == [last])
  }

  @Test func `where no source has a day the fact is public from its recording on`() throws {
    try say("10%", published: nil, "?")
    #expect(try stake(publicBy: "yesterday") == nil)
    #expect(try stake(publicBy: "today") == "10%")
  }

  @Test func `retractions and corrections apply as they are known`() throws {
    let slip = try say("10%", published: "2020-01-01", on: "2020-01-01")
    let wrong = try say("20%", published: "2020-02-01", on: "2020-02-01")
    let retraction = try desk.retract(wrong)
    var correction = Correction(reason: "misread")
    correction.assignments = ["percent=12%"]
    correction.sources = [Source("A filing", kind: .filing, published: "2024-01-01")]
    try desk.ledger.correct(String(slip), correction)
    #expect(try stake(publicBy: "2019-12-31") == nil)
    #expect(try stake(publicBy: "2020-12-31") == "12%")
    #expect(try stake(publicBy: "2020-12-31", knownAt: wrong) == "20%")
    #expect(try stake(publicBy: "2020-12-31", knownAt: retraction) == "10%")
  }

  @Test func `a condition is there from the first public event on that names it`() throws {
    for (commitment, published) in [("first", "2022-01-01"), ("second", "2020-01-01")] {
      try desk.say(
        CapitalCommitted(
          commitment: try CommitmentID(commitment), investor: "alpha", issuer: "beta",
          amount: "JPY 100", conditions: [.verified("milestone")]), "2019-01-01",
        from: [Source("A paper", published: published)])
    }
    let conditions = "SELECT condition, event FROM conditions"
    #expect(try desk.ask(conditions, publicBy: "2019-12-31") == [])
    #expect(try desk.ask(conditions, publicBy: "2021-12-31") == ["milestone 7"])
    #expect(try desk.ask(conditions, publicBy: "2022-12-31") == ["milestone 6"])
  }

  @Test func `entities are always there, a partnership from the first of its stream on`() throws {
    let form = { (slug: StreamID, published: String?) in
      _ = try desk.ledger.append([
        Draft(
          PartnershipFormed(name: "Other", parties: ["gamma", "delta"]), stream: slug,
          effective: "2019", sources: [Source("A paper", published: published)])
      ])
    }
    try form("undated", nil)
    try form("dated", "2022-01-01")
    try desk.ledger.append([
      Draft(
        StakeReported(holder: "gamma", issuer: "delta", percent: "10%", basis: .voting),
        stream: "dated", effective: "2019", sources: [Source("A paper", published: "2021-01-01")])
    ])
    let partnerships = "SELECT partnership FROM partnerships WHERE partnership <> 'deal'"
    #expect(try desk.ask(partnerships, publicBy: "2020-12-31") == ["undated"])
    #expect(try desk.ask(partnerships, publicBy: "2021-01-01").sorted() == ["dated", "undated"])
    #expect(try desk.ask("SELECT count(*) FROM entities", publicBy: "2000-01-01") == ["4"])
    let clock = try desk.ledger.clock(asOf: nil, knownAt: nil, publicBy: "2020")
    let rejection = #expect(throws: Rejection.self) {
      try desk.ledger.snapshot(partnerships: ["dated"], clock: clock)
    }
    #expect(rejection?.message == "nothing of the partnership 'dated' was public by 2020-12-31")
    #expect(rejection?.hint == "Write --public-by 2021-01-01 or later.")
  }

  @Test func `the log, its sources and the tables asked for by name are those of the day`() throws {
    try say("10%", published: "2020-01-01")
    try say("20%", published: "2021-01-01")
    for (table, of) in [("events", "event"), ("sources", "event"), ("event", "seq")] {
      let sql = "SELECT count(*) FROM \(table) WHERE \(of) > 5"
      #expect(try desk.ask(sql, publicBy: "2020-06-30") == ["1"], "\(table)")
    }
    let clock = try desk.ledger.clock(asOf: nil, knownAt: nil, publicBy: "2020-06-30")
    var seqs: [String] = []
    try desk.ledger.forEachLogLine(clock: clock) { seqs.append("\($0)") }
    #expect(seqs.count == 6)
    #expect(throws: Rejection.self) { try desk.ask(["SELECT * FROM main.stakes"], clock) }
  }

  @Test func `what was told without a day and corrected later counts from its first recording on`()
    throws
  {
    try withTemporaryFolder { folder in
      func line(_ number: Int, _ day: String, _ members: String) -> String {
        """
        {"id":"018bcfe5-6800-7000-8000-00000000000\(number)","salt":"\(String(repeating: "00", count: 16))",\
        "recorded_at":"\(day)T00:00:00.000000Z","effective":"2019","stream":"deal",\(members)}

        """
      }
      func stake(_ percent: Int) -> String {
        """
        "type":"stake.reported","data":{"holder":"a","issuer":"b","basis":"voting","percent":"\(percent)%"}
        """
      }
      func correction(_ event: Int) -> String {
        """
        "type":"event.corrected","data":{"event":"018bcfe5-6800-7000-8000-00000000000\(event)",\
        "replacement":"018bcfe5-6800-7000-8000-00000000000\(event + 1)","reason":"misread"}
        """
      }
      let entities = ["a", "b"].enumerated().map { place, slug in
        line(
          place, "2020-01-01",
          #""type":"entity.registered","data":{"entity":"\#(slug)","name":"\#(slug)","kind":"company"}"#
        ).replacing("\"deal\"", with: "\"entities\"")
      }
      let lines =
        entities + [
          line(
            2, "2020-01-01",
            #""type":"partnership.formed","data":{"name":"D","parties":["a","b"]}"#),
          line(3, "2020-01-01", stake(10)),
          line(4, "2021-01-01", stake(11)), line(8, "2021-01-01", correction(3)),
          line(5, "2022-01-01", stake(12)), line(9, "2022-01-01", correction(4)),
        ]
      let file = folder.appending(path: "lines.jsonl")
      try Data(lines.joined().utf8).write(to: file)
      let path = folder.appending(path: "ledger.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      _ = try ledger.importFiles([file.path], restoring: true)
      func stakes(_ publicBy: String, knownAt: String? = nil) throws -> [String] {
        let clock = try ledger.clock(asOf: nil, knownAt: knownAt, publicBy: publicBy)
        let rows = try ledger.state(partnerships: ["deal"], clock: clock).rows("stakes")
        expectSame(try ledger.state(clock: clock).rows("stakes"), rows)
        return rows.compactMap { $0["stated"]?.stringValue }
      }
      #expect(try stakes("2019-12-31") == [])
      #expect(try stakes("2020-01-01") == ["12%"])
      #expect(try stakes("2020-01-01", knownAt: "2021-06") == ["11%"])
      try ledger.close()
    }
  }

  @Test func `a snapshot says by which day, follows from the ledger, and is read again`() throws {
    try say("10%", published: "2020-01-01")
    try say("20%", published: "2021-01-01")
    let clock = try desk.ledger.clock(asOf: nil, knownAt: nil, publicBy: "2020-06-30")
    let snapshot = try desk.ledger.snapshot(clock: clock)
    #expect(snapshot.header.publicBy == "2020-06-30")
    #expect(snapshot.rows("stakes").map { $0["stated"] } == ["10%"])
    var bytes = Array((snapshot.text + "\n").utf8)
    #expect(try Snapshot(reading: bytes).header == snapshot.header)
    let header = try desk.ledger.check(
      SnapshotComparison {
        defer { bytes = [] }
        return bytes
      })
    #expect(header.publicBy == "2020-06-30")
  }

  @Test func `readings that ask for no such day are made of the file's own tables`() throws {
    let other = Clock(asOf: try Day("2020-01-01"), knownAt: 3)
    let names = ["event", "x_claim", "x_name", "replacement", "hidden"]
    func made(_ clock: Clock) -> [String] {
      names.filter { name in
        clock.statements.contains { statement in
          ["VIEW \(name) ", "VIEW \(name)\n", "TABLE temp.\(name) "].contains {
            statement.hasPrefix("CREATE TEMP \($0)") || statement.hasPrefix("CREATE \($0)")
          }
        }
      }
    }
    #expect(made(other) == [])
    #expect(made(Clock(publicBy: try Day("2020-01-01"))) == names)
    #expect(Projections.views.contains { $0.sql.contains("INDEXED BY claim_long") })
  }
}
