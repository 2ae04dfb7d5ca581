import Events

/// A spreadsheet of OpenDocument 1.2 and later (ODS, FODS): what its cells say of themselves.
///
/// Notes beside cells are passed over. Of a formula the result counts that was stored with it.
enum OpenDocument {
  /// The table of the sheet that is asked for; the document is opened twice, first for its sheets.
  static func table(_ terms: TableTerms, _ open: () throws -> XMLReader) throws -> Table {
    let names = try sheets(try open())
    guard !names.isEmpty else {
      throw Rejection(
        .badFile, "the file is XML without a spreadsheet in it",
        hint: "Save the table as CSV, XLSX or ODS.")
    }
    return try Table.ofSheets("OpenDocument spreadsheet", names, asked: terms.sheet) { place in
      OpenRows(try open(), sheet: place).next
    }
  }

  private static let mostSheets = 10_000

  private static func sheets(_ reader: XMLReader) throws -> [String] {
    var names: [String] = []
    while let token = try reader.next() {
      guard token == .start("table") else { continue }
      names.append(reader["table:name"] ?? "")
      guard names.count <= mostSheets else {
        throw Rejection(.tooBig, "the file has more than \(mostSheets) sheets")
      }
      try reader.skipElement()
    }
    return names
  }
}

/// The rows of one sheet.
private final class OpenRows {
  private let reader: XMLReader
  private let sheet: Int
  private var hasBegun = false
  private var isAtEnd = false
  private var number = 0
  /// What is given again, as often as the file says.
  private var repeated: (cells: [TableCell], rest: Int) = ([], 0)
  private var spans = Spans()

  init(_ reader: XMLReader, sheet: Int) { (self.reader, self.sheet) = (reader, sheet) }

  func next() throws -> TableRow? {
    if repeated.rest > 0 {
      repeated.rest -= 1
      number += 1
      guard number <= Table.mostRows else { throw tooManyRows() }
      return filled(repeated.cells, [])
    }
    if !hasBegun { try begin() }
    while !isAtEnd, let token = try reader.next() {
      if token == .end("table") { isAtEnd = true }
      guard token == .start("table-row") else { continue }
      let times = try count("table:number-rows-repeated")
      let (cells, reaching) = try cells()
      if cells.isEmpty {
        // A sheet ends with as many empty rows as it has room for.
        number = min(number + times, Table.mostRows)
        continue
      }
      repeated = (cells, times - 1)
      number += 1
      guard number <= Table.mostRows else { throw tooManyRows() }
      return filled(cells, reaching)
    }
    isAtEnd = true
    return nil
  }

  /// The row in hand, with what reaches into it from above; `reaching` are its own cells that reach below
  /// it, and over how many rows.
  private func filled(
    _ cells: [TableCell], _ reaching: [(column: Int, rows: Int)]
  ) -> TableRow {
    var cells = cells
    spans.fill(&cells, ofRow: number)
    for (column, rows) in reaching {
      spans.begin(at: column, through: number + rows - 1, cells[column])
    }
    return TableRow(number, cells)
  }

  private func begin() throws {
    hasBegun = true
    var place = 0
    while let token = try reader.next() {
      guard token == .start("table") else { continue }
      if place == sheet { return }
      try reader.skipElement()
      place += 1
    }
  }

  private func tooManyRows() -> Rejection {
    Rejection(.tooBig, "the sheet has more than \(Table.mostRows) rows")
  }

  private func count(_ name: String) throws(Rejection) -> Int {
    guard let text = reader[name] else { return 1 }
    guard let count = Int(text), (1...(1 << 31)).contains(count) else {
      throw ZipArchive.damaged("something in it is repeated '\(text.prefix(20))' times")
    }
    return count
  }

  /// The cells of a row up to the last in which something stands.
  private func cells() throws -> ([TableCell], reaching: [(column: Int, rows: Int)]) {
    var cells: [TableCell] = []
    var reaching: [(column: Int, rows: Int)] = []
    var blank = 0
    reader.room = Table.mostRowBytes
    defer { reader.room = nil }
    while let token = try reader.next() {
      switch token {
      case .end("table-row"): return (cells, reaching)
      case .start("table-cell"), .start("covered-table-cell"):
        let times = try count("table:number-columns-repeated")
        let rows = try count("table:number-rows-spanned")
        let cell = try cell()
        if cell.isBlank {
          blank = min(blank + times, Table.mostColumns + 1)
          continue
        }
        guard cells.count + blank + times <= Table.mostColumns else { throw tooWide(number + 1) }
        if rows > 1 { reaching.append((cells.count + blank, rows)) }
        cells += Array(repeating: .empty, count: blank) + Array(repeating: cell, count: times)
        blank = 0
      default: break
      }
    }
    return (cells, reaching)
  }

  private func cell() throws -> TableCell {
    let type = reader["office:value-type"]
    let isFault = reader["calcext:value-type"] == "error"
    let hasFormula = reader["table:formula"] != nil
    let value = reader["office:value"]
    let day = reader["office:date-value"]
    let flag = reader["office:boolean-value"]
    let said = reader["office:string-value"]
    let currency = reader["office:currency"]
    let text = try said ?? text()
    if said != nil { try reader.skipElement() }
    if isFault { return TableCell(text, .fault) }
    if hasFormula, type == nil, text.isEmpty { return .unreckoned }
    switch type {
    case "date": return day.map { TableCell(String($0.prefix(10)), .date) } ?? TableCell(text)
    case "boolean": return flag.map { TableCell($0, .flag) } ?? TableCell(text)
    case "percentage":
      let number = value.flatMap { NumberText.plain($0, shifted: 2) }
      return number.map { TableCell($0 + "%", .percent) } ?? TableCell(text)
    case "currency":
      return value.flatMap { NumberText.plain($0) }.map { TableCell($0, .money(currency)) }
        ?? TableCell(text)
    case "float":
      return value.flatMap { NumberText.plain($0) }.map { TableCell($0, .number) }
        ?? TableCell(text)
    default: return TableCell(text)
    }
  }

  /// The paragraphs of a cell, each on a line of its own, up to the cell's end.
  private func text() throws -> String {
    var lines: [String] = []
    var depth = 1
    while depth > 0, let token = try reader.next() {
      switch token {
      case .start("annotation"): try reader.skipElement()
      case .start("p"):
        lines.append("")
        depth += 1
      case .start("s"):
        let spaces = reader["text:c"].flatMap { Int($0) } ?? 1
        if !lines.isEmpty {
          lines[lines.count - 1] += String(repeating: " ", count: min(max(spaces, 1), 1000))
        }
        depth += 1
      case .start("tab"):
        if !lines.isEmpty { lines[lines.count - 1] += "\t" }
        depth += 1
      case .start("line-break"):
        if !lines.isEmpty { lines[lines.count - 1] += "\n" }
        depth += 1
      case .start: depth += 1
      case .end: depth -= 1
      case .text(let piece): if !lines.isEmpty { lines[lines.count - 1] += piece }
      }
    }
    return lines.joined(separator: "\n")
  }
}
