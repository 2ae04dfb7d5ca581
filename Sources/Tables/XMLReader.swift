import Events
import Foundation

/// Reads XML as spreadsheets have it, one tag or text after the other, in little memory.
///
/// It takes no document type: so that nothing is fetched, and no entity is defined that could grow.
/// Elements are named without their prefix, attributes with it. Only UTF-8 is read, which is what all
/// spreadsheets are written in. Throws `bad-file`.
final class XMLReader {
  enum Token: Equatable {
    case start(String)
    case end(String)
    case text(String)
  }

  private let source: () throws -> [UInt8]
  private var buffer: [UInt8] = []
  private var place = 0
  private var isAtEnd = false
  private var open: [String] = []
  private var isEmptyElement = false
  /// How many more bytes of tags and texts may come, where that is bounded: a row must fit in memory.
  var room: Int?
  /// The attributes of the element that began last.
  private(set) var attributes: [(name: String, value: String)] = []

  /// The most bytes of one tag or text, and the deepest that elements may lie in each other.
  private static let mostBytes = 8 << 20
  private static let deepest = 200

  /// Reads what the source gives; an empty piece is its end.
  init(_ source: @escaping () throws -> [UInt8]) { self.source = source }

  /// The attribute of that name.
  subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }

  /// What comes next; nil at the end.
  func next() throws -> Token? {
    if isEmptyElement {
      isEmptyElement = false
      return .end(open.removeLast())
    }
    while true {
      guard try fill(1) else {
        guard open.isEmpty else { throw Self.damaged("<\(open[open.count - 1])> does not end") }
        return nil
      }
      guard buffer[place] == UInt8(ascii: "<") else { return .text(try text()) }
      if try begins("<!--") {
        try skip(past: "-->")
      } else if try begins("<![CDATA[") {
        place += 9
        let length = try distance(to: "]]>")
        try take(length)
        defer { place += length + 3 }
        return .text(try Self.string(buffer[place..<place + length]))
      } else if try begins("<?") {
        try skip(past: "?>")
      } else if try begins("<!") {
        throw Rejection(
          .badFile, "the file declares a document type, which no spreadsheet does",
          hint: "Save it anew from the program that made it.")
      } else {
        return try tag()
      }
    }
  }

  /// Passes over all that is in the element that just began, and its end.
  func skipElement() throws {
    let depth = open.count
    while let token = try next() {
      if case .end = token, open.count < depth { return }
    }
  }

  /// What has no room.
  static var tooLong: Rejection {
    Rejection(
      .tooBig, "a row or text of the file is longer than \(Table.mostRowBytes >> 20) MiB",
      hint: "Save the sheet alone, or as CSV.")
  }

  private func take(_ length: Int) throws(Rejection) {
    guard let left = room else { return }
    guard length <= left else { throw Self.tooLong }
    room = left - length
  }

  static func damaged(_ how: String) -> Rejection { ZipArchive.damaged(how) }

  // MARK: - Pieces

  /// Whether so many bytes are there from the place on.
  private func fill(_ count: Int) throws -> Bool {
    while buffer.count - place < count {
      if isAtEnd { return false }
      let piece = try source()
      isAtEnd = piece.isEmpty
      if place > 0 {
        buffer.removeFirst(place)
        place = 0
      }
      buffer += piece
    }
    return true
  }

  private func begins(_ mark: StaticString) throws -> Bool {
    guard try fill(mark.utf8CodeUnitCount) else { return false }
    return buffer[place...].starts(
      with: UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount))
  }

  /// How far it is to a mark.
  private func distance(to mark: String) throws -> Int {
    let mark = Array(mark.utf8)
    var length = 0
    while true {
      guard try fill(length + mark.count) else {
        throw Self.damaged("it breaks off in the middle")
      }
      guard length <= Self.mostBytes else { throw Self.damaged("a piece of it has no end") }
      if buffer[place + length] == mark[0], buffer[(place + length)...].starts(with: mark) {
        return length
      }
      length += 1
    }
  }

  private func skip(past mark: String) throws { place += try distance(to: mark) + mark.utf8.count }

  private func text() throws -> String {
    var length = 0
    while true {
      if let end = find(UInt8(ascii: "<"), from: place + length) {
        length = end - place
        break
      }
      length = buffer.count - place
      guard length <= Self.mostBytes else { throw Self.damaged("a text of it has no end") }
      guard try fill(length + 1) else { break }
    }
    try take(length)
    defer { place += length }
    let end = place + length
    return find(UInt8(ascii: "&"), from: place, before: end) == nil
      ? try Self.string(buffer[place..<end]) : try Self.unescaped(buffer[place..<end])
  }

  /// Where a byte stands next in what is there, or before that place.
  private func find(_ byte: UInt8, from start: Int, before end: Int? = nil) -> Int? {
    buffer.withUnsafeBytes { bytes in
      let end = end ?? bytes.count
      guard let first = bytes.baseAddress, start < end,
        let found = memchr(first + start, Int32(byte), end - start)
      else { return nil }
      return UnsafeRawPointer(found) - first
    }
  }

  private func tag() throws -> Token {
    var length = 1
    var quote: UInt8?
    while true {
      guard try fill(length + 1) else { throw Self.damaged("it breaks off in a tag") }
      guard length <= Self.mostBytes else { throw Self.damaged("a tag of it has no end") }
      let byte = buffer[place + length]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        break
      }
      length += 1
    }
    try take(length)
    defer { place += length + 1 }
    var inside = buffer[place + 1..<place + length]
    if inside.first == UInt8(ascii: "/") {
      let name = try Self.localName(inside.dropFirst())
      guard open.last == name else { throw Self.damaged("</\(name.prefix(40))> ends nothing") }
      open.removeLast()
      return .end(name)
    }
    isEmptyElement = inside.last == UInt8(ascii: "/")
    if isEmptyElement { inside.removeLast() }
    let end = inside.firstIndex(where: Self.isSpace) ?? inside.endIndex
    let name = try Self.localName(inside[..<end])
    attributes = try Self.attributes(inside[end...])
    open.append(name)
    guard open.count <= Self.deepest else { throw Self.damaged("its elements lie too deep") }
    return .start(name)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

  private static func string(_ bytes: ArraySlice<UInt8>) throws(Rejection) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw damaged("it is not UTF-8")
    }
    return text
  }

  private static func localName(_ bytes: ArraySlice<UInt8>) throws(Rejection) -> String {
    let name = bytes.prefix { !isSpace($0) }
    let local = name.firstIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
    guard !local.isEmpty else { throw damaged("a tag has no name") }
    return try string(local)
  }

  private static func attributes(
    _ bytes: ArraySlice<UInt8>
  ) throws(Rejection) -> [(name: String, value: String)] {
    var rest = bytes.drop(while: isSpace)
    var attributes: [(name: String, value: String)] = []
    while !rest.isEmpty {
      guard let equals = rest.firstIndex(of: UInt8(ascii: "=")) else {
        throw damaged("an attribute has no value")
      }
      let name = rest[..<equals].prefix { !isSpace($0) }
      rest = rest[(equals + 1)...].drop(while: isSpace)
      guard let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
        let end = rest.dropFirst().firstIndex(of: quote)
      else { throw damaged("an attribute has no value in quotes") }
      attributes.append((try string(name), try unescaped(rest[(rest.startIndex + 1)..<end])))
      rest = rest[(end + 1)...].drop(while: isSpace)
    }
    return attributes
  }

  /// A text with the five entities of XML, and characters by their number, replaced.
  private static func unescaped(_ bytes: ArraySlice<UInt8>) throws(Rejection) -> String {
    guard bytes.contains(UInt8(ascii: "&")) else { return try string(bytes) }
    var text = ""
    var rest = try string(bytes)[...]
    while let ampersand = rest.firstIndex(of: "&") {
      text += rest[..<ampersand]
      rest = rest[rest.index(after: ampersand)...]
      guard let end = rest.prefix(12).firstIndex(of: ";") else {
        throw damaged("an & in it stands for nothing")
      }
      let name = rest[..<end]
      if let known = entities[String(name)] {
        text += known
      } else if name.first == "#", let scalar = scalar(name.dropFirst()) {
        text.unicodeScalars.append(scalar)
      } else {
        throw damaged("it names an entity '\(name)' that XML does not have")
      }
      rest = rest[rest.index(after: end)...]
    }
    return text + rest
  }

  private static func scalar(_ name: Substring) -> Unicode.Scalar? {
    let number =
      name.first == "x" ? UInt32(name.dropFirst(), radix: 16) : UInt32(name, radix: 10)
    return number.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
  }

  private static let entities = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'",
  ]
}
