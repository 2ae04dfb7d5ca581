import Stakebook
import Testing

/// A right of which nothing holds yet is not there; one whose grant is still to come, and of which
/// something was said before, is pending.
struct RightGrantTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  @discardableResult
  private func grant(
    _ day: PartialDate, _ status: Status = .reported, scope: [String] = ["models"],
    ends: End? = nil
  ) throws -> Seq {
    try desk.say(
      RightGranted(
        right: "licence", kind: .ipLicence, grantor: "beta", grantee: "alpha", scope: scope,
        ends: ends), day, status)
  }

  private func right(_ day: String? = nil, knownAt: Seq? = nil) throws -> [String] {
    try desk.ask(
      "SELECT status, granted, scope, ends_at_latest FROM rights", asOf: day, knownAt: knownAt)
  }

  @Test(arguments: ["affirmed", "amended", "waived", "ended"])
  func `an act before the grant leaves a right pending until the grant`(_ act: String) throws {
    let acts: [String: any Event] = [
      "affirmed": RightAffirmed(right: "licence"), "waived": RightWaived(right: "licence"),
      "amended": RightAmended(right: "licence", exceptions: ["war"]),
      "ended": RightEnded(right: "licence"),
    ]
    let event = try #require(acts[act])
    try desk.say(event, "2020-06-01")
    try grant("2021-01-01", ends: End(on: "2025"))
    #expect(try right("2020-05-31") == [])
    #expect(try right("2020-06-01") == [#"pending 2021-01-01 ["models"] 2025-12-31"#])
    #expect(
      try desk.ask(
        "SELECT kind, grantor, grantee, ends_by, ended_by FROM rights", asOf: "2020-06-01")
        == ["ip_licence beta alpha day -"])
    #expect(try right("2021-01-01") == [#"in_force 2021-01-01 ["models"] 2025-12-31"#])
  }

  @Test func `of grants to come on one day the one of the narrower period is believed`() throws {
    try desk.say(RightAffirmed(right: "licence"), "2020-01-01")
    try grant("2021-01-01", scope: ["narrow"])
    try grant("2021", scope: ["wide"])
    #expect(try right("2020-06-01") == [#"pending 2021-01-01 ["narrow"] -"#])
  }

  @Test func `a right whose grant nobody recorded shows what its acts say, and no grant`() throws {
    try desk.say(RightAmended(right: "licence", scope: ["chips"]), "2020-06-01")
    #expect(try right() == [#"in_force - ["chips"] -"#])
    let waived = try desk.say(RightWaived(right: "licence"), "2021-06-01")
    #expect(try right() == [#"waived - ["chips"] 2021-06-01"#])
    #expect(try right(knownAt: waived - 1) == [#"in_force - ["chips"] -"#])
  }

  @Test func `a grant of which nobody knows the day, or that is denied, is no grant`() throws {
    try desk.say(RightAffirmed(right: "licence"), "2020-06-01")
    try grant("?")
    #expect(try right("2020-06-01") == ["in_force - [] -"])
    try grant("2021-01-01", .denied)
    #expect(try right("2020-06-01") == ["in_force - [] -"])
  }

  @Test func `a grant not yet known, or taken back, makes no right pending`() throws {
    let affirmed = try desk.say(RightAffirmed(right: "licence"), "2020-06-01")
    let granted = try grant("2021-01-01")
    #expect(try right("2020-06-01", knownAt: affirmed) == ["in_force - [] -"])
    #expect(try right("2020-06-01") == [#"pending 2021-01-01 ["models"] -"#])
    try desk.retract(granted)
    #expect(try right("2020-06-01") == ["in_force - [] -"])
  }

  @Test func `a second grant to come changes nothing of the first`() throws {
    try grant("2020-01-01")
    try grant("2030-01-01", scope: ["chips"])
    #expect(try right("2020-06-01") == [#"in_force 2020-01-01 ["models"] -"#])
  }

  @Test func `a right waived some time up to the day of its grant is in force on that day`() throws
  {
    try grant("2020-06-01")
    try desk.say(RightWaived(right: "licence"), "..2020-06-01")
    #expect(try right("2020-06-01") == [#"in_force 2020-06-01 ["models"] -"#])
    try desk.say(RightWaived(right: "licence"), "2020-06-01")
    #expect(try right("2020-06-01") == [#"waived 2020-06-01 ["models"] 2020-06-01"#])
  }

  @Test func `of grants to come the firmest is shown, and of these the first`() throws {
    try desk.say(RightAffirmed(right: "licence"), "2019-01-01", .rumoured)
    try grant("2021-01-01", .rumoured, scope: ["rumour"])
    try grant("2023-01-01", scope: ["second"])
    try grant("2022-01-01", scope: ["first"])
    #expect(try right("2020-01-01") == [#"pending 2022-01-01 ["first"] -"#])
    #expect(try right("2021-06-01") == [#"in_force 2021-01-01 ["rumour"] -"#])
  }

  /// The order of the world decides: the grant now comes after the amendment, and says its own terms
  /// anew; what only the amendment says stays. The finding `never-granted` tells of it.
  @Test func `a right amended before its grant was corrected is pending until the new day`() throws
  {
    let granted = try grant("2020-01-01", ends: End(on: "2025"))
    let amended = try desk.say(
      RightAmended(
        right: "licence", scope: ["models", "chips"], exceptions: ["war"],
        ends: End(when: [.verified("milestone")])), "2020-06-01")
    var correction = Correction(reason: "signed a year later")
    correction.effective = "2021-01-01"
    try desk.ledger.correct(String(granted), correction)
    // As known before: in force, as amended.
    #expect(
      try right("2020-08-01", knownAt: amended)
        == [#"in_force 2020-01-01 ["models","chips"] 2025-12-31"#])
    // As known since: pending, with the terms of the grant and what only the amendment says.
    #expect(try right("2020-03-01") == [])
    #expect(try right("2020-08-01") == [#"pending 2021-01-01 ["models"] 2025-12-31"#])
    #expect(try right("2021-01-01") == [#"in_force 2021-01-01 ["models"] 2025-12-31"#])
    let merged = "SELECT exceptions, ends_by FROM rights"
    #expect(try desk.ask(merged, asOf: "2020-08-01") == [#"["war"] either"#])
    #expect(try desk.ask(merged) == [#"["war"] either"#])
    let findings = "SELECT events FROM discrepancies WHERE rule = 'never-granted'"
    #expect(try desk.ask(findings) == ["[\(amended)]"])
    #expect(try desk.ask(findings, knownAt: amended) == [])
  }
}
