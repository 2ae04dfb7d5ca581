import Events

// Whether a file is what a ledger gives: byte for byte, as the file is read, and in little memory.
//
// The file's header says under which clocks the ledger is to be read. Then the ledger's pieces are
// laid beside the file's bytes; where they part, the piece tells which row it is, and the file's
// row at that place is read to say what it has instead.

/// A snapshot's file as it is compared with a ledger.
public struct SnapshotComparison {
  /// What the file says of itself.
  public let header: SnapshotHeader
  private var file: ByteStream

  /// Whether it is canonical, or was written anew by another program.
  private let isCanonical: Bool
  /// The view in which the comparison stands.
  private var view = ""

  /// Most bytes of a file that another program laid out.
  private static let mostAnew = 1 << 28
  /// More than any header has, but for one with a million partnerships.
  private static let mostHeader = 1 << 24

  /// Begins with what gives the file's bytes, a chunk after the other, empty at the end.
  ///
  /// A file that another program laid out anew is read whole. Throws `not-a-snapshot`, and what the
  /// reader of JSON throws.
  public init(_ next: @escaping () throws -> [UInt8]) throws {
    file = ByteStream(next)
    if let header = try Self.canonicalHeader(&file) {
      self.header = header
      isCanonical = true
    } else {
      let bytes = try file.rest(most: Self.mostAnew)
      guard bytes.count <= Self.mostAnew else {
        throw SnapshotHeader.refusal("it is large, and does not begin as one")
      }
      let snapshot = try Snapshot(reading: bytes)
      header = snapshot.header
      isCanonical = false
      var whole = Array((snapshot.text + "\n").utf8)
      file = ByteStream {
        defer { whole = [] }
        return whole
      }
    }
  }

  /// Canonical JSON has the header first, and a quote in it only where a text begins or ends.
  private static func canonicalHeader(_ file: inout ByteStream) throws -> SnapshotHeader? {
    let mark = Array(",\"views\":{".utf8)
    var size = 1 << 16
    while true {
      let head = try file.peek(size)
      if let end = head.firstRange(of: mark)?.lowerBound {
        let text = Array(head[..<end]) + [UInt8(ascii: "}")]
        guard let json = try? JSON.read(text, limits: JSON.Limits(bytes: mostHeader * 2)),
          let document = json.objectValue, JSON.object(document).canonical.utf8.elementsEqual(text)
        else { return nil }
        return try SnapshotHeader(document)
      }
      guard head.count == size, size < mostHeader else { return nil }
      size *= 4
    }
  }

  // MARK: - Comparing

  /// Throws `verification-failed` at the first place where the file has something else.
  public mutating func compare(with rows: some SnapshotRows) throws {
    try SnapshotWriter.write(rows) { place, piece in
      if case .opening(let view) = place { self.view = view }
      if try file.take(piece) { return }
      throw try failure(at: place, expected: piece)
    }
    guard try file.peek(1).isEmpty else {
      throw Self.failed("the file goes on after its end")
    }
    guard isCanonical else {
      throw Self.failed(
        "the file tells the same, but not in the same bytes: another program wrote it anew",
        hint: "Keep the file as `stakebook snapshot` wrote it.")
    }
  }

  private mutating func failure(
    at place: SnapshotWriter.Place, expected piece: [UInt8]
  ) throws -> Rejection {
    let rest = try file.peek(piece.count)
    if rest.count < piece.count, piece.starts(with: rest) {
      return Self.failed("the file ends \(Self.words(place, view)): it is not whole")
    }
    switch place {
    case .header:
      return Self.failed("what the file says of its clocks, log and versions is not the ledger's")
    case .row(let name):
      if rest.first == UInt8(ascii: "]") {
        return Self.failed("the file lacks the row \(name), and what comes after it in \(view)")
      }
      guard let theirs = try file.object(), let ours = Self.object(piece) else { break }
      return Self.failed(Self.sentence(name, ours, theirs))
    case .closing:
      guard let theirs = try file.object() else { break }
      return Self.failed(
        "the file has the row \(Self.name(of: theirs)), which the ledger does not have")
    case .event(let seq):
      guard let theirs = try file.member(), let ours = Self.object(piece) else { break }
      guard theirs.name == String(seq) else {
        return Self.failed(
          "the file tells of the event \(theirs.name.prefix(40)) where the ledger has \(seq)")
      }
      return Self.failed("of the event \(seq) \(Self.difference(ours, theirs.value))")
    case .opening, .why, .end: break
    }
    return Self.failed("the file differs \(Self.words(place, view))")
  }

