import ArgumentParser
import Stakebook

struct CalendarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calendar", abstract: "Writes what comes due as a calendar's file (RFC 5545).",
    discussion: """
      EXAMPLES
        stakebook calendar -o deals.ics
        stakebook calendar --alarm 14d -o deals.ics

      Each day that a term names, from the as-of day on, and what is overdue; the rows
      are those of the view upcoming. A thing keeps its identifier, so that a calendar
      that takes the file again moves it.
      """)

  @Option(help: "Remind so long before: 7d, 2w.")
  var alarm: CalendarFile.Alarm?

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var clock: ClockOptions
  @OptionGroup var outbox: OutboxOption
  @OptionGroup var output: OutputOption

  func run() throws {
    try ledger.use(outbox) { ledger in
      let text = try ledger.calendar(clock: clock.clock(of: ledger), alarm: alarm)
      try output.write { try $0.write(text) }
    }
  }
}

extension CalendarFile.Alarm: ExpressibleByArgument {
  /// Days or weeks.
  public init?(argument: String) { self.init(argument) }
}

struct FeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feed", abstract: "Writes what was recorded as a feed's file (Atom, RFC 4287).",
    discussion: """
      EXAMPLES
        stakebook feed -o changes.atom
        stakebook feed microsoft-openai --last 200 -o changes.atom
        stakebook feed --since 2025-10-28 -o changes.atom
      """)

  @Argument(help: "Only the events of this stream.", completion: Completion.partnership)
  var stream: String?

  @Option(help: "Only so many, the last ones; else 50, or all since.")
  var last: Int?

  @Option(help: "Only what was recorded after: a day, an instant, or a seq.")
  var since: String?

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var clock: ClockOptions
  @OptionGroup var outbox: OutboxOption
  @OptionGroup var output: OutputOption

  func run() throws {
    try ledger.use(outbox) { ledger in
      let first = try since.map { try ledger.clock(asOf: nil, knownAt: $0).knownAt ?? 0 }
      let text = try ledger.feed(
        of: stream, last: last ?? (since == nil ? 50 : nil), after: first ?? 0,
        clock: clock.clock(of: ledger))
      try output.write { try $0.write(text) }
    }
  }
}
