// Typed events say what their shapes describe, and pass the check that a line of JSON passes.

import Events
import TestSupport
import Testing

/// One of each kind of event with every field given; slugs and texts are named after their field.
private let oneOfEach: [any Event] =
  [
    EntityRegistered(
      entity: "entity", name: "name", kind: .company, jurisdiction: "jurisdiction", lei: "lei",
      ids: ["lei:5493006MHB84DD0ZWV18"]),
    EntityRenamed(entity: "entity", name: "name"),
    EntitySucceeded(entity: "entity", successor: "successor", reason: "reason"),
    PartnershipFormed(name: "name", parties: ["one", "two"]),
    PartnershipEnded(reason: "reason"),
    AgreementSigned(
      agreement: "agreement", kind: .definitive, parties: ["one", "two"], binding: true,
      summary: "summary", term: "7 years",
      renewal: Renewal(automatic: true, period: "1 year", notice: "6 months"),
      governingLaw: "governing-law", value: "USD 5.8bn", name: "name"),
    AgreementAmended(agreement: "agreement", summary: "summary"),
    AgreementTerminated(agreement: "agreement", reason: "reason"),
    CapitalCommitted(
      commitment: "commitment", investor: "investor", issuer: "issuer", amount: "USD 1bn",
      instrument: "instrument", form: .inKind, what: "what", partOf: "part-of",
      conditions: [.declared("agi")], due: "2026",
      expires: "2027", survives: true, name: "name"),
    CapitalFunded(
      investor: "investor", issuer: "issuer", amount: "USD 1bn", commitment: "commitment",
      form: .credits, what: "what", cumulative: true, settles: "USD 2bn", inFull: true),
    CommitmentReduced(commitment: "commitment", amount: "USD 1bn", reason: .assigned, to: "to"),
    RoundSigned(
      round: "round", issuer: "issuer", kind: .primary, raised: "USD 1bn", preMoney: "USD 2bn",
      postMoney: "USD 3bn", name: "name"),
    RoundClosed(
      round: "round", issuer: "issuer", kind: .tender, raised: "USD 1bn", preMoney: "USD 2bn",
      postMoney: "USD 3bn", name: "name"),
    RoundJoined(round: "round", investor: "investor", amount: "USD 1bn"),
    StakeReported(
      holder: "holder", issuer: "issuer", percent: "about 27%", units: "20m shares",
      ofUnits: "80m shares",
      basis: .asConverted,
      excludes: ["late"], includes: ["early"], value: "USD 1bn", within: "within",
      beneficiary: "beneficiary", assertedBy: "asserted-by"),
    StakeEnded(holder: "holder", issuer: "issuer", basis: .voting),
    ValuationReported(
      subject: .stake, issuer: "issuer", amount: "USD 1bn", basis: .fourZeroNineA,
      holder: "holder", assertedBy: "asserted-by"),
    RestructuringCompleted(
      from: "from", to: "to", form: .spinOff,
      stakes: [StakeAfter(holder: "holder", percent: "27%", basis: .voting, value: "USD 1bn")]),
    PurchaseCommitted(
      commitment: "commitment", buyer: "buyer", supplier: "supplier", subject: "subject",
      amount: "USD 250bn", quantity: "6 GW", term: "7 years", partOf: "part-of",
      conditions: [.verified("agi")], expires: "2032", survives: true, name: "name"),
    PurchaseDrawn(
      commitment: "commitment", amount: "USD 1bn", quantity: "1 GW", cumulative: false,
      settles: "USD 2bn", inFull: false),
  ] + oneOfEachTerm + oneOfEachOfRealDeals
  + [
    WarrantIssued(
      warrant: "warrant", holder: "holder", issuer: "issuer", units: "160m shares",
      strike: "USD 0.01", price: "USD 0.0123 a share",
      tranches: [Tranche("1m shares", conditions: [.verified("agi")])],
      expires: "2030", name: "name"),
    WarrantVested(warrant: "warrant", units: "1m shares"),
    WarrantExercised(warrant: "warrant", units: "1m shares"),
    TotalReported(
      measure: .capitalInvested, from: "from", to: "to", amount: "USD 13.75bn",
      assertedBy: "asserted-by"),
    FXRateRecorded(base: "EUR", quote: "USD", fxRate: "1.0823"),
  ]

