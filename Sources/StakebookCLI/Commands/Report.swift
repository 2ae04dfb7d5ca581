import ArgumentParser
import Foundation
import Stakebook

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Makes a snapshot readable.",
    discussion: """
      EXAMPLES
        stakebook report microsoft-openai -o report.md
        stakebook report --from q1.json
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case html, markdown, text }

  @Argument(help: "The partnerships; all where none is named.")
  var partnerships: [String] = []

  @Option(help: "markdown or text.")
  var format = Format.markdown

  @Option(help: "A snapshot's file, instead of the ledger.")
  var from: String?

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var clock: ClockOptions
  @OptionGroup var output: OutputOption

  func run() throws {
    if let from {
      guard partnerships.isEmpty, clock.asOf == nil, clock.knownAt == nil else {
        throw Rejection(
          "bad-usage", "a snapshot's file has its own partnerships and clocks",
          hint: "Leave them out, or leave out --from.")
      }
      guard let data = FileManager.default.contents(atPath: from) else {
        throw Rejection("no-input", "the file \(from) cannot be read", hint: "Check its name.")
      }
      do {
        return try write(Snapshot(reading: Array(data)))
      } catch var rejection as Rejection {
        rejection.location?.file = from
        throw rejection
      }
    }
    try ledger.use { ledger in
      try write(
        ledger.snapshot(partnerships: partnerships, clock: try clock.clock(of: ledger)))
    }
  }

  private func write(_ snapshot: Snapshot) throws {
    try output.write { output in
      switch format {
      case .html: try HTMLReport.write(snapshot, to: output.write)
      case .markdown: try MarkdownReport.write(snapshot, to: output.write)
      case .text: try TextReport.write(snapshot, to: output.write)
      }
    }
  }
}
