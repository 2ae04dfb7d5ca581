import Events

extension PageWords {
  /// A value as the ledger understood it, where that says more than how it was written: the interval of
  /// a figure, the days that a date may mean.
  package func told(_ value: JSON, of type: FieldType) -> String {
    guard let value = value.objectValue else { return "" }
    let (low, high) = (value["low"]?.integerValue, value["high"]?.integerValue)
    switch type {
    case .list(let element): return told(.object(value), of: element)
    case .percent: return wording.percent(value["ppb"]?.integerValue, low: low, high: high)
    case .money:
      let currency = value.text("currency")
      return wording.money(value["minor"]?.integerValue, low: low, high: high, currency)
    case .date:
      let days = ["earliest", "latest"].map { value.text($0) }
      return days[0] == days[1]
        ? wording.date(days[0]) : days.map { wording.date($0) }.joined(separator: "–")
    default: return ""
    }
  }
}
