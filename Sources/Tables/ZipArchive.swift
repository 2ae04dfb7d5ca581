import CZlib
import Events

/// The files of a ZIP archive that lies in memory, unpacked in pieces.
///
/// Sizes in the archive are not believed: each file is unpacked up to a bound of its own. Nothing is
/// written anywhere.
struct ZipArchive {
  private struct Entry {
    let method: Int
    let isEncrypted: Bool
    let compressed: Int
    let header: Int
  }

  private let bytes: [UInt8]
  private var entries: [String: Entry] = [:]

  /// The most bytes that one file may unpack to.
  static let mostBytes = 2 << 30

  /// Reads the list at the archive's end. Throws `bad-file`.
  init(_ bytes: [UInt8]) throws(Rejection) {
    self.bytes = bytes
    let signature: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
    let lowest = max(0, bytes.count - 65_557)
    let end = stride(from: bytes.count - 22, through: lowest, by: -1).first {
      bytes[$0...].starts(with: signature)
    }
    guard let end else { throw Self.damaged("the list of its files is missing") }
    let count = try number(end + 10, 2)
    var place = try number(end + 16, 4)
    for _ in 0..<count {
      guard try number(place, 4) == 0x0201_4B50 else {
        throw Self.damaged("the list of its files breaks off")
      }
      let length = try number(place + 28, 2)
      let name = try piece(place + 46, length)
      entries[String(decoding: name, as: UTF8.self)] = Entry(
        method: try number(place + 10, 2), isEncrypted: try number(place + 8, 2) & 1 == 1,
        compressed: try number(place + 20, 4), header: try number(place + 42, 4))
      place += 46 + length + (try number(place + 30, 2)) + (try number(place + 32, 2))
    }
  }

  static func damaged(_ how: String) -> Rejection {
    Rejection(
      .badFile, "the file is damaged: \(how)",
      hint: "Save it anew from the program that made it.")
  }

  /// A whole number of so many bytes, the least first.
  private func number(_ place: Int, _ width: Int) throws(Rejection) -> Int {
    try piece(place, width).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private func piece(_ place: Int, _ length: Int) throws(Rejection) -> ArraySlice<UInt8> {
    guard place >= 0, length >= 0, place <= bytes.count - length else {
      throw Self.damaged("it is cut short")
    }
    return bytes[place..<place + length]
  }

  func holds(_ name: String) -> Bool { entries[name] != nil }

  /// All of a small file; nothing where it may be missing.
  func bytes(of name: String, most: Int, orNothing: Bool = false) throws -> [UInt8] {
    if orNothing, !holds(name) { return [] }
    let next = try pieces(of: name, most: most)
    var all: [UInt8] = []
    while true {
      let piece = try next()
      if piece.isEmpty { return all }
      all += piece
    }
  }

  /// A reader of a file that is XML.
  func reader(of name: String, most: Int = mostBytes) throws -> XMLReader {
    XMLReader(try pieces(of: name, most: most))
  }

  /// Gives a file piece by piece; an empty piece is its end.
  func pieces(of name: String, most: Int) throws(Rejection) -> () throws -> [UInt8] {
    guard let entry = entries[name] else { throw Self.damaged("the part \(name) is missing") }
    guard !entry.isEncrypted else {
      throw Rejection(
        .badFile, "the file is encrypted", hint: "Save it without a password.")
    }
    guard try number(entry.header, 4) == 0x0403_4B50 else {
      throw Self.damaged("the part \(name) is not where its list has it")
    }
    let names = try number(entry.header + 26, 2) + number(entry.header + 28, 2)
    let content = try piece(entry.header + 30 + names, entry.compressed)
    switch entry.method {
    case 0:
      var rest: ArraySlice<UInt8>? = content
      return { Array(rest.take() ?? []) }
    case 8:
      let inflation = Inflation(content, most: most, name: name)
      return { try inflation.next() }
    default:
      throw Rejection(
        .badFile, "the part \(name) of the file is compressed in an unusual way",
        hint: "Save it anew from the program that made it.")
    }
  }
}

/// What was compressed by deflate (RFC 1951), unpacked in pieces.
private final class Inflation {
  private var stream = z_stream()
  private let input: ArraySlice<UInt8>
  private let most: Int
  private let name: String
  private var given = 0
  private var isAtEnd = false

  init(_ input: ArraySlice<UInt8>, most: Int, name: String) {
    (self.input, self.most, self.name) = (input, most, name)
    // Minus 15: the largest window, and no header before the data.
    inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  }

  deinit { inflateEnd(&stream) }

  func next() throws(Rejection) -> [UInt8] {
    guard !isAtEnd else { return [] }
    var result: Int32 = 0
    let size = input.count
    let piece = input.withUnsafeBufferPointer { input in
      let consumed = Int(stream.total_in)
      // zlib does not write there, though C says that it may.
      stream.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0 + consumed) }
      stream.avail_in = UInt32(size - consumed)
      return [UInt8](unsafeUninitializedCapacity: 1 << 17) { output, count in
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        result = inflate(&stream, Z_NO_FLUSH)
        count = output.count - Int(stream.avail_out)
      }
    }
    isAtEnd = result == Z_STREAM_END
    guard isAtEnd || result == Z_OK, isAtEnd || !piece.isEmpty else {
      throw ZipArchive.damaged("the part \(name) cannot be unpacked")
    }
    given += piece.count
    guard given <= most else {
      throw Rejection(
        .tooBig, "the part \(name) of the file unpacks to more than \(most >> 20) MiB",
        hint: "Save the sheet alone, or as CSV.")
    }
    return piece
  }
}
