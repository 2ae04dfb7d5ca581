import EventLog
import Events
import Foundation

/// A hub on PostgreSQL: its schema `stakebook` in the database of the address.
final class PostgresHub: HubTransport {
  private static let migrations = [
    PackageResources.p0001_hub_sql, PackageResources.p0002_append_sql,
    PackageResources.p0003_erased_sql, PackageResources.p0004_versions_sql,
  ].map { String(decoding: $0, as: UTF8.self) }

  let user: String
  private let types = KnownTypes()
  var isLasting: Bool { connection.isAlive }
  private let connection: PostgresConnection
  private var isListening = false
  /// How long the session waits for the head, in milliseconds.
  private var lockTimeout = 0

  init(_ address: String) throws {
    connection = try PostgresConnection(address)
    _ = try connection.run(
      """
      SET idle_in_transaction_session_timeout = '300s';
      SET extra_float_digits = 0
      """)
    let form: Int
    (user, form) = try Self.userAndForm(connection, address)
    guard form == Self.migrations.count else { throw Rejection.olderHub(address) }
  }

  /// As whom the hub knows the session, and the number of its last migration.
  private static func userAndForm(
    _ connection: PostgresConnection, _ address: String
  ) throws -> (user: String, form: Int) {
    let rows = try connection.run("SELECT session_user, number FROM stakebook.form")
    guard rows.count == 1, let name = try rows.text(0, 0),
      let form = try rows.text(0, 1).flatMap(Int.init)
    else { throw Rejection.noHub(address) }
    guard form <= migrations.count else { throw Rejection.newerHub(address) }
    return (name, form)
  }

  /// Brings the hub of an address to the form of this program, and has it take the types of events that
  /// this knows.
  static func update(_ address: String) throws {
    let connection = try PostgresConnection(address)
    _ = try userAndForm(connection, address)
    // As the hub's owner: what runs with its maker's rights must be the owner's like all the rest.
    let owner = try connection.run(
      """
      SELECT quote_ident(rolname)
      FROM pg_namespace
      JOIN pg_roles ON pg_roles.oid = nspowner
      WHERE nspname = 'stakebook'
      """)
    guard owner.count == 1, let name = try owner.text(0, 0) else { throw Rejection.noHub(address) }
    // Who connects now reads the form when this is done; behind a dump of the hub nobody is to wait for long.
    _ = try connection.run("BEGIN; SET LOCAL lock_timeout = '30s'; SET LOCAL ROLE \(name)")
    _ = try connection.run("LOCK TABLE stakebook.form IN ACCESS EXCLUSIVE MODE; RESET ROLE")
    // Another one may just have done it.
    let form = try userAndForm(connection, address).form
    if form < migrations.count { try endOthers(connection, address) }
    _ = try connection.run("SET LOCAL ROLE \(name)")
    for migration in migrations.dropFirst(form) { _ = try connection.run(migration) }
    _ = try connection.run("UPDATE stakebook.form SET number = \(migrations.count)")
    try addTypes(connection)
    _ = try connection.run("COMMIT")
  }

  /// Ends the connections of desks, which looked at the form when they were made: what they do with the hub
  /// need not be right in the next one.
  private static func endOthers(_ connection: PostgresConnection, _ address: String) throws {
    let others = """
      FROM pg_stat_activity
      WHERE datname = current_database()
      AND application_name = 'stakebook'
      AND pid <> pg_backend_pid()
      """
    let users = try connection.run("SELECT string_agg(DISTINCT usename, ', ') \(others)")
    guard let names = try users.text(0, 0) else { return }
    do {
      _ = try connection.run("SELECT bool_and(pg_terminate_backend(pid, 5000)) \(others)")
      // One that ended by itself meanwhile is gone, too.
      _ = try connection.run("SELECT pg_stat_clear_snapshot()")
      guard try connection.run("SELECT 1 \(others)").count == 0 else {
        throw Rejection(.busy, "a desk does not let go of the hub \(address)", hint: "Try again.")
      }
    } catch let rejection as Rejection where rejection.code == .hubRefused {
      throw Rejection(
        .busy, "desks of an earlier version are connected to the hub \(address): \(names)",
        hint:
          "Have them end `sync --follow` and `serve`, or run this as a user who may end sessions "
          + "(pg_signal_backend).")
    }
  }

