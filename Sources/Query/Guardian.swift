import GRDBSQLite

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a query may do, and until when.
final class Guardian {
  private let seconds: Double?
  private var deadline: Double?
  /// The views of the session, which stand before those of the file.
  var shadowing: Set<String> = []
  /// What was refused last, as a phrase.
  private(set) var refused: String?

  init(seconds: Double?) { self.seconds = seconds }

  /// Starts the time of one call.
  func begin() {
    deadline = seconds.map { Self.now + $0 }
    refused = nil
  }

  /// Whether the time is over.
  var isLate: Bool { deadline.map { Self.now > $0 } ?? false }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static let barredFunctions: Set<String> = [
    "load_extension", "fts3_tokenizer", "readfile", "writefile", "edit",
  ]
  private static let readingPragmas: Set<String> = [
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo",
  ]

  /// Deny by default: only reading is allowed.
  ///
  /// `main.stakes` would pass the session's clock by, so where a view of the session stands before
  /// a view of the file, that one is read from inside other views only.
  func allows(
    _ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?,
    _ schema: UnsafePointer<CChar>?, insideView: Bool
  ) -> Int32 {
    let name = first.map { String(cString: $0) } ?? ""
    switch action {
    case SQLITE_SELECT, SQLITE_RECURSIVE:
      return SQLITE_OK
    case SQLITE_READ:
      let isDirect = !insideView && schema.map { String(cString: $0) } == "main"
      guard isDirect, shadowing.contains(name) else { return SQLITE_OK }
      return refuse("main.\(name) would pass the clock by: write \(name)")
    case SQLITE_FUNCTION:
      let function = second.map { String(cString: $0) } ?? ""
      guard Self.barredFunctions.contains(function) else { return SQLITE_OK }
      return refuse("the function \(function) is not allowed")
    case SQLITE_PRAGMA:
      guard Self.readingPragmas.contains(name) else {
        return refuse("PRAGMA \(name) is not allowed")
      }
      return SQLITE_OK
    default:
      return refuse(Self.actions[action] ?? "that is not allowed")
    }
  }

  private func refuse(_ phrase: String) -> Int32 {
    refused = phrase
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
