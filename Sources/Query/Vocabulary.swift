import Events
import GRDBSQLite
import Projections

extension QueryConnection {
  /// The words that a query may be made of, for completion.
  public struct Vocabulary: Sendable {
    /// The keywords of SQL, in capitals.
    public let keywords: [String]
    /// The public views and their columns.
    public let columnsByView: [String: [String]]
    /// The names of all functions, SQLite's and ours.
    public let functions: [String]
  }

  /// What can be written here.
  public func vocabulary() -> Vocabulary {
    Vocabulary(
      keywords: Self.keywords,
      columnsByView: Dictionary(
        uniqueKeysWithValues: Projections.publicViews.map { ($0.name, $0.columns.map(\.name)) }),
      functions: texts(
        "SELECT DISTINCT name FROM pragma_function_list WHERE name GLOB '[a-z]*' ORDER BY name"))
  }

  /// The keywords of SQL, in capitals.
  public static var keywords: [String] {
    (0..<sqlite3_keyword_count()).compactMap { place -> String? in
      var word: UnsafePointer<CChar>?
      var length: Int32 = 0
      guard sqlite3_keyword_name(place, &word, &length) == SQLITE_OK, let word else { return nil }
      return word.withMemoryRebound(to: UInt8.self, capacity: Int(length)) {
        String(decoding: UnsafeBufferPointer(start: $0, count: Int(length)), as: UTF8.self)
      }
    }.sorted()
  }

  /// Whether a text ends a statement, so that a shell need not wait for another line.
  public static func isComplete(_ sql: String) -> Bool { sqlite3_complete(sql) == 1 }
}
