import Stakebook
import TestSupport
import Testing

/// Options, payments, debts, offices, disputes and what comes due, told as columns.
struct RealDealTests {
  private let desk: Desk

  init() throws { desk = try Desk() }

  // MARK: - Options

  private func put(_ window: Window, percent: Percent = "33%") throws {
    try desk.say(
      OptionGranted(
        option: "put", kind: .put, holder: "beta", writer: "alpha", issuer: "gamma",
        percent: percent, floor: "JPY 275", window: window), "2019-05-14")
  }

  private func standing(_ day: String) throws -> [String] {
    try desk.ask("SELECT status, coalesce(last_day, '-') FROM options", asOf: day)
  }

  @Test func `an option is pending, open, and lapsed after its last day`() throws {
    try put(Window(from: "2024-01", to: "2024-06"))
    #expect(try standing("2023-12-31") == ["pending 2024-06-30"])
    #expect(try standing("2024-01-01") == ["open 2024-06-30"])
    #expect(try standing("2024-06-30") == ["open 2024-06-30"])
    #expect(try standing("2024-07-01") == ["lapsed 2024-06-30"])
  }

  @Test func `an option waits for the conditions of its window`() throws {
    try put(Window(when: [.verified("approval")]))
    #expect(try standing("2020-01-01") == ["pending -"])
    try desk.say(ConditionVerified(condition: "approval"), "2021-01-01")
    #expect(try standing("2021-01-01") == ["open -"])
  }

