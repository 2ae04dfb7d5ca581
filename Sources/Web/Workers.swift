import Foundation
import Stakebook
import Synchronization

/// The threads in which the ledger is read: each has a connection of its own, and so many requests may
/// wait for them. Reading blocks its thread, which must not be one of those that serve others.
final class Workers: Sendable {
  /// A thread with its connection.
  private final class Worker: Sendable {
    let queue: DispatchQueue
    let ledger = OpenLedger()

    init(_ number: Int) { queue = DispatchQueue(label: "stakebook.web.\(number)") }
  }

  private struct State {
    var free: [Worker]
    var waiting: [CheckedContinuation<Worker, Never>] = []
  }

  private let path: String
  private let state: Mutex<State>
  /// More than that many are told to come again.
  private static let mostWaiting = 128

  init(path: String, count: Int) {
    self.path = path
    state = Mutex(State(free: (0..<count).map(Worker.init)))
  }

  /// Reads the ledger in one of the threads. Throws `busy` where too many wait already.
  func read<Result: Sendable>(_ body: @escaping @Sendable (Ledger) throws -> Result) async throws
    -> Result
  {
    guard state.withLock({ $0.waiting.count < Self.mostWaiting }) else { throw Self.busy }
    let worker = await withCheckedContinuation { continuation in
      let free = state.withLock { state -> Worker? in
        if let worker = state.free.popLast() { return worker }
        state.waiting.append(continuation)
        return nil
      }
      if let free { continuation.resume(returning: free) }
    }
    defer { release(worker) }
    let path = path
    return try await withCheckedThrowingContinuation { continuation in
      worker.queue.async {
        continuation.resume(
          with: Swift.Result {
            try body(try worker.ledger.current(at: path) { try Ledger.open(at: path) })
          })
      }
    }
  }

  static var busy: Rejection {
    Rejection(.busy, "too many ask at the same time", hint: "Try again in a moment.")
  }

  private func release(_ worker: Worker) {
    let next = state.withLock { state -> CheckedContinuation<Worker, Never>? in
      guard !state.waiting.isEmpty else {
        state.free.append(worker)
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume(returning: worker)
  }
}

/// What an answer holds for: another ledger, another last event or another day may have another one.
struct LedgerState: Sendable, Hashable {
  /// Which of the files that stood at the ledger's path, counted from when the server began.
  let file: Int
  /// Its last event.
  let head: Seq
  /// The day.
  let today: String
}

/// Tells how the ledger stands, on a connection of its own: what has an answer already waits for no page
/// that is still made.
///
/// As long as a file is open no other gets its number, and each that is opened is counted: no file is
/// taken for one that stood there before.
final class Watch: Sendable {
  private let path: String
  private let ledger = OpenLedger()
  private let queue = DispatchQueue(label: "stakebook.web.watch")

  init(path: String) { self.path = path }

  /// How it stands now.
  func state() async throws -> LedgerState {
    try await withCheckedThrowingContinuation { continuation in
      queue.async {
        continuation.resume(
          with: Result {
            let path = self.path
            let (open, file) = try self.ledger.counted(at: path) { try Ledger.open(at: path) }
            return LedgerState(file: file, head: try open.head(), today: try open.today().text)
          })
      }
    }
  }
}

/// A connection to the ledger at a path, opened anew where another file stands there now.
final class OpenLedger: Sendable {
  private let open = Mutex<(ledger: Ledger, file: FileState, number: Int)?>(nil)

  /// The ledger, which `opening` opens where it is not open yet.
  func current(at path: String, _ opening: () throws -> Ledger) throws -> Ledger {
    try counted(at: path, opening).ledger
  }

  /// The same, with how many were opened until then.
  func counted(at path: String, _ opening: () throws -> Ledger) throws -> (
    ledger: Ledger, number: Int
  ) {
    let file = FileState(path)
    return try open.withLock { open in
      if let open, open.file.isSameFile(as: file), !open.ledger.readsCopy || open.file == file {
        return (open.ledger, open.number)
      }
      // Who still uses the one before holds it; it is closed when nobody does.
      let opened = (ledger: try opening(), number: (open?.number ?? 0) + 1)
      open = (opened.ledger, file, opened.number)
      return opened
    }
  }
}

/// What tells that a file is another one, or was written to. As long as one is open no other gets its
/// number.
struct FileState: Equatable {
  private let inode: UInt64
  private let device: UInt64
  private let times: [Int]

  init(_ path: String) {
    var found = stat()
    let isThere = stat(path, &found) == 0
    (inode, device) = isThere ? (UInt64(found.st_ino), UInt64(found.st_dev)) : (0, 0)
    times = ["", "-wal"].flatMap { ending -> [Int] in
      var found = stat()
      guard stat(path + ending, &found) == 0 else { return [0] }
      return [found.st_mtim.tv_sec, found.st_mtim.tv_nsec, Int(found.st_size)]
    }
  }

  func isSameFile(as other: FileState) -> Bool { inode == other.inode && device == other.device }
}
