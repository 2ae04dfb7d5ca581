import Foundation
import Stakebook
import TestSupport
import Testing

/// A saved query under all three clocks says what it says of a ledger that holds only what was recorded
/// and public by then.
struct PublicQueryTests {
  private static let ledgers = [
    ["microsoft-openai", "ai-deals"], ["volkswagen-rivian"], ["astrazeneca-daiichi-sankyo"],
    ["disney-comcast-hulu"], ["stellantis-leapmotor"],
  ]

  /// A line of a fixture, and the day from which on it is public.
  private struct Line {
    let text: String
    let id: String
    let type: String
    let stream: String
    let data: JSONObject
    let published: Day?
    let publicOn: Day
    let recorded: String

    init(_ text: String) throws {
      let object = try #require(JSON.read(text).objectValue)
      func member(_ name: String) throws -> String { try #require(object[name]?.stringValue) }
      self.text = text
      id = try member("id")
      type = try member("type")
      stream = try member("stream")
      data = object["data"]?.objectValue ?? JSONObject()
      let days = try (object["sources"]?.arrayValue ?? []).compactMap {
        try $0.objectValue?["published"]?.stringValue.map { try PartialDate($0) }?.latest
      }
      published = days.min()
      recorded = try member("recorded_at")
      publicOn = try published ?? Day(String(recorded.prefix(10)))
    }

    /// Names alone, which tell a reader nothing.
    var isName: Bool { type == "entity.registered" }
  }

  /// The lines of which a reader could know by a day.
  private static func known(_ lines: [Line], by day: Day) -> [Line] {
    let streams = Set(lines.filter { !$0.isName && $0.publicOn <= day }.map(\.stream))
    return lines.filter { line in
      line.isName || line.publicOn <= day
        || line.type == "partnership.formed"
          && (line.published == nil || streams.contains(line.stream))
    }
  }

  private static func ledger(of lines: [Line], at place: URL) throws -> Ledger {
    let file = place.appendingPathExtension("jsonl")
    try Data(lines.map { $0.text + "\n" }.joined().utf8).write(to: file)
    let path = place.appendingPathExtension("db").path
    try Ledger.create(at: path)
    let ledger = try Ledger.open(at: path, for: .writing)
    _ = try ledger.importFiles([file.path], restoring: true)
    return ledger
  }

  /// The rows, seqs of events as this says them.
  private static func rows(
    _ query: SavedQuery, _ words: [String], of ledger: Ledger, _ clock: Clock,
    seqs: [Int64: Int64]? = nil
  ) throws -> [String] {
    var (columns, rows) = ([String](), [String]())
    try ledger.query(clock, limits: QueryLimits(seconds: 60)).run(
      query.sql, query.complete(QueryParameters(words: words)), columns: { columns = $0 },
      row: { row in
        rows.append(
          zip(columns, row).map { column, cell in
            switch (column, cell) {
            case ("event", .integer(let seq)), ("withdrawn_by", .integer(let seq)):
              "\(seqs.map { $0[seq] ?? -1 } ?? seq)"
            case ("events", .text(let list)):
              list.replacing(/\d+/) { match in
                let seq = Int64(match.0) ?? -1
                return "\(seqs.map { $0[seq] ?? -1 } ?? seq)"
              }
            default: "\(cell)"
            }
          }.joined(separator: " "))
      })
    return rows
  }

  @Test(arguments: ledgers)
  func `a saved query tells what was recorded and public by then`(_ names: [String]) throws {
    let lines = try names.flatMap { name in
      try String(contentsOf: Package.fixtures.appending(path: "\(name).jsonl"), encoding: .utf8)
        .split(separator: "\n").map { try Line(String($0)) }
    }.sorted { $0.recorded < $1.recorded }
    let number = Self.ledgers.firstIndex(of: names) ?? 0
    let days = Set(lines.map(\.publicOn)).sorted()
    var dice = Dice(seed: UInt64(lines.count))
    try withTemporaryFolder { folder in
      let whole = try Self.ledger(of: lines, at: folder.appending(path: "whole"))
      defer { try? whole.close() }
      let told = lines.filter { $0.type != "entity.registered" }
      let readings = Dice.count("STAKEBOOK_READINGS", orElse: 1)
      for turn in 0..<readings {
        let publicBy = dice.pick(days)
        let asOf = dice.pick(days)
        let last = Int.random(in: lines.count / 2...lines.count, using: &dice)
        let sorted = try Self.inOrder(lines, whole)
        let kept = Self.known(Array(sorted.prefix(last)), by: publicBy)
        let part = try Self.ledger(of: kept, at: folder.appending(path: "part-\(turn)"))
        defer { try? part.close() }
        let places = Dictionary(
          uniqueKeysWithValues: sorted.enumerated().map { ($1.id, Int64($0 + 1)) })
        var seqs: [Int64: Int64] = [:]
        for (place, line) in try Self.inOrder(kept, part).enumerated() {
          seqs[Int64(place + 1)] = places[line.id]
        }
        let one = dice.pick(told).data
        let needed = [
          "slug": one.compactMap { $1.stringValue }.first ?? "",
          "entity": try #require(lines.first { $0.isName }?.data["entity"]?.stringValue),
          "since": "\(dice.pick(days))",
        ]
        // A third of the queries of each ledger: each query is asked of one or two of them.
        for (place, query) in SavedQuery.builtIn.enumerated()
        where readings > 1 || (place + number) % 3 == 0 {
          let words = query.parameters.filter { $0.standard == nil }
            .map { "\($0.name)=\(needed[$0.name] ?? "")" }
          let clock = Clock(asOf: asOf, knownAt: Seq(last), publicBy: publicBy)
          expectSame(
            try Self.rows(query, words, of: whole, clock).joined(separator: "\n"),
            try Self.rows(query, words, of: part, Clock(asOf: asOf), seqs: seqs)
              .joined(separator: "\n"),
            "\(query.name) as of \(asOf), known at \(last), public by \(publicBy)")
        }
      }
    }
  }

  /// The lines as the ledger has them.
  private static func inOrder(_ lines: [Line], _ ledger: Ledger) throws -> [Line] {
    let byID = Dictionary(uniqueKeysWithValues: lines.map { ($0.id, $0) })
    var order: [Line] = []
    try ledger.query(.today).run(
      "SELECT id FROM events ORDER BY event", columns: { _ in },
      row: { row in
        if case .text(let id) = row[0], let line = byID[id] { order.append(line) }
      })
    return order
  }
}
