import Events
import GRDB
import Migrations

/// What may stand in a ledger's schema, and what does.
///
/// The tables, indexes and triggers of the log are compared word for word with the migrations that
/// make them; what projections add is theirs to know. Statistics (`ANALYZE`) change no answer and are
/// nobody's business. What a user's own program added, a table or a view, is left alone and named. What
/// could change an answer is refused: an index on a table of ours may hold anything, and a virtual
/// table runs code of its own. A trigger runs when something is written, so that only writing is refused.
public enum Schema {
  /// Something in the file's schema.
  public struct Object: Sendable {
    /// table, index, view or trigger.
    public let type: String
    /// Its name.
    public let name: String
    /// The table on which an index or trigger stands.
    public let table: String
    /// The statement that makes it.
    public let sql: String

    /// What it is, and its name.
    public var title: String { "\(type) \(name)" }
    /// Whether it stands on a table of the log, or is one.
    public var isOfTheLog: Bool {
      type != "view" && ["event", "ledger"].contains(table.lowercased())
    }
    /// Whether it takes the place of what SQLite itself offers under that name, which our SQL asks.
    var isShadowing: Bool {
      let name = name.lowercased()
      return ["table", "view"].contains(type)
        && (["json_each", "json_tree"].contains(name) || name.hasPrefix("pragma_"))
    }
    /// Whether SQLite keeps it for itself: how often values occur, which numbers were given.
    var isInternal: Bool {
      type == "table" && !isVirtual
        && ["sqlite_stat1", "sqlite_stat3", "sqlite_stat4", "sqlite_sequence"].contains(name)
    }
    /// Whether code of its own runs when it is used.
    public var isVirtual: Bool { sql.uppercased().hasPrefix("CREATE VIRTUAL") }
    /// The statement that takes it away.
    public var drop: String {
      "DROP \(type.uppercased()) \(name.quotedDatabaseIdentifier)"
    }

    /// Whether it is word for word as made: SQLite keeps a statement without its semicolon.
    func isMade(in statements: [String: Substring]) -> Bool {
      statements[title]?.utf8.starts(with: (sql + ";").utf8) ?? false
    }
  }

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
        "foreign-schema", "\(path) is not as Stakebook makes a ledger: \(sentence)",
        hint: "Nothing in it was run. \(mending)")
    }
  }

  /// Refuses a ledger by the name of what does not belong in it, or is missing.
  ///
  /// Throws `foreign-schema`.
  public static func check(_ database: Database, at path: String, forWriting: Bool) throws {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let found = try objects(database)
    let wrong = differences(
      found, Array(Migrations.all.prefix(version)), encoding: try encoding(database))
    let running = forWriting ? found.filter { isForeignTrigger($0) }.map(Difference.stranger) : []
    if let first = (wrong + running).first { throw first.refusal(at: path) }
  }

  /// Every difference, for a verification.
  static func findings(_ database: Database) throws -> [Verification.Finding] {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let isKnown = (1...Migrations.all.count).contains(version)
    let found = try objects(database)
    var sentences = differences(
      found, Array(Migrations.all.prefix(isKnown ? version : .max)),
      encoding: try encoding(database)
    ).map(\.told)
    sentences += found.filter { isForeignTrigger($0) }.map { Difference.stranger($0).told }
    if !isKnown { sentences.append("user_version is \(version)") }
    return sentences.map { Verification.Finding(seq: nil, sentence: $0) }
  }

  /// Whether reading one of the log's tables runs nothing: it is an ordinary table, every column of
  /// which is stored.
  static func isPlain(_ table: String, _ database: Database) throws -> Bool {
    let all = try objects(database)
    guard all.contains(where: { $0.title == "table \(table)" && !$0.isVirtual }),
      !all.contains(where: \.isShadowing)
    else { return false }
    let hidden = try Int.fetchOne(
      database, sql: "SELECT count(*) FROM pragma_table_xinfo(?) WHERE hidden <> 0",
      arguments: [table])
    return hidden == 0
  }

  /// All that is in the file's schema, but for what SQLite makes by itself.
  public static func objects(_ database: Database) throws -> [Object] {
    // What stands behind a NUL would not be seen.
    let columns = ["type", "name", "tbl_name", "sql"].map { column in
      "iif(instr(CAST(\(column) AS BLOB), x'00'), '(NUL)', CAST(\(column) AS TEXT))"
    }
    let rows = try Row.fetchAll(
      database,
      sql: "SELECT \(columns.joined(separator: ", ")) FROM sqlite_schema WHERE sql IS NOT NULL")
    return rows.map { row in
      Object(
        type: row[0] ?? "", name: row[1] ?? "", table: row[2] ?? "", sql: row[3] ?? "")
    }.filter { !$0.isInternal }.sorted { $0.title < $1.title }
  }

  /// In which form the file keeps texts.
  private static func encoding(_ database: Database) throws -> String {
    try String.fetchOne(database, sql: "PRAGMA encoding") ?? "unknown"
  }

  /// One that is not of the log: those of the log are compared with it.
  private static func isForeignTrigger(_ object: Object) -> Bool {
    object.type == "trigger" && !logTriggers.contains(object.name)
  }

  private static let logTriggers = ["event_insert", "event_delete", "event_update"]

  private static func differences(
    _ found: [Object], _ migrations: [String], encoding: String
  ) -> [Difference] {
    let made = statements(in: migrations)
    let restoring = "`stakebook restore` takes a backup."
    var differences =
      encoding == "UTF-8"
      ? []
      : [
        Difference("the file's encoding is \(encoding), not UTF-8", mending: restoring)
      ]
    differences += Set(made.keys).subtracting(found.map(\.title)).sorted().map {
      Difference("the schema's \($0) is missing", mending: restoring)
    }
    for object in found where !isForeignTrigger(object) {
      if object.isOfTheLog || object.type == "trigger" {
        if made[object.title] == nil {
          differences.append(.stranger(object))
        } else if !object.isMade(in: made) {
          differences.append(
            Difference("the schema's \(object.title) was changed", mending: restoring))
        }
      } else if object.isVirtual || object.isShadowing {
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
      for line in migration.split(separator: "\n") {
        let words = line.split(whereSeparator: { " ;".contains($0) }).filter { $0 != "UNIQUE" }
        guard words.count > 2, words[0] == "CREATE" || words[0] == "DROP" else { continue }
        statements["\(words[1].lowercased()) \(words[2])"] =
          words[0] == "CREATE" ? migration[line.startIndex...] : nil
      }
    }
    return statements
  }
}