  private static func addTypes(_ connection: PostgresConnection) throws {
    let names = JSON.array(Catalogue.types.map { .string($0.type.text) }).canonical
    _ = try connection.run(
      """
      INSERT INTO stakebook.type (name)
      SELECT json_array_elements_text($1::json)
      ON CONFLICT DO NOTHING
      """, [.text(names)])
  }

  static func create(_ address: String, ledger: String, _ pages: HubPages?) throws {
    let connection = try PostgresConnection(address)
    let found = try connection.run("SELECT 1 FROM pg_namespace WHERE nspname = 'stakebook'")
    guard found.count == 0 else { throw Rejection.hubExists(address) }
    _ = try connection.run("BEGIN")
    for migration in migrations { _ = try connection.run(migration) }
    _ = try connection.run(
      "INSERT INTO stakebook.form (place, number) VALUES (1, \(migrations.count))")
    try addTypes(connection)
    _ = try connection.run(
      """
      INSERT INTO stakebook.head (place, ledger, seq, recorded_at, parts, root)
      VALUES (1, $1, 0, '', '{}', $2)
      """, [.text(ledger), .bytes(MerkleTree.emptyRoot)])
    // By the owner's own hand, which keeps times and actors as they are: the triggers check the rest.
    try pages?.forEach(
      events: { events in
        _ = try connection.run(
          """
          INSERT INTO stakebook.event
          SELECT * FROM json_populate_recordset(NULL::stakebook.event, $1::json) ORDER BY seq
          """, [.text(PostgresMoment.rows(events))])
      },
      document: { sha256, bytes, _ in
        _ = try connection.run(
          "INSERT INTO stakebook.document (sha256, bytes) VALUES ($1, $2)",
          [.text(sha256), .bytes(bytes)])
      })
    HubAddress.makesNow()
    _ = try connection.run("COMMIT")
  }

  func read<Result>(_ body: (any HubReading) throws -> Result) throws -> Result {
    _ = try connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    defer { if connection.isOpen { _ = try? connection.run("ROLLBACK") } }
    return try body(PostgresMoment(connection, types))
  }

  func push<Result>(wait: Wait, _ body: (any HubPushing) throws -> Result) throws -> Result {
    let milliseconds = Self.milliseconds(wait)
    let result: Result
    do {
      let locked = try connection.run(
        """
        BEGIN ISOLATION LEVEL READ COMMITTED;
        SET LOCAL lock_timeout = \(milliseconds);
        SELECT ledger, seq, recorded_at, encode(root, 'hex'), clock FROM stakebook.lock()
        """)
      let moment = PostgresMoment(connection, types)
      moment.locked = try moment.head(locked)
      result = try body(moment)
    } catch {
      if connection.isOpen { _ = try? connection.run("ROLLBACK") }
      throw error
    }
    do {
      _ = try connection.run("COMMIT")
    } catch let rejection as Rejection where rejection.code == .hubUnreachable {
      throw Self.unknownOutcome(rejection)
    }
    return result
  }

  private static func milliseconds(_ wait: Wait) -> Int {
    if case .seconds(let seconds) = wait { Int(min(max(0.001, seconds), 1e6) * 1000) } else { 0 }
  }

  private static let appending = """
    SELECT ledger, root, checkpoint, \(StoredEvent.columns.map { "(came).\($0)" }.joined(separator: ", "))
    FROM stakebook.append($1::json, $2, $3, $4::text[], $5::json)
    """

