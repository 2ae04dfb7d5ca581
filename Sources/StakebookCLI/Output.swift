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
      return
    }
    let draft = "\(file).new-\(getpid())"
    if Self.isStream(file) {
      target = .stream
      descriptor = open(file, O_WRONLY | O_NOCTTY | O_CLOEXEC)
    } else {
      target = .file(file, draft: draft)
      descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    }
    guard descriptor >= 0 else {
      throw Rejection(
        "cannot-create", "the file \(file) cannot be made: \(String(cString: strerror(errno)))",
        hint: "Its folder must exist and let you write.")
    }
    if case .file = target { Interruption.begins(draft) }
  }

  /// Whether it is a device or a pipe, in whose place no file may come.
  private static func isStream(_ file: String) -> Bool {
    var found = stat()
    return stat(file, &found) == 0 && ![S_IFREG, S_IFDIR].contains(found.st_mode & S_IFMT)
  }

  /// How many columns a table may take: the terminal's, or all it needs.
  var width: Int? {
    file == nil ? Terminal.size?.columns : nil
  }

  func write(_ text: String) throws { try write { $0 += text.utf8 } }

  func write(_ piece: RowWriter.Piece) throws {
    piece(&buffer)
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
    try writeAll(buffer, to: descriptor)
    buffer.removeAll(keepingCapacity: true)
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
      fsync(descriptor)
      close(descriptor)
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
