import ArgumentParser
import Foundation
import Stakebook

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recomputes every hash and order of the log; exit 76 where something is wrong.",
    discussion: """
      EXAMPLES
        stakebook verify --checkpoint 2026-11.checkpoint --key example.com/log+7d6a+AQ…
        stakebook verify --checkpoint for-the-auditor --key for-the-auditor/key
        stakebook verify --proof 12.tlog-proof --key ledger.pub

      With --checkpoint it also says whether the ledger still holds exactly what was
      committed to then, and from the folder that `pack` made which event is the first
      that does not. With --proof it checks a proof's file alone, and needs no ledger.
      """)

  @Option(help: "A checkpoint's file, or the folder that `pack` made.")
  var checkpoint: String?

  @Option(help: "A proof's file, as `prove` makes it.")
  var proof: String?

  @Option(help: "The older checkpoint of a proof that the log only grew.")
  var since: String?

  @Option(help: "The public key, as `key show` prints it, or a file that holds it.")
  var key: String?

  @Option(help: "The checkpoint's origin; else stakebook/UUID, or the key's name.")
  var origin: String?

  @OptionGroup var ledger: LedgerOption

  func run() throws {
    if let proof { return try check(proof) }
    try ledger.use(for: .verifying) { ledger in
      let commitment = try checkpoint.map { try Commitment($0) }
      let isSigned = try commitment.map { try check($0.signed) } ?? false
      if let commitment {
        try ledger.proofs().requireOrigin(
          commitment.signed.checkpoint, expected: origin ?? verifier()?.name)
      }
      let progress = Progress("verified")
      let (verification, failures) = try ledger.verify(
        against: commitment, seen: .standard, progress: progress.tell)
      progress.end()
      for finding in verification.findings + verification.missingDocuments {
        Notice.error("verification-failed", finding.placed)
      }
      for failure in failures { Notice.raw(legible(failure.description) + "\n") }
      guard verification.findings.isEmpty, verification.missingDocuments.isEmpty, failures.isEmpty
      else { throw ExitCode(76) }
      let erased = verification.erased > 0 ? ", \(verification.erased) erased" : ""
      let documents =
        verification.documents > 0 ? ", \(counted(verification.documents, "document"))" : ""
      let withheld =
        verification.withheld.isEmpty ? "" : ", \(verification.withheld.count) withheld"
      try say(
        "verified \(counted(verification.events, "event"))\(erased)\(withheld)\(documents): "
          + "all as they were written")
      Notice.withheld(verification.withheld)
      if let signed = commitment?.signed {
        if isSigned { try ledger.proofs(seen: .standard).remember(signed) }
        try say(
          "the first \(signed.checkpoint.size) are those to which the checkpoint of "
            + "\(legible(signed.checkpoint.origin)) commits\(Self.signature(isSigned))")
      }
    }
  }

  /// A proof by itself.
  private func check(_ file: String) throws {
    let text = try SmallFile.text(file)
    if let since {
      let proof = try ConsistencyProof(text)
      let older = try SignedCheckpoint(SmallFile.text(since))
      _ = try check(older)
      let isSigned = try check(proof.checkpoint)
      try proof.check(older.checkpoint)
      return try say(
        "the \(proof.checkpoint.checkpoint.size) events of "
          + "\(legible(proof.checkpoint.checkpoint.origin)) begin with the \(proof.old) of the older "
          + "checkpoint\(Self.signature(isSigned))")
    }
    let proof = try InclusionProof(text)
    let isSigned = try check(proof.checkpoint)
    try proof.check()
    try say(
      "seq \(proof.index + 1) of \(proof.checkpoint.checkpoint.size) in "
        + "\(legible(proof.checkpoint.checkpoint.origin))\(Self.signature(isSigned)): "
        + legible(proof.leaf))
  }

  /// Whether a key was given, by which the signature holds.
  private func check(_ signed: SignedCheckpoint) throws -> Bool {
    guard let key = try verifier() else { return false }
    try signed.note.check(key)
    if let origin, origin != signed.checkpoint.origin {
      throw Rejection(.otherLog, "the checkpoint is of the log \(signed.checkpoint.origin)")
    }
    return true
  }

  private func verifier() throws -> VerifierKey? { try key.map(VerifierKey.init(argument:)) }

  private static func signature(_ isChecked: Bool) -> String {
    isChecked ? ", and its signature holds" : "; its signature was not checked: no --key"
  }
}

extension VerifierKey {
  /// A public key, or the one in a file.
  init(argument key: String) throws {
    if key.contains("+"), let verifier = try? VerifierKey(key) {
      self = verifier
    } else if access(key, F_OK) == 0 {
      try self.init(SmallFile.text(key).withoutEnd)
    } else {
      try self.init(key)
    }
  }
}

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Compares the computed tables with a replay of the log; exit 1 where they differ.",
    discussion: """
      EXAMPLE
        stakebook audit
      """)

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    try ledger.use(Ledger.trial(of:)) { ledger in
      let differences = try ledger.audit()
      for difference in differences {
        let side = difference.isLive ? "only in the ledger" : "only in the replay"
        Notice.error("difference", "\(difference.table), \(side): \(difference.row)")
      }
      guard differences.isEmpty else { throw ExitCode(1) }
      try say(
        "audited \(counted(try ledger.head(), "event")): the computed tables follow from the log")
    }
  }
}

struct Rebuild: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild", abstract: "Throws the computed tables away and computes them again.",
    discussion: """
      EXAMPLE
        stakebook rebuild
      """)

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    try ledger.use({ try Ledger.rebuild(at: $0, wait: wait.policy) }) { ledger in
      try say("rebuilt from \(counted(try ledger.head(), "event"))")
    }
  }
}
