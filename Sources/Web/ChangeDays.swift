import Stakebook

/// The days on which something changes: in the world, and in what is known.
struct ChangeDays: Sendable {
  var effective: [String] = []
  var recorded: [String] = []
  /// Of more only the last ones.
  private static let most = 1000

  /// The days before and after the one that is shown; none after today.
  func around(_ day: String?) -> (before: String?, after: String?) {
    guard let day else { return (effective.last, nil) }
    return (effective.last { $0 < day }, effective.first { $0 > day })
  }

  /// Those of a stream, or of the whole ledger, up to a day.
  static func read(_ ledger: Ledger, stream: String? = nil) throws -> ChangeDays {
    let today = try ledger.today().text
    let connection = try ledger.query(limits: QueryLimits(seconds: 4))
    func days(_ column: String) throws -> [String] {
      var days: [String] = []
      try connection.run(
        """
        SELECT DISTINCT substr(\(column), 1, 10) AS day FROM events
        WHERE \(column) IS NOT NULL AND substr(\(column), 1, 10) <= :today \
        AND (:stream = '' OR stream = :stream)
        ORDER BY day DESC LIMIT \(most)
        """,
        QueryParameters(words: [
          "today:=\"\(today)\"", "stream:=\(JSON.string(stream ?? "").canonical)",
        ]),
        columns: { _ in },
        row: { row in if case .text(let day) = row[0] { days.append(day) } })
      return days.reversed()
    }
    return ChangeDays(effective: try days("effective_latest"), recorded: try days("recorded_at"))
  }
}

extension Site {
  /// The days of a stream or of everything; none where that takes too long.
  func days(_ stream: String? = nil) async -> ChangeDays? {
    try? await workers.read { try? ChangeDays.read($0, stream: stream) }
  }
}
