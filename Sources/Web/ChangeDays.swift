import Stakebook
import Synchronization

/// The days on which something changes: in the world, and in what is known.
struct ChangeDays: Sendable {
  var effective: [String] = []
  var recorded: [String] = []
  /// Of more only the last ones.
  private static let most = 1000

  /// The days before and after the one that is shown; none after today.
  func around(_ day: String?) -> (before: String?, after: String?) {
    guard let day else { return (effective.last, nil) }
    return (effective.last { $0 < day }, effective.first { $0 > day })
  }

  /// Those of all events, up to a day.
  init(_ known: LogDays, until today: String) {
    func last(_ days: Set<String>) -> [String] {
      Array(days.filter { $0 <= today }.sorted().suffix(Self.most))
    }
    (effective, recorded) = (last(known.effective), last(known.recorded))
  }

  /// Those of a stream, up to today.
  init(of stream: String, in ledger: Ledger) throws {
    let days = try ledger.read { try $0.days(of: stream) }
    self.init(days, until: try ledger.today().text)
  }
}

/// The days of all events that were read so far: a log only grows, so that only what is new is read.
final class KnownDays: Sendable {
  private struct Days {
    var file = 0
    var head: Seq = 0
    var found = LogDays()
  }

  /// How many events are read before what was found of them is kept.
  private static let atOnce: Seq = 200_000
  private let known = Mutex(Days())

  /// The days up to today.
  func days(_ ledger: Ledger, at state: LedgerState) throws -> ChangeDays {
    let head = state.head
    var days = known.withLock { $0 }
    if days.file != state.file || days.head > head { days = Days(file: state.file) }
    // A piece at a time, each kept: of a large ledger no page waits for all of it twice.
    while days.head < head {
      let until = min(head, days.head + Self.atOnce)
      let events = days.head + 1...until
      let found = try ledger.read { try $0.days(of: events) }
      days.found.effective.formUnion(found.effective)
      days.found.recorded.formUnion(found.recorded)
      days.head = until
      let read = days
      known.withLock { if $0.file != read.file || $0.head < read.head { $0 = read } }
    }
    return ChangeDays(days.found, until: state.today)
  }
}

extension Site {
  /// The days of everything; none where that takes too long.
  func days() async -> ChangeDays? {
    let known = knownDays
    guard let state = try? await state() else { return nil }
    return try? await workers.read { try? known.days($0, at: state) }
  }
}
