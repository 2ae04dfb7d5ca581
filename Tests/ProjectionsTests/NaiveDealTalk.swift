import Stakebook
import TestSupport

/// Random terms of deals, told to a ledger and kept as a list for the naive evaluation.
struct NaiveDealTalk: NaiveTelling {
  var dice: Dice
  let desk: Desk
  var told: [Told] = []

  static let dates: [PartialDate] = [
    "2019", "2019-06-01", "..2019-06-01", "2019-Q2", "~2020", "2020-01-01", "2020-07",
    "..2020-07-15", "2020-07-15", "2020..2021", "2021-03-01", "?", "2030-01-01",
  ]
  static let statuses: [Status] = [
    .confirmed, .confirmed, .reported, .reported, .reported, .estimated, .rumoured, .denied,
  ]
  static let sources: [Source.Kind?] = [.filing, .company, .press, .other, nil]
  static let published: [[PartialDate]] = [
    [], ["2019-05-31"], ["2020-02"], ["2021", "2019-06-01"], ["2022-12-31", "?"], ["..2021"],
  ]
  private static let sureAmounts: [Money] = [
    "JPY 100", "JPY 40", "JPY 7", "about JPY 30", "up to JPY 50", "at least JPY 20", "JPY 10..30",
  ]
  private static let principals = sureAmounts + ["EUR 0.60", "up to EUR 0.45"]
  private static let amounts = sureAmounts + ["JPY ?", "EUR 0.60", "up to EUR 0.45"]
  private static let days: [PartialDate] = ["2019", "2020-03-31", "..2020-12-31", "2025-Q2", "?"]
  private static let options: [OptionID] = ["put", "call"]
  private static let payments: [PaymentID] = ["fee", "milestone", "award", "whole"]
  private static let debts: [DebtID] = ["note", "facility"]
  private static let disputes: [DisputeID] = ["appraisal", "suit"]
  private static let conditions: [ConditionID] = ["approval", "launch"]
  private static let commitments: [CommitmentID] = ["first", "second"]
  private static let people: [EntityID] = ["gamma", "delta"]

  init(seed: UInt64, desk: Desk) {
    dice = Dice(seed: seed)
    self.desk = desk
  }

  /// Another day and status.
  mutating func change(_ told: inout Told, _ correction: inout Correction) {
    told.date = dice.pick(Self.dates)
    told.status = dice.pick(Self.statuses)
    correction.effective = told.date.text
    correction.status = told.status.rawValue
  }

  mutating func matter() -> Told.Matter {
    let condition = dice.pick(Self.conditions)
    switch Int.random(in: 0..<48, using: &dice) {
    case 0..<3: return .verified(condition)
    case 3: return .declared(condition)
    case 4: return .removed(condition)
    case 5, 6:
      return .signed(term: dice.pick([nil, nil, "2019..2020-06", "2020-07-15", "2021..2022-Q1"]))
    case 7: return .terminated
    case 8: return .succeeded(dice.pick(Array(NaiveTalk.line.dropLast())))
    case 9: return .rate(base: "EUR", quote: "JPY", "162.5")
    case 40..<43: return commitment()
    case 43..<46: return .funded(funded())
    case 46: return .reduced(dice.pick(Self.commitments), amount: dice.pick(Self.amounts))
    default: return .deal(deal())
    }
  }

  /// A promise of capital, of which payments and debts may be parts.
  private mutating func commitment() -> Told.Matter {
    .committed(
      dice.pick(Self.commitments), amount: dice.pick(Self.amounts),
      partOf: dice.chance(15) ? dice.pick(Self.commitments) : nil,
      conditions: dice.chance(25) ? needs() : [],
      expires: dice.pick([nil, nil, nil, "2020-06-30", "?"]))
  }

  private mutating func funded() -> NaivePayment {
    let commitment = dice.chance(75) ? dice.pick(Self.commitments) : nil
    return NaivePayment(
      investor: commitment.map(NaiveTalk.investor) ?? "alpha", commitment: commitment,
      amount: dice.pick(Self.amounts), isLevel: dice.chance(25),
      settles: dice.chance(12) ? dice.pick(Self.amounts) : nil,
      isFull: commitment != nil && dice.chance(8))
  }

