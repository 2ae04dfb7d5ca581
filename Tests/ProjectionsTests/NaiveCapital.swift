import Stakebook

extension NaiveReading {
  private struct Pair: Hashable {
    let investor: EntityID
    let currency: String
  }

  struct Days: Hashable {
    let first: Day?
    let last: Day?
  }

  private struct Payment: Hashable {
    let investor: EntityID
    let commitment: CommitmentID?
    let isLevel: Bool
    let days: Days
  }

  private struct Reduction: Hashable {
    let commitment: CommitmentID
    let days: Days
  }

  /// A payment or level that counts for its day.
  private struct Draw: NaiveDraw {
    let pair: Pair
    /// The currency in which it is to count, where no rate brings it there.
    let wanted: String?
    /// How firmly it is told that it settles its promise.
    let fullness: Int?
    let commitment: CommitmentID?
    var amount: NaiveAmount
    let isLevel: Bool
    let day: Day
    let lastDay: Day?
    let seq: Seq

    var thing: CommitmentID? { commitment }
    var giver: EntityID { pair.investor }
    var unit: String { pair.currency }
    /// What came within the time of a level may be in it.
    func added(to level: Draw?) -> NaiveAmount {
      guard let level, level.lastDay.map({ day <= $0 }) ?? true else { return amount }
      var open = amount
      (open.point, open.low) = (0, 0)
      return open
    }
  }

  /// A promise that counts.
  private struct Promise {
    let pair: Pair
    let commitment: CommitmentID
    let said: NaiveAmount
    let isUndisclosed: Bool
    let whole: CommitmentID?
    let isCommitted: Bool
    let isExpired: Bool
    let firmness: Int
  }

  /// What a promise adds, and what is left of it; of a whole what its parts leave of it, and what was
  /// paid beyond that.
  private struct Share {
    var promised: NaiveAmount
    var left: NaiveAmount
    var over: NaiveAmount
    var isUnknown = false
    /// Whether it is an undisclosed part, which lies in what the others leave of the whole.
    var isWithin = false
  }

  static func days(_ told: Told) -> Days {
    Days(first: told.date.earliest, last: told.date.latest)
  }

  private func draws(_ promises: [Promise]) -> [Draw] {
    let wholes = promises.compactMap { promise -> NaiveWhole<CommitmentID>? in
      let parts = members(of: promise, promises).dropFirst().map(\.commitment)
      // One that is a part of itself, in a circle, holds nothing.
      return parts.contains { $0 == promise.whole }
        ? nil : NaiveWhole(thing: promise.commitment, unit: promise.pair.currency, parts: parts)
    }
    return Self.lessened(told(promises), wholes)
  }

  private func told(_ promises: [Promise]) -> [Draw] {
    let facts = Self.counting(live) { told -> Payment? in
      guard case .funded(let payment) = told.matter else { return nil }
      return Payment(
        investor: payment.investor, commitment: payment.commitment, isLevel: payment.isLevel,
        days: Self.days(told))
    }
    return facts.compactMap { key, told in
      guard case .funded(let payment) = told.matter, let start = told.start else { return nil }
      let target = target(of: payment, promises)
      let settled = payment.settles.flatMap { target ?? $0.currency == $0.currency ? $0 : nil }
      let money = settled ?? payment.amount
      let wanted = target ?? money.currency
      let rate = rate(from: money.currency, to: wanted, on: told.date.latest)
      let isFirm = told.status == .confirmed || told.status == .reported
      return Draw(
        pair: Pair(
          investor: heir(of: key.investor), currency: rate == nil ? money.currency : wanted),
        wanted: rate == nil ? wanted : nil,
        fullness: payment.isFull ? (isFirm ? 3 : 2) : nil,
        commitment: key.commitment,
        amount: rate.map { NaiveAmount(money).map($0) } ?? NaiveAmount(money),
        isLevel: payment.isLevel, day: start.day, lastDay: told.end?.day, seq: told.seq)
    }
  }

  /// The currency of its promise; of a payment for none that of all promises of the investor.
  private func target(of payment: NaivePayment, _ promises: [Promise]) -> String? {
    if let commitment = payment.commitment {
      return promises.first { $0.commitment == commitment }?.pair.currency
    }
    let currencies = Set(
      promises.filter { $0.pair.investor == heir(of: payment.investor) }.map(\.pair.currency))
    return currencies.count == 1 ? currencies.first : nil
  }

  private var promises: [Promise] {
    let facts = Self.counting(live) { told -> CommitmentID? in
      if case .committed(let commitment, _, _, _, _) = told.matter { commitment } else { nil }
    }
    return facts.compactMap { commitment, told in
      guard case .committed(_, let money, let whole, let needs, let expires) = told.matter
      else { return nil }
      return Promise(
        pair: Pair(
          investor: heir(of: NaiveTalk.investor(of: commitment)), currency: money.currency),
        commitment: commitment, said: NaiveAmount(money),
        isUndisclosed: money.certainty == .undisclosed, whole: whole == commitment ? nil : whole,
        isCommitted: needs.allSatisfy { isRemoved($0.condition) || met($0) != nil },
        isExpired: expires?.latest.map { $0 < day } ?? false || isReleased(commitment, told),
        firmness: told.firmness)
    }
  }

