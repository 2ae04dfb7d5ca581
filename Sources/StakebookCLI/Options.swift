import ArgumentParser
import Foundation
import Stakebook

/// Which ledger.
struct LedgerOption: ParsableArguments {
  @Option(
    name: [.customShort("l"), .customLong("ledger")],
    help: "The ledger's file; else $STAKEBOOK_LEDGER, else stakebook.db here.")
  var ledger: String?

  var path: String {
    ledger ?? ProcessInfo.processInfo.environment["STAKEBOOK_LEDGER"] ?? "stakebook.db"
  }

  /// Opens it, uses it, closes it; what is to be noticed goes to standard error.
  func use(
    for access: EventLog.Access = .reading, wait: Wait = .seconds(60),
    _ body: (Ledger) throws -> Void
  ) throws {
    let ledger = try Ledger.open(at: path, for: access, wait: wait)
    for notice in ledger.notices { Notice.write(notice) }
    do {
      try body(ledger)
    } catch {
      try? ledger.close()
      throw error
    }
    try ledger.close()
  }
}

/// The two readings of a question.
struct ClockOptions: ParsableArguments {
  @Option(help: "The day in the world: 2025-10-28, 2025-Q3 (its last day), today, yesterday.")
  var asOf: String?

  @Option(help: "What was known: a day, an instant, or a seq.")
  var knownAt: String?

  func clock(of ledger: Ledger) throws -> Clock {
    try ledger.clock(asOf: asOf, knownAt: knownAt)
  }
}

/// Where rows and texts go.
struct OutputOption: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: "Write to this file instead of standard output.")
  var file: String?

  /// Gives the body a place to write; a file takes its place only when it is whole.
  func write(_ body: (Output) throws -> Void) throws {
    let output = try Output(file)
    do {
      try body(output)
      try output.finish()
    } catch {
      output.abandon()
      throw error
    }
  }
}

extension RowFormat: ExpressibleByArgument {}
extension ImportFormat: ExpressibleByArgument {}

/// How long to wait for another writer.
struct WaitOption: ParsableArguments {
  @Option(help: "Seconds to wait for another writer; else without end on a terminal, 60 otherwise.")
  var wait: Double?

  var policy: Wait {
    if let wait { return .seconds(wait) }
    return isatty(0) == 1 && isatty(2) == 1 ? .forever : .seconds(60)
  }
}

/// A word for people, on standard error.
enum Notice {
  static func write(_ text: String) {
    FileHandle.standardError.write(Data("notice: \(legible(text))\n".utf8))
  }

  static func error(_ code: String, _ sentence: String) {
    FileHandle.standardError.write(Data("error: \(code): \(legible(sentence)).\n".utf8))
  }

  static func introductions(_ introductions: [References.Introduction]) {
    for introduction in introductions {
      guard let near = introduction.near else { continue }
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
    var written = 0
    while written < buffer.count {
      let count = buffer[written...].withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw Rejection("input-output", "writing failed: \(String(cString: strerror(errno)))")
      }
      written += count
    }
    buffer = []
  }

  func finish() throws {
    try flush()
    guard let file else { return }
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
  }
}
