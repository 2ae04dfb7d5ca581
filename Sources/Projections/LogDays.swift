import Events
import GRDB

/// The days of events, `YYYY-MM-DD`: those until which they can hold, and those on which they were recorded.
public struct LogDays: Sendable {
  /// The last days that their dates can mean.
  public var effective: Set<String> = []
  /// The days in UTC.
  public var recorded: Set<String> = []

  /// Of no event.
  public init() {}
}

extension Reading {
  /// The days of the events of a stream, whatever the clock.
  public func days(of stream: String) throws -> LogDays {
    try days(where: "stream = ?", [stream])
  }

  /// The days of the events from one seq to another, whatever the clock.
  public func days(of events: ClosedRange<Seq>) throws -> LogDays {
    try days(where: "seq BETWEEN ? AND ?", [events.lowerBound, events.upperBound])
  }

  private func days(where condition: String, _ arguments: StatementArguments) throws -> LogDays {
    func days(_ column: String) throws -> Set<String> {
      let sql = """
        SELECT DISTINCT substr(\(column), 1, 10)
        FROM main.event
        WHERE \(column) IS NOT NULL
        AND \(condition)
        """
      return try String.fetchSet(database.cachedStatement(sql: sql), arguments: arguments)
    }
    var found = LogDays()
    found.effective = try days("effective_latest")
    found.recorded = try days("recorded_at")
    return found
  }
}
