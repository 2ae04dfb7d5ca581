import EventLog
import Events
import Foundation

extension Ledger {
  /// Copies the ledger into a file while others write: one moment of it, verified, durable, and in
  /// its place only when it is whole; mode 0600.
  ///
  /// Gives the number of its events. Throws `file-exists` unless it may be replaced, `same-file`,
  /// `cannot-create`, `busy` where a ledger is to be replaced that others write to, and
  /// `verification-failed` where the ledger itself is not as it was written.
  @discardableResult
  public func back(
    up name: String, replacing: Bool = false, wait: Wait = .seconds(60)
  ) throws -> Int64 {
    try EventLog.requireOther(log.path, than: name)
    return try Self.place(
      log, at: name, Placing(isAllowed: replacing, keeps: false, wait: wait)
    ).events
  }

  /// How a copy comes to a place where a file is.
  private struct Placing {
    let isAllowed: Bool
    let keeps: Bool
    let wait: Wait
  }

  /// Copies, verifies, and puts the copy in its place.
  private static func place(
    _ source: EventLog, at name: String, _ placing: Placing
  ) throws -> Restored {
    guard placing.isAllowed || access(Place.resolved(name), F_OK) != 0 else {
      throw DraftFile.exists(name)
    }
    let draft = try DraftFile(for: name)
    defer { draft.remove() }
    try source.back(up: draft)
    let events = try requireWhole(draft.path)
    guard placing.isAllowed else {
      try draft.settle(replacing: false)
      return Restored(events: events, kept: nil)
    }
    return Restored(
      events: events,
      kept: try EventLog.replace(
        with: draft, keeping: placing.keeps, wait: placing.wait))
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
  /// `file-exists`, `same-file`, `verification-failed`, `busy`, `cannot-create` and what opening throws; nothing
  /// is changed then.
  public static func restore(
    _ backup: String, to path: String, replacing: Bool = false, wait: Wait = .seconds(60)
  ) throws -> Restored {
    try EventLog.requireOther(backup, than: path)
    let source = try EventLog.open(at: backup, for: .reading, copyingFor: path)
    defer { try? source.close() }
    return try place(
      source, at: path, Placing(isAllowed: replacing, keeps: true, wait: wait))
  }

  /// Verifies a file that nobody else has open. Throws `verification-failed`.
  private static func requireWhole(_ path: String) throws -> Int64 {
    let log = try EventLog.open(at: path, for: .reading)
    let verification = try log.verify(.everything)
    try log.close()
    guard let finding = verification.findings.first else { return verification.events }
    throw Rejection(
      .verificationFailed, "the copy is not as it was written: \(finding.placed)",
      hint: "`stakebook verify` tells all that is wrong.")
  }
}
