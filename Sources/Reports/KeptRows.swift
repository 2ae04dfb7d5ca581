import Events

/// The rows of a snapshot for who goes through them more than once: those of views with few rows are
/// read once and kept, so that their query runs once.
///
/// What is kept has a bound: memory does not grow with the ledger.
final class KeptRows: SnapshotRows {
  private let rows: any SnapshotRows
  private var kept: [String: [JSONObject]] = [:]
  /// How many more bytes may be kept, of all views together.
  private var room: Int

  var header: SnapshotHeader { rows.header }

  init(_ rows: some SnapshotRows, room: Int = 32 << 20) {
    self.rows = rows
    self.room = room
  }

  func forEachRow(of view: String, _ body: (JSONObject) throws -> Void) throws {
    if let rows = kept[view] { return try rows.forEach(body) }
    var few: [JSONObject] = []
    var size = 0
    var areFew = true
    try rows.forEachRow(of: view) { row in
      size += Self.size(of: .object(row))
      if areFew, size <= room { return few.append(row) }
      if areFew {
        areFew = false
        try few.forEach(body)
        few = []
      }
      try body(row)
    }
    guard areFew else { return }
    kept[view] = few
    room -= size
    try few.forEach(body)
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

  func forEachEvent(
    _ seqs: some Sequence<Seq>, _ body: (Seq, JSONObject) throws -> Void
  ) throws {
    try rows.forEachEvent(seqs, body)
  }
}
