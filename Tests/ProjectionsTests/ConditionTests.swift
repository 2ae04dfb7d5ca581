import Stakebook
import Testing

/// Conditions, and the revenue shares whose ends wait for them.
struct ConditionTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  private func agree(
    _ rate: Percent? = nil, tiers: [Tier] = [], cap: Money? = nil, ends: End? = nil
  ) throws {
    try desk.say(
      RevenueShareAgreed(
        share: "slice", payer: "beta", payee: "alpha", shareRate: rate, tiers: tiers, cap: cap,
        ends: ends), "2020-01-01")
  }

  @Test func `a condition is open, then declared, then verified, then removed`() throws {
    try desk.say(
      ConditionDefined(
        condition: "milestone", criterion: "It runs", declarer: "beta", verifier: "gamma"),
      "2020-01-01")
    try desk.say(ConditionDeclared(condition: "milestone", by: "beta"), "2021-01-01")
    try desk.say(ConditionVerified(condition: "milestone", by: "gamma"), "2022-01-01")
    try desk.say(ConditionRemoved(condition: "milestone"), "2023-01-01")
    let days = ["2020-06-01", "2021-06-01", "2022-06-01", "2023-06-01"]
    #expect(
      try days.map { try desk.ask("SELECT status FROM conditions", asOf: $0) }
        == [["open"], ["declared"], ["verified"], ["removed"]])
    #expect(
      try desk.ask("SELECT criterion, declarer, verifier, declared, verified FROM conditions")
        == ["It runs beta gamma 2021-01-01 2022-01-01"])
  }

  @Test func `a condition that is only named is open`() throws {
    try desk.say(
      RightGranted(
        right: "licence", kind: .ipLicence, grantor: "beta", grantee: "alpha",
        ends: End(when: [.verified("milestone")])), "2020-01-01")
    #expect(
      try desk.ask("SELECT condition, status, criterion, event FROM conditions")
        == ["milestone open - 6"])
    #expect(try desk.ask("SELECT condition FROM conditions", knownAt: 5) == [])
  }

  @Test func `an amended condition keeps what is not stated, and loses what is removed`() throws {
    try desk.say(
      ConditionDefined(
        condition: "milestone", criterion: "It runs", declarer: "beta", verifier: "gamma"),
      "2020-01-01")
    try desk.say(
      ConditionAmended(condition: "milestone", criterion: "It walks", removing: ["verifier"]),
      "2021-01-01")
    let terms = "SELECT criterion, declarer, verifier FROM conditions"
    #expect(try desk.ask(terms, asOf: "2020-12-31") == ["It runs beta gamma"])
    #expect(try desk.ask(terms) == ["It walks beta -"])
  }

  @Test func `a verification that is denied verifies nothing`() throws {
    try desk.say(ConditionDefined(condition: "milestone", criterion: "It runs"), "2020-01-01")
    try desk.say(ConditionVerified(condition: "milestone"), "2021-01-01", .denied)
    #expect(try desk.ask("SELECT status FROM conditions") == ["open"])
  }

  @Test func `a revenue share shows its rate, tiers and cap`() throws {
    try agree(
      "about 20%", tiers: [Tier("20%", until: "JPY 1bn are paid"), Tier("10%")], cap: "up to JPY 38"
    )
    #expect(
      try desk.ask(
        """
        SELECT payer, payee, share_rate_ppb, share_rate_low_ppb, share_rate_high_ppb,
          cap_low_minor, cap_high_minor, cap_stated, status
        FROM revenue_shares
        """) == ["beta alpha 200000000 195000000 205000000 0 38 up to JPY 38 in_force"])
    #expect(
      try desk.ask(
        """
        SELECT tier.value ->> '$.rate.text', tier.value ->> '$.until'
        FROM revenue_shares, json_each(tiers) AS tier
        """) == ["20% JPY 1bn are paid", "10% -"])
  }

  @Test func `an amended revenue share keeps what is not stated, tiers change as a whole`() throws {
    try agree("20%", tiers: [Tier("20%", until: "2021"), Tier("10%")], cap: "JPY 38")
    try desk.say(
      RevenueShareAmended(share: "slice", tiers: [Tier("8%")], removing: ["cap"]), "2021-01-01")
    let terms = "SELECT share_rate_stated, json_array_length(tiers), cap_stated FROM revenue_shares"
    #expect(try desk.ask(terms, asOf: "2020-12-31") == ["20% 2 JPY 38"])
    #expect(try desk.ask(terms) == ["20% 1 -"])
  }

  @Test func `a revenue share runs until its day or its condition, or until it is ended`() throws {
    try agree("20%", ends: End(on: "2022", when: [.verified("milestone")]))
    let status = "SELECT status, until_on, ended_by FROM revenue_shares"
    #expect(try desk.ask(status, asOf: "2022-12-31") == ["in_force 2022 -"])
    #expect(try desk.ask(status, asOf: "2023-01-01") == ["expired 2022 -"])
    let verified = try desk.say(ConditionVerified(condition: "milestone"), "2021-06-01")
    #expect(try desk.ask(status, asOf: "2021-06-01") == ["expired 2022 \(verified)"])
    let ended = try desk.say(RevenueShareEnded(share: "slice"), "2021-03-01")
    #expect(try desk.ask(status, asOf: "2021-03-01") == ["ended 2022 \(ended)"])
  }

  @Test func `what was paid is summed by currency`() throws {
    try agree("20%")
    for (amount, day): (Money, PartialDate) in [
      ("JPY 7", "2021-01-01"), ("JPY 5", "2022-01-01"), ("EUR 0.03", "2023-01-01"),
    ] {
      try desk.say(RevenueSharePaid(share: "slice", amount: amount), day)
    }
    let paid = "SELECT paid FROM revenue_shares"
    #expect(try desk.ask(paid, asOf: "2021-06-01") == [#"{"JPY":7}"#])
    #expect(try desk.ask(paid) == [#"{"EUR":3,"JPY":12}"#])
  }
}
