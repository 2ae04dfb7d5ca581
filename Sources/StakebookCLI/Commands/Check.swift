import ArgumentParser
import Stakebook

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Lists where the ledger's facts disagree; exit 1 on errors.")

  @Option(help: "table, json, jsonl, csv, tsv, markdown.")
  var format = RowFormat.table

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var clock: ClockOptions
  @OptionGroup var output: OutputOption

  func run() throws {
    try ledger.use { ledger in
      let findings = try ledger.rows(Discrepancy.self, clock: try clock.clock(of: ledger))
      try output.write { output in
        var writer = RowWriter(
          format, columns: ["severity", "rule", "finding", "events"], width: output.width,
          write: output.write)
        for finding in findings {
          let events = (finding.columns["events"]?.arrayValue ?? []).map(\.canonical)
          try writer.row([
            .text(finding.severity), .text(finding.rule), .text(finding.sentence),
            .text(events.joined(separator: ", ")),
          ])
        }
        try writer.end()
      }
      if findings.contains(where: { $0.severity == "error" }) { throw ExitCode(1) }
    }
  }
}
