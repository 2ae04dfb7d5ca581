/// Rows as aligned text for a terminal.
///
/// Numbers stand to the right, NULL is `-`. Where the width is too small the widest text columns
/// shrink and their cells wrap; where even that does not do, each row becomes a block of lines.
struct TextTable {
  private let columns: [String]
  private let rows: [[Cell]]
  private let width: Int?
  private static let gap = "  "
  private static let leastColumn = 8
  private static let mostLines = 6

  init(columns: [String], rows: [[Cell]], width: Int?) {
    self.columns = columns.map(legible)
    self.rows = rows
    self.width = width
  }

  /// The lines, without their ends.
  var lines: [String] {
    guard let widths else { return blocks }
    let texts = rows.map { $0.map(Self.shown) }
    let isRight = columns.indices.map { place in
      !rows.isEmpty && rows.allSatisfy { $0[place].isNumber || $0[place] == .null }
    }
    var lines = joined([columns], widths, isRight)
    lines.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: Self.gap))
    for row in texts { lines += joined([row], widths, isRight) }
    if rows.isEmpty { lines.append("(no rows)") }
    return lines
  }

  private static func shown(_ cell: Cell) -> String {
    cell == .null ? "-" : legible(cell.plain)
  }

  /// The width of each column, or nil where they cannot be made to fit.
  private var widths: [Int]? {
    var widths = columns.map(displayWidth)
    var isFixed = columns.map { _ in true }
    for row in rows {
      for (place, cell) in row.enumerated() {
        widths[place] = max(widths[place], displayWidth(Self.shown(cell)))
        if !cell.isNumber, cell != .null { isFixed[place] = false }
      }
    }
    guard let width else { return widths }
    let gaps = Self.gap.count * max(0, columns.count - 1)
    // A column never shrinks below its longest word, as long as there is room for that.
    let floors = columns.indices.map { place -> Int in
      if isFixed[place] { return widths[place] }
      let words = [columns[place]] + rows.map { Self.shown($0[place]) }
      let longest = words.flatMap(Self.words).map(displayWidth).max() ?? 0
      return min(widths[place], max(Self.leastColumn, longest))
    }
    for least in [
      floors, isFixed.indices.map { isFixed[$0] ? widths[$0] : min(widths[$0], Self.leastColumn) },
    ] {
      var shrunk = widths
      while shrunk.reduce(gaps, +) > width {
        let widest = shrunk.indices.filter { shrunk[$0] > least[$0] }.max {
          shrunk[$0] < shrunk[$1]
        }
        guard let widest else { break }
        shrunk[widest] -= 1
      }
      if shrunk.reduce(gaps, +) <= width { return shrunk }
    }
    return nil
  }

  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    for character in text {
      if character == " " {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
        // A slug may break after its hyphens and a name after its underscores.
        if "-_/,".contains(character) {
          words.append(word)
          word = ""
        }
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  private func joined(_ row: [[String]], _ widths: [Int], _ isRight: [Bool]) -> [String] {
    let cells = zip(row[0], widths).map(Self.wrapped)
    let height = cells.map(\.count).max() ?? 1
    return (0..<height).map { line in
      let parts = cells.indices.map { place in
        let text = line < cells[place].count ? cells[place][line] : ""
        let space = String(repeating: " ", count: max(0, widths[place] - displayWidth(text)))
        return isRight[place] ? space + text : text + space
      }
      return Self.trimmed(parts.joined(separator: Self.gap))
    }
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }

  /// A cell in lines of at most this width, broken between words where there are any.
  private static func wrapped(_ text: String, _ width: Int) -> [String] {
    guard displayWidth(text) > width else { return [text] }
    var lines: [String] = []
    var line = ""
    var used = 0
    var breakable: (line: String.Index, used: Int)?
    for character in text {
      let size = displayWidth(String(character))
      if used + size > width {
        if character == " " {
          lines.append(line)
          line = ""
          used = 0
          breakable = nil
          continue
        }
        if let point = breakable {
          let rest = String(line[point.line...])
          lines.append(trimmed(String(line[..<point.line])))
          line = rest
          used -= point.used
        } else {
          lines.append(line)
          line = ""
          used = 0
        }
        breakable = nil
      }
      line.append(character)
      used += size
      if " -_/,".contains(character) { breakable = (line.endIndex, used) }
    }
    if !line.isEmpty { lines.append(line) }
    if lines.count > mostLines {
      lines = Array(lines.prefix(mostLines))
      lines[mostLines - 1] = "…"
    }
    return lines
  }

  /// One line for each cell, where no table fits.
  private var blocks: [String] {
    let name = columns.map(displayWidth).max() ?? 0
    return rows.enumerated().flatMap { place, row in
      (place > 0 ? [""] : [])
        + zip(columns, row).map { column, cell in
          let space = String(repeating: " ", count: name - displayWidth(column))
          return "\(column)\(space)  \(Self.shown(cell))"
        }
    }
  }
}
