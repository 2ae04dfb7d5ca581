import Stakebook

/// An amount with its ends; a high end of nil is open.
struct NaiveAmount {
  var point: Int64 = 0
  var low: Int64 = 0
  var high: Int64? = 0

  static let nothing = NaiveAmount()

  private init() {}

  init(_ money: Money) {
    low = money.lowMinor ?? 0
    high = money.highMinor
    point =
      switch money.certainty {
      case .atMost, .undisclosed: 0
      case .atLeast, .range: low
      case .exact, .approximate: money.minor ?? 0
      }
  }

  static func + (left: NaiveAmount, right: NaiveAmount) -> NaiveAmount {
    var sum = left
    sum.point += right.point
    sum.low += right.low
    sum.high = left.high.flatMap { high in right.high.map { high + $0 } }
    return sum
  }

  /// What is left, never less than nothing: the low end after all that may have gone.
  func less(_ other: NaiveAmount) -> NaiveAmount {
    var rest = NaiveAmount.nothing
    rest.point = max(0, point - other.point)
    rest.low = other.high.map { max(0, low - $0) } ?? 0
    rest.high = high.map { max(0, $0 - other.low) }
    return rest
  }

  /// What parts leave of a whole: with theirs it is not more than the whole.
  func rest(of parts: NaiveAmount) -> NaiveAmount {
    var rest = less(parts)
    rest.high = high.map { max(0, $0 - (parts.high ?? parts.low)) }
    rest.point = min(rest.point, rest.high ?? rest.point)
    return rest
  }

  var text: String { "\(point) \(low) \(high.map(String.init) ?? "-")" }
}

extension NaiveReading {
  private struct Pair: Hashable {
    let investor: EntityID
    let currency: String
  }

  private struct Days: Hashable {
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
  private struct Draw {
    let pair: Pair
    let commitment: CommitmentID?
    let amount: NaiveAmount
    let isLevel: Bool
    let day: Day
    let lastDay: Day?
    let seq: Seq

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
  }

  /// What a promise adds, and what is left of it; of a whole what its parts leave of it, and what was
  /// paid beyond that.
  private struct Share {
    var promised: NaiveAmount
    var left: NaiveAmount
    var over: NaiveAmount
  }

  private static func days(_ told: Told) -> Days {
    Days(first: told.date.earliest, last: told.date.latest)
  }

  private var draws: [Draw] {
    let facts = Self.counting(live) { told -> Payment? in
      guard case .funded(let investor, let commitment, _, let isLevel) = told.matter
      else { return nil }
      return Payment(
        investor: investor, commitment: commitment, isLevel: isLevel, days: Self.days(told))
    }
    return facts.compactMap { key, told in
      guard case .funded(_, _, let money, let isLevel) = told.matter, let start = told.start
      else { return nil }
      return Draw(
        pair: Pair(investor: key.investor, currency: money.currency),
        commitment: key.commitment, amount: NaiveAmount(money), isLevel: isLevel, day: start.day,
        lastDay: told.end?.day, seq: told.seq)
    }
  }

