import Stakebook
import Testing

/// What ends a right, and when at the latest: one SELECT.
struct RightEndTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  private static let both: [ConditionState] = [.verified("one"), .verified("two")]

  private func grant(_ ends: End?, as right: RightID = "licence") throws {
    try desk.say(
      RightGranted(right: right, kind: .ipLicence, grantor: "beta", grantee: "alpha", ends: ends),
      "2020-01-01")
  }

  /// What ends it, when at the latest, where it stands and which event ended it.
  private func end(_ day: String? = nil, knownAt: Seq? = nil) throws -> [String] {
    try desk.ask(
      #"SELECT ends_by, ends_at_latest, status, ended_by FROM rights ORDER BY "right""#,
      asOf: day, knownAt: knownAt)
  }

  @Test func `nothing ends a right of which no end is told`() throws {
    try grant(nil)
    #expect(try end() == ["- - in_force -"])
  }

  @Test(
    arguments: [
      ("2021", "2021-12-31"), ("2021-Q2", "2021-06-30"), ("2021-03-05", "2021-03-05"),
      ("~2021", "2021-12-31"), ("2021..2022-02", "2022-02-28"), ("..2021-03-05", "2021-03-05"),
    ] as [(PartialDate, String)])
  func `a day ends a right after the last day that it can mean`(_ on: PartialDate, _ last: String)
    throws
  {
    try grant(End(on: on))
    #expect(try end("2020-06-01") == ["day \(last) in_force -"])
    #expect(try end(last) == ["day \(last) in_force -"])
    #expect(try end("2022-03-01") == ["day \(last) expired -"])
  }

  @Test(arguments: [nil, .latest] as [EndRule?])
  func `a day that nobody knows never comes`(_ rule: EndRule?) throws {
    try grant(End(on: "?", rule: rule))
    #expect(try end() == ["day - in_force -"])
  }

  @Test func `nobody can say when a condition comes, until it did`() throws {
    try grant(End(when: [.verified("one")]))
    let verified = try desk.say(ConditionVerified(condition: "one"), "2022-01-01")
    #expect(try end("2021-12-31") == ["condition - in_force -"])
    #expect(try end("2022-01-01") == ["condition 2022-01-01 expired \(verified)"])
    #expect(try end(knownAt: verified - 1) == ["condition - in_force -"])
  }

  @Test func `a condition of which only the quarter is told ends from its first day on`() throws {
    try grant(End(when: [.verified("one")]))
    let verified = try desk.say(ConditionVerified(condition: "one"), "2022-Q2")
    #expect(try end("2022-03-31") == ["condition - in_force -"])
    #expect(try end("2022-04-01") == ["condition 2022-04-01 expired \(verified)"])
  }

  @Test func `of a day and a condition the first ends a right, and the day at the latest`() throws {
    try grant(End(on: "2021-06", when: [.verified("one")]))
    #expect(try end("2021-06-30") == ["either 2021-06-30 in_force -"])
    #expect(try end("2021-07-01") == ["either 2021-06-30 expired -"])
  }

  @Test func `a condition that comes true before the day ends a right`() throws {
    try grant(End(on: "2021-06", when: [.verified("one")]))
    let verified = try desk.say(ConditionVerified(condition: "one"), "2021-02-03")
    #expect(try end("2021-02-02") == ["either 2021-06-30 in_force -"])
    #expect(try end() == ["either 2021-02-03 expired \(verified)"])
  }

  @Test func `a condition that comes true after the day ended nothing`() throws {
    try grant(End(on: "2021-06", when: [.verified("one")]))
    try desk.say(ConditionVerified(condition: "one"), "2022-02-03")
    #expect(try end() == ["either 2021-06-30 expired -"])
  }

  @Test func `a condition that comes true on the day itself ends a right on it`() throws {
    try grant(End(on: "2021-06", when: [.verified("one")]))
    let verified = try desk.say(ConditionVerified(condition: "one"), "2021-06-30")
    #expect(try end("2021-06-30") == ["either 2021-06-30 expired \(verified)"])
  }

  @Test func `of a day and an open condition nobody can say when the last comes`() throws {
    try grant(End(on: "2021-06", when: [.verified("one")], rule: .latest))
    #expect(try end("2021-01-01") == ["both - in_force -"])
    #expect(try end() == ["both - in_force -"])
  }

  @Test func `with the condition true a right ends on the day, or with a later condition`() throws {
    try grant(End(on: "2021-06", when: [.verified("one")], rule: .latest))
    try grant(End(on: "2021-06", when: [.verified("two")], rule: .latest), as: "second")
    try desk.say(ConditionVerified(condition: "one"), "2021-02-03")
    let late = try desk.say(ConditionVerified(condition: "two"), "2022-02-03")
    #expect(try end("2021-03-01") == ["both 2021-06-30 in_force -", "both - in_force -"])
    #expect(try end("2021-07-01") == ["both 2021-06-30 expired -", "both - in_force -"])
    #expect(try end() == ["both 2021-06-30 expired -", "both 2022-02-03 expired \(late)"])
  }

  @Test func `of two conditions the first ends a right, or the last where that is said`() throws {
    try grant(End(when: Self.both), as: "first")
    try grant(End(when: Self.both, rule: .latest), as: "last")
    let two = try desk.say(ConditionVerified(condition: "two"), "2021-01-01")
    let one = try desk.say(ConditionVerified(condition: "one"), "2022-01-01")
    #expect(
      try end("2021-06-01") == ["condition 2021-01-01 expired \(two)", "condition - in_force -"])
    #expect(
      try end()
        == ["condition 2021-01-01 expired \(two)", "condition 2022-01-01 expired \(one)"])
  }

  @Test func `a condition both declared and verified is one condition`() throws {
    try grant(End(when: [.declared("one"), .verified("two")], rule: .latest))
    try desk.say(ConditionDeclared(condition: "one"), "2021-01-01")
    try desk.say(ConditionVerified(condition: "one"), "2021-02-01")
    #expect(try end() == ["condition - in_force -"])
    let two = try desk.say(ConditionVerified(condition: "two"), "2021-03-01")
    #expect(try end() == ["condition 2021-03-01 expired \(two)"])
  }

  @Test func `a right that waits for a declaration starts with it, verified or not`() throws {
    try desk.say(
      RightGranted(
        right: "licence", kind: .ipLicence, grantor: "beta", grantee: "alpha",
        starts: End(when: [.declared("one")])), "2020-01-01")
    try desk.say(ConditionDeclared(condition: "one"), "2021-01-01")
    try desk.say(ConditionVerified(condition: "one"), "2021-02-01")
    #expect(try end("2020-12-31") == ["- - pending -"])
    #expect(try end("2021-01-01") == ["- - in_force -"])
    #expect(try end() == ["- - in_force -"])
  }

  @Test func `a verified condition ends what depends on it and nothing else`() throws {
    try grant(End(when: [.verified("one")]), as: "first")
    try grant(End(when: [.verified("two")]), as: "other")
    try grant(nil, as: "plain")
    try desk.say(
      RightGranted(
        right: "sole", kind: .ipLicence, grantor: "beta", grantee: "alpha", exclusive: true,
        exclusiveEnds: End(when: [.verified("one")])), "2020-01-01")
    let verified = try desk.say(ConditionVerified(condition: "one"), "2021-01-01")
    #expect(
      try end() == [
        "condition 2021-01-01 expired \(verified)", "condition - in_force -", "- - in_force -",
        "- - in_force -",
      ])
    #expect(try desk.ask(#"SELECT exclusive FROM rights WHERE "right" = 'sole'"#) == ["0"])
  }

  @Test func `a condition taken back, denied or removed ends nothing`() throws {
    try grant(End(on: "2025", when: [.verified("one")]))
    let verified = try desk.say(ConditionVerified(condition: "one"), "2021-01-01")
    let before = try desk.ledger.head()
    try desk.retract(verified)
    #expect(try end("2021-06-01") == ["either 2025-12-31 in_force -"])
    #expect(try end("2021-06-01", knownAt: before) == ["either 2021-01-01 expired \(verified)"])
    try desk.say(ConditionVerified(condition: "one"), "2021-01-01", .denied)
    #expect(try end("2021-06-01") == ["either 2025-12-31 in_force -"])
    try desk.say(ConditionRemoved(condition: "one"), "2020-12-01")
    try desk.say(ConditionVerified(condition: "one"), "2021-01-01")
    #expect(try end("2021-06-01") == ["either 2025-12-31 in_force -"])
  }

  @Test func `a waiver and an end say the day themselves`() throws {
    try grant(End(on: "2021"), as: "waived")
    try grant(End(when: [.verified("one")], rule: .latest), as: "ended")
    let waived = try desk.say(RightWaived(right: "waived"), "2020-07")
    let ended = try desk.say(RightEnded(right: "ended"), "2020-08-09")
    #expect(
      try end("2020-08-08") == ["condition - in_force -", "waiver 2020-07-01 waived \(waived)"])
    #expect(
      try end() == ["end 2020-08-09 ended \(ended)", "waiver 2020-07-01 waived \(waived)"])
  }

  @Test func `what comes first ends a right, and it ends only once`() throws {
    try grant(End(on: "2020-06"), as: "expired")
    try grant(nil, as: "ended")
    let ended = try desk.say(RightEnded(right: "ended"), "2020-08-09")
    for right: RightID in ["expired", "ended"] {
      try desk.say(RightWaived(right: right), "2021-01-01")
    }
    #expect(try end() == ["end 2020-08-09 ended \(ended)", "day 2020-06-30 expired -"])
  }

  @Test func `a right whose last end was taken away has none`() throws {
    try grant(End(on: "2021", rule: .latest))
    try desk.say(RightAmended(right: "licence", removing: ["ends.on"]), "2020-06-01")
    #expect(try end("2020-01-01") == ["day 2021-12-31 in_force -"])
    #expect(try end() == ["- - in_force -"])
  }

  @Test func `a new end holds from the day of its amendment`() throws {
    try grant(End(on: "2021"))
    let amended = try desk.say(
      RightAmended(right: "licence", ends: End(on: "2032", when: [.verified("one")])), "2020-06-01")
    #expect(try end("2020-05-31") == ["day 2021-12-31 in_force -"])
    #expect(try end("2020-06-01") == ["either 2032-12-31 in_force -"])
    #expect(try end("2020-06-01", knownAt: amended - 1) == ["day 2021-12-31 in_force -"])
  }

  @Test func `a revenue share is ended by the day that came before its condition`() throws {
    try desk.say(
      RevenueShareAgreed(
        share: "slice", payer: "beta", payee: "alpha", shareRate: "20%",
        ends: End(on: "2021", when: [.verified("one")])), "2020-01-01")
    try desk.say(ConditionVerified(condition: "one"), "2022-06-01")
    #expect(try desk.ask("SELECT status, ended_by FROM revenue_shares") == ["expired -"])
  }
}
