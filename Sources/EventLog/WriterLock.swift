import Events
import Foundation
import Synchronization

/// How long to wait for another writer.
public enum Wait: Sendable, Equatable {
  /// As long as it takes.
  case forever
  /// At most so many seconds.
  case seconds(Double)
}

/// The moment at which a wait is over.
struct Deadline {
  private let end: DispatchTime?

  init(_ wait: Wait) {
    end = if case .seconds(let seconds) = wait { .now() + max(0, seconds) } else { nil }
  }

  /// How many seconds are left; nil without end.
  var seconds: Double? {
    guard let end else { return nil }
    let now = DispatchTime.now()
    return end > now ? Double(end.uptimeNanoseconds - now.uptimeNanoseconds) / 1e9 : 0
  }

  var isOver: Bool { seconds == 0 }

  /// What SQLite may wait, in milliseconds.
  var milliseconds: Int32 { Int32(min(seconds ?? .infinity, 1e6) * 1000) }
}

/// The lock that one writer holds over its transaction and its checkpoint.
///
/// SQLite before 3.51.3 can lose commits when a checkpoint races with another connection's commit;
/// among processes that take this lock it cannot. It is an flock on a file beside the ledger, so
/// the system releases it when its holder dies, and wakes those who wait in the order in which
/// they came.
///
/// Besides it holds the ledger's file itself (``InodeLock``).
final class WriterLock: Sendable {
  private let ledger: String
  private let path: String
  /// The ledger's file, which stays the same where its name changes.
  private let inode: Int32?
  /// A descriptor that was opened before and is not in use: opening one costs as much as a page.
  private let spare = Mutex<Int32?>(nil)

  /// The lock of the ledger at that path, which has no links in it.
  init(besides ledger: String, holdsInode: Bool = true) {
    self.ledger = ledger
    inode = holdsInode ? InodeLock.descriptor(of: ledger) : nil
    path = ledger + "-lock"
  }

  deinit { if let descriptor = spare.withLock({ $0 }) { close(descriptor) } }

  /// Runs the body while holding the lock, or throws `busy` and names the holder.
  ///
  /// Gives the body how long it may wait itself for others that do not take this lock.
  func hold<Result>(wait: Wait, _ body: (Deadline) throws -> Result) throws -> Result {
    let deadline = Deadline(wait)
    let descriptor = try taken(until: deadline)
    defer {
      flock(descriptor, LOCK_UN)
      giveBack(descriptor)
    }
    if let inode, !InodeLock.take(inode, until: deadline) {
      throw Rejection(
        .busy, "another process is writing to the ledger under another name",
        hint: "Try again, or wait longer with --wait.")
    }
    defer { if let inode { InodeLock.give(inode) } }
    Self.sign(descriptor)
    return try body(deadline)
  }

  private func giveBack(_ descriptor: Int32) {
    let needless = spare.withLock { spare in
      defer { spare = spare ?? descriptor }
      return spare
    }
    if needless != nil { close(descriptor) }
  }

  private func opened() throws -> Int32 {
    if let descriptor = spare.withLock({ $0.take() }) { return descriptor }
    let descriptor = try made()
    var (found, owner) = (stat(), stat())
    do {
      guard fstat(descriptor, &found) == 0 else { throw refusal() }
      if stat(ledger, &owner) == 0 {
        try SideFiles.requireOrdinary(found, path, ledger: owner)
      }
      guard found.st_size == 0 || Self.isSigned(descriptor, found.st_size) else {
        throw SideFiles.strange(path, "is no lock file")
      }
    } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }

  /// Opens the lock file, or makes it for those who may write to the ledger.
  private func made() throws -> Int32 {
    let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let descriptor = open(path, flags)
    if descriptor >= 0 { return descriptor }
    if errno == ELOOP { throw SideFiles.strange(path, "is a symbolic link") }
    guard errno == ENOENT else { throw refusal() }
    let new = open(path, flags | O_CREAT | O_EXCL, 0o600)
    // Another process made it meanwhile.
    if new < 0, errno == EEXIST { return try made() }
    guard new >= 0 else { throw refusal() }
    var information = stat()
    let mode = stat(ledger, &information) == 0 ? information.st_mode & 0o666 : 0
    fchmod(new, 0o600 | mode)
    return new
  }

