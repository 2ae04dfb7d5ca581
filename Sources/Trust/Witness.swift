import EventLog
import Events

extension LogTree {
  /// Throws `rollback` where a checkpoint commits to more events than there are, `fork` where the
  /// first ones are others.
  package func require(_ checkpoint: Checkpoint, _ witness: Witness = .given) throws {
    guard checkpoint.size <= size else { throw witness.rollback(checkpoint, to: size) }
    guard try root(over: 0..<checkpoint.size) == checkpoint.root else {
      throw witness.fork(checkpoint, at: nil)
    }
  }
}

/// Where a checkpoint comes from that a log is not as it has it.
package enum Witness: Sendable {
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
