import Stakebook
import Testing

/// What is told of a thing that nobody is recorded to have granted, issued or promised is named, and is
/// not where its beginning is told.
struct BeginningDiscrepancyTests {
  let desk: Desk

  init() throws { desk = try Desk() }

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
    #expect(try desk.found("never-granted") == ["[\(seq)]"])
    try grant("2020-06-02")
    #expect(try desk.found("never-granted") == ["[\(seq)]"])
  }

  @Test(arguments: 0..<4)
  func `what happens to a right on the day of its grant or later is not`(_ act: Int) throws {
    try desk.say(Self.acts[act], "2020-06-01")
    try grant("2020-06-01")
    #expect(try desk.found("never-granted") == [])
  }

  @Test(arguments: 0..<4)
  func `what happened between two grants is not`(_ act: Int) throws {
    try grant("2019-01-01")
    try desk.say(Self.acts[act], "2020-06-01")
    try grant("2022-01-01")
    #expect(try desk.found("never-granted") == [])
  }

  @Test func `a grant that is denied is no grant`() throws {
    try grant("2020-01-01", .denied)
    try desk.say(RightWaived(right: "licence"), "2020-06-01")
    #expect(try desk.found("never-granted") == ["[7]"])
  }

  @Test(arguments: 0..<4)
  func `an option is known by its grant, as a right is`(_ act: Int) throws {
    let acts: [any Event] = [
      OptionAmended(option: "put", cap: "JPY 5"), OptionExercised(option: "put"),
      OptionLapsed(option: "put"), OptionWaived(option: "put"),
    ]
    let words = ["is amended", "is exercised", "ends", "is waived"]
    let seq = try desk.say(acts[act], "2020-06-01")
    #expect(try desk.found("never-granted") == ["[\(seq)]"])
    #expect(
      try #require(desk.sentences("never-granted").first)
        .hasPrefix("The option put \(words[act]), but its grant is not recorded."))
    let grant = OptionGranted(
      option: "put", kind: .put, holder: "alpha", writer: "beta", asset: "the plant")
    try desk.say(grant, "2020-07-01")
    #expect(
      try #require(desk.sentences("never-granted").first)
        .hasPrefix("The option put \(words[act]) before its grant."))
    try desk.say(grant, "2020-06-01")
    #expect(try desk.found("never-granted") == [])
  }

  // MARK: - never-begun

  /// What came of a thing, and how it begins.
  private static let things: [(act: any Event, start: any Event)] = [
    (
      DebtRepaid(debt: "note", amount: "JPY 5"),
      DebtIssued(debt: "note", lender: "alpha", borrower: "beta", principal: "JPY 9")
    ),
    (
      DebtDrawn(debt: "note", amount: "JPY 5"),
      DebtIssued(debt: "note", lender: "alpha", borrower: "beta", principal: "JPY 9")
    ),
    (
      DebtConverted(debt: "note", amount: "JPY 5"),
      DebtIssued(debt: "note", lender: "alpha", borrower: "beta", principal: "JPY 9")
    ),
    (
      DebtAmended(debt: "note", maturity: "2030"),
      DebtIssued(debt: "note", lender: "alpha", borrower: "beta", principal: "JPY 9")
    ),
    (
      DisputeRuled(dispute: "suit", outcome: "so it is"),
      DisputeOpened(dispute: "suit", parties: ["alpha", "beta"], subject: "the price")
    ),
    (
      DisputeSettled(dispute: "suit"),
      DisputeOpened(dispute: "suit", parties: ["alpha", "beta"], subject: "the price")
    ),
    (
      DisputeClosed(dispute: "suit"),
      DisputeOpened(dispute: "suit", parties: ["alpha", "beta"], subject: "the price")
    ),
    (
      OfficeLeft(person: "gamma", entity: "beta", office: .director),
      OfficeTaken(person: "gamma", entity: "beta", office: .director)
    ),
    (
      PaymentMade(payment: "fee", payer: "alpha", payee: "beta", amount: "JPY 5"),
      PaymentPromised(
        payment: "fee", payer: "alpha", payee: "beta", amount: "JPY 5", category: .upfront)
    ),
    (
      PaymentReduced(payment: "fee", amount: "JPY 5"),
      PaymentPromised(
        payment: "fee", payer: "alpha", payee: "beta", amount: "JPY 5", category: .upfront)
    ),
    (
      CapitalFunded(investor: "alpha", issuer: "beta", amount: "JPY 5", commitment: "round-a"),
      CapitalCommitted(commitment: "round-a", investor: "alpha", issuer: "beta", amount: "JPY 9")
    ),
    (
      CommitmentIncreased(commitment: "round-a", amount: "JPY 5"),
      CapitalCommitted(commitment: "round-a", investor: "alpha", issuer: "beta", amount: "JPY 9")
    ),
    (
      CommitmentReduced(commitment: "chips", amount: "JPY 5", reason: .cancelled),
      PurchaseCommitted(
        commitment: "chips", buyer: "alpha", supplier: "beta", subject: "chips", amount: "JPY 9")
    ),
    (
      PurchaseDrawn(commitment: "chips", amount: "JPY 5"),
      PurchaseCommitted(
        commitment: "chips", buyer: "alpha", supplier: "beta", subject: "chips", amount: "JPY 9")
    ),
    (
      RevenueSharePaid(share: "cut", amount: "JPY 5"),
      RevenueShareAgreed(share: "cut", payer: "alpha", payee: "beta", shareRate: "5%")
    ),
    (
      WarrantVested(warrant: "reward", units: "5 shares"),
      WarrantIssued(warrant: "reward", holder: "alpha", issuer: "beta", units: "9 shares")
    ),
    (
      ConditionVerified(condition: "goal"),
      ConditionDefined(condition: "goal", criterion: "it works")
    ),
  ]

  @Test(arguments: things.indices)
  func `what came of a thing that nobody began, or before, is named`(_ place: Int) throws {
    let (act, start) = Self.things[place]
    let seq = try desk.say(act, "2020-06-01")
    #expect(try desk.found("never-begun") == ["[\(seq)]"])
    #expect(try #require(desk.sentences("never-begun").first).hasPrefix("Nothing tells how the "))
    try desk.say(start, "2020-07-01")
    #expect(try desk.found("never-begun", asOf: "2020-06-30") == ["[\(seq)]"])
    #expect(try desk.found("never-begun") == ["[\(seq)]"])
    #expect(
      try #require(desk.sentences("never-begun").first).contains(" began later (2020-07-01) "))
    try desk.say(start, "2020-06-01")
    #expect(try desk.found("never-begun") == [])
  }

  @Test(arguments: things.indices)
  func `a beginning that is denied is none, and what is taken back is not told`(
    _ place: Int
  ) throws {
    let (act, start) = Self.things[place]
    try desk.say(start, "2020-01-01", .denied)
    let seq = try desk.say(act, "2020-06-01")
    #expect(try desk.found("never-begun") == ["[\(seq)]"])
    try desk.retract(seq)
    #expect(try desk.found("never-begun") == [])
  }

  @Test func `a condition that a term names needs no definition`() throws {
    try desk.say(ConditionVerified(condition: "goal"), "2020-06-01")
    #expect(try desk.found("never-begun").count == 1)
    try desk.say(
      PaymentPromised(
        payment: "fee", payer: "alpha", payee: "beta", amount: "JPY 5", category: .upfront,
        conditions: [.verified("goal")]), "2020-01-01")
    #expect(try desk.found("never-begun") == [])
  }

  @Test func `what was paid for no promise needs none`() throws {
    try desk.say(
      PaymentMade(payer: "alpha", payee: "beta", amount: "JPY 5", category: .dividend), "2020")
    try desk.say(CapitalFunded(investor: "alpha", issuer: "beta", amount: "JPY 5"), "2020")
    #expect(try desk.found("never-begun") == [])
  }

  @Test func `an office taken at an entity may be left at its successor`() throws {
    try desk.say(OfficeTaken(person: "gamma", entity: "beta", office: .director), "2019")
    try desk.say(EntitySucceeded(entity: "beta", successor: "delta"), "2020")
    try desk.say(OfficeLeft(person: "gamma", entity: "delta", office: .director), "2021")
    #expect(try desk.found("never-begun") == [])
  }
}
