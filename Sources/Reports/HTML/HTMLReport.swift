import Events
import Projections

/// A snapshot as one self-contained page: no script, no outside request, readable by mail and from
/// disk, on a phone, on paper and by a screen reader.
///
/// It is written in pieces, a section at a time, and each section reads the rows of one view. The
/// page holds its own policy that allows its one style sheet and nothing else. Every figure cites
/// its events; the notes at the end tell the sources and lead back to each mention.
public struct HTMLReport {
  let tables: ReportTables
  private let charts: Charts
  let write: (String) throws -> Void
  var citations = Citations()
  /// What the timeline told of events, which the notes tell again.
  var headlines: [Seq: Phrase] = [:]
  /// The chapter that is written; none on the first page.
  var number = 0
  /// Whether it has the appendix.
  let isWhole: Bool
  /// Where it leads as a page of a server.
  var links: PageLinks? { tables.links }
  /// The address of the page that has the notes in its place; nil where they are part of it.
  private let notesElsewhere: String?

  private var header: SnapshotHeader { tables.snapshot.header }
  var wording: Wording { tables.wording }

  /// Writes the page of a snapshot. `copies` are the addresses of documents beside it, by hash; with
  /// `appendix` it has the full tables and notes too.
  public static func write(
    _ snapshot: some SnapshotRows, in language: Language = .english,
    copies: [String: String] = [:], appendix: Bool = false, to write: (String) throws -> Void
  ) throws {
    try withoutActuallyEscaping(write) { write in
      var report = try HTMLReport(snapshot, language, copies, appendix, nil, nil, write)
      try report.page()
    }
  }

  /// Writes what a server's page shows of a snapshot: the same without the frame of a file, under a
  /// title of its own where one is given, each figure leading to why it is so.
  ///
  /// Its marks lead to the pages of events, and `notes` is the address of the page that has the notes, see
  /// ``writeNotes(_:in:title:lead:copies:links:to:)``: a reader has the figures before what is told of a
  /// hundred events is read. Gives the title.
  @discardableResult
  package static func writeContent(
    _ snapshot: some SnapshotRows, in language: Language, title: String? = nil,
    lead: String = "", links: PageLinks, notes: String, to write: (String) throws -> Void
  ) throws -> String {
    try withoutActuallyEscaping(write) { write in
      var report = try HTMLReport(snapshot, language, [:], false, links, notes, write)
      let title = try title ?? report.tables.title
      try report.content(titled: title, lead: lead)
      return title
    }
  }

  /// Writes the page to which ``writeContent(_:in:title:lead:links:notes:to:)`` leads: the notes of all
  /// events behind a snapshot's rows. Gives the title.
  @discardableResult
  package static func writeNotes(
    _ snapshot: some SnapshotRows, in language: Language, title: String? = nil,
    lead: String = "", copies: [String: String] = [:], links: PageLinks,
    to write: (String) throws -> Void
  ) throws -> String {
    try withoutActuallyEscaping(write) { write in
      let report = try HTMLReport(snapshot, language, copies, false, links, nil, write)
      let title = try title ?? report.tables.title
      try report.head(titled: title, lead: lead)
      try write(
        "<main id=\"content\">\n<section aria-labelledby=\"sources\">\n"
          + "<h2 id=\"sources\">\(report.wording(.sources).htmlEscaped)</h2>\n")
      try report.notes(of: snapshot.seqs.sorted(), [])
      try write("</section>\n</main>\n")
      return title
    }
  }

  private init(
    _ snapshot: some SnapshotRows, _ language: Language, _ copies: [String: String],
    _ appendix: Bool, _ links: PageLinks?, _ notesElsewhere: String?,
    _ write: @escaping (String) throws -> Void
  ) throws {
    tables = try ReportTables(snapshot, language, copies: copies, links: links)
    charts = Charts(tables)
    isWhole = appendix
    self.notesElsewhere = notesElsewhere
    self.write = write
  }

