import Events
import Projections

// Rows for programs: JSON, and fields between commas or tabs.

/// Rows as objects of JSON: one array with a row a line, or an object a line.
struct JSONRows: RowForm {
  /// What stands before each cell.
  private let names: [[UInt8]]
  private let isArray: Bool
  private var isFirst = true

  init(_ head: TableHead, isArray: Bool) {
    names = Self.distinct(head.columns).enumerated().map { place, name in
      var lead = Array((place == 0 ? "" : ",").utf8)
      var name = name
      name.withUTF8 { lead.append(json: $0) }
      return lead + ":".utf8
    }
    self.isArray = isArray
  }

  mutating func begin(_ sample: [RowBuffer], to output: inout [UInt8]) {}

  mutating func row(_ cells: RowBuffer, to output: inout [UInt8]) {
    if isArray { output += (isFirst ? "[" : ",\n ").utf8 }
    isFirst = false
    output.append(UInt8(ascii: "{"))
    cells.lend { place, cell in
      output += names[place]
      output.append(json: cell)
    }
    output.append(UInt8(ascii: "}"))
    if !isArray { output.append(UInt8(ascii: "\n")) }
  }

  func end(_ count: Int, to output: inout [UInt8]) {
    if isArray { output += (count == 0 ? "[]\n" : "]\n").utf8 }
  }

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

  mutating func begin(_ sample: [RowBuffer], to output: inout [UInt8]) {
    if head.hasHeaders { row(RowBuffer(head.columns.map(Cell.text)), to: &output) }
  }

  func row(_ cells: RowBuffer, to output: inout [UInt8]) {
    cells.lend { place, cell in
      if place > 0 { output.append(UInt8(ascii: ",")) }
      output.append(csv: cell, isRaw: head.isRaw)
    }
    output.append(UInt8(ascii: "\n"))
  }

  func end(_ count: Int, to output: inout [UInt8]) {}
}

/// Rows with tabs between their fields. NULL is `\N`, as databases load it.
struct TSVRows: RowForm {
  private let head: TableHead

  init(_ head: TableHead) { self.head = head }

  mutating func begin(_ sample: [RowBuffer], to output: inout [UInt8]) {
    if head.hasHeaders { row(RowBuffer(head.columns.map(Cell.text)), to: &output) }
  }

  func row(_ cells: RowBuffer, to output: inout [UInt8]) {
    cells.lend { place, cell in
      if place > 0 { output.append(UInt8(ascii: "\t")) }
      output.append(tsv: cell, isRaw: head.isRaw)
    }
    output.append(UInt8(ascii: "\n"))
  }

  func end(_ count: Int, to output: inout [UInt8]) {}
}
