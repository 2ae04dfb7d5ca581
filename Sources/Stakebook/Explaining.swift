import Events
import Projections
import Reports

extension Ledger {
  /// Why the rows that the words name say what they say; see ``FigureName``. One slug of a right, a
  /// commitment and so on means its row.
  ///
  /// Where they name something, what bears on it is read, and what bears on the events of the rows. What
  /// no event names is refused without a look at the view.
  /// Throws `unknown-view`, `unknown-row` and `many-rows`.
  public func explain(_ words: [String], clock: Clock = .today) throws -> [Explanation] {
    let name = try FigureName(read { try Self.whole(words, $0) })
    let near = try read(clock) {
      try name.requireNamed($0)
      return try Self.near(name, $0)
    }
    if let near {
      let explained = try read(clock, .around(near)) { reading -> [Explanation]? in
        let rows = try name.rows(reading)
        let streams = try reading.streams(of: Self.events(of: rows))
        guard !rows.isEmpty, streams.isSubset(of: near.streams) else { return nil }
        return try name.explained(rows, reading)
      }
      if let explained { return explained }
    }
    let found = try read(clock, near.map { .around($0) } ?? .someRows) {
      try name.requiredRows($0)
    }
    let seeds = Reading.Seeds(events: Self.events(of: found))
    return try read(clock, .around(seeds)) { try name.explained(found, $0) }
  }

  /// The words, or where they are one slug of a thing that has a view of its own, with that view.
  private static func whole(_ words: [String], _ reading: Reading) throws -> [String] {
    guard words.count == 1, let noun = try reading.noun(of: words[0]),
      let view = FigureName.view(of: noun)
    else { return words }
    return [view.name, words[0]]
  }

  private static func near(_ name: FigureName, _ reading: Reading) throws -> Reading.Seeds? {
    var seeds = Reading.Seeds()
    for slug in name.slugs {
      let streams = try reading.streams(naming: slug)
      guard try !streams.isEmpty || reading.isName(slug) else { continue }
      seeds.streams.formUnion(streams)
      seeds.slugs.insert(slug)
    }
    return seeds.slugs.isEmpty ? nil : seeds
  }

  private static func events(of rows: [JSONObject]) -> [Seq] { rows.flatMap(Snapshot.events) }
}
