import Events
import GRDB
import Migrations

/// What may stand in a ledger's schema, and what does.
///
/// The tables, indexes and triggers of the log are compared word for word with the migrations that
/// make them; what projections add is theirs to know. Statistics (`ANALYZE`) change no answer and are
/// nobody's business. What a user's own program added, a table or a view, is left alone and named:
/// nothing of ours uses it, so that nothing runs what it says. What could change an answer is refused:
/// an index on a table of ours may hold anything, a virtual table runs code of its own, and what has
/// the name of a function that our SQL calls would be read in its place. A trigger runs when something
/// is written, so that only writing is refused.
public enum Schema {
  /// A difference from what Stakebook makes.
  public struct Difference: Sendable {
    /// What is different, as a phrase.
    public let sentence: String
    /// What mends it, as a sentence.
    public let mending: String

    /// A difference, and what mends it.
    public init(_ sentence: String, mending: String) {
      self.sentence = sentence
      self.mending = mending
    }

    /// Something that is not ours.
    public static func stranger(_ object: Object) -> Difference {
      Difference(
        "the schema's \(object.title) does not belong here",
        mending: "Any SQLite program takes it away with: \(object.drop)")
    }

    /// Both, without the last full stop.
    public var told: String {
      "\(sentence). \(mending.hasSuffix(".") ? String(mending.dropLast()) : mending)"
    }

    /// The refusal `foreign-schema`.
    public func refusal(at path: String) -> Rejection {
      Rejection(
        .foreignSchema, "\(path) is not as Stakebook makes a ledger: \(sentence)",
        hint: "Nothing in it was run. \(mending)")
    }
  }

  /// Refuses a ledger by the name of what does not belong in it, or is missing.
  ///
  /// Throws `foreign-schema`.
  public static func check(_ database: Database, at path: String, forWriting: Bool) throws {
    let found = try objects(database)
    let running = forWriting ? found.filter { isForeignTrigger($0) }.map(Difference.stranger) : []
    if let first = try (differences(found, database) + running).first {
      throw first.refusal(at: path)
    }
  }

  /// Every difference, for a verification.
  static func findings(_ database: Database) throws -> [Verification.Finding] {
    let found = try objects(database)
    let running = found.filter { isForeignTrigger($0) }.map(Difference.stranger)
    return try (differences(found, database) + running).map {
      Verification.Finding(seq: nil, sentence: $0.told)
    }
  }

  /// Whether reading a table runs nothing: it is an ordinary one, every column of which is stored.
  static func isPlain(_ table: String, _ database: Database) throws -> Bool {
    let isTable = try objects(database).contains { $0.key == "table \(table)" && !$0.isVirtual }
    guard isTable else { return false }
    // Not the function of that name, which the file could have a table of.
    return try Row.fetchAll(database, sql: "PRAGMA main.table_xinfo(\(table))")
      .allSatisfy { $0["hidden"] as Int == 0 }
  }

  /// What SQLite's check of a file may look at, as arguments of its pragma.
  ///
  /// It computes what tables and their indexes say. Where all are ours word for word that is the whole
  /// file, else each table that is, with its indexes. `isMade` knows those beside the log.
  static func checkable(
    _ database: Database, _ isMade: (Object) -> Bool
  ) throws -> [String] {
    let made = statements(in: try migrations(database).made)
    let found = try objects(database).filter { $0.type == "table" || $0.type == "index" }
    let strange = Set(found.filter { !$0.isMade(in: made) && !isMade($0) }.map(\.table))
    guard !strange.isEmpty else { return ["20"] }
    return ["sqlite_schema"]
      + found.filter { $0.type == "table" && !strange.contains($0.table) }
      .map(\.name.quotedDatabaseIdentifier)
  }

  /// All that is in the file's schema, but for what SQLite makes by itself, in the order in which it
  /// was made.
  public static func objects(_ database: Database) throws -> [Object] {
    var objects: [Object] = []
    let rows = try RawStatement(
      database,
      """
      SELECT type, name, tbl_name, sql
      FROM main.sqlite_master
      WHERE sql IS NOT NULL
      ORDER BY rowid
      """, isKept: false)
    try rows.forEach([]) { statement in
      let object = Object(StoredRow(statement, [], of: ""))
      if !object.isInternal { objects.append(object) }
    }
    return objects
  }

  /// One that is not of the log: those of the log are compared with it.
  private static func isForeignTrigger(_ object: Object) -> Bool {
    object.type == "trigger" && !logTriggers.contains(object.key)
  }

  private static let logTriggers = ["event", "document"].flatMap { table in
    ["insert", "delete", "update"].map { "trigger \(table)_\($0)" }
  }

  static let restoring = "`stakebook restore` takes a backup."

  /// The migrations that made the file's log; all of them where its form is none that there is.
  private static func migrations(
    _ database: Database
  ) throws -> (made: [String], strange: Difference?) {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard (1...Migrations.all.count).contains(version) else {
      return (
        Migrations.all, Difference("its user_version is \(version)", mending: restoring)
      )
    }
    return (Array(Migrations.all.prefix(version)), nil)
  }

  private static func differences(
    _ found: [Object], _ database: Database
  ) throws -> [Difference] {
    let (migrations, strange) = try migrations(database)
    let made = statements(in: migrations)
    var differences = strange.map { [$0] } ?? []
    differences += Set(made.keys).subtracting(found.map(\.key)).sorted().map {
      Difference("the schema's \($0) is missing", mending: restoring)
    }
    for object in found.sorted(by: { $0.key < $1.key }) where !isForeignTrigger(object) {
      if object.isOfTheLog || object.type == "trigger" {
        if made[object.key] == nil {
          differences.append(.stranger(object))
        } else if !object.isMade(in: made) {
          differences.append(
            Difference("the schema's \(object.title) was changed", mending: restoring))
        }
      } else if object.isRefused {
        differences.append(.stranger(object))
      }
    }
    return differences
  }

  /// By `table event`, `index event_id` …, the text from the statement that makes it on, of what the
  /// migrations leave behind; each statement begins a line.
  private static func statements(in migrations: [String]) -> [String: Substring] {
    var statements: [String: Substring] = [:]
    for migration in migrations {
      // By bytes: every command that opens a ledger comes through here.
      for line in migration.utf8.split(separator: UInt8(ascii: "\n")).map(Substring.init) {
        guard ["CREATE ", "DROP "].contains(where: { line.utf8.starts(with: $0.utf8) }) else {
          continue
        }
        let words = line.split(whereSeparator: { " ;".contains($0) }).filter { $0 != "UNIQUE" }
        guard words.count > 2 else { continue }
        statements["\(words[1].lowercased()) \(words[2])"] =
          words[0] == "CREATE" ? migration[line.startIndex...] : nil
      }
    }
    return statements
  }
}
