import GRDBSQLite

/// What a query may do: read.
final class Guardian {
  /// The views of the session, which stand before those of the file.
  var shadowing: Set<String> = []
  /// What was refused last, as a phrase.
  private(set) var refused: String?
  /// What to do instead.
  private(set) var hint = Guardian.appending
  private static let appending = "Facts are added with `stakebook append`."

  /// Forgets what an earlier call was refused.
  func begin() { refused = nil }

  private static let barredFunctions: Set<String> = [
    "load_extension", "fts3_tokenizer", "readfile", "writefile", "edit",
  ]
  /// Pragmas that only tell, whatever their argument.
  static let readingPragmas: Set<String> = [
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo",
    "foreign_key_list", "function_list", "collation_list", "compile_options", "database_list",
  ]
  /// Pragmas that tell without an argument, and set with one.
  private static let tellingPragmas: Set<String> = [
    "application_id", "user_version", "schema_version", "data_version", "page_count", "page_size",
    "freelist_count", "encoding",
  ]

  /// Deny by default: only reading is allowed.
  ///
  /// `main.stakes` would pass the session's clock by, so a view of the file is not read where one of
  /// the session stands before it. That it is read from inside another view is no excuse: SQLite
  /// tells the name of a CTE in the same way, and views of the session read each other.
  func allows(
    _ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?,
    _ schema: UnsafePointer<CChar>?
  ) -> Int32 {
    let name = first.map { String(cString: $0) } ?? ""
    switch action {
    case SQLITE_SELECT, SQLITE_RECURSIVE:
      return SQLITE_OK
    case SQLITE_READ:
      guard !shadowing.isEmpty, schema.map({ String(cString: $0) }) == "main",
        shadowing.contains(name.lowercased())
      else { return SQLITE_OK }
      return refuse(
        "a view under main. would pass the clock by", hint: "Write the view's name alone.")
    case SQLITE_FUNCTION:
      let function = second.map { String(cString: $0) } ?? ""
      guard Self.barredFunctions.contains(function) else { return SQLITE_OK }
      return refuse("the function \(function) is not allowed")
    case SQLITE_PRAGMA:
      let pragma = name.lowercased()
      if Self.readingPragmas.contains(pragma) { return SQLITE_OK }
      if second == nil, Self.tellingPragmas.contains(pragma) { return SQLITE_OK }
      return refuse("PRAGMA \(name) is not allowed")
    default:
      return refuse(Self.actions[action] ?? "that is not allowed")
    }
  }

  private func refuse(_ phrase: String, hint: String = Guardian.appending) -> Int32 {
    refused = phrase
    self.hint = hint
    return SQLITE_DENY
  }

  private static let actions: [Int32: String] = [
    SQLITE_INSERT: "INSERT is not allowed", SQLITE_UPDATE: "UPDATE is not allowed",
    SQLITE_DELETE: "DELETE is not allowed", SQLITE_ATTACH: "ATTACH is not allowed",
    SQLITE_DETACH: "DETACH is not allowed", SQLITE_TRANSACTION: "a transaction is not allowed",
    SQLITE_SAVEPOINT: "a savepoint is not allowed", SQLITE_ANALYZE: "ANALYZE is not allowed",
    SQLITE_REINDEX: "REINDEX is not allowed", SQLITE_ALTER_TABLE: "ALTER TABLE is not allowed",
    SQLITE_CREATE_TABLE: "CREATE TABLE is not allowed",
    SQLITE_CREATE_VIEW: "CREATE VIEW is not allowed",
    SQLITE_CREATE_TEMP_TABLE: "CREATE TEMP TABLE is not allowed",
    SQLITE_CREATE_TEMP_VIEW: "CREATE TEMP VIEW is not allowed",
    SQLITE_DROP_TABLE: "DROP TABLE is not allowed", SQLITE_DROP_VIEW: "DROP VIEW is not allowed",
    SQLITE_DROP_TEMP_VIEW: "DROP VIEW is not allowed",
  ]
}
