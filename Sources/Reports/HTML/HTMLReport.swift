import Events
import Projections

/// A snapshot as one self-contained page: no script, no outside request, readable by mail and from
/// disk, on a phone, on paper and by a screen reader.
///
/// It is written in pieces, a section at a time, and each section reads the rows of one view. The
/// page holds its own policy that allows its one style sheet and nothing else. Every figure cites
/// its events; the notes at the end tell the sources and lead back to each mention.
public struct HTMLReport {
  private let tables: ReportTables
  private let charts: Charts
  private let write: (String) throws -> Void
  private var citations = Citations()

  private var header: SnapshotHeader { tables.snapshot.header }
  private var wording: Wording { tables.wording }

  /// Writes the page of a snapshot. `copies` are the addresses of documents beside it, by hash.
  public static func write(
    _ snapshot: some SnapshotRows, in language: Language = .english,
    copies: [String: String] = [:], to write: (String) throws -> Void
  ) throws {
    try withoutActuallyEscaping(write) { write in
      var report = try HTMLReport(snapshot, language, copies, write)
      try report.page()
    }
  }

  private init(
    _ snapshot: some SnapshotRows, _ language: Language, _ copies: [String: String],
    _ write: @escaping (String) throws -> Void
  ) throws {
    tables = try ReportTables(snapshot, language, copies: copies)
    charts = Charts(tables)
    self.write = write
  }

