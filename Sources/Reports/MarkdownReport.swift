import Events

/// A snapshot made readable as Markdown: tables, and a footnote with the sources of every row.
///
/// It is rendered from the snapshot alone, so that it can be made again from the file; it is
/// written a section at a time.
public struct MarkdownReport {
  private let tables: ReportTables
  private let write: (String) throws -> Void
  private var cited = Citations()
  /// Whether it has the appendix.
  private let isWhole: Bool

  private var snapshot: any SnapshotRows { tables.snapshot }
  private var wording: Wording { tables.wording }

  /// Writes the report of a snapshot. `copies` are the addresses of documents beside it, by hash.
  public static func write(
    _ snapshot: some SnapshotRows, in language: Language = .english,
    copies: [String: String] = [:], appendix: Bool = false, to write: (String) throws -> Void
  ) throws {
    try withoutActuallyEscaping(write) { write in
      let tables = try ReportTables(snapshot, language, copies: copies)
      var report = MarkdownReport(tables: tables, isWhole: appendix, write: write)
      try report.page()
    }
  }

  private init(
    tables: ReportTables, isWhole: Bool, write: @escaping (String) throws -> Void
  ) {
    self.tables = tables
    self.isWhole = isWhole
    self.write = write
  }

  private mutating func page() throws {
    let title = try tables.title
    try write("# \(title.markdownText)\n\n\(wording.readings(of: snapshot.header).markdownText).\n")
    if let ended = try tables.endings { try write("\n\(ended.markdownText)\n") }
    if try tables.isEmpty() { try write("\n\(wording(.noFacts))\n") }
    try firstPage()
    let tables = tables
    try tables.forEachSection { if $0.topic != .exposures { try table($0) } }
    try findings()
    try timeline()
    try notes()
    if isWhole {
      try tables.forEachSection(of: .exposures) { try table($0) }
      try table(tables.slugs)
    }
    try write("\n")
    try snapshot.forEachEvent(cited.seqs) { try write(footnote($0, $1)) }
  }

  /// The marks that lead to the footnotes of events, and how many more there are.
  private mutating func marks(_ events: [Seq], more: Int = 0) -> String {
    cited.cite(events)
    let left = more > 0 ? " (\(wording.more(more)))" : ""
    return events.map { "[^\($0)]" }.joined() + left
  }

  /// A paragraph, then the figures and terms that people look for first, a line each.
  private mutating func firstPage() throws {
    let page = FirstPage(tables)
    let figures = try Headlines(tables).figures()
    let paragraph = try page.paragraph()
    guard !figures.isEmpty || !paragraph.isEmpty else { return }
    try write("\n## \(wording(.atAGlance))\n\n")
    let sentences = paragraph.map { told in
      told.text.text.markdownText + marks(told.events, more: told.more)
    }
    if !sentences.isEmpty { try write(sentences.joined(separator: " ") + "\n\n") }
    for figure in figures {
      let told = figure.told(wording).markdownText
      try write(
        "- \(wording.pair("\(figure.title.markdownText)", "**\(told)**"))"
          + "\(marks(figure.events, more: figure.more))\n")
    }
    try write("\n### \(wording(.keyTerms))\n\n")
    for told in try page.terms() {
      let label = "**\(told.label.markdownText)**"
      try write(
        "- \(label)\u{A0}– \(told.text.text.markdownText)"
          + "\(marks(told.events, more: told.more))\n")
    }
  }

  private mutating func table(_ section: Section) throws {
    let columns =
      tables.titles(of: section) + [wording(.sourcesColumn)]
    try write("\n## \(section.title.markdownText)\n\n")
    try write("| \(columns.joined(separator: " | ")) |\n")
    let rules = section.columns.map { $0.kind == .figure ? "|---:" : "|---" }
    try write("\(rules.joined())|---|\n")
    try section.forEachRow { row in
      let cells = row.cells.map(\.markdownText) + [marks(row.events)]
      try write("| \(cells.joined(separator: " | ")) |\n")
    }
  }

  private mutating func findings() throws {
    let tables = tables
    let title = "\n## \(wording(.contradictions))\n\n"
    var hasOpen = false
    func line(_ row: JSONObject, _ phrase: Phrase) -> String {
      "\(phrase.text.markdownText)\(marks(Snapshot.events(of: row)))\n"
    }
    func begin(_ row: JSONObject) throws {
      if !hasOpen { try write(title) }
      hasOpen = true
      try write("- **\(wording.stored("severity", row.text("severity")))** ")
    }
    try tables.forEachToldFinding { finding in
      switch finding {
      case .alone(let row):
        try begin(row)
        try write(line(row, wording.sentence(of: row)))
      case .together(let shared, let first):
        try begin(first)
        try write(shared.text.markdownText + "\n")
      case .one(let row): try write("  - " + line(row, wording.own(row)))
      case .end: break
      }
    }
    if let explained = try tables.explained {
      try write("\(hasOpen ? "\n" : title)\(explained)\n")
    }
  }

  private mutating func timeline() throws {
    guard try tables.hasRows("timeline") else { return }
    try write("\n## \(wording(.timeline))\n\n")
    try Moments(tables).forEach { moment in
      try write("- \(wording.entry(moment.row).markdownText)\(marks(moment.events))\n")
    }
  }

  private mutating func notes() throws {
    guard try tables.hasRows("notes") else { return }
    try write("\n## \(wording(.notes))\n\n")
    let snapshot = snapshot
    try snapshot.forEachRow(of: "notes") { row in
      try write("- \(row.text("text").markdownText)\(marks(Snapshot.events(of: row)))\n")
    }
  }

  private func footnote(_ seq: Seq, _ event: JSONObject) -> String {
    let sources = (event["sources"]?.arrayValue ?? []).compactMap(\.objectValue).map { source in
      var text = wording.shortened(source.text("title"), to: 300).markdownText
      if !source.text("url").isEmpty { text = "[\(text)](<\(source.text("url").markdownAddress)>)" }
      let more = wording.details(
        of: source, plain: \.markdownText,
        linked: { "[\($0.markdownText)](<\($1.markdownAddress)>)" })
      return text + (more.isEmpty ? "" : " (\(more.joined(separator: ", ")))")
    }
    let told = sources.isEmpty ? wording(.noSource) : sources.joined(separator: wording.semicolon)
    let type = wording.stored("type", event.text("type"))
    let facts = "\(type), \(wording.facts(of: event))".markdownText
    return "[^\(seq)]: \(wording.pair(facts, told))\n"
  }
}
