import Stakebook
import Testing

/// Rules over stakes, their worth and rounds: each fires on a smallest example, and not on the
/// nearest consistent one.
struct StakeDiscrepancyTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  // MARK: - mixed-bases

  @Test func `shares of one holder on two bases are told apart`() throws {
    try desk.stake("20%")
    try desk.stake("30%", basis: .outstanding, excludes: ["round-a"])
    #expect(try desk.found("mixed-bases") == ["[6,7]"])
    #expect(
      try desk.ask("SELECT severity, sentence FROM discrepancies") == [
        "warning The figures for the stake of alpha in beta stand on different bases and do not "
          + "compare: 30% (outstanding, without round-a); 20% (voting)."
      ])
  }

  @Test func `shares of two holders, or on one basis after another, are not mixed`() throws {
    try desk.stake("20%")
    try desk.stake("30%", holder: "gamma", basis: .outstanding)
    try desk.stake("25%", "2021-01-01")
    #expect(try desk.found("mixed-bases") == [])
    try desk.stake("30%", basis: .outstanding)
    try desk.say(
      StakeEnded(holder: "alpha", issuer: "beta", basis: .outstanding), "2020-02-01")
    #expect(try desk.found("mixed-bases") == [])
    #expect(try desk.found("mixed-bases", asOf: "2020-01-31").count == 1)
  }

  // MARK: - stakes-above-100

  @Test func `shares of one issuer and basis above the whole are named`() throws {
    try desk.stake("60%")
    try desk.stake("40.1%", holder: "gamma")
    #expect(try desk.found("stakes-above-100") == ["[6,7]"])
  }

  @Test func `shares that may fit into the whole are not`() throws {
    try desk.stake("60%")
    try desk.stake("about 40%", holder: "gamma")
    try desk.stake("up to 40%", holder: "delta")
    #expect(try desk.found("stakes-above-100") == [])
  }

  @Test func `a share within a group, on another basis or without a round is not added`() throws {
    try desk.stake("60%")
    try desk.stake("40%", holder: "gamma")
    try desk.stake("10%", holder: "delta", within: "gamma")
    try desk.stake("90%", holder: "delta", basis: .outstanding)
    try desk.stake("20%", holder: "delta", excludes: ["round-a"])
    #expect(try desk.found("stakes-above-100") == [])
  }

  // MARK: - stale-stake

  @Test func `a share is stale once its issuer closes a round on its day or later`() throws {
    try desk.close("early", "2019-12-31")
    try desk.stake("20%")
    #expect(try desk.found("stale-stake") == [])
    try desk.close("seed", "2020-01-01")
    try desk.close("series-a", "2020-03")
    #expect(
      try desk.ask("SELECT sentence, events, finding FROM discrepancies") == [
        "The stake of alpha in beta, 20% (voting), is as of 2020-01-01 and does not say whether it "
          + "takes in the rounds closed since: seed (2020-01-01), series-a (2020-03). [7,8,9] "
          + "stale-stake:alpha/beta/voting/series-a"
      ])
    #expect(try desk.found("stale-stake", asOf: "2020-02-29") == ["[7,8]"])
    try desk.stake("19%", "2020-04-01")
    #expect(try desk.found("stale-stake") == [])
  }

  @Test func `a round that the figure takes in, or leaves out, does not make it stale`() throws {
    try desk.close("seed", "2020-01-01")
    try desk.stake("20%", includes: ["seed"])
    try desk.stake("25%", basis: .outstanding, excludes: ["seed"])
    #expect(try desk.found("stale-stake") == [])
    try desk.close("series-a", "2020-02-01")
    #expect(try desk.found("stale-stake") == ["[7,9]", "[8,9]"])
  }

  @Test func `a round that is only signed, denied, a rumour or another's makes nothing stale`()
    throws
  {
    try desk.stake("20%")
    try desk.stake("0%", holder: "gamma")
    try desk.say(RoundSigned(round: "seed", issuer: "beta", kind: .primary), "2020-02-01")
    try desk.say(RoundClosed(round: "other", issuer: "gamma", kind: .primary), "2020-02-01")
    try desk.say(
      RoundClosed(round: "seed", issuer: "beta", kind: .primary), "2020-02-01", .denied)
    try desk.say(
      RoundClosed(round: "seed", issuer: "beta", kind: .primary), "2020-02-01", .rumoured)
    #expect(try desk.found("stale-stake") == [])
    try desk.close("seed", "2020-02-01")
    #expect(try desk.found("stale-stake") == ["[6,12]"])
  }

  @Test func `a sale of old shares makes stale only the figures of those who took part`() throws {
    try desk.stake("20%")
    try desk.stake("20%", holder: "gamma")
    try desk.close("sale", "2020-02-01", .secondary)
    #expect(try desk.found("stale-stake") == [])
    try desk.say(RoundJoined(round: "sale", investor: "gamma"), "2020-02-01")
    #expect(try desk.found("stale-stake") == ["[7,8]"])
  }

  @Test func `a round of the successor makes a share in its predecessor stale`() throws {
    try desk.stake("20%")
    try desk.say(EntitySucceeded(entity: "beta", successor: "delta"), "2020-02-01")
    #expect(try desk.found("stale-stake") == [])
    try desk.say(RoundClosed(round: "seed", issuer: "delta", kind: .primary), "2020-03-01")
    #expect(try desk.found("stale-stake") == ["[6,8]"])
  }

  // MARK: - worth-against-valuation

  @discardableResult
  private func worth(
    _ amount: Money, _ day: PartialDate, _ basis: ValuationBasis = .headline
  ) throws -> Seq {
    try desk.say(
      ValuationReported(subject: .company, issuer: "beta", amount: amount, basis: basis), day)
  }

  @Test func `a stake's worth that implies another value of the company is named`() throws {
    try worth("USD 9bn", "2019-01-01")
    try worth("USD 12bn", "2019-06")
    try desk.stake("about 10%", basis: .outstanding, value: "about USD 1bn")
    #expect(try desk.found("worth-against-valuation") == [])
    try desk.stake("10%", "2020-01-02", basis: .outstanding, value: "USD 1bn")
    #expect(
      try desk.ask("SELECT sentence, events, finding FROM discrepancies") == [
        "The stake of alpha in beta, 10% worth USD 1bn (2020-01-02), makes the whole worth "
          + "USD 10bn, but it was put at USD 12bn (headline, 2019-06). [7,9] "
          + "worth-against-valuation:alpha/beta/outstanding/2020-01-02"
      ])
  }

  @Test(
    arguments: [
      ("about USD 10bn", .headline), ("USD 10bn", .headline), ("USD 9bn..11bn", .fair),
      ("at least USD 5bn", .transaction),
      ("EUR 12bn", .headline), ("USD 12bn", .preMoney), ("USD 12bn", .carrying),
      ("USD ?", .headline),
    ] as [(Money, ValuationBasis)])
  func `a worth that may agree, or does not compare, is not`(
    _ amount: Money, _ basis: ValuationBasis
  ) throws {
    try worth(amount, "2019-06", basis)
    try desk.stake("10%", basis: .outstanding, value: "USD 1bn")
    #expect(try desk.found("worth-against-valuation") == [])
  }

  @Test(arguments: [("USD 289bn", 0), ("USD 290bn", 1), ("USD 289.0bn", 1)] as [(Money, Int)])
  func `the value of a company may be rounded as it tells`(_ amount: Money, _ count: Int) throws {
    try worth(amount, "2019-06", .transaction)
    try desk.stake("45%", basis: .outstanding, value: "USD 130bn")
    #expect(try desk.found("worth-against-valuation").count == count)
  }

  @Test(arguments: [.voting, .profitShare] as [Basis])
  func `votes and rights to profit imply no value`(_ basis: Basis) throws {
    try worth("USD 12bn", "2019-06")
    try desk.stake("10%", basis: basis, value: "USD 1bn")
    #expect(try desk.found("worth-against-valuation") == [])
  }

  @Test(
    arguments: [
      ("2019-05-31", 1), ("2019-06-02", 0), ("2019-12", 0), ("2020-01-01", 0), ("2020-01-02", 1),
    ] as [(PartialDate, Int)])
  func `a round between the two explains it`(_ day: PartialDate, _ findings: Int) throws {
    try worth("USD 12bn", "2019-06-01")
    try desk.stake("10%", basis: .outstanding, value: "USD 1bn")
    try desk.close("seed", day)
    #expect(try desk.found("worth-against-valuation").count == findings)
  }

  @Test func `the value after the last round is the one to compare with`() throws {
    try worth("USD 10bn", "2019-01-01")
    try desk.close("seed", "2019-06-01", postMoney: "USD 12bn")
    try desk.stake("10%", basis: .outstanding, value: "USD 1bn")
    #expect(try desk.found("worth-against-valuation") == ["[7,8]"])
    try worth("about USD 10bn", "2019-06-01")
    #expect(try desk.found("worth-against-valuation") == [])
  }

  @Test func `a valuation of a later day does not compare`() throws {
    try desk.stake("10%", basis: .outstanding, value: "USD 1bn")
    try worth("USD 12bn", "2020-01-02")
    #expect(try desk.found("worth-against-valuation") == [])
  }

  @Test func `each company is compared with its own values, and its own rounds explain it`() throws
  {
    try desk.say(
      ValuationReported(
        subject: .company, issuer: "gamma", amount: "USD 12bn", basis: .headline), "2019-06-01")
    try desk.stake("10%", basis: .outstanding, value: "USD 1bn")
    #expect(try desk.found("worth-against-valuation") == [])
    try worth("USD 12bn", "2019-06-01")
    #expect(try desk.found("worth-against-valuation") == ["[7,8]"])
    try desk.say(RoundClosed(round: "series-g", issuer: "gamma", kind: .primary), "2019-09-01")
    #expect(try desk.found("worth-against-valuation") == ["[7,8]"])
    try desk.close("seed", "2019-09-01")
    #expect(try desk.found("worth-against-valuation") == [])
  }

  @Test func `what its predecessor was worth and closed is the successor's`() throws {
    try worth("USD 12bn", "2019-06-01")
    try desk.say(EntitySucceeded(entity: "beta", successor: "delta"), "2019-08-01")
    try desk.say(
      StakeReported(
        holder: "alpha", issuer: "delta", percent: "10%", basis: .outstanding, value: "USD 1bn"),
      "2020-01-01")
    #expect(
      try desk.ask("SELECT finding FROM discrepancies") == [
        "worth-against-valuation:alpha/delta/outstanding/2020-01-01"
      ])
    try desk.close("seed", "2019-07-01")
    #expect(try desk.found("worth-against-valuation") == [])
  }

  @Test(arguments: [["USD 12bn", "USD 10bn"], ["USD 10bn", "USD 12bn"]] as [[Money]])
  func `of two values told for one day one that agrees is enough`(_ amounts: [Money]) throws {
    try worth(amounts[0], "2019-06-01", .fair)
    try worth(amounts[1], "2019-06-01", .headline)
    try desk.stake("10%", basis: .outstanding, value: "USD 1bn")
    #expect(try desk.found("worth-against-valuation") == [])
    try desk.stake("10%", holder: "gamma", basis: .outstanding, value: "USD 2bn")
    #expect(try desk.found("worth-against-valuation") == ["[6,7,9]"])
  }

  // MARK: - post-money

  @Test func `a value after a round is the value before it and the new money`() throws {
    try desk.close("seed", "2020", raised: "USD 2bn", preMoney: "USD 8bn", postMoney: "USD 10bn")
    #expect(try desk.found("post-money") == [])
    let wrong = try desk.close(
      "series-a", "2021", raised: "about USD 2bn", preMoney: "USD 10bn", postMoney: "USD 14bn")
    #expect(try desk.found("post-money") == ["[\(wrong)]"])
    #expect(
      try desk.sentences("post-money") == [
        "The value of beta after series-a, USD 14bn, is not the USD 10bn before it and the about "
          + "USD 2bn raised."
      ])
  }

  @Test(
    arguments: [
      ("about USD 3bn", "USD 10bn", "USD 13bn", .primary),
      ("USD 6.6bn", "USD 150bn", "USD 157bn", .primary),
      ("USD ?", "USD 10bn", "USD 13bn", .primary),
      ("EUR 1bn", "USD 10bn", "USD 13bn", .primary),
      ("USD 1bn", "USD 10bn", "USD 10bn", .secondary),
      ("up to USD 5bn", "USD 10bn", "USD 13bn", .primary),
    ] as [(Money, Money, Money, RoundKind)])
  func `values that may fit, or do not compare, are in order`(
    _ raised: Money, _ before: Money, _ after: Money, _ kind: RoundKind
  ) throws {
    try desk.close(
      "seed", "2020", kind, raised: raised, preMoney: before, postMoney: after)
    #expect(try desk.found("post-money") == [])
  }

  @Test func `what was signed is not measured by the money with which it closed`() throws {
    try desk.say(
      RoundSigned(
        round: "seed", issuer: "beta", kind: .primary, raised: "USD 2bn", preMoney: "USD 8bn",
        postMoney: "USD 10bn"), "2020-01-01")
    try desk.close("seed", "2020-03-01", raised: "USD 3bn")
    #expect(try desk.found("post-money") == [])
    try desk.close("seed", "2020-04-01", raised: "USD 3bn", postMoney: "USD 12bn")
    #expect(try desk.found("post-money") == ["[6,8]"])
  }
}
