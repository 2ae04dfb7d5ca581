import Stakebook
import Testing

/// Rules over all facts: each fires on a smallest example, and not on the nearest consistent one.
struct DiscrepancyTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  // MARK: - conflicting-claims

  @Test func `claims of one time with intervals apart are in conflict`() throws {
    try desk.stake("20%", "2020")
    try desk.stake("30%", "2020-06-01", .confirmed)
    #expect(try desk.found("conflicting-claims") == ["[6,7]"])
    #expect(
      try desk.ask("SELECT severity, sentence, stream FROM discrepancies") == [
        "error The sources disagree about the stake of alpha in beta (voting): 20% (2020) or 30% "
          + "(2020-06-01). deal"
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
    try desk.stake(first, day)
    try desk.stake(second, "2020-06-01")
    #expect(try desk.found("conflicting-claims") == [])
  }

  @Test(
    arguments: [
      ("16.5%", "16.48%", true), ("16.48%", "16.5%", true), ("27%", "26.79%", true),
      ("16.5%", "16.44%", false), ("16.50%", "16.48%", false), ("5%", "5.2%", false),
      ("16.5%", "at least 16.52%", true), ("at least 16.6%", "16.5%", false),
    ] as [(Percent, Percent, Bool)])
  func `a figure agrees with what it is when it is rounded as it tells`(
    _ first: Percent, _ second: Percent, _ isAlike: Bool
  ) throws {
    try desk.stake(first)
    try desk.stake(second)
    #expect(try desk.found("conflicting-claims").isEmpty == isAlike)
  }

  @Test(
    arguments: [
      ("EUR 150bn", "EUR 150.4bn", true), ("EUR 150bn", "EUR 154bn", false),
      ("EUR 13.4m", "EUR 13388210.55", true), ("EUR 1bn", "EUR 1.2bn", false),
      ("EUR 1250", "EUR 1250.40", true), ("EUR 150000", "EUR 150400", false),
    ] as [(Money, Money, Bool)])
  func `an amount is rounded in the last digit that is written, zeros too`(
    _ first: Money, _ second: Money, _ isAlike: Bool
  ) throws {
    try desk.commit("first", first)
    try desk.commit("first", second)
    #expect(try desk.found("conflicting-claims").isEmpty == isAlike)
  }

  @Test(arguments: [Status.estimated, .rumoured, .denied])
  func `what nobody says firmly is in no conflict`(_ status: Status) throws {
    try desk.stake("20%")
    try desk.stake("30%", "2020-01-01", status)
    #expect(try desk.found("conflicting-claims") == [])
  }

  @Test func `a conflict is gone once one of the two is taken back, and stays as known before`()
    throws
  {
    try desk.stake("20%")
    let second = try desk.stake("30%")
    try desk.retract(second)
    #expect(try desk.found("conflicting-claims") == [])
    #expect(try desk.found("conflicting-claims", knownAt: second) == ["[6,7]"])
    #expect(try desk.found("conflicting-claims", asOf: "2019-12-31", knownAt: second) == [])
  }

  @Test func `amounts in two currencies do not compare`() throws {
    try desk.commit("first", "JPY 100")
    try desk.commit("first", "EUR 1")
    #expect(try desk.found("conflicting-claims") == [])
    try desk.commit("first", "JPY 101")
    #expect(try desk.found("conflicting-claims") == ["[6,8]"])
  }

  @Test func `two tellings of one term are in conflict, an amendment of it is not`() throws {
    func agree(_ cap: Money) throws {
      try desk.say(
        RevenueShareAgreed(share: "slice", payer: "beta", payee: "alpha", cap: cap), "2020")
    }
    try agree("JPY 10")
    try desk.say(RevenueShareAmended(share: "slice", cap: "JPY 20"), "2020-06-01")
    #expect(try desk.found("conflicting-claims") == [])
    try agree("JPY 12")
    #expect(
      try desk.ask("SELECT sentence FROM discrepancies") == [
        "The sources disagree about the cap of slice: JPY 10 (2020) or JPY 12 (2020)."
      ])
  }

  @Test func `claims that clash on one day are one finding, those of another day another`() throws {
    try desk.stake("20%", "2020-01-01")
    try desk.stake("30%", "2020-01-01")
    try desk.stake("40%", "2020-01-01")
    try desk.stake("20%", "2021-01-01")
    try desk.stake("30%", "2021-01-01")
    #expect(try desk.found("conflicting-claims") == ["[6,7,8]", "[9,10]"])
    #expect(
      try desk.ask("SELECT finding FROM discrepancies ORDER BY 1") == [
        "conflicting-claims:stake/alpha/beta/voting/2020-01-01",
        "conflicting-claims:stake/alpha/beta/voting/2021-01-01",
      ])
  }

  @Test func `what held up to a day does not contradict what holds on it`() throws {
    try desk.stake("20%", "..2020-06-30")
    try desk.stake("30%", "2020-06-30")
    #expect(try desk.found("conflicting-claims") == [])
    try desk.stake("40%", "..2020-06-30")
    #expect(try desk.found("conflicting-claims") == ["[6,8]"])
  }

  @Test func `two rates of one day are in conflict`() throws {
    func rate(_ rate: ExchangeRate, _ day: PartialDate = "2020-01-02") throws {
      try desk.say(FXRateRecorded(base: "EUR", quote: "JPY", fxRate: rate), day)
    }
    try rate("120.5")
    try rate("120.50")
    try rate("121", "2020-01-03")
    #expect(try desk.found("conflicting-claims") == [])
    try rate("121")
    #expect(try desk.found("conflicting-claims") == ["[6,7,9]"])
  }

  /// A grant with one term, and another that differs in it.
  private static func grant(
    _ kind: RightKind = .ipLicence, grantee: EntityID = "alpha", exclusive: Bool? = nil,
    ends: PartialDate? = nil, scope: [String] = []
  ) -> RightGranted {
    RightGranted(
      right: "licence", kind: kind, grantor: "beta", grantee: grantee, scope: scope,
      exclusive: exclusive, ends: ends.map { End(on: $0) })
  }

  private static let terms: [(one: RightGranted, other: RightGranted, said: String)] = [
    (grant(), grant(.covenant), "the kind of licence: ip licence (2020) or covenant (2020-03)"),
    (
      grant(), grant(grantee: "gamma"), "the grantee of licence: alpha (2020) or gamma (2020-03)"
    ),
    (
      grant(exclusive: true), grant(exclusive: false),
      "the exclusivity of licence: yes (2020) or no (2020-03)"
    ),
    (grant(ends: "2030"), grant(ends: "2031"), "the end of licence: 2030 (2020) or 2031 (2020-03)"),
  ]

  @Test(arguments: 0..<4)
  func `two grants of one time that differ in a word, an entity, a flag or a day are in conflict`(
    _ term: Int
  ) throws {
    let (one, other, said) = Self.terms[term]
    try desk.say(one, "2020")
    try desk.say(one, "2020-02")
    try desk.say(other, "2019")
    #expect(try desk.found("conflicting-claims") == [])
    try desk.say(other, "2020-03", .rumoured)
    #expect(try desk.found("conflicting-claims") == [])
    try desk.say(other, "2020-03")
    #expect(
      try desk.ask("SELECT sentence, events FROM discrepancies") == [
        "The sources disagree about \(said). [6,10]"
      ])
  }

  @Test func `days that may be one, texts, lists and amendments are in no conflict`() throws {
    try desk.say(Self.grant(ends: "2030", scope: ["models"]), "2020")
    try desk.say(Self.grant(ends: "2030-06", scope: ["weights"]), "2020")
    try desk.say(RightAmended(right: "licence", kind: .covenant, exclusive: true), "2020")
    try desk.say(ConditionDefined(condition: "goal", criterion: "It works"), "2020")
    try desk.say(ConditionDefined(condition: "goal", criterion: "It is sold"), "2020")
    #expect(try desk.found("conflicting-claims") == [])
    try desk.say(RightAmended(right: "licence", exclusive: false), "2020-06-01")
    #expect(try desk.found("conflicting-claims") == ["[8,11]"])
  }

  // MARK: - affirmed-and-denied

  @Test func `a fact that one affirms and another denies is named`() throws {
    try desk.stake("20%")
    let denial = try desk.stake("20%", "2020-01-01", .denied)
    #expect(try desk.found("affirmed-and-denied") == ["[6,7]"])
    try desk.retract(denial)
    #expect(try desk.found("affirmed-and-denied") == [])
    #expect(try desk.found("affirmed-and-denied", knownAt: denial) == ["[6,7]"])
  }

  @Test func `a denial of what nobody affirms, or of another fact, contradicts nothing`() throws {
    try desk.stake("20%", "2020-01-01", .denied)
    try desk.stake("20%", basis: .outstanding)
    #expect(try desk.found("affirmed-and-denied") == [])
  }

  @Test func `a denial of another time contradicts nothing`() throws {
    try desk.stake("20%", "2020")
    try desk.stake("20%", "2021-01-01", .denied)
    #expect(try desk.found("affirmed-and-denied") == [])
    try desk.stake("20%", "2020-06-01", .denied)
    #expect(
      try desk.ask("SELECT sentence, events, finding FROM discrepancies") == [
        "One source affirms and another denies the stake of alpha in beta (voting) (affirmed: 20%; "
          + "denied: 20%). [6,8] affirmed-and-denied:stake/alpha/beta/voting/2020-06-01"
      ])
  }

  @Test func `an act that one affirms and another denies is told in words`() throws {
    try desk.say(RightWaived(right: "refusal"), "2020-01-01")
    try desk.say(RightWaived(right: "refusal"), "2020-01-01", .denied)
    #expect(
      try desk.ask(
        "SELECT sentence, finding FROM discrepancies WHERE rule = 'affirmed-and-denied'") == [
          "One source affirms and another denies that refusal was waived. "
            + "affirmed-and-denied:right/refusal/waived/2020-01-01"
        ])
  }

  // MARK: - unsourced

  @Test func `a fact without a source is named, until it is confirmed by one`() throws {
    let seq = try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "20%", basis: .voting), "2020-01-01",
      from: [])
    #expect(try desk.found("unsourced") == ["[\(seq)]"])
    var correction = Correction(reason: "a source was found")
    correction.sources = [Desk.paper]
    try desk.ledger.correct(String(seq), correction)
    #expect(try desk.found("unsourced") == [])
    #expect(try desk.found("unsourced", knownAt: seq) == ["[\(seq)]"])
  }

  @Test func `notes, registrations and events about events need no source`() throws {
    try desk.say(NoteRecorded(text: "A thought"), "2020-01-01", from: [])
    try desk.say(
      EntityRegistered(entity: "omega", name: "Omega", kind: .company), "2020-01-01", from: [])
    try desk.retract(try desk.stake("20%"))
    #expect(try desk.ask("SELECT rule FROM discrepancies") == [])
  }
}
