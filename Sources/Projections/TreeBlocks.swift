import EventLog
import Events
import GRDB

extension Projection {
  /// The roots over each 1,024 leaves of the log's tree, so that the root over a large log is known
  /// without reading all of its leaves.
  static let treeBlocks = Projection(
    name: "tree_blocks", version: 2,
    tables: [
      Table(
        name: "x_tree_block",
        definition: """
          (
            place INTEGER PRIMARY KEY,
            root BLOB NOT NULL CHECK (length(root) = 32)
          ) STRICT
          """)
    ],
    compute: Computation(run: TreeBlocks.add))
}

/// Whole blocks of leaves: the block 0 has the leaves of the seqs 1 to 1,024.
private enum TreeBlocks {
  static let size: Int64 = 1024

  /// Stores the roots of those blocks that the last of these events complete.
  static func add(_ range: ClosedRange<Seq>, _ database: Database) throws {
    let places = (range.lowerBound - 1) / size..<range.upperBound / size
    guard !places.isEmpty else { return }
    let tree = try LogTree(database)
    let insertion = try RawStatement(
      database, "INSERT INTO x_tree_block (place, root) VALUES (?, ?)")
    for place in places {
      let root = try tree.root(over: place * size..<(place + 1) * size)
      try insertion.run([.integer(place), .blob(root)])
    }
  }

  /// Gives the roots over the first blocks in order. Throws `damaged-ledger` where one is none.
  static func forEach(
    _ count: Int64, _ database: Database, _ body: ([UInt8]) -> Void
  ) throws {
    var next: Int64 = 0
    let wrong = { () in
      Rejection(
        .damagedLedger,
        "the root over the events \(next * size + 1) to \((next + 1) * size) is not as it was stored",
        hint: "`stakebook rebuild` computes it anew.")
    }
    let columns = ["place", "root"]
    try RawStatement(
      database, "SELECT place, root FROM main.x_tree_block WHERE place < ? ORDER BY place",
      isKept: false
    ).forEach([.integer(count)]) { statement in
      let row = StoredRow(statement, columns, of: "a block of the tree")
      guard (try? row.integer(0)) == next, let root = try? row.bytes(1, count: 32) else {
        throw wrong()
      }
      body(root)
      next += 1
    }
    guard next == count else { throw wrong() }
  }
}

extension Reading {
  /// The root over the first events, and which of these are erased, in a time that hardly grows with
  /// their number.
  ///
  /// It follows from what was computed when they were appended. Who checks the log asks its
  /// ``tree``, which reads every leaf.
  public func logState(upTo size: Seq) throws -> (root: [UInt8], erased: [Seq]) {
    var tree = MerkleFrontier()
    try TreeBlocks.forEach(size / TreeBlocks.size, database) { tree.add($0, of: TreeBlocks.size) }
    try self.tree.forEachLeaf(in: tree.size..<size) { tree.add($0) }
    let erased = try Seq.fetchAll(
      database,
      sql: """
        SELECT DISTINCT event.seq
        FROM main.event AS redaction
        JOIN main.event ON event.id = redaction.data ->> '$.event'
        WHERE redaction.type = ?
        AND event.seq <= ?
        AND event.salt IS NULL
        ORDER BY event.seq
        """, arguments: [EventRedacted.type.text, size])
    return (tree.root, erased)
  }
}
