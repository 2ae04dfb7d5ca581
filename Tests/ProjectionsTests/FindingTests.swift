import Foundation
import Stakebook
import TestSupport
import Testing

/// Findings have names of their own, are told in words, and can be explained by a note.
struct FindingTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  static let rules: Set<String> = [
    "conflicting-claims", "affirmed-and-denied", "unsourced", "parts-against-whole",
    "part-of-cycle", "reduction-of-whole", "drawn-above-committed", "total-against-sum",
    "sum-too-great",
    "mixed-currencies", "mixed-bases", "stakes-above-100", "stale-stake",
    "worth-against-valuation", "post-money", "never-granted", "never-begun",
    "verified-before-declared",
    "after-the-end", "in-force-after-the-end", "self-reference", "ownership-circle",
    "before-the-beginning", "never-signed", "same-entity", "withdrawn-currency", "rumoured-act",
    "overdue", "long-stop",
  ]

  /// A ledger in which every rule finds something.
  private func disagree() throws {
    try desk.stake("60%", basis: .asConverted, value: "USD 1bn")
    try desk.stake("70%", basis: .asConverted)
    try desk.stake("50%", holder: "gamma", basis: .asConverted)
    try desk.stake("40%", basis: .profitShare, excludes: ["series-b"])
    try desk.stake("40%", "2020-01-01", .denied, basis: .profitShare, excludes: ["series-b"])
    try desk.say(
      ValuationReported(subject: .company, issuer: "beta", amount: "USD 3bn", basis: .headline),
      "2019-01-01")
    try desk.close(
      "series-a", "2020-02-01", raised: "USD 2bn", preMoney: "USD 8bn", postMoney: "USD 11bn")
    try desk.commit("whole", "JPY 100")
    try desk.commit("one", "JPY 120", partOf: "whole")
    try desk.commit("loop", "EUR 1", partOf: "loop")
    try desk.commit("marks", "DEM 1")
    try desk.say(
      CommitmentReduced(commitment: "whole", amount: "JPY 40", reason: .cancelled), "2020-02-01")
    try desk.fund("JPY 130", "2020-02-01", "one")
    try desk.say(FXRateRecorded(base: "EUR", quote: "JPY", fxRate: "100000"), "2020-01-01")
    try desk.commit("abroad", "JPY 1")
    try desk.fund("EUR 90071992547409.91", "2020-02-01", "abroad")
    try desk.say(
      TotalReported(measure: .capitalFunded, from: "alpha", to: "beta", amount: "JPY 90"),
      "2020-03-01")
    try desk.say(RightWaived(right: "refusal"), "2020-01-01")
    try desk.say(
      RightGranted(right: "seat", kind: .boardSeat, grantor: "beta", grantee: "alpha"), "2019")
    try desk.say(RightEnded(right: "seat"), "2020-02-01", .rumoured)
    try desk.say(ConditionVerified(condition: "goal"), "2020-01-01")
    try desk.say(ConditionDeclared(condition: "goal"), "2020-02-01", from: [])
    try desk.say(
      PaymentPromised(
        payment: "fee", payer: "alpha", payee: "beta", amount: "JPY 5", category: .upfront,
        due: "2020-03"), "2020-01-01")
    try desk.say(
      ConditionDefined(condition: "leave", criterion: "approval", longStop: "2020"), "2020-01-01")
    try desk.fund("JPY 1", "1999-01-01")
    try desk.say(EntityRegistered(entity: "alpha-2", name: "ALPHA", kind: .company), "2001")
    try desk.say(
      StakeReported(holder: "beta", issuer: "alpha", percent: "1%", basis: .asConverted),
      "2020-01-01")
    try desk.say(
      RevenueShareAgreed(
        share: "cut", payer: "beta", payee: "beta", shareRate: "1%", agreement: "frame"),
      "2020-01-01")
    try desk.say(PartnershipEnded(), "2020-06-01")
    try desk.say(
      RightGranted(
        right: "licence", kind: .ipLicence, grantor: "beta", grantee: "alpha", exclusive: true),
      "2020-07-01")
    try desk.say(
      RightGranted(
        right: "licence", kind: .ipLicence, grantor: "beta", grantee: "alpha", exclusive: false),
      "2020-07-01")
  }

  @Test func `every rule has a name, a severity and a sentence without a key`() throws {
    try disagree()
    expectSame(Set(try desk.ask("SELECT DISTINCT rule FROM discrepancies")), Self.rules)
    #expect(
      try desk.ask(
        """
        SELECT sentence
        FROM discrepancies
        WHERE sentence IS NULL
        OR sentence NOT LIKE '%.'
        OR severity NOT IN ('error', 'warning')
        OR instr(replace(sentence, coalesce(details ->> 'row', '-'), ''), '_')
        OR instr(sentence, '#')
        OR instr(replace(sentence, coalesce(details ->> 'row', '-'), ''), '/')
        OR instr(sentence, '{')
        OR EXISTS (SELECT 1 FROM claims WHERE instr(sentence, claims.key))
        """) == [])
  }

  @Test func `the values that a sentence names stand beside it`() throws {
    try disagree()
    #expect(
      try desk.ask("SELECT details FROM discrepancies WHERE rule = 'post-money'") == [
        #"{"issuer":"beta","round":"series-a","post":"USD 11bn","pre":"USD 8bn","raised":"USD 2bn"}"#
      ])
    #expect(
      try desk.ask(
        """
        SELECT details -> '$.fact', details ->> '$.claims[0].value'
        FROM discrepancies
        WHERE finding = 'conflicting-claims:right/licence/exclusive/2020-07-01'
        """) == [##"{"family":"right","aspect":"#exclusive","parts":["licence","","",""]} 1"##])
  }

  @Test func `names are the rule and what it is about, each only once`() throws {
    try disagree()
    #expect(
      try desk.ask(
        """
        SELECT finding
        FROM discrepancies
        WHERE finding NOT GLOB rule || ':[a-z]*'
        OR finding GLOB '*[^a-zA-Z0-9:/.-]*'
        OR finding IN (SELECT finding FROM discrepancies GROUP BY finding HAVING count(*) > 1)
        """) == [])
  }

  @Test func `names stay on every clock and after a rebuild`() throws {
    try disagree()
    let all = "SELECT finding, rule FROM discrepancies ORDER BY 1"
    let now = try desk.ask(all)
    try desk.ledger.rebuild()
    #expect(try desk.ask(all) == now)
    let known = try desk.ledger.head()
    try desk.stake("19%", "2030-01-01")
    #expect(try desk.ask(all, asOf: "2029-12-31") == now)
    #expect(try desk.ask(all, knownAt: known) == now)
  }

  // MARK: - silencing

  private let bases = "mixed-bases:alpha/beta"

  private func silenced(asOf: String? = nil, knownAt: Seq? = nil) throws -> [String] {
    try desk.ask(
      "SELECT finding, silenced_by, reason FROM discrepancies ORDER BY 1", asOf: asOf,
      knownAt: knownAt)
  }

  private func mix() throws {
    try desk.stake("20%")
    try desk.stake("30%", basis: .outstanding)
  }

  @Test func `a note that names a finding stays beside it, the latest wins`() throws {
    try mix()
    #expect(try silenced() == ["\(bases) - -"])
    let first = try desk.say(
      NoteRecorded(text: "Both are right", finding: bases), "2020-02-01", from: [])
    let second = try desk.say(
      NoteRecorded(text: "The filing gives both", finding: bases), "2020-01-15", from: [])
    #expect(try silenced() == ["\(bases) \(second) The filing gives both"])
    #expect(try silenced(knownAt: first) == ["\(bases) \(first) Both are right"])
    #expect(try silenced(knownAt: first - 1) == ["\(bases) - -"])
    #expect(try silenced(asOf: "2020-01-31") == ["\(bases) \(second) The filing gives both"])
    #expect(try silenced(asOf: "2020-01-14") == ["\(bases) - -"])
    #expect(try silenced(asOf: "2020-01-31", knownAt: first) == ["\(bases) - -"])
    #expect(try desk.ask("SELECT finding FROM notes") == [bases, bases])
  }

  @Test func `a note that is denied, retracted or about another finding silences nothing`() throws {
    try mix()
    try desk.say(
      NoteRecorded(text: "Denied", finding: bases), "2020-02-01", .denied, from: [])
    try desk.say(
      NoteRecorded(text: "Of another", finding: "mixed-bases:alpha/gamma"), "2020-02-01", from: [])
    try desk.say(NoteRecorded(text: bases), "2020-02-01", from: [])
    #expect(try silenced() == ["\(bases) - -"])
    let note = try desk.say(
      NoteRecorded(text: "Explained", finding: bases), "2020-02-01", from: [])
    #expect(try silenced() == ["\(bases) \(note) Explained"])
    let taken = try desk.retract(note)
    #expect(try silenced() == ["\(bases) - -"])
    #expect(try silenced(knownAt: taken - 1) == ["\(bases) \(note) Explained"])
  }

  @Test func `a stake that grows stale again is a new finding`() throws {
    try desk.stake("20%")
    try desk.close("series-a", "2020-02-01")
    let name = "stale-stake:alpha/beta/voting/series-a"
    let note = try desk.say(
      NoteRecorded(text: "It sold nothing", finding: name), "2020-02-02", from: [])
    #expect(try silenced() == ["\(name) \(note) It sold nothing"])
    try desk.close("series-b", "2020-03-01")
    #expect(try silenced() == ["stale-stake:alpha/beta/voting/series-b - -"])
  }

  @Test(arguments: [
    ("mixed-basis:alpha/beta", "unknown-rule", "Did you mean 'mixed-bases'?"),
    ("Stale-stake", "unknown-rule", "Did you mean 'stale-stake'?"),
    (
      "mixed-bases", "bad-finding",
      "The column `finding` of the view `discrepancies` names them."
    ),
  ])
  func `a note can name only findings of rules that there are`(
    _ finding: String, _ code: String, _ hint: String
  ) throws {
    let head = try desk.ledger.head()
    let rejection = #expect(throws: Rejection.self) {
      try desk.say(NoteRecorded(text: "Why", finding: finding), "2020-01-01", from: [])
    }
    #expect(rejection?.code.rawValue == code)
    #expect(rejection?.hint == hint)
    #expect(try desk.ledger.head() == head)
  }

  @Test func `a rule that is like none is answered with all of them`() throws {
    let rejection = #expect(throws: Rejection.self) {
      try desk.say(NoteRecorded(text: "Why", finding: "zzzzzzzz:x"), "2020-01-01", from: [])
    }
    let hint = try #require(rejection?.hint)
    #expect(Self.rules.allSatisfy { hint.contains($0) })
  }
}