private let oneOfEachTerm: [any Event] = [
  RightGranted(
    right: "right", kind: .ipLicence, grantor: "grantor", grantee: "grantee", scope: ["models"],
    exclusions: ["hardware"], exceptions: ["weights"],
    constraints: [
      Constraint("a limit", metric: "flops", operator: .atLeast, value: "10", ends: End(on: "2030"))
    ],
    product: ["one"], territory: ["CN"], seats: 2, ofSeats: 9,
    exclusive: true, exclusiveEnds: End(when: [.verified("agi")]), starts: End(on: "2025"),
    ends: End(on: "2032", when: [.declared("agi")], rule: .earliest), survives: true, name: "name"),
  RightAmended(
    right: "right", kind: .covenant, grantor: "grantor", grantee: "grantee", scope: ["models"],
    exclusions: ["hardware"], exceptions: ["weights"], constraints: [Constraint("a limit")],
    product: ["one"], territory: ["CN"], seats: 1, ofSeats: 9,
    exclusive: false, exclusiveEnds: End(on: "2030"), starts: End(on: "2025"),
    ends: End(on: "2032"), survives: false),
  RightAffirmed(right: "right"),
  RightWaived(right: "right"),
  RightEnded(right: "right", replacedBy: "replaced-by"),
  RevenueShareAgreed(
    share: "share", payer: "payer", payee: "payee", kind: .royalty, shareRate: "20%", base: "base",
    tiers: [
      Tier("75%", until: "the first billion"), Tier("49%", from: "USD 1bn", to: "USD 2bn"),
    ], cap: "USD 38bn", schedule: "schedule", product: ["one"], territory: ["CN"],
    ends: End(on: "2030"), survives: true, name: "name"),
  RevenueShareAmended(
    share: "share", payer: "payer", payee: "payee", kind: .costShare, shareRate: "20%",
    base: "base", tiers: [Tier("49%")], cap: "USD 38bn", schedule: "schedule",
    product: ["one"], territory: ["CN"], ends: End(on: "2030"),
    survives: false),
  RevenueSharePaid(share: "share", amount: "USD 1bn", period: "2025-Q3"),
  RevenueShareEnded(share: "share"),
  ConditionDefined(
    condition: "condition", criterion: "criterion", declarer: "declarer", verifier: "verifier",
    kind: .regulatory, authority: "authority", longStop: "2026", orOn: "2025", decision: "2025",
    name: "name"),
  ConditionAmended(
    condition: "condition", criterion: "criterion", declarer: "declarer", verifier: "verifier",
    kind: .closing, authority: "authority", longStop: "2026", orOn: "2025", decision: "2025"),
  ConditionDeclared(condition: "condition", by: "by"),
  ConditionVerified(condition: "condition", by: "by"),
  ConditionRemoved(condition: "condition", by: "by"),
]

private func aboutEvents() throws -> [any Event] {
  let (event, other) = (
    try EventID("0198c3a0-0000-7000-8000-000000000001"),
    try EventID("0198c3a0-0000-7000-8000-000000000002")
  )
  return [
    EventRetracted(event: event, reason: "reason"),
    EventCorrected(event: event, replacement: other, reason: "reason"),
    EventRedacted(event: event, reason: "reason"),
    NoteRecorded(text: "text", about: event, finding: "finding"),
  ]
}

