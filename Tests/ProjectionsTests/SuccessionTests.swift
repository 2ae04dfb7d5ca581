import Stakebook
import Testing

/// Who was succeeded is told as the last successor in every view of the state, and as before in what
/// was said.
struct SuccessionTests {
  private let desk: Desk

  init() throws {
    desk = try Desk()
    for (one, other) in [("alpha", "beta"), ("beta", "alpha")] as [(EntityID, EntityID)] {
      let name = one.text
      try desk.say(
        CapitalCommitted(
          commitment: CommitmentID(stringLiteral: "\(name)-loan"), investor: one, issuer: other,
          amount: "JPY 100"), "2019")
      try desk.say(
        CapitalFunded(
          investor: one, issuer: other, amount: "JPY 10",
          commitment: CommitmentID(stringLiteral: "\(name)-loan")), "2020")
      try desk.say(
        PurchaseCommitted(
          commitment: CommitmentID(stringLiteral: "\(name)-order"), buyer: one, supplier: other,
          subject: "chips", amount: "JPY 50"), "2019")
      try desk.say(
        StakeReported(holder: one, issuer: other, percent: "20%", basis: .voting, value: "JPY 7"),
        "2019")
      try desk.say(
        RightGranted(
          right: RightID(stringLiteral: "\(name)-licence"), kind: .ipLicence, grantor: one,
          grantee: other), "2019")
      try desk.say(
        RevenueShareAgreed(
          share: RevenueShareID(stringLiteral: "\(name)-share"), payer: one, payee: other,
          shareRate: "20%"),
        "2019")
      try desk.say(
        WarrantIssued(
          warrant: WarrantID(stringLiteral: "\(name)-warrant"), holder: one, issuer: other,
          units: "5 shares"), "2019")
      try desk.say(
        RoundSigned(
          round: RoundID(stringLiteral: "\(name)-round"), issuer: one, kind: .primary,
          raised: "JPY 5"), "2019")
      try desk.say(
        PaymentPromised(
          payment: PaymentID(stringLiteral: "\(name)-fee"), payer: one, payee: other,
          amount: "JPY 3", category: .upfront), "2019")
      try desk.say(
        DebtIssued(
          debt: DebtID(stringLiteral: "\(name)-note"), lender: one, borrower: other,
          principal: "JPY 4"), "2019")
      try desk.say(
        OptionGranted(
          option: OptionID(stringLiteral: "\(name)-put"), kind: .put, holder: one, writer: other,
          units: "2 shares"), "2019")
      try desk.say(OfficeTaken(person: "delta", entity: one, office: .director), "2019")
      try desk.say(
        ValuationReported(
          subject: .stake, issuer: other, amount: "JPY 6", basis: .fair, holder: one), "2019")
      try desk.say(
        TotalReported(measure: .capitalFunded, from: one, to: other, amount: "JPY 10"), "2020")
    }
  }

  /// How many rows of each view of the state name an entity as a party.
  private func rows(of entity: String, asOf day: String) throws -> [String: Int] {
    let views = Projections.publicViews.filter {
      !$0.parties.isEmpty && $0.name != "entities" && $0.uses.comparison != nil
        || ["owed", "exposures", "stake_history"].contains($0.name)
    }
    var rows: [String: Int] = [:]
    for view in views {
      let parties = view.parties.map { "\"\($0)\"" }.joined(separator: ", ")
      let count = try desk.ask(
        "SELECT count(*) FROM \(view.name) WHERE '\(entity)' IN (\(parties))", asOf: day)
      rows[view.name] = Int(count[0])
    }
    return rows
  }

  @Test func `no view of the state names who was succeeded`() throws {
    let before = try rows(of: "alpha", asOf: "2021-12-31")
    try desk.say(EntitySucceeded(entity: "alpha", successor: "gamma"), "2022-01-01")
    #expect(try rows(of: "alpha", asOf: "2021-12-31") == before)
    let after = try rows(of: "alpha", asOf: "2022-01-01")
    #expect(after.filter { $0.value > 0 } == [:])
    #expect(try rows(of: "gamma", asOf: "2022-01-01") == before)
    #expect(before.values.filter { $0 == 0 }.count < 3, "\(before)")
    #expect(
      try desk.ask("SELECT count(*) FROM claims WHERE key LIKE '%alpha%' AND key NOT LIKE 'e%'")
        != ["0"])
  }

  @Test func `what is paid to the successor is paid on what was promised before`() throws {
    try desk.say(EntitySucceeded(entity: "beta", successor: "gamma"), "2022-01-01")
    try desk.say(CapitalFunded(investor: "alpha", issuer: "gamma", amount: "JPY 30"), "2023")
    #expect(
      try desk.ask(
        """
        SELECT investor, issuer, funded_minor, outstanding_minor FROM capital
        WHERE investor = 'alpha'
        """) == ["alpha gamma 40 60"])
  }

  @Test func `a stake passes to the holder's successor, and what is told of that counts`() throws {
    try desk.say(EntitySucceeded(entity: "alpha", successor: "gamma"), "2022-01-01")
    let held = "SELECT holder, issuer, stated FROM stakes WHERE issuer = 'beta'"
    #expect(try desk.ask(held) == ["gamma beta 20%"])
    try desk.say(
      StakeReported(holder: "gamma", issuer: "beta", percent: "25%", basis: .voting), "2023")
    #expect(try desk.ask(held) == ["gamma beta 25%"])
    #expect(
      try desk.ask(
        "SELECT key, counts, why_not FROM claims WHERE family = 'stake' AND key LIKE '%/beta/%' ORDER BY 1"
      ) == ["stake:alpha/beta/voting/ 0 succeeded", "stake:gamma/beta/voting/ 1 -"])
    try desk.say(StakeEnded(holder: "gamma", issuer: "beta"), "2024")
    #expect(try desk.ask(held) == [])
  }
}
