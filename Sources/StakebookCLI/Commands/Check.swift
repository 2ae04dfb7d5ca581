import ArgumentParser
import Stakebook

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Lists where the ledger's facts disagree; exit 1 on errors.",
    discussion: """
      EXAMPLES
        stakebook check --severity error
        stakebook check --rule stale-stake --as-of 2026-06-30
        stakebook append note.recorded text="two bases, both right" \\
          finding=mixed-bases:microsoft/openai-group -s microsoft-openai

      A finding that is understood is silenced by a note that names it, never by
      deleting: it is then left out here, and listed with the note by --all.
      """)

  enum Severity: String, CaseIterable, ExpressibleByArgument { case error, warning }

  @Option(help: "error or warning; else both.")
  var severity: Severity?

  @Option(help: "Only the findings of this rule.")
  var rule: String?

  @Flag(help: "Also those that a note explains.")
  var all = false

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var clock: ClockOptions
  @OptionGroup var outbox: OutboxOption
  @OptionGroup var rows: RowOptions
  @OptionGroup var output: OutputOption

  func run() throws {
    if let rule { try Discrepancy.requireRule(rule) }
    try ledger.use(outbox) { ledger in
      let clock = try clock.clock(of: ledger)
      var (explained, hasErrors) = (0, false)
      try output.write { output in
        var writer = try rows.writer(
          ["severity", "finding", "sentence", "events"] + (all ? ["explained"] : []), output)
        try ledger.read(clock, .whole(of: [Discrepancy.view])) { reading in
          try reading.forEachRow(Discrepancy.self) { finding in
            guard try isWanted(finding) else { return }
            if finding.silencedBy == nil {
              if finding.severity == "error" { hasErrors = true }
            } else if !all {
              explained += 1
              return
            }
            let events = (finding.columns["events"]?.arrayValue ?? []).map(\.canonical)
            let note = finding.silencedBy.map { "\(finding.reason ?? "") [\($0)]" }
            try writer.row(
              [
                .text(finding.severity), .text(finding.finding), .text(finding.sentence),
                .text(events.joined(separator: ", ")),
              ] + (all ? [note.map(Cell.text) ?? .null] : []))
          }
        }
        try writer.end()
      }
      if explained > 0 {
        Notice.write("\(counted(explained, "finding")) explained by notes: --all shows them")
      }
      if hasErrors { throw ExitCode(1) }
    }
  }

  private func isWanted(_ finding: Discrepancy) throws -> Bool {
    (severity == nil || finding.severity == severity?.rawValue)
      && (rule == nil || finding.rule == rule)
  }
}
