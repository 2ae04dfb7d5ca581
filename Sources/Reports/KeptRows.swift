import Events

/// The rows of a snapshot for who goes through them more than once: those of views with few rows are
/// read once and kept, so that their query runs once.
///
/// What is kept has a bound: memory does not grow with the ledger.
final class KeptRows: SnapshotRows {
  private let rows: any SnapshotRows
  private var kept: [String: [JSONObject]] = [:]
  /// How many more rows may be kept, of all views together.
  private var room: Int

  var header: SnapshotHeader { rows.header }

  init(_ rows: some SnapshotRows, room: Int = 20_000) {
    self.rows = rows
    self.room = room
  }

  func forEachRow(of view: String, _ body: (JSONObject) throws -> Void) throws {
    if let rows = kept[view] { return try rows.forEach(body) }
    var few: [JSONObject] = []
    var areFew = true
    try rows.forEachRow(of: view) { row in
      if areFew, few.count < room { return few.append(row) }
      if areFew {
        areFew = false
        try few.forEach(body)
        few = []
      }
      try body(row)
    }
    guard areFew else { return }
    kept[view] = few
    room -= few.count
    try few.forEach(body)
  }

  func forEachEvent(
    _ seqs: some Sequence<Seq>, _ body: (Seq, JSONObject) throws -> Void
  ) throws {
    try rows.forEachEvent(seqs, body)
  }
}
