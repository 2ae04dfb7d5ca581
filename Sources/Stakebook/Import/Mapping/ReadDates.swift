import Events

/// Dates that were read: in most tables each stands in many rows.
final class ReadDates {
  private var dates: [Writing.DateOrder?: [String: String]] = [:]

  /// The most that are held of an order of dates.
  private static let most = 10_000

  /// What a text says as a date. Throws what reading it throws.
  func date(_ text: String, _ writing: Writing) throws(Rejection) -> String {
    if let known = dates[writing.dates]?[text] { return known }
    let date = try writing.date(text)
    if dates[writing.dates]?.count ?? 0 >= Self.most { dates[writing.dates] = nil }
    dates[writing.dates, default: [:]][text] = date
    return date
  }
}

extension FieldType {
  /// Whether its value is a text as the check takes it.
  var isText: Bool {
    switch self {
    case .flag, .count, .list, .object: false
    default: true
    }
  }
}
