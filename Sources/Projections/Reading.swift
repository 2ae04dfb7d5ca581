import EventLog
import Events
import GRDB

/// A row of a public view, as reading code gets it.
public protocol ViewRow: Sendable {
  /// The view's name.
  static var view: String { get }
  /// The row's columns by name, absent where NULL; rounded numbers are left out.
  var columns: JSONObject { get }
  /// A row with these columns.
  init(columns: JSONObject)
}

/// Reads public views under the clock of its connection.
public struct Reading {
  let database: Database
  /// The last day whose sources count; nil: whenever they were published.
  public let publicBy: Day?
  /// Whether some views are there only where a statement brings them along.
  private let bringsAlong: Bool

  /// Reads on this connection, inside the transaction that is open on it.
  public init(_ database: Database) {
    (self.database, publicBy, bringsAlong) = (database, nil, false)
  }

  /// How much is read.
  public enum Extent: Sendable {
    /// Some rows of the whole ledger.
    case someRows
    /// All rows of these views, or of every view: what they share is computed once.
    case whole(of: Set<String>?)
    /// What bears on these partnerships; of none, nothing.
    case partnerships([String])
    /// What bears on these: every row that follows from one of them, and rows besides that may lack
    /// something.
    case around(Seeds)

    /// All that the whole ledger's state tells.
    public static let wholeState = whole(of: nil)
  }

  /// Reads under a clock. Throws what SQLite throws.
  ///
  /// Of the whole ledger and of everything, views and tables are made for the transaction, and whoever
  /// opened it rolls it back. Of partnerships they stay, on a connection that reads nothing else.
  public init(_ database: Database, _ clock: Clock, _ extent: Extent = .someRows) throws {
    (self.database, publicBy) = (database, clock.publicBy)
    bringsAlong =
      switch extent {
      case .someRows: false
      case .whole: clock.publicBy == nil
      // What is read is cut to what was public, not the views.
      case .partnerships, .around: true
      }
    switch extent {
    case .partnerships(let slugs): try Scope.enter(Seeds(streams: slugs), clock, database)
    case .around(let seeds): try Scope.enter(seeds, clock, database)
    case .whole(let asked):
      for statement in Shadows.whole(clock, of: asked, bringsAlong: bringsAlong) {
        try database.execute(sql: statement)
      }
    case .someRows: for statement in clock.statements { try database.execute(sql: statement) }
    }
  }

  /// The same reading under another clock; of partnerships, or around something, and of what was public
  /// by the same day.
  public func moved(to clock: Clock) throws -> Reading {
    precondition(clock.publicBy == publicBy, "what was not public by the day is not there")
    try Shadows.set(clock, database)
    return self
  }

  /// The rows of a view, of one partnership's state where its slug is given.
  public func rows<Wanted: ViewRow>(
    _ type: Wanted.Type, partnership: String? = nil
  ) throws -> [Wanted] {
    try rows(named: Wanted.view, partnership: partnership).map(Wanted.init(columns:))
  }

  /// Gives the rows of a view in its own order, one at a time.
  public func forEachRow<Wanted: ViewRow>(
    _ type: Wanted.Type, _ body: (Wanted) throws -> Void
  ) throws {
    try forEachRow(of: Self.view(Wanted.view)) { try body(Wanted(columns: $0)) }
  }

  /// The rows of a public view by its name, in its own order, exact values only.
  public func rows(named name: String, partnership: String? = nil) throws -> [JSONObject] {
    try rows(of: Self.view(name), partnership: partnership)
  }

  /// The slugs of that kind that events have named, in alphabetical order; of very many so many.
  public func slugs(of noun: Noun, most: Int = .max) throws -> [String] {
    try String.fetchAll(
      database, sql: "SELECT slug FROM x_name AS name WHERE noun = ? ORDER BY slug LIMIT ?",
      arguments: [noun.rawValue, most])
  }

  /// Every key of a family of claims, such as `partnership:deal`.
  public func keys(of family: String) throws -> Set<String> {
    try String.fetchSet(
      database, sql: "SELECT key FROM x_claim_key AS claim_key WHERE family = ?",
      arguments: [family])
  }

