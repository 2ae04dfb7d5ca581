import Stakebook
import Testing

/// What is over is not told as what is so, and what is to come is told with what it waits for.
struct LastDayTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  private func sign(_ term: Period?) throws {
    try desk.say(
      AgreementSigned(
        agreement: "frame", kind: .definitive, parties: ["alpha", "beta"], binding: true,
        term: term), "2020-01-01")
  }

  private func share(
    _ slug: RevenueShareID, ends: End? = nil, survives: Bool? = nil
  ) throws {
    try desk.say(
      RevenueShareAgreed(
        share: slug, payer: "beta", payee: "alpha", shareRate: "5%", ends: ends, survives: survives,
        agreement: "frame"), "2020-01-01")
  }

  @Test func `a share of revenue tells its last day, its own or that of its agreement`() throws {
    try sign("7 years")
    try desk.say(ConditionDefined(condition: "cap", criterion: "USD 1bn is paid"), "2020-01-01")
    try share("own", ends: End(on: "2025"))
    try share("long", ends: End(on: "2031"))
    try share("open")
    try share("outlives", survives: true)
    try share("counted", ends: End(when: [.verified("cap")]), survives: true)
    let shares = "SELECT share, status, ends_at_latest, ends_by FROM revenue_shares ORDER BY share"
    #expect(
      try desk.ask(shares, asOf: "2024-01-01") == [
        "counted in_force - condition", "long in_force 2026-12-31 agreement",
        "open in_force 2026-12-31 agreement", "outlives in_force - -",
        "own in_force 2025-12-31 day",
      ])
    try desk.say(RevenueShareEnded(share: "long"), "2023-05-01")
    #expect(
      try desk.ask(shares + " LIMIT 2 OFFSET 1", asOf: "2024-01-01") == [
        "long ended 2023-05-01 end", "open in_force 2026-12-31 agreement",
      ])
    #expect(
      try desk.ask(shares + " LIMIT 1 OFFSET 2", asOf: "2027-01-01") == [
        "open expired 2026-12-31 agreement"
      ])
  }

  @Test func `a warrant that was exercised in all is exercised, and expires no more`() throws {
    try desk.say(
      WarrantIssued(
        warrant: "option", holder: "alpha", issuer: "beta", units: "90 shares", expires: "2030"),
      "2020-01-01")
    try desk.say(WarrantExercised(warrant: "option", units: "50 shares"), "2021-01-01")
    try desk.say(WarrantExercised(warrant: "option", units: "40 shares"), "2022-01-01")
    let states = "SELECT state FROM warrants"
    let days = "SELECT occasion FROM upcoming WHERE what = 'warrant'"
    #expect(try desk.ask(states, asOf: "2021-06-01") == ["open"])
    #expect(try desk.ask(days, asOf: "2021-06-01") == ["expires"])
    #expect(try desk.ask(states, asOf: "2022-06-01") == ["exercised"])
    #expect(try desk.ask(days, asOf: "2022-06-01") == [])
    #expect(try desk.ask(states, asOf: "2031-01-01") == ["exercised"])
  }

  @Test func `the value of a stake ends with the stake, once none of it is left`() throws {
    func worth(_ day: PartialDate) throws {
      try desk.say(
        ValuationReported(
          subject: .stake, issuer: "beta", amount: "JPY 90", basis: .fair, holder: "alpha"), day)
    }
    let values = "SELECT amount_minor FROM valuations"
    let claims = "SELECT counts, why_not FROM claims WHERE family = 'valuation' ORDER BY event"
    try desk.stake("20%", basis: .outstanding)
    try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "25%", basis: .voting), "2020-01-01")
    try worth("2021-01-01")
    try desk.say(StakeEnded(holder: "alpha", issuer: "beta", basis: .voting), "2022-01-01")
    #expect(try desk.ask(values, asOf: "2022-06-01") == ["90"])
    try desk.say(StakeEnded(holder: "alpha", issuer: "beta"), "2023-01-01")
    #expect(try desk.ask(values, asOf: "2022-12-31") == ["90"])
    #expect(try desk.ask(values, asOf: "2023-01-01") == [])
    #expect(try desk.ask(claims, asOf: "2023-01-01") == ["0 ended"])
    #expect(try desk.ask("SELECT amount_minor FROM valuation_history") == ["90"])
    // What is bought again is worth something again.
    try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "5%", basis: .voting), "2024-01-01")
    try worth("2024-06-30")
    #expect(try desk.ask(values, asOf: "2024-07-01") == ["90"])
  }

  @Test func `a rumour that a stake was sold leaves its value`() throws {
    try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "25%", basis: .voting), "2020-01-01")
    try desk.say(
      ValuationReported(
        subject: .stake, issuer: "beta", amount: "JPY 90", basis: .fair, holder: "alpha"),
      "2021-01-01")
    try desk.say(StakeEnded(holder: "alpha", issuer: "beta"), "2022-01-01", .rumoured)
    #expect(try desk.ask("SELECT amount_minor FROM valuations") == ["90"])
  }

  @Test func `a right that is to begin tells when, and what it waits for`() throws {
    try desk.say(ConditionDefined(condition: "clearance", criterion: "it is cleared"), "2020-01-01")
    try desk.say(
      RightGranted(
        right: "seat", kind: .boardSeat, grantor: "beta", grantee: "alpha",
        starts: End(when: [.verified("clearance")])), "2020-01-01")
    try desk.say(
      RightGranted(
        right: "refusal", kind: .rightOfFirstRefusal, grantor: "beta", grantee: "alpha",
        starts: End(on: "2026"), ends: End(on: "2027")), "2020-01-01")
    #expect(
      try desk.ask(
        """
        SELECT "right", status, starts_on, starts_when ->> '$[0].condition', starts_rule
        FROM rights
        ORDER BY "right"
        """, asOf: "2021-01-01") == [
          "refusal pending 2026 - latest", "seat pending - clearance latest",
        ])
  }

  @Test func `what holds only later is not asked for its source yet`() throws {
    let seq = try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "20%", basis: .voting), "2023-01-01",
      from: [])
    #expect(try desk.found("unsourced", asOf: "2022-12-31") == [])
    #expect(try desk.found("unsourced", asOf: "2023-01-01") == ["[\(seq)]"])
    let undated = try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "9%", basis: .voting), "?", from: [])
    #expect(try desk.found("unsourced", asOf: "2022-12-31") == ["[\(undated)]"])
  }
}
