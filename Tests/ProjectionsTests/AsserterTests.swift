import Stakebook
import Testing

/// What several assert of one stake stands beside each other under their names.
struct AsserterTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  private func assert(
    _ percent: Percent, by who: EntityID? = nil, _ day: PartialDate = "2020-01-01",
    holder: EntityID = "alpha", value: Money? = nil
  ) throws {
    try desk.say(
      StakeReported(
        holder: holder, issuer: "beta", percent: percent, basis: .outstanding, value: value,
        assertedBy: who), day)
  }

  private let stakes = "SELECT asserted_by, stated, claims FROM stakes ORDER BY asserted_by"

  @Test func `two parties' figures of one stake are two rows and no contradiction`() throws {
    try assert("20%", by: "alpha")
    try assert("15%", by: "beta")
    #expect(try desk.ask(stakes) == ["alpha 20% 1", "beta 15% 1"])
    #expect(
      try desk.ask(
        """
        SELECT rule FROM discrepancies WHERE rule IN ('conflicting-claims', 'mixed-bases')
        """) == [])
  }

  @Test func `one party's later figure takes the place of its own alone`() throws {
    try assert("20%", by: "alpha")
    try assert("15%", by: "beta")
    try assert("22%", by: "alpha", "2021-01-01")
    #expect(try desk.ask(stakes) == ["alpha 22% 2", "beta 15% 1"])
    #expect(
      try desk.ask(
        """
        SELECT asserted_by, stated, valid_to FROM stake_history
        ORDER BY asserted_by, valid_from
        """) == ["alpha 20% 2020-12-31", "alpha 22% -", "beta 15% -"])
  }

  @Test func `the end of a stake ends it whoever asserts it`() throws {
    try assert("20%", by: "alpha")
    try assert("15%")
    try desk.say(StakeEnded(holder: "alpha", issuer: "beta"), "2021-01-01")
    #expect(try desk.ask(stakes) == [])
    #expect(try desk.ask(stakes, asOf: "2020-06-01") == [" 15% 1", "alpha 20% 1"])
  }

  @Test func `who asserts is told as the last successor`() throws {
    try assert("20%", by: "gamma")
    try assert("15%", by: "delta", "2020-02-01")
    try desk.say(EntitySucceeded(entity: "gamma", successor: "delta"), "2021-01-01")
    #expect(try desk.ask(stakes) == ["delta 15% 2"])
  }

  @Test func `the web takes one figure of a stake, best that under no name`() throws {
    try assert("20%", by: "alpha", value: "JPY 200")
    try assert("15%", by: "beta", "2020-02-01", value: "JPY 150")
    let owned = "SELECT percent_ppb, amount_minor FROM exposures WHERE kind = 'owns'"
    #expect(try desk.ask(owned) == ["150000000 150"])
    try assert("18%", "2019", value: "JPY 180")
    #expect(try desk.ask(owned) == ["180000000 180"])
  }

  @Test func `stakes above the whole are summed with the least that anybody asserts`() throws {
    try assert("60%", by: "alpha")
    try assert("40%", by: "beta")
    try assert("50%", holder: "gamma")
    let above = "SELECT finding FROM discrepancies WHERE rule = 'stakes-above-100'"
    #expect(try desk.ask(above) == [])
    try assert("70%", holder: "delta")
    #expect(try desk.ask(above) == ["stakes-above-100:beta/outstanding"])
  }

  @Test func `why tells each asserter's figure by its own name`() throws {
    try assert("20%", by: "alpha")
    try assert("15%", by: "beta")
    let told = try desk.ledger.explain(["stakes", "alpha", "beta", "outstanding"])
    #expect(
      told.map(\.name) == [
        "stakes/alpha/beta/outstanding//beta", "stakes/alpha/beta/outstanding//alpha",
      ])
    let one = try desk.ledger.explain(["stakes/alpha/beta/outstanding//beta"])
    #expect(one.map(\.name) == ["stakes/alpha/beta/outstanding//beta"])
  }
}
