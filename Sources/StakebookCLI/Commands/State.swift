import ArgumentParser
import Stakebook

struct State: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "state", abstract: "Shows the current picture, of one partnership or of all.",
    discussion: """
      EXAMPLES
        stakebook state microsoft-openai
        stakebook state microsoft-openai --as-of 2025-09-30 --known-at 2025-12-31
        stakebook state microsoft-openai --rights
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

  @Argument(
    help: "The partnership's slug or name; or an entity, for all its partnerships.",
    completion: Completion.partnership)
  var partnership: String?

  @Option(help: "text, or json: the snapshot.")
  var format = Format.text

  @Flag(help: "Only rights and conditions: who granted what to whom, and what ends it when.")
  var rights = false

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var clock: ClockOptions
  @OptionGroup var outbox: OutboxOption
  @OptionGroup var output: OutputOption

  func validate() throws {
    if rights, format == .json {
      throw ValidationError(
        "--rights is for reading. For programs: stakebook sql 'SELECT * FROM rights' --format json")
    }
  }

  func run() throws {
    try ledger.use(outbox) { ledger in
      let partnerships = partnership.map { [$0] } ?? []
      let clock = try clock.clock(of: ledger)
      try output.write { output in
        switch format {
        case .text:
          let width = max(40, output.width ?? 80)
          let state = try ledger.state(partnerships: partnerships, clock: clock)
          try output.write(rights ? state.rights(width: width) : state.state(width: width))
        case .json:
          try ledger.withSnapshot(partnerships: partnerships, clock: clock) {
            try $0.write(output.write)
          }
        }
      }
    }
  }
}
