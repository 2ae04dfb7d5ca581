import Stakebook
import Testing

/// As of a day in the world, as known up to an event at the desk.
struct ClockTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  @discardableResult
  private func say(_ percent: Percent, _ day: PartialDate, _ status: Status = .reported) throws
    -> Seq
  {
    try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: percent, basis: .voting), day, status)
  }

  private func stake(asOf: String? = nil, knownAt: Seq? = nil) throws -> String? {
    try desk.ask("SELECT stated FROM stakes", asOf: asOf, knownAt: knownAt).first
  }

  @Test func `a fact counts from its first day on, that day included`() throws {
    try say("10%", "2020-06-01")
    #expect(try stake(asOf: "2020-05-31") == nil)
    #expect(try stake(asOf: "2020-06-01") == "10%")
  }

  @Test func `a fact counts from when it was recorded, that event included`() throws {
    let first = try say("10%", "2020-06-01")
    let second = try say("20%", "2021-06-01")
    #expect(try stake(knownAt: first - 1) == nil)
    #expect(try stake(knownAt: first) == "10%")
    #expect(try stake(knownAt: second) == "20%")
  }

  @Test func `the two readings are independent`() throws {
    let first = try say("20%", "2021-01-01")
    try say("10%", "2020-01-01")
    #expect(try stake(asOf: "2020-06-01", knownAt: first) == nil)
    #expect(try stake(asOf: "2020-06-01") == "10%")
    #expect(try stake(asOf: "2021-06-01", knownAt: first) == "20%")
  }

  @Test func `a retraction takes effect on the known clock only`() throws {
    try say("10%", "2020-01-01")
    let second = try say("20%", "2021-01-01")
    let retraction = try desk.retract(second)
    for asOf in [nil, "2022-01-01", "2021-01-01"] as [String?] {
      #expect(try stake(asOf: asOf, knownAt: second) == "20%")
      #expect(try stake(asOf: asOf, knownAt: retraction) == "10%")
    }
    #expect(try stake(asOf: "2020-06-01") == "10%")
  }

  @Test func `a correction replaces the fact from then on, in the day it states anew`() throws {
    let first = try say("10%", "2020-01-01")
    var correction = Correction(reason: "misread")
    correction.assignments = ["percent=12%"]
    correction.effective = "2019-01-01"
    let last = try desk.ledger.correct(String(first), correction).receipts[1].seq
    #expect(try stake(asOf: "2020-06-01", knownAt: first) == "10%")
    #expect(try stake(asOf: "2019-06-01", knownAt: first) == nil)
    #expect(try stake(asOf: "2020-06-01", knownAt: last) == "12%")
    #expect(try stake(asOf: "2019-06-01") == "12%")
    #expect(try desk.ask("SELECT claims FROM stakes") == ["1"])
  }

  @Test func `a corrected status lets a guess count that did not`() throws {
    try say("10%", "2020-01-01")
    let guess = try say("20%", "2021-01-01", .rumoured)
    #expect(try stake() == "10%")
    var correction = Correction(reason: "confirmed since")
    correction.status = "confirmed"
    try desk.ledger.correct(String(guess), correction)
    #expect(try stake() == "20%")
    #expect(try stake(knownAt: guess) == "10%")
  }

  @Test func `a state as known before a retraction is in every view what it was`() throws {
    try say("10%", "2020-01-01")
    try desk.say(
      CapitalCommitted(
        commitment: "first", investor: "alpha", issuer: "beta", amount: "JPY 100",
        conditions: [.verified("milestone")]), "2020-01-01")
    let verified = try desk.say(ConditionVerified(condition: "milestone"), "2020-02-01")
    try desk.say(
      RightGranted(
        right: "licence", kind: .ipLicence, grantor: "beta", grantee: "alpha",
        ends: End(when: [.verified("milestone")])), "2020-01-01")
    let waived = try desk.say(RightWaived(right: "licence"), "2020-03-01")
    let second = try say("20%", "2021-01-01")
    let day = try Day("2022-01-01")
    let before = try desk.everything(Clock(asOf: day))
    for seq in [verified, waived, second, 6] { try desk.retract(seq) }
    #expect(try desk.everything(Clock(asOf: day, knownAt: second)) == before)
    #expect(try desk.everything(Clock(asOf: day)) != before)
  }

  @Test func `an event that is taken back stays in the log, and says by which event`() throws {
    let seq = try say("10%", "2020-01-01")
    let retraction = try desk.retract(seq)
    let withdrawn = "SELECT withdrawn_by FROM events WHERE event = \(seq)"
    #expect(try desk.ask(withdrawn) == [String(retraction)])
    #expect(try desk.ask(withdrawn, knownAt: seq) == ["-"])
    #expect(
      try desk.ask("SELECT why_not FROM claims WHERE family = 'stake'")
        == ["withdrawn by \(retraction)"])
  }

  @Test func `a fact recorded again after its retraction counts`() throws {
    try desk.retract(try say("10%", "2020-01-01"))
    try say("10%", "2020-01-01")
    #expect(try stake() == "10%")
  }

  @Test func `a retraction in the batch of its fact is a retraction`() throws {
    let id: EventID = try EventID("01890000-0000-7000-8000-000000000001")
    try desk.ledger.append([
      Draft(
        StakeReported(holder: "alpha", issuer: "beta", percent: "10%", basis: .voting),
        stream: "deal", effective: "2020-01-01", id: id),
      Draft(EventRetracted(event: id, reason: "a slip"), stream: "deal", effective: "2020-01-01"),
    ])
    #expect(try stake() == nil)
  }

  @Test func `names follow the day: an entity is called what it was called then`() throws {
    try desk.say(EntityRenamed(entity: "alpha", name: "Alpha Group"), "2020-01-01")
    let name = "SELECT name FROM entities WHERE entity = 'alpha'"
    #expect(try desk.ask(name, asOf: "2019-12-31") == ["alpha"])
    #expect(try desk.ask(name) == ["Alpha Group"])
  }

  @Test func `a stake has the days on which it held`() throws {
    try say("10%", "2020-01-01")
    try say("20%", "2021-01-01")
    try desk.say(StakeEnded(holder: "alpha", issuer: "beta"), "2022-03-01")
    #expect(
      try desk.ask("SELECT stated, valid_from, valid_to FROM stake_history ORDER BY 2") == [
        "10% 2020-01-01 2020-12-31", "20% 2021-01-01 2022-02-28",
      ])
  }

  @Test func `a stake that ended is gone from that day on, and may come back`() throws {
    try say("10%", "2020-01-01")
    try desk.say(StakeEnded(holder: "alpha", issuer: "beta"), "2021-01-01")
    try say("5%", "2022-01-01")
    #expect(try stake(asOf: "2020-12-31") == "10%")
    #expect(try stake(asOf: "2021-01-01") == nil)
    #expect(try stake() == "5%")
  }

  @Test func `an end on one basis leaves the share on another`() throws {
    try say("10%", "2020-01-01")
    try desk.say(StakeEnded(holder: "alpha", issuer: "beta", basis: .outstanding), "2021-01-01")
    #expect(try stake() == "10%")
    try desk.say(StakeEnded(holder: "alpha", issuer: "beta", basis: .voting), "2021-01-01")
    #expect(try stake() == nil)
  }

  @Test func `an end on a basis ends the shares on it that leave rounds out, too`() throws {
    try desk.say(
      StakeReported(
        holder: "alpha", issuer: "beta", percent: "10%", basis: .voting, excludes: ["round-a"]),
      "2020-01-01")
    try desk.say(StakeEnded(holder: "alpha", issuer: "beta", basis: .voting), "2021-01-01")
    #expect(try stake(asOf: "2020-12-31") == "10%")
    #expect(try stake() == nil)
  }

  @Test func `a rumour that a stake ended does not end one that is reported`() throws {
    try say("10%", "2020-01-01")
    try desk.say(StakeEnded(holder: "alpha", issuer: "beta"), "2021-01-01", .rumoured)
    #expect(try stake() == "10%")
  }
}
