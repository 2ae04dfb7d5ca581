import Foundation
import Stakebook

/// Standard output or a file, written in large pieces.
///
/// A file takes its place only when it is whole; a device or a pipe is written as it comes. On a
/// terminal what does not fit it goes through a pager, once all of it is there: neither a query's
/// deadline nor its view of the ledger waits for the reader, and who quits early stops nothing
/// halfway.
final class Output {
  /// Where the bytes go.
  private enum Target {
    /// Standard output, or what has a name and is no file.
    case stream
    case file(String, draft: String)
    /// The terminal, as long as it may need the pager.
    case screen(Pager)
    /// A file without a name, which the pager will show.
    case spool(Pager)
  }

  /// The name given, where it does not go to standard output.
  let file: String?

  private var target: Target
  private var descriptor: Int32 = 1
  private var buffer: [UInt8] = []
  /// Whether a terminal shows it, at once or through the pager.
  private var isShown = false

  /// Gives a body that file to write to, or standard output; what a fault leaves is given up.
  static func write(
    to file: String?, pager: Pager? = nil, _ body: (Output) throws -> Void
  ) throws {
    let output = try Output(file, pager: pager)
    do {
      try body(output)
      try output.finish()
    } catch {
      output.abandon()
      throw error
    }
  }

  /// Writes to that file, or to standard output.
  init(_ file: String?, pager: Pager? = nil) throws {
    self.file = file
    guard let file else {
      target = pager.map(Target.screen) ?? .stream
      isShown = isatty(1) == 1
      return
    }
    guard !file.isEmpty else { throw Rejection("bad-usage", "the name behind -o is empty") }
    // What is there: a link leads to the file that is meant, and that keeps its rights.
    var found = stat()
    let isThere = stat(file, &found) == 0
    let kind = isThere ? found.st_mode & S_IFMT : S_IFREG
    guard kind != S_IFDIR else {
      throw Rejection("cannot-create", "\(file) is a folder", hint: "Name a file in it.")
    }
    let place = isThere ? Self.place(of: file) : file
    let draft = "\(place).new-\(getpid())"
    if kind == S_IFREG {
      target = .file(place, draft: draft)
      descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isThere ? 0o600 : 0o644)
    } else {
      // In the place of a device or a pipe no file may come.
      target = .stream
      descriptor = open(file, O_WRONLY | O_NOCTTY | O_CLOEXEC)
    }
    guard descriptor >= 0 else {
      throw Rejection(
        "cannot-create", "the file \(file) cannot be made: \(String(cString: strerror(errno)))",
        hint: "Its folder must exist and let you write.")
    }
    isShown = isatty(descriptor) == 1
    guard case .file = target else { return }
    Interruption.begins(draft)
    if isThere { fchmod(descriptor, found.st_mode & 0o7777) }
  }

  /// Where a file is, whatever links lead to it.
  private static func place(of file: String) -> String {
    guard let resolved = realpath(file, nil) else { return file }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// How many columns a table may take: the terminal's, or all it needs.
  var width: Int? {
    file == nil ? Terminal.size?.columns : nil
  }

  func write(_ text: String) throws { try write { $0 += text.utf8 } }

  func write(_ piece: RowWriter.Piece) throws {
    let start = buffer.count
    piece(&buffer)
    if isShown { escapeControls(in: &buffer, from: start) }
    if buffer.count > 1 << 16 { try flush() }
  }

  private func flush() throws {
    if case .screen(let pager) = target {
      // So much fits no screen.
      if let spool = pager.spool() {
        target = .spool(pager)
        descriptor = spool
      } else {
        target = .stream
      }
    }
    // What was written in part is not written again when it is given up.
    defer { buffer.removeAll(keepingCapacity: true) }
    try writeAll(buffer, to: descriptor)
  }

  func finish() throws {
    if case .screen(let pager) = target, pager.fits(buffer) { target = .stream }
    try flush()
    switch target {
    case .stream, .screen: if file != nil { close(descriptor) }
    case .spool(let pager):
      let spool = descriptor
      (target, descriptor) = (.stream, 1)
      defer { close(spool) }
      try pager.show(spool)
    case .file(let file, let draft):
      defer { Interruption.settles(draft) }
      // Not every file system can: where it could not be written it says so.
      let isWritten = fsync(descriptor) == 0 || [EINVAL, ENOTSUP, ENOSYS].contains(errno)
      guard close(descriptor) == 0, isWritten else {
        throw Rejection("input-output", "writing failed: \(String(cString: strerror(errno)))")
      }
      guard rename(draft, file) == 0 else {
        throw Rejection(
          "input-output",
          "the file \(file) cannot be put in place: \(String(cString: strerror(errno)))")
      }
    }
  }

  /// Gives up: a file is left as it was, on standard output what came so far is shown.
  func abandon() {
    guard case .file(_, let draft) = target else {
      try? finish()
      return
    }
    unlink(draft)
    Interruption.settles(draft)
  }
}
