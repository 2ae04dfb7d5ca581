import EventLog
import Events
import Foundation

/// Where the hashes and entries of a tree stand in files: C2SP tlog-tiles.
enum Tile {
  /// How many hashes or entries a whole tile has.
  static let width: Int64 = 256

  /// The path of each tile of a level for a tree of that size, below the level's folder, with the
  /// number of its hashes: `000`, `001` … `x001/000`; a partial one `001.p/17`.
  static func paths(level: Int, size: Int64) -> [(path: String, width: Int)] {
    let hashes = size >> (8 * Int64(level))
    guard hashes > 0 else { return [] }
    return stride(from: 0, to: hashes, by: Int(width)).map { start in
      let count = min(width, hashes - start)
      let name = index(start / width)
      return (count == width ? name : "\(name).p/\(count)", Int(count))
    }
  }

  private static func index(_ number: Int64) -> String {
    var parts: [String] = []
    var rest = number
    repeat {
      let digits = String(rest % 1000)
      parts.insert(String(repeating: "0", count: 3 - digits.count) + digits, at: 0)
      rest /= 1000
    } while rest > 0
    return (parts.dropLast().map { "x" + $0 } + parts.suffix(1)).joined(separator: "/")
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
