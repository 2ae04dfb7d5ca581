import Events
import Projections

extension QueryFunction {
  /// An exact sum. NULL amounts are left out; the sum of none is NULL.
  static let moneySum = QueryFunction(
    "money_sum(minor, currency)",
    "the exact sum of amounts of one currency; mixed currencies are an error", counts: 2...2,
    .aggregate { MoneySum() })

  /// An amount in another currency.
  static let moneyConvert = QueryFunction(
    "money_convert(minor, from, to [, day])",
    "an amount at the last rate recorded up to the day, or over a third currency; else NULL",
    counts: 3...4,
    .rated { arguments, rates in
      let name = "money_convert"
      return try converted(name, Array(arguments.prefix(3)), Array(arguments.dropFirst(3)), rates) {
        throw refusal(name, "\($0) is too large to convert")
      }
    })

  /// An end of an amount in another currency, by the rule for sums.
  static let moneyConvertEnd = QueryFunction(
    "money_convert_end(minor, from, to, end [, day])",
    """
    the same of the point, low or high end of an amount: beyond 2·10^18 it is 2·10^18 at the low end, \
    else NULL
    """, counts: 4...5,
    .rated { arguments, rates in
      let name = "money_convert_end"
      let end = try text(arguments[3], "the end", of: name)
      guard let end, ["point", "low", "high"].contains(end) else {
        throw refusal(name, "the end is 'point', 'low' or 'high'")
      }
      let most: Cell = end == "low" ? .integer(Money.greatestSum) : .null
      let value = try converted(
        name, Array(arguments.prefix(3)), Array(arguments.dropFirst(4)), rates
      ) { _ in most }
      if case .integer(let minor) = value, minor >= Money.greatestSum { return most }
      return value
    })

  /// An amount in another currency, or what is said where it does not fit.
  private static func converted(
    _ name: String, _ amount: [Cell], _ days: [Cell], _ rates: ExchangeRates,
    tooLarge: (String) throws -> Cell
  ) throws -> Cell {
    let day = try days.first.flatMap { try PartialDate($0, of: name) }
    guard let minor = try whole(amount[0], "the amount", of: name),
      let from = try currency(amount[1], of: name), let to = try currency(amount[2], of: name),
      days.isEmpty || day?.latest != nil
    else { return .null }
    if from.code == to.code { return .integer(minor) }
    guard let rate = try rates.rate(from: from.code, to: to.code, upTo: day?.latest) else {
      return .null
    }
    return try rate.convert(minor, from.decimals, to.decimals).map(Cell.integer)
      ?? tooLarge("\(minor) \(from.code)")
  }

  /// The rates at which an amount is converted.
  static let moneyRates = QueryFunction(
    "money_rates(from, to [, day])",
    "the rates at which money_convert converts, as recorded; NULL without one", counts: 2...3,
    .rated { arguments, rates in
      let name = "money_rates"
      let day = arguments.count > 2 ? try PartialDate(arguments[2], of: name) : nil
      guard let from = try currency(arguments[0], of: name),
        let to = try currency(arguments[1], of: name),
        arguments.count == 2 || day?.latest != nil,
        from.code != to.code,
        let rate = try rates.rate(from: from.code, to: to.code, upTo: day?.latest)
      else { return .null }
      return .text(rate.text)
    })

  /// An amount as readers see it, with its ends: one that says *about* with its interval, one that may
  /// be more with its ceiling.
  static let moneyText = QueryFunction(
    "money_text(minor, currency [, low] [, high])",
    "an amount as reports show it, with all its digits; and up to which it may be, or with both ends",
    counts: 2...4,
    .scalar { arguments throws(Rejection) in
      let name = "money_text"
      let minor = try whole(arguments[0], "the amount", of: name)
      guard let currency = try currency(arguments[1], of: name) else { return .null }
      guard arguments.count > 2 else {
        return minor.flatMap { FigureText.money($0, currency.code) }.map(Cell.text) ?? .null
      }
      let high = try whole(arguments[arguments.count - 1], "the high end", of: name)
      let least = minor ?? (high == nil ? nil : 0)
      let low = arguments.count == 3 ? least : try whole(arguments[2], "the low end", of: name)
      return told(minor, low, high, currency).map(Cell.text) ?? .null
    })

  private static func told(
    _ minor: Int64?, _ low: Int64?, _ high: Int64?, _ currency: (code: String, decimals: Int)
  ) -> String? {
    guard let point = minor ?? low, let text = FigureText.money(point, currency.code)
    else { return nil }
    guard let high else {
      return minor == nil && low == 0 ? "\(currency.code), not known" : "\(text) or more"
    }
    if let low, low != point {
      let ends = [low, high].map {
        FigureText.scaled($0, currency.decimals, like: point)
      }
      return "\(text) (\(ends.joined(separator: "–")))"
    }
    guard high > point, let ceiling = FigureText.money(high, currency.code) else { return text }
    return point == 0 ? "up to \(ceiling)" : "\(text), up to \(ceiling)"
  }

  /// A share as readers see it.
  static let percentText = QueryFunction(
    "percent_text(ppb)", "parts per billion as percent, with all their digits", counts: 1...1,
    .scalar { arguments throws(Rejection) in
      try whole(arguments[0], "a share", of: "percent_text")
        .map { .text(FigureText.percent($0)) } ?? .null
    })
}

/// The sum of the amounts of a group or window.
private final class MoneySum: Accumulator {
  private var total: Int128 = 0
  private var count = 0
  private var code: String?

  func add(_ arguments: [Cell]) throws(Rejection) { try add(arguments, sign: 1) }
  func remove(_ arguments: [Cell]) throws(Rejection) { try add(arguments, sign: -1) }

  private func add(_ arguments: [Cell], sign: Int) throws(Rejection) {
    let name = "money_sum"
    guard let minor = try QueryFunction.whole(arguments[0], "an amount", of: name) else { return }
    guard let currency = try QueryFunction.currency(arguments[1], of: name) else {
      throw QueryFunction.refusal(name, "an amount has no currency")
    }
    if let code, count > 0, code != currency.code {
      throw QueryFunction.refusal(
        name, "\(code) and \(currency.code) do not add up: group by currency, or convert")
    }
    code = currency.code
    total += Int128(minor) * Int128(sign)
    count += sign
  }

  func value() throws(Rejection) -> Cell {
    guard count > 0 else { return .null }
    guard let sum = Int64(exactly: total) else {
      throw QueryFunction.refusal("money_sum", "the sum is too large")
    }
    return .integer(sum)
  }
}
