import ArgumentParser
import Stakebook

struct Why: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Explains a figure: who says it, how it is computed, who disagrees.",
    discussion: """
      EXAMPLES
        stakebook why stakes microsoft openai-group as_converted
        stakebook why capital/microsoft/openai-group/USD --as-of 2025-09-30
        stakebook why rights ip-licence --known-at 2026-03-01

      Names a row of a view: by its key as --format json prints it, or by the view and
      as many parts of the key as tell it.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

  @Argument(help: "The view, then parts of the row's key.", completion: Completion.figure)
  var figure: [String]

  @Option(help: "text or json.")
  var format = Format.text

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var clock: ClockOptions
  @OptionGroup var outbox: OutboxOption
  @OptionGroup var output: OutputOption

  func run() throws {
    try ledger.use(outbox) { ledger in
      let explanations = try ledger.explain(figure, clock: try clock.clock(of: ledger))
      try output.write { output in
        switch format {
        case .text:
          let width = max(40, output.width ?? 80)
          try output.write(explanations.map { $0.text(width: width) }.joined(separator: "\n"))
        case .json: try output.write(JSON.array(explanations.map(\.json)).canonical + "\n")
        }
      }
    }
  }
}
