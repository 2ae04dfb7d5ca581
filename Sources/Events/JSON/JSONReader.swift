extension JSON {
  /// How large and how deep a text may be.
  public struct Limits: Sendable {
    /// The most bytes.
    public var bytes = 1_048_576
    /// The most arrays and objects inside one another.
    public var depth = 32
    /// The greatest whole number, by its magnitude: other readers lose digits of a greater one.
    public var mostInteger = UInt64(JSON.mostInteger)
    /// The limits of what this program wrote: whole numbers may be as great as an `Int64`.
    public static func ofOwn(bytes: Int) -> Limits {
      var limits = Limits(bytes: bytes)
      limits.mostInteger = .max
      return limits
    }
    /// The limits of a line of the ledger.
    public init(bytes: Int = 1_048_576, depth: Int = 32) {
      self.bytes = bytes
      self.depth = depth
    }
  }

  /// Reads one JSON text as RFC 8259 and I-JSON (RFC 7493) have it, and nothing more lenient.
  ///
  /// Refused: anything after the value, duplicate names, names that only Unicode normalisation
  /// tells apart, bytes that are not UTF-8, NUL, lone surrogates, numbers that would lose digits.
  /// The rejection tells line and column.
  public static func read(_ text: String, limits: Limits = Limits()) throws(Rejection) -> JSON {
    try read(Array(text.utf8), limits: limits)
  }

  /// Reads one JSON text from its bytes.
  public static func read(_ bytes: [UInt8], limits: Limits = Limits()) throws(Rejection) -> JSON {
    guard bytes.count <= limits.bytes else {
      throw Rejection(
        .jsonSize, "the text takes \(bytes.count) bytes, more than \(limits.bytes)",
        hint: "Record the fact, and where the long text can be read.",
        at: Rejection.Location(line: 1))
    }
    let result = bytes.withUnsafeBufferPointer { buffer -> Result<JSON, Rejection> in
      var reader = JSONReader(buffer, limits)
      do throws(Rejection) {
        return .success(try reader.document())
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}

/// One pass over the bytes of one text.
struct JSONReader {
  let bytes: UnsafeBufferPointer<UInt8>
  var place = 0
  private var depthLeft: Int
  private let depth: Int
  let mostInteger: UInt64

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: JSON.Limits) {
    self.bytes = bytes
    depth = limits.depth
    depthLeft = limits.depth
    mostInteger = limits.mostInteger
  }

  mutating func document() throws(Rejection) -> JSON {
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      throw fault(.jsonSyntax, "the text begins with a byte order mark", hint: "Remove it.")
    }
    skipSpace()
    let value = try value()
    skipSpace()
    guard place == bytes.count else {
      throw fault(.jsonSyntax, "expected the end of the text after the value, found \(found)")
    }
    return value
  }

  // MARK: - Values

  private mutating func value() throws(Rejection) -> JSON {
    guard place < bytes.count else {
      throw fault(.jsonSyntax, "expected a value, found the end of the text")
    }
    switch bytes[place] {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw fault(.jsonSyntax, "expected a value, found \(found)")
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(Rejection) -> JSON {
    let start = place
    for offset in 0..<word.utf8CodeUnitCount {
      guard place < bytes.count, bytes[place] == word.utf8Start[offset] else {
        place = start
        throw fault(.jsonSyntax, "expected a value, found \(found)")
      }
      place += 1
    }
    return value
  }

  private mutating func enter() throws(Rejection) {
    guard depthLeft > 0 else {
      throw fault(.jsonDepth, "more than \(depth) lists and objects lie inside one another")
    }
    depthLeft -= 1
    place += 1
    skipSpace()
  }

  private mutating func array() throws(Rejection) -> JSON {
    try enter()
    defer { depthLeft += 1 }
    var items: [JSON] = []
    if take(UInt8(ascii: "]")) { return .array(items) }
    while true {
      items.append(try value())
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(items) }
      guard take(UInt8(ascii: ",")) else {
        throw fault(.jsonSyntax, "expected ',' or ']' in a list, found \(found)")
      }
      skipSpace()
      if peek == UInt8(ascii: "]") {
        throw fault(.jsonSyntax, "a comma stands before ']'", hint: "Remove the comma.")
      }
    }
  }

  private mutating func object() throws(Rejection) -> JSON {
    try enter()
    defer { depthLeft += 1 }
    var members: [(name: String, value: JSON)] = []
    var names = NameSet()
    if take(UInt8(ascii: "}")) { return .object(JSONObject()) }
    while true {
      guard peek == UInt8(ascii: "\"") else {
        throw fault(.jsonSyntax, "expected a name in quotes, found \(found)")
      }
      let start = place
      let name = try string()
      if let twin = names.insert(name, among: members) {
        place = start
        throw twin
          ? fault(
            .jsonTwinName, "the name '\(name.prefix(60))' stands twice, in two Unicode forms",
            hint: "Keep one of them.")
          : fault(
            .jsonDuplicateName, "the name '\(name.prefix(60))' stands twice",
            hint: "Keep one of them.")
      }
      skipSpace()
      guard take(UInt8(ascii: ":")) else {
        throw fault(.jsonSyntax, "expected ':' after a name, found \(found)")
      }
      skipSpace()
      members.append((name, try value()))
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(JSONObject(unique: members)) }
      guard take(UInt8(ascii: ",")) else {
        throw fault(.jsonSyntax, "expected ',' or '}' in an object, found \(found)")
      }
      skipSpace()
      if peek == UInt8(ascii: "}") {
        throw fault(.jsonSyntax, "a comma stands before '}'", hint: "Remove the comma.")
      }
    }
  }

  // MARK: - Where we are

  var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      place += 1
    }
  }

  var found: String {
    guard place < bytes.count else { return "the end of the text" }
    let rest = String(decoding: bytes[place..<min(place + 4, bytes.count)], as: UTF8.self)
    guard let first = rest.unicodeScalars.first else { return "a byte that is not UTF-8" }
    return first.value < 0x20 || first.value == 0x7F || first.value > 0x7E
      ? "U+\(Self.hexadecimal(first.value))" : "'\(first)'"
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  func control() -> Rejection {
    fault(
      .jsonControl, "a text holds the control character \(found)",
      hint: "Write it as an escape, such as \\n.")
  }

  func surrogate(at start: Int) -> Rejection {
    var there = self
    there.place = start
    return there.fault(.jsonSurrogate, "half a surrogate pair stands alone")
  }

  func fault(at start: Int, _ message: String) -> Rejection {
    var there = self
    there.place = start
    return there.fault(
      .jsonNumber, message, hint: "Write it as text, or within ±\(JSON.mostInteger).")
  }

  func fault(_ code: Rejection.Code, _ message: String, hint: String? = nil) -> Rejection {
    var line = 1
    var column = 1
    for byte in bytes[..<min(place, bytes.count)] {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return Rejection(
      code, message, hint: hint, at: Rejection.Location(line: line, column: column))
  }
}

/// Finds a name that an object already has: by bytes, and by what Unicode holds to be equal.
private struct NameSet {
  private var hashed: Set<String>?

  /// Nil when the name is new, true for a twin in another Unicode form, false for a duplicate.
  mutating func insert(_ name: String, among members: [(name: String, value: JSON)]) -> Bool? {
    if members.count == 16 { hashed = Set(members.map(\.name)) }
    // Swift compares text by canonical equivalence, so both kinds are found at once.
    let isKnown =
      hashed.map { $0.contains(name) } ?? members.contains { $0.name == name }
    hashed?.insert(name)
    guard isKnown else { return nil }
    return !members.contains { $0.name.utf8.elementsEqual(name.utf8) }
  }
}