  private var promises: [Promise] {
    let facts = Self.counting(live) { told -> CommitmentID? in
      if case .committed(let commitment, _, _, _, _) = told.matter { commitment } else { nil }
    }
    return facts.compactMap { commitment, told in
      guard case .committed(_, let money, let whole, let needs, let expires) = told.matter
      else { return nil }
      return Promise(
        pair: Pair(investor: NaiveTalk.investor(of: commitment), currency: money.currency),
        commitment: commitment, said: NaiveAmount(money),
        isUndisclosed: money.certainty == .undisclosed, whole: whole == commitment ? nil : whole,
        isCommitted: needs.allSatisfy { isRemoved($0.condition) || met($0) != nil },
        isExpired: expires?.latest.map { $0 < day } ?? false || isReleased(commitment, told))
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
    of promise: Promise, among promises: [Promise], taken: (Promise) -> NaiveAmount
  ) -> Share {
    func isWithin(_ part: Promise) -> Bool {
      part.isUndisclosed
        && promises.contains {
          $0.commitment == part.whole && !$0.isUndisclosed && $0.pair.currency == part.pair.currency
        }
    }
    guard !isWithin(promise) else {
      return Share(promised: .nothing, left: .nothing, over: .nothing)
    }
    let parts = promises.filter {
      $0.whole == promise.commitment && $0.pair.currency == promise.pair.currency
    }
    let known = parts.filter { !isWithin($0) }.reduce(NaiveAmount.nothing) { $0 + $1.said }
    let gone = parts.filter(isWithin).reduce(taken(promise)) { $0 + taken($1) }
    let promised = parts.isEmpty ? promise.said : promise.said.rest(of: known)
    return Share(
      promised: promised, left: promised.less(gone),
      over: parts.isEmpty ? .nothing : gone.less(promised))
  }

  /// The latest level, and what came after it.
  private static func came(_ draws: [Draw]) -> NaiveAmount {
    let level = draws.filter(\.isLevel).max { ($0.day, $0.seq) < ($1.day, $1.seq) }
    let later = draws.filter { draw in !draw.isLevel && (level.map { $0.day < draw.day } ?? true) }
    return later.reduce(level?.amount ?? .nothing) { $0 + $1.added(to: level) }
  }

  private func cut(_ commitment: CommitmentID, in currency: String) -> NaiveAmount {
    let facts = Self.counting(live) { told -> Reduction? in
      guard case .reduced(commitment, _) = told.matter else { return nil }
      return Reduction(commitment: commitment, days: Self.days(told))
    }
    return facts.reduce(.nothing) { sum, fact in
      guard case .reduced(_, let money) = fact.told.matter, money.currency == currency
      else { return sum }
      return sum + NaiveAmount(money)
    }
  }

  /// `investor currency`, then point, low and high of what is committed, funded and outstanding.
  var capital: [String] {
    let (draws, promises) = (draws, promises)
    let pairs = Set(draws.map(\.pair) + promises.map(\.pair))
    return pairs.map { pair in
      let drawn = draws.filter { $0.pair == pair }
      let promised = promises.filter { $0.pair == pair }
      func came(of commitment: CommitmentID?) -> NaiveAmount {
        Self.came(drawn.filter { $0.commitment == commitment })
      }
      let own = Set(drawn.compactMap(\.commitment)).reduce(NaiveAmount.nothing) {
        $0 + came(of: $1)
      }
      let total = drawn.filter { $0.isLevel && $0.commitment == nil }
        .max { ($0.day, $0.seq) < ($1.day, $1.seq) }
      // What came, and what of it is not stated for a commitment.
      let funded: NaiveAmount
      let apart: NaiveAmount
      if let total {
        let level = drawn.filter { !$0.isLevel && $0.day > total.day }
          .reduce(total.amount) { $0 + $1.added(to: total) }
        funded = own.point > level.point ? own : level
        apart = level.less(own)
      } else {
        apart = came(of: nil)
        funded = own + apart
      }
      let shares = promised.map { promise in
        let share = share(of: promise, among: promises) { one in
          cut(one.commitment, in: one.pair.currency)
            + Self.came(draws.filter { $0.commitment == one.commitment && $0.pair == one.pair })
        }
        return (promise: promise, share: share)
      }
      let committed = shares.filter(\.promise.isCommitted)
      let owed = committed.filter { !$0.promise.isExpired }
        .reduce(NaiveAmount.nothing) { $0 + $1.share.left }
      let beyond = shares.reduce(apart) { $0 + $1.share.over }
      let texts = [
        committed.reduce(.nothing) { $0 + $1.share.promised }.text,
        drawn.isEmpty ? "- - -" : funded.text, owed.less(beyond).text,
      ]
      return "\(pair.investor.text) \(pair.currency) \(texts.joined(separator: " "))"
    }.sorted()
  }
}