  /// Whether the end of its agreement released what is left of a promise.
  private func isReleased(_ commitment: CommitmentID, _ told: Told) -> Bool {
    guard NaiveTalk.agreement(of: commitment) != nil, !NaiveTalk.survives(commitment),
      let end = agreementEnd, let start = told.start
    else { return false }
    return end.isOver && end.firmness >= told.firmness && end.day >= start.day
  }

  /// What a promise adds among all: an undisclosed part of a whole lies in what the others leave.
  private func share(
    of promise: Promise, among promises: [Promise], _ draws: [Draw]
  ) -> Share {
    func unconverted(_ one: Promise) -> Bool {
      draws.contains { $0.commitment == one.commitment && $0.wanted == one.pair.currency }
    }
    func taken(_ one: Promise) -> NaiveAmount {
      cut(one) + came(of: one, draws)
    }
    func isSettled(_ one: Promise, _ below: Set<CommitmentID> = []) -> Bool {
      let isFull = draws.contains {
        $0.commitment == one.commitment && $0.fullness ?? 0 >= one.firmness
      }
      if isFull { return true }
      guard !below.contains(one.commitment),
        let whole = promises.first(where: { $0.commitment == one.whole })
      else { return false }
      return isSettled(whole, below.union([one.commitment]))
    }

    func isWithin(_ part: Promise) -> Bool {
      part.isUndisclosed
        && promises.contains {
          $0.commitment == part.whole && !$0.isUndisclosed && $0.pair.currency == part.pair.currency
        }
    }
    guard !isWithin(promise) else {
      return Share(promised: .nothing, left: .nothing, over: .nothing, isWithin: true)
    }
    let parts = promises.filter {
      $0.whole == promise.commitment && $0.pair.currency == promise.pair.currency
    }
    let strange = strangeParts(of: promise.commitment, in: promise.pair.currency)
    let known =
      parts.filter { !isWithin($0) }.map(\.said).reduce(.nothing, +)
      + strange.reduce(.nothing, +)
    let isWhole = !parts.isEmpty || !strange.isEmpty
    let gone = parts.filter(isWithin).reduce(taken(promise)) { $0 + taken($1) }
    let promised = isWhole ? promise.said.rest(of: known) : promise.said
    let isSettled = isSettled(promise)
    return Share(
      promised: promised, left: isSettled ? .nothing : promised.less(gone),
      over: isWhole ? gone.less(promised) : .nothing,
      isUnknown: !isSettled && unconverted(promise))
  }

  /// The latest level, and what came after it.
  private static func came(_ draws: [Draw]) -> NaiveAmount {
    let level = draws.filter(\.isLevel).max { ($0.day, $0.seq) < ($1.day, $1.seq) }
    let later = draws.filter { draw in !draw.isLevel && (level.map { $0.day < draw.day } ?? true) }
    return later.reduce(level?.amount ?? .nothing) { $0 + $1.added(to: level) }
  }

  private func cut(_ promise: Promise) -> NaiveAmount {
    let facts = Self.counting(live) { told -> Reduction? in
      guard case .reduced(promise.commitment, _) = told.matter else { return nil }
      return Reduction(commitment: promise.commitment, days: Self.days(told))
    }
    let sum: NaiveAmount = facts.reduce(.nothing) { sum, fact in
      guard case .reduced(_, let money) = fact.told.matter,
        money.currency == promise.pair.currency
      else { return sum }
      return sum + NaiveAmount(money)
    }
    return sum.taken(from: promise.said)
  }

  /// What came between two entities, and what is promised.
  private struct Balance {
    let pair: Pair
    let hasDraws: Bool
    let funded: NaiveAmount
    /// What of it is not stated for a commitment, and what was paid under wholes beyond what their parts
    /// leave of them; nil: nothing.
    let apart: NaiveAmount?
    /// Whether something was paid for the pair alone that no rate converts.
    let isOpen: Bool
    let promised: [(promise: Promise, share: Share)]

    /// What counts as committed and is not released.
    var standing: [(promise: Promise, share: Share)] {
      promised.filter { $0.promise.isCommitted && !$0.promise.isExpired && $0.share.left.high != 0 }
    }
  }

