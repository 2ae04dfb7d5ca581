import Events

/// The canonical text of a snapshot, piece after piece: memory does not grow with the ledger.
///
/// The names of a document's members are such that their canonical order is the order in which it
/// can be written: the clocks and the log, then the rows, then the events that these name.
enum SnapshotWriter {
  /// What a piece is of.
  enum Place: Equatable {
    case header
    case opening(view: String)
    case row(name: String)
    case closing(view: String)
    case why
    case event(Seq)
    case end
  }

  /// Gives the pieces in order; together they are the file, with its last newline.
  static func write(
    _ rows: some SnapshotRows, _ give: (Place, [UInt8]) throws -> Void
  ) throws {
    var head = bytes(of: rows.header.members)
    head.removeLast()
    try give(.header, head + Array(",\"views\":{".utf8))
    var seqs = SeqSet(upTo: rows.header.knownAt)
    for (place, view) in Snapshot.viewsInOrder.enumerated() {
      let comma = place == 0 ? "" : ","
      try give(.opening(view: view.name), Array("\(comma)\"\(view.name)\":[".utf8))
      var isFirst = true
      try rows.forEachRow(of: view.name) { row in
        for seq in Snapshot.events(of: row) { seqs.insert(seq) }
        let piece = (isFirst ? [] : [UInt8(ascii: ",")]) + bytes(of: row)
        isFirst = false
        try give(.row(name: row.text("row")), piece)
      }
      try give(.closing(view: view.name), [UInt8(ascii: "]")])
    }
    try give(.why, Array("},\"why\":{".utf8))
    var isFirst = true
    try rows.forEachEvent(seqs) { seq, event in
      let piece = Array("\(isFirst ? "" : ",")\"\(seq)\":".utf8) + bytes(of: event)
      isFirst = false
      try give(.event(seq), piece)
    }
    try give(.end, Array("}}\n".utf8))
  }

  private static func bytes(of object: JSONObject) -> [UInt8] {
    var bytes: [UInt8] = []
    JSON.object(object).write(into: &bytes)
    return bytes
  }
}

extension SnapshotReading {
  /// Gives the canonical text with its last newline, a piece at a time.
  public func write(_ give: (String) throws -> Void) throws {
    try SnapshotWriter.write(self) { try give(String(decoding: $1, as: UTF8.self)) }
  }
}

/// A set of seqs, a bit for each, that goes through them in the order of their texts.
///
/// That is the order of canonical JSON: 1, 10, 100, 101, 11, 2.
struct SeqSet: Sequence {
  private let last: Seq
  private var words: [UInt64]

  /// None yet of those up to the last.
  init(upTo last: Seq) {
    self.last = last
    words = Array(repeating: 0, count: Int(last >> 6) + 1)
  }

  /// Adds one; of what is not in the log nothing can be told.
  mutating func insert(_ seq: Seq) {
    guard seq >= 1, seq <= last else { return }
    words[Int(seq >> 6)] |= 1 << UInt64(seq & 63)
  }

  func contains(_ seq: Seq) -> Bool { words[Int(seq >> 6)] & 1 << UInt64(seq & 63) != 0 }

  func makeIterator() -> AnyIterator<Seq> {
    var place: Seq? = last > 0 ? 1 : nil
    return AnyIterator {
      while let seq = place {
        place = following(seq)
        if contains(seq) { return seq }
      }
      return nil
    }
  }

  /// The number whose text comes next.
  private func following(_ seq: Seq) -> Seq? {
    if seq * 10 <= last { return seq * 10 }
    var next = seq
    while next % 10 == 9 || next == last { next /= 10 }
    return next == 0 ? nil : next + 1
  }
}
