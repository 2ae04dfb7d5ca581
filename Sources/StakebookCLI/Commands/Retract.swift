import ArgumentParser
import Stakebook

struct Retract: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retract", abstract: "Takes an event back; it stays known until now.",
    discussion: """
      EXAMPLE
        stakebook retract 12 --reason "recorded twice"
      """)

  @Argument(help: "The event's id or seq.")
  var event: String

  @Option(help: "Why.") var reason: String

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var terms: AppendOptions

  func run() throws {
    try ledger.use(terms.wait.policy, trying: terms.isDryRun) { ledger in
      try terms.show(
        try ledger.retract(
          event, reason: reason, try terms.terms(stream: ledger.event(event).stream)), in: ledger)
    }
  }
}
