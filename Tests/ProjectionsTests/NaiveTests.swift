import Foundation
import Stakebook
import TestSupport
import Testing

/// Random ledgers, read on several days as ever known and public: the views say what the naive evaluation says.
struct NaiveTests {
  private static let days = [
    "2018-12-31", "2019-06-01", "2020-02-29", "2020-07-15", "2022-12-31", "2031-01-01",
  ]

  /// The questions, and the naive answers to them.
  private static let questions: [NaiveQuestion] = [
    ("SELECT holder, basis, excludes, stated FROM stakes", { $0.stakes }),
    (
      """
      SELECT investor, currency, committed_minor, committed_low_minor, committed_high_minor,
        funded_minor, funded_low_minor, funded_high_minor, outstanding_minor,
        outstanding_low_minor, outstanding_high_minor
      FROM capital
      """, { $0.capital }
    ),
    (
      """
      SELECT commitment, from_entity, expired, drawn_minor, drawn_low_minor, drawn_high_minor,
        outstanding_minor, outstanding_low_minor, outstanding_high_minor
      FROM commitments
      """, { $0.commitments }
    ),
    (
      """
      SELECT "right", status, granted, ends_on, exclusive, ends_by, ends_at_latest
      FROM rights
      """, { $0.rights }
    ),
    ("SELECT condition, status FROM conditions", { $0.conditions }),
  ]

  /// `STAKEBOOK_SEEDS=100-400` tries others.
  static func seeds(_ count: UInt64) -> ClosedRange<UInt64> {
    let said = ProcessInfo.processInfo.environment["STAKEBOOK_SEEDS"]?.split(separator: "-")
    let ends = (said ?? []).compactMap { UInt64($0) }
    return ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : 1...count
  }

  @Test(arguments: seeds(6))
  func `every answer is that of a plain fold over what was told`(_ seed: UInt64) throws {
    let desk = try Desk()
    var talk = NaiveTalk(seed: seed, desk: desk)
    while talk.told.count < 60 {
      try talk.tell(talk.dice.pick([1, 2, 5, 9]))
      for _ in 0..<talk.dice.pick([0, 1, 1, 3]) { try talk.withdraw() }
    }
    let head = try desk.ledger.head()
    var clocks: [Clock] = []
    for text in Self.days {
      let day = try Day(text)
      clocks += [head, head - 7, head / 2, 20].map { Clock(asOf: day, knownAt: $0) }
      for published in ["2019-06-01", "2020-07-15", "2022-12-31"] {
        let known = talk.dice.pick([head, head - 7])
        clocks.append(Clock(asOf: day, knownAt: known, publicBy: try Day(published)))
      }
    }
    try desk.expectNaive(Self.questions, talk.told, clocks, seed: seed)
    #expect(try desk.ledger.audit() == [])
    let before = try desk.tables()
    try desk.ledger.rebuild()
    expectSame(try desk.tables(), before)
  }
}
