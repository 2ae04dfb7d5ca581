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

  package func witness(of ledger: String) -> Witness {
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
