import Events

extension Snapshot {
  /// The state as text for a terminal of this many columns.
  public func state(width: Int = 80) throws -> String {
    var text = ""
    let whole = partnerships.isEmpty ? "All partnerships" : title
    text += "\(legible(whole))\nas of \(asOf), as known after \(counted(knownAt, "event"))\n"
    for section in sections {
      text += "\n\(section.title)\n"
      var writer = RowWriter(.table, columns: section.columns, width: width) { text += $0 }
      for row in section.rows { try writer.row(row.cells.map(Cell.text)) }
      try writer.end()
    }
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

  /// The names of its partnerships.
  var title: String {
    partnerships.map { slug in
      let row = rows("partnerships").first { $0.text("partnership") == slug }
      let name = row?.text("name") ?? ""
      return name.isEmpty ? slug : "\(name) (\(slug))"
    }.joined(separator: ", ")
  }

  private func wrapped(_ sentence: String, width: Int) -> String {
    var lines: [String] = []
    var line = "-"
    for word in legible(sentence).split(separator: " ") {
      if displayWidth(line) + 1 + displayWidth(String(word)) > width, line != "-" {
        lines.append(line)
        line = " "
      }
      line += " \(word)"
    }
    return (lines + [line]).joined(separator: "\n") + "\n"
  }
}
