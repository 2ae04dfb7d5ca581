import CSQLiteShim
import EventLog
import Events
import GRDBSQLite
import Projections

/// A connection for SQL that people write: it reads, and can do nothing else.
///
/// The file is opened read-only, an authorizer refuses everything but reading, and a call ends by
/// its deadline. Not for use by two threads at once, but for ``interrupt()``.
public final class QueryConnection {
  let database: OpaquePointer
  let limits: QueryLimits
  let guardian = Guardian()
  let watch: Watch
  private let isLent: Bool
  private let functions: [InstalledFunction]
  private let rates: ExchangeRates
  private let clock: Clock

  /// Opens the ledger at an absolute path; its views read the clock.
  ///
  /// Throws `no-ledger` and `not-a-ledger`.
  public convenience init(
    path: String, clock: Clock = .today, limits: QueryLimits = QueryLimits()
  ) throws {
    precondition(path.hasPrefix("/"), "a path that is not absolute could be read as a URI")
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let handle else {
      sqlite3_close_v2(handle)
      throw Rejection(.noLedger, "the ledger \(path) cannot be opened")
    }
    try self.init(handle, isLent: false, clock, limits)
  }

  /// Takes a connection that reads a ledger, whose schema it has read already.
  ///
  /// Who lends it asks nothing of it and does not close it before this one is gone, and nothing but to
  /// close it afterwards.
  public convenience init(
    lent handle: OpaquePointer, clock: Clock = .today, limits: QueryLimits = QueryLimits()
  ) throws {
    precondition(sqlite3_db_readonly(handle, "main") == 1, "what is lent could write")
    try self.init(handle, isLent: true, clock, limits)
  }

