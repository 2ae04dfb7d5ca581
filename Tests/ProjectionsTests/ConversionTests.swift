import Foundation
import Stakebook
import TestSupport
import Testing

/// What is paid in another currency than it was promised in counts at a recorded rate, or is told as
/// what it settles; without either nobody knows what is left.
struct ConversionTests {
  private let desk: Desk

  init() throws { desk = try Desk() }

  private func commit(_ commitment: CommitmentID, _ amount: Money) throws {
    try desk.say(
      CapitalCommitted(commitment: commitment, investor: "alpha", issuer: "beta", amount: amount),
      "2019")
  }

  private func fund(
    _ amount: Money, _ day: PartialDate, of commitment: CommitmentID? = "loan",
    settles: Money? = nil, inFull: Bool? = nil, _ status: Status = .reported
  ) throws {
    try desk.say(
      CapitalFunded(
        investor: "alpha", issuer: "beta", amount: amount, commitment: commitment, settles: settles,
        inFull: inFull), day, status)
  }

  private func rate(_ base: String, _ quote: String, _ rate: ExchangeRate, _ day: PartialDate)
    throws
  {
    try desk.say(FXRateRecorded(base: base, quote: quote, fxRate: rate), day)
  }

  /// `drawn outstanding low high` of the commitment, then `funded outstanding` of the pair.
  private func state(_ day: String = "2021") throws -> [String] {
    try desk.ask(
      """
      SELECT drawn_minor, outstanding_minor, outstanding_low_minor, outstanding_high_minor
      FROM commitments
      """)
      + desk.ask("SELECT funded_minor, outstanding_minor FROM capital WHERE currency = 'JPY'")
  }

