import Events
import Foundation

/// The lines of a file or of standard input, one at a time in little memory.
final class LineReader {
  /// The name for messages: the path as given, `-` for standard input.
  let name: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var place = 0
  private var isAtEnd = false
  /// The number of the line that was read last, from 1.
  private(set) var line = 0

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
        "no-input", "the file \(path) cannot be read: \(reason)",
        hint: "Check its name; - is standard input.")
    }
  }

  deinit { if descriptor > 0 { close(descriptor) } }

  /// The bytes of the next line without its end; nil after the last.
  func next() throws -> [UInt8]? {
    while true {
      if let end = buffer[place...].firstIndex(of: 0x0A) {
        return take(upTo: end, skipping: 1)
      }
      if isAtEnd { return place < buffer.count ? take(upTo: buffer.count, skipping: 0) : nil }
      guard buffer.count - place <= 2 * 1_048_576 else {
        throw Rejection(
          "json-size", "a line is longer than 1 MiB",
          hint: "Record the fact, and where the long text can be read.",
          at: Rejection.Location(file: name, line: line + 1))
      }
      try fill()
    }
  }

  private func take(upTo end: Int, skipping: Int) -> [UInt8] {
    var bytes = Array(buffer[place..<end])
    if bytes.last == 0x0D { bytes.removeLast() }
    place = end + skipping
    line += 1
    return bytes
  }

  private func fill() throws {
    buffer.removeFirst(place)
    place = 0
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &chunk, chunk.count)
    guard count >= 0 else {
      if errno == EINTR { return }
      throw Rejection(
        "input-output", "reading \(name) failed: \(String(cString: strerror(errno)))")
    }
    if count == 0 { isAtEnd = true }
    buffer += chunk[..<count]
  }
}
