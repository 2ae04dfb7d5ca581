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
    case file(DraftFile)
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
    guard !file.isEmpty else { throw Rejection(.badUsage, "the name behind -o is empty") }
    var found = stat()
    if stat(file, &found) == 0, ![S_IFREG, S_IFDIR].contains(found.st_mode & S_IFMT) {
      // In the place of a device or a pipe no file may come.
      target = .stream
      descriptor = open(file, O_WRONLY | O_NOCTTY | O_CLOEXEC)
      guard descriptor >= 0 else {
        throw Rejection(
          .cannotCreate, "\(file) cannot be written: \(String(cString: strerror(errno)))")
      }
    } else {
      let draft = try DraftFile(for: file, .open)
      target = .file(draft)
      descriptor = draft.descriptor
    }
    isShown = isatty(descriptor) == 1
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

  /// Throws `bad-usage` where rows in this format are nothing to show.
  func requirePlace(for format: RowFormat) throws(Rejection) {
    guard format == .xlsx, isShown else { return }
    throw Rejection(
      .badUsage, "a workbook is no text for a terminal", hint: "Name a file: -o rows.xlsx.")
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
    case .file(let draft): try draft.settle(replacing: true)
    }
  }

  /// Gives up: a file is left as it was, on standard output what came so far is shown.
  func abandon() {
    guard case .file(let draft) = target else {
      try? finish()
      return
    }
    draft.remove()
  }
}
