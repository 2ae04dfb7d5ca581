import ArgumentParser
import Foundation
import Stakebook

/// How a table is imported.
struct TableOptions: ParsableArguments {
  @Option(
    name: .customLong("map"), help: "Read the table with this mapping.", completion: .file())
  var mapping: String?

  @Flag(help: "Write a mapping for the table beside it, and import nothing.")
  var guide = false

  @Option(help: "With --guide: who invests in all rows, by name or slug; or '{Column}'.")
  var investor: String?

  @Option(help: "With --guide: in whom, in all rows; or '{Column}'.")
  var target: String?

  @Option(help: "With --guide: when it holds, in all rows; or '{Column}'.")
  var date: String?

  @Flag(help: "Correct what the ledger has otherwise than the table.")
  var update = false

  @Option(help: "Write what became of each row to this file, as CSV.", completion: .file())
  var report: String?

  @Option(help: "The sheet's name; else the first with a table.")
  var sheet: String?

  @Option(help: "utf-8, utf-16 or windows-1252; else as it looks.")
  var encoding: String?

  @Option(help: "comma, semicolon, tab or bar; else as it looks.")
  var separator: String?

  /// In which language pages tell what is tried.
  @Option(help: .hidden)
  var tells: Language?

  /// Whether the table has a mapping, or is to have one.
  var isMapped: Bool { mapping != nil || guide }

  /// What is said of the parties.
  private var said: [ColumnRole: String] {
    var said: [ColumnRole: String] = [:]
    said[.investor] = investor
    said[.issuer] = target
    said[.date] = date
    return said
  }

  func requireUnused() throws(Rejection) {
    guard said.isEmpty else { throw Self.isForGuide }
    guard update || report != nil else { return }
    throw Rejection(
      .badUsage, "\(update ? "--update" : "--report") is for tables with a mapping",
      hint: "Add --map MAPPING; --guide writes one.")
  }

  private static let isForGuide = Rejection(
    .badUsage, "--investor, --target and --date are for --guide",
    hint: "A mapping says who is meant and when: under partnership: parties, and in its events.")

  /// What is said of how the file is read.
  func terms(_ base: TableTerms = TableTerms()) throws -> TableTerms {
    var terms = base
    if let sheet { terms.sheet = sheet }
    if let encoding {
      guard let known = TextEncoding(name: encoding) else {
        throw Rejection(
          .badUsage, "'\(encoding.prefix(40))' is no encoding that is read",
          hint: "Write utf-8, utf-16 or windows-1252.")
      }
      terms.encoding = known
    }
    if let separator { terms.separator = try TableTerms.separator(named: separator) }
    return terms
  }

  func run(_ file: String, _ ledger: LedgerOption, _ terms: AppendTerms) throws {
    if guide {
      guard mapping == nil, !update, report == nil else {
        throw Rejection(
          .badUsage, "--guide writes a mapping, and --map, --update and --report use one",
          hint: "Leave --guide out to import.")
      }
      return try GuideSession(file: file, terms: try self.terms(), said: said)
        .run(ledger, terms.wait)
    }
    guard said.isEmpty else { throw Self.isForGuide }
    guard let path = mapping else { return }
    var mapping = try Mapping(file: path)
    mapping.table = try self.terms(mapping.table)
    var asked = TableImport(file, mapping)
    asked.updates = update
    asked.language = tells
    let progress = Progress("imported")
    var recorded: ImportReport?
    do {
      try ledger.use(terms.wait, trying: terms.isDryRun) { ledger in
        let report = try ledger.importTable(asked, terms, progress: { progress.tell(Int64($0)) })
        progress.end()
        try Notice.clock(of: ledger)
        try Notice.waiting(report.waiting)
        if let meanwhile = report.meanwhile { Notice.meanwhile(meanwhile) }
        recorded = report
      }
    } catch let faults as ImportFaults {
      progress.end()
      try tell(faults)
      throw ExitCode(Rejection.Code.unreadableRows.exitCode)
    }
    // The ledger is closed, and all of it in its one file: whoever reads the first lines alone ends us here.
    guard let report = recorded else { return }
    if let place = self.report, place != "-" { try write(report, to: place) }
    try ReportText(report, file: file, isDryRun: terms.isDryRun).show()
    if self.report == "-" { try write(report, to: "-") }
  }

  /// Everything that is wrong, grouped, each remedy once.
  private func tell(_ faults: ImportFaults) throws {
    let rows = Set(faults.faults.map(\.row)).count
    Notice.error(
      Rejection.Code.unreadableRows.rawValue,
      "\(counted(rows, "row")) of \(faults.rows) in \(faults.file) cannot be read, and nothing was "
        + "imported")
    for group in faults.groups {
      Notice.raw("  \(group.code): \(legible(group.sentence)).\n    \(legible(group.remedy))\n")
    }
  }

  private func write(_ report: ImportReport, to place: String) throws {
    try Output.write(to: place == "-" ? nil : place) { output in
      var writer = RowWriter(
        .csv, columns: ["row", "fate", "reason", "events", "seqs"], name: "rows", width: 80,
        headers: true, raw: false, write: output.write)
      for row in report.rows {
        let events = row.added + row.corrected + row.known + row.changed
        try writer.row([
          .integer(Int64(row.row)), .text(row.word.rawValue), .text(row.reason),
          .text(events.joined(separator: "; ")),
          .text(row.seqs.map(String.init).joined(separator: "; ")),
        ])
      }
      try writer.end()
    }
  }
}
