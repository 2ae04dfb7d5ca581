import ArgumentParser
import Stakebook

struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Shows what changed between two readings or two ledgers; exit 1 where they differ.",
    discussion: """
      EXAMPLES
        stakebook diff microsoft-openai --as-of 2025-10-27..2025-10-28
        stakebook diff --known-at 2026-03-01..2026-05-01
        stakebook diff --public-by 2025-03..2025-06
        stakebook diff --with other.db

      Any of the clocks may be given as two readings with .. between them.
      """)

  @Argument(
    help: "The partnerships, or their parties; all where none is named.",
    completion: Completion.partnership)
  var partnerships: [String] = []

  @Option(help: "One day, or two with .. between them.")
  var asOf: String?

  @Option(help: "What was known: one reading, or two with .. between them.")
  var knownAt: String?

  @Option(help: "What was public: by one day, or by two with .. between them.")
  var publicBy: String?

  @Option(name: .customLong("with"), help: "Another ledger, which is compared with this one.")
  var other: String?

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var shown: DifferenceOptions

  func run() throws {
    let (fromDay, toDay) = try Self.readings(asOf)
    let (fromKnown, toKnown) = try Self.readings(knownAt)
    let (fromPublic, toPublic) = try Self.readings(publicBy)
    guard other != nil || fromDay != toDay || fromKnown != toKnown || fromPublic != toPublic
    else {
      throw Rejection(
        .badUsage, "nothing is compared",
        hint: "Write --as-of DAY..DAY, --known-at READING..READING, --public-by DAY..DAY, or "
          + "--with LEDGER.")
    }
    try ledger.use { ledger in
      let with = try other.map { try Ledger.open(at: $0) }
      let difference = try ledger.difference(
        from: try ledger.clock(asOf: fromDay, knownAt: fromKnown, publicBy: fromPublic),
        to: try (with ?? ledger).clock(asOf: toDay, knownAt: toKnown, publicBy: toPublic),
        in: with, partnerships: partnerships)
      try with?.close()
      try shown.show(difference)
    }
  }

  private static func readings(_ text: String?) throws -> (String?, String?) {
    guard let text, let dots = text.firstRange(of: "..") else { return (text, text) }
    let (from, to) = (String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
    guard !from.isEmpty, !to.isEmpty else {
      throw Rejection(
        .badClock, "'\(text)' is not two readings", hint: "Write 2025-10-27..2025-10-28.")
    }
    return (from, to)
  }
}

/// How a difference is shown.
struct DifferenceOptions: ParsableArguments {
  /// As text for reading, or as rows.
  enum Format: ExpressibleByArgument {
    case text
    case rows(RowFormat)

    init?(argument: String) {
      guard argument != "text" else {
        self = .text
        return
      }
      guard let rows = RowFormat(rawValue: argument) else { return nil }
      self = .rows(rows)
    }

    static let allValueStrings = ["text"] + RowFormat.allCases.map(\.rawValue)
  }

  @Option(help: "text, or rows: table, csv and so on; else as the output's file ends, else text.")
  var format: Format?

  @Flag(inversion: .prefixedNo, help: "Begin rows with the columns' names.")
  var headers = true

  @Flag(help: "CSV and TSV as they are, with what a spreadsheet would take for a formula.")
  var raw = false

  @OptionGroup var output: OutputOption

  /// Shows it; ends with 1 where there is any.
  func show(_ difference: Difference) throws {
    try output.write { try write(difference, $0) }
    if !difference.changes.isEmpty { throw ExitCode(1) }
  }

  private static func format(of file: String?) throws -> Format {
    guard let file, !file.hasSuffix(".txt") else { return .text }
    return .rows(try RowFormat(ofFile: file))
  }

  private func write(_ difference: Difference, _ output: Output) throws {
    guard case .rows(let rows) = try format ?? Self.format(of: output.file) else {
      return try output.write(difference.text(width: max(40, output.width ?? 80)))
    }
    try output.requirePlace(for: rows)
    var writer = RowWriter(
      rows, columns: Difference.columns, name: "diff", width: output.width, headers: headers,
      raw: raw, write: output.write)
    for row in difference.cells { try writer.row(row) }
    try writer.end()
  }
}
