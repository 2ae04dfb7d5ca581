import Events
import Foundation
import GRDB

extension Schema {
  /// Something in the file's schema, judged by its bytes: nothing is asked of it.
  public struct Object: Sendable {
    /// table, index, view or trigger.
    public let type: String
    /// Its name, in the letters in which it was made.
    public let name: String
    /// The table on which an index or trigger stands, in small letters.
    public let table: String
    /// The statement that makes it, with all that stands behind a NUL, which SQLite does not read.
    public let sql: String
    /// What SQLite knows it by: what it is, and its name, in small letters.
    public let key: String

    /// Reads the type, the name, the table's name and the statement.
    init(_ row: StoredRow) {
      type = Self.folded(row.anything(0))
      name = row.anything(1)
      table = Self.folded(row.anything(2))
      sql = row.anything(3)
      key = "\(type) \(Self.folded(name))"
    }

    /// SQLite takes the small and the capital letters of ASCII for the same, and no others.
    private static func folded(_ text: String) -> String {
      String(decoding: text.utf8.map { 0x41...0x5A ~= $0 ? $0 + 0x20 : $0 }, as: UTF8.self)
    }

    /// What it is, and its name.
    public var title: String { "\(type) \(name)" }
    /// What SQLite knows it by among tables, views and indexes.
    public var keyName: Substring { key.dropFirst(type.count + 1) }
    /// Whether it stands on a table of the log, is one, or has the name of one: that a later form of the
    /// file may make.
    public var isOfTheLog: Bool {
      Self.tables.contains(table) || type != "trigger" && Self.tables.contains(String(keyName))
    }
    /// Whether SQLite keeps it for itself: how often values occur, which numbers were given.
    var isInternal: Bool { Self.internals.contains { sql.isSame(as: $0) } }
    /// Whether code of its own may run when it is used: SQLite writes the beginning of every other table
    /// like this.
    public var isVirtual: Bool {
      type == "table" && !sql.utf8.starts(with: "CREATE TABLE ".utf8)
    }
    /// Whether it would be read where our SQL, or SQLite, means something of SQLite's own.
    private var isShadow: Bool {
      guard type == "table" || type == "view" else { return false }
      return ["json_each", "json_tree"].contains(keyName)
        || keyName.hasPrefix("pragma_") || keyName.hasPrefix("sqlite_")
    }
    /// Whether it may not stand in a ledger, whatever else does.
    public var isRefused: Bool { isVirtual || isShadow }
    /// The statement that takes it away.
    public var drop: String {
      "DROP \(type.uppercased()) \(name.quotedDatabaseIdentifier)"
    }

    /// Whether it is word for word as made: SQLite keeps a statement without its semicolon.
    func isMade(in statements: [String: Substring]) -> Bool {
      statements[key]?.utf8.starts(with: (sql + ";").utf8) ?? false
    }

    private static let tables: Set = [
      "event", "ledger", "document", "hub_link", "hub_evidence", "outbox", "outbox_draft",
      "outbox_document", "hub_withheld",
    ]

    private static let internals = [
      "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
      "CREATE TABLE sqlite_stat3(tbl,idx,neq,nlt,ndlt,sample)",
      "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
      "CREATE TABLE sqlite_sequence(name,seq)",
    ]
  }
}

extension String {
  /// Whether both have the same bytes: `==` takes one Unicode form for another.
  package func isSame(as other: String) -> Bool {
    var (one, other) = (self, other)
    return one.withUTF8 { one in
      other.withUTF8 { other in
        guard let start = one.baseAddress, let others = other.baseAddress else {
          return one.count == other.count
        }
        return one.count == other.count && memcmp(start, others, one.count) == 0
      }
    }
  }
}
