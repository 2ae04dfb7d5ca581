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

  // MARK: - Quantities

  /// What was drawn of each promise, what is left, and what is owed.
  private func quantities(asOf: String? = nil) throws -> [String] {
    try desk.ask(
      """
      SELECT commitment, coalesce(drawn_quantity, '-'), left_quantity,
        coalesce((SELECT left_quantity FROM owed WHERE thing = commitment), 'nothing')
      FROM commitments
      ORDER BY commitment
      """, asOf: asOf)
  }

  private func draw(
    _ quantity: Quantity, _ day: PartialDate, level: Bool = false,
    _ commitment: CommitmentID = "power"
  ) throws {
    try desk.say(
      PurchaseDrawn(commitment: commitment, quantity: quantity, cumulative: level ? true : nil), day
    )
  }

  @Test func `a quantity drawn is no longer owed, by levels and what came after`() throws {
    try commit("power", nil, "100000 units")
    #expect(try quantities() == ["power - 100000 units 100000 units"])
    try draw("12000 units", "2021-06-01")
    #expect(try quantities() == ["power 12000 units 88000 units 88000 units"])
    try draw("30000 units", "2022-12-31", level: true)
    try draw("5000 units", "2023-06-01")
    #expect(try quantities(asOf: "2022-12-31") == ["power 30000 units 70000 units 70000 units"])
    #expect(try quantities() == ["power 35000 units 65000 units 65000 units"])
    try draw("65000 units", "2024-06-01")
    #expect(try quantities() == ["power 100000 units 0 units nothing"])
    #expect(try desk.ask("SELECT thing FROM upcoming") == [])
  }

  @Test(arguments: [
    ("100000 units", "about 30k units", "29500..30500 units", "69500..70500 units"),
    ("up to 6 units", "1 units", "1 units", "up to 5 units"),
    ("at least 6 units", "1 units", "1 units", "at least 5 units"),
    ("2.5 units", "0.75 units", "0.75 units", "1.75 units"),
    ("10 units", "up to 4 units", "up to 4 units", "6..10 units"),
    ("? units", "1 units", "1 units", "? units"),
  ])
  func `what is not sure of a quantity stays open`(
    _ promised: Quantity, _ drawn: Quantity, _ came: String, _ left: String
  ) throws {
    try commit("power", nil, promised)
    try draw(drawn, "2021-06-01")
    #expect(try quantities() == ["power \(came) \(left) \(left)"])
  }

  @Test func `a whole owes of a quantity what its parts leave of it`() throws {
    try commit("whole", nil, "10 GW")
    try commit("one", nil, "4 GW", partOf: "whole")
    try draw("1 GW", "2021-06-01", "one")
    #expect(try quantities() == ["one 1 GW 3 GW 3 GW", "whole 1 GW 9 GW 6 GW"])
  }

  @Test func `of a promise that tells an amount too the amount is owed`() throws {
    try commit("power", "JPY 100", "6 GW")
    try desk.say(PurchaseDrawn(commitment: "power", amount: "JPY 30"), "2020-01-01")
    #expect(try desk.ask("SELECT drawn_quantity, left_quantity FROM commitments") == ["- -"])
    #expect(try desk.ask("SELECT amount_minor, left_quantity FROM owed") == ["70 -"])
  }

  @Test func `more drawn than was promised is a finding`() throws {
    try commit("power", nil, "about 6 GW")
    try draw("6.5 GW", "2021-06-01")
    #expect(try desk.found("units-above-granted") == [])
    try draw("1 GW", "2022-06-01")
    #expect(
      try desk.ask("SELECT sentence, finding FROM discrepancies WHERE rule = 'units-above-granted'")
        == [
          "More of power was drawn than there is: 7.5 GW of about 6 GW. units-above-granted:power"
        ])
  }

  @Test func `more of a warrant than there is is a finding`() throws {
    try desk.say(
      WarrantIssued(warrant: "w", holder: "alpha", issuer: "beta", units: "100 shares"), "2020")
    try desk.say(WarrantVested(warrant: "w", units: "60 shares"), "2021-01-01")
    try desk.say(WarrantExercised(warrant: "w", units: "60 shares"), "2021-06-01")
    try desk.say(WarrantVested(warrant: "w", units: "40 shares"), "2022-01-01")
    #expect(try desk.found("units-above-granted") == [])
    try desk.say(WarrantExercised(warrant: "w", units: "41 shares"), "2022-06-01")
    #expect(try desk.found("units-above-granted") == ["[6,8,10]"])
  }

  @Test func `a warrant's price of a fraction of a cent is its strike`() throws {
    try desk.say(
      WarrantIssued(
        warrant: "w", holder: "alpha", issuer: "beta", units: "100 shares",
        price: "USD 0.0001 a share"), "2020")
    #expect(try desk.ask("SELECT strike FROM warrants") == ["USD 0.0001 a share"])
  }
}
