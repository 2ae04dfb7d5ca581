import Events
import Projections

/// The state at one reading of the two clocks, as one canonical JSON document.
///
/// Nothing in it depends on when or where it was made: the same log and clocks give the same
/// bytes. All figures are exact whole numbers; every row names its events, and `events` holds what
/// is needed to find their sources.
public struct Snapshot: Sendable {
  /// The document: `format`, `as_of`, `known_at`, `partnerships`, `views`, `events`.
  public let document: JSONObject

  /// The name and version of the form.
  public static let format = "stakebook-snapshot/1"

  /// The views that make up the state; the log itself and all claims are asked for elsewhere.
  static let views = [
    "partnerships", "entities", "agreements", "stakes", "stake_history", "valuations",
    "valuation_history", "implied_valuations", "capital", "purchases", "commitments", "rounds",
    "warrants", "totals", "fx_rates", "rights", "conditions", "revenue_shares", "exposures",
    "discrepancies", "notes", "timeline",
  ]

  private static var publicViews: [View] {
    Projections.publicViews.filter { views.contains($0.name) }
  }

  /// The queries for the rows of a snapshot of everything, for the sqlite3 shell.
  package static var statements: [String] { publicViews.map { Reading.select(from: $0) } }

  /// Reads the whole ledger's state, or that of some partnerships.
  public init(_ reading: Reading, partnerships: [String] = []) throws {
    let clock = try reading.clock()
    var views = JSONObject()
    var seqs: Set<Seq> = []
    for view in Self.publicViews {
      let rows = try Self.rows(of: view, reading, partnerships)
      for row in rows { seqs.formUnion(Self.events(of: row)) }
      views[view.name] = .array(
        rows.map { row in
          var named = row
          named["row"] = .string(view.name(of: row))
          return .object(named)
        })
    }
    var document: JSONObject = [
      "format": .string(Self.format), "as_of": .string(clock.asOf.description),
      "known_at": .integer(clock.knownAt), "views": .object(views),
      "events": .object(try Self.described(seqs, reading)),
    ]
    if !partnerships.isEmpty {
      document["partnerships"] = .array(partnerships.map(JSON.string))
    }
    self.document = document
  }

  /// Reads a document that was written before.
  public init(reading text: [UInt8]) throws(Rejection) {
    let json = try JSON.read(text, limits: JSON.Limits(bytes: 1 << 30))
    guard case .object(let document) = json, document["format"] == .string(Self.format),
      document["as_of"]?.stringValue != nil, document["known_at"]?.integerValue != nil,
      document["views"]?.objectValue != nil, document["events"]?.objectValue != nil
    else {
      throw Rejection(
        "not-a-snapshot", "the file is not a snapshot of the form \(Self.format)",
        hint: "`stakebook snapshot` writes one.")
    }
    self.document = document
  }

  /// The canonical text.
  public var text: String { JSON.object(document).canonical }

  /// The day that the state is of.
  public var asOf: String { document["as_of"]?.stringValue ?? "" }
  /// The last event that is known in it: with a gap-free log also how many there are.
  public var knownAt: Seq { document["known_at"]?.integerValue ?? 0 }
  /// The partnerships it is of; none for the whole ledger.
  public var partnerships: [String] {
    (document["partnerships"]?.arrayValue ?? []).compactMap(\.stringValue)
  }

  /// The rows of a view.
  public func rows(_ view: String) -> [JSONObject] {
    (document["views"]?.objectValue?[view]?.arrayValue ?? []).compactMap(\.objectValue)
  }

  /// What is told of an event: its type, day, status and sources.
  public func event(_ seq: Seq) -> JSONObject? {
    document["events"]?.objectValue?[String(seq)]?.objectValue
  }

  /// The events behind a row.
  public static func events(of row: JSONObject) -> [Seq] {
    var seqs: [Seq] = []
    for name in ["event", "value_event", "ended_by"] {
      if let seq = row[name]?.integerValue { seqs.append(seq) }
    }
    for name in ["events", "draw_events"] {
      seqs += (row[name]?.arrayValue ?? []).compactMap(\.integerValue)
    }
    return Array(Set(seqs)).sorted()
  }

  private static func rows(
    of view: View, _ reading: Reading, _ partnerships: [String]
  ) throws -> [JSONObject] {
    guard !partnerships.isEmpty else { return try reading.rows(of: view) }
    var seen: Set<String> = []
    return try partnerships.flatMap { try reading.rows(of: view, partnership: $0) }
      .filter { seen.insert(JSON.object($0).canonical).inserted }
  }

  /// What is told of events: id, stream, headline, dates, status, sources.
  static func described(_ seqs: Set<Seq>, _ reading: Reading) throws -> JSONObject {
    var sources: [Seq: [JSON]] = [:]
    for var source in try reading.rows(named: "sources", of: seqs) {
      guard let seq = source["event"]?.integerValue else { continue }
      source["event"] = nil
      source["position"] = nil
      sources[seq, default: []].append(.object(source))
    }
    var events: [(name: String, value: JSON)] = []
    for event in try reading.rows(named: "events", of: seqs) {
      guard let seq = event["event"]?.integerValue else { continue }
      var told = JSONObject()
      for name in [
        "id", "stream", "type", "headline", "effective", "recorded_at", "status", "note",
      ] {
        told[name] = event[name]
      }
      if let sources = sources[seq] { told["sources"] = .array(sources) }
      events.append((String(seq), .object(told)))
    }
    return JSONObject(unique: events)
  }
}
