extension JSON {
  /// The canonical text of RFC 8785: one text for one value, whoever writes it.
  public var canonical: String {
    var bytes: [UInt8] = []
    write(into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the canonical text of RFC 8785.
  public func write(into bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let flag): bytes.append(contentsOf: flag ? "true".utf8 : "false".utf8)
    case .integer(let number): bytes.append(contentsOf: String(number).utf8)
    case .number(let number): bytes.append(contentsOf: Self.spelt(number).utf8)
    case .string(let text): Self.write(text, into: &bytes)
    case .array(let items):
      bytes.append(UInt8(ascii: "["))
      for (place, item) in items.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        item.write(into: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let object):
      bytes.append(UInt8(ascii: "{"))
      let members = object.sorted { Self.precedes($0.name, $1.name) }
      for (place, member) in members.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.write(member.name, into: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.write(into: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// The order of names: by their UTF-16 code units (RFC 8785 §3.2.3).
  ///
  /// UTF-8 has the same order, but for characters beyond U+FFFF against U+E000 to U+FFFF.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    for (one, other) in zip(left.utf8, right.utf8) where one != other {
      guard one >= 0xEE, other >= 0xEE else { return one < other }
      return left.utf16.lexicographicallyPrecedes(right.utf16)
    }
    return left.utf8.count < right.utf8.count
  }

  /// Appends a text in quotes, as RFC 8785 spells it.
  public static func write(_ text: String, into bytes: inout [UInt8]) {
    var text = text
    text.withUTF8 { write($0, into: &bytes) }
  }

  /// Appends a text, which is UTF-8, in quotes, as RFC 8785 spells it.
  public static func write(_ text: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    let isPlain = text.allSatisfy {
      $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if isPlain { bytes.append(contentsOf: text) } else { escape(text, into: &bytes) }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func escape(_ text: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0x08: bytes.append(contentsOf: "\\b".utf8)
      case 0x09: bytes.append(contentsOf: "\\t".utf8)
      case 0x0A: bytes.append(contentsOf: "\\n".utf8)
      case 0x0C: bytes.append(contentsOf: "\\f".utf8)
      case 0x0D: bytes.append(contentsOf: "\\r".utf8)
      case 0..<0x20:
        bytes.append(contentsOf: "\\u00\([byte].hexadecimal)".utf8)
      default: bytes.append(byte)
      }
    }
  }

  /// A number as ECMAScript's Number::toString lays out its shortest digits (RFC 8785 §3.2.2.3).
  private static func spelt(_ number: Double) -> String {
    guard number != 0 else { return "0" }
    let sign = number < 0 ? "-" : ""
    // Swift gives the shortest digits that read back to the same number: d.ddde±x or ddd.ddd.
    let parts = number.magnitude.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let fraction = mantissa.count > 1 ? mantissa[1] : ""
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    var digits = Array((mantissa[0] + fraction).utf8)
    var point = mantissa[0].utf8.count + exponent
    while digits.first == UInt8(ascii: "0") {
      digits.removeFirst()
      point -= 1
    }
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    let text = String(decoding: digits, as: UTF8.self)
    let count = digits.count
    if count <= point, point <= 21 {
      return sign + text + String(repeating: "0", count: point - count)
    }
    if 0 < point, point <= 21 {
      return sign + text.prefix(point) + "." + text.dropFirst(point)
    }
    if -6 < point, point <= 0 {
      return sign + "0." + String(repeating: "0", count: -point) + text
    }
    let power = point - 1
    let tail = "e\(power < 0 ? "-" : "+")\(abs(power))"
    return sign + (count == 1 ? text : text.prefix(1) + "." + text.dropFirst()) + tail
  }
}
