import GRDB

/// Lists of texts put away, for who goes through more of them than memory should hold.
///
/// They lie in a temporary database of SQLite: what its cache has no room for is on disk, in a file
/// that no other program finds and that goes with the store.
package final class TextStore {
  private let queue: DatabaseQueue
  private var counts: [Int] = []

  /// How many texts are read at once: while they are used, the store can be asked for others.
  private static let batch = 256
  /// A text's number is its list's and its place there.
  private static let placeBits = 40

  /// An empty store. Throws `DatabaseError` where there is no room for it, as does what uses it.
  package init() throws {
    var configuration = Configuration()
    // One that is never ended.
    configuration.allowsUnsafeTransactions = true
    queue = try DatabaseQueue(path: "", configuration: configuration)
    try queue.writeWithoutTransaction { database in
      // Nothing in it is ever undone or found again.
      try database.execute(
        sql: """
          PRAGMA journal_mode = OFF;
          PRAGMA synchronous = OFF;
          CREATE TABLE kept (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
          """)
      try database.beginTransaction(.immediate)
    }
  }

  /// A new, empty list.
  package func makeList() -> Int {
    counts.append(0)
    return counts.count - 1
  }

  /// Adds a text at the end of a list.
  package func append(_ text: String, to list: Int) throws {
    try queue.writeWithoutTransaction { database in
      try database.cachedStatement(sql: "INSERT INTO kept (id, text) VALUES (?, ?)")
        .execute(arguments: [Self.id(list, counts[list]), text])
    }
    counts[list] += 1
  }

  /// Gives the texts of a list in order.
  package func forEach(of list: Int, _ body: (String) throws -> Void) throws {
    for first in stride(from: 0, to: counts[list], by: Self.batch) {
      try texts(list, first..<min(first + Self.batch, counts[list])).forEach(body)
    }
  }

  /// The texts at these places of a list, counted from 0.
  package func texts(_ list: Int, _ places: Range<Int>) throws -> [String] {
    try queue.writeWithoutTransaction { database in
      try String.fetchAll(
        database.cachedStatement(
          sql: "SELECT text FROM kept WHERE id >= ? AND id < ? ORDER BY id"),
        arguments: [Self.id(list, places.lowerBound), Self.id(list, places.upperBound)])
    }
  }

  private static func id(_ list: Int, _ place: Int) -> Int64 {
    Int64(list) << placeBits | Int64(place)
  }
}
