import ArgumentParser
import Stakebook

struct SnapshotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot", abstract: "Writes the state as one canonical JSON document.",
    discussion: """
      The same log and the same clocks give the same bytes.

      EXAMPLE
        stakebook snapshot microsoft-openai --as-of 2026-03-31 --known-at 2026-05-31 -o q1.json
      """)

  @Argument(help: "The partnerships; all where none is named.")
  var partnerships: [String] = []

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var clock: ClockOptions
  @OptionGroup var output: OutputOption

  func run() throws {
    try ledger.use { ledger in
      let snapshot = try ledger.snapshot(
        partnerships: partnerships, clock: try clock.clock(of: ledger))
      try output.write { try $0.write(snapshot.text + "\n") }
    }
  }
}
