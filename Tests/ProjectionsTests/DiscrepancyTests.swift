import Stakebook
import Testing

/// Every rule fires on a smallest example, and not on the nearest consistent one.
struct DiscrepancyTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  /// The events that a rule names, a text for each finding.
  private func found(_ rule: String, asOf: String? = nil, knownAt: Seq? = nil) throws -> [String] {
    try desk.ask(
      """
      SELECT (
          SELECT json_group_array(value)
          FROM (SELECT value FROM json_each(events) ORDER BY value)
        ) AS events
      FROM discrepancies
      WHERE rule = '\(rule)'
      ORDER BY 1
      """, asOf: asOf, knownAt: knownAt)
  }

  @discardableResult
  private func stake(
    _ percent: Percent, _ day: PartialDate = "2020-01-01", _ status: Status = .reported,
    holder: EntityID = "alpha", basis: Basis = .voting, excludes: [RoundID] = [],
    within: EntityID? = nil
  ) throws -> Seq {
    try desk.say(
      StakeReported(
        holder: holder, issuer: "beta", percent: percent, basis: basis, excludes: excludes,
        within: within), day, status)
  }

  @discardableResult
  private func commit(
    _ commitment: CommitmentID, _ amount: Money, partOf: CommitmentID? = nil
  ) throws -> Seq {
    try desk.say(
      CapitalCommitted(
        commitment: commitment, investor: "alpha", issuer: "beta", amount: amount, partOf: partOf),
      "2020-01-01")
  }

  // MARK: - conflicting-claims

  @Test func `claims of one time with intervals apart are in conflict`() throws {
    try stake("20%", "2020")
    try stake("30%", "2020-06-01", .confirmed)
    #expect(try found("conflicting-claims") == ["[6,7]"])
    #expect(
      try desk.ask("SELECT severity, sentence, stream FROM discrepancies") == [
        "error Two claims about stake:alpha/beta/voting/ at the same time cannot both be right: "
          + "20% and 30%. deal"
      ])
  }

  @Test(
    arguments: [
      ("about 20%", "20.4%", "2020"), ("20%..30%", "30%", "2020"),
      ("30%", "20%..30%", "2020"), ("?%", "30%", "2020"),
      ("at least 10%", "30%", "2020"), ("up to 40%", "30%", "2020"), ("20%", "30%", "2020-05"),
    ] as [(Percent, Percent, PartialDate)])
  func `claims whose intervals meet, or whose times do not, are in none`(
    _ first: Percent, _ second: Percent, _ day: PartialDate
  ) throws {
    try stake(first, day)
    try stake(second, "2020-06-01")
    #expect(try found("conflicting-claims") == [])
  }

  @Test(arguments: [Status.estimated, .rumoured, .denied])
  func `what nobody says firmly is in no conflict`(_ status: Status) throws {
    try stake("20%")
    try stake("30%", "2020-01-01", status)
    #expect(try found("conflicting-claims") == [])
  }

  @Test func `a conflict is gone once one of the two is taken back, and stays as known before`()
    throws
  {
    try stake("20%")
    let second = try stake("30%")
    try desk.retract(second)
    #expect(try found("conflicting-claims") == [])
    #expect(try found("conflicting-claims", knownAt: second) == ["[6,7]"])
    #expect(try found("conflicting-claims", asOf: "2019-12-31", knownAt: second) == [])
  }

  @Test func `amounts in two currencies do not compare`() throws {
    try commit("first", "JPY 100")
    try commit("first", "EUR 1")
    #expect(try found("conflicting-claims") == [])
    try commit("first", "JPY 101")
    #expect(try found("conflicting-claims") == ["[6,8]"])
  }

  @Test func `two tellings of one term are in conflict, an amendment of it is not`() throws {
    func agree(_ cap: Money) throws {
      try desk.say(
        RevenueShareAgreed(share: "slice", payer: "beta", payee: "alpha", cap: cap), "2020")
    }
    try agree("JPY 10")
    try desk.say(RevenueShareAmended(share: "slice", cap: "JPY 20"), "2020-06-01")
    #expect(try found("conflicting-claims") == [])
    try agree("JPY 12")
    #expect(
      try desk.ask("SELECT sentence FROM discrepancies") == [
        "Two claims about revenue_share:slice#cap at the same time cannot both be right: "
          + "JPY 10 and JPY 12."
      ])
  }

  // MARK: - affirmed-and-denied

  @Test func `a fact that one affirms and another denies is named`() throws {
    try stake("20%")
    let denial = try stake("20%", "2020-01-01", .denied)
    #expect(try found("affirmed-and-denied") == ["[6,7]"])
    try desk.retract(denial)
    #expect(try found("affirmed-and-denied") == [])
    #expect(try found("affirmed-and-denied", knownAt: denial) == ["[6,7]"])
  }

  @Test func `a denial of what nobody affirms, or of another fact, contradicts nothing`() throws {
    try stake("20%", "2020-01-01", .denied)
    try stake("20%", basis: .outstanding)
    #expect(try found("affirmed-and-denied") == [])
  }

  // MARK: - parts-against-whole

  @Test func `parts that do not sum to their whole are named with it`() throws {
    try commit("whole", "JPY 100")
    try commit("one", "JPY 60", partOf: "whole")
    try commit("two", "JPY 50", partOf: "whole")
    #expect(try found("parts-against-whole") == ["[6,7,8]"])
  }

  @Test(arguments: ["JPY 40", "up to JPY 50", "at least JPY 30", "JPY ?", "JPY 30..50"])
  func `parts that may sum to their whole are not`(_ second: Money) throws {
    try commit("whole", "JPY 100")
    try commit("one", "JPY 60", partOf: "whole")
    try commit("two", second, partOf: "whole")
    #expect(try found("parts-against-whole") == [])
  }

  @Test func `parts below their whole are named too`() throws {
    try commit("whole", "JPY 100")
    try commit("one", "JPY 60", partOf: "whole")
    #expect(try found("parts-against-whole") == ["[6,7]"])
  }

  @Test func `a part in another currency is not summed with the others`() throws {
    try commit("whole", "JPY 100")
    try commit("one", "JPY 60", partOf: "whole")
    try commit("two", "EUR 1", partOf: "whole")
    #expect(try found("parts-against-whole") == [])
    try commit("three", "JPY 50", partOf: "whole")
    #expect(try found("parts-against-whole") == ["[6,7,8,9]"])
  }

  // MARK: - mixed-bases

  @Test func `shares of one holder on two bases are told apart`() throws {
    try stake("20%")
    try stake("30%", basis: .outstanding, excludes: ["round-a"])
    #expect(try found("mixed-bases") == ["[6,7]"])
    #expect(
      try desk.ask("SELECT severity, sentence FROM discrepancies") == [
        "warning The figures for the stake of alpha in beta stand on different bases and do not "
          + "compare: 30% (outstanding, without round-a); 20% (voting)."
      ])
  }

  @Test func `shares of two holders, or on one basis after another, are not mixed`() throws {
    try stake("20%")
    try stake("30%", holder: "gamma", basis: .outstanding)
    try stake("25%", "2021-01-01")
    #expect(try found("mixed-bases") == [])
    try stake("30%", basis: .outstanding)
    try desk.say(
      StakeEnded(holder: "alpha", issuer: "beta", basis: .outstanding), "2020-02-01")
    #expect(try found("mixed-bases") == [])
    #expect(try found("mixed-bases", asOf: "2020-01-31").count == 1)
  }

  // MARK: - stakes-above-100

  @Test func `shares of one issuer and basis above the whole are named`() throws {
    try stake("60%")
    try stake("40.1%", holder: "gamma")
    #expect(try found("stakes-above-100") == ["[6,7]"])
  }

  @Test func `shares that may fit into the whole are not`() throws {
    try stake("60%")
    try stake("about 40%", holder: "gamma")
    try stake("up to 40%", holder: "delta")
    #expect(try found("stakes-above-100") == [])
  }

  @Test func `a share within a group, on another basis or without a round is not added`() throws {
    try stake("60%")
    try stake("40%", holder: "gamma")
    try stake("10%", holder: "delta", within: "gamma")
    try stake("90%", holder: "delta", basis: .outstanding)
    try stake("20%", holder: "delta", excludes: ["round-a"])
    #expect(try found("stakes-above-100") == [])
  }

  // MARK: - drawn-above-committed

  @Test func `more than was committed cannot have come`() throws {
    let committed = try commit("first", "JPY 100")
    func fund(_ amount: Money, _ day: PartialDate) throws {
      try desk.say(
        CapitalFunded(investor: "alpha", issuer: "beta", amount: amount, commitment: "first"), day)
    }
    try fund("JPY 100", "2020-06-01")
    #expect(try found("drawn-above-committed") == [])
    try fund("up to JPY 10", "2020-07-01")
    #expect(try found("drawn-above-committed") == [])
    try fund("JPY 1", "2020-08-01")
    #expect(try found("drawn-above-committed") == ["[\(committed)]"])
    #expect(try found("drawn-above-committed", asOf: "2020-07-31") == [])
  }

  @Test(arguments: [
    ("up to JPY 100", 1), ("about JPY 90", 1), ("at least JPY 10", 0), ("JPY ?", 0),
  ])
  func `what came is compared with the most that may have been committed`(
    _ amount: Money, _ findings: Int
  ) throws {
    try desk.say(
      PurchaseCommitted(
        commitment: "chips", buyer: "alpha", supplier: "beta", subject: "chips", amount: amount,
        quantity: "6 GW"), "2020-01-01")
    try desk.say(PurchaseDrawn(commitment: "chips", amount: "JPY 101"), "2020-06-01")
    #expect(try found("drawn-above-committed").count == findings)
  }

  // MARK: - never-granted

  private static let acts: [any Event] = [
    RightWaived(right: "licence"), RightEnded(right: "licence"), RightAffirmed(right: "licence"),
    RightAmended(right: "licence", scope: ["models"]),
  ]

  private func grant(_ day: PartialDate, _ status: Status = .reported) throws {
    try desk.say(
      RightGranted(right: "licence", kind: .ipLicence, grantor: "beta", grantee: "alpha"), day,
      status)
  }

  @Test(arguments: 0..<4)
  func `what happens to a right that was never granted, or before its grant, is named`(
    _ act: Int
  ) throws {
    let seq = try desk.say(Self.acts[act], "2020-06-01")
    #expect(try found("never-granted") == ["[\(seq)]"])
    try grant("2020-06-02")
    #expect(try found("never-granted") == ["[\(seq)]"])
  }

  @Test(arguments: 0..<4)
  func `what happens to a right on the day of its grant or later is not`(_ act: Int) throws {
    try desk.say(Self.acts[act], "2020-06-01")
    try grant("2020-06-01")
    #expect(try found("never-granted") == [])
  }

  @Test(arguments: 0..<4)
  func `what happened between two grants is not`(_ act: Int) throws {
    try grant("2019-01-01")
    try desk.say(Self.acts[act], "2020-06-01")
    try grant("2022-01-01")
    #expect(try found("never-granted") == [])
  }

  @Test func `a grant that is denied is no grant`() throws {
    try grant("2020-01-01", .denied)
    try desk.say(RightWaived(right: "licence"), "2020-06-01")
    #expect(try found("never-granted") == ["[7]"])
  }

  // MARK: - unsourced

  @Test func `a fact without a source is named, until it is confirmed by one`() throws {
    let seq = try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "20%", basis: .voting), "2020-01-01",
      from: [])
    #expect(try found("unsourced") == ["[\(seq)]"])
    var correction = Correction(reason: "a source was found")
    correction.sources = [Desk.paper]
    try desk.ledger.correct(String(seq), correction)
    #expect(try found("unsourced") == [])
    #expect(try found("unsourced", knownAt: seq) == ["[\(seq)]"])
  }

  @Test func `notes, registrations and events about events need no source`() throws {
    try desk.say(NoteRecorded(text: "A thought"), "2020-01-01", from: [])
    try desk.say(
      EntityRegistered(entity: "omega", name: "Omega", kind: .company), "2020-01-01", from: [])
    try desk.retract(try stake("20%"))
    #expect(try desk.ask("SELECT rule FROM discrepancies") == [])
  }
}
