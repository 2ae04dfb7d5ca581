import Foundation
import Stakebook

/// The terminal on standard output.
enum Terminal {
  /// How many columns and lines it has; nil where standard output is none.
  static var size: (columns: Int, lines: Int)? {
    guard isatty(1) == 1 else { return nil }
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return (80, 24) }
    return (Int(size.ws_col), max(2, Int(size.ws_row)))
  }
}

/// A program that shows page by page what does not fit the terminal.
///
/// `$STAKEBOOK_PAGER`, else `$PAGER`, else `less`; an empty one, or `cat`, is none.
struct Pager {
  private let command: String
  private let size: (columns: Int, lines: Int)

  /// The pager of this environment; nil where standard output is no terminal, or a dumb one.
  init?(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
    guard let size = Terminal.size, environment["TERM"] ?? "dumb" != "dumb" else { return nil }
    let command = environment["STAKEBOOK_PAGER"] ?? environment["PAGER"] ?? "less"
    guard !["", "cat"].contains(command.trimmingCharacters(in: .whitespaces)) else { return nil }
    self.command = command
    self.size = size
  }

  /// Whether the text leaves a line of the terminal for the prompt.
  func fits(_ text: [UInt8]) -> Bool {
    var lines = 0
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let width =
        line.count <= size.columns ? 0 : displayWidth(String(decoding: line, as: UTF8.self))
      lines += max(1, (width + size.columns - 1) / size.columns)
      if lines > size.lines { return false }
    }
    return true
  }

  /// A file for what the pager will show, which no other program can find; nil where none can be.
  func spool() -> Int32? {
    let folder = FileManager.default.temporaryDirectory.path
    var path = Array("\(folder)/stakebook-XXXXXX".utf8CString)
    let descriptor = mkstemp(&path)
    guard descriptor >= 0 else { return nil }
    unlink(path)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }

  /// Shows what stands in the file and waits until the reader has done; Ctrl-C is the pager's.
  ///
  /// Where the pager cannot be started the text goes to the terminal as it is.
  func show(_ spool: Int32) throws {
    lseek(spool, 0, SEEK_SET)
    Interrupts.leave()
    if run(reading: spool) { return }
    lseek(spool, 0, SEEK_SET)
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(spool, &piece, piece.count)
      guard count > 0 else { return }
      try writeAll(Array(piece[..<count]), to: 1)
    }
  }

  /// Whether the pager could be run.
  private func run(reading spool: Int32) -> Bool {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, spool, 0)
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What this program ignores or watches is the pager's own again.
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    var words = Self.copies(["sh", "-c", command])
    var variables = Self.copies(environment)
    defer { for word in words + variables { free(word) } }
    var process: pid_t = 0
    guard posix_spawn(&process, "/bin/sh", &actions, &attributes, &words, &variables) == 0 else {
      return false
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    // A shell that does not find the program, or may not run it.
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 0
    return code != 126 && code != 127
  }

  /// The words as C takes a list of them, to be freed.
  private static func copies(_ words: [String]) -> [UnsafeMutablePointer<CChar>?] {
    words.map { word in strdup(word) } + [nil]
  }

  /// less ends at once where the text fits, finds without case, leaves the screen as it is.
  private var environment: [String] {
    let own = ["LESS": "FIRX", "LESSCHARSET": "utf-8"]
    return ProcessInfo.processInfo.environment.merging(own) { theirs, _ in theirs }
      .map { "\($0)=\($1)" }
  }
}
