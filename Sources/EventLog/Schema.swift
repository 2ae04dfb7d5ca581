import Events
import GRDB
import Migrations

/// What may stand in a ledger's schema, and what does.
///
/// The tables, indexes and triggers of the log are compared word for word with the migrations that
/// make them. What projections add is theirs to know; a trigger or a virtual table is never theirs.
public enum Schema {
  private struct Object {
    let type: String
    let name: String
    let table: String
    let sql: String

    var isOfTheLog: Bool { type != "view" && (table == "event" || table == "ledger") }
    var title: String { "\(type) \(name)" }

    /// Whether it is word for word as made: SQLite keeps a statement without its semicolon.
    func isMade(in statements: [String: Substring]) -> Bool {
      statements[title]?.utf8.starts(with: (sql + ";").utf8) ?? false
    }
  }

  /// Refuses a ledger by the name of what does not belong in it, or is missing.
  ///
  /// Throws `foreign-schema`.
  static func check(_ database: Database, at path: String) throws {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let found = try objects(database)
    let wrong = differences(found, Array(Migrations.all.prefix(version))).first
    guard let wrong else { return }
    throw foreign(wrong, at: path)
  }

  /// Why a ledger is refused for something in its schema.
  public static func foreign(_ what: String, at path: String) -> Rejection {
    Rejection(
      "foreign-schema", "\(path) is not as Stakebook makes a ledger: \(what)",
      hint: "Nothing in it was run. `stakebook verify` tells more; `restore` takes a backup.")
  }

  /// Every difference, for a verification.
  static func findings(_ database: Database) throws -> [Verification.Finding] {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let isKnown = (1...Migrations.all.count).contains(version)
    var sentences = differences(
      try objects(database), Array(Migrations.all.prefix(isKnown ? version : .max)))
    if !isKnown { sentences.append("user_version is \(version)") }
    return sentences.map { Verification.Finding(seq: nil, sentence: $0) }
  }

  /// Whether reading the events runs nothing: they stand in an ordinary table, every column of which
  /// is stored.
  static func hasPlainLog(_ database: Database) throws -> Bool {
    let isTable = try objects(database).contains {
      $0.title == "table event" && !$0.sql.uppercased().hasPrefix("CREATE VIRTUAL")
    }
    guard isTable else { return false }
    let hidden = try Int.fetchOne(
      database, sql: "SELECT count(*) FROM pragma_table_xinfo('event') WHERE hidden <> 0")
    return hidden == 0
  }

  private static func objects(_ database: Database) throws -> [Object] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT CAST(type AS TEXT), CAST(name AS TEXT), CAST(tbl_name AS TEXT), CAST(sql AS TEXT)
        FROM sqlite_schema
        WHERE sql IS NOT NULL
        """)
    return rows.map { row in
      Object(
        type: row[0] ?? "", name: row[1] ?? "", table: row[2] ?? "", sql: row[3] ?? "")
    }
  }

  private static func differences(_ found: [Object], _ migrations: [String]) -> [String] {
    let made = statements(in: migrations)
    var differences = Set(made.keys).subtracting(found.map(\.title)).sorted().map {
      "the schema's \($0) is missing"
    }
    for object in found.sorted(by: { $0.title < $1.title }) {
      if object.isOfTheLog {
        if made[object.title] == nil {
          differences.append("the schema's \(object.title) does not belong here")
        } else if !object.isMade(in: made) {
          differences.append("the schema's \(object.title) was changed")
        }
      } else if object.type == "trigger" || object.sql.uppercased().hasPrefix("CREATE VIRTUAL") {
        differences.append("the schema's \(object.title) does not belong here")
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
