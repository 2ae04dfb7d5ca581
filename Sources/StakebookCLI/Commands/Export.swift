import ArgumentParser
import Stakebook

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes every event as a line of JSON.",
    discussion: "What it writes is read by `import --restore`, with the same ids and hashes.")

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var output: OutputOption

  func run() throws {
    try ledger.use { ledger in
      try output.write { output in
        try ledger.forEachEvent { try output.write($0.line.canonical + "\n") }
      }
    }
  }
}
