import CSQLiteShim
import Events
import GRDBSQLite

/// A value that SQLite gives or takes.
public enum QueryValue: Equatable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])
}

/// How much a query may take.
public struct QueryLimits: Sendable {
  /// The longest that one call may run; nil: as long as it takes.
  public var seconds: Double? = 5
  /// The most rows that come out; nil: all.
  public var rows: Int?

  /// Five seconds, all rows.
  public init(seconds: Double? = 5, rows: Int? = nil) {
    self.seconds = seconds
    self.rows = rows
  }
}

/// A connection of its own for SQL that people write: it reads, and can do nothing else.
///
/// The file is opened read-only, an authorizer refuses everything but reading, and a query ends by
/// its deadline. DESIGN §8. Not for use by two threads at once.
public final class QueryConnection {
  private let database: OpaquePointer
  private let limits: QueryLimits
  private let guardian: Guardian

  /// Opens the ledger at an absolute path; `preparation` makes the TEMP views of the clock.
  ///
  /// Throws `no-ledger` and `not-a-ledger`.
  public init(path: String, preparation: [String], limits: QueryLimits = QueryLimits()) throws {
    precondition(path.hasPrefix("/"), "a path that is not absolute could be read as a URI")
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let handle else {
      sqlite3_close_v2(handle)
      throw Rejection("no-ledger", "the ledger \(path) cannot be opened")
    }
    database = handle
    self.limits = limits
    guardian = Guardian(seconds: limits.seconds)
    sqlite3_busy_timeout(database, 10_000)
    for (option, value) in [
      (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
      (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1), (SQLITE_DBCONFIG_DQS_DML, 0),
      (SQLITE_DBCONFIG_DQS_DDL, 0),
    ] {
      _ = stakebook_db_config(database, Int32(option), Int32(value))
    }
    for statement in preparation { try prepareSession(statement) }
    // Their hidden schemas must be known before the authorizer looks at them.
    for function in ["json_each('[]')", "json_tree('[]')", "pragma_table_info('event')"] {
      try prepareSession("SELECT 1 FROM \(function)")
    }
    guardian.shadowing = Set(
      texts("SELECT lower(name) FROM sqlite_temp_schema WHERE type = 'view'"))
    restrict()
  }

  deinit { sqlite3_close_v2(database) }

  private func prepareSession(_ sql: String) throws {
    guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else {
      let isForeign = sqlite3_errcode(database) == SQLITE_NOTADB
      throw Rejection(
        isForeign ? "not-a-ledger" : "input-output", String(cString: sqlite3_errmsg(database)))
    }
  }

  private func restrict() {
    for (limit, value) in [
      (SQLITE_LIMIT_LENGTH, 50_000_000), (SQLITE_LIMIT_SQL_LENGTH, 1_000_000),
      (SQLITE_LIMIT_COLUMN, 500), (SQLITE_LIMIT_EXPR_DEPTH, 1000),
      (SQLITE_LIMIT_COMPOUND_SELECT, 200), (SQLITE_LIMIT_ATTACHED, 0),
      (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000), (SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    ] {
      sqlite3_limit(database, limit, Int32(value))
    }
    let context = Unmanaged.passUnretained(guardian).toOpaque()
    sqlite3_set_authorizer(
      database,
      { context, action, first, second, schema, view in
        guard let context else { return SQLITE_DENY }
        let guardian = Unmanaged<Guardian>.fromOpaque(context).takeUnretainedValue()
        return guardian.allows(action, first, second, schema, insideView: view != nil)
      }, context)
    sqlite3_progress_handler(
      database, 1000,
      { context in
        guard let context else { return 1 }
        return Unmanaged<Guardian>.fromOpaque(context).takeUnretainedValue().isLate ? 1 : 0
      }, context)
  }

  /// Runs one statement or several; `columns` is called as each begins, `row` for each row.
  ///
  /// Throws `sql` with the place of the fault, `read-only`, `timeout`, `row-limit`, `empty-query`.
  public func run(
    _ sql: String, columns: ([String]) throws -> Void, row: ([QueryValue]) throws -> Void
  ) throws {
    guard !sql.utf8.contains(0) else { throw Rejection("sql", "the query holds NUL") }
    guardian.begin()
    var text = Array(sql.utf8CString)
    var start = 0
    var count = 0
    while start < text.count - 1 {
      var statement: OpaquePointer?
      var end = start
      let code = text.withUnsafeMutableBufferPointer { buffer -> Int32 in
        guard let base = buffer.baseAddress else { return SQLITE_MISUSE }
        var tail: UnsafePointer<CChar>?
        let code = sqlite3_prepare_v3(database, base + start, -1, 0, &statement, &tail)
        if let tail { end = tail - UnsafePointer(base) }
        return code
      }
      defer { sqlite3_finalize(statement) }
      guard code == SQLITE_OK else { throw failure(code, in: sql, from: start) }
      start = max(end, start + 1)
      guard let statement else { continue }
      count += 1
      try step(statement, in: sql, columns, row)
    }
    guard count > 0 else {
      throw Rejection("empty-query", "the query is empty", hint: "Write SELECT * FROM stakes.")
    }
  }

  private func step(
    _ statement: OpaquePointer, in sql: String, _ columns: ([String]) throws -> Void,
    _ row: ([QueryValue]) throws -> Void
  ) throws {
    if sqlite3_bind_parameter_count(statement) > 0 {
      let name = sqlite3_bind_parameter_name(statement, 1).map { String(cString: $0) } ?? "?"
      throw Rejection("sql", "the parameter \(name) has no value", hint: "Write the value itself.")
    }
    let width = sqlite3_column_count(statement)
    try columns((0..<width).map { String(cString: sqlite3_column_name(statement, $0)) })
    var count = 0
    while true {
      let code = sqlite3_step(statement)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw failure(code, in: sql, from: nil) }
      count += 1
      if let most = limits.rows, count > most {
        throw Rejection(
          "row-limit", "the query gives more than \(most) rows", hint: "Add LIMIT or a condition.")
      }
      try row((0..<width).map { Self.value(statement, $0) })
    }
  }

  private static func value(_ statement: OpaquePointer, _ column: Int32) -> QueryValue {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
    case SQLITE_TEXT:
      guard let text = sqlite3_column_text(statement, column) else { return .null }
      let count = Int(sqlite3_column_bytes(statement, column))
      return .text(
        String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self))
    case SQLITE_BLOB:
      let count = Int(sqlite3_column_bytes(statement, column))
      guard let bytes = sqlite3_column_blob(statement, column) else { return .blob([]) }
      return .blob(Array(UnsafeRawBufferPointer(start: bytes, count: count)))
    default: return .null
    }
  }

  private func failure(_ code: Int32, in sql: String, from start: Int?) -> Rejection {
    let message = String(cString: sqlite3_errmsg(database))
    switch code & 0xFF {
    case SQLITE_AUTH:
      return Rejection(
        "read-only", "this command only reads: \(guardian.refused ?? message)",
        hint: "Facts are added with `stakebook append`.")
    case SQLITE_READONLY:
      return Rejection("read-only", "this command only reads: \(message)")
    case SQLITE_INTERRUPT:
      return Rejection(
        "timeout",
        "the query took longer than \(JSON.number(limits.seconds ?? 0).canonical) seconds",
        hint: "Narrow it down, or give it more with --timeout.")
    case SQLITE_BUSY: return Rejection("busy", "the ledger is busy", hint: "Try again.")
    case SQLITE_NOTADB: return Rejection("not-a-ledger", message)
    case SQLITE_IOERR, SQLITE_CORRUPT: return Rejection("input-output", message)
    default:
      // Before the hint: its own query makes SQLite forget the place.
      let place = location(in: sql, from: start)
      return Rejection("sql", message, hint: hint(for: message), at: place)
    }
  }

  private func location(in sql: String, from start: Int?) -> Rejection.Location? {
    let offset = sqlite3_error_offset(database)
    guard let start, offset >= 0 else { return nil }
    var line = 1
    var column = 1
    for byte in sql.utf8.prefix(start + Int(offset)) {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return Rejection.Location(line: line, column: column)
  }

  /// The nearest view or column where SQLite knows no such one.
  private func hint(for message: String) -> String? {
    for (beginning, query) in [
      ("no such table: ", "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"),
      (
        "no such column: ",
        """
        SELECT DISTINCT column.name
        FROM sqlite_schema AS object, pragma_table_info(object.name) AS column
        WHERE object.type IN ('table', 'view')
        """
      ),
    ] where message.hasPrefix(beginning) {
      let name =
        message.dropFirst(beginning.count).split(separator: ".").last.map(String.init) ?? ""
      return nearest(to: name, among: texts(query)).map { "Did you mean '\($0)'?" }
        ?? "`stakebook sql \"SELECT name FROM sqlite_schema\"` lists what there is."
    }
    return nil
  }

  /// The first column of a query of our own.
  private func texts(_ query: String) -> [String] {
    var texts: [String] = []
    var statement: OpaquePointer?
    sqlite3_prepare_v2(database, query, -1, &statement, nil)
    defer { sqlite3_finalize(statement) }
    while let statement, sqlite3_step(statement) == SQLITE_ROW {
      if case .text(let text) = Self.value(statement, 0) { texts.append(text) }
    }
    return texts
  }
}
