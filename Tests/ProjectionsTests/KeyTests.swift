import Stakebook
import Testing

/// Claims under one key speak of one fact; facts under different keys stand side by side.
struct KeyTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  private let stakes = "SELECT issuer, basis, excludes, stated FROM stakes ORDER BY 1, 2, 3"

  private func commit(_ commitment: CommitmentID, _ amount: Money) throws {
    try desk.say(
      CapitalCommitted(commitment: commitment, investor: "alpha", issuer: "beta", amount: amount),
      "2019")
  }

  private func fund(_ amount: Money, _ day: PartialDate) throws {
    try desk.say(CapitalFunded(investor: "alpha", issuer: "beta", amount: amount), day)
  }

  @Test func `the same billion told by two papers is one billion`() throws {
    try commit("first", "JPY 100")
    try commit("first", "JPY 100")
    #expect(try desk.ask("SELECT committed_minor FROM capital") == ["100"])
    #expect(
      try desk.ask("SELECT counts FROM claims WHERE family = 'commitment' ORDER BY event")
        == ["0", "1"])
  }

  @Test func `commitments under different slugs add up`() throws {
    try commit("first", "JPY 100")
    try commit("second", "JPY 40")
    #expect(try desk.ask("SELECT committed_minor FROM capital") == ["140"])
  }

  @Test func `two papers on one payment are one payment, two days are two`() throws {
    try fund("JPY 10", "2020-03-01")
    try fund("JPY 10", "2020-03-01")
    #expect(try desk.ask("SELECT funded_minor FROM capital") == ["10"])
    try fund("JPY 10", "2020-03-02")
    #expect(try desk.ask("SELECT funded_minor FROM capital") == ["20"])
  }

  @Test func `payments on one day under two commitments are two`() throws {
    for commitment: CommitmentID in ["first", "second"] {
      try desk.say(
        CapitalFunded(
          investor: "alpha", issuer: "beta", amount: "JPY 10", commitment: commitment),
        "2020-03-01")
    }
    #expect(try desk.ask("SELECT funded_minor FROM capital") == ["20"])
  }

  @Test func `a draw, a reduction and a vesting have the day in their key`() throws {
    try desk.say(
      PurchaseCommitted(
        commitment: "chips", buyer: "alpha", supplier: "beta", subject: "chips", amount: "JPY 100"),
      "2019")
    try desk.say(
      WarrantIssued(warrant: "option", holder: "alpha", issuer: "beta", units: "90 shares"), "2019")
    for day: PartialDate in ["2020-03-01", "2020-03-01", "2020-03-02"] {
      try desk.say(PurchaseDrawn(commitment: "chips", amount: "JPY 10"), day)
      try desk.say(
        CommitmentReduced(commitment: "chips", amount: "JPY 5", reason: .cancelled), day)
      try desk.say(WarrantVested(warrant: "option", units: "3 shares"), day)
      try desk.say(WarrantExercised(warrant: "option", units: "2 shares"), day)
    }
    #expect(try desk.ask("SELECT drawn_minor, reduced_minor FROM purchases") == ["20 10"])
    #expect(try desk.ask("SELECT vested_milli, exercised_milli FROM warrants") == ["6000 4000"])
  }

  @Test func `a payment of a revenue share has its period in the key, else its day`() throws {
    try desk.say(RevenueShareAgreed(share: "slice", payer: "beta", payee: "alpha"), "2019")
    for (period, day): (Period?, PartialDate) in [
      ("2020..2020", "2021-01-10"), ("2020..2020", "2021-02-20"), (nil, "2021-03-01"),
      (nil, "2021-03-01"), (nil, "2021-03-02"),
    ] {
      try desk.say(RevenueSharePaid(share: "slice", amount: "JPY 7", period: period), day)
    }
    #expect(try desk.ask("SELECT paid FROM revenue_shares") == [#"{"JPY":21}"#])
  }

  @Test func `shares on different bases are different facts`() throws {
    for (percent, basis): (Percent, Basis) in [("20%", .voting), ("30%", .outstanding)] {
      try desk.say(
        StakeReported(holder: "alpha", issuer: "beta", percent: percent, basis: basis), "2020")
    }
    #expect(try desk.ask(stakes) == ["beta outstanding  30%", "beta voting  20%"])
  }

  @Test func `the rounds left out are part of a share's key, in whatever order they are told`()
    throws
  {
    for (percent, rounds): (Percent, [RoundID]) in [
      ("20%", []), ("30%", ["round-a"]), ("31%", ["round-a", "round-b"]),
      ("32%", ["round-b", "round-a"]),
    ] {
      try desk.say(
        StakeReported(
          holder: "alpha", issuer: "beta", percent: percent, basis: .voting, excludes: rounds),
        "2020")
    }
    #expect(
      try desk.ask(stakes) == [
        "beta voting  20%", "beta voting round-a 30%", "beta voting round-a,round-b 32%",
      ])
  }

  @Test func `a share of a former issuer is a claim about its last successor, from that day on`()
    throws
  {
    try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "20%", basis: .voting), "2019-01-01")
    try desk.say(EntitySucceeded(entity: "beta", successor: "gamma"), "2020-01-01")
    try desk.say(EntitySucceeded(entity: "gamma", successor: "delta"), "2021-01-01")
    try desk.say(
      StakeReported(holder: "alpha", issuer: "delta", percent: "25%", basis: .voting), "2022-01-01")
    #expect(try desk.ask(stakes, asOf: "2019-12-31") == ["beta voting  20%"])
    #expect(try desk.ask(stakes, asOf: "2020-12-31") == ["gamma voting  20%"])
    #expect(try desk.ask(stakes, asOf: "2021-12-31") == ["delta voting  20%"])
    #expect(try desk.ask(stakes) == ["delta voting  25%"])
    #expect(try desk.ask("SELECT claims FROM stakes") == ["2"])
  }

  @Test func `a share told by a restructuring stands under the key of a share reported`() throws {
    try desk.say(
      RestructuringCompleted(
        from: "beta", to: "gamma", form: .conversion,
        stakes: [
          StakeAfter(holder: "alpha", percent: "20%", basis: .voting),
          StakeAfter(holder: "delta", percent: "30%", basis: .voting, value: "JPY 60"),
        ]), "2020-01-01")
    let all = "SELECT holder, stated, value_minor, claims FROM stakes ORDER BY 1"
    #expect(try desk.ask(all) == ["alpha 20% - 1", "delta 30% 60 1"])
    try desk.say(
      StakeReported(holder: "delta", issuer: "gamma", percent: "31%", basis: .voting), "2021-01-01")
    #expect(try desk.ask(all) == ["alpha 20% - 1", "delta 31% - 2"])
    #expect(
      try desk.ask("SELECT key, count(*) FROM claims WHERE family = 'stake' GROUP BY key")
        == ["stake:alpha/gamma/voting/ 1", "stake:delta/gamma/voting/ 2"])
  }

  @Test func `a value of the company and one of a stake, or on two bases, are different facts`()
    throws
  {
    for (amount, holder, basis): (Money, EntityID?, ValuationBasis) in [
      ("JPY 1", nil, .fair), ("JPY 2", nil, .headline), ("JPY 3", "alpha", .fair),
      ("JPY 4", nil, .fair),
    ] {
      try desk.say(
        ValuationReported(
          subject: holder == nil ? .company : .stake, issuer: "beta", amount: amount, basis: basis,
          holder: holder), "2020")
    }
    #expect(
      try desk.ask("SELECT subject, basis, amount_minor FROM valuations ORDER BY 3") == [
        "company headline 2", "stake fair 3", "company fair 4",
      ])
  }

  @Test func `an exchange rate has its day in the key`() throws {
    for (rate, day): (ExchangeRate, PartialDate) in [
      ("1.1", "2020-01-01"), ("1.2", "2020-01-01"), ("1.3", "2020-01-02"),
    ] {
      try desk.say(FXRateRecorded(base: "EUR", quote: "USD", fxRate: rate), day)
    }
    #expect(
      try desk.ask("SELECT effective, stated, fx_rate_ppb FROM fx_rates ORDER BY 1")
        == ["2020-01-01 1.2 1200000000", "2020-01-02 1.3 1300000000"])
  }
}
