import Events

extension Snapshot {
  /// The state as text for a terminal of this many columns.
  public func state(width: Int = 80) throws -> String {
    var text = heading
    for section in sections { text += try table(section, width: width) }
    if sections.isEmpty { text += "\nNo facts yet: `stakebook append` adds them.\n" }
    let findings = rows("discrepancies")
    if !findings.isEmpty {
      text += "\nContradictions\n"
      for finding in findings {
        let events = Self.events(of: finding).map(String.init).joined(separator: ", ")
        text += wrapped(
          "\(finding.text("severity")): \(finding.text("sentence")) [events \(events)]",
          width: width)
      }
    }
    return text
  }

  /// Whose state it is, and how the two clocks stand.
  var heading: String {
    let whole = partnerships.isEmpty ? "All partnerships" : title
    return "\(legible(whole))\nas of \(asOf), as known after \(counted(knownAt, "event"))\n"
  }

  /// A section as a table under its title.
  func table(_ section: Section, width: Int) throws -> String {
    var text = "\n\(section.title)\n"
    var writer = RowWriter(.table, columns: section.columns, width: width) { text += $0 }
    for row in section.rows { try writer.row(row.cells.map(Cell.text)) }
    try writer.end()
    return text
  }

  /// The names of its partnerships.
  var title: String {
    partnerships.map { slug in
      let row = rows("partnerships").first { $0.text("partnership") == slug }
      let name = row?.text("name") ?? ""
      return name.isEmpty ? slug : "\(name) (\(slug))"
    }.joined(separator: ", ")
  }

  /// A text as lines with a mark before the first, the others under it.
  func wrapped(_ sentence: String, mark: String = "- ", width: Int) -> String {
    let indent = String(repeating: " ", count: displayWidth(mark))
    var lines: [String] = []
    var line = ""
    for word in legible(sentence).split(separator: " ") {
      let room = width - indent.count - displayWidth(line)
      if !line.isEmpty, displayWidth(String(word)) + 1 > room {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? "\(word)" : " \(word)"
    }
    return (lines + [line]).enumerated()
      .map { place, line in (place == 0 ? mark : indent) + line + "\n" }
      .joined()
  }
}
