import Events
import Projections

/// Rows of a view as a page's table shows them: the columns of which readers are told, in the words of
/// a report, each row with its name and its events.
package struct PageTable: Sendable {
  /// A column: what the view calls it, how it is titled, and whether it stands to the right.
  package struct Column: Sendable {
    package let name: String
    package let title: String
    package let isFigure: Bool
  }

  /// A row: its cells, what it is called in its view, the row that explains it, and the events behind it.
  package struct Row: Sendable {
    package let cells: [String]
    package let name: String
    package let why: String?
    package let events: [Seq]
  }

  /// The columns in which some row has anything but zero.
  package let columns: [Column]
  /// The rows.
  package let rows: [Row]

  /// The key of a column's title: an amount is called as its figure is.
  private static func key(_ column: View.Column, _ title: String) -> String {
    guard case .minor = column.kind, let figure = column.figure else { return title }
    return Word(rawValue: figure)?.rawValue ?? "column.\(figure)"
  }

  /// The columns in which slugs of rights, rounds, commitments and the like stand.
  private static let things: Set<String> = Set(
    Noun.allCases.filter { $0 != .entity }.map { $0.rawValue.replacing(" ", with: "_") }
  ).union(["excludes", "includes", "replaced_by", "share", "part_of", "whole", "thing"])

  /// Whether slugs of rights, rounds, commitments and the like stand in a column.
  package static func hasThings(_ column: String) -> Bool { things.contains(column) }

  /// Amounts that most rows do not have: where none of them has any the column says nothing.
  private static let besides: Set<String> = [
    "conditional", "non_binding", "reduced", "increased", "not_broken_down",
    "not_broken_down_outstanding", "paid_in_sum",
  ]

  /// Amounts that came of a promise.
  private static let came: Set<String> = ["funded", "drawn", "paid"]

  /// A cell: nothing where there is no amount or what the day beside it says already, and stored words
  /// with spaces.
  private static func cell(
    _ text: String, _ column: View.Column, _ row: JSONObject, _ wording: Wording
  ) -> String {
    if things.contains(column.name) { return wording.things(text) }
    if case .minor(let currency) = column.kind, row[currency] == nil { return "" }
    if let figure = column.figure, came.contains(figure), row["\(figure)_low_minor"] == nil,
      row["\(figure)_minor"] == nil
    {
      return wording(.noneRecorded)
    }
    // What a claim says stands beside its ends, which are counted in its least unit.
    let untold: Set = ["day_earliest", "day_latest", "due_latest", "low", "high"]
    if untold.contains(column.name) { return "" }
    // A claim about a list has it as it is stored.
    if text.hasPrefix("[\""), let items = try? JSON.read(Array(text.utf8)).arrayValue {
      return items.compactMap(\.stringValue).joined(separator: ", ")
    }
    return text.contains("_") && text.allSatisfy({ $0.isLowercase || $0 == "_" })
      ? text.spaced : text
  }

  /// A title as one: some words are made to have something put in.
  static func title(_ words: String) -> String {
    let kept = words.split { " \u{A0}\u{202F}".contains($0) }.filter { !$0.hasPrefix("{") }
    return kept.joined(separator: " ")
  }

  /// The keys of the titles of a view's columns.
  package static func keys(of view: View, _ words: PageWords) -> [String] {
    if let columns = chosen(of: view, words.wording) { return columns.map(\.title.rawValue) }
    let table = ReportTable(of: view, in: view.uses.topic ?? .timeline, words.wording)
    return zip(ReportTable.columns(of: view), table.columns).map { key($0, $1.title) }
  }

  init(columns: [Column], rows: [Row]) { (self.columns, self.rows) = (columns, rows) }

  /// The columns that a table of the view may have, with their titles.
  package static func titles(of view: View, _ words: PageWords) -> [(name: String, title: String)] {
    let names =
      chosen(of: view, words.wording)?.map(\.name) ?? ReportTable.columns(of: view).map(\.name)
    return zip(names, keys(of: view, words)).map { ($0, title(words.title($1))) }
  }

  /// Shows rows of a view, as a query or a reading gives them.
  package init(of view: View, _ rows: [JSONObject], _ words: PageWords) {
    if let columns = Self.chosen(of: view, words.wording) {
      self.init(of: view, rows, columns, words)
    } else {
      self.init(allOf: view, rows, words)
    }
  }

  /// The same with all columns of which readers are told.
  private init(allOf view: View, _ rows: [JSONObject], _ words: PageWords) {
    let table = ReportTable(of: view, in: view.uses.topic ?? .timeline, words.wording)
    let told = ReportTable.columns(of: view)
    let names = told.map(\.name)
    let cells = rows.map { row in
      zip(told, table.cells(row)).map { Self.cell($1, $0, row, words.wording) }
    }
    let filled = names.indices.filter { place in
      guard cells.contains(where: { !["", "0"].contains($0[place]) }) else { return false }
      if let figure = told[place].figure, Self.besides.contains(figure) {
        return rows.contains { !Amounts.isNothing(figure, of: $0) }
      }
      // What only says again what an entity is called.
      return view.name != "entities" || !["name", "current"].contains(names[place])
        || cells.contains { $0[place] != $0[0] && !$0[place].isEmpty }
    }
    columns = filled.map { place in
      Column(
        name: names[place],
        title: Self.title(words.title(Self.key(told[place], table.columns[place].title))),
        isFigure: table.columns[place].kind == .figure && !told[place].isFlag)
    }
    self.rows = zip(rows, cells).map { row, cells in
      Row(
        cells: filled.map { cells[$0] }, name: view.name(of: row), why: view.explaining(row),
        events: Snapshot.events(of: row))
    }
  }
}

extension View.Column {
  /// Whether it says yes or no.
  package var isFlag: Bool { kind == .whole && meaning.hasPrefix("1 w") }
}

extension JSONObject {
  /// A row of a view as a query gives it, with what is JSON read as such.
  package func read(as view: View) -> JSONObject {
    var row = self
    for column in view.columns {
      guard case .string(let text)? = row[column.name] else {
        if row[column.name] == .null { row[column.name] = nil }
        continue
      }
      switch column.kind {
      case .json, .events, .amounts:
        if let json = try? JSON.read(Array(text.utf8)) { row[column.name] = json }
      default: break
      }
    }
    return row
  }
}
