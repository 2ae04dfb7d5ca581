import Events

/// One value of a row.
public enum Cell: Equatable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  /// Whether it is set to the right.
  var isNumber: Bool {
    switch self {
    case .integer, .real: true
    default: false
    }
  }

  /// The value as plain text; NULL is empty.
  var plain: String {
    switch self {
    case .null: ""
    case .integer(let number): String(number)
    case .real(let number): Self.decimal(number)
    case .text(let text): text
    case .blob(let bytes): bytes.hexadecimal
    }
  }

  /// A REAL by its shortest digits, never with an exponent below 10^21 (as JSON has it).
  private static func decimal(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "-Inf" : "Inf" }
    return JSON.number(number).canonical
  }
}

/// In which form rows come out.
public enum RowFormat: String, CaseIterable, Sendable {
  case table
  case json
  case jsonl
  case csv
  case tsv
  case markdown
}

/// Writes rows in one format. A table and Markdown need all rows for their widths, the others
/// write each as it comes.
public struct RowWriter {
  private let format: RowFormat
  private let columns: [String]
  private let width: Int?
  private let write: (String) throws -> Void
  private var rows: [[Cell]] = []
  private var count = 0

  /// A writer of rows with these columns; a table keeps to `width` where it is given.
  public init(
    _ format: RowFormat, columns: [String], width: Int? = nil,
    write: @escaping (String) throws -> Void
  ) {
    self.format = format
    self.columns = format == .json || format == .jsonl ? Self.distinct(columns) : columns
    self.width = width
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
    case .jsonl: try write(object(cells) + "\n")
    case .csv: try write(cells.map(Self.csv).joined(separator: ",") + "\n")
    case .tsv: try write(cells.map { Self.tsv($0.plain) }.joined(separator: "\t") + "\n")
    }
  }

  /// Writes what remains.
  public mutating func end() throws {
    try begin()
    switch format {
    case .table: try TextTable(columns: columns, rows: rows, width: width).lines.forEach(writeLine)
    case .json: try write(count == 0 ? "[]\n" : "]\n")
    case .markdown: try markdown().forEach(writeLine)
    case .jsonl, .csv, .tsv: break
    }
    rows = []
  }

  private var hasBegun = false

  private mutating func begin() throws {
    guard !hasBegun else { return }
    hasBegun = true
    switch format {
    case .csv: try write(columns.map { Self.csv(.text($0)) }.joined(separator: ",") + "\n")
    case .tsv: try write(columns.map(Self.tsv).joined(separator: "\t") + "\n")
    default: break
    }
  }

  private func writeLine(_ line: String) throws { try write(line + "\n") }

  private static func distinct(_ columns: [String]) -> [String] {
    var seen: [String: Int] = [:]
    return columns.map { name in
      seen[name, default: 0] += 1
      let count = seen[name] ?? 1
      return count == 1 ? name : "\(name)_\(count)"
    }
  }

  // MARK: - Forms

  private func object(_ cells: [Cell]) -> String {
    let members = zip(columns, cells).map { name, cell in
      "\(JSON.string(name).canonical):\(Self.json(cell))"
    }
    return "{\(members.joined(separator: ","))}"
  }

  private static func json(_ cell: Cell) -> String {
    switch cell {
    case .null: return "null"
    case .integer(let number): return String(number)
    case .real(let number): return number.isFinite ? JSON.number(number).canonical : "null"
    case .blob(let bytes): return "\"\(bytes.hexadecimal)\""
    case .text(let text):
      var escaped = ""
      for scalar in JSON.string(text).canonical.unicodeScalars {
        // What could turn a terminal's line around is escaped as JSON can.
        if scalar.properties.generalCategory == .format || 0x7F...0x9F ~= scalar.value {
          for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
          }
        } else {
          escaped.unicodeScalars.append(scalar)
        }
      }
      return escaped
    }
  }

  /// RFC 4180. Empty text is quoted, to tell it from NULL; text that a spreadsheet would run as a
  /// formula gets an apostrophe.
  static func csv(_ cell: Cell) -> String {
    guard case .text(let raw) = cell else { return cell.plain }
    var text = withoutControls(raw)
    if let first = text.utf8.first, "=+-@\t\r".utf8.contains(first), !isNumeral(text) {
      text = "'" + text
    }
    let needsQuotes =
      text.isEmpty || text.hasPrefix(" ") || text.hasSuffix(" ")
      || text.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes else { return text }
    return
      "\"\(text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
  }

  private static func isNumeral(_ text: String) -> Bool {
    text.utf8.dropFirst().allSatisfy { 0x30...0x39 ~= $0 || $0 == 0x2E } && text.utf8.count > 1
  }

  private static func tsv(_ text: String) -> String {
    var escaped = ""
    for character in withoutControls(text) {
      switch character {
      case "\t": escaped += "\\t"
      case "\n": escaped += "\\n"
      case "\r", "\r\n": escaped += "\\r"
      case "\\": escaped += "\\\\"
      default: escaped.append(character)
      }
    }
    return escaped
  }

  /// Controls but for tab and line breaks as escapes; the rest as it is.
  private static func withoutControls(_ text: String) -> String {
    text.split(omittingEmptySubsequences: false) { "\t\n\r\r\n".contains($0) }.count == 1
      ? legible(text)
      : String(
        text.flatMap { character in
          "\t\n\r\r\n".contains(character) ? String(character) : legible(String(character))
        })
  }

  private func markdown() -> [String] {
    let isRight = columns.indices.map { place in
      rows.contains { $0[place].isNumber }
        && rows.allSatisfy { $0[place].isNumber || $0[place] == .null }
    }
    func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
    return [line(columns.map(Self.markdown)), line(isRight.map { $0 ? "---:" : "---" })]
      + rows.map { row in line(row.map { Self.markdown($0.plain) }) }
  }

  private static func markdown(_ text: String) -> String {
    var escaped = ""
    for character in legible(text) {
      switch character {
      case "|": escaped += "\\|"
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
