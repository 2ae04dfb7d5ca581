import Foundation
import Stakebook

/// What Ctrl-C stops at a terminal: the query that runs, else the line that is being typed.
final class StopSign: @unchecked Sendable {
  private let lock = NSLock()
  private var running: QueryConnection?
  private var pressed: ContinuousClock.Instant?
  private var isWanted = false
  private var atPrompt: (() -> Void)?

  /// Has Ctrl-C stop the connection while the body runs. Throws `interrupted` where it was pressed
  /// since the last prompt.
  func during(_ connection: QueryConnection, _ body: () throws -> Void) throws {
    let isWanted = lock.withLock {
      (running, pressed) = (connection, nil)
      return self.isWanted
    }
    defer { lock.withLock { running = nil } }
    if isWanted { throw Rejection(.interrupted, "the query was interrupted") }
    try body()
  }

  /// Has Ctrl-C do this while the body waits for a line; tells whether it was pressed.
  func atPrompt<Line>(_ action: @escaping () -> Void, _ body: () -> Line) -> (Line, Bool) {
    lock.withLock { (atPrompt, isWanted) = (action, false) }
    let line = body()
    return lock.withLock {
      defer { (atPrompt, isWanted) = (nil, false) }
      return (line, isWanted)
    }
  }

  /// Ctrl-C was pressed.
  ///
  /// Within one long operation SQLite looks at nothing. Who presses again a second later wants out.
  func press() {
    lock.withLock {
      guard let running else {
        isWanted = true
        atPrompt?()
        return
      }
      guard let pressed else {
        self.pressed = .now
        running.interrupt()
        return
      }
      guard .now - pressed > .seconds(1) else { return }
      Notice.raw("error: interrupted: the query could not be stopped, so the shell ends.\n")
      _exit(130)
    }
  }
}
