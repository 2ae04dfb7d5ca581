import Stakebook
import Testing

/// Whatever changed a figure stands behind it: `why` shows it, and `diff` names it.
struct BehindTests {
  private static func difference(_ desk: Desk, from day: String, to other: String) throws
    -> [Difference.Change]
  {
    try desk.ledger.difference(
      from: try desk.ledger.clock(asOf: day, knownAt: nil),
      to: try desk.ledger.clock(asOf: other, knownAt: nil)
    ).changes
  }

  @Test func `a payment stands behind what was paid, in the currency's own units`() throws {
    let desk = try Desk()
    try desk.say(
      RevenueShareAgreed(share: "royalty", payer: "alpha", payee: "beta", shareRate: "5%"), "2020")
    let euro = try desk.say(RevenueSharePaid(share: "royalty", amount: "EUR 4.2m"), "2021-03-01")
    let yen = try desk.say(RevenueSharePaid(share: "royalty", amount: "JPY 250000"), "2022-03-01")
    let changes = try Self.difference(desk, from: "2020-12-31", to: "2022-12-31")
    #expect(changes.map(\.row) == ["royalty"])
    #expect(changes[0].events == [euro, yen])
    #expect(changes[0].figures.map(\.name) == ["paid"])
    #expect(changes[0].figures[0].after == "EUR 4.2m, JPY 250,000")
    let explained = try desk.ledger.explain(["revenue_shares/royalty"])
    let told = Set(explained[0].claims.map(\.event))
    #expect(told.isSuperset(of: [euro, yen]))
  }

  @Test func `what was paid of a share is point, low and high, and nothing where none is recorded`()
    throws
  {
    let desk = try Desk()
    try desk.say(
      RevenueShareAgreed(share: "royalty", payer: "alpha", payee: "beta", shareRate: "5%"), "2020")
    let paid = """
      SELECT paid, paid_currency, paid_minor, paid_low_minor, paid_high_minor, paid_undisclosed
      FROM revenue_shares
      """
    #expect(try desk.ask(paid) == ["- - - - - -"])
    try desk.say(RevenueSharePaid(share: "royalty", amount: "JPY 10"), "2021")
    try desk.say(RevenueSharePaid(share: "royalty", amount: "up to JPY 5"), "2022")
    try desk.say(RevenueSharePaid(share: "royalty", amount: "JPY 20..30"), "2023")
    #expect(try desk.ask(paid) == [#"{"JPY":30} JPY 30 30 45 0"#])
    try desk.say(RevenueSharePaid(share: "royalty", amount: "JPY ?"), "2024")
    #expect(try desk.ask(paid) == [#"{"JPY":30} JPY 30 30 - 1"#])
    try desk.say(RevenueSharePaid(share: "royalty", amount: "EUR 2"), "2025")
    #expect(try desk.ask(paid) == [#"{"EUR":200,"JPY":30} - - - - 1"#])
  }

  @Test func `what vests and is exercised stands behind a warrant`() throws {
    let desk = try Desk()
    try desk.say(
      WarrantIssued(warrant: "option", holder: "alpha", issuer: "beta", units: "2m shares"), "2020")
    let vested = try desk.say(
      WarrantVested(warrant: "option", units: "1.5m shares"), "2021-03-01")
    let exercised = try desk.say(
      WarrantExercised(warrant: "option", units: "400k shares"), "2022-03-01")
    let changes = try Self.difference(desk, from: "2020-12-31", to: "2022-12-31")
    #expect(changes.map(\.row) == ["option"])
    #expect(changes[0].events == [vested, exercised])
    #expect(changes[0].figures.map(\.name) == ["vested", "exercised"])
    #expect(changes[0].figures.map(\.after) == ["1.5m shares", "400000 shares"])
    let explained = try desk.ledger.explain(["warrants", "option"])
    let told = Set(explained[0].claims.map(\.event))
    #expect(told.isSuperset(of: [vested, exercised]))
  }
}
