import EventLog
import Events

/// Shows to somebody without the ledger that an event is in it: C2SP tlog-proof.
///
/// The extra data are the bytes of the leaf, so that the hash with which the path begins can be
/// made without the ledger.
public struct InclusionProof: Sendable, Equatable {
  private static let heading = "c2sp.org/tlog-proof@v1"
  /// The leaf's canonical JSON, as Format.md has it.
  public let leaf: String
  /// Zero-based: one less than the seq.
  public let index: Int64
  /// From the leaf's sibling up.
  public let path: [[UInt8]]
  /// What the path leads to.
  public let checkpoint: SignedCheckpoint

  /// A proof made of its parts.
  public init(leaf: String, index: Int64, path: [[UInt8]], checkpoint: SignedCheckpoint) {
    self.leaf = leaf
    self.index = index
    self.path = path
    self.checkpoint = checkpoint
  }

  /// Reads one. Throws `bad-proof`, `bad-note`, `bad-checkpoint`.
  public init(_ text: String) throws(Rejection) {
    let (lines, note) = try ProofLines.split(text)
    guard lines.count >= 3, lines[0] == Self.heading,
      let extra = ProofLines.value("extra", lines[1]), let leaf = [UInt8](base64: extra),
      let digits = ProofLines.value("index", lines[2]), let index = Int64(digits), index >= 0,
      String(index) == digits, let entry = String(validating: leaf, as: UTF8.self)
    else {
      guard lines.first?.hasPrefix("old ") != true else {
        throw Rejection(
          .badProof, "this is a proof that the log only grew, and of no event",
          hint: "Say with --since from which checkpoint on.")
      }
      throw ProofLines.refusal("its first lines are not those of \(Self.heading)")
    }
    self.leaf = entry
    self.index = index
    path = try ProofLines.hashes(lines.dropFirst(3))
    checkpoint = try SignedCheckpoint(note)
  }

  /// The proof as it is written down.
  public var text: String {
    "\(Self.heading)\nextra \(Array(leaf.utf8).base64)\nindex \(index)\n"
      + ProofLines.text(path) + "\n" + checkpoint.note.note
  }

  /// Throws `proof-fails` unless the path leads from the leaf to the checkpoint's root.
  public func check() throws(Rejection) {
    let isIn = MerkleTree.holds(
      inclusion: path, of: MerkleTree.leaf(Array(leaf.utf8)), at: index,
      in: checkpoint.checkpoint.size, root: checkpoint.checkpoint.root)
    guard isIn else {
      throw Rejection(
        .proofFails, "the proof does not lead from its event to the root of its checkpoint")
    }
  }
}

/// Shows that the log of a checkpoint begins as it did at an older size: the lines that C2SP
/// tlog-witness has a log send.
public struct ConsistencyProof: Sendable, Equatable {
  /// The older size.
  public let old: Int64
  /// The hashes of RFC 6962 §2.1.2.
  public let path: [[UInt8]]
  /// The newer log.
  public let checkpoint: SignedCheckpoint

  /// A proof made of its parts.
  public init(old: Int64, path: [[UInt8]], checkpoint: SignedCheckpoint) {
    self.old = old
    self.path = path
    self.checkpoint = checkpoint
  }

  /// Reads one. Throws `bad-proof`, `bad-note`, `bad-checkpoint`.
  public init(_ text: String) throws(Rejection) {
    let (lines, note) = try ProofLines.split(text)
    guard let first = lines.first, let digits = ProofLines.value("old", first),
      let old = Int64(digits), old >= 0, String(old) == digits
    else { throw ProofLines.refusal("its first line is not 'old SIZE'") }
    self.old = old
    path = try ProofLines.hashes(lines.dropFirst())
    checkpoint = try SignedCheckpoint(note)
  }

  /// The proof as it is written down.
  public var text: String {
    "old \(old)\n" + ProofLines.text(path) + "\n" + checkpoint.note.note
  }

  /// Throws `proof-fails` unless the log of the older checkpoint is the beginning of the newer's.
  public func check(_ older: Checkpoint) throws(Rejection) {
    let isPrefix =
      old == older.size
      && MerkleTree.holds(
        consistency: path, from: old, root: older.root, to: checkpoint.checkpoint.size,
        root: checkpoint.checkpoint.root)
    guard isPrefix else {
      throw Rejection(
        .proofFails, "the proof does not lead from the older checkpoint to the newer one")
    }
  }
}

/// What both files share: lines, an empty one, a note.
private enum ProofLines {
  static func refusal(_ what: String) -> Rejection {
    Rejection(.badProof, "this is no proof: \(what)", hint: "See c2sp.org/tlog-proof.")
  }

  static func split(_ text: String) throws(Rejection) -> ([Substring], String) {
    guard text.utf8.count <= 2 * SignedNote.mostBytes else { throw refusal("it is too long") }
    var lines: [Substring] = []
    var rest = text.utf8[...]
    while let end = rest.firstIndex(of: 0x0A) {
      let line = Substring(rest[..<end])
      rest = rest[rest.index(after: end)...]
      if line.isEmpty { return (lines, String(Substring(rest))) }
      lines.append(line)
    }
    throw refusal("no empty line parts it from its checkpoint")
  }

  static func value(_ name: String, _ line: Substring) -> Substring? {
    line.hasPrefix(name + " ") ? line.dropFirst(name.count + 1) : nil
  }

  static func hashes(_ lines: ArraySlice<Substring>) throws(Rejection) -> [[UInt8]] {
    var hashes: [[UInt8]] = []
    guard lines.count <= 126 else { throw refusal("its path is longer than any tree is high") }
    for line in lines {
      guard let hash = [UInt8](base64: line), hash.count == 32 else {
        throw refusal("a line of its path is not a hash in base64")
      }
      hashes.append(hash)
    }
    return hashes
  }

  static func text(_ hashes: [[UInt8]]) -> String { hashes.map { $0.base64 + "\n" }.joined() }
}
