import Stakebook
import Testing

/// Which of the claims about one fact counts, rule by rule in their order.
struct ClaimsTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  private func say(
    _ percent: Percent, _ day: PartialDate, _ status: Status = .reported,
    from source: Source = Desk.paper
  ) throws {
    try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: percent, basis: .voting), day, status,
      from: [source])
  }

  /// The share that counts, which the claims and the family's own view must agree on.
  private func counted(asOf day: String? = nil) throws -> String? {
    let claims = try desk.ask(
      "SELECT value FROM claims WHERE family = 'stake' AND counts", asOf: day)
    let stakes = try desk.ask("SELECT stated FROM stakes", asOf: day)
    #expect(claims == stakes)
    return claims.first
  }

  @Test func `a denied claim never counts, however late and firm`() throws {
    try say("10%", "2022-01-01", .denied, from: Source("A filing", kind: .filing))
    #expect(try counted() == nil)
    try say("20%", "2020-01-01", .rumoured)
    #expect(try counted() == "20%")
  }

  @Test(arguments: [Status.estimated, .rumoured])
  func `a guess counts only where nobody says it firmly, however late the guess`(_ guess: Status)
    throws
  {
    try say("10%", "2022-01-01", guess)
    #expect(try counted() == "10%")
    try say("20%", "2020-01-01", .reported)
    #expect(try counted() == "20%")
    #expect(try counted(asOf: "2019-12-31") == nil)
  }

  @Test func `an undisclosed value never wins over a disclosed one`() throws {
    try say("?%", "2022-01-01", .confirmed)
    #expect(try counted() == "?%")
    try say("20%", "2020-01-01", .rumoured)
    #expect(try counted() == "20%")
  }

  @Test func `the latest in the world counts, not the latest recorded`() throws {
    try say("20%", "2021-01-01")
    try say("10%", "2020-01-01")
    #expect(try counted() == "20%")
    #expect(try counted(asOf: "2020-12-31") == "10%")
  }

  @Test func `the latest counts over an earlier one of better status and source`() throws {
    try say("10%", "2020", .confirmed, from: Source("A filing", kind: .filing))
    try say("20%", "2021-01-01", .reported)
    #expect(try counted() == "20%")
  }

  @Test func `among claims whose periods overlap the better status counts`() throws {
    try say("10%", "2020", .confirmed)
    try say("20%", "2020-06-01", .reported, from: Source("A filing", kind: .filing))
    #expect(try counted() == "10%")
  }

  @Test func `the last day of a period still overlaps, the day after does not`() throws {
    try say("10%", "2020", .confirmed)
    try say("20%", "2020-12-31", .reported)
    #expect(try counted() == "10%")
    try say("30%", "2021-01-01", .reported)
    #expect(try counted() == "30%")
  }

  @Test func `what overlaps the latest counts, though a third stands between`() throws {
    try say("10%", "2020-01..2020-12", .confirmed)
    try say("20%", "2020-03-01", .confirmed, from: Source("A filing", kind: .filing))
    try say("30%", "2020-06-01", .reported)
    #expect(try counted() == "10%")
  }

  private static let kinds: [Source] = [
    Source("Unsaid"), Source("A paper", kind: .press), Source("A letter", kind: .company),
    Source("A contract", kind: .contract), Source("A filing", kind: .filing),
  ]

  @Test(arguments: 1..<5)
  func `of equal status the better source counts: filing, contract, company, press, other`(
    _ better: Int
  ) throws {
    try say("10%", "2020-01-01", from: Self.kinds[better])
    try say("20%", "2020-01-01", from: Self.kinds[better - 1])
    #expect(try counted() == "10%")
  }

  @Test func `other sources and unnamed ones rank alike`() throws {
    try say("10%", "2020-01-01", from: Source("Other", kind: .other))
    try say("20%", "2020-01-01", from: Source("Unsaid"))
    #expect(try counted() == "20%")
  }

  @Test func `a filing known only through press ranks as press`() throws {
    try say("10%", "2020-01-01", from: Source("A letter", kind: .company))
    try say("20%", "2020-01-01", from: Source("A filing", kind: .filing, viaPress: true))
    #expect(try counted() == "10%")
  }

  @Test func `the best of an event's sources gives its rank`() throws {
    try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "10%", basis: .voting), "2020-01-01",
      from: [Source("A paper", kind: .press), Source("A filing", kind: .filing)])
    try say("20%", "2020-01-01", from: Source("A contract", kind: .contract))
    #expect(try counted() == "10%")
    #expect(try desk.ask("SELECT source, sources FROM stakes") == ["A filing 2"])
  }

  @Test func `a claim without a source gives way to one with any`() throws {
    try say("10%", "2020-01-01", from: Source("Somewhere", kind: .other))
    try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "20%", basis: .voting), "2020-01-01",
      from: [])
    #expect(try counted() == "10%")
  }

  @Test func `status is asked before the kind of source`() throws {
    try say("10%", "2020-01-01", .confirmed, from: Source("Unsaid"))
    try say("20%", "2020-01-01", .reported, from: Source("A filing", kind: .filing))
    #expect(try counted() == "10%")
  }

  @Test func `of claims alike in all that the latest recorded counts`() throws {
    try say("10%", "2020-01-01")
    try say("20%", "2020-01-01")
    #expect(try counted() == "20%")
  }

  @Test func `some time up to a day counts from that day and is earlier than what holds on it`()
    throws
  {
    try say("20%", "2020-06-01", .reported)
    try say("10%", "..2020-06-01", .confirmed, from: Source("A filing", kind: .filing))
    #expect(try counted() == "20%")
    try say("30%", "..2020-06-02", .reported)
    #expect(try counted(asOf: "2020-06-01") == "20%")
    #expect(try counted(asOf: "2020-06-02") == "30%")
  }

  @Test func `a fact without a date is history only`() throws {
    try say("10%", "?", .confirmed)
    #expect(try counted() == nil)
    #expect(try desk.ask("SELECT why_not FROM claims WHERE family = 'stake'") == ["undated"])
    #expect(try desk.ask("SELECT effective FROM timeline WHERE type LIKE 'stake.%'") == ["?"])
  }

  @Test func `a doubtful date counts like a sure one`() throws {
    try say("10%", "~2021")
    try say("20%", "2020-01-01")
    #expect(try counted() == "10%")
    #expect(try counted(asOf: "2020-12-31") == "20%")
  }

  @Test func `an imprecise date counts from the first day that it can mean`() throws {
    try say("10%", "2020-Q3")
    #expect(try counted(asOf: "2020-06-30") == nil)
    #expect(try counted(asOf: "2020-07-01") == "10%")
  }

  @Test func `every claim stays visible and says why it does not count`() throws {
    try say("1%", "2020-06-01", .confirmed, from: Source("A filing", kind: .filing))
    try say("2%", "2020-06-01", .denied)
    try say("3%", "2020-06-01", .estimated)
    try say("4%", "2019-01-01", .confirmed)
    try say("5%", "2020-06-01", .reported)
    try say("6%", "2020-06-01", .confirmed)
    try say("7%", "2100-01-01", .confirmed)
    try say("?%", "2020-06-01", .confirmed)
    let all = "SELECT value, counts, why_not FROM claims WHERE family = 'stake' ORDER BY 1"
    #expect(
      try desk.ask(all) == [
        "1% 1 -", "2% 0 denied", "3% 0 less firm", "4% 0 earlier", "5% 0 weaker status",
        "6% 0 weaker source", "7% 0 holds only later", "?% 0 undisclosed",
      ])
  }
}
