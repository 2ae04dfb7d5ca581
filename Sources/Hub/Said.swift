import EventLog
import Events
import Foundation
import GRDB

/// What is said in one append to a linked ledger, to be gone through as often as it takes: it is tried here, sent
/// to the hub, or put into the outbox.
///
/// More than a few lie in a file without a name, so that memory does not grow with them, and nothing is left of
/// them where the process ends.
package final class Said {
  private let log: EventLog
  private let few: [Prepared]
  private let many: DatabaseQueue?

  /// Takes all that `next` gives; more than so many (`few`) are held outside of memory.
  package init(_ log: EventLog, few: Int, _ next: () throws -> Prepared?) throws {
    self.log = log
    var events: [Prepared] = []
    while events.count <= few, let event = try next() { events.append(event) }
    guard events.count > few else {
      (self.few, many) = (events, nil)
      return
    }
    var rest = events[...]
    (self.few, many) = ([], try Self.file { try rest.popFirst() ?? next() })
  }

  /// Whether they are so many that they are taken without a part of a transaction that could be undone alone.
  package var isLarge: Bool { many != nil }

  private static func file(_ next: () throws -> Prepared?) throws -> DatabaseQueue {
    // SQLite's own name for one that is removed as soon as it is made.
    let queue = try DatabaseQueue(path: "")
    try queue.inTransaction { database in
      try database.execute(
        sql: """
          CREATE TABLE said (
            place INTEGER PRIMARY KEY, id TEXT NOT NULL, line TEXT NOT NULL, salt BLOB NOT NULL,
            content_hash BLOB NOT NULL, documents TEXT NOT NULL, file TEXT, number INTEGER NOT NULL
          ) STRICT
          """)
      let insertion = try RawStatement(
        database,
        """
        INSERT INTO said (id, line, salt, content_hash, documents, file, number)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """)
      while let event = try next() {
        let draft = Outbox.Draft(event)
        let location = event.event.location
        try insertion.run([
          .text(draft.id), .text(draft.line), .blob(draft.salt), .blob(draft.contentHash),
          .text(draft.documents.joined(separator: " ")), .text(location?.file),
          .integer(Int64(location?.line ?? 0)),
        ])
      }
      return .commit
    }
    return queue
  }

  /// Gives the events one after the other, from the first one on, as they passed their check.
  package func events() -> () throws -> Prepared? {
    guard let many else {
      var rest = few[...]
      return { rest.popFirst() }
    }
    let next = Self.rows(of: many)
    return { [log] in
      guard let row = try next() else { return nil }
      var draft = try Draft(
        line: .read(row["line"] as String, limits: Outbox.limits), restoring: false)
      if row["number"] > 0 { draft.location = .init(file: row["file"], line: row["number"]) }
      return try log.prepare(Accepted(draft), salt: Array(row["salt"] as Data))
    }
  }

  /// Gives them as the outbox keeps them.
  package func drafts() -> () throws -> Outbox.Draft? {
    guard let many else {
      var rest = few[...]
      return { rest.popFirst().map(Outbox.Draft.init) }
    }
    let next = Self.rows(of: many)
    return {
      try next().map { row in
        Outbox.Draft(
          id: row["id"], line: row["line"], salt: Array(row["salt"] as Data),
          contentHash: Array(row["content_hash"] as Data),
          documents: (row["documents"] as String).split(separator: " ").map(String.init))
      }
    }
  }

  private static func rows(of file: DatabaseQueue) -> () throws -> Row? {
    var place: Int64 = 0
    var page: ArraySlice<Row> = []
    return {
      if page.isEmpty {
        page = try file.read { database in
          try Row.fetchAll(
            database, sql: "SELECT * FROM said WHERE place > ? ORDER BY place LIMIT 1000",
            arguments: [place])
        }[...]
      }
      guard let row = page.popFirst() else { return nil }
      place = row["place"]
      return row
    }
  }
}
