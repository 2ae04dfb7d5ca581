import Foundation
import Stakebook

/// What `Scripts/bench` measures inside one process: it prints seconds as JSON.
///
/// `append LEDGER FILE` appends each line durably, one after the other; `tasks LEDGER FILE N` does
/// so in N tasks at once; `desk LEDGER FILE` appends the first line, which connects it to its hub, says
/// that it is ready, and appends the others when it is given a line; `state LEDGER` reads the state of
/// single partnerships at many readings of the two clocks, and their events today; `stakes LEDGER` reads
/// the current stakes; `rebuild-sql LAST` and `snapshot-sql` print what the sqlite3 shell is to run
/// beside Stakebook.
@main
enum Main {
  static func main() async throws {
    let words = Array(CommandLine.arguments.dropFirst())
    switch (words.first, words.count) {
    case ("append", 3): try await append(words[1], try drafts(words[2]), tasks: 1)
    case ("desk", 3):
      let drafts = try drafts(words[2])
      try await append(words[1], Array(drafts.dropFirst()), tasks: 1) { ledger in
        try ledger.append(Array(drafts.prefix(1)))
        print("ready")
        fflush(nil)
        _ = readLine()
      }
    case ("tasks", 4): try await append(words[1], try drafts(words[2]), tasks: Int(words[3]) ?? 8)
    case ("state", 2): try state(words[1])
    case ("stakes", 2): try stakes(words[1])
    case ("rebuild-sql", 2): script(Projections.rebuildStatements(upTo: Seq(words[1]) ?? 0))
    case ("snapshot-sql", 1): script(Snapshot.statements)
    default:
      print("usage: StakebookBench append|desk|tasks|state|stakes|rebuild-sql|snapshot-sql ...")
      exit(64)
    }
  }

  private static func drafts(_ path: String) throws -> [Draft] {
    try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 0x0A).map { line in
      try Draft(line: .read(Array(line)), restoring: false)
    }
  }

  /// The seconds for all, and the longest that one append took.
  private static func append(
    _ path: String, _ drafts: [Draft], tasks: Int,
    before: @Sendable (Ledger) throws -> Void = { _ in }
  ) async throws {
    let ledger = try Ledger.open(at: path, for: .writing)
    try before(ledger)
    let start = ContinuousClock.now
    // What stands in one stream may name what stood there before, so one task appends all of it.
    let shares = Dictionary(grouping: drafts) { draft in
      (draft.stream ?? "").utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % tasks
    }
    let longest = try await withThrowingTaskGroup(of: Duration.self) { group in
      for share in shares.values {
        group.addTask {
          var longest = Duration.zero
          for draft in share {
            let begun = ContinuousClock.now
            if tasks > 1 {
              _ = try await ledger.submit([draft])
            } else {
              try ledger.append([draft])
            }
            longest = max(longest, .now - begun)
          }
          return longest
        }
      }
      return try await group.reduce(Duration.zero, max)
    }
    let whole = ContinuousClock.now - start
    print(
      "{\"events\": \(drafts.count), \"seconds\": \(whole.seconds), \"longest\": \(longest.seconds)}"
    )
    try ledger.close()
  }

  /// The median time of one reading: the whole state with every view.
  private static func state(_ path: String) throws {
    let ledger = try Ledger.open(at: path)
    let head = try ledger.head()
    let partnerships = try ledger.rows(Partnership.self).count
    var states: [Duration] = []
    var rows = 0
    for place in 0..<41 {
      let day = try Day("\(2010 + place % 17)-06-30")
      let clock = Clock(asOf: day, knownAt: head - Seq(place) * head / 400)
      let name = "partnership-\(place * 37 % partnerships)"
      let start = ContinuousClock.now
      rows += try ledger.state(partnerships: [name], clock: clock).rows("stakes").count
      states.append(.now - start)
    }
    let events = try ledger.read { reading in
      try (0..<41).map { place in
        let name = "partnership-\(place * 37 % partnerships)"
        let start = ContinuousClock.now
        rows += try reading.rows(named: "events", partnership: name).count
        return ContinuousClock.now - start
      }
    }
    print("{\"rows\": \(rows), \"state\": \(median(states)), \"events\": \(median(events))}")
  }

  private static func median(_ times: [Duration]) -> Double {
    times.sorted()[times.count / 2].seconds
  }

  private static func script(_ statements: [String]) {
    for statement in statements { print(statement + ";") }
  }

  private static func stakes(_ path: String) throws {
    let ledger = try Ledger.open(at: path)
    let start = ContinuousClock.now
    let rows = try ledger.rows(Stake.self).count
    print("{\"rows\": \(rows), \"seconds\": \((ContinuousClock.now - start).seconds)}")
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
