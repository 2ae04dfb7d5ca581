import Foundation
import Stakebook

/// What an import of a table did, or would do, for a person.
struct ReportText {
  private let report: ImportReport
  private let file: String
  private let isDryRun: Bool

  init(_ report: ImportReport, file: String, isDryRun: Bool) {
    (self.report, self.file, self.isDryRun) = (report, file, isDryRun)
  }

  func show() throws {
    if !report.otherSheets.isEmpty {
      Notice.write(
        "the file has other sheets, too: \(report.otherSheets.joined(separator: ", ")); --sheet reads "
          + "another one")
    }
    try say("\(file): \(report.form)")
    try say(
      "\(isDryRun ? "would import" : "imported") \(counted(added, "event")) of "
        + "\(counted(report.rows.count, "row"))\(report.lastSeq.map { ", last seq \($0)" } ?? "")")
    try showFates()
    try showEvents()
    try showNames()
    try list(
      report.vanished.map { "\($0.row), since seq \($0.seq)" },
      as: "imported before and not in the file any more")
    guard isDryRun else { return }
    try list(report.sentences, as: "the first events", most: 8)
    try showFindings()
  }

  private var added: Int { report.events.values.reduce(0, +) }

  private func showFates() throws {
    let counts = report.rows.counts
    let words = RowFate.Word.allCases.compactMap { word in
      counts[word].map { "\($0) \(word.rawValue)" }
    }
    try say("rows: \(words.isEmpty ? "none" : words.joined(separator: ", "))")
    let quiet: Set<RowFate.Word> = [.added, .corrected, .known]
    let told = counts.reduce(0) { quiet.contains($1.key) ? $0 : $0 + $1.value }
    for fate in report.rows.lazy.filter({ !quiet.contains($0.word) }).prefix(Self.most) {
      try say("  row \(fate.row) \(fate.word.rawValue): \(fate.reason)")
    }
    if told > Self.most {
      try say("  and \(told - Self.most) more: --report FILE tells them all")
    }
    if counts[.changed] != nil {
      try say("  --update corrects what has changed")
    }
  }

  private static let most = 40

  private func showEvents() throws {
    let events = report.events.sorted {
      $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value
    }
    guard !events.isEmpty else { return }
    try say("events: \(events.map { "\($0.value) \($0.key)" }.joined(separator: ", "))")
  }

  private func showNames() throws {
    let introduced = report.introduced
    if !introduced.isEmpty {
      let shown = introduced.prefix(Self.most).joined(separator: ", ")
      let more = introduced.count > Self.most ? " and \(introduced.count - Self.most) more" : ""
      try say("introduced: \(shown)\(more)")
    }
    let doubtful = report.names.filter {
      $0.other != nil && ($0.reason == .alike || $0.reason == .introduced)
    }
    let lines = doubtful.map { decision in
      let other = decision.other.map { "\($0.name) (\($0.entity))" } ?? ""
      return decision.reason == .alike
        ? "'\(decision.name)' taken for \(other)"
        : "'\(decision.name)' taken as new, not for \(other)"
    }
    try list(lines, as: "names that are near others; the mapping settles it under entities: names")
  }

  /// Which findings would come: how many of a kind, and the first of each.
  private func showFindings() throws {
    guard report.difference != nil else { return }
    var rules: [(name: String, count: Int, sentence: String)] = []
    for (rule, sentence) in report.findings {
      if let place = rules.firstIndex(where: { $0.name == rule }) {
        rules[place].count += 1
      } else {
        rules.append((rule, 1, sentence))
      }
    }
    try list(
      rules.map { rule in
        guard let words = report.words else {
          return "\(rule.count) \(rule.name): \(rule.sentence)"
        }
        return words.pair("\(rule.count) × \(words.stored("rule", rule.name))", rule.sentence)
      },
      as: "findings raised, the first of each kind"
    )
    if rules.isEmpty { try say("findings raised: none") }
  }

  private func list(_ lines: [String], as title: String, most: Int = most) throws {
    guard !lines.isEmpty else { return }
    try say("\(title):")
    for line in lines.prefix(most) { try say("  \(legible(line))") }
    if lines.count > most { try say("  and \(lines.count - most) more") }
  }
}
