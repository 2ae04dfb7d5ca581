import Events
import Projections

extension Snapshot {
  /// The state as text for a terminal of this many columns.
  public func state(width: Int = 80) throws -> String {
    var wording = Wording(.english)
    let kept = spooled()
    wording.given = try kept.chronicle().given
    let tables = ReportTables(kept, wording)
    var text = try heading(tables)
    var hasFacts = false
    try tables.forEachSection { section in
      hasFacts = true
      text += try table(section, of: tables, width: width)
    }
    if !hasFacts { text += "\nNo facts yet: `stakebook append` adds them.\n" }
    var hasOpen = false
    try tables.forEachOpenFinding { finding in
      if !hasOpen { text += "\nContradictions\n" }
      hasOpen = true
      let events = Self.events(of: finding).map(String.init).joined(separator: ", ")
      text += folded(
        "- \(finding.text("severity")): \(finding.text("sentence")) [events \(events)]",
        by: 2, width)
    }
    if let explained = try tables.explained { text += "\n\(explained)\n" }
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
func folded(_ sentence: String, after mark: String = "", by indent: Int, _ width: Int) -> String {
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
