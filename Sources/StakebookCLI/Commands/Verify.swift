import ArgumentParser
import Stakebook

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recomputes every hash and order of the log; exit 76 where something is wrong.")

  @OptionGroup var ledger: LedgerOption

  func run() throws {
    try ledger.use { ledger in
      let progress = Progress("verified")
      let verification = try ledger.verify(progress: progress.tell)
      progress.end()
      for finding in verification.findings {
        let place = finding.seq.map { "seq \($0): " } ?? ""
        Notice.error("verification-failed", "\(place)\(finding.sentence)")
      }
      guard verification.findings.isEmpty else { throw ExitCode(76) }
      let erased = verification.erased > 0 ? ", \(verification.erased) erased" : ""
      try say(
        "verified \(counted(verification.events, "event"))\(erased): all as they were written")
    }
  }
}

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Compares the computed tables with a replay of the log; exit 1 where they differ.")

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    try ledger.use(for: .writing, wait: wait.policy) { ledger in
      let differences = try ledger.audit(wait: wait.policy)
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
    commandName: "rebuild", abstract: "Throws the computed tables away and computes them again.")

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    try ledger.use(for: .writing, wait: wait.policy) { ledger in
      try ledger.rebuild(wait: wait.policy)
      try say("rebuilt from \(counted(try ledger.head(), "event"))")
    }
  }
}