  /// The partnerships that the clock knows to begin after its day, the first recorded first: their slugs,
  /// names and beginnings as they were stated.
  public func partnershipsToCome() throws -> [(slug: String, name: String?, beginning: String)] {
    // Not by the view of claims, which asks of each claim everywhere why it does not count.
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT claim_key.part1, event.data ->> '$.name', event.effective
        FROM x_clock AS clock
        CROSS JOIN x_claim_key AS claim_key
        CROSS JOIN x_claim AS claim ON claim.key = claim_key.key
        CROSS JOIN event ON event.seq = claim.id >> \(Projection.itemBits)
        WHERE claim_key.family = 'partnership'
        AND claim_key.aspect = ''
        AND claim.firm > 0
        AND claim.effective_earliest > clock.as_of
        AND claim.effective_earliest <> '?'
        AND \(Projection.isKnown("claim"))
        ORDER BY claim.id
        """)
    return rows.map { ($0[0], $0[1], $0[2]) }
  }

  /// The rows of a public view that stand for one of these events, in its own order; of the columns
  /// only those named, where some are.
  public func rows(
    named name: String, of events: some Sequence<Seq>, columns: Set<String>? = nil
  ) throws -> [JSONObject] {
    let list = JSON.array(events.map(JSON.integer)).canonical
    let view = Self.view(name)
    var rows: [JSONObject] = []
    try forEachRow(
      of: view, view.exactColumns.filter { columns?.contains($0.name) ?? true },
      where: "event IN (SELECT value FROM json_each(:events))", ["events": list]
    ) { rows.append($0) }
    return rows
  }

  /// The rows of a public view under these keys, in its own order.
  public func rows(named name: String, keys: Set<String>) throws -> [JSONObject] {
    let list = JSON.array(keys.sorted().map(JSON.string)).canonical
    let view = Self.view(name)
    var rows: [JSONObject] = []
    try forEachRow(
      of: view, view.exactColumns, where: "\"key\" IN (SELECT value FROM json_each(:keys))",
      ["keys": list]
    ) { rows.append($0) }
    return rows
  }

  static func view(_ name: String) -> View {
    guard let view = Projections.view(named: name) else {
      preconditionFailure("there is no public view '\(name)'")
    }
    return view
  }

  /// The rows of a view in its own order, exact values only.
  public func rows(of view: View, partnership: String? = nil) throws -> [JSONObject] {
    var rows: [JSONObject] = []
    try forEachRow(of: view, partnership: partnership) { rows.append($0) }
    return rows
  }

  /// Gives the rows of a view in its own order, exact values only, one at a time.
  ///
  /// A partnership's state are the rows of its stream, the sums in which one of its events is, and the
  /// rows whose entities are all among its parties, former and current.
  public func forEachRow(
    of view: View, partnership: String? = nil, _ body: (JSONObject) throws -> Void
  ) throws {
    let condition = partnership.map { _ in Self.filter(for: view) }
    try forEachRow(
      of: view, view.exactColumns, where: condition,
      partnership.map { ["partnership": $0] } ?? StatementArguments(), body)
  }

  /// What stands before a statement that names the view: its SELECT, where the reading has not made it.
  func along(_ view: View) -> String {
    bringsAlong && Shadows.broughtAlong.contains(view.name) ? "WITH \(view.named) " : ""
  }

  func forEachRow(
    of view: View, _ columns: [View.Column], where condition: String?,
    _ arguments: StatementArguments, _ body: (JSONObject) throws -> Void
  ) throws {
    let sql = along(view) + Self.select(columns, from: view, where: condition)
    try forEachRow(columns, sql: sql, arguments, body)
  }

  /// Gives the rows of a query for these columns.
  func forEachRow(
    _ columns: [View.Column], sql: String, _ arguments: StatementArguments,
    _ body: (JSONObject) throws -> Void
  ) throws {
    let statement = try database.cachedStatement(sql: sql)
    let rows = try Row.fetchCursor(statement, arguments: arguments)
    while let row = try rows.next() {
      // By place: a search by name for each value takes longer than the reading.
      var members: [(name: String, value: JSON)] = []
      members.reserveCapacity(columns.count + 1)
      for (place, column) in columns.enumerated() {
        if let value = try json(row[place], in: column) { members.append((column.name, value)) }
      }
      try body(JSONObject(unique: members))
    }
  }

  /// The query for the rows of a view in its own order, exact values only.
  package static func select(from view: View) -> String {
    select(view.exactColumns, from: view, where: nil)
  }

  private static func select(
    _ columns: [View.Column], from view: View, where condition: String?
  ) -> String {
    let list = columns.map(\.name.quotedDatabaseIdentifier).joined(separator: ", ")
    let filter = condition.map { " WHERE \($0)" } ?? ""
    return "SELECT \(list) FROM \(view.name)\(filter) ORDER BY \(view.wholeOrder)"
  }

  /// The rows of the state of `:partnership`.
  static func filter(for view: View) -> String {
    var alternatives: [String] = []
    if view.columns.contains(where: { $0.name == "stream" }) {
      alternatives.append("stream = :partnership")
    } else if view.columns.contains(where: { $0.name == "events" }) {
      alternatives.append(
        """
        EXISTS (
          SELECT 1
          FROM json_each(\(view.name).events) AS part
          CROSS JOIN event ON event.seq = part.value
          WHERE event.stream = :partnership
        )
        """)
    }
    if !view.parties.isEmpty {
      let among = """
        (SELECT entity FROM x_partnership_party AS member WHERE member.partnership = :partnership)
        """
      let all = view.parties.map { "(coalesce(\($0), '') = '' OR \($0) IN \(among))" }
      let any =
        "coalesce(\((view.parties + ["''"]).map { "nullif(\($0), '')" }.joined(separator: ", ")))"
      alternatives.append("(\(any) IS NOT NULL AND \(all.joined(separator: " AND ")))")
    }
    return alternatives.isEmpty ? ":partnership IS NULL" : alternatives.joined(separator: " OR ")
  }

  private func json(_ value: DatabaseValue, in column: View.Column) throws -> JSON? {
    switch value.storage {
    case .null: return nil
    case .int64(let number): return .integer(number)
    case .string(let text):
      guard column.isJSON else { return .string(text) }
      let json = try JSON.read(text, limits: .ofOwn(bytes: 1 << 26))
      // A list of seqs has no order of its own.
      if case .array(let items) = json, column.kind == .events {
        return .array(items.sorted { ($0.integerValue ?? 0) < ($1.integerValue ?? 0) })
      }
      return json
    case .double(let number): return .number(number)
    case .blob: preconditionFailure("\(column.name) of a view is a BLOB")
    }
  }

  /// The clock that the connection's views read, as it stands: the day, and the last event that is known.
  public func clock() throws -> (asOf: Day, knownAt: Seq, publicBy: Day?) {
    let sql = """
      SELECT as_of, min(known_at, (SELECT coalesce(max(seq), 0) FROM main.event)) AS known_at
      FROM x_clock AS clock
      """
    let row = try Row.fetchOne(database.cachedStatement(sql: sql))
    guard let row else { preconditionFailure("the view clock has no row") }
    return (try Day(row["as_of"] as String), row["known_at"], publicBy)
  }

  /// The log's tree, as it stands on this connection.
  public var tree: LogTree { get throws { try LogTree(database) } }

  /// The last seq; 0 in an empty ledger.
  public func head() throws -> Seq {
    let sql = "SELECT coalesce(max(seq), 0) FROM main.event"
    return try Seq.fetchOne(database.cachedStatement(sql: sql)) ?? 0
  }

  /// The last event recorded up to an instant (`YYYY-MM-DDTHH:MM:SS.ffffffZ`); 0 when there is none.
  public func lastSeq(recordedUpTo instant: String) throws -> Seq {
    try Seq.fetchOne(
      database,
      sql:
        "SELECT seq FROM main.event WHERE recorded_at <= ? ORDER BY recorded_at DESC, seq DESC LIMIT 1",
      arguments: [instant]) ?? 0
  }
}
