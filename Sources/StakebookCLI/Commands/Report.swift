import ArgumentParser
import Foundation
import Stakebook

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Makes a snapshot readable.",
    discussion: """
      EXAMPLES
        stakebook report microsoft-openai -o report.html
        stakebook report --from q1.json --locale fr -o q1.md
        stakebook report --format csv -o tables
        stakebook report --template page.mustache -o page.html

      Without --format the extension of -o says which: html, md, txt. A report in csv
      is a folder with a file for each table.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case html, markdown, text, csv }

  @Argument(
    help: "The partnerships, or their parties; all where none is named.",
    completion: Completion.partnership)
  var partnerships: [String] = []

  @Option(help: "html, markdown, text, csv; else by the extension of -o.")
  var format: Format?

  @Option(
    name: [.long, .customLong("language")],
    help: "The language of words, numbers and dates: en, fr, de.")
  var locale = Language.english

  @Option(help: "A Mustache template, instead of a format.")
  var template: String?

  @Option(
    help: """
      A folder for the charts, of each its SVG, CSV and Vega-Lite, and for copies of the documents, \
      where a ledger is read.
      """)
  var assets: String?

  @Option(help: "A snapshot's file, instead of the ledger; - is standard input.")
  var from: String?

  @Flag(help: "With the full tables, and what things are called in commands.")
  var appendix = false

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var clock: ClockOptions
  @OptionGroup var outbox: OutboxOption
  @OptionGroup var output: OutputOption

  private func refuseWhatDoesNotGoTogether() throws {
    if template != nil, format != nil {
      throw Rejection(
        .badUsage, "a template is a format of its own", hint: "Leave out --format.")
    }
    if template == nil, format == nil, let ending, Self.endings[ending] == nil {
      throw Rejection(
        .badUsage, "a report is no file in \(ending)",
        hint: """
          Name a file in html, md or txt; --format csv writes a folder of tables, and a browser prints a page \
          as PDF.
          """)
    }
    if appendix, template != nil || chosen == .csv {
      throw Rejection(
        .badUsage, "there is no appendix to a template or to tables in csv",
        hint: "They have everything already: leave out --appendix.")
    }
    if chosen == .csv, output.file == nil {
      throw Rejection(
        .badUsage, "a report in csv is a folder of files", hint: "Name the folder with -o.")
    }
  }

  /// The format given, else the one that the extension says.
  private var chosen: Format {
    format ?? ending.flatMap { Self.endings[$0] } ?? .markdown
  }

  /// What the name of the file ends with, where it has an extension.
  private var ending: String? {
    let parts = (output.file?.split(separator: "/").last ?? "").split(
      separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1 ? parts.last?.lowercased() : nil
  }

  private static let endings: [String: Format] = [
    "html": .html, "htm": .html, "md": .markdown, "markdown": .markdown, "txt": .text,
    "text": .text,
  ]

  func run() throws {
    try refuseWhatDoesNotGoTogether()
    // A wrong template is told before a large ledger is read.
    let template = try template.map(Self.template)
    if let from {
      guard partnerships.isEmpty, !clock.areGiven else {
        throw Rejection(
          .badUsage, "a snapshot's file has its own partnerships and clocks",
          hint: "Leave them out, or leave out --from.")
      }
      _ = try write(Snapshot(file: from), template, copies: [:])
      return
    }
    try ledger.use(outbox) { ledger in
      let clock = try clock.clock(of: ledger)
      let copies = try copies(of: ledger)
      let cited = try ledger.withSnapshot(partnerships: partnerships, clock: clock) {
        try write($0, template, copies: copies)
      }
      guard let assets else { return }
      var documents: [NamedDocument] = []
      try ledger.forEachDocument { if cited.contains($0.event) { documents.append($0) } }
      _ = try DocumentFiles.write(documents, of: ledger, into: assets)
    }
  }

  /// By hash, how the report leads to the copies of documents.
  private func copies(of ledger: Ledger) throws -> [String: String] {
    guard let assets else { return [:] }
    let own = output.path.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
    let way = Self.way(from: own ?? ".", to: assets)
    let folder = way.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? way
    var copies: [String: String] = [:]
    try ledger.forEachDocument { document in
      guard document.size != nil else { return }
      let name = Document.exportName(document.file, sha256: document.sha256)
      copies[document.sha256] = "\(folder)/\(name)"
    }
    return copies
  }

  /// How a folder is named seen from another one.
  static func way(from folder: String, to other: String) -> String {
    var (from, to) = (parts(of: folder)[...], parts(of: other)[...])
    while let first = from.first, first == to.first {
      from.removeFirst()
      to.removeFirst()
    }
    let way = (from.map { _ in ".." } + to).joined(separator: "/")
    // Else a name with a colon would be taken for a scheme.
    return way.isEmpty ? "." : to.first?.contains(":") == true && from.isEmpty ? "./" + way : way
  }

  private static func parts(of folder: String) -> [String] {
    URL(fileURLWithPath: folder).standardizedFileURL.pathComponents
  }

  /// Reads a template; a fault is told with the file's name.
  private static func template(_ file: String) throws -> TemplateReport {
    let bytes = try FileBytes(file).all(most: 1 << 24)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Rejection(.badTemplate, "the template \(file) is not UTF-8")
    }
    do {
      return try TemplateReport(text)
    } catch {
      var rejection = error
      rejection.location?.file = file
      throw rejection
    }
  }

  /// Writes the report, and gives the events whose documents go beside it.
  private func write(
    _ snapshot: some SnapshotRows, _ template: TemplateReport?, copies: [String: String]
  ) throws -> Set<Seq> {
    // Who makes pages and charts goes through them more than once.
    let rows = snapshot.spooled()
    if let assets { try writeCharts(of: rows, into: assets) }
    try writeReport(of: snapshot, rows, template, copies: copies)
    return try assets == nil ? [] : rows.seqs
  }

  private func writeReport(
    of snapshot: some SnapshotRows, _ rows: some SnapshotRows, _ template: TemplateReport?,
    copies: [String: String]
  ) throws {
    if chosen == .csv, template == nil {
      // A table is gone through once.
      return try assets == nil ? writeTables(of: snapshot) : writeTables(of: rows)
    }
    try output.write { output in
      if let template { return try output.write(try template.text(rows, in: locale)) }
      switch chosen {
      case .html:
        try HTMLReport.write(
          rows, in: locale, copies: copies, appendix: appendix, to: output.write)
      case .text: try TextReport.write(rows, in: locale, appendix: appendix, to: output.write)
      case .markdown, .csv:
        try MarkdownReport.write(
          rows, in: locale, copies: copies, appendix: appendix, to: output.write)
      }
    }
  }

  private func writeTables(of snapshot: some SnapshotRows) throws {
    guard let folder = output.file else { return }
    try makeFolder(folder)
    try TableFiles.forEach(of: snapshot, in: locale) { name, table in
      try Output.write(to: "\(folder)/\(name).csv") { try table($0.write) }
    }
  }

  private func writeCharts(of snapshot: some SnapshotRows, into folder: String) throws {
    try makeFolder(folder)
    try Charts(snapshot, in: locale).forEach { chart in
      for (ending, text) in [
        ("svg", chart.file), ("csv", chart.csv), ("vl.json", chart.vegaLite),
      ] {
        try Output.write(to: "\(folder)/\(chart.name).\(ending)") { try $0.write(text) }
      }
    }
  }
}

extension Language: ExpressibleByArgument {}
