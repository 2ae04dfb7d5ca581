import Projections

/// Rows one below the other: a line for each cell, an empty line between two rows.
///
/// Nothing is cut: this is where a long value is seen whole.
struct VerticalRows: RowForm {
  private static let leastColumn = 8

  private let columns: [String]
  private let indent: Int
  private let room: Int?
  private let hasHeaders: Bool
  private let leavesOutEmpty: Bool
  private var isFirst = true

  init(_ head: TableHead) {
    columns = head.columns.map(legible)
    hasHeaders = head.hasHeaders
    leavesOutEmpty = head.leavesOutEmpty
    let widest = columns.map { displayWidth($0) }.max() ?? 0
    let indent = hasHeaders ? widest + 2 : 0
    self.indent = indent
    room = head.width.map { max(Self.leastColumn, $0 - indent) }
  }

  mutating func begin(_ sample: [RowBuffer], to output: inout [UInt8]) {}

  mutating func row(_ cells: RowBuffer, to output: inout [UInt8]) {
    if !isFirst { output += "\n".utf8 }
    isFirst = false
    for (column, cell) in zip(columns, cells) where !leavesOutEmpty || !cell.isEmpty {
      output += line(column, cell).utf8
    }
  }

  func end(_ count: Int, to output: inout [UInt8]) {
    guard count == 0, hasHeaders else { return }
    for column in columns { output += "\(column)\n".utf8 }
    output += "(no rows)\n".utf8
  }

  private func line(_ column: String, _ cell: Cell) -> String {
    let lines = room.map { wrapped(cell.shown, $0) } ?? [cell.shown]
    let space = String(repeating: " ", count: indent)
    let name = hasHeaders ? column + space.dropFirst(displayWidth(column)) : ""
    return lines.enumerated().map { place, line in
      trimmed((place == 0 ? name : space) + line) + "\n"
    }.joined()
  }
}