  private init(
    _ handle: OpaquePointer, isLent: Bool, _ clock: Clock, _ limits: QueryLimits
  ) throws {
    database = handle
    self.isLent = isLent
    self.limits = limits
    self.clock = clock
    watch = Watch(handle, seconds: limits.seconds, overdue: limits.overdue)
    let rates = ExchangeRates(handle)
    self.rates = rates
    functions = QueryFunction.all.map { InstalledFunction($0, rates: rates) }
    sqlite3_busy_timeout(database, 10_000)
    sqlite3_extended_result_codes(database, 0)
    for (option, value) in [
      (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
      (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1), (SQLITE_DBCONFIG_DQS_DML, 0),
      (SQLITE_DBCONFIG_DQS_DDL, 0),
    ] {
      _ = stakebook_db_config(database, Int32(option), Int32(value))
    }
    for statement in clock.statements { try prepareSession(statement) }
    // Their hidden schemas must be known before the authorizer looks at them.
    let tables =
      ["json_each('[]')", "json_tree('[]')"]
      + Guardian.readingPragmas.sorted().map { "pragma_\($0)" }
    for table in tables { try prepareSession("SELECT 1 FROM \(table) LIMIT 0") }
    for function in functions { try function.install(in: database) }
    // Views of the session alone read the tables of the file, also those that they stand before.
    guardian.shadowing = Set(
      texts(
        """
        SELECT lower(name)
        FROM sqlite_temp_schema
        WHERE type = 'view'
        AND name IN (SELECT name FROM main.sqlite_schema WHERE type = 'view')
        """))
    restrict()
  }

  deinit {
    guard isLent else {
      sqlite3_close_v2(database)
      return
    }
    sqlite3_set_authorizer(database, nil, nil)
    sqlite3_progress_handler(database, 0, nil, nil)
  }

  /// Stops the call that runs now (`interrupted`); from any thread, or from a signal's handler.
  public func interrupt() { watch.ask() }

  private func prepareSession(_ sql: String) throws {
    guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else {
      throw Failure.rejection(for: sqlite3_extended_errcode(database))
    }
  }

  private func restrict() {
    for (limit, value) in QueryLimits.fixed { sqlite3_limit(database, limit, Int32(value)) }
    sqlite3_set_authorizer(
      database,
      { context, action, first, second, schema, _ in
        guard let context else { return SQLITE_DENY }
        let guardian = Unmanaged<Guardian>.fromOpaque(context).takeUnretainedValue()
        return guardian.allows(action, first, second, schema)
      }, Unmanaged.passUnretained(guardian).toOpaque())
    // An interruption is forgotten where it meets no statement that runs: this one is not.
    sqlite3_progress_handler(
      database, 10_000,
      { context in
        guard let context else { return 1 }
        let watch = Unmanaged<Watch>.fromOpaque(context).takeUnretainedValue()
        return watch.verdict == .none ? 0 : 1
      }, Unmanaged.passUnretained(watch).toOpaque())
  }

  /// Runs one statement or several; `columns` is called as each begins, `row` for each row.
  ///
  /// All of them are read before the first one runs: a fault or a parameter without a value is told
  /// before anything comes out. Throws `sql` with the place of the fault, `read-only`, `timeout`,
  /// `interrupted`, `row-limit`, `byte-limit`, `memory-limit`, `too-big`, `too-many-statements`,
  /// `missing-parameter`, `unused-parameter`, `empty-query`.
  public func run(
    _ sql: String, _ parameters: QueryParameters = QueryParameters(),
    columns: ([String]) throws -> Void, row: (RowBuffer) throws -> Void
  ) throws {
    guardian.begin()
    try watch.during {
      let isSharing = try share(for: sql)
      defer { if isSharing { stopSharing() } }
      let statements = try prepare(sql)
      defer { for statement in statements { sqlite3_finalize(statement) } }
      try parameters.bind(to: statements)
      var allowance = Allowance(rows: limits.rows, bytes: limits.bytes)
      var cells = RowBuffer()
      for statement in statements {
        rates.forget()
        let width = sqlite3_column_count(statement)
        try columns((0..<width).map { String(cString: sqlite3_column_name(statement, $0)) })
        while try advance(statement) {
          guard cells.take(statement) else { throw failure(SQLITE_NOMEM) }
          try allowance.take(cells)
          try watch.handingOver { try row(cells) }
        }
      }
    }
  }

  /// Computes what the views share that a query names, for this call; whether there is anything.
  ///
  /// As they stand in the file some take a second to prepare, whatever is in them.
  private func share(for sql: String) throws -> Bool {
    let statements = clock.sharing(for: sql)
    guard !statements.isEmpty else { return false }
    sqlite3_set_authorizer(database, nil, nil)
    defer { restrict() }
    for statement in ["BEGIN"] + statements {
      let code = sqlite3_exec(database, statement, nil, nil, nil)
      guard code != SQLITE_OK else { continue }
      let refusal = failure(code)
      stopSharing()
      throw refusal
    }
    return true
  }

  private func stopSharing() {
    sqlite3_set_authorizer(database, nil, nil)
    sqlite3_exec(database, "ROLLBACK", nil, nil, nil)
    restrict()
  }

  /// Whether there is another row.
  private func advance(_ statement: OpaquePointer) throws -> Bool {
    guard watch.verdict == .none else { throw failure(SQLITE_INTERRUPT) }
    let code = sqlite3_step(statement)
    if code == SQLITE_ROW { return true }
    guard code == SQLITE_DONE else { throw failure(code) }
    return false
  }

  private func prepare(_ sql: String) throws -> [OpaquePointer] {
    guard !sql.utf8.contains(0) else { throw Rejection(.sql, "the query holds NUL") }
    guard sql.utf8.count < sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, -1) else {
      throw Rejection(.tooBig, "the query is longer than a million bytes")
    }
    var statements: [OpaquePointer] = []
    do {
      let text = Array(sql.utf8CString)
      var start = 0
      while start < text.count - 1 {
        var statement: OpaquePointer?
        var end = start
        let code = text.withUnsafeBufferPointer { buffer -> Int32 in
          guard let base = buffer.baseAddress else { return SQLITE_MISUSE }
          var tail: UnsafePointer<CChar>?
          let code = sqlite3_prepare_v3(database, base + start, -1, 0, &statement, &tail)
          if let tail { end = tail - base }
          return code
        }
        guard code == SQLITE_OK else { throw failure(code, in: sql, from: start) }
        start = max(end, start + 1)
        if let statement { statements.append(statement) }
        guard statements.count <= QueryLimits.statements else {
          throw Rejection(
            .tooManyStatements, "more than \(QueryLimits.statements) statements in one call")
        }
        guard watch.verdict == .none else { throw failure(SQLITE_INTERRUPT) }
      }
      guard !statements.isEmpty else {
        throw Rejection(.emptyQuery, "the query is empty", hint: "Write SELECT * FROM stakes.")
      }
    } catch {
      for statement in statements { sqlite3_finalize(statement) }
      throw error
    }
    return statements
  }
}

/// What a call may still give.
private struct Allowance {
  let rows: Int?
  let bytes: Int?
  private var rowsGiven = 0
  private var bytesGiven = 0

  init(rows: Int?, bytes: Int?) {
    self.rows = rows
    self.bytes = bytes
  }

  mutating func take(_ row: RowBuffer) throws {
    rowsGiven += 1
    if let rows, rowsGiven > rows {
      throw Rejection(
        .rowLimit, "the query gives more than \(rows) rows",
        hint: "Narrow it down, or allow more with --max-rows.")
    }
    guard let bytes else { return }
    bytesGiven += row.weight
    if bytesGiven > bytes {
      throw Rejection(
        .byteLimit, "the query gives more than \(bytes) bytes",
        hint: "Narrow it down, or allow more with --max-bytes.")
    }
  }
}
