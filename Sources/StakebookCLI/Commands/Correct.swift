import ArgumentParser
import Stakebook

struct Correct: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "correct", abstract: "Replaces an event; the old one stays known until now.",
    discussion: """
      EXAMPLE
        stakebook correct 12 percent="about 27%" --reason "the article was misread"
      """)

  @Argument(help: "The event's id or seq.")
  var event: String

  @Argument(
    help: "What is to be said otherwise, each field=value.", completion: Completion.corrected)
  var fields: [String] = []

  @Option(help: "Why.") var reason: String
  @Option(name: [.short, .long], help: "When it holds, if otherwise.") var effective: String?
  @Option(help: "Its status, if otherwise.", completion: Completion.status) var status: String?
  @OptionGroup var sources: SourceOptions
  @OptionGroup var ledger: LedgerOption
  @OptionGroup var terms: AppendOptions

  func run() throws {
    var correction = Correction(reason: reason)
    correction.assignments = fields
    correction.effective = try effective.map { (text) throws(Rejection) in
      try Writing.stated(text, as: .date)
    }
    correction.status = status
    let documents: [Document]
    (correction.sources, documents) = try sources.read(for: ledger)
    guard !fields.isEmpty || effective != nil || status != nil || !sources.areEmpty else {
      throw Rejection(
        .badUsage, "nothing is corrected",
        hint: "Name a field=value, -e, --status, --source or --attach.")
    }
    try ledger.use(terms.wait.policy, trying: terms.isDryRun) { ledger in
      try terms.show(
        ledger.correct(
          event, correction, try terms.terms(stream: ledger.event(event).stream, documents)),
        in: ledger)
    }
  }
}

struct Confirm: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm", abstract: "Records that an event is confirmed, with the source.",
    discussion: """
      EXAMPLE
        stakebook confirm 12 --source "title=Form 10-Q,kind=filing"
      """)

  @Argument(help: "The event's id or seq.")
  var event: String

  @OptionGroup var sources: SourceOptions

  @Option(help: "Why.") var reason = "confirmed"

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var terms: AppendOptions

  func run() throws {
    var correction = Correction(reason: reason)
    correction.status = Status.confirmed.rawValue
    guard !sources.areEmpty else {
      throw Rejection(
        .badUsage, "nothing confirms it", hint: "Name who does, with --source or --attach.")
    }
    let documents: [Document]
    (correction.sources, documents) = try sources.read(for: ledger)
    try ledger.use(terms.wait.policy, trying: terms.isDryRun) { ledger in
      try terms.show(
        ledger.correct(
          event, correction, try terms.terms(stream: ledger.event(event).stream, documents)),
        in: ledger)
    }
  }
}
