import Projections

/// Rows as aligned text for a terminal, open or in a box.
///
/// Numbers stand to the right, NULL is `-`. Where the width is too small the widest text columns
/// shrink and their cells wrap; where that breaks a word, or makes a cell of very many lines, the rows
/// stand one below the other. Nothing is cut. Widths are those of the sample: text of a later row
/// wraps or stands out, a number is never broken.
struct GridRows: RowForm {
  /// What stands around the cells.
  struct Border {
    var left = ""
    var gap = "  "
    var right = ""
    /// The line under the header, as its left end, crossing and right end.
    var rule = ("", "  ", "")
    var top: (String, String, String)?
    var bottom: (String, String, String)?

    static let open = Border()
    static let box = Border(
      left: "│ ", gap: " │ ", right: " │", rule: ("├─", "─┼─", "─┤"), top: ("┌─", "─┬─", "─┐"),
      bottom: ("└─", "─┴─", "─┘"))
  }

  private static let leastColumn = 8
  /// Where there is no width: a longer text stands out, and does not make every row as long.
  private static let mostColumn = 1000
  /// A cell that takes more lines is read more easily as a line of its own.
  private static let mostLines = 12

  private let head: TableHead
  private let columns: [String]
  private let border: Border
  private var widths: [Int] = []
  private var isRight: [Bool] = []
  private var vertical: VerticalRows?

  init(_ head: TableHead, _ border: Border) {
    self.head = head
    self.border = border
    columns = head.columns.map(legible)
  }

  mutating func begin(_ sample: [RowBuffer], to output: inout [UInt8]) {
    isRight = numericColumns(columns.count, sample)
    guard let widths = widths(sample.map { $0.map(\.shown) }) else {
      vertical = VerticalRows(head)
      return
    }
    self.widths = widths
    if let top = border.top { output += line(top).utf8 }
    if head.hasHeaders { output += (joined(columns) + line(border.rule)).utf8 }
  }

  mutating func row(_ cells: RowBuffer, to output: inout [UInt8]) {
    guard vertical == nil else {
      vertical?.row(cells, to: &output)
      return
    }
    output += joined(cells.map(\.shown)).utf8
  }

  func end(_ count: Int, to output: inout [UInt8]) {
    if let vertical { return vertical.end(count, to: &output) }
    if let bottom = border.bottom { output += line(bottom).utf8 }
    if count == 0, head.hasHeaders { output += "(no rows)\n".utf8 }
  }

  /// The width of each column, or nil where they cannot be made to fit.
  private func widths(_ texts: [[String]]) -> [Int]? {
    var widths = columns.map { head.hasHeaders ? displayWidth($0) : 0 }
    for row in texts {
      for (place, text) in row.enumerated() {
        widths[place] = max(widths[place], displayWidth(text))
      }
    }
    let frame =
      border.left.count + border.right.count + border.gap.count * max(0, columns.count - 1)
    guard let width = head.width else { return widths.map { min($0, Self.mostColumn) } }
    guard widths.reduce(frame, +) > width else { return widths }
    // A column never shrinks below its longest word, as long as there is room for that.
    let floors = columns.indices.map { place in
      isRight[place] ? widths[place] : min(widths[place], longest(place, texts))
    }
    // The only column has nothing to give way to.
    guard columns.count > 1 else { return [width - frame] }
    return Self.shrunk(widths, to: width - frame, least: floors).flatMap { widths in
      let isHigh = texts.contains { row in
        row.indices.contains { place in
          !isRight[place]
            && (displayWidth(row[place]) > widths[place] * Self.mostLines
              || wrapped(row[place], widths[place]).count > Self.mostLines)
        }
      }
      return isHigh ? nil : widths
    }
  }

  private func longest(_ place: Int, _ texts: [[String]]) -> Int {
    texts.reduce(max(Self.leastColumn, longestWord(columns[place]))) { longest, row in
      max(longest, longestWord(row[place]))
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

  private func line(_ ends: (String, String, String)) -> String {
    let dashes = widths.map { String(repeating: "─", count: $0) }
    return ends.0 + dashes.joined(separator: ends.1) + ends.2 + "\n"
  }

  /// A row in as many lines as its highest cell takes.
  private func joined(_ row: [String]) -> String {
    let cells = row.indices.map { place in
      isRight[place] || head.width == nil
        ? [row[place]] : wrapped(row[place], widths[place])
    }
    let height = cells.map(\.count).max() ?? 1
    return (0..<height).map { line in
      let parts = cells.indices.map { place in
        let text = line < cells[place].count ? cells[place][line] : ""
        let space = String(repeating: " ", count: max(0, widths[place] - displayWidth(text)))
        return isRight[place] ? space + text : text + space
      }
      return trimmed(border.left + parts.joined(separator: border.gap) + border.right) + "\n"
    }.joined()
  }
}
