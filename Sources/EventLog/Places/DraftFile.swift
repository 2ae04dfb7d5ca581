import CSQLiteShim
import Events
import Foundation
import Synchronization

/// A file that is being made beside its place, and takes it only when it is whole: the one way in
/// which Stakebook puts a file anywhere.
///
/// As long as it is made its process holds an flock on it, so that the next command finds one whose
/// process is gone, and removes it.
public final class DraftFile: Sendable {
  /// What is at the place after it is settled.
  public enum Content: Sendable {
    /// Any file: it never takes the place of a ledger. New ones are for all to read.
    case open
    /// A file that only its owner may read; it never takes the place of a ledger.
    case secret
    /// A ledger.
    case ledger
  }

  /// Where it is being made.
  public let path: String
  /// Where it will be: the file itself, whatever links lead to it.
  public let place: String
  /// What is written here is in the file.
  public let descriptor: Int32
  private let content: Content
  private let isOpen = Mutex(true)

  static let marker = ".stakebook-new-"
  private static let count = Mutex(0)

  /// Makes the empty file, with the rights of the one at its place. Throws `cannot-create`,
  /// `is-ledger`.
  public init(for name: String, _ content: Content = .ledger) throws {
    place = Place.resolved(name)
    self.content = content
    try Place.requireNoLedger(at: name, unlessLedger: content == .ledger)
    try? Leftovers.sweep(besides: place)
    let number = Self.count.withLock { count in
      count += 1
      return count
    }
    path = "\(place)\(Self.marker)\(getpid())-\(number)"
    var found = stat()
    let isThere = stat(place, &found) == 0
    if isThere, found.st_mode & S_IFMT == S_IFDIR {
      throw Rejection(.cannotCreate, "\(name) is a folder", hint: "Name a file in it.")
    }
    let isPrivate = content != .open || isThere
    let path = path
    descriptor = Interruption.begin(path) {
      Foundation.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, isPrivate ? 0o600 : 0o644)
    }
    guard descriptor >= 0 else { throw Self.refusal(name) }
    flock(descriptor, LOCK_EX | LOCK_NB)
    switch content {
    case .open: if isThere { fchmod(descriptor, found.st_mode & 0o7777) }
    // Whatever the mask of the process takes away.
    case .secret, .ledger: fchmod(descriptor, 0o600)
    }
  }

  deinit { finish() }

  private func finish() {
    let wasOpen = isOpen.withLock { isOpen in
      defer { isOpen = false }
      return isOpen
    }
    if wasOpen { close(descriptor) }
  }

  private static func refusal(_ name: String) -> Rejection {
    Rejection(
      .cannotCreate, "no file can be made at \(name): \(String(cString: strerror(errno)))",
      hint: "Its folder must exist and let you write.")
  }

  /// Writes all bytes, however many calls that takes. Throws `input-output`.
  public func write(_ bytes: [UInt8]) throws { try writeAll(bytes, to: descriptor) }

  /// Makes it durable and puts it in its place.
  ///
  /// With `keeping` the file that is there gets that name, which is free: at every moment each of the
  /// two has one name, and the place is never empty. Throws `file-exists` where there is a file already
  /// and it may not be replaced; `is-ledger` where meanwhile a ledger came that it is not to replace;
  /// `input-output`.
  public func settle(replacing: Bool, keeping kept: String? = nil) throws {
    guard fsync(descriptor) == 0 || [EINVAL, ENOTSUP, ENOSYS].contains(errno) else {
      throw notWritten()
    }
    try Place.requireNoLedger(at: place, unlessLedger: content == .ledger)
    if content == .ledger { try SideFiles.requireNone(besides: place) }
    let isDone =
      if let kept { exchange(keeping: kept) } else {
        replacing ? rename(path, place) : stakebook_rename_new(path, place)
      }
    guard isDone == 0 else {
      if errno == EEXIST { throw Self.exists(place, hint: "Choose another name.") }
      throw Self.refusal(place)
    }
    Interruption.settles(path)
    try Place.synchronizeFolder(of: place)
    var (made, found) = (stat(), stat())
    guard fstat(descriptor, &made) == 0, lstat(place, &found) == 0,
      FileIdentity(made) == FileIdentity(found)
    else {
      throw Rejection(
        .inputOutput, "\(place) was replaced by another program while it was written")
    }
    finish()
  }

  /// Takes the name under which the old file is kept, then has the two change their names: whoever
  /// dies in between leaves a copy too many.
  private func exchange(keeping kept: String) -> Int32 {
    guard stakebook_rename_new(path, kept) == 0 else { return -1 }
    if stakebook_rename_exchange(kept, place) == 0 { return 0 }
    guard errno == ENOTSUP, rename(kept, path) == 0 else { return -1 }
    // A file system that cannot: for a moment the old one has two names.
    guard link(place, kept) == 0 else { return -1 }
    return rename(path, place)
  }

  /// Removes what is left of the draft.
  public func remove() {
    for suffix in [""] + Place.sideEndings { unlink(path + suffix) }
    Interruption.settles(path)
    finish()
  }

  /// Why nothing is written to a place where there is a file.
  public static func exists(
    _ place: String, hint: String = "Choose another name, or write --replace."
  ) -> Rejection {
    Rejection(.fileExists, "there is a file at \(place) already", hint: hint)
  }
}
