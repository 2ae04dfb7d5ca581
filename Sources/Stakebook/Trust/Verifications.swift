import EventLog
import Events
import Foundation
import Projections

/// A checkpoint with which a ledger is compared.
public struct Commitment: Sendable {
  /// What was committed to.
  public let signed: SignedCheckpoint
  /// The leaf hashes, in order, where the checkpoint came with its tiles.
  let leaves: LeafTiles?

  /// Reads a checkpoint's file, or the one in a folder that `pack` made, with the tiles beside it.
  ///
  /// Throws `no-input`, `bad-note`, `bad-checkpoint`; `fork` where the tiles are of another tree.
  public init(_ path: String) throws {
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let file = isThere && isFolder.boolValue ? path + "/checkpoint" : path
    signed = try SignedCheckpoint(SmallFile.text(file))
    leaves = try LeafTiles(besides: file, signed.checkpoint)
  }
}

extension Ledger {
  /// Recomputes every hash and order of the log, and compares it with a checkpoint and with the
  /// newest one that was seen.
  ///
  /// Gives what is wrong with the log itself, and how it differs from what was committed to:
  /// `rollback` and `fork`, each its own error.
  public func verify(
    against commitment: Commitment? = nil, seen: SeenCheckpoints = .none,
    progress: (Int64) -> Void = { _ in }
  ) throws -> (verification: Verification, failures: [Rejection]) {
    var checkpoints: [(Checkpoint, Witness)] = []
    if let commitment { checkpoints.append((commitment.signed.checkpoint, .given)) }
    // A ledger that does not know its own name is told of by the verification.
    if let name = try? log.identity(), let earlier = try seen.newest(of: name) {
      checkpoints.append((earlier, seen.witness(of: name)))
    }
    var verifying = Verifying.everything
    verifying.sizes = Set(checkpoints.map(\.0.size))
    if let leaves = commitment?.leaves { verifying.committed = leaves.hash(of:) }
    let verification = try log.verify(verifying, progress: progress)
    let failures = checkpoints.compactMap { checkpoint, witness -> Rejection? in
      if checkpoint.size > verification.events {
        return witness.rollback(checkpoint, to: verification.events)
      }
      guard verification.roots[checkpoint.size] != checkpoint.root else { return nil }
      return witness.fork(checkpoint, at: verification.firstUncommitted)
    }
    return (verification, failures)
  }

  /// Remembers a checkpoint that a verification found to hold and whose signature was checked.
  public func remember(_ signed: SignedCheckpoint, seen: SeenCheckpoints = .none) throws {
    try seen.remember(signed, of: log.identity())
  }
}

extension Verifying {
  /// The log, and the schema of what is computed from it.
  static var everything: Verifying {
    var verifying = Verifying(redaction: EventRedacted.type)
    verifying.schema = { try SchemaCheck($0).wrong }
    verifying.isMade = Projections.isMade
    return verifying
  }
}

/// The leaf hashes in the tiles of level 0 beside a checkpoint: C2SP tlog-tiles.
struct LeafTiles: Sendable {
  private let hashes: [UInt8]

  /// Nil where there are none beside the file. Throws `fork` unless they give the checkpoint's
  /// root.
  init?(besides file: String, _ checkpoint: Checkpoint) throws {
    let folder = (file as NSString).deletingLastPathComponent
    let tiles = (folder.isEmpty ? "." : folder) + "/tile/0"
    guard FileManager.default.fileExists(atPath: tiles) else { return nil }
    var hashes: [UInt8] = []
    var tree = MerkleFrontier()
    for (path, width) in Tile.paths(level: 0, size: checkpoint.size) {
      guard let tile = FileManager.default.contents(atPath: "\(tiles)/\(path)"),
        tile.count == width * 32
      else {
        throw Rejection(
          .badTiles, "the tile \(tiles)/\(path) is missing or is not \(width) hashes")
      }
      hashes += tile
      for place in 0..<width {
        tree.add(Array(tile[(tile.startIndex + place * 32)...].prefix(32)))
      }
    }
    guard tree.root == checkpoint.root else {
      throw Rejection(
        .badTiles, "the tiles beside the checkpoint do not give its root: one of them was changed"
      )
    }
    self.hashes = hashes
  }

  func hash(of seq: Seq) -> [UInt8]? {
    let start = Int(seq - 1) * 32
    guard seq > 0, start + 32 <= hashes.count else { return nil }
    return Array(hashes[start..<start + 32])
  }
}
