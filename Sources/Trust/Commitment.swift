import EventLog
import Events
import Foundation

/// A checkpoint with which a log is compared.
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
