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
  public private(set) var headline: String
  /// The event that withdrew it.
  public let withdrawnBy: Seq?
  /// Whether it holds only after the as-of day.
  public let isPending: Bool
}

extension Ledger {
  /// Gives the events under a clock that are asked for, withdrawn ones too, in order of seq and one
  /// at a time; for readers with the names that things were given before their slugs. Throws
  /// `unknown-stream`.
  public func forEachLogLine(
    _ question: LogQuestion = LogQuestion(), clock: Clock = .today, forReaders: Bool = false,
    _ body: (LogLine) throws -> Void
  ) throws {
    try read(clock) { reading in
      if let stream = question.stream, try !reading.hasStream(stream) {
        if let publicBy = reading.publicBy, let first = try reading.publicDay(of: stream) {
          throw Rejection(
            .unknownStream, "nothing of the stream '\(stream)' was public by \(publicBy)",
            hint: "Write --public-by \(first) or later.")
        }
        throw Self.unknownStream(stream, among: try reading.streams())
      }
      var known: [Substring: String?] = [:]
      try reading.forEachEvent(question, columns: LogLine.read) { row in
        var line = LogLine(row)
        if forReaders {
          try line.name { slug in
            if let name = known[slug] { return name }
            let name = try reading.givenName(of: String(slug))
            known[slug] = .some(name)
            return name
          }
        }
        try body(line)
      }
    }
  }

  /// The names that things were given, by their slugs.
  public func givenNames(clock: Clock = .today) throws -> [String: String] {
    try read(clock) { try $0.givenNames() }
  }

  private static func unknownStream(_ stream: String, among streams: [String]) -> Rejection {
    Rejection(
      .unknownStream, "there is no stream '\(stream.prefix(60))'",
      hint: nearest(to: stream, among: streams).map { "Did you mean '\($0)'?" }
        ?? (streams.isEmpty
          ? "The ledger has no event yet."
          : "There are \(streams.prefix(8).joined(separator: ", "))."))
  }
}

extension LogLine {
  /// What it is made of.
  fileprivate static let read: Set = [
    "event", "id", "recorded_at", "stream", "type", "effective", "status", "headline",
    "withdrawn_by", "pending",
  ]

  /// Writes the names of things before their slugs. A slug of one word cannot be told from a word.
  fileprivate mutating func name(_ given: (Substring) throws -> String?) rethrows {
    headline = try headline.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let slug = word.drop { "([".contains($0) }.prefix {
        $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-")
      }
      guard slug.contains("-"), let name = try given(slug) else { return String(word) }
      return "\(word[..<slug.startIndex])\(name) [\(slug)]\(word[slug.endIndex...])"
    }.joined(separator: " ")
  }

  fileprivate init(_ row: JSONObject) {
    func text(_ name: String) -> String { row[name]?.stringValue ?? "" }
    seq = row["event"]?.integerValue ?? 0
    id = text("id")
    recordedAt = text("recorded_at")
    stream = text("stream")
    type = text("type")
    effective = text("effective")
    status = text("status")
    headline = text("headline")
    withdrawnBy = row["withdrawn_by"]?.integerValue
    isPending = row["pending"] == .integer(1)
  }
}
