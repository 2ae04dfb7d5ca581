import Events
import Projections

/// What a snapshot tells, row by row: of a ledger that is being read, or of one held in memory.
///
/// Who shows much of it goes through the rows of one view after the other, in little memory.
public protocol SnapshotRows {
  /// The clocks, the log, and what else it says of itself.
  var header: SnapshotHeader { get }
  /// Gives the rows of a view in their order, each with its name under `row`.
  func forEachRow(of view: String, _ body: (JSONObject) throws -> Void) throws
  /// Gives what is told of these events, in the order in which they are named.
  func forEachEvent(
    _ seqs: some Sequence<Seq>, _ body: (Seq, JSONObject) throws -> Void
  ) throws
  /// The same rows for who goes through them more than once.
  func spooled() -> SpooledRows
  /// Gives the rows of a view to a spool, which has or will have those of the other views.
  func forEachRow(
    of view: String, beside spool: SpooledRows, _ body: (JSONObject) throws -> Void
  ) throws
}

extension SnapshotRows {
  /// Beyond a bound they lie on disk.
  public func spooled() -> SpooledRows { SpooledRows(self) }

  /// The rows as they are.
  public func forEachRow(
    of view: String, beside spool: SpooledRows, _ body: (JSONObject) throws -> Void
  ) throws {
    try forEachRow(of: view, body)
  }
}

/// The state at one reading of the two clocks, held in memory.
///
/// Nothing in it depends on when or where it was made: the same log and clocks give the same
/// bytes. All figures are exact whole numbers; every row names its events, and `why` holds what
/// is needed to find their sources.
public struct Snapshot: SnapshotRows, Sendable {
  /// The clocks, the log, and what else it says of itself.
  public let header: SnapshotHeader
  private let views: [String: [JSONObject]]
  private let events: [Seq: JSONObject]

  /// The name and version of the form.
  public static let format = "stakebook-snapshot/2"

  /// The views that make up the state, in the order of their names, in which canonical JSON has them.
  static let viewsInOrder = Projections.publicViews.filter(\.uses.isState)
    .sorted { $0.name < $1.name }

  /// The queries for the rows of a snapshot of everything, for the sqlite3 shell.
  package static var statements: [String] { viewsInOrder.map(Reading.select) }

  /// What is held in memory already stays there.
  public func spooled() -> SpooledRows { SpooledRows(self, room: .max) }

  /// Holds in memory what rows tell.
  public init(_ rows: some SnapshotRows) throws {
    header = rows.header
    var views: [String: [JSONObject]] = [:]
    var seqs: Set<Seq> = []
    for view in Self.viewsInOrder {
      var list: [JSONObject] = []
      try rows.forEachRow(of: view.name) { row in
        list.append(row)
        seqs.formUnion(Self.events(of: row))
      }
      views[view.name] = list
    }
    self.views = views
    var events: [Seq: JSONObject] = [:]
    try rows.forEachEvent(seqs.sorted()) { events[$0] = $1 }
    self.events = events
  }

  /// Holds the rows of some views, and nothing of the events behind them.
  init(_ rows: some SnapshotRows, only names: [String]) throws {
    header = rows.header
    var views: [String: [JSONObject]] = [:]
    for name in names {
      try rows.forEachRow(of: name) { views[name, default: []].append($0) }
    }
    self.views = views
    events = [:]
  }

  /// Reads the whole ledger's state, or that of some partnerships, without the log's root: for
  /// showing and comparing.
  package init(_ reading: Reading, partnerships: [String] = []) throws {
    try self.init(SnapshotReading(reading, partnerships: partnerships))
  }

