import ArgumentParser
import Foundation
import Stakebook

/// Which ledger.
struct LedgerOption: ParsableArguments {
  @Option(
    name: [.customShort("l"), .customLong("ledger")],
    help: "The ledger's file; else $STAKEBOOK_LEDGER, else stakebook.db here.",
    completion: .file())
  var ledger: String?

  var path: String { Self.path(ledger) }

  /// The ledger that is meant where this is said, or nothing.
  static func path(_ said: String?) -> String {
    let named = ProcessInfo.processInfo.environment["STAKEBOOK_LEDGER"] ?? ""
    return said ?? (named.isEmpty ? "stakebook.db" : named)
  }

  /// Opens it, uses it, closes it; what is to be noticed goes to standard error. Of what is open for writing
  /// what is said comes out when it is closed, unless it is to come out at once.
  func use(
    for access: EventLog.Access = .reading, wait: Wait = .seconds(60), atOnce: Bool = false,
    _ body: (Ledger) throws -> Void
  ) throws {
    func use() throws { try self.use({ try Ledger.open(at: $0, for: access, wait: wait) }, body) }
    guard case .writing = access, !atOnce else { return try use() }
    try HeldBack.during(use)
  }

  /// Opens it for writing; to try an append, which writes nothing, for reading.
  func use(_ wait: Wait, trying: Bool, _ body: (Ledger) throws -> Void) throws {
    guard trying else { return try use(for: .writing, wait: wait, body) }
    try use(Ledger.rehearsing(at:), body)
  }

  /// Opens it for reading, with what waits in its outbox where that is asked for.
  func use(_ outbox: OutboxOption, _ body: (Ledger) throws -> Void) throws {
    guard outbox.isShown else { return try use(body) }
    try use(Ledger.withOutbox(at:), body)
  }

  /// Opens it in some way, uses it, closes it.
  func use(_ opened: (String) throws -> Ledger, _ body: (Ledger) throws -> Void) throws {
    let ledger = try opened(path)
    for notice in ledger.notices { Notice.write(notice) }
    do {
      try body(ledger)
    } catch {
      try? ledger.close()
      throw error
    }
    try ledger.close()
  }
}

/// Whether what waits in the outbox of a linked ledger is read as if it were recorded.
struct OutboxOption: ParsableArguments {
  @Flag(
    name: .customLong("with-outbox"),
    help: "Read what waits in the outbox of a linked ledger, too, as if it were recorded.")
  var isShown = false
}

/// Whether the hub of a linked ledger is left alone.
struct OfflineOption: ParsableArguments {
  @Flag(
    name: .customLong("offline"),
    help: "On a ledger that is linked to a hub: do not ask it, and put this into the outbox.")
  var isOffline = false
}

/// The readings of a question.
struct ClockOptions: ParsableArguments {
  @Option(help: "The day in the world: 2025-10-28, 2025-Q3 (its last day), today, yesterday.")
  var asOf: String?

  @Option(help: "What was known: a day, an instant, or a seq.")
  var knownAt: String?

  @Option(help: "What was public: only facts with a source published by that day.")
  var publicBy: String?

  /// Whether any of them is said.
  var areGiven: Bool { asOf != nil || knownAt != nil || publicBy != nil }

  func clock(of ledger: Ledger) throws -> Clock {
    try ledger.clock(asOf: asOf, knownAt: knownAt, publicBy: publicBy)
  }
}

/// Where rows and texts go.
struct OutputOption: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: "Write to this file instead of standard output, which is also -.")
  var file: String?

  @Flag(
    name: .customLong("no-pager"),
    help: "Write to the terminal itself, however much it is ($STAKEBOOK_PAGER, $PAGER, else less).")
  var isUnpaged = false

  /// The file's name, where it goes to one.
  var path: String? { file == "-" ? nil : file }

  /// Gives the body a place to write; a file takes its place only when it is whole.
  func write(_ body: (Output) throws -> Void) throws {
    try Output.write(to: path, pager: isUnpaged ? nil : Pager(), body)
  }
}

/// In which form rows come out.
struct RowOptions: ParsableArguments {
  @Option(
    help: """
      table, box, vertical, json, jsonl, csv, tsv, markdown, html, fods, xlsx; else as the output's \
      file ends (.csv, .md, …), else table.
      """)
  var format: RowFormat?

  @Flag(inversion: .prefixedNo, help: "Begin with the columns' names.")
  var headers = true

  @Flag(help: "CSV and TSV as they are, with what a spreadsheet would take for a formula.")
  var raw = false

  /// The format asked for, else that of the output's file, else a table.
  func format(for output: Output) throws -> RowFormat {
    try format ?? output.file.map(RowFormat.init(ofFile:)) ?? .table
  }

  /// A writer of rows to that output; `name` is what a sheet or page is called.
  func writer(
    _ columns: [String], _ output: Output, name: String = "rows", others: [String] = [],
    width: Int? = nil, leavesOutEmpty: Bool = false
  ) throws -> RowWriter {
    let format = try format(for: output)
    try output.requirePlace(for: format)
    return RowWriter(
      format, columns: columns, name: name, others: others,
      width: width ?? output.width, headers: headers, raw: raw,
      leavesOutEmpty: leavesOutEmpty, write: output.write)
  }
}

extension RowFormat: ExpressibleByArgument {
  /// The format of a file by its name. Throws `bad-usage` where it has no ending that means one.
  init(ofFile file: String) throws {
    guard let format = RowFormat(fileName: file) else {
      let endings = RowFormat.endings.keys.sorted().map { ".\($0)" }.joined(separator: " ")
      throw Rejection(
        .badUsage, "the name of the file \(file) tells no format",
        hint: "Add --format, or end the name with one of \(endings).")
    }
    self = format
  }
}

extension ImportFormat: ExpressibleByArgument {}

/// How long to wait for another writer.
struct WaitOption: ParsableArguments {
  @Option(
    help: """
      Seconds to wait for another writer, none: without end; else none on a terminal, 60 otherwise.
      """)
  var wait: Wait?

  var policy: Wait { wait ?? (isatty(0) == 1 && isatty(2) == 1 ? .forever : .seconds(60)) }
}

extension Wait: ExpressibleByArgument {
  /// A number of seconds that a clock can count, or `none`.
  public init?(argument: String) {
    if argument == "none" {
      self = .forever
      return
    }
    guard let seconds = Double(argument), (0...1e9).contains(seconds) else { return nil }
    self = .seconds(seconds)
  }
}
