import Events
import Testing

/// The strict reader: RFC 8259, I-JSON (RFC 7493), and nothing more lenient.
struct JSONReaderTests {
  static let accepted: [(String, String)] = [
    ("{}", "{}"), ("[]", "[]"), ("null", "null"), (" true ", "true"), ("false", "false"),
    ("0", "0"), ("-0", "0"), ("-1", "-1"), ("1.0", "1"), ("1e2", "100"), ("1E+2", "100"),
    ("1e-2", "0.01"), ("-0.0", "0"), ("123e45", "1.23e+47"),
    ("9007199254740991", "9007199254740991"),
    ("-9007199254740991", "-9007199254740991"), ("0.1", "0.1"), ("1e-400", "0"),
    ("\"\"", "\"\""), (#""\u0061""#, #""a""#), (#""\uD834\uDD1E""#, "\"𝄞\""),
    (#""\uFFFE""#, "\"\u{FFFE}\""), ("\t[\r\n1 ,\n2 ]", "[1,2]"), ("[[[[]]]]", "[[[[]]]]"),
    (#"{"":0}"#, #"{"":0}"#), (#"{"a":{"a":1},"b":[{"a":1}]}"#, #"{"a":{"a":1},"b":[{"a":1}]}"#),
    ("\"\u{200B}\u{FEFF}\"", "\"\u{200B}\u{FEFF}\""), (#""\\u0000""#, #""\\u0000""#),
  ]

  @Test(arguments: accepted)
  func `what the RFC allows is read`(_ text: String, _ canonical: String) throws {
    #expect(try JSON.read(text).canonical == canonical)
  }

  /// What is refused, and where: code, line and column.
  static let refused: [(String, String)] = [
    ("", "json-syntax 1:1"), ("  ", "json-syntax 1:3"), ("[1,]", "json-syntax 1:4"),
    (#"{"a":1,}"#, "json-syntax 1:8"), ("[1,,2]", "json-syntax 1:4"), ("[,1]", "json-syntax 1:2"),
    ("[1 2]", "json-syntax 1:4"), ("[1", "json-syntax 1:3"), ("{", "json-syntax 1:2"),
    ("]", "json-syntax 1:1"), ("[1}", "json-syntax 1:3"), (#"{"a"}"#, "json-syntax 1:5"),
    (#"{"a":}"#, "json-syntax 1:6"), (#"{"a" 1}"#, "json-syntax 1:6"), ("{a:1}", "json-syntax 1:2"),
    ("{'a':1}", "json-syntax 1:2"), ("{1:1}", "json-syntax 1:2"), ("[1]x", "json-syntax 1:4"),
    ("1 2", "json-syntax 1:3"), ("{}{}", "json-syntax 1:3"), ("// c\n1", "json-syntax 1:1"),
    ("/* c */1", "json-syntax 1:1"), ("1 # c", "json-syntax 1:3"), ("tru", "json-syntax 1:1"),
    ("True", "json-syntax 1:1"), ("nul", "json-syntax 1:1"), ("undefined", "json-syntax 1:1"),
    ("NaN", "json-syntax 1:1"), ("Infinity", "json-syntax 1:1"), ("-Infinity", "json-syntax 1:2"),
    ("+1", "json-syntax 1:1"), (".5", "json-syntax 1:1"), ("5.", "json-syntax 1:3"),
    ("01", "json-syntax 1:1"), ("-01", "json-syntax 1:2"), ("00", "json-syntax 1:1"),
    ("0x1", "json-syntax 1:2"), ("1e", "json-syntax 1:3"), ("1e+", "json-syntax 1:4"),
    ("-", "json-syntax 1:2"), ("1.e1", "json-syntax 1:3"), ("1_000", "json-syntax 1:2"),
    ("1,000", "json-syntax 1:2"), ("１", "json-syntax 1:1"),
    ("1e400", "json-number 1:1"), ("[-1e400]", "json-number 1:2"),
    ("9007199254740992", "json-number 1:1"), ("-9007199254740992", "json-number 1:1"),
    ("123456789012345678901234567890", "json-number 1:1"),
    ("\"a", "json-syntax 1:3"), ("\"\\\"", "json-syntax 1:4"), (#""\x""#, "json-syntax 1:2"),
    (#""\u12""#, "json-syntax 1:2"), (#""\u12G4""#, "json-syntax 1:2"),
    (#""\'""#, "json-syntax 1:2"),
    ("\"a\nb\"", "json-control 1:3"), ("\"a\tb\"", "json-control 1:3"),
    ("\"\u{0}\"", "json-control 1:2"), (#""\u0000""#, "json-control 1:2"),
    (#""\uD800""#, "json-surrogate 1:2"), (#""\uDC00""#, "json-surrogate 1:2"),
    (#""\uD800\u0041""#, "json-surrogate 1:2"), (#""a\uD800x""#, "json-surrogate 1:3"),
    (#""\uDC00\uD800""#, "json-surrogate 1:2"),
    (#"{"a":1,"a":2}"#, "json-duplicate-name 1:8"),
    (#"{"a":1,"\u0061":2}"#, "json-duplicate-name 1:8"),
    ("{\"é\":1,\"e\u{301}\":2}", "json-twin-name 1:8"),
    ("{\"Å\":1,\"\u{212B}\":2}", "json-twin-name 1:8"),
    ("\u{FEFF}{}", "json-syntax 1:1"), ("\u{A0}1", "json-syntax 1:1"),
    ("\u{2028}1", "json-syntax 1:1"), ("{\"a\":1,\n  \"b\": x}", "json-syntax 2:8"),
    ("{\"é\":\n\n\"ü\" 1}", "json-syntax 3:5"),
    (String(repeating: "[", count: 33), "json-depth 1:33"),
    (String(repeating: #"{"a":"#, count: 33), "json-depth 1:161"),
  ]

  @Test(arguments: refused)
  func `what the RFC does not allow is refused where it stands`(_ text: String, _ fault: String) {
    let rejection = #expect(throws: Rejection.self) { try JSON.read(text) }
    #expect(Self.told(rejection) == fault)
  }

  @Test func `what the program wrote for itself may be as great as an Int64`() throws {
    for number in [Int64.max, -Int64.max, 1 << 53] {
      let text = Array(JSON.integer(number).canonical.utf8)
      #expect(try JSON.read(text, limits: .ofOwn(bytes: 100)) == .integer(number))
      #expect(throws: Rejection.self) { try JSON.read(text) }
    }
    #expect(throws: Rejection.self) {
      try JSON.read(Array("9223372036854775808".utf8), limits: .ofOwn(bytes: 100))
    }
  }

  private static func told(_ rejection: Rejection?) -> String {
    let place = rejection?.location
    return "\(rejection?.code.rawValue ?? "") \(place?.line ?? 0):\(place?.column ?? 0)"
  }

  @Test(
    arguments: [
      [0xC3, 0x28], [0xA0], [0xC0, 0xAF], [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80],
      [0xF0, 0x28, 0x8C],
      [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xFE], [0xE2, 0x82], [0xF8, 0x88, 0x80, 0x80, 0x80],
    ] as [[UInt8]])
  func `bytes that are not UTF-8 are refused where they stand`(_ bad: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    let rejection = #expect(throws: Rejection.self) {
      try JSON.read([quote, UInt8(ascii: "a")] + bad + [quote])
    }
    #expect(Self.told(rejection) == "json-utf8 1:3")
    let escaped = #expect(throws: Rejection.self) {
      try JSON.read([quote] + Array(#"\n"#.utf8) + bad + [quote])
    }
    #expect(escaped?.code == .jsonUTF8)
    #expect(throws: Rejection.self) { try JSON.read(bad) }
  }

  @Test func `depth and size are limited, and no more than that`() throws {
    let deep = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
    #expect(try JSON.read(deep).canonical == deep)
    let text = "\"" + String(repeating: "a", count: 1_048_574) + "\""
    #expect(try JSON.read(text).stringValue?.utf8.count == 1_048_574)
    let rejection = #expect(throws: Rejection.self) { try JSON.read(text + " ") }
    #expect(rejection?.code == .jsonSize)
    #expect(throws: Rejection.self) { try JSON.read(String(repeating: "[", count: 1_000_000)) }
  }

  @Test func `an object of many names finds its twin as well as a small one`() {
    let names = (0..<500).map { "\"name \($0)\":1" }.joined(separator: ",")
    let twice = "{\(names),\"name 7\":2}"
    #expect(throws: Rejection.self) { try JSON.read(twice) }
    #expect((try? JSON.read("{\(names)}"))?.objectValue?.count == 500)
  }

  @Test func `names are told apart and found as bytes`() throws {
    let object = try #require(try JSON.read("{\"e\u{301}\":1}").objectValue)
    #expect(object["e\u{301}"] == 1)
    #expect(object["é"] == nil)
    #expect(JSON.string("é") != JSON.string("e\u{301}"))
  }
}
