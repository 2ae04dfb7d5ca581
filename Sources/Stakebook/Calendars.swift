import Events
import Projections
import Reports

extension Ledger {
  /// What comes due from the as-of day on, and what is overdue, as a calendar's file (RFC 5545).
  public func calendar(
    clock: Clock = .today, alarm: CalendarFile.Alarm? = nil
  ) throws -> String {
    let made = try lastRecording(clock)
    return try read(clock, .whole(of: ["upcoming", "entities"])) { reading in
      let today = try reading.clock().asOf.description
      let rows = try reading.rows(named: "upcoming").filter {
        $0["overdue"] == .integer(1) || $0["day_latest"]?.stringValue ?? "" >= today
      }
      let names = try reading.rows(named: "entities").compactMap { row in
        row["entity"]?.stringValue.map { ($0, row["name"]?.stringValue ?? $0) }
      }
      let file = CalendarFile(
        names: Dictionary(names) { first, _ in first }, madeAt: made, alarm: alarm)
      return file.text(rows)
    }
  }

  /// What was recorded after a seq, as a feed's file (RFC 4287). Throws `unknown-stream`.
  public func feed(
    of stream: String? = nil, last: Int? = nil, after: Seq = 0, clock: Clock = .today
  ) throws -> String {
    var question = LogQuestion()
    question.stream = stream
    question.last = last
    var entries: [FeedFile.Entry] = []
    try forEachLogLine(question, clock: clock) { line in
      guard line.seq > after else { return }
      let withdrawn = line.withdrawnBy.map { ", withdrawn by event \($0)" } ?? ""
      entries.append(
        FeedFile.Entry(
          id: line.id, recordedAt: line.recordedAt, title: line.headline,
          text: "event \(line.seq), \(line.type), \(line.effective), \(line.status)\(withdrawn)",
          stream: line.stream))
    }
    let title = stream.map { "Stakebook: \($0)" } ?? "Stakebook"
    return FeedFile(id: try firstID() ?? "00000000-0000-0000-0000-000000000000", title: title)
      .text(entries)
  }

  private func firstID() throws -> String? {
    var id: String?
    struct Found: Error {}
    do {
      try forEachLogLine { line in
        id = line.id
        throw Found()
      }
    } catch is Found {}
    return id
  }

  /// When the last event was recorded that a clock knows; the epoch where there is none.
  private func lastRecording(_ clock: Clock) throws -> String {
    var question = LogQuestion()
    question.last = 1
    var instant = "1970-01-01T00:00:00.000000Z"
    try forEachLogLine(question, clock: clock) { instant = $0.recordedAt }
    return instant
  }
}