  private func refusal() -> Rejection {
    Rejection(
      .readOnly, "the lock file \(path) cannot be opened: \(String(cString: strerror(errno)))",
      hint: "Writing needs the right to write in the ledger's folder.")
  }

  private func taken(until deadline: Deadline) throws -> Int32 {
    let descriptor = try opened()
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard try Self.waits(for: descriptor, until: deadline) else {
        throw Rejection(
          .busy, "another process\(holder) is writing to the ledger",
          hint: "Try again, or wait longer with --wait.")
      }
    }
    // Somebody removed the file, or put another in its place: who comes next locks that one.
    var information = stat()
    guard fstat(descriptor, &information) == 0,
      FileIdentity(information) == FileIdentity(path)
    else {
      close(descriptor)
      return try taken(until: deadline)
    }
    return descriptor
  }

  /// Writes who holds the lock, where it says otherwise: ten places and the end of the line.
  private static func sign(_ descriptor: Int32) {
    let digits = Array(String(getpid()).utf8)
    let name = digits + Array(repeating: 0x20, count: max(0, 10 - digits.count)) + [0x0A]
    var written = [UInt8](repeating: 0, count: name.count)
    guard pread(descriptor, &written, written.count, 0) != written.count || written != name else {
      return
    }
    pwrite(descriptor, name, name.count, 0)
  }

  /// Whether a file holds a signature and nothing else: what it held besides would be lost.
  private static func isSigned(_ descriptor: Int32, _ size: off_t) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 32)
    guard size <= bytes.count, pread(descriptor, &bytes, bytes.count, 0) == size else {
      return false
    }
    bytes.removeLast(bytes.count - Int(size))
    return bytes.allSatisfy { 0x30...0x39 ~= $0 || $0 == 0x20 || $0 == 0x0A }
  }

  /// Waits in a thread of its own, because only a blocking flock waits its turn.
  ///
  /// Where it was in vain the descriptor is not the caller's any more.
  private static func waits(for descriptor: Int32, until deadline: Deadline) throws -> Bool {
    guard let seconds = deadline.seconds else {
      while flock(descriptor, LOCK_EX) != 0 {
        guard errno == EINTR else { throw Rejection(.inputOutput, "the writer lock failed") }
      }
      return true
    }
    if seconds <= 0 {
      close(descriptor)
      return false
    }
    let turn = Turn()
    Thread.detachNewThread {
      while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
      if !turn.arrives() {
        flock(descriptor, LOCK_UN)
        close(descriptor)
      }
    }
    return turn.comes(within: seconds)
  }

  /// Who holds the lock, as the one who has it wrote.
  private var holder: String {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let digits = bytes.prefix(max(0, count)).prefix { 0x30...0x39 ~= $0 }
    return digits.isEmpty ? "" : " (pid \(String(decoding: digits, as: UTF8.self)))"
  }

  /// The meeting of the thread that waits in the queue and the one that waits for it.
  private final class Turn: Sendable {
    private enum State { case waiting, arrived, abandoned }
    private let state = Mutex(State.waiting)
    private let bell = DispatchSemaphore(value: 0)

    /// Whether somebody still waits.
    func arrives() -> Bool {
      let isWanted = state.withLock { state in
        if state == .waiting { state = .arrived }
        return state == .arrived
      }
      if isWanted { bell.signal() }
      return isWanted
    }

    func comes(within seconds: Double) -> Bool {
      if bell.wait(timeout: .now() + seconds) == .success { return true }
      return state.withLock { state in
        if state == .waiting { state = .abandoned }
        return state == .arrived
      }
    }
  }
}
