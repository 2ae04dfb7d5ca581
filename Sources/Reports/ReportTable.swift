import Events
import Projections

/// A table with a row for each row of a view.
struct ReportTable {
  let topic: View.Topic
  /// The key of its title in the file of each language.
  let title: String
  let view: String
  let columns: [Section.Column]
  let cells: (JSONObject) -> [String]

  init(
    _ topic: View.Topic, _ view: String, _ columns: [Section.Column],
    _ cells: @escaping (JSONObject) -> [String]
  ) {
    self.init(
      topic: topic, title: topic.title.rawValue, view: view, columns: columns, cells: cells)
  }

  fileprivate init(
    topic: View.Topic, title: String, view: String, columns: [Section.Column],
    cells: @escaping (JSONObject) -> [String]
  ) {
    self.topic = topic
    self.title = title
    self.view = view
    self.columns = columns
    self.cells = cells
  }

  func row(_ row: JSONObject) -> Section.Row {
    Section.Row(
      cells: cells(row), events: Snapshot.events(of: row),
      rows: row["row"]?.stringValue.map { [$0] } ?? [])
  }
}

extension ReportTable {
  /// The table of a view by what it says of its columns: those of which readers are told, each once.
  ///
  /// Its title is `view.NAME` in the file of each language, that of a column a word of reports of the
  /// same name or else `column.NAME`.
  init(of view: View, in topic: View.Topic, _ wording: Wording) {
    let columns = Self.columns(of: view)
    self.init(
      topic: topic, title: "view.\(view.name)", view: view.name,
      columns: columns.map { column in
        Section.Column(
          title: Word(rawValue: column.name)?.rawValue ?? "column.\(column.name)",
          kind: column.name == "effective" ? .day : Self.isFigure(column) ? .figure : .text)
      }
    ) { row in
      columns.map { column in Self.cell(column, of: row, view, wording) }
    }
  }

  /// The columns of a view of which readers are told.
  static func columns(of view: View) -> [View.Column] {
    view.exactColumns.filter { column in
      column.figure != nil && ![.event, .events].contains(column.kind)
        && !(column.stated.map { stated in view.columns.contains { $0.name == stated } } ?? false)
    }
  }

  private static func isFigure(_ column: View.Column) -> Bool {
    switch column.kind {
    case .whole, .minor, .milli, .amounts: true
    case .text, .json, .rounded, .ppb, .event, .events: column.name == "stated"
    }
  }

  private static func cell(
    _ column: View.Column, of row: JSONObject, _ view: View, _ wording: Wording
  ) -> String {
    switch (column.kind, row[column.name]) {
    case (.minor, _):
      wording.money(
        column.figure ?? column.name, of: row,
        digits: view.name == "implied_valuations" ? Amounts.quotientDigits : Amounts.digits)
    case (_, nil), (_, .null?): ""
    case (.whole, .integer(let number)?): wording.grouped(number)
    case (.text, .string(let slug)?) where view.parties.contains(column.name): wording.name(slug)
    case (.text, .string(let date)?) where column.name == "effective": wording.date(date)
    case (.text, _) where column.name == "status": wording.standing(row)
    case (.text, .string(let text)?): wording.told(text, column.name)
    case (_, _): Figures.of(row, view).first { $0.name == column.figure }?.text ?? ""
    }
  }
}

extension String {
  /// The name of a column as words: whether a figure is as stated, and a party an entity, goes without saying.
  var spokenName: String {
    for ending in ["_stated", "_entity"] where hasSuffix(ending) {
      return String(dropLast(ending.count)).spaced
    }
    return spaced
  }
}

extension Wording {
  /// The title of a table or a column by its key. English has none where it reads as it is stored.
  func title(_ key: String) -> String {
    if let title = file[key] { return title }
    let name = key.drop { $0 != "." }.dropFirst()
    let words = String(name).spokenName
    guard key.hasPrefix("view."), let first = words.first else {
      return words.isEmpty ? key : words
    }
    return first.uppercased() + words.dropFirst()
  }

  /// A text of a column: a stored word of that kind, a value as stated, or as it is.
  fileprivate func told(_ text: String, _ kind: String) -> String {
    file["\(kind).\(text)"] ?? stated(text)
  }
}
