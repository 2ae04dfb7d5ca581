import Stakebook
import Testing

/// What was promised, what came of it and what is left, between two entities.
struct CapitalTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  private func commit(
    _ commitment: CommitmentID, _ amount: Money, _ day: PartialDate = "2019-01-01",
    partOf: CommitmentID? = nil, conditions: [ConditionState] = [], expires: PartialDate? = nil,
    agreement: AgreementID? = nil
  ) throws {
    try desk.say(
      CapitalCommitted(
        commitment: commitment, investor: "alpha", issuer: "beta", amount: amount, partOf: partOf,
        conditions: conditions, expires: expires, agreement: agreement), day)
  }

  private func fund(
    _ amount: Money, _ day: PartialDate, of commitment: CommitmentID? = nil, level: Bool? = nil
  ) throws {
    try desk.say(
      CapitalFunded(
        investor: "alpha", issuer: "beta", amount: amount, commitment: commitment,
        cumulative: level), day)
  }

  private func reduce(_ commitment: CommitmentID, _ amount: Money, _ day: PartialDate) throws {
    try desk.say(
      CommitmentReduced(commitment: commitment, amount: amount, reason: .cancelled), day)
  }

  /// Point, low and high of a measure of the view `capital`, a row for each currency.
  private func capital(_ measure: String, asOf: String? = nil) throws -> [String] {
    try desk.ask(
      """
      SELECT \(measure)_minor, \(measure)_low_minor, \(measure)_high_minor
      FROM capital
      ORDER BY currency
      """, asOf: asOf)
  }

  @Test func `what came by rumour or estimate alone is marked, and what came in part so too`()
    throws
  {
    func told() throws -> [String] {
      try desk.ask(
        "SELECT came_told_as FROM capital UNION ALL SELECT came_told_as FROM commitments")
    }
    try commit("loan", "JPY 100")
    #expect(try told() == ["-", "-"])
    func pay(_ amount: Money, _ day: PartialDate, _ status: Status) throws {
      try desk.say(
        CapitalFunded(investor: "alpha", issuer: "beta", amount: amount, commitment: "loan"), day,
        status)
    }
    try pay("JPY 20", "2020-01-01", .estimated)
    #expect(try told() == ["estimated", "estimated"])
    try pay("JPY 30", "2020-02-01", .reported)
    #expect(try told() == ["in_part_estimated", "in_part_estimated"])
    try pay("JPY 25", "2020-01-01", .confirmed)
    #expect(try told() == ["-", "-"])
  }

  @Test func `an exact amount is its own low and high`() throws {
    try commit("first", "JPY 100")
    #expect(try capital("committed") == ["100 100 100"])
    #expect(try capital("outstanding") == ["100 100 100"])
  }

  @Test func `up to adds to the high end only`() throws {
    try commit("first", "JPY 100")
    try commit("second", "up to JPY 40")
    #expect(try capital("committed") == ["100 100 140"])
    #expect(try capital("outstanding") == ["100 100 140"])
  }

  @Test func `about widens both ends, at least leaves the high end open`() throws {
    try commit("first", "about JPY 10k")
    #expect(try capital("committed") == ["10000 9500 10500"])
    try commit("second", "at least JPY 10")
    #expect(try capital("committed") == ["10010 9510 -"])
    #expect(try capital("outstanding") == ["10010 9510 -"])
  }

  @Test func `a range adds its low end to the point`() throws {
    try commit("first", "JPY 10..30")
    #expect(try capital("committed") == ["10 10 30"])
  }

  @Test func `an undisclosed amount adds nothing, leaves the high end open and is counted`() throws
  {
    try commit("first", "JPY 100")
    try commit("second", "JPY ?")
    #expect(try capital("committed") == ["100 100 -"])
    #expect(try desk.ask("SELECT undisclosed FROM capital") == ["1"])
  }

  @Test func `currencies are never mixed`() throws {
    try commit("first", "JPY 100")
    try commit("second", "EUR 1")
    try fund("EUR 0.40", "2020-01-01")
    #expect(try desk.ask("SELECT currency FROM capital ORDER BY 1") == ["EUR", "JPY"])
    #expect(try capital("outstanding") == ["60 60 60", "100 100 100"])
  }

  @Test func `a whole adds what its parts leave of it`() throws {
    try commit("whole", "JPY 100")
    try commit("part-one", "JPY 30", "2019-06-01", partOf: "whole")
    #expect(try capital("committed", asOf: "2019-05-31") == ["100 100 100"])
    #expect(try capital("committed") == ["100 100 100"])
    try commit("part-two", "JPY 90", "2019-07-01", partOf: "whole")
    #expect(try capital("committed") == ["120 120 120"])
    #expect(
      try desk.ask("SELECT commitment, counts_as FROM commitments ORDER BY 1")
        == ["part-one committed", "part-two committed", "whole whole"])
  }

  @Test func `a promise that is said to be part of itself still counts`() throws {
    try commit("whole", "JPY 100", partOf: "whole")
    #expect(try capital("committed") == ["100 100 100"])
  }

  @Test func `a part that is denied or taken back leaves the whole to count`() throws {
    try commit("whole", "JPY 100")
    try desk.say(
      CapitalCommitted(
        commitment: "part", investor: "alpha", issuer: "beta", amount: "JPY 30", partOf: "whole"),
      "2019-06-01", .denied)
    #expect(try capital("committed") == ["100 100 100"])
    try commit("other-part", "JPY 140", partOf: "whole")
    #expect(try capital("committed") == ["140 140 140"])
    try desk.retract(try desk.ledger.head())
    #expect(try capital("committed") == ["100 100 100"])
  }

  @Test func `an amount under a letter of intent never counts as committed`() throws {
    try desk.say(
      AgreementSigned(agreement: "letter", kind: .loi, parties: ["alpha", "beta"], binding: false),
      "2019-01-01")
    try commit("first", "JPY 100", agreement: "letter")
    #expect(try capital("committed") == ["0 0 0"])
    #expect(try capital("non_binding") == ["100 100 100"])
    #expect(try capital("outstanding") == ["0 0 0"])
    try desk.say(
      AgreementSigned(
        agreement: "letter", kind: .definitive, parties: ["alpha", "beta"], binding: true),
      "2020-01-01")
    #expect(try capital("committed", asOf: "2019-12-31") == ["0 0 0"])
    #expect(try capital("committed") == ["100 100 100"])
    #expect(try capital("non_binding") == ["0 0 0"])
  }

  @Test func `an amount with an open condition stands apart until that is verified`() throws {
    try commit("first", "JPY 100", conditions: [.verified("milestone")])
    try desk.say(ConditionDeclared(condition: "milestone"), "2020-01-01")
    try desk.say(ConditionVerified(condition: "milestone"), "2021-01-01")
    for day in ["2019-12-31", "2020-12-31"] {
      #expect(try capital("committed", asOf: day) == ["0 0 0"])
      #expect(try capital("conditional", asOf: day) == ["100 100 100"])
    }
    #expect(try capital("committed") == ["100 100 100"])
    #expect(try capital("conditional") == ["0 0 0"])
  }

  @Test func `a condition that need only be declared opens with its declaration`() throws {
    try commit("first", "JPY 100", conditions: [.declared("milestone")])
    try desk.say(ConditionDeclared(condition: "milestone"), "2020-01-01")
    #expect(try capital("conditional", asOf: "2019-12-31") == ["100 100 100"])
    #expect(try capital("committed") == ["100 100 100"])
  }

  @Test func `all conditions must be met, and one that is removed holds nothing back`() throws {
    try commit("first", "JPY 100", conditions: [.verified("one"), .verified("two")])
    try desk.say(ConditionVerified(condition: "one"), "2020-01-01")
    #expect(try capital("conditional") == ["100 100 100"])
    try desk.say(ConditionRemoved(condition: "two"), "2021-01-01")
    #expect(try capital("committed") == ["100 100 100"])
    #expect(try capital("conditional", asOf: "2020-12-31") == ["100 100 100"])
  }

  @Test func `after its last day the undrawn part is released`() throws {
    try commit("first", "JPY 100", expires: "2020")
    try fund("JPY 30", "2019-06-01", of: "first")
    #expect(try capital("outstanding", asOf: "2020-12-31") == ["70 70 70"])
    #expect(try capital("outstanding") == ["0 0 0"])
    #expect(try capital("reduced") == ["70 70 70"])
    #expect(try desk.ask("SELECT expired, outstanding_minor FROM commitments") == ["1 0"])
  }

  @Test(arguments: ["up to JPY 100", "JPY 50..100", "about JPY 10k", "at least JPY 10", "JPY ?"])
  func `after its last day nothing is outstanding, however the amount was said`(_ amount: Money)
    throws
  {
    try commit("first", amount, expires: "2020-06-30")
    #expect(try capital("outstanding") == ["0 0 0"])
    try commit("second", "JPY 7")
    #expect(try capital("outstanding") == ["7 7 7"])
  }

  @Test func `what came under a letter, or of a promise that expired, pays no other promise`()
    throws
  {
    try desk.say(
      AgreementSigned(agreement: "letter", kind: .loi, parties: ["alpha", "beta"], binding: false),
      "2019-01-01")
    try commit("first", "JPY 100")
    try commit("second", "JPY 50", agreement: "letter")
    try commit("third", "JPY 40", expires: "2020")
    try fund("JPY 50", "2019-06-01", of: "second")
    try fund("JPY 10", "2019-06-01", of: "third")
    #expect(try capital("outstanding", asOf: "2020-12-31") == ["130 130 130"])
    #expect(try capital("outstanding") == ["100 100 100"])
    try fund("JPY 65", "2020-01-01", level: true)
    #expect(try capital("outstanding") == ["95 95 95"])
    try fund("JPY 50", "2020-01-01", level: true)
    #expect(try capital("outstanding") == ["100 100 100"])
  }

  @Test func `what is taken from a promise is no longer outstanding`() throws {
    try commit("first", "JPY 100")
    try reduce("first", "JPY 30", "2020-01-01")
    try reduce("first", "JPY 20", "2020-02-01")
    #expect(try capital("reduced") == ["50 50 50"])
    #expect(try capital("outstanding", asOf: "2020-01-31") == ["70 70 70"])
    #expect(try capital("outstanding") == ["50 50 50"])
  }

  @Test(arguments: [("up to JPY 100", "0 0 70"), ("JPY 80..100", "50 50 70"), ("JPY 20", "0 0 0")])
  func `a reduction takes from the high end too, and the sums agree with the commitment`(
    _ amount: Money, _ left: String
  ) throws {
    try commit("first", amount)
    try reduce("first", "JPY 30", "2020-01-01")
    #expect(try capital("outstanding") == [left])
    #expect(
      try desk.ask(
        "SELECT outstanding_minor, outstanding_low_minor, outstanding_high_minor FROM commitments")
        == [left])
  }

  @Test func `taking more than was promised leaves other promises alone`() throws {
    try commit("first", "JPY 20")
    try commit("second", "JPY 100")
    try reduce("first", "JPY 30", "2020-01-01")
    #expect(try capital("outstanding") == ["100 100 100"])
  }

  @Test func `a level replaces what came before it, and later increments add to it`() throws {
    try commit("first", "JPY 100")
    try fund("JPY 10", "2020-01-01")
    try fund("JPY 25", "2020-06-01", level: true)
    try fund("JPY 5", "2021-01-01")
    #expect(try capital("funded", asOf: "2020-05-31") == ["10 10 10"])
    #expect(try capital("funded", asOf: "2020-06-01") == ["25 25 25"])
    #expect(try capital("funded") == ["30 30 30"])
    #expect(try capital("outstanding") == ["70 70 70"])
    try fund("JPY 28", "2021-06-01", level: true)
    #expect(try capital("funded") == ["28 28 28"])
  }

  @Test func `a payment on the day of a level is part of it`() throws {
    try fund("JPY 25", "2020-06-01", of: "first", level: true)
    try fund("JPY 5", "2020-06-01", of: "second")
    try fund("JPY 30", "2020-06-01", level: true)
    #expect(try capital("funded") == ["30 30 30"])
  }

  @Test func `a payment on the day of its commitment's own level is part of that`() throws {
    try commit("first", "JPY 100")
    try fund("JPY 25", "2020-06-01", of: "first", level: true)
    // With the very days of the level it would be a claim about the same fact.
    try fund("JPY 5", "2020-06-01..2020-06-30", of: "first")
    try fund("JPY 1", "2020-06-02", of: "first")
    #expect(try desk.ask("SELECT drawn_minor FROM commitments") == ["26"])
    #expect(try capital("funded") == ["26 26 26"])
  }

  @Test func `levels of two commitments add up, until a level is told for the pair`() throws {
    try fund("JPY 25", "2020-06-01", of: "first", level: true)
    try fund("JPY 10", "2020-07-01", of: "second", level: true)
    #expect(try capital("funded") == ["35 35 35"])
    try fund("JPY 40", "2020-08-01", level: true)
    #expect(try capital("funded") == ["40 40 40"])
    try fund("JPY 1", "2020-09-01", of: "first")
    #expect(try capital("funded") == ["41 41 41"])
  }

  @Test func `a level of one commitment takes nothing from what came after the pair's level`()
    throws
  {
    try fund("JPY 10", "2020-01-01", level: true)
    try fund("JPY 2", "2021-01-01", of: "first")
    #expect(try capital("funded") == ["12 12 12"])
    try fund("JPY 5", "2021-06-01", of: "first", level: true)
    #expect(try capital("funded") == ["12 12 12"])
  }

  @Test func `a round never feeds capital`() throws {
    try desk.say(
      RoundClosed(round: "series-a", issuer: "beta", kind: .primary, raised: "JPY 100"), "2020")
    try desk.say(RoundJoined(round: "series-a", investor: "alpha", amount: "JPY 100"), "2020")
    #expect(try capital("funded") == [])
  }

  @Test func `the events behind a sum are named`() throws {
    try commit("first", "JPY 100")
    try fund("JPY 10", "2020-01-01", of: "first")
    try reduce("first", "JPY 30", "2020-02-01")
    try commit("first", "JPY 110", "2018-01-01")
    #expect(try desk.ask("SELECT events FROM capital") == ["[6,7,8]"])
    #expect(try desk.ask("SELECT draw_events FROM commitments") == ["[7]"])
  }

  @Test func `what another took over is owed by nobody until that one's own promise is told`()
    throws
  {
    try desk.commit("main", "JPY 100")
    try desk.say(
      CommitmentReduced(commitment: "main", amount: "JPY 40", reason: .assigned, to: "gamma"),
      "2022")
    #expect(
      try desk.ask(
        "SELECT sentence, events, finding FROM discrepancies WHERE rule LIKE 'assigned%'") == [
          "gamma took over JPY 40 of main, and no promise of gamma to beta is recorded: nobody owes it. "
            + "[6,7] assigned-unpromised:main/gamma"
        ])
    // Whoever succeeds it may promise it.
    try desk.say(EntitySucceeded(entity: "gamma", successor: "delta"), "2023")
    #expect(try desk.found("assigned-unpromised", asOf: "2023-12-31") == ["[6,7]"])
    try desk.say(
      CapitalCommitted(commitment: "taken", investor: "delta", issuer: "beta", amount: "JPY 40"),
      "2022")
    #expect(try desk.found("assigned-unpromised", asOf: "2023-12-31") == [])
  }

  @Test(arguments: ["up to JPY 600", "about JPY 50m", "JPY 10..13"] as [Money])
  func `who takes as much from a promise as it tells takes all of it`(_ amount: Money) throws {
    try desk.commit("main", amount)
    try desk.commit("other", amount)
    func take(_ taken: Money, from commitment: CommitmentID) throws {
      try desk.say(
        CommitmentReduced(commitment: commitment, amount: taken, reason: .cancelled), "2022")
    }
    try take(amount, from: "main")
    try take("up to JPY 5", from: "other")
    #expect(
      try desk.ask(
        """
        SELECT commitment, outstanding_low_minor = 0 AND outstanding_high_minor = 0
        FROM commitments
        ORDER BY 1
        """
      ) == ["main 1", "other 0"])
  }

  @Test func `who took over a promise and pays under it pays the own one`() throws {
    try desk.commit("main", "JPY 100")
    try desk.say(
      CommitmentReduced(commitment: "main", amount: "JPY 40", reason: .assigned, to: "gamma"),
      "2022")
    func pay(_ amount: Money, _ day: PartialDate, _ isInFull: Bool? = nil) throws {
      try desk.say(
        CapitalFunded(
          investor: "gamma", issuer: "beta", amount: amount, commitment: "main",
          inFull: isInFull), day)
    }
    func left() throws -> [String] {
      try desk.ask(
        "SELECT commitment, outstanding_minor, paid_in_full FROM commitments ORDER BY 1")
    }
    // Before that it paid for the other one; after it, and without a promise of its own, for nobody's.
    try pay("JPY 5", "2021")
    try pay("JPY 10", "2022-06-01")
    #expect(try left() == ["main 55 0"])
    try desk.say(
      CapitalCommitted(commitment: "taken", investor: "gamma", issuer: "beta", amount: "JPY 40"),
      "2022-01-02")
    #expect(try left() == ["main 55 0", "taken 30 0"])
    try pay("JPY 20", "2022-07-01", true)
    #expect(try left() == ["main 55 0", "taken 0 1"])
  }
}
