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
    try forEach(in: range) { leaf, _ in try body(leaf) }
  }

  /// The same, and whether the event is erased.
  private func forEach(
    in range: Range<Int64>, _ body: ([UInt8], Bool) throws -> Void
  ) throws {
    let columns = ["seq", "leaf_hash", "salt"]
    let rows = try RawStatement(
      database,
      """
      SELECT \(columns.joined(separator: ", "))
      FROM main.event
      WHERE seq > ? AND seq <= ?
      ORDER BY seq
      """, isKept: false)
    var last = range.lowerBound
    try rows.forEach([.integer(range.lowerBound), .integer(range.upperBound)]) { statement in
      let row = StoredRow(statement, columns, of: "the event")
      last += 1
      guard try row.integer(0) == last else { throw Self.gap }
      let leaf: [UInt8]
      let isErased: Bool
      do throws(Rejection) {
        leaf = try row.bytes(1, count: 32)
        isErased = try row.optionalBytes(2, count: 16) == nil
      } catch {
        throw StoredRow.damaged("seq \(last): \(error.message)")
      }
      try body(leaf, isErased)
    }
    guard last == range.upperBound else { throw Self.gap }
  }

  private static let gap = Rejection(
    .damagedLedger, "events are missing from the log", hint: "`stakebook verify` tells which.")

  /// The root over the first events, and which of these are erased, in one pass.
  public func state(of size: Int64) throws -> (root: [UInt8], erased: [Seq]) {
    var tree = MerkleFrontier()
    var erased: [Seq] = []
    try forEach(in: 0..<size) { leaf, isErased in
      tree.add(leaf)
      if isErased { erased.append(tree.size) }
    }
    return (tree.root, erased)
  }

  /// The tree itself, to be gone on with.
  package func frontier() throws -> MerkleFrontier {
    var tree = MerkleFrontier()
    try forEachLeaf(in: 0..<size) { tree.add($0) }
    return tree
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
  ///
  /// Throws `damaged-ledger` where its table holds anything else, or may compute something.
  public func identity() throws -> String { try read { try Self.identity($0) } }

  /// The same, inside a reading.
  public static func identity(_ database: Database) throws -> String {
    let wrong = StoredRow.damaged(
      "the table ledger does not hold the ledger's name and nothing else")
    guard try Schema.isPlain("ledger", database) else { throw wrong }
    var values: [String] = []
    do {
      try RawStatement(database, "SELECT name, value FROM main.ledger", isKept: false)
        .forEach([]) { statement in
          let row = StoredRow(statement, ["name", "value"], of: "the ledger's name")
          guard try row.text(0) == "uuid" else { throw wrong }
          values.append(try row.text(1))
        }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR { throw wrong }
    guard values.count == 1, let uuid = try? EventID(values[0]), uuid.text == values[0] else {
      throw wrong
    }
    return uuid.text
  }
}