  /// Reads a document that was written before, in this form or the one before.
  public init(reading text: [UInt8]) throws(Rejection) {
    let json = try JSON.read(text, limits: .ofOwn(bytes: 1 << 30))
    guard case .object(let document) = json else {
      throw SnapshotHeader.refusal("it is no JSON object")
    }
    header = try SnapshotHeader(document)
    let isFormer = header.format == SnapshotHeader.formerFormat
    guard let listed = document["views"]?.objectValue,
      let told = document[isFormer ? "events" : "why"]?.objectValue
    else { throw SnapshotHeader.refusal("it has no rows, or no events behind them") }
    var views: [String: [JSONObject]] = [:]
    for (name, rows) in listed {
      // Rows of canonical JSON have lost the order of their columns.
      let columns = Projections.view(named: name)?.exactColumns.map(\.name)
      views[name] = (rows.arrayValue ?? []).compactMap(\.objectValue).map {
        $0.ordered(like: columns ?? [])
      }
    }
    self.views = views
    var events: [Seq: JSONObject] = [:]
    for (name, event) in told {
      if let seq = Seq(name), let event = event.objectValue { events[seq] = event }
    }
    self.events = events
  }

  // MARK: - What it tells

  /// The day that the state is of.
  public var asOf: String { header.asOf }
  /// The last event that is known in it: with a gap-free log also how many there are.
  public var knownAt: Seq { header.knownAt }
  /// The partnerships it is of, in order; none for the whole ledger.
  public var partnerships: [String] { header.partnerships }
  /// How many events the log had.
  public var size: Int64 { header.log?.size ?? header.knownAt }
  /// The root of the Merkle tree over them in base64; nil in a file of the form 1.
  public var root: String? { header.log?.root }
  /// The signed checkpoint that covers the log, where one was given.
  public var checkpoint: String? { header.checkpoint?.note }

  /// The rows of a view.
  public func rows(_ view: String) -> [JSONObject] { views[view] ?? [] }

  /// What is told of an event: its type, day, status and sources.
  public func event(_ seq: Seq) -> JSONObject? { events[seq] }

  /// Gives the rows of a view in their order.
  public func forEachRow(of view: String, _ body: (JSONObject) throws -> Void) throws {
    try rows(view).forEach(body)
  }

  /// Gives what is told of these events.
  public func forEachEvent(
    _ seqs: some Sequence<Seq>, _ body: (Seq, JSONObject) throws -> Void
  ) throws {
    for seq in seqs { if let event = events[seq] { try body(seq, event) } }
  }

  /// The events behind a row.
  public static func events(of row: JSONObject) -> [Seq] {
    var seqs: Set<Seq> = []
    for name in eventColumns {
      switch row[name] {
      case .integer(let seq)?: seqs.insert(seq)
      case .array(let items)?: seqs.formUnion(items.compactMap(\.integerValue))
      default: continue
      }
    }
    return seqs.sorted()
  }

  /// The columns in which any view has the events behind its rows.
  private static let eventColumns = Set(
    viewsInOrder.flatMap(\.columns).filter { [.event, .events].contains($0.kind) }.map(\.name))

  // MARK: - As JSON

  /// The document: what it says of itself, `views`, and `why` (`events` in the form 1).
  public var document: JSONObject {
    var document = header.members
    document["views"] = .object(
      JSONObject(
        unique: views.map { (name: $0.key, value: .array($0.value.map(JSON.object))) }))
    let told = events.map { (name: String($0.key), value: JSON.object($0.value)) }
    let isFormer = header.format == SnapshotHeader.formerFormat
    document[isFormer ? "events" : "why"] = .object(JSONObject(unique: told))
    return document
  }

  /// The canonical text.
  public var text: String { JSON.object(document).canonical }
}

extension JSONObject {
  /// The members in the order of these names, then those that are not among them; what is null is
  /// not there.
  fileprivate func ordered(like names: [String]) -> JSONObject {
    var rest = self
    var members: [(name: String, value: JSON)] = []
    for name in names {
      guard let value = rest[name] else { continue }
      members.append((name, value))
      rest[name] = nil
    }
    return JSONObject(unique: (members + rest).filter { $0.value != .null })
  }
}

extension SnapshotRows {
  /// The events behind all that is told.
  public var seqs: Set<Seq> {
    get throws {
      var seqs: Set<Seq> = []
      for view in Snapshot.viewsInOrder {
        try forEachRow(of: view.name) { seqs.formUnion(Snapshot.events(of: $0)) }
      }
      return seqs
    }
  }
}
