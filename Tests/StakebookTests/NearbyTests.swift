import Foundation
import Stakebook
import TestSupport
import Testing

/// What is read of what bears on a few events, or on one figure, is what the whole ledger tells.
struct NearbyTests {
  /// What the whole state tells otherwise, read whole at both readings.
  private static func whole(_ ledger: Ledger, _ from: Clock, _ to: Clock) throws -> String {
    func state(_ clock: Clock) throws -> Snapshot { try ledger.state(clock: clock) }
    let difference = Difference(from: try state(from), to: try state(to))
    return try ledger.read(to) { try difference.withEnds($0) }.text()
  }

  private static func ledger(_ lines: [String], in folder: URL, _ name: String = "ledger.db") throws
    -> Ledger
  {
    let path = folder.appending(path: name).path
    try Ledger.create(at: path)
    let ledger = try Ledger.open(at: path, for: .writing)
    _ = try ledger.importFiles([try file(lines, in: folder)])
    return ledger
  }

  private static func file(_ lines: [String], in folder: URL) throws -> String {
    let file = folder.appending(path: "\(UUID().uuidString).jsonl")
    try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: file)
    return file.path
  }

  @Test(arguments: 1...Dice.count("STAKEBOOK_NEARBY", orElse: 2))
  func `a difference of some events in random ledgers is that of everything`(_ seed: Int) throws {
    try withTemporaryFolder { folder in
      var talk = NearbyTalk(seed: UInt64(seed))
      let lines = talk.beginning + talk.lines(90)
      let ledger = try Self.ledger(lines, in: folder)
      let head = try ledger.head()
      for first in stride(from: Int64(talk.beginning.count), to: head - 4, by: 17) {
        for asOf in ["2022-06-30", nil] {
          let day = try asOf.map { try Day($0) }
          let from = Clock(asOf: day, knownAt: first)
          let to = Clock(asOf: day, knownAt: first + 4)
          let near = try ledger.difference(from: from, to: to)
          expectSame(near.text(), try Self.whole(ledger, from, to), "\(seed): after \(first)")
        }
      }
    }
  }

  @Test(arguments: 1...Dice.count("STAKEBOOK_NEARBY", orElse: 2))
  func `a dry run tells what the append then changes`(_ seed: Int) throws {
    try withTemporaryFolder { folder in
      var talk = NearbyTalk(seed: UInt64(seed) + 1000)
      let ledger = try Self.ledger(talk.beginning + talk.lines(60), in: folder)
      var trial = AppendTerms()
      trial.isDryRun = true
      for _ in 1...4 {
        let head = try ledger.head()
        let file = try Self.file(talk.lines(talk.dice.pick([1, 1, 3])), in: folder)
        let told = try ledger.importFiles([file], trial)
        #expect(try ledger.head() == head)
        let done = try ledger.importFiles([file])
        #expect(told.lastSeq == done.lastSeq)
        #expect(told.introductions == done.introductions)
        let whole = try Self.whole(ledger, Clock(knownAt: head), .today)
        // The last lines tell of events, which a trial and an append record at different times.
        expectSame(told.difference?.text(), whole, "\(seed): after \(head)")
      }
      #expect(try ledger.audit() == [])
    }
  }

  @Test func `a dry run is refused with the words of the append`() throws {
    try withTemporaryFolder { folder in
      let talk = NearbyTalk(seed: 1)
      let ledger = try Self.ledger(talk.beginning, in: folder)
      var trial = AppendTerms()
      trial.isDryRun = true
      let stake = ["issuer": "e2", "percent": "1%", "basis": "voting"]
      let unknown = "00000000-0000-7000-8000-000000000009"
      for line in [
        talk.line("stake.reported", "p1", stake.merging(["holder": "e9"]) { $1 }),
        talk.line("stake.reported", "p99", stake.merging(["holder": "e1"]) { $1 }),
        talk.line("event.retracted", "p1", ["event": unknown, "reason": "x"]),
        talk.line("event.retracted", "p1", ["event": talk.id(1), "reason": "x"]),
        talk.line("note.recorded", "p1", ["text": "x", "finding": "nothing:a"]),
      ] {
        let file = try Self.file([line, line], in: folder)
        let told = #expect(throws: Rejection.self) { try ledger.importFiles([file], trial) }
        let done = #expect(throws: Rejection.self) { try ledger.importFiles([file]) }
        #expect(told?.description == done?.description)
      }
    }
  }

  @Test func `what is said again is told by a dry run too`() throws {
    try withTemporaryFolder { folder in
      var talk = NearbyTalk(seed: 2)
      let lines = talk.lines(12)
      let ledger = try Self.ledger(talk.beginning + lines, in: folder)
      var trial = AppendTerms()
      trial.isDryRun = true
      let file = try Self.file(Array(lines.suffix(3)) + talk.lines(1), in: folder)
      let told = try ledger.importFiles([file], trial)
      #expect(told.repeats == 3)
      #expect(told.lastSeq == (try ledger.head()) + 1)
    }
  }

  @Test func `every figure is explained as from the whole ledger`() throws {
    try withTemporaryFolder { folder in
      var talk = NearbyTalk(seed: 77)
      let ledger = try Self.ledger(talk.beginning + talk.lines(120), in: folder)
      for clock in [Clock.today, Clock(asOf: try Day("2022-06-30"), knownAt: 100)] {
        for view in [
          "stakes", "capital", "commitments", "rights", "conditions", "rounds", "totals",
          "entities", "fx_rates", "valuations", "partnerships",
        ] {
          let view = try #require(Projections.publicViews.first { $0.name == view })
          let names = try ledger.read(clock) { try $0.rows(of: view).map(view.name(of:)) }
          for name in names.enumerated().filter({ $0.offset % 5 == 0 }).map(\.element) {
            let near = try ledger.explain([name], clock: clock).map { $0.text() }
            let whole = try ledger.read(clock, .wholeState) { reading in
              let figure = try FigureName([name])
              return try figure.explained(try figure.requiredRows(reading), reading)
            }
            expectSame(near, whole.map { $0.text() }, "\(name)")
          }
        }
      }
    }
  }
}

