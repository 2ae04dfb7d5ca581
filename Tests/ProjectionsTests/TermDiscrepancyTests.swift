import Stakebook
import Testing

/// Rules over rights, conditions and ends: each fires on a smallest example, and not on the nearest
/// consistent one.
struct TermDiscrepancyTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  // MARK: - verified-before-declared

  @Test func `a condition verified before it was declared is named`() throws {
    try desk.say(ConditionVerified(condition: "goal"), "2020-01")
    #expect(try desk.found("verified-before-declared") == [])
    try desk.say(ConditionDeclared(condition: "goal"), "2020-02-01")
    #expect(
      try desk.ask(
        "SELECT sentence, events, finding FROM discrepancies WHERE rule LIKE 'verified%'") == [
          "The condition goal was verified (2020-01) before it was declared (2020-02-01). [6,7] "
            + "verified-before-declared:goal"
        ])
    try desk.say(ConditionDeclared(condition: "goal"), "2020-01-31")
    #expect(try desk.found("verified-before-declared") == [])
  }

  @Test func `where somebody must declare it a verification alone is too early`() throws {
    try desk.say(
      ConditionDefined(condition: "goal", criterion: "It works", declarer: "beta"), "2020-01-01")
    try desk.say(ConditionVerified(condition: "goal"), "2020-02-01")
    #expect(
      try desk.sentences("verified-before-declared") == [
        "The condition goal was verified (2020-02-01), but its declaration is not recorded."
      ])
    try desk.say(ConditionDeclared(condition: "goal"), "2020-02-01")
    #expect(try desk.found("verified-before-declared") == [])
  }

  // MARK: - after-the-end

  @Test func `what happens in a partnership after its end is named by type and day`() throws {
    try desk.say(PartnershipEnded(), "2020-06")
    try desk.commit("first", "JPY 10", "2020-06-30")
    #expect(try desk.found("after-the-end") == [])
    try desk.commit("second", "JPY 10", "2020-07-01")
    try desk.commit("third", "JPY 10", "2020-07-01")
    #expect(
      try desk.ask(
        "SELECT sentence, events, finding FROM discrepancies WHERE rule = 'after-the-end'") == [
          "The partnership deal ended (2020-06), and yet later (2020-07-01): alpha commits JPY 10 to "
            + "beta; alpha commits JPY 10 to beta. [6,8,9] "
            + "after-the-end:partnership/deal/capital-committed/2020-07-01"
        ])
    #expect(try desk.found("after-the-end", asOf: "2020-06-30") == [])
    try desk.retract(9)
    #expect(try desk.found("after-the-end") == ["[6,8]"])
    #expect(try desk.found("after-the-end", knownAt: 9) == ["[6,8,9]"])
  }

  @Test func `what only winds up a partnership, or is denied, may come after its end`() throws {
    try desk.stake("20%", "2020-01-01")
    try desk.commit("first", "JPY 10")
    try desk.say(PartnershipEnded(), "2020-06")
    try desk.say(StakeEnded(holder: "alpha", issuer: "beta"), "2020-07-01")
    try desk.say(
      CommitmentReduced(commitment: "first", amount: "JPY 10", reason: .expired), "2020-07-01")
    try desk.say(NoteRecorded(text: "It is over"), "2020-07-01", from: [])
    try desk.say(RightWaived(right: "refusal"), "2020-07-01", .denied)
    #expect(try desk.found("after-the-end") == [])
  }

  @Test func `a partnership that began again has not ended`() throws {
    try desk.say(PartnershipEnded(), "2020-06")
    try desk.commit("first", "JPY 10", "2020-08-01")
    try desk.say(PartnershipFormed(name: "Deal", parties: ["alpha", "beta"]), "2020-09-01")
    try desk.commit("second", "JPY 10", "2020-10-01")
    #expect(try desk.found("after-the-end") == ["[6,7]"])
  }

  @Test func `what happens under an agreement after its end is named`() throws {
    try desk.say(
      AgreementSigned(
        agreement: "letter", kind: .loi, parties: ["alpha", "beta"], binding: false), "2020-01-01")
    try desk.say(AgreementTerminated(agreement: "letter"), "2020-06-01")
    try desk.commit("first", "JPY 10", "2020-07-01")
    try desk.commit("second", "JPY 10", agreement: "letter", "2020-06-01")
    #expect(try desk.found("after-the-end") == [])
    try desk.commit("third", "JPY 10", agreement: "letter", "2020-07-01")
    try desk.say(AgreementAmended(agreement: "letter", summary: "More"), "2020-08-01")
    #expect(try desk.found("after-the-end") == ["[7,10]", "[7,11]"])
  }
}
