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
enum WriterLock {
  /// Runs the body while holding the lock, or throws `busy` and names the holder.
  static func hold<Result>(
    besides ledger: String, wait: Wait, _ body: () throws -> Result
  ) throws -> Result {
    let descriptor = try taken(besides: ledger, wait: wait)
    defer {
      flock(descriptor, LOCK_UN)
      close(descriptor)
    }
    return try body()
  }

  private static func taken(besides ledger: String, wait: Wait) throws -> Int32 {
    let path = ledger + "-lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Rejection(
        "read-only", "the lock file \(path) cannot be opened: \(String(cString: strerror(errno)))",
        hint: "Writing needs the right to write in the ledger's folder.")
    }
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard try waits(for: descriptor, wait) else {
        let holder = holder(descriptor)
        if case .seconds(let seconds) = wait, seconds <= 0 { close(descriptor) }
        throw Rejection(
          "busy", "another process\(holder) is writing to the ledger",
          hint: "Try again, or wait longer with --wait.")
      }
    }
    let name = Array("\(getpid())\n".utf8)
    ftruncate(descriptor, 0)
    pwrite(descriptor, name, name.count, 0)
    return descriptor
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
