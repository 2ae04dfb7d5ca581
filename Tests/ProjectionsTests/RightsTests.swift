import Stakebook
import Testing

/// A right is the merge of its grant and amendments; its status follows days, conditions and acts.
struct RightsTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  private func grant(
    _ day: PartialDate = "2020-01-01", scope: [String] = [], exclusive: Bool? = nil,
    exclusiveEnds: End? = nil, starts: End? = nil, ends: End? = nil
  ) throws {
    try desk.say(
      RightGranted(
        right: "licence", kind: .ipLicence, grantor: "beta", grantee: "alpha", scope: scope,
        exclusive: exclusive, exclusiveEnds: exclusiveEnds, starts: starts, ends: ends), day)
  }

  private func status(_ day: String? = nil) throws -> String? {
    try desk.ask("SELECT status FROM rights", asOf: day).first
  }

  @Test func `an amendment changes only the terms that it states`() throws {
    try grant(scope: ["models"], exclusive: true)
    try desk.say(RightAmended(right: "licence", scope: ["models", "chips"]), "2021-01-01")
    let terms = "SELECT kind, grantor, grantee, scope, exclusive FROM rights"
    #expect(try desk.ask(terms, asOf: "2020-12-31") == [#"ip_licence beta alpha ["models"] 1"#])
    #expect(try desk.ask(terms) == [#"ip_licence beta alpha ["models","chips"] 1"#])
    #expect(try desk.ask("SELECT events FROM rights") == ["[6,7]"])
  }

  @Test func `null removes a term, and an object whole`() throws {
    try grant(scope: ["models"], ends: End(on: "2021-06-30", when: [.verified("milestone")]))
    try desk.say(RightAmended(right: "licence", removing: ["scope", "ends"]), "2021-01-01")
    let terms = "SELECT scope, ends_on, ends_when ->> '$[0].condition', ends_rule FROM rights"
    #expect(
      try desk.ask(terms, asOf: "2020-12-31")
        == [#"["models"] 2021-06-30 milestone earliest"#])
    #expect(try desk.ask(terms) == ["[] - - -"])
    #expect(try status() == "in_force")
  }

  @Test func `null removes one part of a term and leaves the other`() throws {
    try grant(ends: End(on: "2021-06-30", when: [.verified("milestone")]))
    try desk.say(RightAmended(right: "licence", removing: ["ends.on"]), "2021-01-01")
    #expect(
      try desk.ask("SELECT ends_on, ends_when ->> '$[0].condition' FROM rights")
        == ["- milestone"])
    #expect(try status() == "in_force")
    try desk.say(ConditionVerified(condition: "milestone"), "2022-01-01")
    #expect(try status() == "expired")
  }

  @Test func `an amendment adds one part to an object that has the other`() throws {
    try grant(ends: End(when: [.verified("milestone")]))
    try desk.say(RightAmended(right: "licence", ends: End(on: "2022")), "2021-01-01")
    #expect(
      try desk.ask("SELECT ends_on, ends_when ->> '$[0].condition' FROM rights")
        == ["2022 milestone"])
  }

  @Test func `amendments hold in the order of the world, not of the desk`() throws {
    try desk.say(RightAmended(right: "licence", scope: ["later"]), "2022-01-01")
    try desk.say(RightAmended(right: "licence", scope: ["sooner"]), "2021-01-01")
    try grant(scope: ["first"])
    let scope = "SELECT scope FROM rights"
    #expect(try desk.ask(scope, asOf: "2020-12-31") == [#"["first"]"#])
    #expect(try desk.ask(scope, asOf: "2021-12-31") == [#"["sooner"]"#])
    #expect(try desk.ask(scope) == [#"["later"]"#])
  }

  @Test func `which claim counts is decided term by term`() throws {
    try desk.say(
      RightGranted(
        right: "licence", kind: .ipLicence, grantor: "beta", grantee: "alpha", scope: ["filed"],
        exclusive: true), "2020-01-01", .confirmed)
    try desk.say(
      RightAmended(right: "licence", scope: ["rumoured"], exclusive: false), "2021-01-01", .rumoured
    )
    try desk.say(RightAmended(right: "licence", exceptions: ["war"]), "2021-01-01", .rumoured)
    #expect(
      try desk.ask("SELECT scope, exclusive, exceptions FROM rights") == [#"["filed"] 1 ["war"]"#])
  }

  @Test func `a right is not there until its first day, and in force from then on`() throws {
    try grant("2100-01-01")
    let question = "SELECT kind, grantor, grantee, rights.status FROM rights"
    #expect(try desk.ask(question) == [])
    #expect(try desk.ask(question, asOf: "2099-12-31") == [])
    #expect(
      try desk.ask(question, asOf: "2100-01-01") == ["ip_licence beta alpha in_force"])
  }

  @Test func `a right granted with a later start is pending until that day`() throws {
    try grant(starts: End(on: "2021-03-01"))
    #expect(try status("2021-02-28") == "pending")
    #expect(try status("2021-03-01") == "in_force")
  }

  @Test func `a right that starts with a condition is pending until that is verified`() throws {
    try grant(starts: End(when: [.verified("milestone")]))
    try desk.say(ConditionDeclared(condition: "milestone"), "2021-01-01")
    try desk.say(ConditionVerified(condition: "milestone"), "2022-01-01")
    #expect(try status("2021-12-31") == "pending")
    #expect(try status("2022-01-01") == "in_force")
  }

  @Test func `a right ends after the last day that its end can mean`() throws {
    try grant(ends: End(on: "2021"))
    #expect(try status("2021-12-31") == "in_force")
    #expect(try status("2022-01-01") == "expired")
    #expect(try desk.ask("SELECT ends_on, ended_by FROM rights") == ["2021 -"])
  }

  @Test func `a right that ends with a condition ends when that is verified, not declared`() throws
  {
    try grant(ends: End(when: [.verified("milestone")]))
    try desk.say(ConditionDeclared(condition: "milestone"), "2021-01-01")
    let verified = try desk.say(ConditionVerified(condition: "milestone"), "2022-01-01")
    #expect(try status("2021-12-31") == "in_force")
    #expect(try status() == "expired")
    #expect(try desk.ask("SELECT ended_by FROM rights") == [String(verified)])
  }

  @Test func `a right that ends with a declaration ends when that is made`() throws {
    try grant(ends: End(when: [.declared("milestone")]))
    try desk.say(ConditionDeclared(condition: "milestone"), "2021-01-01")
    #expect(try status("2020-12-31") == "in_force")
    #expect(try status() == "expired")
  }

  @Test func `what is verified without a declaration counts as declared`() throws {
    try grant(ends: End(when: [.declared("milestone")]))
    try desk.say(ConditionVerified(condition: "milestone"), "2021-01-01")
    #expect(try status() == "expired")
  }

  @Test(
    arguments: [
      (nil, "expired", "expired"), (.earliest, "expired", "expired"),
      (.latest, "in_force", "expired"),
    ] as [(EndRule?, String, String)])
  func `of a day and a condition the first ends a right, or the last where that is said`(
    _ rule: EndRule?, _ first: String, _ both: String
  ) throws {
    try grant(ends: End(on: "2021-06-30", when: [.verified("milestone")], rule: rule))
    try desk.say(ConditionVerified(condition: "milestone"), "2022-01-01")
    #expect(try status("2021-06-30") == "in_force")
    #expect(try status("2021-07-01") == first)
    #expect(try status("2022-01-01") == both)
  }

  @Test func `the first of two conditions ends a right, both where the last is said`() throws {
    let ends: [ConditionState] = [.verified("one"), .verified("two")]
    try grant(ends: End(when: ends))
    try desk.say(
      RightGranted(
        right: "longer", kind: .covenant, grantor: "beta", grantee: "alpha",
        ends: End(when: ends, rule: .latest)), "2020-01-01")
    let all = #"SELECT "right", status FROM rights ORDER BY 1"#
    try desk.say(ConditionVerified(condition: "one"), "2021-01-01")
    #expect(try desk.ask(all) == ["licence expired", "longer in_force"])
    try desk.say(ConditionVerified(condition: "two"), "2022-01-01")
    #expect(try desk.ask(all) == ["licence expired", "longer expired"])
  }

  @Test func `a condition that was removed before it came true ends nothing`() throws {
    try grant(ends: End(when: [.verified("milestone")]))
    try desk.say(ConditionRemoved(condition: "milestone"), "2021-01-01")
    try desk.say(ConditionVerified(condition: "milestone"), "2022-01-01")
    #expect(try status("2021-12-31") == "in_force")
    #expect(try status() == "in_force")
  }

  @Test func `a right is exclusive until that ends, and goes on`() throws {
    try grant(exclusive: true, exclusiveEnds: End(on: "2021"))
    let exclusive = "SELECT exclusive, exclusive_ends_on, status FROM rights"
    #expect(try desk.ask(exclusive, asOf: "2021-12-31") == ["1 2021 in_force"])
    #expect(try desk.ask(exclusive) == ["0 2021 in_force"])
  }

  @Test func `where nobody says whether a right is exclusive it is not said`() throws {
    try grant()
    #expect(try desk.ask("SELECT exclusive FROM rights") == ["-"])
  }

  @Test func `a waiver and an end count from their day, and a new grant revives`() throws {
    try grant()
    let waived = try desk.say(RightWaived(right: "licence"), "2021-01-01")
    #expect(try status("2020-12-31") == "in_force")
    #expect(try status() == "waived")
    #expect(try desk.ask("SELECT ended_by FROM rights") == [String(waived)])
    try grant("2022-01-01")
    #expect(try status("2021-12-31") == "waived")
    #expect(try status() == "in_force")
    #expect(try desk.ask("SELECT ended_by FROM rights") == ["-"])
  }

  @Test func `an end names the right in its place`() throws {
    try grant()
    let ended = try desk.say(
      RightEnded(right: "licence", replacedBy: "licence-two"), "2021-01-01")
    #expect(
      try desk.ask("SELECT status, ended_by, replaced_by FROM rights")
        == ["ended \(ended) licence-two"])
  }

  @Test func `an affirmation changes no term and gives the day`() throws {
    try grant(scope: ["models"])
    try desk.say(RightAffirmed(right: "licence"), "2021-10-28")
    #expect(
      try desk.ask("SELECT scope, status, granted, confirmed_on FROM rights")
        == [#"["models"] in_force 2020-01-01 2021-10-28"#])
  }
}
