import Stakebook
import Testing

/// What is not begun on the day of a reading is not there, whatever it is.
struct BegunTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  private func say(_ day: PartialDate) throws {
    let need: [ConditionState] = [.verified("approval")]
    let events: [any Event] = [
      ConditionDefined(condition: "approval", criterion: "the authority agrees"),
      RightGranted(
        right: "licence", kind: .ipLicence, grantor: "beta", grantee: "alpha",
        starts: End(when: need)),
      OptionGranted(
        option: "put", kind: .put, holder: "alpha", writer: "beta", issuer: "beta",
        percent: "33%", window: Window(when: need)),
      PaymentPromised(
        payment: "fee", payer: "alpha", payee: "beta", amount: "JPY 10", category: .upfront,
        conditions: need),
      CapitalCommitted(
        commitment: "first", investor: "alpha", issuer: "beta", amount: "JPY 10",
        conditions: need),
      DebtIssued(
        debt: "note", lender: "alpha", borrower: "beta", principal: "JPY 10", conditions: need),
    ]
    for event in events { try desk.say(event, day) }
  }

  private static let questions = [
    "SELECT condition, status FROM conditions", "SELECT \"right\", status FROM rights",
    "SELECT option, options.status FROM options", "SELECT payment, counts_as FROM payments",
    "SELECT commitment, counts_as FROM commitments", "SELECT debt, debts.status FROM debts",
    "SELECT thing, occasion FROM upcoming", "SELECT thing, counts_as FROM owed",
  ]

  @Test(arguments: questions) func `nothing is there before its day`(_ question: String) throws {
    try say("2021-01-01")
    #expect(try desk.ask(question, asOf: "2020-12-31") == [])
    let before = try desk.ask(question)
    #expect(before.isEmpty == question.contains("upcoming"))
  }

  @Test func `a condition is there as soon as anything that holds names it`() throws {
    try say("2021-01-01")
    try desk.say(
      CapitalCommitted(
        commitment: "second", investor: "alpha", issuer: "beta", amount: "JPY 10",
        conditions: [.verified("approval")]), "2019-05-01")
    let question = "SELECT condition, criterion, status FROM conditions"
    #expect(try desk.ask(question, asOf: "2019-04-30") == [])
    #expect(try desk.ask(question, asOf: "2019-05-01") == ["approval - open"])
    #expect(try desk.ask(question) == ["approval the authority agrees open"])
  }

  @Test func `a condition of which nobody knows the day is there`() throws {
    try desk.say(ConditionDefined(condition: "approval", criterion: "it is so"), "?")
    #expect(
      try desk.ask("SELECT condition, status FROM conditions", asOf: "2019-04-30")
        == ["approval open"])
  }
}
