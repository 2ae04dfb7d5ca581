import Stakebook
import TestSupport

/// Random events about a few things, told to a ledger and kept as a list for the naive evaluation.
struct NaiveTalk: NaiveTelling {
  var dice: Dice
  let desk: Desk
  var told: [Told] = []

  static let dates: [PartialDate] = [
    "2019", "2019-06-01", "..2019-06-01", "2019-Q2", "~2020", "2020-01-01", "2020-07",
    "..2020-07-15", "2020-07-15", "2020..2021", "2021-03-01", "..2022", "?", "2030-01-01",
  ]
  static let statuses: [Status] = [
    .confirmed, .confirmed, .reported, .reported, .reported, .estimated, .rumoured, .denied,
  ]
  static let sources: [Source.Kind?] = [.filing, .company, .press, .press, .other, nil]
  static let published: [[PartialDate]] = [
    [], ["?"], ["2019-05-31"], ["2019-Q2"], ["2020-02"], ["2021", "2019-06-01"], ["2019..2020"],
    ["~2020-07-15"], ["2022-12-31", "?"], ["..2021"],
  ]
  private static let amounts: [Money] = [
    "JPY 100", "JPY 40", "JPY 7", "about JPY 30", "up to JPY 50", "at least JPY 20", "JPY 10..30",
    "JPY ?", "EUR 0.60", "KWD 0.105", "up to EUR 0.45",
  ]
  private static let rates: [(base: String, quote: String, ExchangeRate)] = [
    ("EUR", "JPY", "162.5"), ("JPY", "EUR", "0.0061"), ("KWD", "EUR", "3"),
    ("JPY", "KWD", "0.0021"),
  ]
  private static let commitments: [CommitmentID] = ["first", "second", "third"]
  /// Who may be succeeded, by whom: each by the next.
  static let line: [EntityID] = ["gamma", "delta", "alpha"]
  private static let conditions: [ConditionID] = ["milestone", "threshold"]
  private static let rights: [RightID] = ["licence", "refusal"]

  /// The same for each promise: what is paid on it comes from who promised it.
  static func investor(of commitment: CommitmentID) -> EntityID {
    commitment == "third" ? "gamma" : "alpha"
  }

  /// The agreement in which a right or a promise stands; of the promises the third survives it.
  static func agreement(of right: RightID) -> AgreementID? { right == "licence" ? "frame" : nil }
  static func agreement(of promise: CommitmentID) -> AgreementID? {
    promise == "second" ? nil : "frame"
  }
  static func survives(_ promise: CommitmentID) -> Bool { promise == "third" }

  init(seed: UInt64, desk: Desk) {
    dice = Dice(seed: seed)
    self.desk = desk
  }

  /// Another day, status or amount, each perhaps.
  mutating func change(_ told: inout Told, _ correction: inout Correction) {
    if dice.chance(70) {
      told.date = dice.pick(Self.dates)
      correction.effective = told.date.text
    }
    if dice.chance(40) {
      told.status = dice.pick(Self.statuses)
      correction.status = told.status.rawValue
    }
    if dice.chance(60), let (matter, assignment) = said(told.matter) {
      told.matter = matter
      correction.assignments = [assignment]
    }
  }

  /// The same with another amount or share, and how that is written.
  private mutating func said(_ matter: Told.Matter) -> (Told.Matter, String)? {
    let amount = dice.pick(Self.amounts)
    let written = "amount=\(amount.text)"
    switch matter {
    case .stake(let holder, _, let basis, let excludes):
      let percent: Percent = "33%"
      return (
        .stake(holder: holder, percent: percent, basis: basis, excludes: excludes), "percent=33%"
      )
    case .committed(let commitment, _, let whole, let conditions, let expires):
      return (
        .committed(
          commitment, amount: amount, partOf: whole, conditions: conditions, expires: expires),
        written
      )
    case .funded(var payment):
      payment.amount = amount
      return (.funded(payment), written)
    case .reduced(let commitment, _):
      return (.reduced(commitment, amount: amount), written)
    default: return nil
    }
  }

