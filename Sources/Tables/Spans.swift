import Events

/// Cells that reach over several rows: what stands in the first of them holds for all.
///
/// Names and days are carried down. A figure is not: an amount beside several rows is one amount.
struct Spans {
  private var open: [Int: (last: Int, cell: TableCell)] = [:]

  /// A cell of that column, from 0, reaches down to that row.
  mutating func begin(at column: Int, through last: Int, _ cell: TableCell) {
    guard column < Table.mostColumns, Self.isCarried(cell) else { return }
    open[column] = (last, cell)
  }

  /// The cells of a row, with what reaches into it where nothing stands.
  mutating func fill(_ cells: inout [TableCell], ofRow number: Int) {
    guard !open.isEmpty else { return }
    for (column, span) in open {
      guard number <= span.last else {
        open[column] = nil
        continue
      }
      if column >= cells.count {
        // A row in which nothing else stands is none.
        guard cells.contains(where: { !$0.isBlank }) else { continue }
        cells += Array(repeating: .empty, count: column + 1 - cells.count)
      }
      if cells[column].isBlank { cells[column] = span.cell }
    }
  }

  private static func isCarried(_ cell: TableCell) -> Bool {
    switch cell.kind {
    case .date: return true
    case .percent, .money, .flag, .fault: return false
    case .text, .number:
      if let year = Int(cell.text.trimmingPrefix(" ")), 1900...2100 ~= year { return true }
      guard cell.kind == .text, !cell.isBlank else { return false }
      return !isFigure(cell.text)
    }
  }

  private static func isFigure(_ text: String) -> Bool {
    let writing = Writing(currency: "USD")
    do {
      _ = try writing.money(text)
      return true
    } catch { if error.code == .ambiguousNumber { return true } }
    do {
      _ = try writing.percent(text)
      return true
    } catch { return error.code == .ambiguousNumber }
  }
}
