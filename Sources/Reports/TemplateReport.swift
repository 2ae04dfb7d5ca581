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
        "bad-template", "the template \(Self.fault(error.error))",
        hint: "Names stand between {{ and }}, and each {{#name}} needs its {{/name}}.")
      rejection.location = Rejection.Location(
        file: nil, line: error.context.lineNumber, column: error.context.columnNumber)
      throw rejection
    } catch {
      throw Rejection("bad-template", "the template cannot be read")
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
  public func text(_ snapshot: Snapshot, in language: Language = .english) -> String {
    template.render(TemplateValues(snapshot, language).all)
  }
}

/// What a template may name. `Reports.md` lists it.
struct TemplateValues {
  private let contents: Contents
  private var snapshot: Snapshot { contents.snapshot }
  private var wording: Wording { contents.wording }

  init(_ snapshot: Snapshot, _ language: Language) {
    contents = Contents(snapshot, Wording(language, namesOf: snapshot))
  }

  var all: [String: Any] {
    var all: [String: Any] = [
      "title": legible(snapshot.partnerships.isEmpty ? wording(.partnerships) : snapshot.title),
      "language": wording.language.rawValue, "as_of": legible(snapshot.asOf),
      "known_at": snapshot.knownAt, "format": Snapshot.format,
      "readings": legible(wording.readings(of: snapshot)),
      "sections": contents.sections.map(section), "headlines": headlines,
      "contradictions": snapshot.openFindings.map(finding),
      "timeline": snapshot.rows("timeline").map(moment),
      "notes": snapshot.rows("notes").map { row -> [String: Any] in
        ["text": legible(row.text("text")), "events": seqs(Snapshot.events(of: row))]
      },
      "charts": Charts(contents).all.map { chart -> [String: Any] in
        [
          "name": chart.name, "topic": chart.topic.rawValue, "title": legible(chart.title),
          "description": legible(chart.description), "svg": chart.file,
        ]
      },
      "sources": sources,
    ]
    if let root = snapshot.document["root"]?.stringValue { all["root"] = legible(root) }
    var views: [String: Any] = [:]
    for (name, rows) in snapshot.document["views"]?.objectValue ?? JSONObject() {
      views[name] = Self.plain(rows)
    }
    all["views"] = views
    return all
  }

  private func seqs(_ events: [Seq]) -> [[String: Any]] { events.map { ["seq": $0] } }

  private func section(_ section: Section) -> [String: Any] {
    let titles = contents.titles(of: section).map(legible)
    return [
      "topic": section.topic.rawValue, "title": legible(section.title), "columns": titles,
      "rows": section.rows.map { row -> [String: Any] in
        [
          "cells": row.cells.enumerated().map { place, cell -> [String: Any] in
            [
              "text": legible(cell), "column": titles[place],
              "is_figure": section.columns[place].kind == .figure,
            ]
          }, "events": seqs(row.events),
        ]
      },
    ]
  }

  private var headlines: [[String: Any]] {
    Headlines(contents).figures.map { figure in
      [
        "title": legible(figure.title), "value": legible(figure.value),
        "lines": figure.lines.map(legible), "events": seqs(figure.events),
      ]
    }
  }

  private func finding(_ row: JSONObject) -> [String: Any] {
    [
      "severity": wording.stored("severity", row.text("severity")),
      "rule": wording.stored("rule", row.text("rule")),
      "is_error": row.text("severity") == "error",
      "sentence": legible(row.text("sentence")), "events": seqs(Snapshot.events(of: row)),
    ]
  }

  private func moment(_ row: JSONObject) -> [String: Any] {
    [
      "date": legible(wording.date(row.text("effective"))),
      "headline": legible(row.text("headline")),
      "status": legible(wording.stored("status", row.text("status"))),
      "stream": legible(row.text("stream")), "events": seqs(Snapshot.events(of: row)),
    ]
  }

  private var sources: [[String: Any]] {
    let events = snapshot.document["events"]?.objectValue ?? JSONObject()
    return events.compactMap { name, value -> (Seq, JSONObject)? in
      guard let seq = Seq(name), let event = value.objectValue else { return nil }
      return (seq, event)
    }.sorted { $0.0 < $1.0 }.map { seq, event in
      [
        "seq": seq, "headline": legible(event.text("headline")),
        "facts": legible(wording.facts(of: event)),
        "sources": (event["sources"]?.arrayValue ?? []).compactMap(\.objectValue).map {
          source -> [String: Any] in
          let url = source.text("url")
          return [
            "title": legible(source.text("title")), "url": url.isWebAddress ? legible(url) : "",
            "details": wording.details(of: source).map(legible).joined(separator: ", "),
          ]
        },
      ]
    }
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
