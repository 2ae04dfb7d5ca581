import Events
import Projections

extension QueryFunction {
  /// The first day of a partial date.
  static let dateLow = QueryFunction(
    "date_low(text)", "the first day that a partial date can mean; NULL for ?", counts: 1...1,
    .scalar { arguments throws(Rejection) in
      try PartialDate(arguments[0], of: "date_low")?.earliest.map { .text($0.description) }
        ?? .null
    })

  /// The last day of a partial date.
  static let dateHigh = QueryFunction(
    "date_high(text)", "the last day that a partial date can mean; NULL for ?", counts: 1...1,
    .scalar { arguments throws(Rejection) in
      try PartialDate(arguments[0], of: "date_high")?.latest.map { .text($0.description) }
        ?? .null
    })
}

extension PartialDate {
  /// The date that an argument names; nil for NULL.
  init?(_ value: Cell, of function: String) throws(Rejection) {
    guard let text = try QueryFunction.text(value, "a date", of: function) else { return nil }
    do {
      try self.init(text)
    } catch {
      throw QueryFunction.refusal(function, error.message)
    }
  }
}
