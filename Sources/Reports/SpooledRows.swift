import Events
import Projections

/// The rows of a snapshot for who goes through them more than once: each view is computed once.
///
/// Rows are kept in memory as long as there is room, and else on disk: memory does not grow with the
/// ledger.
public final class SpooledRows: SnapshotRows {
  private enum Kept {
    case inMemory([JSONObject])
    case onDisk(DiskRows)
  }

  private let rows: any SnapshotRows
  private var kept: [String: Kept] = [:]
  /// How many more bytes may be kept in memory, of all views together.
  private var room: Int
  private var store: TextStore?
  private var told: Chronicle?

  /// The clocks, the log, and what else it says of itself.
  public var header: SnapshotHeader { rows.header }

  /// Keeps nothing yet, and never more than about so many bytes in memory.
  public init(_ rows: some SnapshotRows, room: Int = 8 << 20) {
    self.rows = rows
    self.room = room
  }

  /// Itself: nothing is kept twice.
  public func spooled() -> SpooledRows { self }

  /// Gives the rows of a view in their order. Throws `DatabaseError` where the disk is full.
  public func forEachRow(of view: String, _ body: (JSONObject) throws -> Void) throws {
    switch try kept(view) {
    case .inMemory(let rows): try rows.forEach(body)
    case .onDisk(let stored): try stored.forEach(body)
    }
  }

  /// Gives what is told of these events.
  public func forEachEvent(
    _ seqs: some Sequence<Seq>, _ body: (Seq, JSONObject) throws -> Void
  ) throws {
    try rows.forEachEvent(seqs, body)
  }

  /// What the timeline tells in one pass; once.
  func chronicle() throws -> Chronicle {
    if let told { return told }
    let chronicle = try Chronicle(self)
    told = chronicle
    return chronicle
  }

  private func kept(_ view: String) throws -> Kept {
    if let kept = kept[view] { return kept }
    var few: [JSONObject] = []
    var size = 0
    var stored: DiskRows?
    try rows.forEachRow(of: view, beside: self) { row in
      if room < .max { size += Self.size(of: .object(row)) }
      if stored == nil, size > room {
        let list = DiskRows(try store ?? makeStore())
        try few.forEach(list.append)
        few = []
        stored = list
      }
      if let stored { try stored.append(row) } else { few.append(row) }
    }
    if stored == nil { room -= size }
    let result = stored.map(Kept.onDisk) ?? .inMemory(few)
    kept[view] = result
    return result
  }

  private func makeStore() throws -> TextStore {
    let made = try TextStore()
    store = made
    return made
  }

  /// How many bytes it takes, more or less.
  static func size(of json: JSON) -> Int {
    switch json {
    case .null, .bool, .integer, .number: 16
    case .string(let text): 16 + text.utf8.count
    case .array(let items): items.reduce(16) { $0 + size(of: $1) }
    case .object(let object): object.reduce(16) { $0 + 32 + size(of: $1.value) }
    }
  }
}

// MARK: - By groups

extension SpooledRows {
  /// How groups follow each other.
  enum GroupOrder {
    case firstRows, words
  }

  /// Gives the rows of views by the word that each is given. One group at a time is held in memory.
  func forEachGroup(
    of views: [String], by word: (JSONObject) -> String, order: GroupOrder = .firstRows,
    _ body: (_ word: String, _ rows: [JSONObject]) throws -> Void
  ) throws {
    var words: [String] = []
    var places: [String: [(view: String, place: Int)]] = [:]
    for view in views {
      var place = 0
      try forEachRow(of: view) { row in
        let word = word(row)
        if places[word] == nil { words.append(word) }
        places[word, default: []].append((view, place))
        place += 1
      }
    }
    if order == .words { words.sort() }
    for word in words { try body(word, (places[word] ?? []).map(row)) }
  }

  private func row(of view: String, at place: Int) throws -> JSONObject {
    switch try kept(view) {
    case .inMemory(let rows): rows[place]
    case .onDisk(let stored): try stored.row(place)
    }
  }
}

/// Rows on disk: their values as JSON, in the order in which their names were first met.
private final class DiskRows {
  private let store: TextStore
  private let list: Int
  private var names: [String] = []
  private var places: [String: Int] = [:]

  init(_ store: TextStore) {
    self.store = store
    list = store.makeList()
  }

  func append(_ row: JSONObject) throws {
    var values = Array(repeating: JSON.null, count: names.count)
    for (name, value) in row {
      if let place = places[name] {
        values[place] = value
      } else {
        places[name] = names.count
        names.append(name)
        values.append(value)
      }
    }
    try store.append(JSON.array(values).canonical, to: list)
  }

  func forEach(_ body: (JSONObject) throws -> Void) throws {
    try store.forEach(of: list) { try body(read($0)) }
  }

  func row(_ place: Int) throws -> JSONObject {
    try read(store.texts(list, place..<place + 1)[0])
  }

  /// A row has no null: what is null is not there. No double in it is a whole number.
  private func read(_ text: String) throws -> JSONObject {
    var limits = JSON.Limits.ofOwn(bytes: 1 << 30)
    limits.depth = 64
    let values = try JSON.read(text, limits: limits).arrayValue
    return JSONObject(
      unique: zip(names, values ?? []).filter { $1 != .null }.map { (name: $0, value: $1) })
  }
}