  private mutating func page() throws {
    let title = try tables.title
    try write(
      """
      <!DOCTYPE html>
      <html lang="\(wording.language.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(Stylesheet.policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <title>\(title.htmlEscaped) – \(wording.date(header.asOf).htmlEscaped)</title>
      <style>\(Stylesheet.text)</style>
      </head>
      <body\(isWhole ? " class=\"whole\"" : "")>
      <a class="skip" href="#content">\(wording(.skip))</a>

      """)
    try content(titled: title, lead: "")
    try write("</body>\n</html>\n")
  }

  /// The title, and of what the page is; `lead` stands below it, already written as HTML.
  private func head(titled title: String, lead: String) throws {
    var readings = wording.readings(of: header).htmlEscaped
    if let links {
      readings = links.counting(
        readings, wording.counted(header.knownAt, .event, .events).htmlEscaped)
    }
    let ended = try tables.endings.map { "<p class=\"readings\">\($0.pageText)</p>\n" } ?? ""
    try write(
      """
      <header>
      <h1>\(title.htmlEscaped)</h1>
      <p class="readings">\(readings)</p>
      \(ended)\(lead)</header>

      """)
  }

  /// From its title to its footer.
  private mutating func content(titled title: String, lead: String) throws {
    let topics = try View.Topic.allCases.filter(hasContent)
    try head(titled: title, lead: lead)
    let isEmpty = topics.isEmpty && !isWhole
    try write("<nav aria-label=\"\(wording(.contents))\"><ol>\n")
    let last: [(id: String, title: String)] =
      (isWhole ? [("appendix", wording(.appendix))] : [])
      + (isEmpty ? [] : [("sources", wording(.sources))])
    for (place, chapter) in (topics.map { ($0.rawValue, wording($0.title)) } + last).enumerated() {
      try write(
        "<li><a href=\"#\(chapter.0)\">\(Self.number(place + 1))\(chapter.1.htmlEscaped)</a></li>\n"
      )
    }
    try write("</ol></nav>\n<main id=\"content\">\n")
    if topics.isEmpty { try write("<p>\(wording(.noFacts))</p>\n") }
    try firstPage()
    for topic in topics { try chapter(topic) }
    if isWhole { try appendix() }
    if let notesElsewhere, !isEmpty {
      try notes(at: notesElsewhere)
    } else if !isEmpty {
      try notes(topics.map(\.rawValue) + (isWhole ? ["appendix"] : []))
    }
    try write("</main>\n")
    try footer()
  }

  /// The number of a chapter before its title.
  static func number(_ number: Int) -> String { "<span class=\"no\">\(number)</span> " }

  func hasContent(_ topic: View.Topic) throws -> Bool {
    if topic == .exposures {
      // Its table repeats what other chapters tell, and stands in the appendix.
      var hasChart = false
      try charts.forEach(of: topic) { _ in hasChart = true }
      return hasChart
    }
    return try topic.views.contains { try tables.hasRows($0.name) }
  }

  /// Begins the next chapter.
  mutating func begin(_ id: String, _ title: Word, role: String = "") throws {
    number += 1
    try write(
      "<section aria-labelledby=\"\(id)\"\(role)>\n"
        + "<h2 id=\"\(id)\">\(Self.number(number))\(wording(title).htmlEscaped)</h2>\n")
  }

  private mutating func chapter(_ topic: View.Topic) throws {
    let id = topic.rawValue
    try begin(id, topic.title)
    var count = 0
    // How to read charts is said of the first that are read so.
    var said: Set<String> = []
    try charts.forEach(of: topic) { chart in
      count += 1
      let isNew = said.insert(chart.description).inserted
      let figure = HTMLFigure(chart, id: "\(id)-chart-\(count)", isToldHow: isNew, wording)
      try write(figure.text)
    }
    if topic != .exposures { try tables(of: topic) }
    switch topic {
    case .contradictions: try contradictions()
    case .timeline: try timeline()
    case .notes: try remarks()
    default: break
    }
    try write("</section>\n")
  }