  mutating func matter() -> Told.Matter {
    let (commitment, right) = (dice.pick(Self.commitments), dice.pick(Self.rights))
    let condition = dice.pick(Self.conditions)
    switch Int.random(in: 0..<32, using: &dice) {
    case 0..<5:
      return .stake(
        holder: dice.pick(Self.line),
        percent: dice.pick(["20%", "about 27%", "10%..30%", "?%"]),
        basis: dice.pick([.voting, .outstanding]),
        excludes: dice.pick([[], [], ["series-b", "series-a"], ["series-a"]]))
    case 5:
      return .stakeEnded(holder: dice.pick(Self.line), basis: dice.pick([nil, .voting]))
    case 6..<9:
      return .committed(
        commitment, amount: dice.pick(Self.amounts),
        partOf: dice.chance(25) ? dice.pick(Self.commitments) : nil,
        conditions: dice.chance(25) ? needs() : [],
        expires: dice.pick([nil, nil, "2020", "2020-06-30", "?"]))
    case 9..<13:
      return .funded(payment(of: dice.chance(75) ? commitment : nil))
    case 13: return .reduced(commitment, amount: dice.pick(Self.amounts))
    case 14..<17:
      return .granted(
        right,
        NaiveTerms(
          exclusive: dice.pick([nil, true, false]), exclusiveEnds: dice.chance(40) ? end() : nil,
          starts: dice.chance(25) ? end() : nil, ends: dice.chance(70) ? end() : nil,
          survives: dice.pick([nil, nil, true, false])))
    case 17..<20: return .amended(right, changes())
    case 20: return .affirmed(right)
    case 21: return .waived(right)
    case 22: return .ended(right)
    case 23: return .declared(condition)
    case 24: return .verified(condition)
    case 26, 27:
      return .signed(term: dice.pick([nil, nil, "2019..2020-06", "2020-07-15", "2021..2022-Q1"]))
    case 28: return .terminated
    case 31: return .succeeded(dice.pick(Array(Self.line.dropLast())))
    case 29, 30:
      let (base, quote, rate) = dice.pick(Self.rates)
      return .rate(base: base, quote: quote, rate)
    default: return dice.chance(30) ? .removed(condition) : .verified(condition)
    }
  }

  private mutating func payment(of commitment: CommitmentID?) -> NaivePayment {
    NaivePayment(
      investor: commitment.map(Self.investor) ?? dice.pick(Self.line),
      commitment: commitment, amount: dice.pick(Self.amounts), isLevel: dice.chance(25),
      settles: dice.chance(12) ? dice.pick(Self.amounts) : nil,
      isFull: commitment != nil && dice.chance(8))
  }

  private mutating func changes() -> NaiveTerms {
    if dice.chance(50) { return NaiveTerms(ends: end()) }
    if dice.chance(50) { return NaiveTerms(exclusive: dice.chance(50), exclusiveEnds: end()) }
    let removed = ["ends", "ends.on", "ends.when", "ends.rule", "starts", "exclusive", "survives"]
    return NaiveTerms(removing: [dice.pick(removed)])
  }

  private mutating func needs() -> [NaiveNeed] {
    let conditions = dice.chance(40) ? Self.conditions : [dice.pick(Self.conditions)]
    return conditions.map { NaiveNeed(condition: $0, mustBeVerified: dice.chance(60)) }
  }

  private mutating func end() -> NaiveEnd {
    let rule: EndRule? = dice.pick([nil, .earliest, .latest])
    let on: PartialDate = dice.pick(["2019", "2020-03-31", "..2020-12-31", "2025-Q2", "?"])
    switch Int.random(in: 0..<3, using: &dice) {
    case 0: return NaiveEnd(on: on, rule: rule)
    case 1: return NaiveEnd(when: needs(), rule: rule)
    default: return NaiveEnd(on: on, when: needs(), rule: rule)
    }
  }
}
