import Events

extension Arithmetic {
  /// By their events, the amounts of a row that were stated otherwise than they count.
  func conversions(of row: JSONObject) -> [Seq: JSONObject] {
    let list = (row["conversions"]?.arrayValue ?? []).compactMap(\.objectValue)
    return Dictionary(list.map { ($0.event, $0) }) { first, _ in first }
  }

  /// What was stated, and at which rates it counts.
  func told(_ conversion: JSONObject, _ currency: String) -> Saying {
    let rates = (conversion["rates"]?.arrayValue ?? []).compactMap(\.integerValue).map {
      seq -> Saying in
      let rate = claims.first { $0.event == seq && $0.text("family") == "fx_rate" } ?? JSONObject()
      let pair = rate.text("key").split { ":/".contains($0) }.dropFirst().prefix(2)
      return .all([
        .text("1 \(pair.first ?? "") = \(pair.last ?? "") "), .number(rate.text("value")),
        .text(" "), .of(.day(rate.text("effective")), [seq]),
      ])
    }
    let stated = conversion.text("stated")
    let how: Saying =
      rates.isEmpty
      ? .said(.sumSettles, [.stated(stated)])
      : .said(
        .sumAtRates,
        [.stated(stated), rates.dropFirst().reduce(rates[0]) { .said(.and, [$0, $1]) }])
    guard let level = Interval(conversion["level"]), let held = Interval(conversion["held"])
    else { return how }
    let isAsStated = rates.isEmpty && level == Interval(stated: stated)
    let whole: Saying =
      isAsStated
      ? .stated(stated)
      : .all([.amount(level, currency, Amounts.digits), .text(", "), how, .text(",")])
    let beyond: Saying = .amount(held, currency, rates.isEmpty ? nil : Amounts.digits)
    return .said(.sumBeyond, [whole, beyond])
  }
}
