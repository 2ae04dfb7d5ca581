import Stakebook
import Testing

/// Promises to buy: the same sums as capital, and quantities beside them.
struct PurchaseTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  private func commit(
    _ commitment: CommitmentID, _ amount: Money?, _ quantity: Quantity? = nil,
    partOf: CommitmentID? = nil, conditions: [ConditionState] = [], expires: PartialDate? = nil,
    agreement: AgreementID? = nil
  ) throws {
    try desk.say(
      PurchaseCommitted(
        commitment: commitment, buyer: "alpha", supplier: "beta", subject: "power",
        amount: amount, quantity: quantity, partOf: partOf, conditions: conditions,
        expires: expires, agreement: agreement), "2019-01-01")
  }

  /// Point, low and high of a measure of the view `purchases`.
  private func purchases(_ measure: String, asOf: String? = nil) throws -> [String] {
    try desk.ask(
      "SELECT \(measure)_minor, \(measure)_low_minor, \(measure)_high_minor FROM purchases",
      asOf: asOf)
  }

  @Test func `what is drawn is no longer owed`() throws {
    try commit("power", "JPY 100")
    try desk.say(PurchaseDrawn(commitment: "power", amount: "JPY 30"), "2020-01-01")
    #expect(try purchases("outstanding", asOf: "2019-12-31") == ["100 100 100"])
    #expect(try purchases("drawn") == ["30 30 30"])
    #expect(try purchases("outstanding") == ["70 70 70"])
  }

  @Test func `a level drawn replaces earlier draws`() throws {
    try commit("power", "JPY 100")
    try desk.say(PurchaseDrawn(commitment: "power", amount: "JPY 30"), "2020-01-01")
    try desk.say(
      PurchaseDrawn(commitment: "power", amount: "JPY 35", cumulative: true), "2020-06-01")
    try desk.say(PurchaseDrawn(commitment: "power", amount: "JPY 1"), "2020-07-01")
    #expect(try purchases("drawn") == ["36 36 36"])
    #expect(try desk.ask("SELECT drawn_minor, outstanding_minor FROM commitments") == ["36 64"])
  }

  @Test func `letters, conditions, parts, up to and expiry count as they do for capital`() throws {
    try desk.say(
      AgreementSigned(agreement: "letter", kind: .mou, parties: ["alpha", "beta"], binding: false),
      "2019-01-01")
    try commit("binding", "JPY 1000")
    try commit("letter-power", "JPY 100", agreement: "letter")
    try commit("later-power", "JPY 10", conditions: [.verified("milestone")])
    try commit("option-power", "up to JPY 1")
    try commit("old-power", "JPY 7", expires: "2020-06-30")
    try commit("part-power", "JPY 900", partOf: "binding")
    #expect(try purchases("committed") == ["1007 1007 1008"])
    #expect(try purchases("non_binding") == ["100 100 100"])
    #expect(try purchases("conditional") == ["10 10 10"])
    #expect(try purchases("outstanding", asOf: "2020-06-30") == ["1007 1007 1008"])
    #expect(try purchases("outstanding") == ["1000 1000 1001"])
  }

  @Test func `a quantity is kept beside the money and never added to it`() throws {
    try commit("power", "JPY 100", "6 GW")
    try commit("more-power", nil, "4 GW")
    #expect(try purchases("committed") == ["100 100 100"])
    #expect(
      try desk.ask("SELECT commitment, quantity_milli, unit, amount_minor FROM commitments")
        == ["more-power 4000 GW -", "power 6000 GW 100"])
  }

  @Test(arguments: [("at least JPY 10", "10 10 -"), ("JPY 10..30", "10 10 30"), ("JPY ?", "0 0 -")])
  func `a quantity lends no end to an amount that has none`(_ amount: Money, _ sum: String) throws {
    try commit("power", amount, "6 GW")
    #expect(try purchases("committed") == [sum])
  }

  @Test func `a draw under a promise that nobody told is no draw between two entities`() throws {
    try desk.say(PurchaseDrawn(commitment: "power", amount: "JPY 30"), "2020-01-01")
    #expect(try purchases("drawn") == [])
    try commit("power", "JPY 100")
    #expect(try purchases("drawn") == ["30 30 30"])
  }
}
