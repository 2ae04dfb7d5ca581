import Events

/// A snapshot made readable as Markdown: tables, and a footnote with the sources of every row.
///
/// It is rendered from the snapshot alone, so that it can be made again from the file.
public struct MarkdownReport: Sendable {
  private let snapshot: Snapshot

  /// The report of a snapshot.
  public init(_ snapshot: Snapshot) { self.snapshot = snapshot }

  /// The Markdown.
  public var text: String {
    let partnerships = snapshot.partnerships
    var text = "# \(partnerships.isEmpty ? "Partnerships" : snapshot.title.markdownText)\n\n"
    text += "State as of \(snapshot.asOf), as known after \(counted(snapshot.knownAt, "event")).\n"
    var cited: Set<Seq> = []
    for section in snapshot.sections {
      text += "\n## \(section.title)\n\n"
      text += "| \(section.columns.joined(separator: " | ")) | sources |\n"
      text += String(repeating: "|---", count: section.columns.count + 1) + "|\n"
      for row in section.rows {
        cited.formUnion(row.events)
        let notes = row.events.map { "[^\($0)]" }.joined()
        text += "| \(row.cells.map(\.markdownText).joined(separator: " | ")) | \(notes) |\n"
      }
    }
    text += findings(&cited)
    text += timeline(&cited)
    text += notes
    for seq in cited.sorted() { text += footnote(seq) }
    return text
  }

  private func findings(_ cited: inout Set<Seq>) -> String {
    let rows = snapshot.openFindings
    guard !rows.isEmpty || snapshot.explained != nil else { return "" }
    var text = "\n## Contradictions\n\n"
    for row in rows {
      let events = Snapshot.events(of: row)
      cited.formUnion(events)
      let notes = events.map { "[^\($0)]" }.joined()
      text += "- **\(row.text("severity"))** \(row.text("sentence").markdownText)\(notes)\n"
    }
    if let explained = snapshot.explained { text += "\(rows.isEmpty ? "" : "\n")\(explained)\n" }
    return text
  }

  private func timeline(_ cited: inout Set<Seq>) -> String {
    let rows = snapshot.rows("timeline").filter { $0.text("stream") != "entities" }
    guard !rows.isEmpty else { return "" }
    var text = "\n## Timeline\n\n"
    for row in rows {
      let events = Snapshot.events(of: row)
      cited.formUnion(events)
      let notes = events.map { "[^\($0)]" }.joined()
      let status = row.text("status") == "confirmed" ? "" : " (\(row.text("status")))"
      let line = "\(row.text("effective")): \(row.text("headline"))".markdownText
      text += "- \(line)\(status)\(notes)\n"
    }
    return text
  }

  private var notes: String {
    let rows = snapshot.rows("notes")
    guard !rows.isEmpty else { return "\n" }
    return "\n## Notes\n\n" + rows.map { "- \($0.text("text").markdownText)\n" }.joined() + "\n"
  }

  private func footnote(_ seq: Seq) -> String {
    guard let event = snapshot.event(seq) else { return "" }
    let sources = (event["sources"]?.arrayValue ?? []).compactMap(\.objectValue).map { source in
      var text = source.text("title").markdownText
      if !source.text("url").isEmpty { text = "[\(text)](<\(source.text("url").markdownAddress)>)" }
      let more = ["publisher", "kind", "published", "locator"].map { source.text($0).markdownText }
        .filter { !$0.isEmpty }
      return text + (more.isEmpty ? "" : " (\(more.joined(separator: ", ")))")
    }
    let told = sources.isEmpty ? "no source" : sources.joined(separator: "; ")
    let day = event.text("recorded_at").prefix(10)
    return """
      [^\(seq)]: \(event.text("type")), \(event.text("effective").markdownText), \(event.text("status")), \
      recorded \(day): \(told)\n
      """
  }
}
