import Events
import Foundation

/// Cells of a workbook that are merged over several rows: `A2:A5`.
struct MergedCells {
  /// The column that holds what is shown, from 0.
  let column: Int
  /// The last row.
  let last: Int

  /// Those that a sheet lists, by their first row.
  static func all(in list: [UInt8]) throws -> [Int: [MergedCells]] {
    var rest: [UInt8]? = list
    let reader = XMLReader { rest.take() ?? [] }
    var all: [Int: [MergedCells]] = [:]
    while let token = try reader.next() {
      guard token == .start("mergeCell"), let cells = reader["ref"]?.split(separator: ":"),
        cells.count == 2, let first = row(cells[0]), let last = row(cells[1]), first < last,
        last <= Table.mostRows
      else { continue }
      let column = try SheetRows.column(String(cells[0]))
      guard column < Table.mostColumns else { continue }
      all[first, default: []].append(MergedCells(column: column, last: last))
    }
    return all
  }

  private static func row(_ cell: Substring) -> Int? { Int(cell.drop { $0.isLetter }) }
}

extension [UInt8] {
  /// Where these bytes begin in it.
  func place(of bytes: [UInt8]) -> Int? {
    withUnsafeBytes { whole in
      guard let start = whole.baseAddress, let first = bytes.first else { return nil }
      var place = 0
      while place + bytes.count <= whole.count {
        let room = whole.count - bytes.count + 1 - place
        guard let found = memchr(start + place, Int32(first), room) else { return nil }
        place = UnsafeRawPointer(found) - start
        if whole[place..<place + bytes.count].elementsEqual(bytes) { return place }
        place += 1
      }
      return nil
    }
  }
}