  private static func failed(_ sentence: String, hint: String? = nil) -> Rejection {
    Rejection(
      .verificationFailed, sentence,
      hint: hint ?? "What follows from the ledger, `stakebook snapshot` writes anew.")
  }

  private static func words(_ place: SnapshotWriter.Place, _ view: String) -> String {
    switch place {
    case .header: "before its rows"
    case .opening(let view): "before the rows of \(view)"
    case .row(let name): "at the row \(name)"
    case .closing(let view): "after the rows of \(view)"
    case .why: "after its rows, which end with \(view)"
    case .event(let seq): "at what it tells of the event \(seq)"
    case .end: "at its end"
    }
  }

  private static func sentence(_ name: String, _ ours: JSONObject, _ theirs: JSONObject) -> String {
    let other = Self.name(of: theirs)
    return other == name
      ? "in \(name) \(difference(ours, theirs))"
      : "where the ledger has the row \(name), the file has \(other)"
  }

  private static func name(of row: JSONObject) -> String {
    let name = row.text("row")
    return name.isEmpty ? "without a name" : String(name.prefix(200))
  }

  /// The first figures that differ, in words.
  private static func difference(_ ours: JSONObject, _ theirs: JSONObject) -> String {
    let names = ours.names + theirs.names.filter { ours[$0] == nil }
    let differing = names.filter { ours[$0] != theirs[$0] }
    func spelt(_ value: JSON?) -> String {
      guard let text = value?.canonical else { return "nothing" }
      return text.count > 120 ? text.prefix(120) + "…" : text
    }
    guard let first = differing.first else { return "the file has other bytes for the same values" }
    let more = differing.count > 1 ? ", and \(differing.count - 1) more differ" : ""
    return "\(first) is \(spelt(theirs[first])) in the file and \(spelt(ours[first])) "
      + "in the ledger\(more)"
  }

  private static func object(_ piece: [UInt8]) -> JSONObject? {
    guard let start = piece.firstIndex(of: UInt8(ascii: "{")) else { return nil }
    return (try? JSON.read(Array(piece[start...]), limits: ByteStream.limits))?.objectValue
  }
}

/// The bytes of a file, a chunk after the other.
struct ByteStream {
  /// How long a row may be that is to be told.
  static let limits = JSON.Limits.ofOwn(bytes: 1 << 24)

  private let next: () throws -> [UInt8]
  private var buffer: [UInt8] = []
  private var start = 0

  init(_ next: @escaping () throws -> [UInt8]) { self.next = next }

  /// The next bytes, which stay; fewer only at the end.
  mutating func peek(_ count: Int) throws -> ArraySlice<UInt8> {
    while buffer.count - start < count {
      let more = try next()
      if more.isEmpty { break }
      buffer.removeSubrange(..<start)
      start = 0
      buffer += more
    }
    return buffer[start..<min(buffer.count, start + count)]
  }

  /// Goes over these bytes, and nowhere where others come next.
  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    guard try peek(bytes.count).elementsEqual(bytes) else { return false }
    start += bytes.count
    return true
  }

  /// All that is left.
  mutating func rest(most: Int) throws -> [UInt8] { Array(try peek(most + 1)) }

  /// The object that comes next, after a comma or not.
  mutating func object() throws -> JSONObject? {
    if try peek(1).first == UInt8(ascii: ",") { start += 1 }
    return try value()?.objectValue
  }

  /// The member with an object that comes next, after a comma or not.
  mutating func member() throws -> (name: String, value: JSONObject)? {
    if try peek(1).first == UInt8(ascii: ",") { start += 1 }
    let head = try peek(100)
    guard let colon = head.firstIndex(of: UInt8(ascii: ":")),
      let name = try? JSON.read(Array(head[..<colon])).stringValue
    else { return nil }
    start = colon + 1
    return try value()?.objectValue.map { (name, $0) }
  }

  /// The object that begins here, up to the bracket that closes it.
  private mutating func value() throws -> JSON? {
    var size = 1 << 12
    while true {
      let bytes = try peek(size)
      if let text = Self.object(bytes) { return try? JSON.read(text, limits: Self.limits) }
      guard bytes.count == size, size < Self.limits.bytes else { return nil }
      size *= 4
    }
  }

  private static func object(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    guard bytes.first == UInt8(ascii: "{") else { return nil }
    var depth = 0
    var isText = false
    var isEscaped = false
    for place in bytes.indices {
      let byte = bytes[place]
      if isText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isText = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isText = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return Array(bytes[bytes.startIndex...place]) }
      default: break
      }
    }
    return nil
  }
}
