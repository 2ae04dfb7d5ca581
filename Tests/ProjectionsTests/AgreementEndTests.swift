import Stakebook
import Testing

/// What stands in an agreement ends with it, unless it survives.
struct AgreementEndTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  private func sign(
    _ day: PartialDate = "2020-01-01", term: Period? = nil, _ status: Status = .reported
  ) throws {
    try desk.say(
      AgreementSigned(
        agreement: "frame", kind: .definitive, parties: ["alpha", "beta"], binding: true,
        term: term), day, status)
  }

  /// A right, a share and a commitment of JPY 100, all in the agreement.
  private func stand(survives: Bool? = nil, _ status: Status = .reported) throws {
    try desk.say(
      RightGranted(
        right: "licence", kind: .ipLicence, grantor: "beta", grantee: "alpha", exclusive: true,
        survives: survives, agreement: "frame"), "2020-01-01", status)
    try desk.say(
      RevenueShareAgreed(
        share: "royalty", payer: "alpha", payee: "beta", shareRate: "5%", survives: survives,
        agreement: "frame"), "2020-01-01", status)
    try desk.say(
      CapitalCommitted(
        commitment: "money", investor: "alpha", issuer: "beta", amount: "JPY 100",
        survives: survives, agreement: "frame"), "2020-01-01", status)
  }

  private func end(_ day: PartialDate = "2022-06-01", _ status: Status = .reported) throws -> Seq {
    try desk.say(AgreementTerminated(agreement: "frame"), day, status)
  }

  /// The state of the right, the share and the commitment.
  private func state(_ asOf: String? = nil) throws -> [String] {
    try desk.ask(
      """
      SELECT "right", status, exclusive, ended_by, ends_by, ends_at_latest FROM rights
      UNION ALL
      SELECT share, status, NULL, ended_by, NULL, NULL FROM revenue_shares
      UNION ALL
      SELECT commitment, NULL, outstanding_minor, expired, NULL, NULL FROM commitments
      """, asOf: asOf)
  }

  private static let standing = [
    "licence in_force 1 - - -", "royalty in_force - - - -", "money - 100 0 - -",
  ]

  @Test func `what is firmly said of a right to come outlives an agreement that is only rumoured`()
    throws
  {
    try sign("2019-01-01", term: "2019..2020-06", .estimated)
    try desk.say(
      RightAmended(right: "licence", ends: End(on: "2020-03-31"), agreement: "frame"), "2019-06-01")
    try desk.say(
      RightGranted(
        right: "licence", kind: .ipLicence, grantor: "beta", grantee: "alpha",
        ends: End(on: "2020-12-31"), agreement: "frame"), "2020-01-01", .rumoured)
    #expect(
      try desk.ask("SELECT status, ends_by, ends_at_latest FROM rights", asOf: "2019-07-01") == [
        "pending day 2020-12-31"
      ])
  }

  @Test func `a termination ends the rights, shares and commitments of the agreement`() throws {
    try sign()
    try stand()
    let end = try end()
    #expect(try state("2022-05-31") == Self.standing)
    #expect(
      try state() == [
        "licence ended 0 \(end) agreement 2022-06-01", "royalty ended - \(end) - -",
        "money - 0 1 - -",
      ])
    #expect(try desk.ask("SELECT count(*) FROM owed") == ["0"])
    #expect(
      try desk.ask("SELECT terminated, ends_on, ended_by FROM agreements")
        == ["2022-06-01 2022-06-01 termination"])
  }

  @Test(
    arguments: [("2020-01-01..2022-06-30", "2022-06-30"), ("30 months", "2022-06-30")]
      as [(Period, String)])
  func `a term that has run out ends them after its last day`(_ term: Period, _ last: String) throws
  {
    try sign(term: term)
    try stand()
    #expect(try state(last).map { $0.split(separator: " ")[1] } == ["in_force", "in_force", "-"])
    #expect(
      try state() == [
        "licence expired 0 6 agreement \(last)", "royalty expired - 6 - -", "money - 0 1 - -",
      ])
    #expect(
      try desk.ask("SELECT terminated, ends_on, ended_by FROM agreements") == ["- \(last) term"])
    #expect(
      try desk.ask(#"SELECT ends_by, ends_at_latest, ended_by FROM rights"#, asOf: "2021-01-01")
        == ["agreement \(last) -"])
  }

  @Test func `a termination after the term has run out ends nothing anew, and is told`() throws {
    try sign(term: "2 years")
    try stand()
    _ = try end()
    #expect(try state()[0] == "licence expired 0 6 agreement 2021-12-31")
    #expect(
      try desk.ask("SELECT terminated, ends_on, ended_by FROM agreements")
        == ["2022-06-01 2021-12-31 term"])
  }

  @Test func `what survives its agreement stands`() throws {
    try sign(term: "2 years")
    try stand(survives: true)
    _ = try end()
    #expect(try state() == Self.standing)
    try desk.say(RightAmended(right: "licence", survives: false), "2021-01-01")
    #expect(try state()[0].hasPrefix("licence expired 0"))
  }

  @Test func `an agreement that is signed anew holds again`() throws {
    try sign()
    try stand()
    _ = try end()
    try sign("2022-07-01")
    #expect(try state() == Self.standing)
    #expect(try desk.ask("SELECT terminated, ended_by FROM agreements") == ["- -"])
  }

  @Test func `what was agreed after the end of the agreement does not end with it`() throws {
    try sign("2018")
    _ = try end("2019-06-01")
    try stand()
    #expect(try state() == Self.standing)
  }

  @Test func `a rumoured termination ends only what is itself rumoured`() throws {
    _ = try end("2022-06-01", .rumoured)
    try stand()
    #expect(try state() == Self.standing)
  }

  @Test func `a rumour ends a rumour`() throws {
    _ = try end("2022-06-01", .rumoured)
    try stand(.rumoured)
    #expect(try state()[0].hasPrefix("licence ended 0"))
  }

  @Test func `what ends first ends a right`() throws {
    try sign(term: "2 years")
    try stand()
    let own = try desk.say(RightEnded(right: "licence"), "2021-03-01")
    #expect(try state()[0] == "licence ended 0 \(own) end 2021-03-01")
  }

  @Test func `what stands in no agreement outlives its partnership, and a finding says so`() throws
  {
    try desk.say(
      RightGranted(right: "seat", kind: .boardSeat, grantor: "beta", grantee: "alpha"), "2019")
    try desk.commit("money", "JPY 100")
    let end = try desk.say(PartnershipEnded(), "2022-06-01")
    let found =
      "SELECT finding, events FROM discrepancies WHERE rule = 'in-force-after-the-end' ORDER BY 1"
    #expect(
      try desk.ask(found) == [
        "in-force-after-the-end:deal/money [7,\(end)]",
        "in-force-after-the-end:deal/seat [6,\(end)]",
      ])
    #expect(try desk.ask(found, asOf: "2022-05-31") == [])
    try desk.say(RightEnded(right: "seat"), "2022-06-01")
    try desk.fund("JPY 100", "2022-06-01", "money")
    #expect(try desk.ask(found) == [])
  }

  @Test func `state and reports say what has ended`() throws {
    try sign()
    try desk.say(PartnershipEnded(), "2022-06-01")
    _ = try end("2022-07")
    #expect(try desk.ask("SELECT ended FROM partnerships") == ["2022-06-01"])
    let snapshot = try desk.ledger.snapshot()
    #expect(try snapshot.state().contains("\nEnded: Deal (2022-06-01), frame (2022-07)\n"))
  }

  @Test func `what is owed because an agreement ended is owed when it has ended`() throws {
    try sign()
    for (payment, category, survives): (PaymentID, PaymentCategory, Bool?) in [
      ("fee", .terminationFee, nil), ("void", .terminationFee, false), ("damages", .award, nil),
      ("price", .price, nil),
    ] {
      try desk.say(
        PaymentPromised(
          payment: payment, payer: "alpha", payee: "beta", amount: "JPY 7", category: category,
          survives: survives, agreement: "frame"), "2020-01-01")
    }
    _ = try end()
    #expect(
      try desk.ask("SELECT thing, amount_minor FROM owed ORDER BY thing")
        == ["damages 7", "fee 7"])
  }

  @Test func `nobody waits for a condition of an agreement that has ended`() throws {
    try sign()
    let told = try desk.say(
      ConditionDefined(
        condition: "clearance", criterion: "it is cleared", longStop: "2022-03-15",
        orOn: "2099-01-01", decision: "2022-02-01", agreement: "frame"), "2020-01-01")
    let days = "SELECT occasion FROM upcoming WHERE thing = 'clearance' ORDER BY occasion"
    #expect(try desk.ask(days) == ["decision", "long_stop", "or_on"])
    #expect(try desk.found("long-stop") == ["[\(told)]"])
    // A rumour of the end ends no waiting.
    _ = try end("2022-05-01", .rumoured)
    #expect(try desk.ask(days) == ["decision", "long_stop", "or_on"])
    #expect(try desk.found("long-stop") == ["[\(told)]"])
    _ = try end()
    #expect(try desk.ask(days) == ["or_on"])
    #expect(try desk.found("long-stop") == [])
  }
}