/// What the rules find in the fixtures, each finding looked at by a person.
struct FixtureFindingTests {
  let ledger: Ledger
  private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: "ledger.db").path
    try Ledger.create(at: path)
    ledger = try Ledger.open(at: path, for: .writing)
    _ = try ledger.importFiles(
      ["microsoft-openai.jsonl", "ai-deals.jsonl"].map {
        Package.fixtures.appending(path: $0).path
      }, restoring: true)
  }

  private func findings(asOf: String?, knownAt: String? = nil) throws -> [Discrepancy] {
    try ledger.read(ledger.clock(asOf: asOf, knownAt: knownAt), .wholeState) {
      try $0.rows(Discrepancy.self)
    }
  }

  @Test func `the findings of the fixtures are these`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(
      try findings(asOf: "2026-06-30").map(\.finding).sorted() == [
        "affirmed-and-denied:round-member/openai-2026-03/microsoft/2026-03-31",
        "mixed-bases:microsoft/openai-group",
        "mixed-bases:nissan/renault",
        "mixed-bases:renault-nissan-trust/nissan",
        "mixed-bases:renault/nissan",
        "overdue:amazon-openai-15bn",
        "overdue:google-anthropic-2025-09",
        "ownership-circle:nissan/renault",
        "stale-stake:microsoft/openai-group/as-converted/openai-2024-10/openai-2025-03/openai-2026-03",
        "stale-stake:microsoft/openai-group/as-converted/openai-2026-03",
        "stale-stake:microsoft/openai-group/profit-share/openai-2026-03",
        "stale-stake:microsoft/openai-group/unstated/openai-2026-03",
        "stale-stake:openai-employees-investors/openai-group/as-converted/openai-2026-03",
        "stale-stake:openai-foundation/openai-group/as-converted/openai-2026-03",
        "stale-stake:softbank/openai-group/unstated/openai-2026-03",
      ])
  }

  @Test func `Microsoft's stake is stale from the round of 2026 on, and was not before`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let name = "stale-stake:microsoft/openai-group/as-converted/openai-2026-03"
    #expect(try !findings(asOf: "2026-03-30").map(\.finding).contains(name))
    #expect(try !findings(asOf: "2026-06-30", knownAt: "2026-03-30").map(\.finding).contains(name))
    let stale = try findings(asOf: "2026-03-31", knownAt: "2026-04-01").first { $0.finding == name }
    #expect(
      stale?.sentence
        == "The stake of microsoft in openai-group, about 27% (as converted), is as of 2025-10-28 "
        + "and does not say whether it takes in the round closed since: openai-2026-03 (2026-03-31)."
    )
    #expect(stale?.severity == "warning")
  }

  @Test(arguments: [
    "2023-12-31", "2024-03-27", "2024-10-30", "2025-05-07", "2025-09-25", "2025-10-28",
    "2026-03-31",
  ])
  func `on every day the names are unique and no sentence shows a key`(_ day: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for knownAt in [nil, day] {
      let findings = try findings(asOf: day, knownAt: knownAt)
      #expect(Set(findings.map(\.finding)).count == findings.count)
      #expect(findings.allSatisfy { $0.finding.hasPrefix("\($0.rule):") })
      #expect(findings.allSatisfy { !$0.sentence.contains { "#_/".contains($0) } })
    }
  }
}