  private mutating func page() throws {
    let title = try tables.title
    let topics = try View.Topic.allCases.filter(hasContent)
    let readings = wording.readings(of: header)
    let ended = try tables.endings.map { "<p class=\"readings\">\($0.htmlEscaped)</p>\n" } ?? ""
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
      <body>
      <a class="skip" href="#content">\(wording(.skip))</a>
      <header>
      <h1>\(title.htmlEscaped)</h1>
      <p class="readings">\(readings.htmlEscaped)</p>
      \(ended)</header>
      <nav aria-label="\(wording(.contents))"><ul>

      """)
    for topic in topics {
      try write("<li><a href=\"#\(topic.rawValue)\">\(wording(topic.title).htmlEscaped)</a></li>\n")
    }
    try write(
      "<li><a href=\"#sources\">\(wording(.sources))</a></li>\n</ul></nav>\n<main id=\"content\">\n"
    )
    if topics.isEmpty { try write("<p>\(wording(.noFacts))</p>\n") }
    try headlines()
    for topic in topics { try chapter(topic) }
    try notes()
    try write("</main>\n")
    try footer()
    try write("</body>\n</html>\n")
  }

  private func hasContent(_ topic: View.Topic) throws -> Bool {
    try topic.views.contains { try tables.hasRows($0.name) }
  }

  private mutating func headlines() throws {
    let figures = try Headlines(tables).figures()
    guard !figures.isEmpty else { return }
    try write(
      "<section aria-labelledby=\"glance\">\n<h2 id=\"glance\">\(wording(.atAGlance))</h2>\n"
        + "<dl class=\"glance\">\n")
    for figure in figures {
      let parts = figure.parts
      try write(
        """
        <div><dt>\(figure.title.htmlEscaped)</dt>
        <dd><span class="figure">\(parts.value.htmlEscaped)</span>\(references(figure.events))

        """)
      for line in (parts.interval.map { [$0] } ?? []) + figure.lines {
        try write("<span class=\"line\">\(line.htmlEscaped)</span>\n")
      }
      try write("\(rows(of: figure))</dd></div>\n")
    }
    try write("</dl>\n</section>\n")
  }

  /// Where the rows stand of which a figure is made, and their names.
  private func rows(of figure: Headlines.Figure) -> String {
    guard let topic = figure.view?.uses.topic else { return "" }
    let count = wording.counted(figure.count, .oneRow, .manyRows).htmlEscaped
    let title = "<a href=\"#\(topic.rawValue)\">\(wording(topic.title).htmlEscaped)</a>"
    let names = figure.rows.map(\.htmlEscaped).joined(separator: "<br>")
    return names.isEmpty
      ? "<span class=\"line\">\(title): \(count)</span>\n"
      : "<span class=\"line\">\(title)</span>\n"
        + "<details class=\"line\"><summary>\(count)</summary>\(names)</details>\n"
  }

  private mutating func chapter(_ topic: View.Topic) throws {
    let id = topic.rawValue
    try write(
      "<section aria-labelledby=\"\(id)\">\n"
        + "<h2 id=\"\(id)\">\(wording(topic.title).htmlEscaped)</h2>\n")
    var count = 0
    try charts.forEach(of: topic) { chart in
      count += 1
      try write(HTMLFigure(chart, id: "\(id)-chart-\(count)", wording).text)
    }
    try tables(of: topic)
    switch topic {
    case .contradictions: try contradictions()
    case .timeline: try timeline()
    case .notes: try remarks()
    default: break
    }
    try write("</section>\n")
  }

  /// The tables of a topic; one that stands alone needs no title.
  private mutating func tables(of topic: View.Topic) throws {
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
    if let last = waiting { try table(last, id: "\(id)-\(count + 1)", isTitled: count > 0) }
  }

  private mutating func remarks() throws {
    let snapshot = tables.snapshot
    try snapshot.forEachRow(of: "notes") { row in
      let text = Phrase(row.text("text"), isOriginal: true).html(in: wording.language)
      try write("<p class=\"note\">\(text)\(references(Snapshot.events(of: row)))</p>\n")
    }
  }

  /// A table that scrolls by itself where the page is too narrow for it.
  private mutating func table(_ section: Section, id: String, isTitled: Bool) throws {
    let title = section.title.htmlEscaped
    try write(
      (isTitled ? "<h3 id=\"\(id)\">\(title)</h3>\n" : "")
        + "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"\(title)\">\n<table>\n"
        + "<caption class=\"unseen\">\(title)</caption>\n<thead><tr>")
    let kinds = section.columns.map { column in
      switch column.kind {
      case .text: ""
      case .figure: " class=\"n\""
      case .day: " class=\"d\""
      }
    }
    for (kind, title) in zip(kinds, tables.titles(of: section)) {
      try write("<th scope=\"col\"\(kind)>\(title.htmlEscaped)</th>")
    }
    let sources = wording(.sourcesColumn)
    try write("<th scope=\"col\" class=\"s\">\(sources)</th></tr></thead>\n<tbody>\n")
    try section.forEachRow { row in
      var line = "<tr>"
      for (place, cell) in row.cells.enumerated() {
        let kind = Self.hasLongWord(cell) ? " class=\"long\"" : kinds[place]
        line +=
          place == 0
          ? "<th scope=\"row\"\(kind)>\(cell.htmlEscaped)</th>"
          : "<td\(kind)>\(cell.htmlEscaped)</td>"
      }
      try write(line + "<td class=\"s\">\(references(row.events))</td></tr>\n")
    }
    try write("</tbody>\n</table>\n</div>\n")
  }

  /// Whether a text must be broken inside a word, lest it push the table off the page.
  private static func hasLongWord(_ text: String) -> Bool {
    text.utf8.count > 32 && text.split(separator: " ").contains { $0.count > 32 }
  }

  private mutating func contradictions() throws {
    let tables = tables
    var hasOpen = false
    try tables.forEachOpenFinding { row in
      if !hasOpen { try write("<ul class=\"findings\">\n") }
      hasOpen = true
      let severity = row.text("severity")
      let title = wording.pair(
        wording.stored("severity", severity), wording.stored("rule", row.text("rule")))
      let isError = severity == "error" ? " class=\"error\"" : ""
      try write(
        "<li\(isError)><strong>\(title.htmlEscaped)</strong> "
          + "<span>\(wording.sentence(of: row).html(in: wording.language))</span>"
          + "\(references(Snapshot.events(of: row)))</li>\n")
    }
    try write(hasOpen ? "</ul>\n" : "<p>\(wording(.noContradictions))</p>\n")
    if let explained = try tables.explained {
      try write("<p>\(explained.htmlEscaped)</p>\n")
    }
  }

  private mutating func timeline() throws {
    let title = wording(.timeline).htmlEscaped
    try write("<ol class=\"timeline\" aria-label=\"\(title)\">\n")
    let snapshot = tables.snapshot
    try snapshot.forEachRow(of: "timeline") { row in
      guard row.text("stream") != "entities" else { return }
      let status = row.text("status")
      let told =
        status == "confirmed"
        ? "" : " <em>\(wording.stored("status", status).htmlEscaped)</em>"
      let headline = wording.headline(of: row).html(in: wording.language)
      try write(
        "<li><span class=\"date\">\(wording.date(row.text("effective")).htmlEscaped)</span> "
          + "<span class=\"told\"><span>\(headline)</span>\(told)"
          + "\(references(Snapshot.events(of: row)))</span></li>\n")
    }
    try write("</ol>\n")
  }

  /// The marks that lead to the notes of events.
  private mutating func references(_ events: [Seq]) -> String {
    guard !events.isEmpty else { return "" }
    let marks = events.map { seq in
      let number = citations.cite(seq)
      return "<a id=\"r\(seq)-\(number)\" href=\"#n\(seq)\" role=\"doc-noteref\" "
        + "aria-label=\"\(wording(.sourceNote, String(seq)))\">\(seq)</a>"
    }
    return "<sup class=\"refs\">\(marks.joined(separator: " "))</sup>"
  }

  private mutating func notes() throws {
    try write(
      "<section aria-labelledby=\"sources\" role=\"doc-endnotes\">\n"
        + "<h2 id=\"sources\">\(wording(.sources))</h2>\n<ol class=\"notes\">\n")
    // No mark leads nowhere, whatever a snapshot's file has left out.
    var untold = citations.seqs.makeIterator()
    var next = untold.next()
    try tables.snapshot.forEachEvent(citations.seqs) { seq, event in
      while let missing = next, missing < seq {
        try write(note(missing, nil))
        next = untold.next()
      }
      next = untold.next()
      try write(note(seq, event))
    }
    while let missing = next {
      try write(note(missing, nil))
      next = untold.next()
    }
    try write("</ol>\n</section>\n")
  }

  private func note(_ seq: Seq, _ event: JSONObject?) -> String {
    HTMLNote(seq, event, mentions: Int(citations.count(of: seq)), wording).text
  }

  private func footer() throws {
    var facts = [
      (
        wording(.clocks),
        "as-of \(header.asOf), known-at \(header.knownAt)"
          + (header.publicBy.map { ", public-by \($0)" } ?? "")
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