  /// The tables of a topic; one that stands alone needs no title.
  mutating func tables(of topic: View.Topic, isTitled: Bool = false) throws {
    let id = "\(topic.rawValue)-table"
    var count = 0
    var waiting: Section?
    try tables.forEachSection(of: topic) { section in
      if let one = waiting {
        count += 1
        try table(one, id: "\(id)-\(count)", isTitled: true)
      }
      waiting = section
    }
    if let last = waiting {
      try table(last, id: "\(id)-\(count + 1)", isTitled: isTitled || count > 0)
    }
  }

  private mutating func remarks() throws {
    let snapshot = tables.snapshot
    try snapshot.forEachRow(of: "notes") { row in
      let text = Phrase(row.text("text"), isOriginal: true).html(in: wording.language)
      try write("<p class=\"note\">\(text)\(references(Snapshot.events(of: row)))</p>\n")
    }
  }

  /// A table that scrolls by itself where the page is too narrow for it.
  mutating func table(_ section: Section, id: String, isTitled: Bool) throws {
    let title = section.title.htmlEscaped
    let isFew = section.columns.count < 7
    try write(
      (isTitled ? "<h3 id=\"\(id)\">\(title)</h3>\n" : "")
        + "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"\(title)\">\n"
        + "<table\(isFew ? " class=\"few\"" : "")>\n"
        + "<caption class=\"unseen\">\(title)</caption>\n<thead><tr>")
    let kinds = section.columns.map { column in
      switch column.kind {
      case .text: ""
      case .figure: " class=\"n\""
      case .day: " class=\"d\""
      }
    }
    let titles = tables.titles(of: section).map(\.htmlEscaped)
    for (kind, title) in zip(kinds, titles) {
      try write("<th scope=\"col\"\(kind)>\(title)</th>")
    }
    let sources = wording(.sourcesColumn)
    try write("<th scope=\"col\" class=\"s\">\(sources)</th></tr></thead>\n<tbody>\n")
    try section.forEachRow { row in
      var line = row.isSum ? "<tr class=\"sum\">" : "<tr>"
      for (place, cell) in row.cells.enumerated() {
        let kind = kind(of: cell, kinds[place], amongFew: isFew)
        let isFigure =
          section.columns[place].kind == .figure || links != nil && Self.namesFigure(cell)
        let figure = isFigure ? explained(cell, by: row.rows, in: nil) : ""
        let told = figure.hasPrefix("<a ") ? figure : Self.inOnePiece(cell)
        line +=
          place == 0
          ? "<th scope=\"row\"\(kind)>\(cell.pageText)</th>"
          : "<td\(kind) data-label=\"\(titles[place])\">\(told)</td>"
      }
      try write(
        line + "<td class=\"s\" data-label=\"\(sources)\">\(references(row.events))</td></tr>\n")
    }
    try write("</tbody>\n</table>\n</div>\n")
  }

  /// How a cell is set: what is short stays on a line, what is long may wrap, and what is very long has
  /// room where few columns stand beside it.
  private func kind(of cell: String, _ ofColumn: String, amongFew: Bool) -> String {
    if Self.hasLongWord(cell) { return " class=\"long\"" }
    switch ofColumn {
    case " class=\"n\"":
      return cell.count > (amongFew ? 16 : 20) && cell.contains(" ")
        ? " class=\"n wrap\"" : ofColumn
    case "":
      if cell.count > (amongFew ? 96 : 80) { return " class=\"much\"" }
      if cell.count > (amongFew ? 34 : 48) { return " class=\"t\"" }
      guard cell.contains(" ") else { return ofColumn }
      // On paper what is very short alone.
      return cell.count < 11 ? " class=\"short\"" : cell.count < 14 ? " class=\"k\"" : ofColumn
    default: return cell.count > 14 ? "" : ofColumn
    }
  }

  /// A cell's text as one element, as a phone sets it beside the column's name.
  private static func inOnePiece(_ cell: String) -> String {
    let text = cell.pageText
    return text.contains("<") ? "<span>\(text)</span>" : text
  }

  /// Whether a text names a share or an amount: `3 %`, `undrawn: EUR 55m`.
  private static func namesFigure(_ text: String) -> Bool {
    var capitals = 0
    var isAmount = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "%"): return true
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): (capitals, isAmount) = (capitals + 1, false)
      // A space, which may be one at which no line is broken.
      case UInt8(ascii: " "), 0xC2, 0xA0, 0xE2, 0x80, 0xAF:
        isAmount = isAmount || capitals == 3
        capitals = 0
      case UInt8(ascii: "0")...UInt8(ascii: "9") where isAmount: return true
      default: (capitals, isAmount) = (0, false)
      }
    }
    return false
  }

  /// Whether a text must be broken inside a word, lest it push the table off the page.
  private static func hasLongWord(_ text: String) -> Bool {
    text.utf8.count > 32 && text.split(separator: " ").contains { $0.count > 32 }
  }

  private mutating func contradictions() throws {
    let tables = tables
    var hasOpen = false
    func begin(_ row: JSONObject) throws {
      if !hasOpen { try write("<ul class=\"findings\">\n") }
      hasOpen = true
      let isError = row.text("severity") == "error" ? " class=\"error\"" : ""
      try write("<li\(isError)><strong>\(tables.title(ofFinding: row).htmlEscaped).</strong> ")
    }
    func told(_ phrase: Phrase, _ row: JSONObject) -> String {
      "<span>\(html(of: phrase))</span>\(references(Snapshot.events(of: row)))"
    }
    try tables.forEachToldFinding { finding in
      switch finding {
      case .alone(let row):
        try begin(row)
        try write(told(wording.sentence(of: row), row) + "</li>\n")
      case .together(let shared, let first):
        try begin(first)
        try write("<span>\(html(of: shared))</span>\n<ul>\n")
      case .one(let row): try write("<li>\(told(wording.own(row), row))</li>\n")
      case .end: try write("</ul></li>\n")
      }
    }
    try write(hasOpen ? "</ul>\n" : "<p>\(wording(.noContradictions))</p>\n")
    if let explained = try tables.explained {
      try write("<p>\(explained.htmlEscaped)</p>\n")
    }
  }

  /// The marks that lead to the notes of events, on a server's page to their pages.
  mutating func references(_ events: [Seq], more: Int = 0) -> String {
    guard !events.isEmpty else { return "" }
    let marks = events.map { seq in
      if let links {
        return "<a href=\"\(links.event(seq).htmlEscaped)\" "
          + "aria-label=\"\(wording(.sourceNote, String(seq)))\">\(seq)</a>"
      }
      let mention = citations.cite(seq, in: number)
      return "<a id=\"r\(seq)-\(mention)\" href=\"#n\(seq)\" role=\"doc-noteref\" "
        + "aria-label=\"\(wording(.sourceNote, String(seq)))\">\(seq)</a>"
    }
    let left = more > 0 ? " " + wording.more(more).htmlEscaped : ""
    return "<sup class=\"refs\">\(marks.joined(separator: " "))\(left)</sup>"
  }

  private func footer() throws {
    var facts = [
      (
        wording(.clocks),
        "--as-of \(header.asOf) --known-at \(header.knownAt)"
          + (header.publicBy.map { " --public-by \($0)" } ?? "")
      ),
      (wording(.logSize), wording.grouped(header.log?.size ?? header.knownAt)),
    ]
    if let log = header.log { facts.append((wording(.root), log.root)) }
    facts.append((wording(.form), header.format))
    let rows = facts.map { "<dt>\($0.htmlEscaped)</dt><dd>\($1.htmlEscaped)</dd>" }
    try write(
      """
      <footer>
      <p>\(wording(.madeFrom))</p>
      <dl>\(rows.joined())</dl>
      </footer>

      """)
  }
}
