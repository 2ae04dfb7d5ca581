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
      let day = arguments.count > 3 ? try PartialDate(arguments[3], of: name) : nil
      guard let minor = try whole(arguments[0], "the amount", of: name),
        let from = try currency(arguments[1], of: name),
        let to = try currency(arguments[2], of: name),
        arguments.count == 3 || day?.latest != nil
      else { return .null }
      if from.code == to.code { return .integer(minor) }
      guard let rate = try rates.rate(from: from.code, to: to.code, upTo: day?.latest) else {
        return .null
      }
      guard let converted = rate.convert(minor, from.decimals, to.decimals) else {
        throw refusal(name, "\(minor) \(from.code) is too large to convert")
      }
      return .integer(converted)
    })

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

  /// An amount as readers see it, and what it may reach.
  static let moneyText = QueryFunction(
    "money_text(minor, currency [, most])",
    "an amount as reports show it, with all its digits; and up to which it may be", counts: 2...3,
    .scalar { arguments throws(Rejection) in
      let minor = try whole(arguments[0], "the amount", of: "money_text")
      guard let currency = try currency(arguments[1], of: "money_text") else { return .null }
      let text = minor.flatMap { FigureText.money($0, currency.code) }
      guard arguments.count == 3 else { return text.map(Cell.text) ?? .null }
      guard let most = try whole(arguments[2], "the most", of: "money_text") else {
        return text.map { .text("\($0) or more") } ?? .null
      }
      guard most > minor ?? 0, let ceiling = FigureText.money(most, currency.code) else {
        return text.map(Cell.text) ?? .null
      }
      return .text(minor ?? 0 == 0 ? "up to \(ceiling)" : "\(text ?? ""), up to \(ceiling)")
    })

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
