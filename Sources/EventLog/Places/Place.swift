import CSQLiteShim
import Events
import Foundation
import Synchronization

/// Which file it is, whatever its name: the same for every name of it.
struct FileIdentity: Hashable, Sendable {
  private let device: dev_t
  private let inode: ino_t

  init(_ information: stat) {
    device = information.st_dev
    inode = information.st_ino
  }

  /// The file of that name, links followed; nil where there is none.
  init?(_ path: String) {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    self.init(information)
  }
}

/// Names of files, as every command reads them.
///
/// A ledger, its lock and the side files of SQLite stand beside each other under one name for
/// everybody, and what is written goes where a link leads: so links are followed in one way, here.
public enum Place {
  /// The endings of the files that may stand beside a ledger.
  static let sideEndings = ["-wal", "-shm", "-journal", "-lock"]

  /// The absolute path without links of a file, or of where it would be made.
  public static func resolved(_ name: String) -> String {
    var path = name.hasPrefix("/") ? name : FileManager.default.currentDirectoryPath + "/" + name
    // A link may lead to where nothing is yet; more than so many in a row the system takes for a ring.
    for _ in 0..<40 {
      if let real = realPath(path) { return real }
      let folder = (path as NSString).deletingLastPathComponent
      let last = (path as NSString).lastPathComponent
      guard let real = realPath(folder) else { return path }
      path = real == "/" ? "/\(last)" : "\(real)/\(last)"
      guard let target = linkTarget(path) else { return path }
      path = target.hasPrefix("/") ? target : "\(real)/\(target)"
    }
    return path
  }

  /// Removes a ledger's file and what stands beside it.
  package static func remove(_ path: String) {
    for ending in [""] + sideEndings { unlink(path + ending) }
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func linkTarget(_ path: String) -> String? {
    var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
  }

  /// Refuses to write anything else to a ledger's place, or anything at all to that of its lock and
  /// side files.
  ///
  /// Throws `is-ledger`.
  public static func requireNoLedger(at name: String, unlessLedger: Bool = false) throws {
    let path = resolved(name)
    let ending = sideEndings.first { path.hasSuffix($0) }
    let owner = ending.map { String(path.dropLast($0.count)) }
    for ledger in [unlessLedger ? nil : path, owner].compactMap(\.self) where isLedger(ledger) {
      throw Rejection(
        .isLedger,
        ledger == path
          ? "\(name) is a ledger, which would be lost"
          : "\(name) is a part of the ledger \(ledger), which would be lost",
        hint: "Choose another name; `stakebook restore` and `backup --replace` put a ledger there.")
    }
  }

  /// Whether a ledger is there: one that this process has open, or a file with the header of one.
  static func isLedger(_ path: String) -> Bool {
    guard let identity = FileIdentity(path) else { return false }
    // Closing any descriptor of a file drops the locks that SQLite has on it in this process.
    if LiveFiles.contains(identity) { return true }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return LedgerHeader(descriptor).map(\.isLedger) ?? false
  }

  /// Writes the entry of a file in its folder to the disk. Throws `input-output`.
  static func synchronizeFolder(of path: String) throws {
    let folder = (path as NSString).deletingLastPathComponent
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A folder that may be written and not be read: it cannot be asked for.
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    try synchronize(descriptor, folder)
  }

  /// Writes a file to the disk, where its file system can. Throws `input-output`.
  static func synchronize(_ descriptor: Int32, _ path: String) throws {
    guard fsync(descriptor) != 0, ![EINVAL, ENOTSUP, ENOSYS].contains(errno) else { return }
    throw Rejection(
      .inputOutput, "\(path) cannot be written to its disk: \(String(cString: strerror(errno)))")
  }
}

/// The files of the ledgers that this process has open.
enum LiveFiles {
  private static let counts = Mutex<[FileIdentity: Int]>([:])

  static func contains(_ identity: FileIdentity) -> Bool {
    counts.withLock { $0[identity] != nil }
  }

  static func add(_ identity: FileIdentity) {
    counts.withLock { $0[identity, default: 0] += 1 }
  }

  static func remove(_ identity: FileIdentity) {
    counts.withLock { counts in
      counts[identity] = counts[identity].flatMap { $0 > 1 ? $0 - 1 : nil }
    }
  }
}