  func append(_ drafts: HubDrafts, wait: Wait) throws -> HubTail? {
    let milliseconds = Self.milliseconds(wait)
    if lockTimeout != milliseconds {
      _ = try connection.run("SET lock_timeout = \(milliseconds)")
      lockTimeout = milliseconds
    }
    let expecting = JSONObject(drafts.expecting.map { ($0, JSON.integer($1)) })
    let question = PostgresConnection.Question(
      sql: Self.appending,
      parameters: [
        .text(PostgresMoment.rows(drafts.events)), .integer(drafts.behind.seq),
        .bytes(drafts.behind.leaf),
        // Slugs and ids have no sign that quotes must hide; without them `null` would be none.
        .text("{\(drafts.needs.map { "\"\($0)\"" }.joined(separator: ","))}"),
        .text(JSON.object(expecting).canonical),
      ], name: "append")
    let answers: [Result<PostgresRows, any Error>]
    let rows: PostgresRows
    do {
      // Each is a transaction of its own; the first is durable when the second is.
      answers = try connection.run([question, Self.settling])
      rows = try answers[0].get()
    } catch let rejection as Rejection where rejection.code == .hubUnreachable {
      throw Self.unknownOutcome(rejection)
    }
    guard rows.count > 0 else { return nil }
    do {
      _ = try answers[1].get()
      return try Self.tail(rows)
    } catch let rejection as Rejection {
      // Whatever it is: it was recorded, and is not yet known to be there for good.
      throw Self.unknownOutcome(rejection)
    }
  }

  private static func tail(_ rows: PostgresRows) throws -> HubTail {
    let events = try PostgresMoment.events(rows, from: 3)
    guard let ledger = try rows.text(0, 0), let root = rows.bytes(0, 1), root.count == 32,
      let last = events.last
    else { throw Rejection(.damagedHub, "the hub has lost its head") }
    return HubTail(
      head: HubHead(
        ledger: ledger, seq: last.seq, root: root, clock: EventLog.microseconds(last.recordedAt)),
      events: events, checkpoint: try rows.integer(0, 2))
  }

  private static let settling = PostgresConnection.Question(
    sql: "SELECT stakebook.settle()", name: "settle")

  func settle() throws { _ = try connection.run([Self.settling])[0].get() }

  private static func unknownOutcome(_ rejection: Rejection) -> Rejection {
    Rejection(
      .unknownOutcome,
      "\(rejection.message), in the moment of recording: not recorded, or unknown",
      hint: "Push again: what the hub has already is not recorded twice.")
  }

  func rest(seconds: Double) throws {
    // A hint, and no more: a server that knows no LISTEN is asked again all the same.
    if !isListening { _ = try? connection.run("LISTEN stakebook") }
    isListening = true
    try connection.waitForNotification(seconds: seconds)
  }

  func close() {}
}

/// What a connection sees in a transaction.
private final class PostgresMoment: HubPushing {
  private let connection: PostgresConnection
  /// The head as it was when it was locked, and what was inserted since.
  var locked: HubHead?

  private let types: KnownTypes

  init(_ connection: PostgresConnection, _ types: KnownTypes) {
    (self.connection, self.types) = (connection, types)
  }

  func head() throws -> HubHead {
    if let locked { return locked }
    return try head(
      connection.run(
        """
        SELECT ledger, seq, recorded_at, encode(root, 'hex'), to_char(
            clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        FROM stakebook.head
        """))
  }

  /// Reads a head in text form.
  func head(_ rows: PostgresRows) throws -> HubHead {
    guard rows.count == 1, let ledger = try rows.text(0, 0),
      let seq = try rows.text(0, 1).flatMap({ Seq($0) }),
      let root = try rows.text(0, 3).flatMap({ [UInt8](hexadecimal: $0) }), root.count == 32,
      let clock = try rows.text(0, 4), Kept.isInstant(clock)
    else { throw Rejection(.damagedHub, "the hub has lost its head") }
    return HubHead(ledger: ledger, seq: seq, root: root, clock: EventLog.microseconds(clock))
  }

