import EventLog
import Events
import Hub

/// A hub that tells another story than before: what is kept as evidence.
struct Rewritten: Error {
  let code: Rejection.Code
  let sentence: String
  let own: (size: Int64, root: [UInt8])
  let hub: (size: Int64, root: [UInt8])
  private var isRecorded = false

  init(_ code: Rejection.Code, _ sentence: String, _ link: Link, _ head: HubHead) {
    (self.code, self.sentence) = (code, sentence)
    own = (link.tree.size, link.tree.root)
    hub = (head.seq, head.root)
  }

  /// The same, found in the answer to what was recorded there.
  var afterRecording: Rewritten {
    var later = self
    later.isRecorded = true
    return later
  }

  var rejection: Rejection {
    Rejection(
      code, sentence + (isRecorded ? "; what was said now is recorded there" : ""),
      hint:
        "Nothing was taken; both states are kept, and `stakebook hub status` shows them. Ask the "
        + "other desks, and who keeps the hub.")
  }
}

extension Rejection {
  static func notLinked(_ path: String) -> Rejection {
    Rejection(
      .notLinked, "the ledger \(path) is not linked to a hub",
      hint: "`stakebook hub join URL` links it.")
  }

  /// An operation that a linked ledger has not.
  static func linked(_ what: String, hint: String) -> Rejection {
    Rejection(.linkedLedger, "the log is a copy of a hub's: \(what)", hint: hint)
  }
}
