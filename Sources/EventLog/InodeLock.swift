import CSQLiteShim
import Events
import Foundation
import Synchronization

/// The lock on a ledger's file itself, whatever its name: an flock on its inode.
///
/// The lock file beside a ledger has the ledger's name, and a ledger that is reached by another name
/// (a bind mount, a renamed file) has another lock file; its inode is the same for all.
enum InodeLock {
  /// Descriptors by file. Closing any descriptor of a database drops the locks that SQLite has on it
  /// in this process, so that none is closed as long as the file has a name, or a log has it open.
  private static let descriptors = Mutex<[FileIdentity: Int32]>([:])

  /// A descriptor of the file of that name, for looking at and locking; nil where it cannot be read.
  static func descriptor(of path: String) -> Int32? {
    descriptors.withLock { descriptors in
      if let identity = FileIdentity(path), let held = descriptors[identity] { return held }
      for (identity, descriptor) in descriptors {
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_nlink == 0,
          !LiveFiles.contains(identity)
        else { continue }
        close(descriptor)
        descriptors[identity] = nil
      }
      let opened = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
      var information = stat()
      guard opened >= 0, fstat(opened, &information) == 0 else { return nil }
      descriptors[FileIdentity(information)] = opened
      return opened
    }
  }

  /// Those that somebody in this process holds: to the system they are one holder.
  private static let held = Mutex<Set<Int32>>([])

  /// Whether the lock was to be had by then. A file system without such locks has none to wait for.
  static func take(_ descriptor: Int32, until deadline: Deadline) -> Bool {
    while true {
      if held.withLock({ $0.insert(descriptor).inserted }) {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || ![EWOULDBLOCK, EINTR].contains(errno) {
          return true
        }
        held.withLock { _ = $0.remove(descriptor) }
      }
      guard !deadline.isOver else { return false }
      Thread.sleep(forTimeInterval: 0.01)
    }
  }

  static func give(_ descriptor: Int32) {
    flock(descriptor, LOCK_UN)
    held.withLock { _ = $0.remove(descriptor) }
  }

  /// Refuses a ledger that has another name, under which it would have another WAL.
  ///
  /// Throws `two-names`.
  static func requireOneName(_ path: String) throws {
    var information = stat()
    guard stat(path, &information) == 0 else { return }
    if information.st_nlink > 1 {
      throw Rejection(
        .twoNames,
        "the ledger \(path) has \(information.st_nlink) names (hard links), and each would have a "
          + "WAL of its own: it can only be read",
        hint: "Remove the other names, or write to a copy that `stakebook backup` makes.")
    }
    guard stakebook_is_mount_point(path) == 0 else {
      throw Rejection(
        .twoNames,
        "the ledger \(path) is a file mounted from another place, and each of its names would have "
          + "a WAL of its own: it can only be read",
        hint: "Mount the folder in which it stands instead.")
    }
  }
}
