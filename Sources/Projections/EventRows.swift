import EventLog
import Events
import GRDB

/// The rows that an append writes of the events at hand, without reading them back: names, mentions,
/// needs, claims and their keys.
///
/// They are those that the SQL of the fills makes of the same events: an audit compares both.
struct EventRows {
  private let database: Database
  private var row = Bindings()

  private init(_ database: Database) { self.database = database }

  /// Writes the rows of events that were just inserted; those of many in the order of their keys.
  static func insert(_ events: [Written], _ database: Database) throws {
    var rows = EventRows(database)
    try rows.insertNames(of: events)
    try rows.insertMentions(of: events)
    try rows.insertNeeds(of: events)
    try rows.insertClaims(of: events)
  }

  private mutating func insertNames(of events: [Written]) throws {
    var names: [String: (noun: Noun, event: Seq)] = [:]
    for event in events {
      for name in event.introduced where names[name.slug] == nil {
        names[name.slug] = (name.noun, event.seq)
      }
    }
    guard !names.isEmpty else { return }
    let insertion = try RawStatement(
      database,
      "INSERT INTO x_name (slug, noun, event) VALUES (?, ?, ?) ON CONFLICT (slug) DO NOTHING")
    for (slug, name) in names.sorted(by: { $0.key < $1.key }) {
      row.removeAll()
      row.add(slug)
      row.add(name.noun.rawValue)
      row.add(name.event)
      try insertion.run(row)
    }
  }

  private mutating func insertMentions(of events: [Written]) throws {
    var streams: [String: Set<String>] = [:]
    for event in events where event.isAboutPartnership {
      for reference in event.references {
        streams[reference.slug, default: []].insert(event.stream)
      }
    }
    guard !streams.isEmpty else { return }
    let insertion = try RawStatement(
      database, "INSERT OR IGNORE INTO x_mention (slug, stream) VALUES (?, ?)")
    for (slug, streams) in streams.sorted(by: { $0.key < $1.key }) {
      for stream in streams.sorted() {
        row.removeAll()
        row.add(slug)
        row.add(stream)
        try insertion.run(row)
      }
    }
  }

  private mutating func insertNeeds(of events: [Written]) throws {
    let needs = events.filter { !$0.type.text.hasPrefix("condition.") }.flatMap { event in
      event.references.filter { $0.noun == .condition }.map { ($0.slug, event.seq) }
    }
    guard !needs.isEmpty else { return }
    let insertion = try RawStatement(
      database, "INSERT OR IGNORE INTO x_need (condition, event) VALUES (?, ?)")
    for (condition, event) in needs {
      row.removeAll()
      row.add(condition)
      row.add(event)
      try insertion.run(row)
    }
  }

  private mutating func insertClaims(of events: [Written]) throws {
    var rows: [(claim: StatedClaim, ground: Ground)] = []
    for event in events where !event.claims.isEmpty {
      let ground = Ground(event)
      for claim in event.claims { rows.append((claim, ground)) }
    }
    guard !rows.isEmpty else { return }
    rows.sort { $0.claim.key < $1.claim.key }
    let keys = try RawStatement(
      database,
      """
      INSERT OR IGNORE INTO x_claim_key (key, family, aspect, part1, part2, part3, part4)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """)
    let claims = try RawStatement(
      database,
      """
      INSERT INTO x_claim (
        key, firm, effective_earliest, dated, id, effective_latest, rank, breadth, withdrawn_by,
        measure, value, unit, certainty, point, low, high
      ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?, ?, ?, ?)
      """)
    var last: String?
    for (claim, ground) in rows {
      // Two keys that Unicode holds to be the same are two: SQLite looks whether it has this one.
      if claim.key != last || !claim.key.utf8.allSatisfy({ $0 < 0x80 }) {
        row.removeAll()
        row.add(keyOf: claim)
        try keys.run(row)
      }
      row.removeAll()
      row.add(claim, on: ground)
      try claims.run(row)
      last = claim.key
    }
  }
}

extension Bindings {
  fileprivate mutating func add(keyOf claim: StatedClaim) {
    add(claim.key)
    add(claim.family.rawValue)
    add(claim.aspect)
    for place in 0..<4 { add(place < claim.parts.count ? claim.parts[place] : "") }
  }

  fileprivate mutating func add(_ claim: StatedClaim, on ground: Ground) {
    let measure = claim.measure
    add(claim.key)
    add(ground.firmness(of: measure))
    add(ground.earliest)
    add(ground.isDated ? 1 as Int64 : 0)
    add(ground.seq << Int64(Projection.itemBits) + claim.item)
    add(ground.latest)
    add(ground.rank)
    add(ground.breadth)
    add(measure.kind)
    switch measure.value {
    case .none: add(nil as String?)
    case .text(let text): add(text)
    case .integer(let number): add(number)
    case .number(let number): add(number)
    }
    add(measure.unit)
    add(measure.certainty)
    add(measure.point)
    add(measure.low)
    add(measure.high)
  }
}

extension Written {
  /// The things that the event may be the first to name. An entity is introduced by its registration
  /// alone, which introduces nothing else.
  fileprivate var introduced: [Reference] {
    if type == EntityRegistered.type {
      return Array(references.filter { $0.noun == .entity }.prefix(1))
    }
    return references.filter(\.noun.isIntroducedByUse)
  }

  /// Events about entities themselves lie in one stream for all, and are found by their key.
  fileprivate var isAboutPartnership: Bool { !type.text.hasPrefix("entity.") }
}

/// What the claims of one event have in common. A class, as many are sorted.
private final class Ground {
  let seq: Seq
  /// The status decides, then the best of the sources: see `Projection.rank` and `sourceRank`.
  let rank: Int64
  /// How many days the event's time may mean: see `Projection.breadth`.
  let breadth: Int64
  let earliest: String
  let latest: String
  let isDated: Bool
  private let status: Status

  init(_ event: Written) {
    seq = event.seq
    status = event.status
    let ofStatus: Int64 =
      switch event.status {
      case .confirmed: 0
      case .reported: 8
      case .estimated: 16
      case .rumoured, .denied: 24
      }
    rank = ofStatus + ((event.sources?.arrayValue ?? []).map(Self.rank(of:)).min() ?? 5)
    breadth = Self.breadth(of: event.effective)
    earliest = event.earliest ?? "?"
    latest = event.latest ?? "?"
    isDated = event.effective.flag != .until
  }

  /// Whether a claim may count before others: see `claim.firm`.
  func firmness(of measure: StatedMeasure) -> Int64 {
    switch status {
    case .denied: 0
    case _ where measure.certainty == "undisclosed": 1
    case .estimated, .rumoured: 2
    case .confirmed, .reported: 3
    }
  }

  private static func rank(of source: JSON) -> Int64 {
    let source = source.objectValue
    if source?["via"]?.stringValue == "press" { return 3 }
    return switch source?["kind"]?.stringValue {
    case "filing": 0
    case "contract": 1
    case "company": 2
    case "press": 3
    default: 4
    }
  }

  private static func breadth(of date: PartialDate) -> Int64 {
    guard let earliest = date.earliest, let latest = date.latest else { return 511 }
    let days = Int64(latest.ordinal - earliest.ordinal)
    return days <= 400 ? days : min(510, 400 + (days - 400) / 100)
  }
}
