import Events
import Foundation

/// The lines of a file or of standard input, one at a time in little memory.
///
/// A line ends with LF, CR LF or CR. A file in UTF-16 is refused (`json-utf8`).
final class LineReader {
  /// The most bytes of a line: an event at its own limit, with all that an export writes besides.
  static let mostBytes = 8 << 20

  /// The name for messages: the path as given, `-` for standard input.
  let name: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var place = 0
  private var isAtEnd = false
  /// The number of the line that was read last, from 1.
  private(set) var line = 0
  /// What ended that line; nothing at the end of the file.
  private(set) var end: ArraySlice<UInt8> = []

  /// Opens the file; `-` is standard input. Throws `no-input`.
  init(_ path: String) throws {
    name = path
    if path == "-" {
      descriptor = 0
      return
    }
    var information = stat()
    let isFolder = stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    descriptor = isFolder ? -1 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let reason = isFolder ? "it is a folder" : String(cString: strerror(errno))
      throw Rejection(
        .noInput, "the file \(path) cannot be read: \(reason)",
        hint: "Check its name; - is standard input.")
    }
  }

  deinit { if descriptor > 0 { close(descriptor) } }

  /// The bytes of the next line without its end; nil after the last.
  func next() throws -> [UInt8]? {
    // A piece of the buffer: whoever holds one makes it be copied.
    end = []
    while true {
      if let end = nextEnd() { return take(upTo: end.lowerBound, before: end.upperBound) }
      if isAtEnd {
        return place < buffer.count ? take(upTo: buffer.count, before: buffer.count) : nil
      }
      guard buffer.count - place <= Self.mostBytes else {
        throw Rejection(
          .jsonSize, "a line is longer than 8 MiB",
          hint: "Record the fact, and where the long text can be read.",
          at: Rejection.Location(file: name, line: line + 1))
      }
      try fill()
    }
  }

  /// The bytes that end the line, as far as they are there: LF may follow a CR that is the last.
  private func nextEnd() -> Range<Int>? {
    func first(_ byte: Int32, before end: Int) -> Int? {
      buffer.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress, end > place,
          let found = memchr(start + place, byte, end - place)
        else { return nil }
        return UnsafeRawPointer(found) - start
      }
    }
    let feed = first(0x0A, before: buffer.count)
    guard let carriage = first(0x0D, before: feed ?? buffer.count) else {
      return feed.map { $0..<$0 + 1 }
    }
    if carriage + 1 == feed { return carriage..<carriage + 2 }
    return carriage + 1 < buffer.count || isAtEnd ? carriage..<carriage + 1 : nil
  }

  private func take(upTo content: Int, before next: Int) -> [UInt8] {
    let bytes = Array(buffer[place..<content])
    end = buffer[content..<next]
    place = next
    line += 1
    return bytes
  }

  /// UTF-16 begins with its mark, or has a NUL in one of the first two bytes.
  private func refuseWideText() throws {
    let head = buffer.prefix(2)
    guard head == [0xFF, 0xFE] || head == [0xFE, 0xFF] || head.contains(0) else { return }
    throw Rejection(
      .jsonUTF8, "the file is not UTF-8 but UTF-16", hint: "Save it as UTF-8.",
      at: Rejection.Location(file: name, line: 1))
  }

  private func fill() throws {
    buffer.removeFirst(place)
    place = 0
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &chunk, chunk.count)
    guard count >= 0 else {
      if errno == EINTR { return }
      throw Rejection(
        .inputOutput, "reading \(name) failed: \(String(cString: strerror(errno)))")
    }
    if count == 0 { isAtEnd = true }
    let isFirst = line == 0 && buffer.count < 2
    buffer += chunk[..<count]
    if isFirst { try refuseWideText() }
  }
}
