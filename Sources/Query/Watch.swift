import Dispatch
import GRDBSQLite
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Stops a call whose time is over, or that somebody asked to stop.
///
/// A timer looks every twentieth of a second from a thread of its own: SQLite's own progress handler
/// is not called while it sorts or prepares. A row that takes that long to be taken waits for its
/// reader, and the call's time waits with it. What is not atomic is used on the timer's queue alone.
final class Watch: @unchecked Sendable {
  /// Why a call was stopped.
  enum Verdict: UInt8 {
    case none
    case late
    case asked
  }

  private static let tick = 0.05
  private static let grace = 1.0

  /// How far the call under way has come.
  private struct Course {
    var timer: any DispatchSourceTimer
    var deadline: Double
    var lastLook: Double
    var lastHanding: UInt64 = 0
    var isOverdue = false
  }

  private let database: OpaquePointer
  private let seconds: Double?
  private let overdue: (@Sendable () -> Void)?
  private let stopped = Atomic<UInt8>(Verdict.none.rawValue)
  /// Counts up as a row is handed over, and again when it is taken: odd in between.
  private let handings = Atomic<UInt64>(0)
  private var course: Course?
  private let queue = DispatchQueue(label: "stakebook.query.watch")

  init(_ database: OpaquePointer, seconds: Double?, overdue: (@Sendable () -> Void)?) {
    self.database = database
    self.seconds = seconds
    self.overdue = overdue
  }

  /// Why the call is to stop.
  var verdict: Verdict { Verdict(rawValue: stopped.load(ordering: .relaxed)) ?? .none }

  /// Stops what runs now; from any thread, or from a signal's handler.
  func ask() { stop(for: .asked) }

  private func stop(for verdict: Verdict) {
    stopped.store(verdict.rawValue, ordering: .relaxed)
    sqlite3_interrupt(database)
  }

  /// Runs the body of one call under its deadline.
  func during<Result>(_ body: () throws -> Result) rethrows -> Result {
    stopped.store(Verdict.none.rawValue, ordering: .relaxed)
    guard let seconds else { return try body() }
    begin(seconds)
    defer { end() }
    return try body()
  }

  /// Runs what takes a row.
  func handingOver(_ body: () throws -> Void) rethrows {
    handings.add(1, ordering: .relaxed)
    defer { handings.add(1, ordering: .relaxed) }
    try body()
  }

  private func begin(_ seconds: Double) {
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + min(Self.tick, seconds), repeating: Self.tick)
    timer.setEventHandler { [self] in look() }
    queue.sync {
      course = Course(timer: timer, deadline: Self.now + seconds, lastLook: Self.now)
    }
    timer.resume()
  }

  /// The last look is over when this returns: the connection may be closed.
  private func end() {
    queue.sync {
      course?.timer.cancel()
      course = nil
    }
  }

  private func look() {
    guard var course else { return }
    let now = Self.now
    let handing = handings.load(ordering: .relaxed)
    if handing % 2 == 1, handing == course.lastHanding { course.deadline += now - course.lastLook }
    course.lastLook = now
    course.lastHanding = handing
    if now >= course.deadline {
      if verdict == .none { stop(for: .late) } else { sqlite3_interrupt(database) }
      if now >= course.deadline + Self.grace, !course.isOverdue {
        course.isOverdue = true
        overdue?()
      }
    }
    self.course = course
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
