import Stakebook

/// What a form sent: its fields, and files that were put beside them.
struct Sent: Sendable {
  /// A file as a browser sends it.
  struct File: Sendable {
    let name: String
    let type: String
    let bytes: [UInt8]
  }

  private(set) var fields: [(name: String, value: String)] = []
  private(set) var files: [(name: String, file: File)] = []

  /// Reads a body. Throws `bad-usage` where it is no form.
  init(_ body: [UInt8], type: String) throws(Rejection) {
    let kind = type.split(separator: ";").first.map { $0.filter { $0 != " " }.lowercased() } ?? ""
    switch kind {
    case "application/x-www-form-urlencoded", "":
      guard let text = String(validating: body, as: UTF8.self), let fields = Address.fields(text)
      else { throw Self.unreadable }
      self.fields = fields
    case "multipart/form-data":
      guard let mark = type.firstRange(of: "boundary=") else { throw Self.unreadable }
      let named = type[mark.upperBound...].prefix { $0 != ";" }
      let boundary = named.filter { $0 != "\"" && $0 != " " }
      guard !boundary.isEmpty, boundary.utf8.count <= 70 else { throw Self.unreadable }
      try readParts(body, boundary: boundary)
    default: throw Self.unreadable
    }
  }

  private static var unreadable: Rejection {
    Rejection(.noInput, "what was sent is no form")
  }

  private mutating func readParts(_ body: [UInt8], boundary: String) throws(Rejection) {
    let mark = Array("--\(boundary)".utf8)
    var places: [Int] = []
    var place = 0
    while let found = Self.place(of: mark, in: body, from: place) {
      places.append(found)
      place = found + mark.count
      guard places.count < 1000 else { throw Self.unreadable }
    }
    for (start, end) in zip(places, places.dropFirst()) {
      let part = body[(start + mark.count)..<end]
      guard let blank = Self.place(of: Array("\r\n\r\n".utf8), in: Array(part), from: 0) else {
        continue
      }
      let head = String(decoding: part.prefix(blank), as: UTF8.self)
      let content = Array(part.dropFirst(blank + 4).dropLast(2))
      guard let name = Self.value("name", in: head) else { continue }
      if let file = Self.value("filename", in: head) {
        guard !file.isEmpty else { continue }
        let type = head.lowercased().firstRange(of: "content-type:").map { range in
          head.lowercased()[range.upperBound...].prefix { $0 != "\r" }.filter { $0 != " " }
        }
        files.append((name, File(name: file, type: type ?? "", bytes: content)))
      } else {
        guard let text = String(validating: content, as: UTF8.self) else { throw Self.unreadable }
        fields.append((name, text))
      }
    }
  }

  private static func value(_ name: String, in head: String) -> String? {
    guard let mark = head.firstRange(of: " \(name)=\"") else { return nil }
    let rest = head[mark.upperBound...]
    return rest.firstIndex(of: "\"").map { String(rest[..<$0]) }
  }

  private static func place(of mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count >= mark.count else { return nil }
    var place = start
    while place + mark.count <= bytes.count {
      guard let next = bytes[place...].firstIndex(of: mark[0]), next + mark.count <= bytes.count
      else { return nil }
      if bytes[next..<(next + mark.count)].elementsEqual(mark) { return next }
      place = next + 1
    }
    return nil
  }

  /// The value of a field; nil where it is empty.
  subscript(name: String) -> String? {
    fields.first { $0.name == name && !$0.value.isEmpty }?.value
  }
}