  private static let selection =
    "SELECT \(StoredEvent.columns.joined(separator: ", ")) FROM stakebook.event WHERE seq > $1 "
    + "AND seq <= $2 ORDER BY seq"

  func events(after seq: Seq, most count: Int) throws -> [StoredEvent] {
    try Self.events(
      connection.run(Self.selection, [.integer(seq), .integer(seq + Seq(count))]))
  }

  /// The events of rows whose columns begin at a place.
  static func events(_ rows: PostgresRows, from place: Int = 0) throws -> [StoredEvent] {
    try (0..<rows.count).map { row in
      try StoredEvent(
        seq: try rows.integer(row, place), version: try rows.integer(row, place + 3),
        texts: { try rows.text(row, place + $0) }, bytes: { rows.bytes(row, place + $0) })
    }
  }

  func takes(_ type: String) throws -> Bool {
    try types.contains(type) {
      let names = try connection.run("SELECT name FROM stakebook.type")
      return Set(try (0..<names.count).compactMap { try names.text($0, 0) })
    }
  }

  func document(_ sha256: String) throws -> [UInt8]? {
    let rows = try connection.run(
      "SELECT bytes FROM stakebook.document WHERE sha256 = $1", [.text(sha256)])
    return rows.count == 1 ? rows.bytes(0, 0) : nil
  }

  func checkpoints(after place: Int64) throws -> [HubCheckpoint] {
    let rows = try connection.run(
      """
      SELECT place, note, published_by FROM stakebook.checkpoint WHERE place > $1 ORDER BY place
      """, [.integer(place)])
    return try (0..<rows.count).map { row in
      HubCheckpoint(
        place: try rows.integer(row, 0), note: try rows.text(row, 1) ?? "",
        publishedBy: try rows.text(row, 2) ?? "")
    }
  }

  func insert(_ events: [StoredEvent]) throws {
    _ = try connection.run("SELECT stakebook.push($1::json)", [.text(Self.rows(events))])
  }

  func insert(_ bytes: [UInt8], document sha256: String, of seq: Seq) throws {
    let there = try connection.run(
      "SELECT 1 FROM stakebook.document WHERE sha256 = $1", [.text(sha256)])
    guard there.count == 0 else { return }
    _ = try connection.run(
      "SELECT stakebook.keep($1, $2, $3)", [.text(sha256), .bytes(bytes), .integer(seq)])
  }

  func publish(_ note: String, size: Int64, root: [UInt8]) throws {
    _ = try connection.run("SELECT stakebook.publish($1)", [.text(note)])
  }

  /// Rows as json_populate_recordset reads them.
  static func rows(_ events: [StoredEvent]) -> String {
    var bytes = Array("[".utf8)
    func add(_ name: String, _ text: String?) {
      guard let text else { return }
      bytes += ",\"\(name)\":".utf8
      JSON.write(text, into: &bytes)
    }
    for event in events {
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      bytes += "{\"seq\":\(event.seq),\"version\":\(event.version)".utf8
      for (name, text) in [
        ("id", event.id), ("stream", event.stream), ("type", event.type),
        ("effective", event.effective), ("effective_earliest", event.effectiveEarliest),
        ("effective_latest", event.effectiveLatest), ("recorded_at", event.recordedAt),
        ("status", event.status), ("data", event.data), ("sources", event.sources),
        ("actor", event.actor), ("note", event.note), ("correlation_id", event.correlationID),
        ("causation_id", event.causationID), ("salt", event.salt.map(Self.bytea)),
        ("content_hash", Self.bytea(event.contentHash)), ("leaf_hash", Self.bytea(event.leafHash)),
      ] as [(String, String?)] { add(name, text) }
      bytes.append(UInt8(ascii: "}"))
    }
    bytes.append(UInt8(ascii: "]"))
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func bytea(_ bytes: [UInt8]) -> String { "\\x" + bytes.hexadecimal }
}
