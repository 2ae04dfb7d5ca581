import ArgumentParser
import Stakebook

struct OutboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outbox", abstract: "Lists, shows, changes and drops what waits for the hub.",
    discussion: """
      EXAMPLES
        stakebook outbox
        stakebook outbox show 2
        stakebook outbox edit 2 percent="about 26%"
        stakebook outbox retry 2
        stakebook outbox drop 2
      """,
    subcommands: [
      ListOutbox.self, ShowOutbox.self, EditOutbox.self, RetryOutbox.self, DropOutbox.self,
    ], defaultSubcommand: ListOutbox.self)
}

struct ListOutbox: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the batches, each with why it was refused.",
    discussion: """
      EXAMPLES
        stakebook outbox list
        stakebook outbox list --format json
      """)

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var rows: RowOptions
  @OptionGroup var output: OutputOption

  func run() throws {
    try ledger.use { ledger in
      try output.write { output in
        var writer = try rows.writer(["batch", "made", "drafts", "first", "refused"], output)
        for batch in try ledger.outbox() {
          let first = try ledger.firstDraft(of: batch.number)?.line.objectValue
          try writer.row([
            .integer(batch.number), .text(String(batch.madeAt.prefix(16))), .integer(batch.count),
            .text(first?["type"]?.stringValue ?? ""), batch.refused.map(Cell.text) ?? .null,
          ])
        }
        try writer.end()
      }
    }
  }
}

struct ShowOutbox: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Prints the drafts of a batch as JSON, a line each.",
    discussion: """
      EXAMPLE
        stakebook outbox show 2
      """)

  @Argument(help: "The batch's number.")
  var batch: Int64

  @OptionGroup var ledger: LedgerOption

  func run() throws {
    try ledger.use { ledger in
      try ledger.forEachDraft(of: batch) { try say($0.line.canonical) }
    }
  }
}

struct EditOutbox: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Says a draft otherwise; it is tried again at the next push.",
    discussion: """
      EXAMPLE
        stakebook outbox edit 2 percent="about 26%" -e 2026-03-31
      """)

  @Argument(help: "The draft's id, or the number of a batch that has only one.")
  var draft: String

  @Argument(help: "What is to be said otherwise, each field=value.")
  var fields: [String] = []

  @Option(name: [.short, .long], help: "When it holds, if otherwise.") var effective: String?
  @Option(help: "Its status, if otherwise.", completion: Completion.status) var status: String?
  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    guard !fields.isEmpty || effective != nil || status != nil else {
      throw Rejection(
        .badUsage, "nothing is said otherwise", hint: "Name a field=value, -e or --status.")
    }
    var correction = Correction(reason: "")
    correction.assignments = fields
    correction.effective = try effective.map { (text) throws(Rejection) in
      try Writing.stated(text, as: .date)
    }
    correction.status = status
    try ledger.use(for: .writing, wait: wait.policy) { ledger in
      try say(try ledger.editDraft(draft, correction, wait: wait.policy).line.canonical)
    }
  }
}

struct RetryOutbox: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Has a batch that was refused follow on its streams wherever they stand now.",
    discussion: """
      EXAMPLE
        stakebook outbox retry 2

      What was said with --expect-version is recorded behind what others have added
      since: look at that first.
      """)

  @Argument(help: "The batch's number.")
  var batch: Int64

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    try ledger.use(for: .writing, wait: wait.policy) {
      try $0.expectNothing(of: batch, wait: wait.policy)
    }
    try say("batch \(batch) is tried again at the next push")
  }
}

struct DropOutbox: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop", abstract: "Takes a batch out of the outbox; it is never recorded.",
    discussion: """
      EXAMPLE
        stakebook outbox drop 2
      """)

  @Argument(help: "The batch's number.")
  var batch: Int64

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    try ledger.use(for: .writing, wait: wait.policy) {
      try $0.dropFromOutbox(batch, wait: wait.policy)
    }
    try say("batch \(batch) is dropped")
  }
}
