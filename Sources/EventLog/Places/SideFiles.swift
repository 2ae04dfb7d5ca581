import Events
import Foundation

/// What SQLite and the writer lock have beside a ledger: ordinary files of somebody who may write to
/// the ledger, or nothing. A link or a pipe of that name would have them write, or wait, elsewhere.
enum SideFiles {
  /// Refuses a ledger beside which something else stands. Throws `strange-file`.
  static func requireOrdinary(besides ledger: String) throws {
    var owner = stat()
    guard stat(ledger, &owner) == 0 else { return }
    for ending in Place.sideEndings {
      var found = stat()
      guard lstat(ledger + ending, &found) == 0 else { continue }
      try requireOrdinary(found, ledger + ending, ledger: owner)
    }
  }

  /// Refuses one that is no ordinary file with one name, or belongs to a stranger.
  static func requireOrdinary(_ found: stat, _ path: String, ledger: stat) throws {
    let kind: String? =
      switch found.st_mode & S_IFMT {
      case S_IFREG: found.st_nlink > 1 ? "has other names (hard links)" : nil
      case S_IFLNK: "is a symbolic link"
      case S_IFDIR: "is a folder"
      case S_IFIFO: "is a pipe"
      default: "is a device"
      }
    if let kind { throw strange(path, kind) }
    // Who may write to the ledger may stand beside it.
    let isTrusted =
      [geteuid(), 0, ledger.st_uid].contains(found.st_uid) || ledger.st_mode & 0o022 != 0
    if !isTrusted { throw strange(path, "belongs to somebody else") }
  }

  static func strange(_ path: String, _ what: String) -> Rejection {
    Rejection(
      .strangeFile, "\(path), which is the ledger's, \(what): nothing was opened",
      hint: "Look at it, then remove it.")
  }

  /// Refuses a place for a new ledger beside which an old one's changes stand, which would be taken
  /// for its own; what is empty goes. Throws `strange-file`.
  static func requireNone(besides place: String) throws {
    for ending in ["-wal", "-journal"] {
      var found = stat()
      guard lstat(place + ending, &found) == 0 else { continue }
      guard found.st_mode & S_IFMT == S_IFREG, found.st_size == 0 else {
        throw Rejection(
          .strangeFile,
          "\(place + ending) holds changes of a ledger that is not at \(place)",
          hint: "Put it beside its ledger again, or remove it.")
      }
    }
    for ending in ["-wal", "-journal", "-shm"] { unlink(place + ending) }
  }
}
