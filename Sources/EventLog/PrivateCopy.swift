import Foundation

/// A ledger on media that cannot be written, copied with its WAL into a folder that is removed
/// with it.
final class PrivateCopy: Sendable {
  let path: String
  private let folder: String

  init(of ledger: String) throws {
    folder = NSTemporaryDirectory() + "stakebook-" + UUID().uuidString
    path = folder + "/ledger.db"
    // No writer may checkpoint between the two copies; the lock may be a file only to be read.
    let lock = Foundation.open(ledger + "-lock", O_RDONLY | O_CLOEXEC)
    if lock >= 0 { flock(lock, LOCK_SH) }
    defer { if lock >= 0 { Foundation.close(lock) } }
    let files = FileManager.default
    try files.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try files.copyItem(atPath: ledger, toPath: path)
    if files.fileExists(atPath: ledger + "-wal") {
      try files.copyItem(atPath: ledger + "-wal", toPath: path + "-wal")
    }
    for suffix in ["", "-wal"] { chmod(path + suffix, 0o600) }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }
}
