import ArgumentParser
import Stakebook

struct Log: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Lists the events in the order in which they were recorded.",
    discussion: """
      EXAMPLES
        stakebook log microsoft-openai --type stake.reported
        stakebook log --last 20 --format json
      """)

  @Argument(help: "Only the events of this stream.", completion: Completion.partnership)
  var stream: String?

  @Option(help: "Only events of this type.", completion: Completion.type)
  var type: String?

  @Option(help: "Only so many, the last ones.")
  var last: Int?

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var clock: ClockOptions
  @OptionGroup var outbox: OutboxOption
  @OptionGroup var rows: RowOptions
  @OptionGroup var output: OutputOption

  func run() throws {
    if let type { _ = try Catalogue.shape(of: type) }
    var question = LogQuestion()
    question.stream = stream
    question.type = type
    question.last = last
    question.isOfStarted = clock.asOf != nil
    try ledger.use(outbox) { [question] ledger in
      let clock = try clock.clock(of: ledger)
      try output.write { output in
        var writer = try rows.writer(LogLine.columns, output)
        let forReaders = try rows.format(for: output).isForReaders
        try ledger.forEachLogLine(question, clock: clock, forReaders: forReaders) {
          try writer.row($0.cells)
        }
        try writer.end()
      }
    }
  }
}

extension LogLine {
  static let columns = ["seq", "recorded", "stream", "effective", "status", "event"]

  var cells: [Cell] {
    let standing = withdrawnBy.map { ", withdrawn by \($0)" } ?? (isPending ? ", pending" : "")
    return [
      .integer(seq), .text(String(recordedAt.prefix(10))), .text(stream), .text(effective),
      .text(status + standing), .text(headline),
    ]
  }
}
