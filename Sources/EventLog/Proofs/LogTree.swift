import Events
import GRDB

/// The Merkle tree over the log, as the stored leaf hashes give it, inside one reading.
///
/// An append computes nothing for it: roots and proofs read the leaf hashes they need, in one pass
/// and in little memory.
public struct LogTree {
  private let database: Database
  /// How many events the log has.
  public let size: Int64

  /// The tree of the log on this connection, whatever shadows the log there.
  public init(_ database: Database) throws {
    self.database = database
    size = try Int64.fetchOne(database, sql: "SELECT coalesce(max(seq), 0) FROM main.event") ?? 0
  }

  /// Gives the hashes of a range of leaves in order; the leaf of seq 1 is the leaf 0.
  public func forEachLeaf(
    in range: Range<Int64>, _ body: ([UInt8]) throws -> Void
  ) throws {
    let hashes = try Row.fetchCursor(
      database,
      sql: """
        SELECT \(Self.hash("leaf_hash")) FROM main.event WHERE seq > ? AND seq <= ? ORDER BY seq
        """,
      arguments: [range.lowerBound, range.upperBound])
    var count: Int64 = 0
    while let row = try hashes.next() {
      count += 1
      try body(Self.hash(row))
    }
    guard count == range.upperBound - range.lowerBound else { throw Self.gap }
  }

  /// A hash as the log keeps one: 32 bytes; else NULL.
  public static func hash(_ column: String) -> String {
    "CASE WHEN typeof(\(column)) = 'blob' AND length(\(column)) = 32 THEN \(column) END"
  }

  /// The hash in the first column of a row. Throws `damaged-ledger` where there is none.
  public static func hash(_ row: Row) throws -> [UInt8] {
    let hash: [UInt8]? = try row.withUnsafeData(atIndex: 0) { $0.map(Array.init) }
    guard let hash else { throw StoredRow.damaged("a hash of the log is not 32 bytes") }
    return hash
  }

  private static let gap = Rejection(
    "damaged-ledger", "events are missing from the log", hint: "`stakebook verify` tells which.")

  /// The root over the first events, and which of these are erased, in one pass.
  public func state(of size: Int64) throws -> (root: [UInt8], erased: [Seq]) {
    var tree = MerkleFrontier()
    var erased: [Seq] = []
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT \(Self.hash("leaf_hash")), salt IS NULL FROM main.event WHERE seq <= ? ORDER BY seq
        """,
      arguments: [size])
    while let row = try rows.next() {
      tree.add(try Self.hash(row))
      if row[1] == 1 { erased.append(tree.size) }
    }
    guard tree.size == size else { throw Self.gap }
    return (tree.root, erased)
  }

  /// The root over a range of leaves, or over none.
  public func root(over range: Range<Int64>) throws -> [UInt8] {
    var tree = MerkleFrontier()
    try forEachLeaf(in: range) { tree.add($0) }
    return tree.root
  }

  /// The audit path of an event in the tree of a size.
  public func inclusion(of seq: Seq, in size: Int64) throws -> [[UInt8]] {
    try MerkleTree.inclusion(of: seq - 1, in: size, root(over:))
  }

  /// What shows that the tree of a size begins as that of an older one.
  public func consistency(from old: Int64, to size: Int64) throws -> [[UInt8]] {
    try MerkleTree.consistency(from: old, to: size, root(over:))
  }

  /// The event of a seq.
  public func event(_ seq: Seq) throws -> StoredEvent? {
    try EventLog.event(seq, database)
  }

  /// Every event up to a seq, in order.
  public func forEachEvent(upTo last: Seq, _ body: (StoredEvent) throws -> Void) throws {
    try EventLog.forEach(upTo: last, database, body)
  }
}

extension EventLog {
  /// Reads the log's tree in one transaction.
  public func tree<Result>(_ body: (LogTree) throws -> Result) throws -> Result {
    try read { try body(try LogTree($0)) }
  }

  /// The ledger's own name for itself, a UUID that was made with it.
  public func identity() throws -> String {
    let uuid: String? = try read { database in
      guard try Schema.isPlain("ledger", database) else { return nil }
      return try String.fetchOne(
        database,
        sql: """
          SELECT value
          FROM ledger
          WHERE name = 'uuid' AND typeof(value) = 'text' AND length(CAST(value AS BLOB)) = 36
          """)
    }
    guard let uuid else {
      throw Rejection("damaged-ledger", "the ledger does not know its own name")
    }
    return uuid
  }
}
