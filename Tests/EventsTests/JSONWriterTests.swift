import Events
import Testing

/// The canonical writer: RFC 8785.
struct JSONWriterTests {
  /// Bits of a double and what ECMAScript writes for it; the first are the samples of RFC 8785,
  /// appendix B, and of its authors' test file.
  static let numbers: [(String, String)] = [
    ("4340000000000001", "9007199254740994"),
    ("4340000000000002", "9007199254740996"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("44b52d02c7e14af8", "1.0000000000000003e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555554", "333333333.33333325"),
    ("41b3de4355555555", "333333333.3333333"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
    ("3ff8000000000000", "1.5"),
    ("3fb999999999999a", "0.1"),
    ("3e7ad7f29abcaf48", "1e-7"),
    ("c004000000000000", "-2.5"),
    ("4340000000000000", "9007199254740992"),
    ("433fffffffffffff", "9007199254740991"),
    ("c46696695dbd1cc3", "-3.3333333333333335e+21"),
    ("3ff3c0ca428c59fb", "1.2345678901234567"),
    ("0010000000000000", "2.2250738585072014e-308"),
    ("3f50624dd2f1a9fc", "0.001"),
  ]

  @Test(arguments: numbers)
  func `a number is written as ECMAScript writes it`(_ bits: String, _ text: String) throws {
    let number = Double(bitPattern: try #require(UInt64(bits, radix: 16)))
    #expect(JSON.number(number).canonical == text)
    #expect(Double(text)?.bitPattern == number.bitPattern)
  }

  @Test func `zero has no sign`() {
    #expect(JSON.number(-0.0).canonical == "0")
    #expect(JSON.number(0).canonical == "0")
  }

  @Test func `names are in the order of their UTF-16 units`() throws {
    let text = #"{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}"#
    let object = try JSON.read(text).canonical.dropFirst().dropLast()
    let values = object.split(separator: ",").compactMap(\.last).map(String.init).joined()
    #expect(values == "2467153")
  }

  @Test(arguments: [
    (#""\u0000""#, nil), (#""\b\t\n\f\r\"\\\/""#, #""\b\t\n\f\r\"\\/""#),
    (#""\u000f\u001F""#, #""\u000f\u001f""#), (#""\u20ac é 😀""#, #""€ é 😀""#),
    ("\"\u{7f}\u{2028}\"", "\"\u{7f}\u{2028}\""),
  ])
  func `a text is escaped only where it must be`(_ given: String, _ canonical: String?) {
    #expect((try? JSON.read(given))?.canonical == canonical)
  }

  @Test func `space and the order of names leave no trace, the order of lists does`() throws {
    let first = try JSON.read(" { \"b\" : [ 1 , 2 ] ,\n\"a\" : { } } ")
    let second = try JSON.read(#"{"a":{},"b":[1,2]}"#)
    #expect(first == second)
    #expect(first.canonical == #"{"a":{},"b":[1,2]}"#)
    #expect(try JSON.read(#"{"a":{},"b":[2,1]}"#) != second)
  }

  @Test(arguments: 0..<300)
  func `what is written is read back the same`(_ seed: Int) throws {
    var chance = Chance(seed: UInt64(seed))
    let value = chance.json(depth: 4)
    let canonical = value.canonical
    let read = try JSON.read(canonical)
    #expect(read == value)
    #expect(read.canonical == canonical)
  }

  @Test(arguments: 0..<300)
  func `a damaged text is refused or means something that reads back`(_ seed: Int) {
    var chance = Chance(seed: UInt64(seed))
    var bytes = Array(chance.json(depth: 3).canonical.utf8)
    for _ in 0...chance.below(3) where !bytes.isEmpty {
      let place = chance.below(bytes.count)
      switch chance.below(3) {
      case 0: bytes[place] = UInt8(chance.below(256))
      case 1: bytes.remove(at: place)
      default: bytes.insert(UInt8(chance.below(128)), at: place)
      }
    }
    do {
      let value = try JSON.read(bytes)
      #expect((try? JSON.read(value.canonical)) == value)
    } catch {
      #expect(error.location?.line != nil)
      #expect(error.message.count > 5)
    }
  }
}

/// A chance that repeats: SplitMix64.
struct Chance {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  private static let scalars: [Unicode.Scalar] = [
    "a", "Z", "0", "\"", "\\", "/", "\n", "\u{1F}", "é", "e", "\u{301}", "€", "\u{FFFD}", "😀", " ",
  ]

  mutating func text() -> String {
    var text = ""
    for _ in 0..<below(6) { text.unicodeScalars.append(Self.scalars[below(Self.scalars.count)]) }
    return text
  }

  mutating func json(depth: Int) -> JSON {
    switch below(depth > 0 ? 8 : 5) {
    case 0: return .null
    case 1: return .bool(below(2) == 0)
    case 2: return .integer(Int64(bitPattern: next()) >> 11)
    case 3:
      let number = Double(bitPattern: next())
      let isKept = number.isFinite && Int64(exactly: number) == nil
      return isKept ? .number(number) : .number(0.5)
    case 4: return .string(text())
    case 5, 6: return .array((0..<below(4)).map { _ in json(depth: depth - 1) })
    default:
      // Names that differ, in whatever Unicode form.
      return .object(
        JSONObject((0..<below(4)).map { ("\($0)" + text(), json(depth: depth - 1)) }))
    }
  }
}