  @Test func `an exercised option reads as exercised, at the price that came of it`() throws {
    try put(Window(from: "2024-01"))
    try desk.say(OptionAmended(option: "put", window: Window(from: "2023-11")), "2023-09-06")
    try desk.say(
      OptionExercised(option: "put", amount: "JPY 90", closes: "2025-06"), "2023-11-01")
    #expect(
      try desk.ask(
        """
        SELECT status, exercised, exercised_for_minor, carried_out, floor_minor, opens_on, ended_by
        FROM options
        """) == ["exercised 2023-11-01 90 2025-06 275 2023-11 8"])
  }

  @Test func `an estimated price of a confirmed exercise is told as estimated, until a firm one`()
    throws
  {
    try put(Window(from: "2023-11"))
    try desk.say(OptionExercised(option: "put"), "2023-11-01", .confirmed)
    let question = """
      SELECT options.status, exercised_for_minor, price_told_as, events FROM options
      """
    #expect(try desk.ask(question) == ["exercised - - [6,7]"])
    try desk.say(OptionExercised(option: "put", amount: "JPY 80"), "2023-11-01", .estimated)
    #expect(try desk.ask(question) == ["exercised 80 estimated [6,7,8]"])
    try desk.say(OptionExercised(option: "put", amount: "JPY 90"), "2023-11-01", .confirmed)
    #expect(try desk.ask(question) == ["exercised 90 - [6,9]"])
  }

  @Test func `a rumoured exercise changes nothing firm`() throws {
    try put(Window(from: "2020"))
    try desk.say(OptionExercised(option: "put"), "2023-11-01", .rumoured)
    #expect(try standing("2024-01-01") == ["open -"])
    #expect(
      try desk.ask("SELECT finding FROM discrepancies WHERE rule = 'rumoured-act'")
        == ["rumoured-act:option/put/exercised/2023-11-01"])
  }

  // MARK: - Payments

  private func promise(
    _ payment: PaymentID, _ amount: Money, conditions: [ConditionState] = [],
    due: PartialDate? = nil, partOf whole: PaymentID? = nil
  ) throws {
    try desk.say(
      PaymentPromised(
        payment: payment, payer: "alpha", payee: "beta", amount: amount,
        category: .regulatoryMilestone, due: due, conditions: conditions, partOf: whole,
        product: ["one"], territory: ["US", "EU"]), "2019")
  }

  private func pay(_ amount: Money, _ day: PartialDate, of payment: PaymentID? = nil) throws {
    try desk.say(
      PaymentMade(
        payment: payment, payer: "alpha", payee: "beta", amount: amount,
        category: payment == nil ? .dividend : nil), day)
  }

  @Test func `payments are neither capital nor purchases, and what is left of them is owed`() throws
  {
    try promise("milestones", "up to JPY 100")
    try promise("first", "JPY 30", conditions: [.verified("approval")], partOf: "milestones")
    try pay("JPY 10", "2020-01-01", of: "first")
    try pay("JPY 7", "2020-01-01")
    expectSame(
      try desk.ask(
        """
        SELECT payment, category, counts_as, paid_minor, outstanding_low_minor,
          outstanding_high_minor
        FROM payments ORDER BY payment
        """),
      [
        " dividend paid 7 0 0", "first regulatory_milestone conditional 10 20 20",
        "milestones regulatory_milestone whole 10 20 90",
      ])
    #expect(try desk.ask("SELECT count(*) FROM capital") == ["0"])
    #expect(try desk.ask("SELECT count(*) FROM commitments") == ["0"])
    #expect(
      try desk.ask("SELECT thing, what, counts_as, amount_high_minor FROM owed ORDER BY thing")
        == ["first payment conditional 20", "milestones payment committed 70"])
    #expect(
      try desk.ask("SELECT kind, amount_high_minor FROM exposures") == ["owes_payments 90"])
  }

  @Test func `a promise grows, and what is left of it with it`() throws {
    try desk.commit("main", "JPY 500")
    try desk.say(CommitmentIncreased(commitment: "main", amount: "JPY 80"), "2020-11-12")
    try desk.fund("JPY 100", "2021-01-01", "main")
    let question = """
      SELECT amount_minor, increased_minor, outstanding_minor FROM commitments
      """
    #expect(try desk.ask(question) == ["500 80 480"])
    #expect(try desk.ask(question, asOf: "2020-11-11") == ["500 0 500"])
    #expect(try desk.ask("SELECT committed_minor, outstanding_minor FROM capital") == ["580 480"])
    #expect(
      try desk.ask("SELECT count(*) FROM discrepancies WHERE rule = 'drawn-above-committed'")
        == ["0"])
  }

  // MARK: - Debts

  private func lend(
    _ principal: Money = "JPY 100", available: PartialDate? = nil, maturity: PartialDate? = nil
  ) throws {
    try desk.say(
      DebtIssued(
        debt: "note", lender: "alpha", borrower: "beta", principal: principal, rate: "4.75%",
        available: available, maturity: maturity,
        conversion: Conversion(issuer: "beta", price: "JPY 10.8359 a share")), "2024-06-25")
  }

  private func debts() throws -> [String] {
    try desk.ask(
      """
      SELECT status, coalesce(drawn_minor, '-'), coalesce(repaid_minor, '-'),
        coalesce(converted_minor, '-'), outstanding_low_minor, outstanding_high_minor,
        undrawn_high_minor
      FROM debts
      """)
  }

  @Test func `a note is debt until it converts, and never committed equity`() throws {
    try lend()
    #expect(try debts() == ["outstanding - - - 100 100 0"])
    #expect(try desk.ask("SELECT count(*) FROM capital") == ["0"])
    #expect(try desk.ask("SELECT kind, amount_minor FROM exposures") == ["owes_debt 100"])
    try desk.say(DebtConverted(debt: "note", amount: "JPY 40", units: "4 shares"), "2024-12")
    #expect(try debts() == ["outstanding - - 40 60 60 0"])
    try desk.say(DebtConverted(debt: "note"), "2025")
    #expect(try debts() == ["converted - - 40 0 0 0"])
    #expect(try desk.ask("SELECT conversion_price FROM debts") == ["JPY 10.8359 a share"])
  }

  @Test func `a facility is drawn as far as it is told, and its ends are kept`() throws {
    try lend("up to JPY 100", available: "2026-10")
    #expect(try debts() == ["undrawn - - - 0 0 100"])
    try desk.say(DebtDrawn(debt: "note", amount: "JPY 30"), "2026-10-01")
    try desk.say(DebtDrawn(debt: "note", amount: "about JPY 50", cumulative: true), "2026-10-10")
    try desk.say(DebtDrawn(debt: "note", amount: "JPY 10"), "2026-10-20")
    try desk.say(DebtRepaid(debt: "note", amount: "up to JPY 5"), "2026-11-01")
    #expect(try debts() == ["outstanding 60 0 - 54 61 41"])
  }

  @Test func `what was repaid in another currency leaves the rest unknown, unless it settles it`()
    throws
  {
    try lend()
    try desk.say(DebtRepaid(debt: "note", amount: "USD 1"), "2025")
    #expect(
      try desk.ask(
        "SELECT unconverted, outstanding_minor, outstanding_low_minor, outstanding_high_minor FROM debts"
      ) == ["USD 1 - 0 100"])
    try desk.retract(7)
    try desk.say(DebtRepaid(debt: "note", amount: "USD 1", settles: "JPY 99"), "2025")
    #expect(try debts() == ["outstanding - 99 - 1 1 0"])
  }

  // MARK: - Conditions, agreements

  @Test func `what is to count as verified on a day does from that day on`() throws {
    try desk.say(
      ConditionDefined(condition: "leave", criterion: "approval", kind: .regulatory, orOn: "2021"),
      "2020")
    try promise("fee", "JPY 10", conditions: [.verified("leave")])
    let question = "SELECT counts_as FROM payments"
    #expect(try desk.ask(question, asOf: "2021-12-30") == ["conditional"])
    #expect(try desk.ask(question, asOf: "2021-12-31") == ["committed"])
    #expect(
      try desk.ask("SELECT kind, status, or_on FROM conditions") == ["regulatory verified 2021"])
  }

  @Test func `an agreement that renews itself goes on, and has its next end and notice ahead`()
    throws
  {
    try desk.say(
      AgreementSigned(
        agreement: "frame", kind: .definitive, parties: ["alpha", "beta"], binding: true,
        term: "2 years", renewal: Renewal(automatic: true, period: "1 year", notice: "6 months")),
      "2020-01-01")
    try desk.say(
      RightGranted(
        right: "licence", kind: .ipLicence, grantor: "alpha", grantee: "beta", agreement: "frame"),
      "2020-01-01")
    let question = "SELECT ends_on, notice_by, ended_by FROM agreements"
    #expect(try desk.ask(question, asOf: "2021-06-01") == ["2021-12-31 2021-07-01 -"])
    #expect(try desk.ask(question, asOf: "2024-06-01") == ["2024-12-31 2024-07-01 -"])
    #expect(try desk.ask("SELECT status FROM rights", asOf: "2024-06-01") == ["in_force"])
    try desk.say(AgreementTerminated(agreement: "frame"), "2025-01-01")
    #expect(try desk.ask("SELECT status FROM rights", asOf: "2025-01-01") == ["ended"])
  }

  @Test func `an agreement renewed by hand runs from there, under whoever took it over`() throws {
    try desk.say(
      AgreementSigned(
        agreement: "frame", kind: .definitive, parties: ["alpha", "beta"], binding: true,
        term: "2 years"), "2020-01-01")
    try desk.say(AgreementRenewed(agreement: "frame", term: "3 years"), "2022-01-01")
    try desk.say(AgreementAssigned(agreement: "frame", from: "beta", to: "gamma"), "2023")
    #expect(
      try desk.ask("SELECT ends_on, parties FROM agreements", asOf: "2023-06-01")
        == [#"2024-12-31 ["alpha","gamma"]"#])
  }

  // MARK: - Offices, disputes, seats

  @Test func `an office ends when it is left, and not by a rumour`() throws {
    try desk.say(
      OfficeTaken(person: "gamma", entity: "beta", office: .director, nominatedBy: "alpha"), "2020")
    try desk.say(OfficeLeft(person: "gamma", entity: "beta", office: .director), "2021", .rumoured)
    let question = "SELECT state, since, until, nominated_by FROM offices"
    #expect(try desk.ask(question) == ["held 2020 - alpha"])
    try desk.say(OfficeLeft(person: "gamma", entity: "beta", office: .director), "2022")
    #expect(try desk.ask(question) == ["left 2020 2022 alpha"])
    try desk.say(OfficeTaken(person: "gamma", entity: "beta", office: .director), "2023")
    #expect(try desk.ask(question) == ["held 2023 - -"])
  }

  @Test func `a dispute is open until it is ruled on, settled or closed`() throws {
    try desk.say(
      DisputeOpened(
        dispute: "appraisal", parties: ["beta", "alpha"], subject: "the value", claim: "JPY 50"),
      "2024-05")
    let question = "SELECT status, claim_minor, awarded FROM disputes"
    #expect(try desk.ask(question, asOf: "2024-06-01") == ["open 50 -"])
    try desk.say(
      DisputeRuled(dispute: "appraisal", outcome: "above the floor", amount: "JPY 43"),
      "2025-06-09")
    #expect(try desk.ask(question) == ["ruled 50 JPY 43"])
    try desk.say(DisputeClosed(dispute: "appraisal"), "2025-06-10")
    #expect(try desk.ask(question) == ["closed 50 JPY 43"])
  }

  @Test func `the figures of two appraisers stay beside each other under their names`() throws {
    for (who, amount) in [("gamma", "JPY 275"), ("delta", "JPY 408")] as [(EntityID, Money)] {
      try desk.say(
        ValuationReported(
          subject: .company, issuer: "beta", amount: amount, basis: .fair, assertedBy: who),
        "2023-09-30")
    }
    #expect(
      try desk.ask("SELECT asserted_by, amount_minor FROM valuations ORDER BY asserted_by")
        == ["delta 408", "gamma 275"])
    #expect(
      try desk.ask("SELECT count(*) FROM discrepancies WHERE rule = 'conflicting-claims'")
        == ["0"])
  }

  @Test func `a stake told in units has the percent that follows`() throws {
    try desk.say(
      StakeReported(
        holder: "alpha", issuer: "beta", units: "2m shares", ofUnits: "7m shares",
        basis: .outstanding), "2020")
    #expect(
      try desk.ask("SELECT percent_ppb, percent_low_ppb, percent_high_ppb, stated FROM stakes")
        == ["285714286 285714286 285714286 2m of 7m shares"])
    let rejection = #expect(throws: Rejection.self) {
      try desk.say(
        StakeReported(
          holder: "alpha", issuer: "beta", units: "8m shares", ofUnits: "7m shares",
          basis: .outstanding), "2020")
    }
    #expect(rejection?.code == .badPercent)
  }

  // MARK: - What comes due

  @Test func `what comes due stands with its day, and what is past and unpaid is overdue`() throws {
    try promise("late", "JPY 10", due: "2020-03")
    try promise("waiting", "JPY 10", conditions: [.verified("leave")], due: "2020-03")
    try promise("ahead", "JPY 10", due: "2030")
    try lend(maturity: "2026-06")
    let question = """
      SELECT thing, occasion, day_latest, amount_minor, overdue
      FROM upcoming
      ORDER BY day_latest, thing
      """
    #expect(
      try desk.ask(question, asOf: "2026-07-01") == [
        "late due 2020-03-31 10 1", "waiting due 2020-03-31 10 0", "note matures 2026-06-30 100 1",
        "ahead due 2030-12-31 10 0",
      ])
    #expect(
      try desk.ask("SELECT finding FROM discrepancies WHERE rule = 'overdue' ORDER BY 1")
        == ["overdue:late", "overdue:note"])
    try pay("JPY 10", "2020-04-01", of: "late")
    try desk.say(DebtRepaid(debt: "note", amount: "JPY 100"), "2026-06-30")
    #expect(
      try desk.ask(question, asOf: "2026-07-01")
        == ["waiting due 2020-03-31 10 0", "ahead due 2030-12-31 10 0"])
  }

  @Test func `a decision is expected on its day until it is taken`() throws {
    let question = "SELECT thing, what, occasion, day_latest, overdue FROM upcoming ORDER BY thing"
    try desk.say(
      ConditionDefined(condition: "approval", criterion: "a licence", decision: "2026-05"), "2020")
    try desk.say(
      DisputeOpened(
        dispute: "suit", parties: ["alpha", "beta"], subject: "the price", decision: "2026-Q2"),
      "2020")
    let both = [
      "approval condition decision 2026-05-31 0", "suit dispute decision 2026-06-30 0",
    ]
    #expect(try desk.ask(question) == both)
    // What was to be decided by now and was not is open, and nobody's default.
    #expect(try desk.ask(question, asOf: "2027-01-01") == both)
    try desk.say(
      ConditionAmended(condition: "approval", decision: "2026-09-30"), "2021")
    #expect(try desk.ask(question)[0] == "approval condition decision 2026-09-30 0")
    try desk.say(ConditionVerified(condition: "approval"), "2022")
    try desk.say(DisputeRuled(dispute: "suit", outcome: "so it is"), "2022")
    #expect(try desk.ask(question) == [])
  }

  @Test func `what was paid for the pair leaves nothing overdue, also of who was succeeded`() throws
  {
    try desk.say(
      CapitalCommitted(
        commitment: "loan", investor: "alpha", issuer: "beta", amount: "JPY 10", due: "2020"),
      "2019")
    let question = "SELECT finding FROM discrepancies WHERE rule = 'overdue'"
    #expect(try desk.ask(question) == ["overdue:loan"])
    try desk.say(CapitalFunded(investor: "alpha", issuer: "beta", amount: "JPY 10"), "2020")
    #expect(try desk.ask(question) == [])
    try desk.say(EntitySucceeded(entity: "alpha", successor: "gamma"), "2022")
    #expect(try desk.ask(question) == [])
  }

  @Test func `two entities under one register number are told as one`() throws {
    for (entity, name) in [("one", "First"), ("other", "Second")] as [(EntityID, String)] {
      try desk.say(
        EntityRegistered(
          entity: entity, name: name, kind: .company, ids: ["cik:789019", "gb-coh:03977902"]),
        "2001")
    }
    #expect(
      try desk.ask("SELECT ids FROM entities WHERE entity = 'one'")
        == [#"["cik:789019","GB-COH:03977902"]"#])
    #expect(
      try desk.ask("SELECT sentence FROM discrepancies WHERE rule = 'same-entity' LIMIT 1") == [
        "One identifier is told of one, other: they may be one entity."
      ])
  }
}
