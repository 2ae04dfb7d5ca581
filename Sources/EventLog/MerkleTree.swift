import Crypto
import Events

/// The Merkle tree of RFC 6962 §2.1 over leaf hashes: roots and both kinds of proof.
///
/// A hash is 32 bytes. Nothing is stored: a tree is given as something that tells the root over a
/// range of its leaves, so that a log of any size can be read once, leaf after leaf.
public enum MerkleTree {
  /// The root over the leaves of a range, which is never empty.
  public typealias RangeRoot = (Range<Int64>) throws -> [UInt8]

  /// The root of the tree with no leaf.
  public static let emptyRoot = Array(SHA256.hash(data: [UInt8]()))

  /// The hash of a leaf that says these bytes.
  public static func leaf(_ entry: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: [0] + entry)) }

  static func node(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: [1])
    hash.update(data: left)
    hash.update(data: right)
    return Array(hash.finalize())
  }

  // MARK: - Making proofs

  /// The audit path of a leaf, from its sibling up: PATH(m, D[n]) of RFC 6962 §2.1.1.
  public static func inclusion(
    of leaf: Int64, in size: Int64, _ root: RangeRoot
  ) rethrows -> [[UInt8]] {
    precondition(0 <= leaf && leaf < size, "the leaf must be one of the tree's")
    var path: [[UInt8]] = []
    var range = 0..<size
    while range.count > 1 {
      let (left, right) = halves(of: range)
      let holder = left.contains(leaf) ? left : right
      path.append(try root(holder == left ? right : left))
      range = holder
    }
    return path.reversed()
  }

  /// What shows that the tree of a size begins as an older one: PROOF(m, D[n]) of RFC 6962 §2.1.2;
  /// empty where the older one has no leaf or is the same.
  public static func consistency(
    from old: Int64, to size: Int64, _ root: RangeRoot
  ) rethrows -> [[UInt8]] {
    precondition(0 <= old && old <= size, "the older tree must not be the larger one")
    guard old > 0, old < size else { return [] }
    var path: [[UInt8]] = []
    var range = 0..<size
    var isWhole = true
    while range.upperBound != old {
      let (left, right) = halves(of: range)
      if old <= left.upperBound {
        path.append(try root(right))
        range = left
      } else {
        path.append(try root(left))
        range = right
        isWhole = false
      }
    }
    if !isWhole { path.append(try root(range)) }
    return path.reversed()
  }

  /// The left half has the largest power of two that is smaller than the whole.
  private static func halves(of range: Range<Int64>) -> (Range<Int64>, Range<Int64>) {
    let half = Int64(1) << (63 - Int64(range.count - 1).leadingZeroBitCount)
    let middle = range.lowerBound + half
    return (range.lowerBound..<middle, middle..<range.upperBound)
  }

  // MARK: - Checking proofs

  /// Whether the path leads from that leaf to the root: RFC 9162 §2.1.3.2.
  public static func holds(
    inclusion path: [[UInt8]], of leafHash: [UInt8], at leaf: Int64, in size: Int64,
    root: [UInt8]
  ) -> Bool {
    guard 0 <= leaf, leaf < size else { return false }
    var place = leaf
    var last = size - 1
    var hash = leafHash
    for sibling in path {
      guard last > 0 else { return false }
      if place & 1 == 1 || place == last {
        hash = node(sibling, hash)
        while place & 1 == 0, place > 0 {
          place >>= 1
          last >>= 1
        }
      } else {
        hash = node(hash, sibling)
      }
      place >>= 1
      last >>= 1
    }
    return last == 0 && hash == root
  }

  /// Whether the path leads from the older root to the newer one: RFC 9162 §2.1.4.2.
  public static func holds(
    consistency path: [[UInt8]], from old: Int64, root oldRoot: [UInt8], to size: Int64,
    root: [UInt8]
  ) -> Bool {
    guard 0 <= old, old <= size else { return false }
    if old == size { return path.isEmpty && oldRoot == root }
    if old == 0 { return path.isEmpty && oldRoot == emptyRoot }
    // A whole tree of 2^k leaves is a node of the newer one: it begins the path unsaid.
    var rest = (old & (old - 1) == 0 ? [oldRoot] : []) + path
    guard !rest.isEmpty else { return false }
    var place = old - 1
    var last = size - 1
    while place & 1 == 1 {
      place >>= 1
      last >>= 1
    }
    var older = rest.removeFirst()
    var newer = older
    for sibling in rest {
      guard last > 0 else { return false }
      if place & 1 == 1 || place == last {
        older = node(sibling, older)
        newer = node(sibling, newer)
        while place & 1 == 0, place > 0 {
          place >>= 1
          last >>= 1
        }
      } else {
        newer = node(newer, sibling)
      }
      place >>= 1
      last >>= 1
    }
    return last == 0 && older == oldRoot && newer == root
  }
}

/// A tree that grows leaf by leaf and keeps only the roots of its whole parts: one for each bit of
/// its size.
public struct MerkleFrontier: Sendable {
  /// How many leaves there are.
  public private(set) var size: Int64 = 0
  private var roots: [[UInt8]] = []

  /// A tree with no leaf.
  public init() {}

  /// Takes the hash of the next leaf, or the root over the next leaves, of which there are a power of
  /// two and a multiple of them before.
  public mutating func add(_ root: [UInt8], of count: Int64 = 1) {
    precondition(
      count.nonzeroBitCount == 1 && size % count == 0, "the leaves are no whole part of a tree")
    var hash = root
    var bits = size / count
    while bits & 1 == 1 {
      hash = MerkleTree.node(roots.removeLast(), hash)
      bits >>= 1
    }
    roots.append(hash)
    size += count
  }

  /// The tree of so many leaves, of the roots of its whole parts; nil where these are not as many as its
  /// size has.
  package init?(size: Int64, parts: [UInt8]) {
    guard size >= 0, parts.count == 32 * size.nonzeroBitCount else { return nil }
    self.size = size
    roots = stride(from: 0, to: parts.count, by: 32).map { Array(parts[$0..<$0 + 32]) }
  }

  /// The roots of its whole parts, the largest first.
  package var parts: [UInt8] { roots.flatMap(\.self) }

  /// The root over all leaves so far.
  public var root: [UInt8] {
    guard var root = roots.last else { return MerkleTree.emptyRoot }
    for left in roots.dropLast().reversed() { root = MerkleTree.node(left, root) }
    return root
  }
}
