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
    "money_text(minor, currency [, low] [, high] [, digits])",
    """
    an amount as reports show it; and up to which it may be, or with both ends; of more than six digits \
    only so many where digits is not NULL: 4 of what was converted, 3 of what was divided
    """,
    counts: 2...5,
    .scalar { arguments throws(Rejection) in
      let name = "money_text"
      let minor = try whole(arguments[0], "the amount", of: name)
      guard let currency = try currency(arguments[1], of: name) else { return .null }
      guard arguments.count > 2 else {
        return minor.flatMap { FigureText.money($0, currency.code) }.map(Cell.text) ?? .null
      }
      let high = try whole(arguments[min(3, arguments.count - 1)], "the high end", of: name)
      let least = minor ?? (high == nil ? nil : 0)
      let low = arguments.count == 3 ? least : try whole(arguments[2], "the low end", of: name)
      let digits =
        arguments.count > 4 ? try whole(arguments[4], "the number of digits", of: name) : nil
      guard (1...18).contains(digits ?? 1) else {
        throw refusal(name, "the number of digits is 1 to 18")
      }
      return FigureText.money(
        minor, low: low, high: high, currency.code, digits: digits.map(Int.init)
      )
      .map(Cell.text) ?? .null
    })

  /// How many digits `money_text` is to tell of a row whose amounts were converted.
  static let moneyDigits = QueryFunction(
    "money_digits(conversions)",
    "4 where that column of a view names a rate at which amounts were converted, else NULL: the digits of "
      + "money_text",
    counts: 1...1,
    .scalar { arguments throws(Rejection) in
      guard let list = try text(arguments[0], "the column", of: "money_digits"), list != "[]" else {
        return .null
      }
      let conversions = (try? JSON.read(list))?.arrayValue ?? []
      let isAtRates = conversions.contains {
        $0.objectValue?["rates"]?.arrayValue?.isEmpty == false
      }
      return isAtRates ? .integer(4) : .null
    })

  /// A share as readers see it.
  static let percentText = QueryFunction(
    "percent_text(ppb)",
    "parts per billion as percent; four digits of what has more than five decimals", counts: 1...1,
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
