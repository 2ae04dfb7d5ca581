import Stakebook
import Testing

/// Exposures: who owns, owes, pays and licenses what; and the timeline of what happened.
struct WebTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  private let web = """
    SELECT kind, from_entity, to_entity, detail, percent_ppb, amount_minor, currency
    FROM exposures
    ORDER BY 1, 2
    """

  @Test func `a stake is an exposure of its holder, with what it is worth`() throws {
    try desk.say(
      StakeReported(
        holder: "alpha", issuer: "beta", percent: "20%", basis: .voting, value: "JPY 7"),
      "2020-01-01")
    #expect(try desk.ask(web) == ["owns alpha beta voting 200000000 7 JPY"])
    try desk.say(StakeEnded(holder: "alpha", issuer: "beta"), "2021-01-01")
    #expect(try desk.ask(web) == [])
  }

  @Test func `what is still owed is an exposure, until all of it came`() throws {
    try desk.say(
      CapitalCommitted(commitment: "first", investor: "alpha", issuer: "beta", amount: "JPY 100"),
      "2020-01-01")
    try desk.say(
      PurchaseCommitted(
        commitment: "chips", buyer: "beta", supplier: "alpha", subject: "chips", amount: "JPY 50"),
      "2020-01-01")
    try desk.say(CapitalFunded(investor: "alpha", issuer: "beta", amount: "JPY 40"), "2021-01-01")
    #expect(
      try desk.ask(web) == [
        "committed_capital alpha beta - - 60 JPY", "owes_purchases beta alpha - - 50 JPY",
      ])
    try desk.say(CapitalFunded(investor: "alpha", issuer: "beta", amount: "JPY 60"), "2022-01-01")
    #expect(try desk.ask(web) == ["owes_purchases beta alpha - - 50 JPY"])
  }

  @Test func `what may be owed is an exposure too`() throws {
    try desk.say(
      CapitalCommitted(
        commitment: "first", investor: "alpha", issuer: "beta", amount: "up to JPY 100"),
      "2020-01-01")
    #expect(
      try desk.ask("SELECT amount_minor, amount_low_minor, amount_high_minor FROM exposures")
        == ["0 0 100"])
  }

  @Test func `what conditions hold back is a ceiling of what is owed`() throws {
    try desk.say(
      CapitalCommitted(
        commitment: "later", investor: "alpha", issuer: "beta", amount: "JPY 50",
        conditions: [.verified("goal")]), "2020-01-01")
    let owed = "SELECT amount_minor, amount_low_minor, amount_high_minor FROM exposures"
    #expect(try desk.ask(owed) == ["0 0 50"])
    try desk.say(
      CapitalCommitted(commitment: "now", investor: "alpha", issuer: "beta", amount: "JPY 7"),
      "2020-01-01")
    #expect(try desk.ask(owed) == ["7 7 57"])
    try desk.say(ConditionVerified(condition: "goal"), "2020-02-01")
    #expect(try desk.ask(owed) == ["57 57 57"])
  }

  @Test func `a promise that expired is no exposure`() throws {
    try desk.say(
      CapitalCommitted(
        commitment: "first", investor: "alpha", issuer: "beta", amount: "up to JPY 100",
        expires: "2020-12-31"), "2020-01-01")
    #expect(try desk.ask(web, asOf: "2020-12-31") == ["committed_capital alpha beta - - 0 JPY"])
    #expect(try desk.ask(web) == [])
  }

  @Test func `a revenue share and a licence are exposures while they are in force`() throws {
    try desk.say(
      RevenueShareAgreed(
        share: "slice", payer: "beta", payee: "alpha", shareRate: "20%", ends: End(on: "2020")),
      "2020-01-01")
    try desk.say(
      RightGranted(right: "licence", kind: .ipLicence, grantor: "beta", grantee: "alpha"),
      "2020-01-01")
    try desk.say(
      RightGranted(right: "refusal", kind: .rightOfFirstRefusal, grantor: "beta", grantee: "alpha"),
      "2020-01-01")
    try desk.say(RightWaived(right: "licence"), "2022-01-01")
    #expect(
      try desk.ask(web, asOf: "2020-12-31") == [
        "licenses beta alpha licence - - -", "shares_revenue beta alpha slice 200000000 - -",
      ])
    #expect(try desk.ask(web, asOf: "2021-12-31") == ["licenses beta alpha licence - - -"])
    #expect(try desk.ask(web) == [])
  }

  @Test func `the timeline says each event in a line, without those taken back`() throws {
    try desk.say(
      CapitalCommitted(commitment: "first", investor: "alpha", issuer: "beta", amount: "JPY 100"),
      "2020-01-01")
    let slip = try desk.say(
      CapitalFunded(investor: "alpha", issuer: "beta", amount: "JPY 4"), "2020-02-01")
    let retraction = try desk.retract(slip)
    let lines = "SELECT event, headline FROM timeline WHERE event > 5 ORDER BY event"
    #expect(
      try desk.ask(lines) == [
        "6 alpha commits JPY 100 to beta", "\(retraction) an event is taken back: a mistake",
      ])
    #expect(
      try desk.ask(lines, knownAt: slip)
        == ["6 alpha commits JPY 100 to beta", "7 alpha has paid JPY 4 to beta"])
  }

  @Test func `a headline leaves out what was not said, and keeps quotes as they are`() throws {
    try desk.say(
      StakeReported(
        holder: "alpha", issuer: "beta", percent: "20%", basis: .voting, excludes: ["round-a"]),
      "2020-01-01")
    try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "21%", basis: .voting), "2021-01-01")
    try desk.say(NoteRecorded(text: "Alpha's \"share\""), "2021-01-01")
    #expect(
      try desk.ask("SELECT headline FROM timeline WHERE event > 5 ORDER BY event") == [
        "alpha holds 20% of beta (voting), without round-a", "alpha holds 21% of beta (voting)",
        "Alpha's \"share\"",
      ])
  }

  @Test func `the values that a headline names stand beside it`() throws {
    try desk.say(
      StakeReported(
        holder: "alpha", issuer: "beta", percent: "20%", basis: .voting, excludes: ["round-a"],
        value: "JPY 5"), "2020-01-01")
    try desk.say(NoteRecorded(text: String(repeating: "a", count: 201)), "2021-01-01")
    let beginning = String(repeating: "a", count: 199) + "…"
    #expect(
      try desk.ask("SELECT details FROM timeline WHERE event > 5 ORDER BY event") == [
        """
        {"basis":"voting","excludes":["round-a"],"holder":"alpha","issuer":"beta","percent":"20%"}
        """, #"{"text":"\#(beginning)"}"#,
      ])
  }

  @Test func `what is still to come stands in the timeline as pending`() throws {
    try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "20%", basis: .voting), "2021-06")
    let pending = "SELECT pending FROM timeline WHERE type = 'stake.reported'"
    #expect(try desk.ask(pending, asOf: "2021-05-31") == ["1"])
    #expect(try desk.ask(pending, asOf: "2021-06-01") == ["0"])
  }

  @Test func `an agreement counts its amendments by day, and ends when it is terminated`() throws {
    try desk.say(
      AgreementSigned(agreement: "pact", kind: .definitive, parties: ["alpha"], binding: true),
      "2020-01-01")
    for day: PartialDate in ["2020-06-01", "2020-06-01", "2020-07-01"] {
      try desk.say(AgreementAmended(agreement: "pact", summary: "More"), day)
    }
    try desk.say(AgreementTerminated(agreement: "pact", reason: "Done"), "2021-01-01")
    let pact = "SELECT kind, amendments, amended, terminated, reason FROM agreements"
    #expect(try desk.ask(pact, asOf: "2020-12-31") == ["definitive 2 2020-07-01 - -"])
    #expect(try desk.ask(pact) == ["definitive 2 2020-07-01 2021-01-01 Done"])
  }

  @Test func `a partnership has its parties, and its end with the reason`() throws {
    try desk.say(PartnershipEnded(reason: "Done"), "2021-01-01")
    let all = "SELECT partnership, parties, ended, reason FROM partnerships"
    #expect(try desk.ask(all, asOf: "2020-12-31") == [#"deal ["alpha","beta"] - -"#])
    #expect(try desk.ask(all) == [#"deal ["alpha","beta"] 2021-01-01 Done"#])
  }
}
