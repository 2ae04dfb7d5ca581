import EventLog
import Events
import Foundation

/// The newest checkpoint that this user has seen of each ledger, kept apart from the ledgers: a
/// ledger that was put back to an older state is found out by it.
public struct SeenCheckpoints: Sendable {
  private let folder: String?

  /// Remembers in a folder, which is made when it is needed; nil: remembers nothing.
  public init(folder: String?) { self.folder = folder }

  /// Remembers nothing.
  public static let none = SeenCheckpoints(folder: nil)

  /// The folder of the XDG base directory specification for state: `$XDG_STATE_HOME/stakebook`.
  public static var standard: SeenCheckpoints {
    let environment = ProcessInfo.processInfo.environment
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      return SeenCheckpoints(folder: state + "/stakebook")
    }
    return SeenCheckpoints(
      folder: environment["HOME"].map { $0 + "/.local/state/stakebook" })
  }

  /// Where the newest checkpoint of a ledger is remembered.
  public func path(of ledger: String) -> String? {
    folder.map { "\($0)/\(ledger).checkpoint" }
  }

  func witness(of ledger: String) -> Witness {
    path(of: ledger).map { .remembered(at: $0) } ?? .given
  }

  /// The newest checkpoint seen of a ledger, whatever its origin; nil where none was.
  ///
  /// Throws where the file is there and says no checkpoint.
  public func newest(of ledger: String) throws -> Checkpoint? {
    guard let path = path(of: ledger), access(path, F_OK) == 0 else { return nil }
    return try SignedCheckpoint(SmallFile.text(path)).checkpoint
  }

  /// Remembers a checkpoint that was found to hold, unless a newer one is remembered.
  public func remember(_ signed: SignedCheckpoint, of ledger: String) throws {
    guard let folder, let path = path(of: ledger) else { return }
    let earlier = try newest(of: ledger)
    guard earlier.map({ $0.size < signed.checkpoint.size }) ?? true else { return }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      let draft = try DraftFile(for: path, .secret)
      defer { draft.remove() }
      try draft.write(Array(signed.note.note.utf8))
      try draft.settle(replacing: true)
    } catch {
      throw Rejection(
        .cannotCreate, "the checkpoint cannot be remembered at \(path)",
        hint: "Let XDG_STATE_HOME name a folder that you can write to.")
    }
  }
}

/// Files of a few lines: keys, checkpoints, proofs.
public enum SmallFile {
  private static let mostBytes = 4 << 20

  /// The text of a file; `-` is standard input. Throws `no-input`, `bad-file`.
  public static func text(_ path: String) throws -> String {
    let handle = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard handle >= 0 else { throw refusal(path, String(cString: strerror(errno))) }
    defer { if handle > 0 { close(handle) } }
    return try text(of: handle, path)
  }

  /// The text of a file that nobody else may read. Throws `loose-mode` besides.
  public static func secret(_ path: String) throws -> String {
    let handle = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard handle >= 0 else { throw refusal(path, String(cString: strerror(errno))) }
    defer { close(handle) }
    var information = stat()
    guard fstat(handle, &information) == 0, information.st_mode & 0o077 == 0 else {
      throw Rejection(
        .looseMode, "others may read or change the key \(path)",
        hint: "Write: chmod 600 \(path). If others may have read it, make a new one.")
    }
    return try text(of: handle, path)
  }

  private static func text(of handle: Int32, _ path: String) throws -> String {
    var information = stat()
    guard fstat(handle, &information) == 0, information.st_mode & S_IFMT != S_IFDIR else {
      throw refusal(path, "it is a folder")
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(handle, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw refusal(path, String(cString: strerror(errno))) }
      if count == 0 { break }
      bytes += chunk[..<count]
      guard bytes.count <= mostBytes else {
        throw Rejection(.badFile, "the file \(path) is longer than 4 MiB")
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Rejection(.badFile, "the file \(path) is not UTF-8 text")
    }
    return text
  }

  private static func refusal(_ path: String, _ reason: String) -> Rejection {
    Rejection(.noInput, "the file \(path) cannot be read: \(reason)", hint: "Check its name.")
  }
}
