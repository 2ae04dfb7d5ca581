/// Rows as aligned text for a terminal.
///
/// Numbers stand to the right, NULL is `-`. Where the width is too small the widest text columns
/// shrink and their cells wrap; where even that does not do, each row becomes a block of lines.
struct TextTable {
  private let columns: [String]
  private let texts: [[String]]
  private let isNumeric: [Bool]
  private let width: Int?
  private static let gap = "  "
  private static let leastColumn = 8
  private static let mostLines = 6

  init(columns: [String], rows: [[Cell]], width: Int?) {
    self.columns = columns.map(legible)
    texts = rows.map { $0.map(Self.shown) }
    isNumeric = columns.indices.map { place in
      rows.allSatisfy { $0[place].isNumber || $0[place] == .null }
    }
    self.width = width
  }

  /// The lines, without their ends.
  var lines: [String] {
    guard let widths else { return blocks }
    let isRight = isNumeric.map { $0 && !texts.isEmpty }
    var lines = joined(columns, widths, isRight)
    lines.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: Self.gap))
    for row in texts { lines += joined(row, widths, isRight) }
    if texts.isEmpty { lines.append("(no rows)") }
    return lines
  }

  private static func shown(_ cell: Cell) -> String {
    cell == .null ? "-" : legible(cell.plain)
  }

  /// The width of each column, or nil where they cannot be made to fit.
  private var widths: [Int]? {
    var widths = columns.map { displayWidth($0) }
    for row in texts {
      for (place, text) in row.enumerated() {
        widths[place] = max(widths[place], displayWidth(text))
      }
    }
    let gaps = Self.gap.count * max(0, columns.count - 1)
    guard let width, widths.reduce(gaps, +) > width else { return widths }
    // A column never shrinks below its longest word, as long as there is room for that.
    let floors = columns.indices.map { place in
      isNumeric[place] ? widths[place] : min(widths[place], longestWord(place))
    }
    let leasts = columns.indices.map { place in
      isNumeric[place] ? widths[place] : min(widths[place], Self.leastColumn)
    }
    return Self.shrunk(widths, to: width - gaps, least: floors)
      ?? Self.shrunk(widths, to: width - gaps, least: leasts)
  }

  private func longestWord(_ place: Int) -> Int {
    texts.reduce(max(Self.leastColumn, Self.longestWord(columns[place]))) { longest, row in
      max(longest, Self.longestWord(row[place]))
    }
  }

  /// The widths with the widest made narrower until their sum fits, or nil where it cannot.
  private static func shrunk(_ widths: [Int], to room: Int, least: [Int]) -> [Int]? {
    guard least.reduce(0, +) <= room else { return nil }
    // No column can be wider than the whole: this much goes at once, the rest step by step.
    var shrunk = widths.map { min($0, room) }
    var excess = shrunk.reduce(-room, +)
    while excess > 0 {
      let widest = shrunk.indices.filter { shrunk[$0] > least[$0] }.max { shrunk[$0] < shrunk[$1] }
      guard let widest else { return nil }
      shrunk[widest] -= 1
      excess -= 1
    }
    return shrunk
  }

  private static func longestWord(_ text: String) -> Int {
    var longest = 0
    var word = 0
    for character in text {
      if character == " " {
        word = 0
        continue
      }
      word += displayWidth(character)
      longest = max(longest, word)
      // A slug may break after its hyphens and a name after its underscores.
      if isBreak(character) { word = 0 }
    }
    return longest
  }

  /// Whether a line may end after it.
  private static func isBreak(_ character: Character) -> Bool {
    switch character {
    case " ", "-", "_", "/", ",": true
    default: false
    }
  }

  private func joined(_ row: [String], _ widths: [Int], _ isRight: [Bool]) -> [String] {
    let cells = zip(row, widths).map(Self.wrapped)
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
      if lines.count > mostLines { break }
      let size = displayWidth(character)
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
        }
        // Without such a place, or where a wide character finds no room behind the rest.
        if used + size > width {
          lines.append(line)
          line = ""
          used = 0
        }
        breakable = nil
      }
      line.append(character)
      used += size
      if isBreak(character) { breakable = (line.endIndex, used) }
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
    guard !texts.isEmpty else { return columns + ["(no rows)"] }
    let name = columns.map { displayWidth($0) }.max() ?? 0
    return texts.enumerated().flatMap { place, row in
      (place > 0 ? [""] : [])
        + zip(columns, row).map { column, text in
          let space = String(repeating: " ", count: name - displayWidth(column))
          return Self.trimmed("\(column)\(space)  \(text)")
        }
    }
  }
}