/// Random events about a few entities, whose facts stand in the streams of several partnerships.
struct NearbyTalk {
  var dice: Dice
  private var count = 0
  private var said: [(place: Int, type: String)] = []
  private let days = [
    "2019", "2020-03", "2021-07-01", "2022-02", "..2022-05", "2023-01-01", "2031",
  ]

  init(seed: UInt64) { dice = Dice(seed: seed) }

  func id(_ place: Int) -> String {
    "018bcfe5-6800-7000-8000-\(String(repeating: "0", count: 12 - String(place).count))\(place)"
  }

  /// A line with these fields; a value that begins like JSON stands as it is.
  func line(
    _ type: String, _ stream: String?, _ data: [String: String], effective: String = "2020",
    id: String? = nil, status: String = "reported"
  ) -> String {
    func object(_ members: [String: String?]) -> String {
      let told = members.compactMapValues { $0 }.sorted { $0.key < $1.key }.map { name, value in
        "{[".contains(value.prefix(1)) ? "\"\(name)\":\(value)" : "\"\(name)\":\"\(value)\""
      }
      return "{\(told.joined(separator: ","))}"
    }
    return object([
      "type": type, "stream": stream, "id": id, "effective": effective, "status": status,
      "data": object(data.mapValues { $0 }),
    ])
  }

  /// Six entities, and partnerships of each two that follow each other.
  var beginning: [String] {
    (1...6).map { place in
      line(
        "entity.registered", nil,
        ["entity": "e\(place)", "name": "E \(place)", "kind": "company"], id: id(place))
    }
      + (1...5).map {
        let parties = #"["e\#($0)","e\#($0 + 1)"]"#
        return line("partnership.formed", "p\($0)", ["name": "P \($0)", "parties": parties])
      }
  }

  mutating func lines(_ count: Int) -> [String] { (0..<count).map { _ in next() } }

  private mutating func next() -> String {
    count += 1
    let place = count + 100
    let stream = "p\(dice.pick(Array(1...5)))"
    let (type, data) = fact()
    said.append((place, type))
    let isAnyones = !["entity", "fx_rat"].contains(String(type.prefix(6)))
    return line(
      type, isAnyones ? stream : nil, data, effective: dice.pick(days), id: id(place),
      status: dice.pick(["confirmed", "reported", "reported", "estimated", "denied"]))
  }

  private mutating func fact() -> (String, [String: String]) {
    let one = "e\(dice.pick(Array(1...6)))"
    let other = "e\(dice.pick(Array(1...6)))"
    let number = dice.pick(Array(1...3))
    let amount = "\(dice.pick(["USD", "USD", "EUR"])) \(dice.pick([10, 40, 90]))m"
    let paid = ["investor": one, "issuer": other, "amount": amount, "commitment": "c\(number)"]
    switch dice.pick(Array(0...18)) {
    case 0...2:
      let basis = dice.pick(["voting", "outstanding"])
      let percent = "\(dice.pick([5, 30, 60]))%"
      return (
        "stake.reported", ["holder": one, "issuer": other, "percent": percent, "basis": basis]
      )
    case 3:
      return (
        "valuation.reported",
        ["subject": "company", "issuer": one, "amount": amount, "basis": "post_money"]
      )
    case 4, 5: return ("capital.committed", paid)
    case 6, 7: return ("capital.funded", paid.merging(["form": "cash"]) { $1 })
    case 8:
      return (
        "commitment.reduced",
        ["commitment": "c\(number)", "amount": "USD 5m", "reason": "expired"]
      )
    case 9:
      return (
        "total.reported",
        ["measure": "capital.funded", "from": one, "to": other, "amount": amount]
      )
    case 10:
      let round = ["round": "r\(number)", "issuer": one, "kind": "primary"]
      return (
        "round.closed", round.merging(["raised": amount, "post_money": "USD 500m"]) { $1 }
      )
    case 11:
      let right = ["right": "t\(number)", "kind": "board_seat", "grantor": one]
      let ends = #"{"when":["k\#(number)"]}"#
      return ("right.granted", right.merging(["grantee": other, "ends": ends]) { $1 })
    case 12: return ("right.affirmed", ["right": "t\(number)"])
    case 13: return ("condition.declared", ["condition": "k\(number)", "by": one])
    case 14: return ("partnership.ended", ["reason": "over"])
    case 15: return ("entity.renamed", ["entity": one, "name": "N \(number)"])
    case 16 where one < other: return ("entity.succeeded", ["entity": one, "successor": other])
    case 17:
      let finding = dice.pick([
        "mixed-bases:\(one)/\(other)", "mixed-currencies:capital/\(one)/\(other)/EUR/USD",
        "never-granted:t\(number)/affirmed",
      ])
      return ("note.recorded", ["text": "a word", "finding": finding])
    default:
      guard dice.chance(60), let last = said.popLast(), !last.type.hasPrefix("event.") else {
        return ("fx_rate.recorded", ["base": "EUR", "quote": "USD", "fx_rate": "1.1"])
      }
      return ("event.retracted", ["event": id(last.place), "reason": "a mistake"])
    }
  }
}
