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
            place INTEGER PRIMARY KEY, line TEXT NOT NULL, salt BLOB NOT NULL, file TEXT,
            number INTEGER NOT NULL
          ) STRICT
          """)
      let insertion = try RawStatement(
        database, "INSERT INTO said (line, salt, file, number) VALUES (?, ?, ?, ?)")
      while let event = try next() {
        let location = event.event.location
        try insertion.run([
          .text(event.line.canonical), .blob(event.saltBytes), .text(location?.file),
          .integer(Int64(location?.line ?? 0)),
        ])
      }
      return .commit
    }
    return queue
  }

  /// Gives them one after the other, from the first one on.
  package func events() -> () throws -> Prepared? {
    guard let many else {
      var rest = few[...]
      return { rest.popFirst() }
    }
    var place: Int64 = 0
    var page: ArraySlice<Row> = []
    return { [log] in
      if page.isEmpty {
        page = try many.read { database in
          try Row.fetchAll(
            database, sql: "SELECT * FROM said WHERE place > ? ORDER BY place LIMIT 1000",
            arguments: [place])
        }[...]
      }
      guard let row = page.popFirst() else { return nil }
      place = row["place"]
      var draft = try Draft(
        line: .read(row["line"] as String, limits: Outbox.limits), restoring: false)
      if row["number"] > 0 { draft.location = .init(file: row["file"], line: row["number"]) }
      return try log.prepare(Accepted(draft), salt: Array(row["salt"] as Data))
    }
  }
}
