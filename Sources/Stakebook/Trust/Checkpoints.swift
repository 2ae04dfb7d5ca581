import EventLog
import Events

extension Ledger {
  /// The origin line of this ledger's checkpoints, where the user names no other.
  public var origin: String { get throws { "stakebook/\(try log.identity())" } }

  /// Signs what the ledger holds now.
  ///
  /// Throws `rollback` or `fork` where the newest checkpoint seen of this ledger commits to
  /// something else: a log never signs two stories.
  public func checkpoint(
    origin: String? = nil, with key: SigningKey, seen: SeenCheckpoints = .none
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
  /// Throws `unknown-event`, and `rollback` or `fork` where the checkpoint is not of this ledger
  /// as it is.
  public func inclusionProof(
    of seq: Seq, in signed: SignedCheckpoint
  ) throws -> InclusionProof {
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
  /// Throws `rollback` or `fork` where one of the two is not of this ledger as it is.
  public func consistencyProof(
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

  /// Throws `other-log` unless a checkpoint's origin is this ledger's own, or the one expected.
  public func requireOrigin(_ checkpoint: Checkpoint, expected: String?) throws {
    let own = try origin
    guard checkpoint.origin == own || checkpoint.origin == expected else {
      throw Rejection(
        .otherLog, "the checkpoint is of the log \(checkpoint.origin), this is \(own)",
        hint: "If both are meant to be the same, name it with --origin.")
    }
  }
}

extension LogTree {
  /// Throws `rollback` where a checkpoint commits to more events than there are, `fork` where the
  /// first ones are others.
  func require(_ checkpoint: Checkpoint, _ witness: Witness = .given) throws {
    guard checkpoint.size <= size else { throw witness.rollback(checkpoint, to: size) }
    guard try root(over: 0..<checkpoint.size) == checkpoint.root else {
      throw witness.fork(checkpoint, at: nil)
    }
  }
}

/// Where a checkpoint comes from that a ledger is not as it has it.
enum Witness {
  /// Somebody gave it.
  case given
  /// It is remembered in that file.
  case remembered(at: String)

  private var subject: String {
    switch self {
    case .given: "the checkpoint"
    case .remembered: "the newest checkpoint seen of this ledger"
    }
  }

  private func hint(_ advice: String) -> String {
    switch self {
    case .given: advice
    case .remembered(let path): "\(advice) If it is meant to be so, remove \(path)."
    }
  }

  func rollback(_ checkpoint: Checkpoint, to size: Int64) -> Rejection {
    Rejection(
      .rollback,
      "\(subject) commits to \(checkpoint.size) events, the ledger has \(size): seq \(size + 1) is "
        + "the first that is missing",
      hint: hint("Restore a copy that has them."))
  }

  func fork(_ checkpoint: Checkpoint, at seq: Seq?) -> Rejection {
    let sentence =
      "the first \(checkpoint.size) events are not those to which \(subject) commits"
    guard let seq else {
      return Rejection(
        .fork, sentence,
        hint: hint("Which one differs first, the tiles of a folder made by `stakebook pack` tell."))
    }
    return Rejection(
      .fork, "\(sentence): seq \(seq) is the first that differs",
      hint: hint("Restore a copy that has it as it was."))
  }
}
