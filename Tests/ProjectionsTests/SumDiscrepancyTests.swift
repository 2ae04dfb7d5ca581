import Stakebook
import Testing

/// Rules over commitments and sums: each fires on a smallest example, and not on the nearest
/// consistent one.
struct SumDiscrepancyTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  // MARK: - parts-against-whole

  @Test func `parts that are more than their whole are named with it`() throws {
    try desk.commit("whole", "JPY 100")
    try desk.commit("one", "JPY 60", partOf: "whole")
    try desk.commit("two", "JPY 50", partOf: "whole")
    #expect(try desk.found("parts-against-whole") == ["[6,7,8]"])
  }

  @Test(arguments: ["JPY 30", "JPY 40", "up to JPY 50", "at least JPY 30", "JPY ?", "JPY 30..50"])
  func `parts that may be no more than their whole are not`(_ second: Money) throws {
    try desk.commit("whole", "JPY 100")
    try desk.commit("one", "JPY 60", partOf: "whole")
    try desk.commit("two", second, partOf: "whole")
    #expect(try desk.found("parts-against-whole") == [])
  }

  @Test func `a part in another currency is not summed with the others`() throws {
    try desk.commit("whole", "JPY 100")
    try desk.commit("one", "JPY 60", partOf: "whole")
    try desk.commit("two", "EUR 1", partOf: "whole")
    #expect(try desk.found("parts-against-whole") == [])
    try desk.commit("three", "JPY 50", partOf: "whole")
    #expect(try desk.found("parts-against-whole") == ["[6,7,8,9]"])
  }

  @Test func `parts are named with their figures`() throws {
    try desk.commit("whole", "JPY 100")
    try desk.commit("one", "about JPY 60", partOf: "whole")
    try desk.commit("two", "JPY 50", partOf: "whole")
    #expect(
      try desk.ask("SELECT sentence, finding FROM discrepancies") == [
        "The parts of whole, about JPY 60 (one) and JPY 50 (two), are more than its JPY 100. "
          + "parts-against-whole:whole"
      ])
  }

  // MARK: - part-of-cycle

  @Test func `promises that are parts of each other are named once`() throws {
    try desk.commit("one", "JPY 60", partOf: "two")
    try desk.commit("two", "JPY 60", partOf: "three")
    try desk.commit("four", "JPY 60", partOf: "three")
    #expect(try desk.found("part-of-cycle") == [])
    try desk.commit("three", "JPY 60", partOf: "one")
    #expect(
      try desk.ask(
        "SELECT sentence, events, finding FROM discrepancies WHERE rule = 'part-of-cycle'") == [
          "Each of one, three, two is said to be a part of another of them: what they sum to "
            + "cannot be told. [6,7,9] part-of-cycle:one/three/two"
        ])
  }

  @Test func `a promise that is a part of itself is named`() throws {
    try desk.commit("one", "JPY 60", partOf: "one")
    #expect(try desk.sentences("part-of-cycle") == ["one is said to be a part of itself."])
    #expect(try desk.ask("SELECT rule FROM discrepancies") == ["part-of-cycle"])
  }

  // MARK: - reduction-of-whole

  @Test func `what is taken from a whole beyond what its parts leave is named`() throws {
    try desk.commit("whole", "JPY 100")
    try desk.say(
      CommitmentReduced(commitment: "whole", amount: "JPY 40", reason: .cancelled), "2020-02-01")
    try desk.commit("first", "JPY 60", partOf: "whole", "2020-02-10")
    #expect(try desk.found("reduction-of-whole") == [])
    #expect(try desk.ask("SELECT outstanding_minor FROM capital") == ["60"])
    try desk.commit("one", "JPY 40", partOf: "whole", "2020-03-01")
    #expect(
      try desk.ask("SELECT sentence, events FROM discrepancies") == [
        "What was taken from whole, JPY 40, is more than its parts leave of it: it belongs to the "
          + "part that shrank. [6,7]"
      ])
    #expect(try desk.ask("SELECT outstanding_minor FROM capital") == ["60"])
    #expect(try desk.found("reduction-of-whole", asOf: "2020-02-29") == [])
  }

  @Test func `what is taken from a part is not lost`() throws {
    try desk.commit("whole", "JPY 100")
    try desk.commit("one", "JPY 100", partOf: "whole")
    try desk.say(
      CommitmentReduced(commitment: "one", amount: "JPY 40", reason: .cancelled), "2020-02-01")
    #expect(try desk.found("reduction-of-whole") == [])
  }

  // MARK: - drawn-above-committed

  @Test func `more than was committed cannot have come`() throws {
    let committed = try desk.commit("first", "JPY 100")
    try desk.fund("JPY 100", "2020-06-01", "first")
    #expect(try desk.found("drawn-above-committed") == [])
    try desk.fund("up to JPY 10", "2020-07-01", "first")
    #expect(try desk.found("drawn-above-committed") == [])
    try desk.fund("JPY 1", "2020-08-01", "first")
    #expect(try desk.found("drawn-above-committed") == ["[\(committed)]"])
    #expect(try desk.found("drawn-above-committed", asOf: "2020-07-31") == [])
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
    #expect(try desk.found("drawn-above-committed").count == findings)
  }

  @Test func `how much came is written as people write it`() throws {
    try desk.commit("first", "USD 1.5bn")
    try desk.fund("USD 13.75bn", "2020-06-01", "first")
    #expect(
      try desk.sentences("drawn-above-committed") == [
        "More came under first than was committed: at least USD 13.75bn of USD 1.5bn."
      ])
  }

  // MARK: - total-against-sum

  @discardableResult
  private func total(
    _ amount: Money, _ measure: TotalMeasure = .capitalCommitted, _ day: PartialDate = "2020-06-01"
  ) throws -> Seq {
    try desk.say(
      TotalReported(measure: measure, from: "alpha", to: "beta", amount: amount), day)
  }

  @Test func `a total that is not the sum is named with it`() throws {
    try desk.commit("first", "USD 10bn")
    try desk.commit("second", "about USD 2bn")
    try total("USD 14bn")
    #expect(
      try desk.ask("SELECT sentence, events, finding FROM discrepancies") == [
        "The total of capital committed from alpha to beta is put at USD 14bn (2020-06-01), but "
          + "what is recorded sums to USD 11.5bn to USD 12.5bn. [6,7,8] "
          + "total-against-sum:capital.committed/alpha/beta/2020-06-01"
      ])
  }

  @Test(arguments: [
    "USD 12bn", "USD 13bn", "about USD 12bn", "at least USD 11bn", "up to USD 13bn", "USD ?",
  ])
  func `a total that may be the sum is not`(_ amount: Money) throws {
    try desk.commit("first", "USD 10bn")
    try desk.commit("second", "about USD 2bn")
    try total(amount)
    #expect(try desk.found("total-against-sum") == [])
  }

  @Test func `a sum is compared on the day of the total, and later while nothing was added`() throws
  {
    try desk.commit("first", "JPY 10")
    try total("JPY 13")
    try desk.commit("second", "JPY 3", "2020-07-01")
    #expect(try desk.found("total-against-sum", asOf: "2020-05-31") == [])
    #expect(try desk.found("total-against-sum", asOf: "2020-06-01") == ["[6,7]"])
    #expect(try desk.found("total-against-sum", asOf: "2020-06-30") == ["[6,7]"])
    #expect(try desk.found("total-against-sum") == [])
  }

  @Test func `where no addend or an open one is known a total contradicts nothing`() throws {
    try total("JPY 13")
    #expect(try desk.found("total-against-sum") == [])
    try desk.commit("first", "JPY 10")
    try desk.commit("second", "JPY ?")
    try desk.commit("third", "EUR 1")
    #expect(try desk.found("total-against-sum") == [])
    try desk.commit("fourth", "JPY 4")
    #expect(
      try desk.sentences("total-against-sum") == [
        "The total of capital committed from alpha to beta is put at JPY 13 (2020-06-01), but "
          + "what is recorded sums to at least JPY 14."
      ])
  }

  @Test(arguments: [("JPY 4", 1), ("JPY 5", 0), ("JPY 15", 0), ("JPY 16", 1)])
  func `what is conditional or was given up may be counted in a total or not`(
    _ amount: Money, _ findings: Int
  ) throws {
    try desk.commit("first", "JPY 10")
    try desk.say(
      CommitmentReduced(commitment: "first", amount: "JPY 5", reason: .cancelled), "2020-02-01")
    try desk.commit("second", "JPY 5", conditions: [.verified("goal")])
    try desk.say(
      AgreementSigned(
        agreement: "letter", kind: .loi, parties: ["alpha", "beta"], binding: false), "2020-01-01")
    try desk.commit("third", "JPY 100", agreement: "letter")
    try total(amount)
    #expect(try desk.found("total-against-sum").count == findings)
  }

  @Test func `totals of payments, purchases and revenue shares are compared with theirs`() throws {
    try desk.fund("JPY 10", "2020-01-01")
    try total("JPY 10", .capitalFunded)
    try desk.say(
      PurchaseCommitted(
        commitment: "chips", buyer: "alpha", supplier: "beta", subject: "chips", amount: "JPY 20"),
      "2020-01-01")
    try desk.say(PurchaseDrawn(commitment: "chips", amount: "JPY 5"), "2020-02-01")
    try desk.say(RevenueShareAgreed(share: "slice", payer: "alpha", payee: "beta"), "2020")
    try desk.say(RevenueSharePaid(share: "slice", amount: "JPY 7"), "2020-03-01")
    try total("JPY 20", .purchasesCommitted)
    try total("JPY 5", .purchasesDrawn)
    try total("JPY 7", .revenueSharePaid)
    try total("JPY 99", .capitalInvested)
    #expect(try desk.found("total-against-sum") == [])
    for measure: TotalMeasure in [
      .capitalFunded, .purchasesCommitted, .purchasesDrawn, .revenueSharePaid,
    ] {
      try total("JPY 8", measure, "2020-06-02")
    }
    #expect(try desk.found("total-against-sum").count == 4)
  }

  // MARK: - mixed-currencies

  @Test func `amounts in two currencies need a rate between them`() throws {
    try desk.commit("first", "JPY 10")
    try desk.fund("EUR 1", "2020-06-01")
    #expect(
      try desk.ask("SELECT sentence, events, finding FROM discrepancies") == [
        "Capital from alpha to beta is counted in EUR and in JPY, and no rate between the two is "
          + "recorded: the amounts do not add. [6,7] mixed-currencies:capital/alpha/beta/EUR/JPY"
      ])
    try desk.say(FXRateRecorded(base: "EUR", quote: "USD", fxRate: "1.1"), "2020-06-01")
    #expect(try desk.found("mixed-currencies") == ["[6,7]"])
    try desk.say(FXRateRecorded(base: "JPY", quote: "EUR", fxRate: "0.008"), "2020-07-01")
    #expect(
      try desk.ask("SELECT sentence FROM discrepancies WHERE rule = 'mixed-currencies'") == [
        "Capital from alpha to beta is counted in EUR and in JPY, and no rate between the two is "
          + "recorded for 2020-06-01 or before: the amounts do not add."
      ])
    try desk.say(FXRateRecorded(base: "USD", quote: "JPY", fxRate: "110"), "2020-05-01")
    #expect(try desk.found("mixed-currencies") == [])
  }

  @Test func `promises in two currencies need a rate between them, perhaps over a third`() throws {
    try desk.commit("first", "JPY 10")
    try desk.commit("second", "EUR 10")
    #expect(try desk.found("mixed-currencies") == ["[6,7]"])
    try desk.say(FXRateRecorded(base: "EUR", quote: "USD", fxRate: "1.1"), "2020-06-01")
    #expect(try desk.found("mixed-currencies") == ["[6,7]"])
    try desk.say(FXRateRecorded(base: "JPY", quote: "USD", fxRate: "0.008"), "2020-07-01")
    #expect(try desk.found("mixed-currencies") == [])
    #expect(try desk.found("mixed-currencies", asOf: "2020-06-30") == ["[6,7]"])
  }

  @Test func `amounts in two currencies between other entities, or of another kind, do not mix`()
    throws
  {
    try desk.commit("first", "JPY 10")
    try desk.say(
      CapitalFunded(investor: "beta", issuer: "alpha", amount: "EUR 1"), "2020-01-01")
    try desk.say(
      PurchaseCommitted(
        commitment: "chips", buyer: "alpha", supplier: "beta", subject: "chips", amount: "EUR 5",
        quantity: "6 GW"), "2020-01-01")
    try desk.say(PurchaseDrawn(commitment: "chips", quantity: "1 GW"), "2020-02-01")
    #expect(try desk.found("mixed-currencies") == [])
    try desk.say(PurchaseDrawn(commitment: "chips", amount: "USD 1"), "2020-03-01")
    #expect(try desk.found("mixed-currencies") == ["[8,10]"])
  }
}
