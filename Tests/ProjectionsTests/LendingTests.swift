import Stakebook
import Testing

/// What debts leave of a promise, until when they lend, and what is paid for what nobody promised.
struct LendingTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  @Test func `a promise of which debts are the only parts has what they leave of it`() throws {
    try desk.commit("main", "JPY 500")
    try desk.say(
      DebtIssued(
        debt: "note", lender: "alpha", borrower: "beta", principal: "JPY 200", commitment: "main"),
      "2020-06-01")
    let question = """
      SELECT counts_as, outstanding_minor, outstanding_low_minor, outstanding_high_minor
      FROM commitments
      """
    #expect(try desk.ask(question) == ["whole 300 300 300"])
    try desk.say(
      DebtIssued(
        debt: "more", lender: "alpha", borrower: "beta", principal: "JPY 300", commitment: "main"),
      "2020-07-01")
    #expect(try desk.ask(question) == ["whole 0 0 0"])
    #expect(
      try desk.ask("SELECT thing, amount_minor FROM owed ORDER BY thing")
        == ["more 300", "note 200"])
  }

  @Test func `a debt can be drawn until its last day, and after that lends no more`() throws {
    try desk.say(
      DebtIssued(
        debt: "note", lender: "alpha", borrower: "beta", principal: "JPY 100",
        availableUntil: "2024-12"), "2024-06-25")
    try desk.say(DebtDrawn(debt: "note", amount: "JPY 30"), "2024-07-01")
    let due = "SELECT occasion, day_latest, amount_minor FROM upcoming"
    #expect(try desk.ask(due, asOf: "2024-12-31") == ["expires 2024-12-31 70"])
    #expect(try desk.ask(due, asOf: "2025-01-01") == [])
    let owed = "SELECT what, amount_minor, expires FROM owed ORDER BY what"
    #expect(try desk.ask(owed, asOf: "2024-12-31") == ["debt 30 -", "loan 70 2024-12"])
    #expect(try desk.ask(owed, asOf: "2025-01-01") == ["debt 30 -"])
  }

  @Test func `what is not drawn when a debt matures nobody has to lend any more`() throws {
    try desk.say(
      DebtIssued(
        debt: "note", lender: "alpha", borrower: "beta", principal: "JPY 100", available: "2020",
        maturity: "2024-06"), "2019")
    try desk.say(DebtDrawn(debt: "note", amount: "JPY 60"), "2021")
    let owed = "SELECT what, amount_minor FROM owed ORDER BY what"
    #expect(try desk.ask(owed, asOf: "2024-06-30") == ["debt 60", "loan 40"])
    #expect(try desk.ask(owed, asOf: "2024-07-01") == ["debt 60"])
    #expect(try desk.ask("SELECT status, undrawn_minor, matured FROM debts") == ["outstanding 0 1"])
  }

  @Test func `what is not drawn when its agreement ends nobody has to lend any more`() throws {
    try desk.say(
      AgreementSigned(
        agreement: "facility", kind: .definitive, parties: ["alpha", "beta"], binding: true), "2019"
    )
    for debt: DebtID in ["drawn", "undrawn"] {
      try desk.say(
        DebtIssued(
          debt: debt, lender: "alpha", borrower: "beta", principal: "JPY 100", available: "2020",
          agreement: "facility"), "2019")
    }
    try desk.say(DebtDrawn(debt: "drawn", amount: "JPY 60"), "2020-03-01")
    try desk.say(AgreementTerminated(agreement: "facility"), "2020-04-01")
    let owed = "SELECT thing, what, amount_minor FROM owed ORDER BY what, thing"
    #expect(
      try desk.ask(owed, asOf: "2020-03-31") == [
        "drawn debt 60", "drawn loan 40", "undrawn loan 100",
      ])
    #expect(try desk.ask(owed) == ["drawn debt 60"])
    #expect(
      try desk.ask("SELECT debt, status FROM debts ORDER BY debt")
        == ["drawn outstanding", "undrawn lapsed"])
    // What was drawn all the same is owed.
    try desk.say(DebtDrawn(debt: "drawn", amount: "JPY 10"), "2021-03-01")
    #expect(try desk.ask(owed) == ["drawn debt 70"])
  }

  @Test func `a rumour that the agreement ended lapses no debt that is firmly known`() throws {
    try desk.say(
      AgreementSigned(
        agreement: "facility", kind: .definitive, parties: ["alpha", "beta"], binding: true), "2019"
    )
    try desk.say(
      DebtIssued(
        debt: "note", lender: "alpha", borrower: "beta", principal: "JPY 100", available: "2019",
        agreement: "facility"), "2019")
    try desk.say(AgreementTerminated(agreement: "facility"), "2020-04-01", .rumoured)
    #expect(try desk.ask("SELECT what, amount_minor FROM owed") == ["loan 100"])
  }

  @Test func `what was paid for a promise that nobody recorded is told`() throws {
    try desk.say(
      PaymentMade(payment: "unknown", payer: "alpha", payee: "beta", amount: "JPY 5"), "2020")
    #expect(
      try desk.ask("SELECT payment, payer, category, counts_as, paid_minor FROM payments")
        == [" alpha other paid 5"])
  }

  @Test func `why computes what is outstanding and undrawn of a debt`() throws {
    try desk.say(
      DebtIssued(
        debt: "note", lender: "alpha", borrower: "beta", principal: "JPY 100",
        availableUntil: "2030"), "2020")
    try desk.say(DebtDrawn(debt: "note", amount: "JPY 60"), "2020-02-01")
    try desk.say(DebtRepaid(debt: "note", amount: "JPY 20"), "2020-03-01")
    let why = try desk.ledger.explain(
      ["debts/note"], clock: Clock(asOf: Day("2021-01-01"), knownAt: nil))
    #expect(
      why.flatMap(\.arithmetic).prefix(2) == [
        "outstanding = JPY 60 drawn [7] − JPY 20 repaid [8] = JPY 40",
        "undrawn = JPY 100 lent [6] − JPY 60 drawn [7] = JPY 40",
      ])
  }

  @Test func `what was paid back in full stays so, whatever level is told later`() throws {
    try desk.say(
      DebtIssued(debt: "note", lender: "alpha", borrower: "beta", principal: "JPY 100"), "2019")
    try desk.say(DebtRepaid(debt: "note", amount: "JPY 90", inFull: true), "2020-01-01")
    try desk.say(DebtRepaid(debt: "note", amount: "JPY 80", cumulative: true), "2020-06-01")
    #expect(
      try desk.ask("SELECT status, repaid_minor, outstanding_minor FROM debts") == ["repaid 80 0"])
  }
}
