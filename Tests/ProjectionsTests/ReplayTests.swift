import Stakebook
import TestSupport
import Testing

/// What was computed event by event is what a rebuild computes from the whole log.
struct ReplayTests {
  /// Random events of many types about a few things.
  private struct Talk {
    var dice: Dice
    let desk: Desk
    private let entities: [EntityID] = ["alpha", "beta", "gamma", "delta"]
    private let commitments: [CommitmentID] = ["first", "second", "third"]
    private let rights: [RightID] = ["licence", "refusal"]
    private let conditions: [ConditionID] = ["milestone", "threshold"]
    private let rounds: [RoundID] = ["series-a", "series-b"]
    private let amounts: [Money] = [
      "JPY 100", "about USD 1bn", "up to EUR 5", "at least JPY 7", "USD 1m..2m", "JPY ?",
    ]
    private let dates: [PartialDate] = [
      "2019", "2020-03-01", "..2020-06-30", "~2021", "2020-Q2", "2019..2021", "?", "2100",
    ]

    init(seed: UInt64, desk: Desk) {
      dice = Dice(seed: seed)
      self.desk = desk
    }

    mutating func drafts(_ count: Int) throws -> [Draft] {
      try (0..<count).map { _ in
        desk.draft(
          try event(), dice.pick(dates),
          dice.pick([.confirmed, .reported, .estimated, .rumoured, .denied]),
          from: dice.chance(30) ? [] : [Source("A source", kind: dice.pick([.filing, .press]))])
      }
    }

    private mutating func end() -> End {
      End(
        on: dice.chance(50) ? dice.pick(dates.dropLast(2)) : nil,
        when: [dice.chance(50) ? .verified(dice.pick(conditions)) : .declared("milestone")],
        rule: dice.pick([nil, .earliest, .latest]))
    }

    private mutating func event() throws -> any Event {
      let (one, other) = (dice.pick(entities), dice.pick(entities))
      return switch Int.random(in: 0..<20, using: &dice) {
      case 0: EntitySucceeded(entity: one, successor: other)
      case 1: EntityRenamed(entity: one, name: "Name \(Int.random(in: 0..<9, using: &dice))")
      case 2:
        CapitalCommitted(
          commitment: dice.pick(commitments), investor: one, issuer: other,
          amount: dice.pick(amounts), partOf: dice.chance(30) ? "whole" : nil,
          conditions: dice.chance(30) ? [.verified(dice.pick(conditions))] : [],
          expires: dice.chance(20) ? "2020-12-31" : nil, agreement: dice.pick([nil, "letter"]))
      case 3:
        CapitalFunded(
          investor: one, issuer: other, amount: dice.pick(amounts),
          commitment: dice.pick([nil, "first", "whole"]), cumulative: dice.pick([nil, true]))
      case 4:
        CommitmentReduced(
          commitment: dice.pick(commitments), amount: dice.pick(amounts), reason: .cancelled)
      case 5:
        StakeReported(
          holder: one, issuer: other, percent: dice.pick(["about 27%", "10%..20%", "?%"]),
          basis: dice.pick([.voting, .outstanding]),
          excludes: dice.chance(30) ? [dice.pick(rounds)] : [], value: dice.pick([nil, "JPY 100"]))
      case 6: StakeEnded(holder: one, issuer: other, basis: dice.pick([nil, .voting]))
      case 7:
        RestructuringCompleted(
          from: one, to: other, form: .merger,
          stakes: [
            StakeAfter(holder: one, percent: "20%", basis: .voting),
            StakeAfter(holder: other, percent: "30%", basis: .outstanding, value: "JPY 3"),
          ])
      case 8:
        PurchaseCommitted(
          commitment: dice.pick(["chips", "power"]), buyer: one, supplier: other, subject: "things",
          amount: dice.pick(amounts), quantity: dice.pick([nil, "6 GW"]))
      case 9: PurchaseDrawn(commitment: "chips", amount: dice.pick(amounts))
      case 10:
        RightGranted(
          right: dice.pick(rights), kind: .ipLicence, grantor: one, grantee: other,
          scope: dice.pick([[], ["models"]]), exclusive: dice.pick([nil, true]), ends: end())
      case 11:
        dice.chance(50)
          ? RightAmended(right: dice.pick(rights), ends: end())
          : RightAmended(right: dice.pick(rights), exclusive: false, removing: ["ends"])
      case 12: RightWaived(right: dice.pick(rights))
      case 13:
        RevenueShareAgreed(
          share: "slice", payer: one, payee: other, shareRate: "20%",
          tiers: [Tier("20%", until: "2021"), Tier("10%")], cap: dice.pick(amounts), ends: end())
      case 14: RevenueSharePaid(share: "slice", amount: dice.pick(amounts))
      case 15: ConditionDeclared(condition: dice.pick(conditions))
      case 16: ConditionVerified(condition: dice.pick(conditions))
      case 17:
        RoundClosed(
          round: dice.pick(rounds), issuer: other, kind: .primary, postMoney: dice.pick(amounts))
      case 18:
        AgreementSigned(
          agreement: "letter", kind: .loi, parties: [one], binding: dice.chance(50))
      default:
        WarrantIssued(
          warrant: "option", holder: one, issuer: other, units: dice.pick(["9 shares", "? shares"]))
      }
    }
  }

  @Test(arguments: 1...6)
  func `a rebuild gives what appends gave, whatever was said in whatever batches`(_ seed: UInt64)
    throws
  {
    let desk = try Desk()
    var talk = Talk(seed: seed, desk: desk)
    var withdrawn: Set<Seq> = []
    for _ in 0..<20 {
      try desk.ledger.append(try talk.drafts(talk.dice.pick([1, 1, 2, 7])))
      let seq = try desk.ledger.head()
      guard talk.dice.chance(50), !withdrawn.contains(seq) else { continue }
      withdrawn.insert(seq)
      if talk.dice.chance(50) {
        try desk.retract(seq)
      } else {
        var correction = Correction(reason: "a mistake")
        correction.effective = "2020-02-01"
        try desk.ledger.correct(String(seq), correction)
      }
    }
    #expect(try desk.ledger.audit() == [])
    let clocks = [
      Clock.today, Clock(asOf: try Day("2020-04-01")), Clock(knownAt: try desk.ledger.head() / 2),
    ]
    let before = try clocks.map { try desk.everything($0) }
    try desk.ledger.rebuild()
    let after = try clocks.map { try desk.everything($0) }
    expectSame(after, before)
    #expect(before.allSatisfy { $0.count > 50 })
  }

  @Test func `one batch of everything gives the tables of one append after the other`() throws {
    let (single, batched) = (try Desk(), try Desk())
    var talk = Talk(seed: 7, desk: single)
    let drafts = try talk.drafts(60)
    for draft in drafts { try single.ledger.append([draft]) }
    try batched.ledger.append(drafts)
    let (one, other) = (try everything(single), try everything(batched))
    expectSame(one, other)
    #expect(one.count > 100)
  }

  /// What the public views show but for ids and instants, which no two ledgers share.
  private func everything(_ desk: Desk) throws -> [String] {
    try desk.everything().filter { !$0.hasPrefix("events ") && !$0.hasPrefix("timeline ") }
  }

  @Test func `an audit finds nothing in an empty ledger`() throws {
    let desk = try Desk()
    #expect(try desk.ledger.audit() == [])
  }
}
