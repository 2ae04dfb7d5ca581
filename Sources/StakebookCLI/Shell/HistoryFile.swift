import Foundation
import Stakebook

/// The lines of earlier shells, a line each, for the eyes of their user alone.
///
/// A line is added as it is entered, so that shells side by side lose nothing of each other. Where the
/// file cannot be written nothing is kept, and nobody is bothered with that.
struct HistoryFile {
  static let mostLines = 1000

  private let path: String?

  /// `$XDG_STATE_HOME/stakebook/history`, else `~/.local/state/stakebook/history`.
  init(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      path = "\(state)/stakebook/history"
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      path = "\(home)/.local/state/stakebook/history"
    } else {
      path = nil
    }
  }

  /// The last lines, the oldest first; a file that has grown to twice as many is cut to them.
  func lines() -> [String] {
    guard let path, let data = FileManager.default.contents(atPath: path) else { return [] }
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    let last = Array(lines.suffix(Self.mostLines))
    if lines.count >= 2 * Self.mostLines {
      try? cut(path, to: last)
    }
    return last
  }

  private func cut(_ path: String, to lines: [String]) throws {
    let draft = try DraftFile(for: path, .secret)
    defer { draft.remove() }
    try draft.write(Self.bytes(lines))
    try draft.settle(replacing: true)
  }

  private static func bytes(_ lines: [String]) -> [UInt8] {
    Array(lines.map { $0 + "\n" }.joined().utf8)
  }

  /// Adds a line.
  func add(_ line: String) {
    guard let path else { return }
    try? FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_APPEND, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // Whatever the mask of the process.
    fchmod(descriptor, 0o600)
    try? writeAll(Self.bytes([line]), to: descriptor)
  }
}
