import Events
import Projections

/// A snapshot made readable as text that fits 80 columns: the tables of `state`, the timeline, the
/// notes, and the sources by the seq of their event.
public struct TextReport {
  private static let width = 80
  private let tables: ReportTables
  private let write: (String) throws -> Void
  private var cited = Citations()

  private var snapshot: any SnapshotRows { tables.snapshot }
  private var wording: Wording { tables.wording }

  /// Writes the report of a snapshot.
  public static func write(
    _ snapshot: some SnapshotRows, in language: Language = .english,
    to write: (String) throws -> Void
  ) throws {
    try withoutActuallyEscaping(write) { write in
      var report = TextReport(tables: try ReportTables(snapshot, language)) {
        try write($0.withPlainSpaces)
      }
      try report.page()
    }
  }

  private init(tables: ReportTables, write: @escaping (String) throws -> Void) {
    self.tables = tables
    self.write = write
  }

  private mutating func page() throws {
    let wording = wording
    let title = try tables.title
    try write(folded(title, by: 0, Self.width))
    try write(folded(wording.readings(of: snapshot.header), by: 0, Self.width))
    if let ended = try tables.endings { try write(folded(ended, by: 2, Self.width)) }
    let tables = tables
    try tables.forEachSection { try table($0) }
    try list(.contradictions, of: "discrepancies") { row in
      let severity = wording.stored("severity", row.text("severity"))
      return wording.pair(severity, wording.sentence(of: row).text)
    }
    if let explained = try tables.explained { try write("\n\(explained)\n") }
    try list(.timeline, of: "timeline") { wording.entry($0) }
    try list(.notes, of: "notes") { $0.text("text") }
    try sources()
  }

  private mutating func table(_ section: Section) throws {
    try write("\n" + folded(section.title, by: 2, Self.width))
    let columns =
      tables.titles(of: section) + [wording(.sourcesColumn)]
    let write = write
    var writer = RowWriter(.table, columns: columns, width: Self.width) { piece in
      var lines: [UInt8] = []
      piece(&lines)
      try write(String(decoding: lines, as: UTF8.self))
    }
    try section.forEachRow { row in
      cited.cite(row.events)
      let events = row.events.map(String.init).joined(separator: ", ")
      try writer.row((row.cells + [events]).map { Cell.text($0.withPlainSpaces) })
    }
    try writer.end()
  }

  /// A line for each row of a view, but for what notes explain and for mere names.
  private mutating func list(
    _ title: Word, of view: String, _ told: (JSONObject) -> String
  ) throws {
    var hasBegun = false
    let snapshot = snapshot
    try snapshot.forEachRow(of: view) { row in
      guard row["silenced_by"] == nil, row.text("stream") != "entities" else { return }
      if !hasBegun { try write("\n\(wording(title))\n") }
      hasBegun = true
      let events = Snapshot.events(of: row)
      cited.cite(events)
      let seqs = events.map(String.init).joined(separator: ", ")
      try write(folded("\(told(row)) [\(seqs)]", after: "- ", by: 2, Self.width))
    }
  }

  private func sources() throws {
    var hasBegun = false
    try snapshot.forEachEvent(cited.seqs) { seq, event in
      if !hasBegun { try write("\n\(wording(.sources))\n") }
      hasBegun = true
      let sources = (event["sources"]?.arrayValue ?? []).compactMap(\.objectValue).map { source in
        let title = wording.shortened(source.text("title"), to: 300)
        let more = wording.details(of: source) + [source.text("url")].filter { !$0.isEmpty }
        return title + (more.isEmpty ? "" : " (\(more.joined(separator: ", ")))")
      }
      let told = sources.isEmpty ? wording(.noSource) : sources.joined(separator: "; ")
      try write(
        folded(
          wording.pair(wording.facts(of: event), told), after: "[\(seq)] ", by: 6, Self.width))
    }
  }
}
