import ArgumentParser
import Stakebook

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Makes an empty ledger.",
    discussion: """
      EXAMPLES
        stakebook init
        stakebook init -l deals.db
      """)

  @OptionGroup var ledger: LedgerOption

  func run() throws {
    try Ledger.create(at: ledger.path)
    try say("made \(legible(ledger.path))")
  }
}
