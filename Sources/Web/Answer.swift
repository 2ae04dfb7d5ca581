import Foundation
import Stakebook

/// What is sent back: a status, a type, and bytes in memory or in a file without a name.
struct Answer: Sendable {
  /// Where the bytes lie.
  enum Body: Sendable {
    case bytes([UInt8])
    /// A file that nobody else can open: a slow reader holds it, and nothing of the ledger.
    case file(Spool)

    /// How many bytes it has.
    var size: Int {
      switch self {
      case .bytes(let bytes): bytes.count
      case .file(let spool): spool.size
      }
    }

    /// Bytes from a place on.
    func bytes(from place: Int, most: Int) -> ArraySlice<UInt8> {
      switch self {
      case .bytes(let bytes): bytes[place..<min(bytes.count, place + most)]
      case .file(let spool): spool.bytes(from: place, most: most)[...]
      }
    }
  }

  var status = 200
  var type = "text/html; charset=utf-8"
  var body = Body.bytes([])
  var headers: [(String, String)] = []
  /// Whether the same question has the same answer as long as nothing is recorded.
  var isLasting = true
  /// What tells a browser that it has this answer already.
  private(set) var tag: String?

  /// A page.
  static func page(_ markup: Markup, status: Int = 200) -> Answer {
    Answer(status: status, body: .bytes(Array(markup.text.utf8)))
  }

  /// A text of some type.
  static func text(_ text: String, type: String = "text/plain; charset=utf-8", status: Int = 200)
    -> Answer
  {
    Answer(status: status, type: type, body: .bytes(Array(text.utf8)))
  }

  /// JSON as it is written.
  static func json(_ text: String, status: Int = 200) -> Answer {
    .text(text, type: "application/json", status: status)
  }

  /// To another page.
  static func leads(to address: String) -> Answer {
    var answer = Answer(status: 303, type: "text/plain; charset=utf-8")
    answer.headers = [("Location", address)]
    answer.isLasting = false
    return answer
  }

  /// Has the browser keep it as a file of that name.
  func saved(as name: String) -> Answer {
    var answer = self
    let plain = String(
      name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_" })
    answer.headers.append(
      (
        "Content-Disposition",
        "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(Address.escaped(name))"
      ))
    return answer
  }

  /// The same with its tag, where it lasts and lies in memory.
  var tagged: Answer {
    guard tag == nil, status == 200, isLasting, case .bytes(let bytes) = body else { return self }
    var answer = self
    answer.tag = "\"\(Digest.hex(bytes).prefix(32))\""
    return answer
  }

  /// How much memory it takes.
  var size: Int { if case .bytes(let bytes) = body { bytes.count } else { 0 } }
}

/// A file without a name, which goes when nobody holds it any more.
final class Spool: Sendable {
  let descriptor: Int32

  /// Throws `input-output` where the folder for temporary files has no room.
  init() throws {
    let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    var name = Array("\(folder)/stakebook-XXXXXX".utf8CString)
    let made = mkstemp(&name)
    guard made >= 0 else {
      throw Rejection(.inputOutput, "no temporary file can be made in \(folder)")
    }
    unlink(name)
    _ = fcntl(made, F_SETFD, FD_CLOEXEC)
    descriptor = made
  }

  deinit { close(descriptor) }

  /// How many bytes it has.
  var size: Int {
    var found = stat()
    return fstat(descriptor, &found) == 0 ? Int(found.st_size) : 0
  }

  /// Bytes from a place on.
  func bytes(from place: Int, most: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: most)
    let count = pread(descriptor, &bytes, most, off_t(place))
    return Array(bytes.prefix(max(0, count)))
  }
}
