import Events
import Projections

/// A snapshot made readable as text that fits 80 columns: the tables of `state`, the timeline, the
/// notes, and the sources by the seq of their event.
public struct TextReport {
  private static let width = 80
  private let tables: ReportTables
  private let write: (String) throws -> Void
  private var cited = Citations()
  /// Whether it has the appendix.
  private let isWhole: Bool

  private var snapshot: any SnapshotRows { tables.snapshot }
  private var wording: Wording { tables.wording }

  /// Writes the report of a snapshot.
  public static func write(
    _ snapshot: some SnapshotRows, in language: Language = .english, appendix: Bool = false,
    to write: (String) throws -> Void
  ) throws {
    try withoutActuallyEscaping(write) { write in
      var report = TextReport(tables: try ReportTables(snapshot, language), isWhole: appendix) {
        try write($0.withPlainSpaces)
      }
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
    let wording = wording
    let title = try tables.title
    try write(folded(title, by: 0, Self.width))
    try write(folded(wording.readings(of: snapshot.header), by: 0, Self.width))
    if let ended = try tables.endings { try write(folded(ended, by: 2, Self.width)) }
    if try tables.isEmpty() { try write("\n\(wording(.noFacts))\n") }
    try firstPage()
    let tables = tables
    try tables.forEachSection { if $0.topic != .exposures { try table($0) } }
    try contradictions()
    if let explained = try tables.explained { try write("\n\(explained)\n") }
    try timeline()
    try notes()
    try sources()
    guard isWhole else { return }
    try write("\n\(wording(.appendix))\n")
    try tables.forEachSection(of: .exposures) { try table($0) }
    try table(tables.slugs)
  }

  /// What happened, each thing once.
  private mutating func timeline() throws {
    var hasBegun = false
    try Moments(tables).forEach { moment in
      if !hasBegun { try write("\n\(wording(.timeline))\n") }
      hasBegun = true
      let line = "\(wording.entry(moment.row)) \(marks(moment.events, 0))"
      try write(folded(line, after: "- ", by: 2, Self.width))
    }
  }

  /// A paragraph, then the figures and terms that people look for first, a line each.
  private mutating func firstPage() throws {
    let page = FirstPage(tables)
    let figures = try Headlines(tables).figures()
    let paragraph = try page.paragraph()
    guard !figures.isEmpty || !paragraph.isEmpty else { return }
    let sentences = paragraph.map { "\($0.text.text) \(marks($0.events, $0.more))" }
    if !sentences.isEmpty {
      try write("\n" + folded(sentences.joined(separator: " "), by: 0, Self.width))
    }
    if !figures.isEmpty { try write("\n\(wording(.atAGlance))\n") }
    for figure in figures {
      let told = figure.told(wording)
      let line = "\(wording.pair(figure.title, told)) \(marks(figure.events, figure.more))"
      try write(folded(line, after: "- ", by: 2, Self.width))
    }
    try write("\n\(wording(.keyTerms))\n")
    for told in try page.terms() {
      let line = "\(told.label)\u{A0}– \(told.text.text) \(marks(told.events, told.more))"
      try write(folded(line, after: "- ", by: 2, Self.width))
    }
  }

  /// The events behind a statement, and how many more there are.
  private mutating func marks(_ events: [Seq], _ more: Int) -> String {
    guard !events.isEmpty else { return "" }
    cited.cite(events)
    let left = more > 0 ? " " + wording.more(more) : ""
    return "[\(events.map(String.init).joined(separator: ", "))\(left)]"
  }

  private mutating func table(_ section: Section) throws {
    try write("\n" + folded(section.title, by: 2, Self.width))
    let columns =
      tables.titles(of: section) + [wording(.sourcesColumn)]
    let write = write
    var writer = RowWriter(.table, columns: columns, width: Self.width, leavesOutEmpty: true) {
      piece in
      var lines: [UInt8] = []
      piece(&lines)
      try write(String(decoding: lines, as: UTF8.self))
    }
    try section.forEachRow { row in
      cited.cite(row.events)
      let events = row.events.map(String.init).joined(separator: ", ")
      try writer.row((row.cells + [events]).map { Cell.text($0) })
    }
    try writer.end()
  }

  /// The contradictions that no note explains; what several say alike once.
  private mutating func contradictions() throws {
    let (tables, wording) = (tables, wording)
    var hasBegun = false
    func severity(_ row: JSONObject) throws -> String {
      if !hasBegun { try write("\n\(wording(.contradictions))\n") }
      hasBegun = true
      return wording.stored("severity", row.text("severity"))
    }
    func marked(_ text: String, _ row: JSONObject) -> String {
      "\(text) \(marks(Snapshot.events(of: row), 0))"
    }
    try tables.forEachToldFinding { finding in
      switch finding {
      case .alone(let row):
        let told = wording.pair(try severity(row), wording.sentence(of: row).text)
        try write(folded(marked(told, row), after: "- ", by: 2, Self.width))
      case .together(let shared, let first):
        let told = wording.pair(try severity(first), shared.text)
        try write(folded(told, after: "- ", by: 2, Self.width))
      case .one(let row):
        let told = marked(wording.own(row).text, row)
        try write(folded(told, after: "  - ", by: 4, Self.width))
      case .end: break
      }
    }
  }

  /// What somebody remarked.
  private mutating func notes() throws {
    var hasBegun = false
    let snapshot = snapshot
    try snapshot.forEachRow(of: "notes") { row in
      guard row.text("stream") != "entities" else { return }
      if !hasBegun { try write("\n\(wording(.notes))\n") }
      hasBegun = true
      let line = "\(row.text("text")) \(marks(Snapshot.events(of: row), 0))"
      try write(folded(line, after: "- ", by: 2, Self.width))
    }
  }

  /// The sources, each with the events that follow each other and have it.
  private func sources() throws {
    var hasBegun = false
    var last: JSON?
    try snapshot.forEachEvent(cited.seqs) { seq, event in
      if !hasBegun { try write("\n\(wording(.sources))\n") }
      let own = event["sources"] ?? .array([])
      if !hasBegun || own != last { try write(folded(told(own), after: "", by: 2, Self.width)) }
      (last, hasBegun) = (own, true)
      try write(folded(wording.facts(of: event), after: "  [\(seq)] ", by: 8, Self.width))
    }
  }

  private func told(_ sources: JSON) -> String {
    let sources = (sources.arrayValue ?? []).compactMap(\.objectValue).map { source in
      let title = wording.shortened(source.text("title"), to: 300)
      let more = wording.details(of: source) + [source.text("url")].filter { !$0.isEmpty }
      return title + (more.isEmpty ? "" : " (\(more.joined(separator: ", ")))")
    }
    return sources.isEmpty ? wording(.noSource) : sources.joined(separator: wording.semicolon)
  }
}
