import Foundation
import Stakebook

// What an exchange rate makes of an amount, told plainly.

extension NaiveReading {
  private struct RatePair: Hashable {
    let base: String
    let quote: String
    let days: Days
  }

  /// How minor units of one currency count in another: at the last rate up to a day between the two,
  /// else at two over a third currency, of which the older is the latest.
  func rate(from: String, to: String, on day: Day?) -> ((Int64) -> Int64)? {
    if from == to { return { $0 } }
    let facts = Self.counting(live) { told -> RatePair? in
      guard case .rate(let base, let quote, _) = told.matter else { return nil }
      return RatePair(base: base, quote: quote, days: Self.days(told))
    }
    struct Step {
      let since: Day
      let price: Int
      let one: Int
    }
    func step(_ from: String, _ to: String) -> Step? {
      let steps = facts.compactMap { key, told -> (step: Step, rank: [Int])? in
        guard case .rate(_, _, let rate) = told.matter, let since = told.start?.day,
          day.map({ since <= $0 }) ?? true
        else { return nil }
        let (ppb, billion) = (Int(rate.ppb), 1_000_000_000)
        let rank = { (isDirect: Int) in
          [since.ordinal, isDirect, -(told.end?.day.ordinal ?? .max), Int(told.seq)]
        }
        if key.base == from, key.quote == to {
          return (Step(since: since, price: ppb, one: billion), rank(1))
        }
        guard key.base == to, key.quote == from else { return nil }
        return (Step(since: since, price: billion, one: ppb), rank(0))
      }
      return steps.max { $0.rank.lexicographicallyPrecedes($1.rank) }?.step
    }
    let decimals = ["JPY": 0, "EUR": 2, "KWD": 3]
    func convert(_ steps: [Step]) -> (Int64) -> Int64 {
      { minor in
        let exact = steps.reduce(Double(minor)) { $0 * Double($1.price) / Double($1.one) }
        return Int64(
          (exact * pow(10, Double((decimals[to] ?? 0) - (decimals[from] ?? 0)))).rounded())
      }
    }
    if let direct = step(from, to) { return convert([direct]) }
    let ways = decimals.keys.sorted().compactMap { third -> [Step]? in
      guard let first = step(from, third), let second = step(third, to) else { return nil }
      return [first, second]
    }
    return ways.max {
      ($0.map(\.since).min() ?? $0[0].since) < ($1.map(\.since).min() ?? $1[0].since)
    }
    .map(convert)
  }
}