  private mutating func deal() -> NaiveDeal {
    let (option, debt) = (dice.pick(Self.options), dice.pick(Self.debts))
    let (payment, dispute) = (dice.pick(Self.payments), dice.pick(Self.disputes))
    let office: OfficeKind = dice.pick([.director, .observer])
    switch Int.random(in: 0..<30, using: &dice) {
    case 0..<3: return .granted(option, terms(isGrant: true))
    case 3, 4: return .changed(option, terms(isGrant: false))
    case 5, 6: return .used(option, dice.pick([.exercised, .exercised, .lapsed, .waived]))
    case 7..<11:
      return .promised(
        NaivePledge(
          payment: payment, amount: dice.pick(Self.amounts),
          whole: (payment == "fee" || payment == "milestone") && dice.chance(50) ? "whole" : nil,
          commitment: dice.chance(25) ? dice.pick(Self.commitments) : nil,
          conditions: dice.chance(25) ? needs() : [],
          expires: dice.pick([nil, nil, nil, "2020", "2020-06-30", "?"])))
    case 11..<15: return .paid(paid(payment))
    case 15: return .shrunk(payment, amount: dice.pick(Self.amounts))
    case 16..<18:
      return .issued(
        debt,
        NaiveDebt(
          principal: dice.pick(Self.principals),
          commitment: dice.chance(30) ? dice.pick(Self.commitments) : nil,
          available: dice.chance(30) ? dice.pick(Self.days) : nil,
          until: dice.chance(20) ? dice.pick(Self.days) : nil,
          maturity: dice.chance(20) ? dice.pick(Self.days) : nil,
          conditions: dice.chance(25) ? needs() : []))
    case 18:
      return .amended(
        debt,
        dice.chance(50)
          ? NaiveDebt(principal: dice.pick(Self.principals))
          : dice.chance(50)
            ? dice.chance(50)
              ? NaiveDebt(available: dice.pick(Self.days))
              : NaiveDebt(commitment: dice.pick(Self.commitments))
            : NaiveDebt(
              removing: [dice.pick(["available", "available_until", "conditions", "commitment"])]))
    case 19..<24: return .moved(debt, move())
    case 24, 25: return .taken(dice.pick(Self.people), office)
    case 26: return .left(dice.pick(Self.people), office)
    case 27: return .opened(dispute, claim: dice.pick(Self.sureAmounts))
    default:
      return .concluded(
        dispute, dice.pick([.ruled, .ruled, .settled, .closed]),
        amount: dice.chance(50) ? dice.pick(Self.sureAmounts) : nil)
    }
  }

  private mutating func terms(isGrant: Bool) -> NaiveOption {
    if !isGrant, dice.chance(30) {
      let removed = ["window", "window.from", "window.to", "window.when", "survives"]
      return NaiveOption(removing: [dice.pick(removed)])
    }
    return NaiveOption(
      from: dice.chance(50) ? dice.pick(Self.days) : nil,
      to: dice.chance(50) || !isGrant ? dice.pick(Self.days) : nil,
      when: dice.chance(25) ? needs() : [], survives: dice.pick([nil, nil, true, false]))
  }

  private mutating func paid(_ payment: PaymentID) -> NaivePaid {
    guard dice.chance(80) else {
      return NaivePaid(
        payer: dice.pick(["alpha", "gamma"]), payment: nil,
        category: dice.pick([.dividend, .other]), amount: dice.pick(Self.amounts),
        isLevel: dice.chance(25))
    }
    return NaivePaid(
      payer: NaiveDeal.payer(of: payment), payment: payment, category: nil,
      amount: dice.pick(Self.amounts), isLevel: dice.chance(25),
      settles: dice.chance(15) ? dice.pick(Self.amounts) : nil, isFull: dice.chance(10))
  }

  private mutating func move() -> NaiveMove {
    switch Int.random(in: 0..<6, using: &dice) {
    case 0, 1:
      return NaiveMove(way: .drawn, amount: dice.pick(Self.principals), isLevel: dice.chance(30))
    case 2, 3, 4:
      return NaiveMove(
        way: .repaid, amount: dice.pick(Self.amounts), isLevel: dice.chance(30),
        settles: dice.chance(20) ? dice.pick(Self.amounts) : nil, isFull: dice.chance(15))
    default:
      return NaiveMove(
        way: .converted, amount: dice.chance(60) ? dice.pick(Self.sureAmounts) : nil)
    }
  }

  private mutating func needs() -> [NaiveNeed] {
    let conditions = dice.chance(40) ? Self.conditions : [dice.pick(Self.conditions)]
    return conditions.map { NaiveNeed(condition: $0, mustBeVerified: dice.chance(60)) }
  }
}
