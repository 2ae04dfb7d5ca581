// Rows for programs: JSON, and fields between commas or tabs.

/// Rows as objects of JSON: one array with a row a line, or an object a line.
struct JSONRows: RowForm {
  private let names: [String]
  private let isArray: Bool
  private var isFirst = true

  init(_ head: TableHead, isArray: Bool) {
    names = Self.distinct(head.columns).map { "\($0.quotedJSON):" }
    self.isArray = isArray
  }

  mutating func begin(_ sample: [[Cell]]) -> String { "" }

  mutating func row(_ cells: [Cell]) -> String {
    defer { isFirst = false }
    let object = "{\(zip(names, cells).map { $0 + $1.json }.joined(separator: ","))}"
    guard isArray else { return object + "\n" }
    return (isFirst ? "[" : ",\n ") + object
  }

  func end(_ count: Int) -> String { isArray ? (count == 0 ? "[]\n" : "]\n") : "" }

  /// Names of which no two are the same: a repeated one gets the next number that is free.
  private static func distinct(_ columns: [String]) -> [String] {
    var taken = Set(columns)
    var counts: [String: Int] = [:]
    return columns.map { name in
      guard var count = counts[name] else {
        counts[name] = 1
        return name
      }
      repeat { count += 1 } while !taken.insert("\(name)_\(count)").inserted
      counts[name] = count
      return "\(name)_\(count)"
    }
  }
}

/// Rows as RFC 4180 has them. NULL is an empty field, empty text a quoted one.
struct CSVRows: RowForm {
  private let head: TableHead

  init(_ head: TableHead) { self.head = head }

  mutating func begin(_ sample: [[Cell]]) -> String {
    head.hasHeaders ? row(head.columns.map(Cell.text)) : ""
  }

  func row(_ cells: [Cell]) -> String {
    var line = ""
    for (place, cell) in cells.enumerated() {
      if place > 0 { line += "," }
      line += field(cell)
    }
    line += "\n"
    return line
  }

  func end(_ count: Int) -> String { "" }

  private func field(_ cell: Cell) -> String {
    guard case .text(let text) = cell else { return cell.plain }
    return text.csvField(raw: head.isRaw)
  }
}

/// Rows with tabs between their fields. NULL is `\N`, as databases load it.
struct TSVRows: RowForm {
  private let head: TableHead

  init(_ head: TableHead) { self.head = head }

  mutating func begin(_ sample: [[Cell]]) -> String {
    head.hasHeaders ? row(head.columns.map(Cell.text)) : ""
  }

  func row(_ cells: [Cell]) -> String {
    cells.map { $0 == .null ? "\\N" : $0.plain.tsvField }.joined(separator: "\t") + "\n"
  }

  func end(_ count: Int) -> String { "" }
}