  @Test(
    arguments: [
      ("direct", [("EUR", "JPY", "150")]), ("inverse", [("JPY", "EUR", "0.008")]),
      ("cross", [("EUR", "USD", "1.25"), ("JPY", "USD", "0.01")]),
    ] as [(String, [(String, String, ExchangeRate)])])
  func `a payment counts at the last rate up to its day`(
    _ way: String, _ rates: [(String, String, ExchangeRate)]
  ) throws {
    try commit("loan", "JPY 1000")
    try fund("EUR 2", "2020-06-01")
    for (base, quote, price) in rates {
      try rate(base, quote, price, "2020-01-01")
      try rate(base, quote, "7", "2020-06-02")
    }
    let paid = way == "direct" ? 300 : 250
    #expect(
      try state() == [
        "\(paid) \(1000 - paid) \(1000 - paid) \(1000 - paid)", "\(paid) \(1000 - paid)",
      ])
  }

  @Test func `what is said to settle money in which nothing was promised settles nothing`() throws {
    try commit("loan", "JPY 1000")
    try fund("JPY 300", "2020-06-01", settles: "EUR 2")
    #expect(try state() == ["300 700 700 700", "300 700"])
    try rate("EUR", "JPY", "150", "2020-01-01")
    try fund("USD 4", "2020-07-01", settles: "EUR 2")
    try rate("USD", "JPY", "100", "2020-01-01")
    #expect(try state() == ["700 300 300 300", "700 300"])
  }

  @Test func `a rate between the two comes before rates over a third currency`() throws {
    try commit("loan", "JPY 1000")
    try fund("EUR 2", "2020-06-01")
    try rate("EUR", "JPY", "150", "2018")
    try rate("EUR", "USD", "1", "2020-06-01")
    try rate("USD", "JPY", "1", "2020-06-01")
    #expect(try state().first == "300 700 700 700")
  }

  @Test func `both ends of a payment are converted, half a unit away from zero`() throws {
    try commit("loan", "JPY 1000")
    try fund("EUR 0.01..0.03", "2020-06-01")
    try rate("EUR", "JPY", "150", "2020-01-01")
    #expect(
      try desk.ask("SELECT drawn_minor, drawn_low_minor, drawn_high_minor FROM commitments")
        == ["2 2 5"])
  }

  @Test func `without a rate what is left lies between nothing and all of it`() throws {
    try commit("loan", "JPY 1000")
    try fund("JPY 100", "2020-01-01")
    try fund("EUR 2", "2020-06-01")
    try rate("EUR", "JPY", "150", "2020-06-02")
    #expect(try state() == ["100 - 0 900", "100 -"])
    #expect(
      try desk.ask("SELECT unconverted FROM commitments") == ["EUR 2"])
    #expect(
      try desk.ask("SELECT currency, funded_minor, unconverted FROM capital ORDER BY 1") == [
        "EUR 200 -", "JPY 100 EUR 2",
      ])
    #expect(
      try desk.ask("SELECT sentence FROM discrepancies WHERE rule = 'mixed-currencies'") == [
        "Capital from alpha to beta is counted in EUR and in JPY, and no rate between the two is "
          + "recorded for 2020-06-01 or before: the amounts do not add."
      ])
    try rate("EUR", "JPY", "150", "2020-06")
    #expect(try state() == ["400 600 600 600", "400 600"])
    #expect(try desk.ask("SELECT unconverted FROM commitments") == ["-"])
    #expect(
      try desk.ask("SELECT count(*) FROM discrepancies WHERE rule = 'mixed-currencies'") == ["0"])
  }

  @Test func `what a payment was said to settle needs no rate`() throws {
    try commit("loan", "JPY 1000")
    try rate("EUR", "JPY", "150", "2020-01-01")
    try fund("EUR 2", "2020-06-01", settles: "JPY 290")
    #expect(try state() == ["290 710 710 710", "290 710"])
  }

  @Test func `what was paid in full leaves nothing, and a rumour of it leaves all`() throws {
    try commit("loan", "JPY 1000")
    try fund("JPY 900", "2020-06-01", inFull: true, .rumoured)
    #expect(try state() == ["900 100 100 100", "900 100"])
    try fund("EUR 2", "2020-07-01", inFull: true)
    #expect(try state() == ["900 0 0 0", "900 0"])
    #expect(try desk.ask("SELECT paid_in_full FROM commitments") == ["1"])
    #expect(try desk.ask("SELECT count(*) FROM owed") == ["0"])
  }

  @Test func `what a rate makes of the payment that settles a promise is no finding`() throws {
    try commit("loan", "JPY 1000")
    try rate("EUR", "JPY", "150", "2020-01-01")
    try fund("EUR 7", "2020-06-01")
    let found = "SELECT count(*) FROM discrepancies WHERE rule = 'drawn-above-committed'"
    #expect(try desk.ask(found) == ["1"])
    try fund("JPY 1", "2020-07-01", inFull: true)
    #expect(try desk.ask(found) == ["0"])
  }

  @Test(arguments: [("EUR 57_600_000", 0), ("EUR 57_620_000", 0), ("EUR 57_660_000", 1)])
  func `what four digits of a converted sum do not show is no contradiction`(
    _ paid: String, _ findings: Int
  ) throws {
    // EUR 57.6m at 1.4757 are USD 85,000,320.
    try commit("upfront", "USD 85m")
    try rate("EUR", "USD", "1.4757", "2020-01-01")
    try fund(try Money(paid.replacing("_", with: "")), "2020-06-01", of: "upfront")
    #expect(try desk.found("drawn-above-committed").count == findings)
    try desk.say(
      TotalReported(measure: .capitalFunded, from: "alpha", to: "beta", amount: "USD 85.00m"),
      "2020-07-01")
    #expect(try desk.found("total-against-sum").count == findings)
  }

  @Test func `what settles a whole settles its parts`() throws {
    try commit("whole", "JPY 1000")
    try desk.say(
      CapitalCommitted(
        commitment: "part", investor: "alpha", issuer: "beta", amount: "JPY 300", partOf: "whole"),
      "2019")
    try fund("JPY 900", "2020-06-01", of: "whole", inFull: true)
    #expect(try desk.ask("SELECT outstanding_minor FROM commitments") == ["0", "0"])
    #expect(try desk.ask("SELECT outstanding_minor FROM capital") == ["0"])
  }

  @Test func `a payment for the pair counts in the one currency of its promises`() throws {
    try commit("loan", "JPY 1000")
    try fund("EUR 2", "2020-06-01", of: nil)
    #expect(try state() == ["- - 0 1000", "- -"])
    try rate("EUR", "JPY", "150", "2020-01-01")
    #expect(try state() == ["- 700 700 700", "300 700"])
    try commit("other", "EUR 5")
    #expect(
      try desk.ask("SELECT currency, outstanding_minor FROM capital ORDER BY 1") == [
        "EUR 300", "JPY 1000",
      ])
  }

  @Test func `purchases are drawn in other currencies alike`() throws {
    try desk.say(
      PurchaseCommitted(
        commitment: "order", buyer: "alpha", supplier: "beta", subject: "chips", amount: "JPY 1000"),
      "2019")
    try rate("EUR", "JPY", "150", "2020-01-01")
    try desk.say(PurchaseDrawn(commitment: "order", amount: "EUR 2"), "2020-06-01")
    #expect(
      try desk.ask("SELECT drawn_minor, outstanding_minor FROM purchases") == ["300 700"])
    try desk.say(
      PurchaseDrawn(commitment: "order", amount: "EUR 1", settles: "JPY 700"), "2020-07-01")
    #expect(
      try desk.ask("SELECT drawn_minor, outstanding_minor FROM purchases") == ["1000 0"])
  }

  @Test func `a view converts as money_convert does`() throws {
    try commit("loan", "JPY 100000")
    try rate("EUR", "USD", "1.0823", "2020-01-01")
    try rate("JPY", "USD", "0.00917", "2020-02-01")
    try fund("EUR 123.45", "2020-06-01")
    #expect(
      try desk.ask(
        """
        SELECT drawn_minor - money_convert(12345, 'EUR', 'JPY', '2020-06-01'),
          money_rates('EUR', 'JPY', '2020-06-01'), money_convert(12345, 'EUR', 'GBP')
        FROM commitments
        """) == ["0 1 EUR = USD 1.0823 (2020-01-01), 1 JPY = USD 0.00917 (2020-02-01) -"])
  }

  @Test func `why names the payment as stated and both rates`() throws {
    try commit("loan", "JPY 1000")
    try rate("EUR", "USD", "1.25", "2020-01-01")
    try rate("JPY", "USD", "0.01", "2020-02-01")
    try fund("EUR 2", "2020-06-01")
    let told = try desk.ledger.explain(["commitments", "loan"]).map { $0.text(width: 200) }
    let line =
      "drawn = JPY 250 (2020-06-01) [9], for EUR 2 at 1 EUR = USD 1.25 (2020-01-01) [7] and "
      + "1 JPY = USD 0.01 (2020-02-01) [8] = JPY 250"
    #expect(told.joined().contains(line), "\(told)")
  }
}
