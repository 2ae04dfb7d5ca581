import Events
import Mustache

/// A snapshot in a newsroom's own layout: a Mustache template over what the other reports tell.
///
/// What is put in is escaped for HTML, unless the template says `{{% CONTENT_TYPE:TEXT}}` or writes
/// three braces; what cannot be seen is an escape in any case. A template takes in no other file.
public struct TemplateReport: Sendable {
  private let template: MustacheTemplate

  /// Reads a template. Throws `bad-template` with line and column.
  public init(_ text: String) throws(Rejection) {
    do {
      template = try MustacheTemplate(string: text)
    } catch let error as MustacheTemplate.ParserError {
      var rejection = Rejection(
        .badTemplate, "the template \(Self.fault(error.error))",
        hint: "Names stand between {{ and }}, and each {{#name}} needs its {{/name}}.")
      rejection.location = Rejection.Location(
        file: nil, line: error.context.lineNumber, column: error.context.columnNumber)
      throw rejection
    } catch {
      throw Rejection(.badTemplate, "the template cannot be read")
    }
  }

  private static func fault(_ error: any Error) -> String {
    switch error as? MustacheTemplate.Error {
    case .sectionCloseNameIncorrect: "closes a section that is not the open one"
    case .unfinishedName: "has a name that does not end"
    case .expectedSectionEnd: "has a section that is not closed"
    default: "has a tag that is not Mustache"
    }
  }

  /// The text of a snapshot in the words of a language.
  public func text(
    _ snapshot: some SnapshotRows, in language: Language = .english
  ) throws -> String {
    template.render(try TemplateValues(snapshot, language).all())
  }
}

/// What a template may name. `Reports.md` lists it.
struct TemplateValues {
  private let tables: ReportTables
  private var snapshot: any SnapshotRows { tables.snapshot }
  private var wording: Wording { tables.wording }

  init(_ snapshot: some SnapshotRows, _ language: Language) throws {
    tables = try ReportTables(snapshot, language)
  }

  func all() throws -> [String: Any] {
    let header = snapshot.header
    var cited = Citations()
    var views: [String: Any] = [:]
    for view in Snapshot.viewsInOrder {
      var rows: [Any] = []
      try snapshot.forEachRow(of: view.name) { row in
        rows.append(Self.plain(.object(row)))
        cited.cite(Snapshot.events(of: row))
      }
      views[view.name] = rows
    }
    var (sections, findings, charts): ([Any], [Any], [Any]) = ([], [], [])
    try tables.forEachSection { sections.append(try section($0)) }
    try tables.forEachOpenFinding { findings.append(finding($0)) }
    try Charts(tables).forEach { charts.append(Self.chart($0)) }
    var all: [String: Any] = [
      "title": legible(try tables.title), "language": wording.language.rawValue,
      "as_of": legible(header.asOf), "known_at": header.knownAt, "format": header.format,
      "readings": legible(wording.readings(of: header)),
      "sections": sections, "headlines": try headlines(),
      "paragraph": try FirstPage(tables).paragraph().map(told),
      "terms": try FirstPage(tables).terms().map(told),
      "contradictions": findings,
      "timeline": try tables.rows("timeline").map(moment),
      "notes": try tables.rows("notes").map { row -> [String: Any] in
        ["text": legible(row.text("text")), "events": seqs(Snapshot.events(of: row))]
      },
      "charts": charts,
      "sources": try sources(cited.seqs), "views": views,
      "log_size": header.log?.size ?? header.knownAt,
    ]
    if let publicBy = header.publicBy { all["public_by"] = legible(publicBy) }
    if let ended = try tables.endings { all["ended"] = legible(ended) }
    if let log = header.log { all["root"] = legible(log.root) }
    return all
  }

  private func seqs(_ events: [Seq]) -> [[String: Any]] { events.map { ["seq": $0] } }

  private func section(_ section: Section) throws -> [String: Any] {
    let titles = tables.titles(of: section).map(legible)
    var rows: [Any] = []
    try section.forEachRow { row in
      let cells = row.cells.enumerated().map { place, cell -> [String: Any] in
        [
          "text": legible(cell), "column": titles[place],
          "is_figure": section.columns[place].kind == .figure,
        ]
      }
      rows.append(["cells": cells, "events": seqs(row.events)])
    }
    return [
      "topic": section.topic.rawValue, "title": legible(section.title), "columns": titles,
      "rows": rows,
    ]
  }

  private static func chart(_ chart: Chart) -> [String: Any] {
    [
      "name": chart.name, "topic": chart.topic.rawValue, "title": legible(chart.title),
      "description": legible(chart.description), "svg": chart.file,
    ]
  }

  private func headlines() throws -> [[String: Any]] {
    try Headlines(tables).figures().map { figure in
      [
        "title": legible(figure.title), "value": legible(figure.value),
        "lines": figure.lines.map { legible($0.text) }, "events": seqs(figure.events),
        "topic": figure.view?.uses.topic?.rawValue ?? "", "rows": figure.rows.map(legible),
      ]
    }
  }

  /// A statement of the first page.
  private func told(_ told: FirstPage.Told) -> [String: Any] {
    [
      "label": legible(told.label), "text": legible(told.text.text), "events": seqs(told.events),
      "more": told.more, "topic": told.view?.uses.topic?.rawValue ?? "",
      "rows": told.rows.map(legible),
    ]
  }

  private func finding(_ row: JSONObject) -> [String: Any] {
    [
      "severity": wording.stored("severity", row.text("severity")),
      "rule": wording.stored("rule", row.text("rule")),
      "is_error": row.text("severity") == "error",
      "sentence": legible(wording.sentence(of: row).text), "events": seqs(Snapshot.events(of: row)),
    ]
  }

  private func moment(_ row: JSONObject) -> [String: Any] {
    [
      "date": legible(wording.date(row.text("effective"))),
      "headline": legible(wording.headline(of: row).text),
      "status": legible(wording.stored("status", row.text("status"))),
      "stream": legible(row.text("stream")), "events": seqs(Snapshot.events(of: row)),
    ]
  }

  private func sources(_ seqs: some Sequence<Seq>) throws -> [[String: Any]] {
    var sources: [[String: Any]] = []
    try snapshot.forEachEvent(seqs) { seq, event in
      sources.append([
        "seq": seq, "headline": legible(wording.headline(of: event).text),
        "facts": legible(wording.facts(of: event)),
        "sources": (event["sources"]?.arrayValue ?? []).compactMap(\.objectValue).map {
          source -> [String: Any] in
          let url = source.text("url")
          return [
            "title": legible(source.text("title")), "url": url.isWebAddress ? legible(url) : "",
            "details": wording.details(of: source).map(legible).joined(separator: ", "),
          ]
        },
      ])
    }
    return sources
  }

  /// A JSON value as a template takes it; null is no value.
  private static func plain(_ json: JSON) -> Any {
    switch json {
    case .null: ""
    case .bool(let flag): flag
    case .integer(let number): number
    case .number: json.canonical
    case .string(let text): legible(text)
    case .array(let items): items.map(plain)
    case .object(let object):
      Dictionary(object.map { ($0.name, plain($0.value)) }) { first, _ in first }
    }
  }
}
