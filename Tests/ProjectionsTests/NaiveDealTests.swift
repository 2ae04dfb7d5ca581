import Stakebook
import TestSupport
import Testing

/// Random terms of deals, read on several days as ever known and public: the views say what the naive
/// evaluation says.
struct NaiveDealTests {
  private static let days = ["2019-06-01", "2020-02-29", "2020-07-15", "2022-12-31", "2031-01-01"]

  /// The questions, and the naive answers to them.
  private static let questions: [NaiveQuestion] = [
    (
      "SELECT option, options.status, granted, exercised, last_day FROM options", { $0.options }
    ),
    (
      """
      SELECT payment, payer, category, currency, counts_as, condition_state, expired, paid_in_full,
        paid_minor, paid_low_minor, paid_high_minor, outstanding_minor, outstanding_low_minor,
        outstanding_high_minor
      FROM payments
      """, { $0.payments }
    ),
    (
      """
      SELECT debt, debts.status, drawn_minor, drawn_low_minor, drawn_high_minor, repaid_minor,
        repaid_low_minor, repaid_high_minor, converted_minor, converted_low_minor,
        converted_high_minor, outstanding_minor, outstanding_low_minor, outstanding_high_minor,
        undrawn_minor, undrawn_low_minor, undrawn_high_minor
      FROM debts
      WHERE stated IS NOT NULL
      """, { $0.debts }
    ),
    ("SELECT person, office, state, since, until FROM offices", { $0.offices }),
    ("SELECT dispute, disputes.status, opened, awarded FROM disputes", { $0.disputes }),
    (
      """
      SELECT thing, what, from_entity, counts_as, currency, amount_minor, amount_low_minor,
        amount_high_minor
      FROM owed
      WHERE stated IS NOT NULL
      AND what <> 'capital'
      """, { $0.owed }
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
      SELECT investor, currency, committed_minor, committed_low_minor, committed_high_minor,
        funded_minor, funded_low_minor, funded_high_minor, outstanding_minor,
        outstanding_low_minor, outstanding_high_minor
      FROM capital
      """, { $0.capital }
    ),
    ("SELECT condition, status FROM conditions", { $0.conditions }),
  ]

  @Test(arguments: NaiveTests.seeds(6))
  func `the terms of deals are those of a plain fold over what was told`(_ seed: UInt64) throws {
    let desk = try Desk()
    var talk = NaiveDealTalk(seed: seed, desk: desk)
    while talk.told.count < 110 {
      try talk.tell(talk.dice.pick([1, 2, 5, 9]))
      for _ in 0..<talk.dice.pick([0, 1, 1, 2]) { try talk.withdraw() }
    }
    let head = try desk.ledger.head()
    var clocks: [Clock] = []
    for text in Self.days {
      let day = try Day(text)
      clocks += [head, head - 7, head / 2].map { Clock(asOf: day, knownAt: $0) }
      for published in ["2020-07-15", "2022-12-31"] {
        clocks.append(
          Clock(
            asOf: day, knownAt: talk.dice.pick([head, head - 7]), publicBy: try Day(published)))
      }
    }
    try desk.expectNaive(Self.questions, talk.told, clocks, seed: seed)
    #expect(try desk.ledger.audit() == [])
  }
}
