import Events
import Projections

extension Snapshot {
  /// The state as text for a terminal of this many columns.
  public func state(width: Int = 80) throws -> String {
    var wording = Wording(.english)
    let kept = spooled()
    wording.given = try kept.chronicle().given
    wording.removed = try Wording.removed(in: kept)
    let tables = ReportTables(kept, wording)
    var text = try heading(tables)
    var hasFacts = false
    try tables.forEachSection { section in
      hasFacts = true
      text += try table(section, of: tables, width: width)
    }
    if !hasFacts { text += "\nNo facts yet: `stakebook append` adds them.\n" }
    text += try contradictions(tables, width)
    if let explained = try tables.explained { text += "\n\(explained)\n" }
    return text
  }

  /// The contradictions that no note explains; what several say alike once.
  private func contradictions(_ tables: ReportTables, _ width: Int) throws -> String {
    var text = ""
    func marked(_ text: String, _ finding: JSONObject) -> String {
      let events = Self.events(of: finding).map(String.init).joined(separator: ", ")
      return "\(text) [events \(events)]"
    }
    try tables.forEachToldFinding { finding in
      if text.isEmpty { text = "\nContradictions\n" }
      switch finding {
      case .alone(let row):
        let told = "- \(row.text("severity")): \(row.text("sentence"))"
        text += folded(marked(told, row), by: 2, width)
      case .together(let shared, let first):
        text += folded("- \(first.text("severity")): \(shared.text)", by: 2, width)
      case .one(let row):
        text += folded(marked(tables.wording.own(row).text, row), after: "  - ", by: 4, width)
      case .end: break
      }
    }
    return text
  }

  /// Whose state it is, and how the clocks stand.
  func heading(_ tables: ReportTables) throws -> String {
    let whole = partnerships.isEmpty ? "All partnerships" : try tables.title
    let publicBy = header.publicBy.map { ", as public by \(legible($0))" } ?? ""
    let readings = "as of \(asOf), as known after \(counted(knownAt, "event"))\(publicBy)"
    let ended = try tables.endings.map { "\(legible($0))\n" } ?? ""
    return "\(legible(whole))\n\(readings)\n\(ended)"
  }

  /// A section as a table under its title.
  func table(_ section: Section, of tables: ReportTables, width: Int) throws -> String {
    var text = Array("\n\(section.title)\n".utf8)
    var writer = RowWriter(
      .table, columns: tables.titles(of: section), width: width, leavesOutEmpty: true
    ) { $0(&text) }
    try section.forEachRow { row in
      try writer.row(row.cells.map { Cell.text($0.withPlainSpaces) })
    }
    try writer.end()
    return String(decoding: text, as: UTF8.self)
  }
}

/// A sentence in lines of at most so many columns: the first after a mark, the others indented.
package func folded(
  _ sentence: String, after mark: String = "", by indent: Int, _ width: Int
) -> String {
  let words = legible(sentence)
  var lines: [String] = []
  var line = mark + words.prefix { $0 == " " }
  var isEmpty = true
  for word in words.split(separator: " ") {
    if !isEmpty, displayWidth(line) + 1 + displayWidth(String(word)) > width {
      lines.append(line)
      line = String(repeating: " ", count: indent)
      isEmpty = true
    }
    line += isEmpty ? "\(word)" : " \(word)"
    isEmpty = false
  }
  return (lines + [line]).joined(separator: "\n") + "\n"
}
