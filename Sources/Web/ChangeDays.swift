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
  init(_ known: KnownDays.Days, until today: String) {
    func last(_ days: Set<String>) -> [String] {
      Array(days.filter { $0 <= today }.sorted().suffix(Self.most))
    }
    (effective, recorded) = (last(known.effective), last(known.recorded))
  }

  /// Those of a stream, up to today.
  init(of stream: String, in ledger: Ledger) throws {
    var days = KnownDays.Days()
    try days.read(ledger, "stream = :of", ["of:=\(JSON.string(stream).canonical)"])
    self.init(days, until: try ledger.today().text)
  }
}

/// The days of all events that were read so far: a log only grows, so that only what is new is read.
final class KnownDays: Sendable {
  struct Days: Sendable {
    var file = 0
    var head: Seq = 0
    var effective: Set<String> = []
    var recorded: Set<String> = []

    /// Takes in the days of events.
    mutating func read(_ ledger: Ledger, _ which: String, _ parameters: [String]) throws {
      for column in ["effective_latest", "recorded_at"] {
        var found: Set<String> = []
        try ledger.query(limits: QueryLimits(seconds: 8)).run(
          """
          SELECT DISTINCT substr(\(column), 1, 10) AS day FROM events
          WHERE \(column) IS NOT NULL AND \(which)
          """,
          QueryParameters(words: parameters), columns: { _ in },
          row: { row in if case .text(let day) = row[0] { found.insert(day) } })
        if column == "recorded_at" { recorded.formUnion(found) } else { effective.formUnion(found) }
      }
    }
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
      try days.read(
        ledger, "event > :after AND event <= :until", ["after:=\(days.head)", "until:=\(until)"])
      days.head = until
      let read = days
      known.withLock { if $0.file != read.file || $0.head < read.head { $0 = read } }
    }
    return ChangeDays(days, until: state.today)
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
