import EventLog
import Events
import Projections
import Trust

extension Ledger {
  /// What the ledger can show to others of its log, beside the newest checkpoint seen of it.
  public func proofs(seen: SeenCheckpoints = .none) -> Proofs { Proofs(log, seen: seen) }

  /// Recomputes every hash and order of the log and looks at the schema, and compares the log with a
  /// checkpoint and with the newest one that was seen, as ``Proofs/verify(_:against:progress:)`` does.
  public func verify(
    against commitment: Commitment? = nil, seen: SeenCheckpoints = .none,
    progress: (Int64) -> Void = { _ in }
  ) throws -> (verification: Verification, failures: [Rejection]) {
    try proofs(seen: seen).verify(.everything, against: commitment, progress: progress)
  }
}

extension Verifying {
  /// The log, and the schema of what is computed from it.
  static var everything: Verifying {
    var verifying = Verifying(redaction: EventRedacted.type)
    verifying.schema = { try SchemaCheck($0).wrong }
    verifying.isMade = Projections.isMade
    return verifying
  }
}