  private func balance(_ pair: Pair, _ promises: [Promise], _ draws: [Draw]) -> Balance {
    let drawn = draws.filter { $0.pair == pair }
    func came(of commitment: CommitmentID?) -> NaiveAmount {
      Self.came(drawn.filter { $0.commitment == commitment })
    }
    let own = Set(drawn.compactMap(\.commitment)).reduce(NaiveAmount.nothing) { $0 + came(of: $1) }
    let total = drawn.filter { $0.isLevel && $0.commitment == nil }
      .max { ($0.day, $0.seq) < ($1.day, $1.seq) }
    let funded: NaiveAmount
    var apart: NaiveAmount
    if let total {
      let level = drawn.filter { !$0.isLevel && $0.day > total.day }
        .reduce(total.amount) { $0 + $1.added(to: total) }
      funded = own.point > level.point ? own : level
      apart = level.less(own)
    } else {
      apart = came(of: nil)
      funded = own + apart
    }
    let isOpen = draws.contains {
      $0.commitment == nil && $0.pair.investor == pair.investor && $0.wanted == pair.currency
    }
    if isOpen { apart.high = nil }
    let shares = promises.filter { $0.pair == pair }.map { promise in
      (promise: promise, share: share(of: promise, among: promises, draws))
    }
    let over = shares.reduce(NaiveAmount.nothing) { $0 + $1.share.over }
    return Balance(
      pair: pair, hasDraws: !drawn.isEmpty, funded: funded,
      apart: apart.high == 0 && over.high == 0 ? nil : apart + over, isOpen: isOpen,
      promised: shares)
  }

  /// `investor currency`, then point, low and high of what is committed, funded and outstanding.
  var capital: [String] {
    let promises = promises
    let draws = draws(promises)
    let pairs = Set(draws.map(\.pair) + promises.map(\.pair))
    return pairs.map { pair in
      let balance = balance(pair, promises, draws)
      let committed = balance.promised.filter(\.promise.isCommitted)
      let owed = balance.standing.reduce(NaiveAmount.nothing) { $0 + $1.share.left }
      // What no rate converts leaves open what is left.
      let isUnknown = balance.isOpen || balance.standing.contains(where: \.share.isUnknown)
      let left = owed.less(balance.apart ?? .nothing).text
      let texts = [
        committed.reduce(.nothing) { $0 + $1.share.promised }.text,
        balance.hasDraws ? balance.funded.text : "- - -",
        isUnknown ? "-" + left.drop { $0 != " " } : left,
      ]
      return "\(pair.investor.text) \(pair.currency) \(texts.joined(separator: " "))"
    }.sorted()
  }

  /// `commitment investor expired`, then point, low and high of what came of it and of what is outstanding;
  /// of a whole with its parts and theirs.
  var commitments: [String] {
    let promises = promises
    let draws = draws(promises)
    return promises.map { promise in
      let members = members(of: promise, promises)
      let balance = balance(promise.pair, promises, draws)
      let shares = members.map { (promise: $0, share: share(of: $0, among: promises, draws)) }
      let standing = shares.filter {
        $0.promise.isCommitted && !$0.promise.isExpired && $0.share.left.high != 0
      }
      // What the pair paid in sum may have been paid under others.
      let apart = standing.isEmpty ? nil : balance.apart
      let others = apart == nil ? 0 : balance.standing.count - standing.count
      let open = shares.filter { !$0.promise.isExpired && $0.share.left.high != 0 }
      let isUnknown = open.contains(where: \.share.isUnknown)
      var owed = open.reduce(NaiveAmount.nothing) { $0 + $1.share.left }
      // Nobody can say how much of the whole is meant.
      if shares[0].share.isWithin, members.count == 1, !promise.isExpired { owed.high = nil }
      let less = apart ?? .nothing
      var left = owed.less(less)
      if others > 0 { left.high = owed.high }
      let isOpen = others > 0 || isUnknown || !standing.isEmpty && balance.isOpen
      let drawn = members.filter { member in
        draws.contains { $0.commitment == member.commitment && $0.pair == member.pair }
      }
      let came = members.reduce(NaiveAmount.nothing) { $0 + self.came(of: $1, draws) }
      let texts = [
        drawn.isEmpty ? "- - -" : came.text,
        isOpen ? "-" + left.text.drop { $0 != " " } : left.text,
      ]
      return
        "\(promise.commitment.text) \(promise.pair.investor.text) \(promise.isExpired ? 1 : 0) "
        + texts.joined(separator: " ")
    }.sorted()
  }

  /// A promise, its parts, and theirs.
  private func members(of whole: Promise, _ promises: [Promise]) -> [Promise] {
    var members = [whole]
    var place = 0
    while place < members.count {
      let parts = promises.filter {
        $0.whole == members[place].commitment && $0.pair.currency == whole.pair.currency
      }
      members += parts.filter { part in !members.contains { $0.commitment == part.commitment } }
      place += 1
    }
    return members
  }

  /// What came of a promise alone; what no rate converts may be anything.
  private func came(of promise: Promise, _ draws: [Draw]) -> NaiveAmount {
    let own = draws.filter { $0.commitment == promise.commitment }
    var came = Self.came(own.filter { $0.pair == promise.pair })
    if own.contains(where: { $0.wanted == promise.pair.currency }) { came.high = nil }
    return came
  }
}
