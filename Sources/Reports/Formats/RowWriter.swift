/// In which form rows come out.
public enum RowFormat: String, CaseIterable, Sendable {
  case table
  case json
  case jsonl
  case csv
  case tsv
  case markdown
}

/// Writes rows in one format.
///
/// A table and Markdown need all rows for their widths, the others write each as it comes.
public struct RowWriter {
  private let format: RowFormat
  private let columns: [String]
  private let names: [String]
  private let width: Int?
  private let raw: Bool
  private let write: (String) throws -> Void
  private var rows: [[Cell]] = []
  private var count = 0
  private var hasBegun = false

  /// A writer of rows with these columns.
  ///
  /// A table keeps to `width` where it is given. CSV guards against formulas, unless it is `raw`.
  public init(
    _ format: RowFormat, columns: [String], width: Int? = nil, raw: Bool = false,
    write: @escaping (String) throws -> Void
  ) {
    self.format = format
    self.columns = columns
    names = Self.distinct(columns).map { "\($0.quotedJSON):" }
    self.width = width
    self.raw = raw
    self.write = write
  }

  /// Writes a row of as many cells as there are columns.
  public mutating func row(_ cells: [Cell]) throws {
    precondition(cells.count == columns.count, "a row has as many cells as there are columns")
    try begin()
    count += 1
    switch format {
    case .table, .markdown: rows.append(cells)
    case .json: try write((count == 1 ? "[" : ",\n ") + object(cells))
    case .jsonl: try writeLine(object(cells))
    case .csv: try writeLine(cells.map(csv).joined(separator: ","))
    case .tsv: try writeLine(cells.map(\.plain.tsvField).joined(separator: "\t"))
    }
  }

  /// Writes what remains.
  public mutating func end() throws {
    try begin()
    switch format {
    case .table: try TextTable(columns: columns, rows: rows, width: width).lines.forEach(writeLine)
    case .json: try write(count == 0 ? "[]\n" : "]\n")
    case .markdown: try writeMarkdown()
    case .jsonl, .csv, .tsv: break
    }
    rows = []
  }

  private mutating func begin() throws {
    guard !hasBegun else { return }
    hasBegun = true
    switch format {
    case .csv: try writeLine(columns.map { csv(.text($0)) }.joined(separator: ","))
    case .tsv: try writeLine(columns.map(\.tsvField).joined(separator: "\t"))
    default: break
    }
  }

  private func writeLine(_ line: String) throws { try write(line + "\n") }

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

  private func object(_ cells: [Cell]) -> String {
    "{\(zip(names, cells).map { $0 + $1.json }.joined(separator: ","))}"
  }

  private func csv(_ cell: Cell) -> String {
    guard case .text(let text) = cell else { return cell.plain }
    return text.csvField(raw: raw)
  }

  private func writeMarkdown() throws {
    let isRight = columns.indices.map { place in
      rows.contains { $0[place].isNumber }
        && rows.allSatisfy { $0[place].isNumber || $0[place] == .null }
    }
    func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
    try writeLine(line(columns.map(\.markdownText)))
    try writeLine(line(isRight.map { $0 ? "---:" : "---" }))
    for row in rows { try writeLine(line(row.map(\.plain.markdownText))) }
  }
}
