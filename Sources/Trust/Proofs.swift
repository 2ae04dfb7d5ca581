import EventLog
import Events

/// What a log can show to somebody who does not trust who keeps it: checkpoints, proofs, packs, and
/// that it still is what was committed to.
public struct Proofs: Sendable {
  let log: EventLog
  private let seen: SeenCheckpoints

  /// The proofs of a log, beside the newest checkpoint that was seen of it.
  public init(_ log: EventLog, seen: SeenCheckpoints = .none) {
    self.log = log
    self.seen = seen
  }

  /// The origin line of the log's checkpoints, where the user names no other.
  public var origin: String { get throws { "stakebook/\(try log.identity())" } }

  /// Signs what the log holds now, and remembers that.
  ///
  /// Throws `rollback` or `fork` where the newest checkpoint seen of it commits to something else: a
  /// log never signs two stories.
  public func checkpoint(
    origin: String? = nil, with key: SigningKey
  ) throws -> SignedCheckpoint {
    let name = try log.identity()
    let origin = origin ?? "stakebook/\(name)"
    let earlier = try seen.newest(of: name)
    let signed = try log.tree { tree in
      if let earlier { try tree.require(earlier, seen.witness(of: name)) }
      return try SignedCheckpoint(
        Checkpoint(origin: origin, size: tree.size, root: tree.root(over: 0..<tree.size)),
        with: key)
    }
    try seen.remember(signed, of: name)
    return signed
  }

  /// Shows that an event is in the log of a checkpoint.
  ///
  /// Throws `unknown-event`, and `rollback` or `fork` where the checkpoint is not of this log as it
  /// is.
  public func inclusion(of seq: Seq, in signed: SignedCheckpoint) throws -> InclusionProof {
    try log.tree { tree in
      try tree.require(signed.checkpoint)
      guard let event = try tree.event(seq), seq <= signed.checkpoint.size else {
        throw Rejection(
          .unknownEvent,
          "the checkpoint commits to \(signed.checkpoint.size) events: there is no seq \(seq)")
      }
      return InclusionProof(
        leaf: event.leaf, index: seq - 1,
        path: try tree.inclusion(of: seq, in: signed.checkpoint.size), checkpoint: signed)
    }
  }

  /// Shows that the log of a checkpoint begins as an older one.
  ///
  /// Throws `rollback` or `fork` where one of the two is not of this log as it is, `bad-order` where
  /// the older one is the larger.
  public func consistency(
    from older: Checkpoint, to signed: SignedCheckpoint
  ) throws -> ConsistencyProof {
    try log.tree { tree in
      try tree.require(signed.checkpoint)
      try tree.require(older)
      guard older.size <= signed.checkpoint.size else {
        throw Rejection(
          .badOrder, "the checkpoint given as the older one commits to more events",
          hint: "Give them the other way round.")
      }
      return ConsistencyProof(
        old: older.size, path: try tree.consistency(from: older.size, to: signed.checkpoint.size),
        checkpoint: signed)
    }
  }

  /// Recomputes every hash and order of the log, and compares it with a checkpoint and with the
  /// newest one that was seen.
  ///
  /// Gives what is wrong with the log itself, and how it differs from what was committed to:
  /// `rollback` and `fork`, each its own error.
  public func verify(
    _ verifying: Verifying, against commitment: Commitment? = nil,
    progress: (Int64) -> Void = { _ in }
  ) throws -> (verification: Verification, failures: [Rejection]) {
    var checkpoints: [(Checkpoint, Witness)] = []
    if let commitment { checkpoints.append((commitment.signed.checkpoint, .given)) }
    // A ledger that does not know its own name is told of by the verification.
    if let name = try? log.identity(), let earlier = try seen.newest(of: name) {
      checkpoints.append((earlier, seen.witness(of: name)))
    }
    var verifying = verifying
    verifying.sizes = Set(checkpoints.map(\.0.size))
    if let leaves = commitment?.leaves { verifying.committed = leaves.hash(of:) }
    let verification = try log.verify(verifying, progress: progress)
    let failures = checkpoints.compactMap { checkpoint, witness -> Rejection? in
      if checkpoint.size > verification.events {
        return witness.rollback(checkpoint, to: verification.events)
      }
      guard verification.roots[checkpoint.size] != checkpoint.root else { return nil }
      return witness.fork(checkpoint, at: verification.firstUncommitted)
    }
    return (verification, failures)
  }

  /// Remembers a checkpoint that a verification found to hold and whose signature was checked.
  public func remember(_ signed: SignedCheckpoint) throws {
    try seen.remember(signed, of: log.identity())
  }

  /// Throws `other-log` unless a checkpoint's origin is this log's own, or the one expected.
  public func requireOrigin(_ checkpoint: Checkpoint, expected: String?) throws {
    let own = try origin
    guard checkpoint.origin == own || checkpoint.origin == expected else {
      throw Rejection(
        .otherLog, "the checkpoint is of the log \(checkpoint.origin), this is \(own)",
        hint: "If both are meant to be the same, name it with --origin.")
    }
  }
}
