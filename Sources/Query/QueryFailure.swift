import EventLog
import Events
import GRDBSQLite
import Projections

extension QueryConnection {
  /// What SQLite's result code means, in our words; `start` is where the statement begins in `sql`.
  func failure(_ code: Int32, in sql: String = "", from start: Int? = nil) -> Rejection {
    let message = String(cString: sqlite3_errmsg(database))
    switch code & 0xFF {
    case SQLITE_AUTH: return refusal(message)
    // So SQLite tells of a function that the authorizer refused.
    case SQLITE_ERROR where message.hasPrefix("not authorized"): return refusal(message)
    case SQLITE_READONLY where sqlite3_extended_errcode(database) == SQLITE_READONLY:
      return Rejection(.readOnly, "this command only reads")
    case SQLITE_INTERRUPT: return stopped
    case SQLITE_NOMEM:
      return Rejection(
        .memoryLimit, "the query wants more memory than it may have",
        hint: "Narrow it down, or allow more with --max-memory.")
    case SQLITE_TOOBIG:
      return Rejection(
        .tooBig, "a value of the query is larger than ten million bytes",
        hint: "Take it apart: more rows, each with less.")
    case SQLITE_FULL:
      return Rejection(
        .inputOutput, "sorting needs more room than the folder for temporary files has",
        hint: "$SQLITE_TMPDIR names another one.")
    // What is wrong with the ledger and not with the query.
    case let result where ![SQLITE_ERROR, SQLITE_MISMATCH, SQLITE_RANGE].contains(result):
      return Failure.rejection(for: sqlite3_extended_errcode(database))
    default:
      // An error of its own making while it is stopped is the stop.
      if watch.verdict != .none, message == "interrupted" { return stopped }
      // Before the hint: its own query makes SQLite forget the place.
      let place = location(in: sql, from: start)
      return Rejection(.sql, message, hint: hint(for: message, in: sql, from: start), at: place)
    }
  }

  /// The authorizer said no.
  private func refusal(_ message: String) -> Rejection {
    Rejection(
      .readOnly, "this command only reads: \(guardian.refused ?? message)", hint: guardian.hint)
  }

  /// Somebody asked, or the time is over.
  private var stopped: Rejection {
    guard watch.verdict != .asked else {
      return Rejection(.interrupted, "the query was interrupted")
    }
    return QueryLimits.lateness(limits.seconds)
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

  /// The nearest view, column or function where SQLite knows no such one; for a column, among those
  /// of what the statement names. Never the name that was typed.
  private func hint(for message: String, in sql: String, from start: Int?) -> String? {
    for (beginning, names, list) in [
      ("no such table: ", { self.tableNames }, "`stakebook views` lists what there is."),
      (
        "no such column: ", { self.columns(of: Substring(sql).utf8.dropFirst(start ?? 0)) },
        "`stakebook views VIEW` lists the columns of a view; texts stand in single quotes."
      ),
      (
        "no such function: ", { self.texts("SELECT DISTINCT name FROM pragma_function_list") },
        "`stakebook help sql` lists those that SQLite has not."
      ),
    ] where message.hasPrefix(beginning) {
      let typed = String(message.dropFirst(beginning.count))
      let name = typed.split(separator: ".").last.map(String.init) ?? ""
      let others = names().filter { $0.lowercased() != typed.lowercased() }
      let near = others.contains(name) ? name : nearest(to: name, among: others)
      return near.map { "Did you mean '\($0)'?" } ?? list
    }
    return nil
  }

  /// The tables and views of the file, public or not.
  public var tableNames: [String] {
    texts("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name")
  }

  /// The columns of all that a statement reads.
  private func columns(of statement: Substring.UTF8View) -> [String] {
    let named = NamedTables(statement).names
    return tableNames.filter { named.contains($0.lowercased()) }.flatMap { table in
      texts("SELECT name FROM pragma_table_info('\(table.replacing("'", with: "''"))')")
    }
  }

  /// The first column of a query of our own.
  func texts(_ query: String) -> [String] {
    var texts: [String] = []
    var statement: OpaquePointer?
    sqlite3_prepare_v2(database, query, -1, &statement, nil)
    defer { sqlite3_finalize(statement) }
    var cells = RowBuffer()
    while let statement, sqlite3_step(statement) == SQLITE_ROW {
      cells.take(statement)
      if case .text(let text) = cells.first { texts.append(text) }
    }
    return texts
  }
}

extension QueryLimits {
  /// The refusal `timeout`: the time of a call was over before it was.
  public static func lateness(_ seconds: Double?) -> Rejection {
    Rejection(
      .timeout, "the query took longer than \(JSON.number(seconds ?? 0).canonical) seconds",
      hint: "Narrow it down, or give it more with --timeout.")
  }
}
