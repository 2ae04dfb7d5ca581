import EventLog
import Events
import Foundation

extension Ledger {
  /// Copies the ledger into a file while others write: one moment of it, verified, durable, and in
  /// its place only when it is whole; mode 0600.
  ///
  /// Gives the number of its events. Throws `file-exists` unless it may be replaced,
  /// `cannot-create`, and `verification-failed` where the ledger itself is not as it was written.
  @discardableResult
  public func back(up path: String, replacing: Bool = false) throws -> Int64 {
    guard replacing || access(path, F_OK) != 0 else { throw DraftFile.exists(path) }
    let draft = try DraftFile(for: path)
    defer { draft.remove() }
    try log.back(up: draft)
    let events = try Self.requireWhole(draft.path)
    try draft.settle(replacing: replacing)
    return events
  }

  /// What a restore did.
  public struct Restored: Sendable {
    /// How many events the ledger has now.
    public let events: Int64
    /// Under which name the file is kept that stood in its place.
    public let kept: String?
  }

  /// Puts a backup in the place of a ledger, after it was checked whole.
  ///
  /// Where there is a ledger already it must be allowed to be replaced, and is kept beside. Throws
  /// `file-exists`, `verification-failed`, `busy`, `cannot-create` and what opening throws; nothing
  /// is changed then.
  public static func restore(
    _ backup: String, to path: String, replacing: Bool = false, wait: Wait = .seconds(60)
  ) throws -> Restored {
    guard replacing || access(path, F_OK) != 0 else { throw DraftFile.exists(path) }
    let source = try EventLog.open(at: backup, for: .reading, copied: true)
    defer { try? source.close() }
    let draft = try DraftFile(for: path)
    defer { draft.remove() }
    try source.back(up: draft)
    let events = try requireWhole(draft.path)
    return Restored(
      events: events, kept: try EventLog.replace(path, with: draft, wait: wait))
  }

  /// Verifies a file that nobody else has open. Throws `verification-failed`.
  private static func requireWhole(_ path: String) throws -> Int64 {
    let log = try EventLog.open(at: path, for: .reading)
    let verification = try log.verify(Verifying(redaction: EventRedacted.type))
    try log.close()
    guard let finding = verification.findings.first else { return verification.events }
    throw Rejection(
      "verification-failed", "the copy is not as it was written: \(finding.placed)",
      hint: "`stakebook verify` tells all that is wrong.")
  }
}
