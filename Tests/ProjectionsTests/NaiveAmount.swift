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

  /// What a reduction by it takes: all, where it is as unsure as what was promised, and of the same ends.
  func taken(from promised: NaiveAmount) -> NaiveAmount {
    guard let high, low < high, low == promised.low, high == promised.high else { return self }
    var all = NaiveAmount.nothing
    (all.point, all.low, all.high) = (high, high, high)
    return all
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

  /// The same amount, each end of it converted.
  func map(_ convert: (Int64) -> Int64) -> NaiveAmount {
    var amount = NaiveAmount.nothing
    (amount.point, amount.low, amount.high) = (convert(point), convert(low), high.map(convert))
    return amount
  }

  var text: String { "\(point) \(low) \(high.map(String.init) ?? "-")" }
}
