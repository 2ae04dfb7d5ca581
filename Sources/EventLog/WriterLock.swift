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

/// The lock that one writer holds over its transaction and its checkpoint.
///
/// SQLite before 3.51.3 can lose commits when a checkpoint races with another connection's commit;
/// among processes that take this lock it cannot. It is an flock on a file beside the ledger, so
/// the system releases it when its holder dies, and wakes those who wait in the order in which
/// they came.
final class WriterLock: Sendable {
  private let path: String
  /// A descriptor that was opened before and is not in use: opening one costs as much as a page.
  private let spare = Mutex<Int32?>(nil)

  /// The lock of the ledger at that path.
  init(besides ledger: String) { path = ledger + "-lock" }

  deinit { if let descriptor = spare.withLock({ $0 }) { close(descriptor) } }

  /// Runs the body while holding the lock, or throws `busy` and names the holder.
  func hold<Result>(wait: Wait, _ body: () throws -> Result) throws -> Result {
    let descriptor = try taken(wait: wait)
    defer {
      flock(descriptor, LOCK_UN)
      giveBack(descriptor)
    }
    return try body()
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
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Rejection(
        "read-only", "the lock file \(path) cannot be opened: \(String(cString: strerror(errno)))",
        hint: "Writing needs the right to write in the ledger's folder.")
    }
    return descriptor
  }

  private func taken(wait: Wait) throws -> Int32 {
    let descriptor = try opened()
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard try Self.waits(for: descriptor, wait) else {
        let holder = Self.holder(descriptor)
        if case .seconds(let seconds) = wait, seconds <= 0 { giveBack(descriptor) }
        throw Rejection(
          "busy", "another process\(holder) is writing to the ledger",
          hint: "Try again, or wait longer with --wait.")
      }
    }
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_nlink > 0 else {
      // Somebody removed the file: who comes next locks another one.
      close(descriptor)
      return try taken(wait: wait)
    }
    Self.sign(descriptor)
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

  /// Waits in a thread of its own, because only a blocking flock waits its turn.
  private static func waits(for descriptor: Int32, _ wait: Wait) throws -> Bool {
    guard case .seconds(let seconds) = wait else {
      while flock(descriptor, LOCK_EX) != 0 {
        guard errno == EINTR else { throw Rejection("input-output", "the writer lock failed") }
      }
      return true
    }
    if seconds <= 0 {
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

  private static func holder(_ descriptor: Int32) -> String {
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
