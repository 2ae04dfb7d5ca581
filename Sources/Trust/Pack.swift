import EventLog
import Events
import Foundation

/// What a third party gets to check a ledger without trusting who keeps it.
public struct Pack: Sendable {
  /// The checkpoint of everything that is packed.
  public let checkpoint: SignedCheckpoint
  /// The key by which it is checked.
  public let key: VerifierKey
  /// Earlier checkpoints, each of which gets a consistency proof.
  public var earlier: [SignedCheckpoint] = []
  /// Events that get an inclusion proof of their own; every one follows from the tiles.
  public var events: [Seq] = []
  /// By their SHA-256 the documents that go with them, and what their files are called.
  public var documents: [String: String] = [:]

  /// The least that a pack holds.
  public init(_ checkpoint: SignedCheckpoint, key: VerifierKey) {
    self.checkpoint = checkpoint
    self.key = key
  }
}

extension Proofs {
  /// Writes a pack into a new folder, which takes its place only when it is whole.
  ///
  /// Throws `file-exists`, `is-ledger`, `cannot-create`, and what proofs throw.
  public func write(_ pack: Pack, to folder: String) throws {
    let draft = try DraftFolder(for: folder)
    do {
      try fill(draft, pack)
      try draft.settle()
    } catch {
      draft.remove()
      if error is Rejection { throw error }
      throw Rejection(
        .cannotCreate, "the folder \(folder) cannot be written",
        hint: "Its own folder must exist, let you write and have room.")
    }
  }

  private func fill(_ folder: DraftFolder, _ pack: Pack) throws {
    func write(_ bytes: some Sequence<UInt8>, _ path: String) throws {
      try folder.file(path).write(contentsOf: Data(bytes))
    }
    let size = pack.checkpoint.checkpoint.size
    try write(pack.checkpoint.note.note.utf8, "checkpoint")
    try write((pack.key.text + "\n").utf8, "key")
    try log.tree { tree in
      try tree.require(pack.checkpoint.checkpoint)
      try writeTiles(of: tree, size) { try write($0, "tile/\($1)") }
      try writeEvents(of: tree, size, to: folder.file("events.jsonl")) {
        try write($0, "tile/entries/\($1)")
      }
    }
    for (sha256, name) in pack.documents {
      if let bytes = try log.document(sha256) { try write(bytes, "documents/\(name)") }
    }
    for earlier in pack.earlier {
      let proof = try consistency(from: earlier.checkpoint, to: pack.checkpoint)
      let name = "\(earlier.checkpoint.size)-\(size)"
      try write(earlier.note.note.utf8, "checkpoints/\(earlier.checkpoint.size)")
      try write(proof.text.utf8, "proofs/\(name).consistency")
    }
    for seq in pack.events {
      let proof = try inclusion(of: seq, in: pack.checkpoint)
      try write(proof.text.utf8, "proofs/\(seq).tlog-proof")
    }
  }

  /// The hashes, level by level: those of a level are the roots of the whole tiles below.
  private func writeTiles(
    of tree: LogTree, _ size: Int64, _ write: ([UInt8], String) throws -> Void
  ) throws {
    var above: [[UInt8]] = []
    var tiles = Tile.paths(level: 0, size: size)[...]
    var tile: [UInt8] = []
    var root = MerkleFrontier()
    func add(_ hash: [UInt8], _ level: Int) throws {
      tile += hash
      root.add(hash)
      guard let (path, width) = tiles.first, tile.count == width * 32 else { return }
      try write(tile, "\(level)/\(path)")
      if width == Int(Tile.width) { above.append(root.root) }
      tiles.removeFirst()
      tile = []
      root = MerkleFrontier()
    }
    try tree.forEachLeaf(in: 0..<size) { try add($0, 0) }
    var level = 0
    while !above.isEmpty {
      level += 1
      let hashes = above
      above = []
      tiles = Tile.paths(level: level, size: size)[...]
      for hash in hashes { try add(hash, level) }
    }
  }

  /// The events as JSONL, and their leaves as entry bundles.
  private func writeEvents(
    of tree: LogTree, _ size: Int64, to lines: FileHandle,
    _ writeBundle: ([UInt8], String) throws -> Void
  ) throws {
    var tiles = Tile.paths(level: 0, size: size)[...]
    var bundle: [UInt8] = []
    var count = 0
    var text = Data()
    try tree.forEachEvent(upTo: size) { event in
      text += Data((try event.line.canonical + "\n").utf8)
      let leaf = Array(event.leaf.utf8)
      bundle += [UInt8(leaf.count >> 8), UInt8(leaf.count & 0xFF)] + leaf
      count += 1
      guard let (path, width) = tiles.first, count == width else { return }
      try writeBundle(bundle, path)
      try lines.write(contentsOf: text)
      tiles.removeFirst()
      (bundle, count, text) = ([], 0, Data())
    }
    try lines.close()
  }
}
