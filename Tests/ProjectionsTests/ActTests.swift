import Stakebook
import Testing

/// What an act, an end or a level says about a time counts by the rule of all claims.
struct ActTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  private func grant(_ status: Status = .reported, ends: End? = nil) throws {
    try desk.say(
      RightGranted(
        right: "licence", kind: .ipLicence, grantor: "beta", grantee: "alpha", exclusive: true,
        ends: ends), "2019", status)
  }

  private func fund(
    _ amount: Money, _ day: PartialDate, form: FundingForm? = nil, level: Bool? = nil
  ) throws {
    try desk.say(
      CapitalFunded(
        investor: "alpha", issuer: "beta", amount: amount, form: form, cumulative: level), day)
  }

  private var rights: [String] {
    get throws { try desk.ask(#"SELECT "right", status, exclusive FROM rights"#) }
  }

  private var funded: [String] {
    get throws {
      try desk.ask("SELECT funded_minor, funded_low_minor, funded_high_minor FROM capital")
    }
  }

  // MARK: - Rumours

  @Test(arguments: [Status.rumoured, .estimated])
  func `a rumoured end ends nothing that is firm, and is told`(_ status: Status) throws {
    try grant()
    let end = try desk.say(RightEnded(right: "licence"), "2020-05", status)
    #expect(try rights == ["licence in_force 1"])
    #expect(
      try desk.ask("SELECT rule, events FROM discrepancies WHERE rule = 'rumoured-act'")
        == ["rumoured-act [\(end)]"])
    #expect(
      try desk.ask("SELECT counts, why_not FROM claims WHERE key = 'right:licence/ended'")
        == ["0 only \(status.rawValue)"])
    try desk.say(RightEnded(right: "licence"), "2020-06", .reported)
    #expect(try rights == ["licence ended 0"])
    #expect(try desk.ask("SELECT rule FROM discrepancies WHERE rule = 'rumoured-act'") == [])
  }

  @Test func `a rumoured end ends what is only rumoured`() throws {
    try grant(.rumoured)
    try desk.say(RightEnded(right: "licence"), "2020-05", .rumoured)
    #expect(try rights == ["licence ended 0"])
  }

  @Test func `a rumoured verification meets no condition that something firm names`() throws {
    let promise = try desk.say(
      CapitalCommitted(
        commitment: "later", investor: "alpha", issuer: "beta", amount: "JPY 50",
        conditions: [.verified("goal")]), "2019")
    let rumour = try desk.say(ConditionVerified(condition: "goal"), "2020", .rumoured)
    #expect(try desk.ask("SELECT counts_as FROM commitments") == ["conditional"])
    #expect(try desk.ask("SELECT status FROM conditions") == ["open"])
    #expect(
      try desk.ask("SELECT events FROM discrepancies WHERE rule = 'rumoured-act'")
        == ["[\(rumour)]"])
    try desk.retract(promise)
    #expect(try desk.ask("SELECT status FROM conditions") == ["verified"])
  }

  @Test func `a rumoured verification meets no condition that is defined`() throws {
    try desk.say(ConditionDefined(condition: "goal", criterion: "a panel says so"), "2019")
    try desk.say(ConditionVerified(condition: "goal"), "2020", .rumoured)
    #expect(try desk.ask("SELECT status FROM conditions") == ["open"])
    try desk.say(ConditionVerified(condition: "goal"), "2021", .reported)
    #expect(try desk.ask("SELECT status FROM conditions") == ["verified"])
  }

  // MARK: - Expired

  @Test func `what has expired stays expired when its condition is removed later`() throws {
    try grant(ends: End(when: [.verified("goal")]))
    try desk.say(ConditionVerified(condition: "goal"), "2020")
    try desk.say(ConditionRemoved(condition: "goal"), "2021")
    #expect(try rights == ["licence expired 0"])
  }

  @Test func `a condition that was removed before it came true is needed no more`() throws {
    try grant(ends: End(when: [.verified("goal"), .verified("other")], rule: .latest))
    try desk.say(ConditionRemoved(condition: "goal"), "2020")
    #expect(try rights == ["licence in_force 1"])
    try desk.say(ConditionVerified(condition: "other"), "2021")
    #expect(try rights == ["licence expired 0"])
  }

  @Test func `a right ends by no condition once all of them are removed`() throws {
    try grant(ends: End(when: [.verified("goal")], rule: .latest))
    try desk.say(ConditionRemoved(condition: "goal"), "2020")
    #expect(try rights == ["licence in_force 1"])
  }

  // MARK: - Ends of stakes

  @Test func `the end of a stake is a claim about it, by the rule of all`() throws {
    try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "10%", basis: .voting), "2020-01-01",
      .reported, from: [Source("Form 20-F", kind: .filing)])
    try desk.say(
      StakeEnded(holder: "alpha", issuer: "beta"), "2020-01-01", .reported,
      from: [Source("A paper", kind: .press)])
    #expect(try desk.ask("SELECT stated FROM stakes") == ["10%"])
    #expect(try desk.ask("SELECT stated, valid_to FROM stake_history") == ["10% -"])
    #expect(
      try desk.ask("SELECT key, counts, why_not FROM claims WHERE family = 'stake' ORDER BY event")
        == [
          "stake:alpha/beta/voting/ 1 -", "stake:alpha/beta/voting/ 0 ends nothing",
        ])
    try desk.say(
      StakeEnded(holder: "alpha", issuer: "beta", basis: .voting), "2020-01-01", .reported,
      from: [Source("Form 6-K", kind: .filing)])
    #expect(try desk.ask("SELECT stated FROM stakes") == [])
    #expect(
      try desk.ask("SELECT stated, valid_from, valid_to FROM stake_history")
        == ["10% 2020-01-01 2019-12-31"])
    #expect(
      try desk.ask(
        "SELECT counts, why_not FROM claims WHERE family = 'stake' ORDER BY event") == [
          "0 ended", "0 ends nothing", "1 -",
        ])
  }

  @Test func `a rumoured end ends no stake that is sure`() throws {
    try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "10%", basis: .voting), "2020")
    try desk.say(StakeEnded(holder: "alpha", issuer: "beta"), "2021", .rumoured)
    #expect(try desk.ask("SELECT stated FROM stakes") == ["10%"])
    #expect(try desk.ask("SELECT valid_to FROM stake_history") == ["-"])
  }

  // MARK: - Payments

  @Test func `cash and credits of one day are two payments, and a level is none`() throws {
    try fund("JPY 60", "2020-01-01", form: .cash)
    try fund("JPY 5", "2020-01-01", form: .credits)
    #expect(try funded == ["65 65 65"])
    try fund("JPY 60", "2020-01-02", level: true)
    try fund("JPY 5", "2020-01-02")
    #expect(try funded == ["60 60 60"])
  }

  @Test func `a level of a year leaves open what came in the year`() throws {
    try fund("JPY 60", "2021", level: true)
    try fund("JPY 5", "2021-06-01")
    #expect(try funded == ["60 60 65"])
    try fund("JPY 7", "2022-01-01")
    #expect(try funded == ["67 67 72"])
  }

  @Test func `among equal claims the narrower period wins before the later recorded`() throws {
    try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "10%", basis: .voting), "2020-01")
    try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "12%", basis: .voting), "2020")
    #expect(try desk.ask("SELECT stated FROM stakes") == ["10%"])
    #expect(
      try desk.ask("SELECT why_not FROM claims WHERE family = 'stake' AND counts = 0")
        == ["wider period"])
  }

  // MARK: - Quotients

  @Test func `a quotient beyond what can be told exactly is none, and says so`() throws {
    try desk.say(
      StakeReported(
        holder: "alpha", issuer: "beta", percent: "0.0000001%", basis: .voting,
        value: "USD 90tn"), "2020")
    #expect(
      try desk.ask("SELECT amount_minor, no_amount FROM implied_valuations") == ["- too large"])
  }

  @Test func `a quotient is rounded half away from zero`() throws {
    try desk.say(
      StakeReported(
        holder: "alpha", issuer: "beta", percent: "30%", basis: .voting, value: "JPY 5"), "2020")
    #expect(try desk.ask("SELECT amount_minor FROM implied_valuations") == ["17"])
  }
}
