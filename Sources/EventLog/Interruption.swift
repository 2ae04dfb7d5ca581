import Foundation
import Synchronization

/// What a process was about to write, so that one who interrupts it can be told what was done.
public enum Interruption {
  /// How far this process has come with its transactions.
  private enum Phase {
    case nothing
    case open
    case committing
    case recorded
  }

  private struct State {
    var phase = Phase.nothing
    var drafts: Set<String> = []
  }

  private static let state = Mutex(State())

  static func opens() { state.withLock { $0.phase = .open } }
  static func commits() { state.withLock { $0.phase = .committing } }
  static func ends(recorded: Bool) {
    state.withLock { $0.phase = recorded ? .recorded : .nothing }
  }

  /// A file or folder that is only half made, to be removed where it does not come to its end.
  public static func begins(_ draft: String) { state.withLock { _ = $0.drafts.insert(draft) } }
  /// The file stands in its place, or was removed.
  public static func settles(_ draft: String) { state.withLock { _ = $0.drafts.remove(draft) } }

  /// Removes what is half made, and tells what was done. A commit that is under way is waited for,
  /// because its outcome is not known before.
  public static func settle() -> String {
    let end = Date() + 10
    while state.withLock({ $0.phase == .committing }), Date() < end {
      Thread.sleep(forTimeInterval: 0.005)
    }
    return state.withLock { state in
      for draft in state.drafts {
        for suffix in [""] + Place.sideEndings {
          if unlink(draft + suffix) != 0, errno == EISDIR {
            try? FileManager.default.removeItem(atPath: draft)
          }
        }
      }
      return switch state.phase {
      case .nothing: "nothing was recorded"
      case .open: "nothing was recorded: what was begun is undone"
      case .committing: "not recorded, or unknown: `stakebook log` tells"
      case .recorded: "what was recorded before is recorded for good"
      }
    }
  }
}
