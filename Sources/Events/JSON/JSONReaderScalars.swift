extension JSONReader {
  mutating func string() throws(Rejection) -> String {
    place += 1
    let start = place
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") {
        let text = try text(start..<place)
        place += 1
        return text
      }
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
      if byte < 0x20 { throw control() }
      place += 1
    }
    throw fault(.jsonSyntax, "a text in quotes does not end")
  }

  private mutating func escapedString(from start: Int) throws(Rejection) -> String {
    var text: [UInt8] = Array(bytes[start..<place])
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") {
        let whole = text.withUnsafeBufferPointer { Self.valid($0) }
        guard let whole else {
          _ = try self.text(start..<place)
          throw fault(.jsonUTF8, "the text is not UTF-8")
        }
        place += 1
        return whole
      }
      if byte < 0x20 { throw control() }
      if byte == UInt8(ascii: "\\") {
        try escape(into: &text)
      } else {
        text.append(byte)
        place += 1
      }
    }
    throw fault(.jsonSyntax, "a text in quotes does not end")
  }

  private mutating func escape(into text: inout [UInt8]) throws(Rejection) {
    let start = place
    place += 1
    guard let byte = peek else { throw fault(.jsonSyntax, "a text in quotes does not end") }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var scalar = try hexadecimal(from: start)
      if 0xD800...0xDBFF ~= scalar {
        guard peek == UInt8(ascii: "\\"), place + 1 < bytes.count,
          bytes[place + 1] == UInt8(ascii: "u")
        else { throw surrogate(at: start) }
        place += 2
        let low = try hexadecimal(from: start)
        guard 0xDC00...0xDFFF ~= low else { throw surrogate(at: start) }
        scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let unicode = Unicode.Scalar(scalar) else { throw surrogate(at: start) }
      guard scalar != 0 else {
        place = start
        throw fault(.jsonControl, "a text holds NUL", hint: "Remove it.")
      }
      text.append(contentsOf: UTF8.encode(unicode).map { Array($0) } ?? [])
    default:
      place = start
      throw fault(.jsonSyntax, "'\\' stands before something that it cannot escape")
    }
  }

  private mutating func hexadecimal(from start: Int) throws(Rejection) -> UInt32 {
    var number: UInt32 = 0
    for _ in 0..<4 {
      let digit: UInt8? =
        switch peek {
        case let byte? where UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte:
          byte - UInt8(ascii: "0")
        case let byte? where UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte:
          byte - UInt8(ascii: "a") + 10
        case let byte? where UInt8(ascii: "A")...UInt8(ascii: "F") ~= byte:
          byte - UInt8(ascii: "A") + 10
        default: nil
        }
      guard let digit else {
        place = start
        throw fault(.jsonSyntax, "'\\u' needs four hexadecimal digits")
      }
      number = number << 4 | UInt32(digit)
      place += 1
    }
    return number
  }

  private func text(_ range: Range<Int>) throws(Rejection) -> String {
    if let text = Self.valid(UnsafeBufferPointer(rebasing: bytes[range])) { return text }
    var bad = self
    bad.place = range.lowerBound
    while bad.place < range.upperBound,
      Self.valid(UnsafeBufferPointer(rebasing: bytes[range.lowerBound...bad.place])) != nil
        || Self.valid(
          UnsafeBufferPointer(
            rebasing: bytes[range.lowerBound..<min(bad.place + 4, range.upperBound)])) != nil
    { bad.place += 1 }
    throw bad.fault(.jsonUTF8, "the text is not UTF-8 here")
  }

  private static func valid(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    String(validating: bytes, as: UTF8.self)
  }

  mutating func number() throws(Rejection) -> JSON {
    let start = place
    _ = take(UInt8(ascii: "-"))
    let firstDigit = place
    let whole = digits()
    if whole == 0 { throw fault(.jsonSyntax, "expected a digit, found \(found)") }
    if whole > 1, bytes[firstDigit] == UInt8(ascii: "0") {
      place = firstDigit
      throw fault(.jsonSyntax, "a number begins with a needless 0", hint: "Remove the 0.")
    }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      if digits() == 0 { throw fault(.jsonSyntax, "expected a digit after '.', found \(found)") }
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      isWhole = false
      place += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { place += 1 }
      if digits() == 0 {
        throw fault(.jsonSyntax, "expected a digit in the exponent, found \(found)")
      }
    }
    let spelt = String(decoding: bytes[start..<place], as: UTF8.self)
    if isWhole {
      guard let number = Int64(spelt), number.magnitude <= mostInteger else {
        throw fault(at: start, "the number \(spelt.prefix(60)) loses digits in other readers")
      }
      return .integer(number)
    }
    guard let number = Double(spelt), number.isFinite else {
      throw fault(at: start, "the number \(spelt.prefix(60)) is out of range")
    }
    if let whole = Int64(exactly: number), whole.magnitude <= UInt64(JSON.mostInteger) {
      return .integer(whole)
    }
    return .number(number)
  }

  private mutating func digits() -> Int {
    let start = place
    while let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { place += 1 }
    return place - start
  }
}
