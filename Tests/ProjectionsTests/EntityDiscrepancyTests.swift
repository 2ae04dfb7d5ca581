import Foundation
import Stakebook
import Testing

/// What names itself, what began later than what is told of it, and what is nowhere recorded.
struct EntityDiscrepancyTests {
  private let desk: Desk

  init() throws { desk = try Desk() }

  private func findings(_ rule: String, asOf: String? = nil) throws -> [String] {
    try desk.ask(
      "SELECT finding, events FROM discrepancies WHERE rule = '\(rule)' ORDER BY 1", asOf: asOf)
  }

  @Test func `nobody promises, pays, grants or owes to himself`() throws {
    let events: [any Event] = [
      CapitalCommitted(commitment: "loan", investor: "beta", issuer: "beta", amount: "JPY 1"),
      CapitalFunded(investor: "beta", issuer: "beta", amount: "JPY 1"),
      PurchaseCommitted(
        commitment: "order", buyer: "beta", supplier: "beta", subject: "chips", amount: "JPY 1"),
      RightGranted(right: "seat", kind: .boardSeat, grantor: "beta", grantee: "beta"),
      RevenueShareAgreed(share: "cut", payer: "beta", payee: "beta", shareRate: "1%"),
      TotalReported(measure: .capitalFunded, from: "beta", to: "beta", amount: "JPY 1"),
      EntitySucceeded(entity: "delta", successor: "delta"),
    ]
    for (place, event) in events.enumerated() {
      let seq = try desk.say(event, "2020-01-01")
      let told = try findings("self-reference").map { $0.split(separator: " ").last ?? "" }
      #expect(told.count == place + 1 && told.contains("[\(seq)]"), "\(type(of: event).type)")
    }
    try desk.say(
      RestructuringCompleted(
        from: "gamma", to: "gamma", form: .recapitalization,
        stakes: [StakeAfter(holder: "alpha", percent: "27%", basis: .voting)]), "2020-01-01")
    try desk.say(
      CapitalFunded(investor: "gamma", issuer: "gamma", amount: "JPY 1"), "2020-01-01", .denied)
    #expect(try findings("self-reference").count == events.count)
    #expect(
      try desk.ask(
        "SELECT sentence FROM discrepancies WHERE rule = 'self-reference' AND events = '[6]'") == [
          "Event 6 (capital committed, 2020-01-01) names beta on both sides."
        ])
  }

  @Test func `a company may hold its own shares`() throws {
    try desk.say(
      StakeReported(holder: "beta", issuer: "beta", percent: "2%", basis: .outstanding),
      "2020-01-01")
    try desk.say(StakeEnded(holder: "beta", issuer: "beta"), "2021-01-01")
    try desk.say(
      ValuationReported(
        subject: .stake, issuer: "beta", amount: "JPY 5", basis: .fair, holder: "beta"), "2020")
    #expect(try findings("self-reference") == [])
  }

  @Test func `a company may have an option on its own shares, but none against itself`() throws {
    func grant(_ holder: EntityID, _ writer: EntityID) throws {
      try desk.say(
        OptionGranted(
          option: OptionID("\(holder)-\(writer)"), kind: .call, holder: holder, writer: writer,
          issuer: "beta", percent: "20%"), "2020-01-01")
    }
    try grant("beta", "alpha")
    try grant("alpha", "beta")
    #expect(try findings("self-reference") == [])
    try grant("alpha", "alpha")
    #expect(try findings("self-reference").count == 1)
  }

  @Test func `ownership that runs in a circle is one finding for each circle`() throws {
    func stake(_ holder: EntityID, _ issuer: EntityID, _ day: PartialDate = "2020-01-01") throws {
      try desk.say(
        StakeReported(holder: holder, issuer: issuer, percent: "20%", basis: .voting), day)
    }
    try stake("alpha", "beta")
    try stake("beta", "gamma")
    try stake("delta", "alpha")
    #expect(try findings("ownership-circle") == [])
    try stake("gamma", "alpha", "2021-01-01")
    #expect(try findings("ownership-circle") == ["ownership-circle:alpha/beta/gamma [6,7,9]"])
    #expect(try findings("ownership-circle", asOf: "2020-12-31") == [])
    try desk.say(StakeEnded(holder: "beta", issuer: "gamma"), "2022-01-01")
    #expect(try findings("ownership-circle") == [])
  }

  @Test func `a long circle is one finding, and one way between two joins none`() throws {
    func name(_ place: Int) throws -> EntityID { try EntityID("e\(place + 100)") }
    for place in 0..<30 {
      let entity = try name(place)
      try desk.say(
        EntityRegistered(entity: entity, name: "Company \(place)", kind: .company), "2000")
    }
    for place in 0..<30 {
      try desk.say(
        StakeReported(
          holder: try name(place), issuer: try name((place + 1) % 30), percent: "20%",
          basis: .voting),
        "2020-01-01")
    }
    for (holder, issuer) in [("alpha", "beta"), ("beta", "alpha"), ("alpha", "e100")] {
      try desk.say(
        StakeReported(
          holder: EntityID(holder), issuer: EntityID(issuer), percent: "20%", basis: .voting),
        "2020-01-01")
    }
    let found = try findings("ownership-circle")
    let long = (0..<30).map { "e\($0 + 100)" }.joined(separator: "/")
    #expect(found.count == 2)
    #expect(found.contains { $0.hasPrefix("ownership-circle:alpha/beta ") })
    #expect(found.contains { $0.hasPrefix("ownership-circle:\(long) ") })
  }

  @Test func `what is told of a partnership or of an entity before it began is a finding`() throws {
    try desk.say(EntityRegistered(entity: "late", name: "Late", kind: .company), "2015-06")
    let before = try desk.say(
      StakeReported(holder: "alpha", issuer: "late", percent: "20%", basis: .voting), "2014")
    try desk.say(
      StakeReported(holder: "gamma", issuer: "late", percent: "20%", basis: .voting), "2015")
    let early = try desk.say(
      CapitalFunded(investor: "alpha", issuer: "beta", amount: "JPY 1"), "1999-12-31")
    let told = try findings("before-the-beginning")
    #expect(
      told == [
        "before-the-beginning:entity/alpha/capital-funded/1999-12-31 [1,\(early)]",
        "before-the-beginning:entity/beta/capital-funded/1999-12-31 [2,\(early)]",
        "before-the-beginning:entity/late/stake-reported/2014-01-01 [6,\(before)]",
        "before-the-beginning:partnership/deal/capital-funded/1999-12-31 [5,\(early)]",
      ])
    #expect(
      try desk.ask("SELECT sentence FROM discrepancies WHERE finding LIKE '%:entity/late/%'") == [
        "The entity late began later (2015-06) than what is told of it (2014): alpha holds 20% of "
          + "late (voting)."
      ])
    try desk.retract(early)
    #expect(try findings("before-the-beginning").count == 1)
  }

  @Test func `shares, values and offices may be told from before a partnership`() throws {
    try desk.say(
      StakeReported(holder: "alpha", issuer: "beta", percent: "20%", basis: .voting), "1999-12-31")
    try desk.say(StakeEnded(holder: "alpha", issuer: "beta", basis: .voting), "1999-12-31")
    try desk.say(
      ValuationReported(subject: .company, issuer: "beta", amount: "JPY 1", basis: .fair),
      "1999-12-31")
    try desk.say(OfficeTaken(person: "gamma", entity: "beta", office: .chair), "1999-12-31")
    let told = try findings("before-the-beginning")
    #expect(!told.isEmpty)
    #expect(!told.contains { $0.contains(":partnership/") })
  }

  @Test func `an agreement that facts stand in was signed`() throws {
    let seq = try desk.say(
      RightGranted(
        right: "seat", kind: .boardSeat, grantor: "beta", grantee: "alpha", agreement: "frame"),
      "2020-01-01")
    #expect(try findings("never-signed") == ["never-signed:frame [\(seq)]"])
    try desk.say(
      AgreementSigned(
        agreement: "frame", kind: .definitive, parties: ["alpha", "beta"], binding: true),
      "2020-02-01")
    #expect(try findings("never-signed") == [])
    #expect(try findings("never-signed", asOf: "2020-01-15") == [])
  }

  /// Greek, Cyrillic and full-width letters, marks composed and not, signs, and digits for letters.
  @Test(arguments: [
    ("Société Générale", "Socie\u{301}te\u{301} Ge\u{301}ne\u{301}rale"), ("OpenAI", "0penAI"),
    ("OpenAI", "Оpеnai"), ("OpenAI", "ＯｐｅｎＡＩ"), ("OpenAI", "OpenAl"), ("AT&T Inc.", "A.T.&T. inc"),
    ("Nikola", "Νikola"),
  ])
  func `names that look alike are a finding, and told at once`(_ one: String, _ other: String)
    throws
  {
    try desk.say(EntityRegistered(entity: "one", name: one, kind: .company), "2000")
    try desk.say(EntityRegistered(entity: "another", name: "Another", kind: .company), "2000")
    #expect(try findings("same-entity") == [])
    let appended = try desk.ledger.append([
      desk.draft(EntityRegistered(entity: "other", name: other, kind: .company), "2000")
    ])
    #expect(try desk.ledger.near(appended.introductions) == ["other": "one"])
    #expect(try findings("same-entity") == ["same-entity:name/one/other [6,8]"])
    try desk.say(EntityRenamed(entity: "other", name: "Quite another"), "2001")
    #expect(try findings("same-entity") == [])
    #expect(try findings("same-entity", asOf: "2000-12-31").count == 1)
  }

  @Test func `of many that look alike eight are named`() throws {
    try desk.ledger.append(
      (10..<22).map { number in
        desk.draft(
          EntityRegistered(
            entity: EntityID(stringLiteral: "twin-\(number)"), name: "Twin", kind: .company),
          "2000")
      })
    #expect(
      try desk.ask("SELECT sentence FROM discrepancies WHERE rule = 'same-entity'") == [
        "These names look alike: twin-10, twin-11, twin-12, twin-13, twin-14, twin-15, twin-16, "
          + "twin-17 and 4 more: they may be one entity."
      ])
  }

  @Test func `an identifier is that of one entity, or of its successor`() throws {
    for (slug, name) in [("one", "One"), ("two", "Two")] as [(EntityID, String)] {
      try desk.say(
        EntityRegistered(entity: slug, name: name, kind: .company, lei: "5493001KJTIIGC8Y1R12"),
        "2000")
    }
    #expect(try findings("same-entity") == ["same-entity:identifier/one/two [6,7]"])
    try desk.say(EntitySucceeded(entity: "one", successor: "two"), "2010")
    #expect(try findings("same-entity") == [])
  }
}
