import Foundation
import Synchronization

/// What a process was about to write, so that one who interrupts it can be told what was done.
public enum Interruption {
  /// How far this process has come with its transactions.
  private enum Phase {
    case nothing
    case open
    case committing(knows: String)
    case recorded
  }

  private struct State {
    var phase = Phase.nothing
    var drafts: Set<String> = []
  }

  private static let state = Mutex(State())

  static func opens() { state.withLock { $0.phase = .open } }
  /// What is under way is recorded from here on, or not; `knows` says who can tell, where the process does not
  /// live to see it.
  package static func commits(knows: String = "`stakebook log` tells") {
    state.withLock { $0.phase = .committing(knows: knows) }
  }
  static func ends(recorded: Bool) {
    state.withLock { $0.phase = recorded ? .recorded : .nothing }
  }

  /// Makes a file or folder that is to be removed where it does not come to its end; gives what
  /// `make` gives, a negative number where it made nothing.
  static func begin(_ draft: String, _ make: () -> Int32) -> Int32 {
    state.withLock { state in
      let result = make()
      if result >= 0 { state.drafts.insert(draft) }
      return result
    }
  }

  /// Makes something in what is half made: never while that is being removed.
  static func add<T>(_ make: () throws -> T) rethrows -> T {
    try state.withLock { _ in try make() }
  }

  /// The file stands in its place, or was removed.
  public static func settles(_ draft: String) { state.withLock { _ = $0.drafts.remove(draft) } }

  /// Removes what is half made, tells what was done and ends the process. A commit that is under way
  /// is waited for, because its outcome is not known before. Nothing new is begun meanwhile.
  public static func end(_ code: Int32, telling tell: (_ done: String) -> Void) -> Never {
    let end = Date() + 10
    while state.withLock({ if case .committing = $0.phase { true } else { false } }), Date() < end {
      Thread.sleep(forTimeInterval: 0.005)
    }
    state.withLock { state -> Never in
      for draft in state.drafts { remove(draft) }
      let done =
        switch state.phase {
        case .nothing: "nothing was recorded"
        case .open: "nothing was recorded: what was begun is undone"
        case .committing(let knows): "not recorded, or unknown: \(knows)"
        case .recorded: "what was recorded before is recorded for good"
        }
      tell(done)
      _exit(code)
    }
  }

  private static func remove(_ draft: String) {
    for suffix in [""] + Place.sideEndings where unlink(draft + suffix) != 0 && errno == EISDIR {
      // Another thread may have SQLite make a file in it until the last moment.
      for _ in 0..<1000 where access(draft, F_OK) == 0 {
        try? FileManager.default.removeItem(atPath: draft)
      }
    }
  }
}
