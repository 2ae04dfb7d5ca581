import ArgumentParser
import Stakebook

struct Redact: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redact",
    abstract: "Erases what an event says, for good; its hashes still verify.",
    discussion: """
      EXAMPLE
        stakebook redact 12 --reason "request under article 17 of the GDPR"

      For what the law wants forgotten; a mistake is taken back with `retract`. What
      is erased cannot be had again; a document goes with the last event that names
      it. Backups, exports and packs made before still have it. The reason stays: keep
      persons out of it.
      """)

  @Argument(help: "The event's id or seq.")
  var event: String

  @Option(help: "On what ground.") var reason: String

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    try ledger.use(for: .writing, wait: wait.policy) { ledger in
      let seq = try ledger.event(event).seq
      let documents = try ledger.event(event).documents
      let receipt = try ledger.redact(event, reason: reason, wait: wait.policy)
      try say("erased seq \(seq), as seq \(receipt.seq) \(receipt.id) says")
      try Notice.clock(of: ledger)
      Notice.write("backups, exports and packs made before still have it")
      for sha256 in documents {
        guard let other = try ledger.firstEvent(naming: sha256) else { continue }
        Notice.write("its document \(sha256) stays, because seq \(other) names it, too")
      }
      for path in Leftovers.mend(besides: self.ledger.path) {
        Notice.write("so may \(path), which a command is making or has left")
      }
    }
  }
}
