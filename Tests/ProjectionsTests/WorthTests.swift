import Stakebook
import Testing

/// Rounds, valuations and what they imply, warrants, totals.
struct WorthTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  @Test func `a round is signed, then closed, and its closing restates its terms`() throws {
    try desk.say(
      RoundSigned(
        round: "series-a", issuer: "beta", kind: .primary, raised: "up to JPY 40",
        preMoney: "JPY 100", postMoney: "JPY 140"), "2020-01-01")
    try desk.say(
      RoundClosed(
        round: "series-a", issuer: "beta", kind: .primary, raised: "JPY 30", postMoney: "JPY 130"),
      "2021-01-01")
    let rounds = """
      SELECT state, raised_low_minor, raised_high_minor, pre_money_minor, post_money_minor,
        signed, closed
      FROM rounds
      """
    #expect(try desk.ask(rounds, asOf: "2020-06-01") == ["signed 0 40 100 140 2020-01-01 -"])
    #expect(try desk.ask(rounds) == ["closed 30 30 100 130 2020-01-01 2021-01-01"])
  }

  @Test func `a round names each of its investors once`() throws {
    try desk.say(RoundClosed(round: "series-a", issuer: "beta", kind: .primary), "2020-01-01")
    for investor: EntityID in ["gamma", "alpha", "gamma"] {
      try desk.say(RoundJoined(round: "series-a", investor: investor), "2020-01-01")
    }
    #expect(try desk.ask("SELECT investors FROM rounds") == [#"["alpha","gamma"]"#])
  }

  @Test func `what a round says of the company is a valuation beside those reported`() throws {
    try desk.say(
      RoundClosed(round: "series-a", issuer: "beta", kind: .primary, postMoney: "JPY 130"),
      "2021-01-01")
    try desk.say(
      ValuationReported(subject: .company, issuer: "beta", amount: "JPY 90", basis: .postMoney),
      "2020-01-01")
    let values = "SELECT basis, round, amount_minor FROM valuations"
    #expect(try desk.ask(values, asOf: "2020-06-01") == ["post_money - 90"])
    #expect(try desk.ask(values) == ["post_money series-a 130"])
    #expect(
      try desk.ask("SELECT amount_minor FROM valuation_history ORDER BY 1") == ["90", "130"])
  }

  @Test func `which value counts follows the same rule as any claim`() throws {
    try desk.say(
      ValuationReported(subject: .company, issuer: "beta", amount: "JPY 90", basis: .fair), "2020",
      .confirmed)
    try desk.say(
      ValuationReported(subject: .company, issuer: "beta", amount: "JPY 80", basis: .fair),
      "2020-06-01")
    let value = "SELECT amount_minor FROM valuations"
    #expect(try desk.ask(value) == ["90"])
    #expect(
      try desk.ask("SELECT value FROM claims WHERE family = 'valuation' AND counts")
        == ["JPY 90"])
    try desk.say(
      RoundClosed(round: "series-a", issuer: "beta", kind: .primary, postMoney: "JPY 130"),
      "2020-07-01", .rumoured)
    try desk.say(
      ValuationReported(subject: .company, issuer: "beta", amount: "JPY 70", basis: .fair),
      "2021-01-01", .rumoured)
    #expect(try desk.ask("\(value) WHERE basis = 'fair'") == ["90"])
  }

  @Test func `a better claim under a former issuer counts where its period overlaps`() throws {
    try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "20%", basis: .voting), "2020",
      .confirmed)
    try desk.say(EntitySucceeded(entity: "beta", successor: "gamma"), "2020-05-01")
    try desk.say(
      StakeReported(holder: "alpha", issuer: "gamma", percent: "30%", basis: .voting),
      "2020-06-01")
    #expect(try desk.ask("SELECT issuer, stated FROM stakes") == ["gamma 20%"])
  }

  @Test func `a stake and its value imply the value of the whole, with its interval`() throws {
    try desk.say(
      StakeReported(
        holder: "alpha", issuer: "beta", percent: "about 20%", basis: .voting, value: "JPY 1000"),
      "2020-01-01")
    // 1000 / 20 % = 5000; 1000 / 20.5 % = 4878.05 down; 1000 / 19.5 % = 5128.2 up.
    #expect(
      try desk.ask(
        "SELECT amount_minor, amount_low_minor, amount_high_minor FROM implied_valuations")
        == ["5000 4878 5129"])
  }

  @Test(arguments: [
    ("up to 20%", "5000 5000 -"), ("25%..50%", "- 2000 4000"), ("25%", "4000 4000 4000"),
  ])
  func `an implied value is open where the share may be nothing`(
    _ percent: Percent, _ value: String
  )
    throws
  {
    try desk.say(
      StakeReported(
        holder: "alpha", issuer: "beta", percent: percent, basis: .voting, value: "JPY 1000"),
      "2020-01-01")
    #expect(
      try desk.ask(
        "SELECT amount_minor, amount_low_minor, amount_high_minor FROM implied_valuations")
        == [value])
  }

  @Test func `a large value is divided exactly`() throws {
    try desk.say(
      StakeReported(
        holder: "alpha", issuer: "beta", percent: "3%", basis: .voting,
        value: "USD 2000000000000.01"), "2020-01-01")
    #expect(
      try desk.ask(
        "SELECT amount_minor, amount_low_minor, amount_high_minor FROM implied_valuations")
        == ["6666666666666700 6666666666666700 6666666666666700"])
  }

  @Test func `a stake and a value are a pair only of one holder, day and source`() throws {
    func stake(_ day: PartialDate, _ source: Source, excludes: [RoundID] = []) throws {
      try desk.say(
        StakeReported(
          holder: "alpha", issuer: "beta", percent: "20%", basis: .voting, excludes: excludes),
        day, from: [source])
    }
    let implied = "SELECT amount_minor FROM implied_valuations"
    try desk.say(
      ValuationReported(
        subject: .stake, issuer: "beta", amount: "JPY 100", basis: .fair, holder: "alpha"),
      "2020-01-01", from: [Desk.paper, Source("A filing")])
    try stake("2020-01-02", Source("A filing"))
    try stake("2020-01-01", Source("Another"))
    try stake("2020-01-01", Source("A filing"), excludes: ["series-a"])
    #expect(try desk.ask(implied) == [])
    try stake("2020-01-01", Source("A filing"))
    #expect(try desk.ask(implied) == ["500"])
  }

  @Test func `a warrant shows what vested and what was exercised, and when it is past`() throws {
    try desk.say(
      WarrantIssued(
        warrant: "option", holder: "alpha", issuer: "beta", units: "up to 90 shares",
        strike: "USD 0.01", tranches: [Tranche("30 shares", conditions: [.verified("milestone")])],
        expires: "2021"), "2020-01-01")
    try desk.say(WarrantVested(warrant: "option", units: "30 shares"), "2020-02-01")
    try desk.say(WarrantExercised(warrant: "option", units: "10 shares"), "2020-03-01")
    let warrants = "SELECT units, strike, vested_milli, exercised_milli, state FROM warrants"
    #expect(
      try desk.ask(warrants, asOf: "2020-01-31") == ["up to 90 shares USD 0.01 0 0 open"])
    #expect(
      try desk.ask(warrants, asOf: "2021-12-31") == ["up to 90 shares USD 0.01 30000 10000 open"])
    #expect(try desk.ask("SELECT state FROM warrants") == ["expired"])
  }

  @Test func `more exercised than vested is a finding, where anything is recorded as vested`()
    throws
  {
    try desk.say(
      WarrantIssued(warrant: "option", holder: "alpha", issuer: "beta", units: "90 shares"),
      "2020-01-01")
    try desk.say(WarrantExercised(warrant: "option", units: "10 shares"), "2020-02-01")
    #expect(try desk.found("exercised-above-vested") == [])
    try desk.say(WarrantVested(warrant: "option", units: "up to 10 shares"), "2020-02-01")
    #expect(try desk.found("exercised-above-vested") == [])
    try desk.say(WarrantExercised(warrant: "option", units: "1 shares"), "2020-03-01")
    #expect(
      try desk.ask("SELECT sentence FROM discrepancies WHERE rule = 'exercised-above-vested'") == [
        "More of option was exercised (11 shares) than is recorded as vested (10 shares)."
      ])
    try desk.say(WarrantVested(warrant: "option", units: "at least 1 shares"), "2020-03-01")
    #expect(try desk.found("exercised-above-vested") == [])
  }

  @Test func `a total is shown by its measure and never added to a sum`() throws {
    try desk.say(
      CapitalCommitted(commitment: "first", investor: "alpha", issuer: "beta", amount: "JPY 100"),
      "2020-01-01")
    try desk.say(
      TotalReported(measure: .capitalCommitted, from: "alpha", to: "beta", amount: "JPY 130"),
      "2020-01-01")
    try desk.say(
      TotalReported(measure: .capitalCommitted, from: "alpha", to: "beta", amount: "JPY 140"),
      "2021-01-01")
    #expect(
      try desk.ask("SELECT measure, amount_minor FROM totals") == ["capital.committed 140"])
    #expect(try desk.ask("SELECT committed_minor FROM capital") == ["100"])
  }

  @Test func `an amount in a currency with other decimals is shown in its major unit`() throws {
    for (id, amount): (CommitmentID, Money) in [
      ("yen", "JPY 100"), ("euro", "EUR 100"), ("dinar", "KWD 100"),
    ] {
      try desk.say(
        CapitalCommitted(commitment: id, investor: "alpha", issuer: "beta", amount: amount), "2020")
    }
    #expect(
      try desk.ask("SELECT currency, committed, committed_minor FROM capital ORDER BY 1")
        == ["EUR 100.0 10000", "JPY 100.0 100", "KWD 100.0 100000"])
  }
}
