import Events
import Projections

/// An event as a list of the log shows it.
public struct LogLine: Sendable {
  /// Its place in the ledger.
  public let seq: Seq
  /// Its name for good.
  public let id: String
  /// When it was recorded, UTC.
  public let recordedAt: String
  /// Its stream.
  public let stream: String
  /// What kind of event it is.
  public let type: String
  /// When it holds, as stated.
  public let effective: String
  /// How sure it is.
  public let status: String
  /// What it says, in a line.
  public let headline: String
  /// The event that withdrew it.
  public let withdrawnBy: Seq?
  /// Whether it holds only after the as-of day.
  public let isPending: Bool
}

extension Ledger {
  /// The events under a clock in order of seq, withdrawn ones too.
  ///
  /// `onlyStarted` leaves out those that begin after the as-of day. Throws `unknown-stream`.
  public func logLines(
    stream: String? = nil, type: String? = nil, clock: Clock = .today, onlyStarted: Bool = false
  ) throws -> [LogLine] {
    try read(clock) { reading in
      let events = try reading.rows(EventRow.self)
      if let stream { try Self.require(stream, among: events) }
      return events.filter { event in
        (stream == nil || event.text("stream") == stream)
          && (type == nil || event.text("type") == type)
          && !(onlyStarted && event.columns["pending"] == .integer(1))
      }.map(LogLine.init)
    }
  }

  private static func require(_ stream: String, among events: [EventRow]) throws {
    let streams = Set(events.map { $0.text("stream") })
    guard !streams.contains(stream) else { return }
    let near = nearest(to: stream, among: streams.sorted())
    throw Rejection(
      "unknown-stream", "there is no stream '\(stream.prefix(60))'",
      hint: near.map { "Did you mean '\($0)'?" }
        ?? "There are \(streams.sorted().prefix(8).joined(separator: ", ")).")
  }
}

/// A row of the view `events`.
private struct EventRow: ViewRow {
  static let view = "events"
  let columns: JSONObject

  func text(_ name: String) -> String { columns[name]?.stringValue ?? "" }
}

extension LogLine {
  fileprivate init(_ row: EventRow) {
    seq = row.columns["event"]?.integerValue ?? 0
    id = row.text("id")
    recordedAt = row.text("recorded_at")
    stream = row.text("stream")
    type = row.text("type")
    effective = row.text("effective")
    status = row.text("status")
    headline = row.text("headline")
    withdrawnBy = row.columns["withdrawn_by"]?.integerValue
    isPending = row.columns["pending"] == .integer(1)
  }
}