@Suite struct CatalogueEventTests {
  @Test func `a typed event says every field of its shape, each argument in its own`() throws {
    let events = try oneOfEach + aboutEvents()
    #expect(
      events.map { type(of: $0).type.text }.sorted()
        == Catalogue.types.map { $0.type.text }.sorted())
    for event in events {
      let shape = type(of: event).shape
      let said = try #require(event.payload.json.objectValue)
      let given = shape.fields.filter { $0.isRequired || $0.name != "agreement" }
      expectSame(Set(said.names), Set(given.map(\.name)), "\(type(of: event))")
      for field in given {
        switch field.type {
        case .slug, .text:
          let name = field.name.replacing("_", with: "-")
          #expect(said[field.name] == .string(name), "\(type(of: event))")
        default: break
        }
      }
    }
  }

  @Test func `a typed event passes the check`() throws {
    // What is one of two is said in both only here.
    for event in try oneOfEach + aboutEvents() where !(event is PaymentMade) {
      let isAtHome = if case .reserved = type(of: event).shape.stream { true } else { false }
      let draft = Draft(event, stream: isAtHome ? nil : "microsoft-openai", effective: "2025-10-28")
      #expect(throws: Never.self, "\(type(of: event))") { try Accepted(draft) }
    }
  }

  @Test func `what is not known is left out`() {
    let stake = StakeReported(
      holder: "holder", issuer: "issuer", percent: "27%", basis: .unstated)
    #expect(stake.payload.json.objectValue?.names == ["holder", "issuer", "percent", "basis"])
  }

  @Test func `a fact may stand in an agreement`() {
    let waived = RightWaived(right: "rofr", agreement: "definitive-2025")
    #expect(waived.payload.json == ["right": "rofr", "agreement": "definitive-2025"])
  }

  @Test func `an object says its parts as a person writes them`() {
    let granted = RightGranted(
      right: "ip", kind: .ipLicence, grantor: "openai", grantee: "microsoft",
      ends: End(on: "2032", when: [.verified("agi"), .declared("profit")], rule: .latest))
    #expect(
      granted.payload.json.objectValue?["ends"]
        == ["on": "2032", "when": ["agi", "profit:declared"], "rule": "latest"])
  }

  @Test func `each amendment removes terms, whole or by their path`() throws {
    let right = RightAmended(
      right: "ip", exclusive: false, ends: End(on: "2032"),
      removing: ["scope", "ends.when", "starts.on", "exclusive_ends.when", "exclusive_ends.rule"])
    let share = RevenueShareAmended(share: "revenue", removing: ["cap"])
    let condition = ConditionAmended(condition: "agi", removing: ["verifier"])
    #expect(
      right.payload.json == [
        "right": "ip", "exclusive": false, "ends": ["on": "2032", "when": .null],
        "scope": .null, "starts": ["on": .null], "exclusive_ends": ["when": .null, "rule": .null],
      ])
    #expect(share.payload.json == ["share": "revenue", "cap": .null])
    #expect(condition.payload.json == ["condition": "agi", "verifier": .null])
    for event: any Event in [right, share, condition] {
      _ = try Accepted(Draft(event, stream: "microsoft-openai", effective: "2026"))
    }
  }

  @Test(arguments: ["skope", "", "ends.wen", "."])
  func `the removal of what is no term is refused`(term: String) {
    let amended = RightAmended(right: "ip", removing: [term])
    let draft = Draft(amended, stream: "microsoft-openai", effective: "2026")
    let rejection = #expect(throws: Rejection.self) { try Accepted(draft) }
    #expect(rejection?.code == .unknownField)
  }

  @Test func `what must hold between fields is checked`() throws {
    let broken: [any Event] = [
      PurchaseCommitted(commitment: "c", buyer: "b", supplier: "s", subject: "compute"),
      PurchaseDrawn(commitment: "c"),
      CommitmentReduced(commitment: "c", amount: "USD 1bn", reason: .expired, to: "other"),
      PaymentMade(payer: "p", payee: "q", amount: "USD 1bn"),
      PaymentMade(payment: "m", payer: "p", payee: "q", amount: "USD 1bn", category: .award),
      OptionGranted(option: "o", kind: .put, holder: "h", writer: "w"),
      StakeReported(holder: "h", issuer: "i", units: "2 shares", basis: .voting),
      StakeReported(holder: "h", issuer: "i", ofUnits: "2 shares", basis: .voting),
      RightAmended(right: "r"), RevenueShareAmended(share: "s"), ConditionAmended(condition: "c"),
      ValuationReported(subject: .stake, issuer: "i", amount: "USD 1bn", basis: .fair),
      ValuationReported(
        subject: .company, issuer: "i", amount: "USD 1bn", basis: .fair, holder: "h"),
    ]
    for event in broken {
      let draft = Draft(event, stream: "microsoft-openai", effective: "2025")
      let rejection = #expect(throws: Rejection.self, "\(event)") { try Accepted(draft) }
      #expect(rejection?.code == .fieldRule)
    }
  }

  @Test func `an assignment may leave out to whom`() throws {
    let reduced = CommitmentReduced(commitment: "c", amount: "USD 1bn", reason: .assigned)
    _ = try Accepted(Draft(reduced, stream: "microsoft-openai", effective: "2025"))
  }

  @Test func `a rate is between two currencies of ISO 4217`() throws {
    for (base, quote) in [("EUX", "USD"), ("EUR", "usd")] {
      let draft = Draft(FXRateRecorded(base: base, quote: quote, fxRate: "1.1"), effective: "2025")
      let rejection = #expect(throws: Rejection.self) { try Accepted(draft) }
      #expect(rejection?.code == .badChoice)
    }
  }
}
