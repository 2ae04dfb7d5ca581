import EventLog
import Events
import GRDB

/// Which events of the log are asked for; all that are known where nothing is said.
public struct LogQuestion: Sendable {
  /// Only those of this stream.
  public var stream: String?
  /// Only those of this type.
  public var type: String?
  /// Only so many, the last ones.
  public var last: Int?
  /// Whether those are left out that begin after the as-of day.
  public var isOfStarted = false

  /// All events.
  public init() {}

  /// The seqs and versions of the events, found by an index that gives them in order: in a stream
  /// versions follow each other as seqs do.
  private func asked(from first: String? = nil) -> (sql: String, order: String) {
    var conditions = ["seq <= (SELECT known_at FROM x_clock)"]
    if let first { conditions.append("seq >= \(first)") }
    if stream != nil { conditions.append("stream = :stream") }
    // With the sign, so that it is looked for among the stream's events.
    if type != nil { conditions.append("\(stream == nil ? "" : "+")type = :type") }
    if isOfStarted {
      conditions.append("coalesce(effective_earliest <= (SELECT as_of FROM x_clock), 1)")
    }
    let sql = """
      SELECT seq, version
      FROM event
      WHERE \(conditions.joined(separator: "\nAND "))
      """
    return (sql, stream == nil ? "seq" : "version")
  }

  fileprivate var arguments: StatementArguments {
    var arguments = StatementArguments()
    if let stream { arguments += ["stream": stream] }
    if let type { arguments += ["type": type] }
    return arguments
  }

  /// The query for the seqs of the last of them, the latest first.
  package var lastSeqs: String {
    let (sql, order) = asked()
    return "\(sql)\nORDER BY \(order) DESC\nLIMIT :last"
  }

  fileprivate static func columns(_ named: Set<String>) -> [View.Column] {
    // Of its projection: all views together take longer to make than a few rows to read.
    Projection.log.views.filter { $0.name == "events" }.flatMap(\.exactColumns)
      .filter { named.contains($0.name) }
  }

  /// The query for these columns of rows of the view `events`; of the last ones from `:first` on.
  package func select(_ columns: Set<String>) -> String {
    let (sql, order) = asked(from: last == nil ? nil : ":first")
    let list = Self.columns(columns).map { "events.\"\($0.name)\"" }.joined(separator: ", ")
    // Row by row in the order of the index: a join that SQLite arranged might be sorted afterwards.
    return """
      SELECT \(list)
      FROM (
        \(sql)
      ) AS asked
      CROSS JOIN events ON events.event = asked.seq
      ORDER BY asked.\(order)
      """
  }
}

extension Reading {
  /// Gives the rows of the view `events` that are asked for, in order of seq, one at a time: of
  /// their columns those named.
  ///
  /// Reads the events that it gives and no others, but for those that begin after the as-of day.
  public func forEachEvent(
    _ question: LogQuestion, columns: Set<String>, _ body: (JSONObject) throws -> Void
  ) throws {
    var arguments = question.arguments
    if let last = question.last {
      guard let first = try firstSeq(of: question, last) else { return }
      arguments += ["first": first]
    }
    try forEachRow(
      LogQuestion.columns(columns), sql: question.select(columns), arguments, body)
  }

  private func firstSeq(of question: LogQuestion, _ last: Int) throws -> Seq? {
    try Seq.fetchOne(
      database, sql: "SELECT min(seq) FROM (\(question.lastSeqs))",
      arguments: question.arguments + ["last": last])
  }

  /// Whether an event of that stream is known.
  public func hasStream(_ stream: String) throws -> Bool {
    try Row.fetchOne(
      database,
      sql: "SELECT 1 FROM event, x_clock AS clock WHERE stream = ? AND seq <= known_at LIMIT 1",
      arguments: [stream]) != nil
  }

  /// Every stream of which an event is known, in alphabetical order: found from one to the next.
  public func streams() throws -> [String] {
    try String.fetchAll(
      database,
      sql: """
        WITH RECURSIVE stream (name) AS (
          SELECT min(stream) FROM event
          UNION ALL
          SELECT (SELECT min(stream) FROM event WHERE event.stream > stream.name)
          FROM stream
          WHERE stream.name IS NOT NULL
        )
        SELECT stream.name
        FROM x_clock AS clock, stream
        JOIN event ON event.stream = stream.name AND event.version = 1
        WHERE event.seq <= clock.known_at
        ORDER BY stream.name
        """)
  }

  /// The event that withdrew that one, as far as is known.
  public func withdrawal(of seq: Seq) throws -> Seq? {
    try Seq.fetchOne(
      database,
      sql: """
        SELECT withdrawn_by
        FROM x_clock AS clock, x_withdrawal AS withdrawal
        WHERE withdrawal.event = ?
        AND withdrawn_by <= known_at
        """, arguments: [seq])
  }

  /// The retractions of these events, as far as they are known.
  public func retractions(of events: Set<Seq>) throws -> [Seq: Seq] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT withdrawal.event, withdrawal.withdrawn_by
        FROM x_clock AS clock, json_each(?) AS gone
        JOIN x_withdrawal AS withdrawal ON withdrawal.event = gone.value
        JOIN event ON event.seq = withdrawal.withdrawn_by
        WHERE withdrawal.withdrawn_by <= clock.known_at
        AND event.type = '\(EventRetracted.type)'
        """, arguments: [JSON.array(events.sorted().map(JSON.integer)).canonical])
    return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { $1 })
  }

  /// The events by which stakes ended: whose, in whom, on which basis, empty for every one.
  public func endsOfStakes() throws -> [(holder: String, issuer: String, basis: String, event: Seq)]
  {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT holder, issuer, coalesce(basis, ''), event
        FROM x_stake_claim AS stake_claim
        WHERE type = '\(StakeEnded.type)'
        """)
    return rows.map { ($0[0], $0[1], $0[2], $0[3]) }
  }
}
