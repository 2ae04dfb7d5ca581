import Foundation
import Stakebook

/// Writes a line to standard output. Throws `input-output` when nobody takes it.
func say(_ text: String, terminator: String = "\n") throws {
  try writeAll(Array((text + terminator).utf8), to: 1)
}

/// Writes all bytes, however many calls that takes.
private func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws {
  var written = 0
  while written < bytes.count {
    let count = bytes[written...].withUnsafeBytes {
      Foundation.write(descriptor, $0.baseAddress, $0.count)
    }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else {
      throw Rejection("input-output", "writing failed: \(String(cString: strerror(errno)))")
    }
    written += count
  }
}

/// Ends the program when somebody interrupts it, and tells what was done.
enum Interrupts {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  /// To be called once, before anything is begun. What is ignored already stays so, as under nohup.
  static func watch() {
    for number in signals {
      var action = sigaction()
      sigaction(number, nil, &action)
      guard !isIgnored(action) else { continue }
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        Notice.raw("error: interrupted: \(Interruption.settle()).\n")
        _exit(128 + number)
      }
      source.resume()
      sources.append(source)
    }
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    withUnsafeBytes(of: action) { action in
      withUnsafeBytes(of: SIG_IGN) { ignored in action.prefix(ignored.count).elementsEqual(ignored)
      }
    }
  }
}

/// A word for people, on standard error.
enum Notice {
  static func write(_ text: String) {
    raw("notice: \(legible(text))\n")
  }

  static func error(_ code: String, _ sentence: String) {
    raw("error: \(code): \(legible(sentence)).\n")
  }

  /// Writes as it is; where nobody can read it there is nobody to tell.
  static func raw(_ text: String) { try? writeAll(Array(text.utf8), to: 2) }

  /// Tells of things introduced that may be slips of the pen for known ones.
  static func introductions(
    _ introductions: [References.Introduction], in ledger: Ledger
  ) throws {
    let near = try ledger.near(introductions)
    for introduction in introductions {
      guard let near = near[introduction.slug] else { continue }
      write(
        "introduces the \(introduction.noun.rawValue) '\(introduction.slug)'; "
          + "did you mean '\(near)'?")
    }
  }
}

/// Standard output or a file, written in large pieces.
final class Output {
  private let file: String?
  private let draft: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  init(_ file: String?) throws {
    self.file = file
    guard let file else {
      draft = ""
      descriptor = 1
      return
    }
    draft = "\(file).new-\(getpid())"
    descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw Rejection(
        "cannot-create", "the file \(file) cannot be made: \(String(cString: strerror(errno)))",
        hint: "Its folder must exist and let you write.")
    }
    Interruption.begins(draft)
  }

  /// How many columns a table may take: the terminal's, or all it needs.
  var width: Int? {
    guard file == nil, isatty(1) == 1 else { return nil }
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  func write(_ text: String) throws {
    buffer += text.utf8
    if buffer.count > 1 << 16 { try flush() }
  }

  private func flush() throws {
    try writeAll(buffer, to: descriptor)
    buffer = []
  }

  func finish() throws {
    try flush()
    guard let file else { return }
    defer { Interruption.settles(draft) }
    fsync(descriptor)
    close(descriptor)
    guard rename(draft, file) == 0 else {
      throw Rejection(
        "input-output",
        "the file \(file) cannot be put in place: \(String(cString: strerror(errno)))")
    }
  }

  func abandon() {
    if file == nil { try? flush() } else { unlink(draft) }
    Interruption.settles(draft)
  }
}
