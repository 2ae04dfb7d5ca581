import Events

/// An Excel workbook (ECMA-376, SpreadsheetML): its sheets, what its styles mean, its shared strings.
///
/// Of a formula the result counts that was stored with it. Nothing outside of the file is read.
struct Workbook {
  private let archive: ZipArchive
  private var sheets: [(name: String, part: String)] = []
  private var countsFrom1904 = false

  private static let mostStrings = 256 << 20

  init(_ archive: ZipArchive) throws {
    self.archive = archive
    let targets = try Self.targets(archive)
    let reader = try archive.reader(of: "xl/workbook.xml", most: 16 << 20)
    while let token = try reader.next() {
      switch token {
      case .start("workbookPr"):
        countsFrom1904 = ["1", "true"].contains(reader["date1904"] ?? "")
      case .start("sheet"):
        let id = reader.attributes.first { $0.name.hasSuffix(":id") }?.value ?? ""
        guard let name = reader["name"], let part = targets[id] else {
          throw ZipArchive.damaged("a sheet of its list is missing")
        }
        sheets.append((name, part))
      default: break
      }
    }
    guard !sheets.isEmpty else {
      throw Rejection(.badFile, "the workbook has no sheets", hint: "Save the table as CSV.")
    }
  }

  /// Where the parts lie that the workbook names by ids.
  private static func targets(_ archive: ZipArchive) throws -> [String: String] {
    let reader = try archive.reader(of: "xl/_rels/workbook.xml.rels", most: 16 << 20)
    var targets: [String: String] = [:]
    while let token = try reader.next() {
      guard token == .start("Relationship"), let id = reader["Id"], let target = reader["Target"]
      else { continue }
      targets[id] = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
    }
    return targets
  }

  func table(_ terms: TableTerms) throws -> Table {
    let (styles, strings) = (try CellStyles(archive), try strings())
    return try Table.ofSheets("Excel workbook", sheets.map(\.name), asked: terms.sheet) { sheet in
      SheetRows(
        try archive.reader(of: sheets[sheet].part), styles: styles, strings: strings,
        spans: try spans(of: sheets[sheet].part), countsFrom1904: countsFrom1904
      ).next
    }
  }

  /// Of each row of a sheet in which cells begin that reach below it, their columns and last rows. The list
  /// stands behind the rows, so the sheet is gone through for it, as bytes.
  private func spans(of part: String) throws -> [Int: [MergedCells]] {
    let next = try archive.pieces(of: part, most: ZipArchive.mostBytes)
    let (start, end) = (Array("<mergeCells".utf8), Array("</mergeCells>".utf8))
    var list: [UInt8] = []
    var hasBegun = false
    while true {
      let piece = try next()
      if piece.isEmpty { return [:] }
      list += piece
      if !hasBegun {
        guard let found = list.place(of: start) else {
          list.removeFirst(max(0, list.count - start.count))
          continue
        }
        list.removeFirst(found)
        hasBegun = true
      }
      if let found = list.place(of: end) {
        list.removeLast(list.count - found - end.count)
        return try MergedCells.all(in: list)
      }
      guard list.count <= Self.mostMerged else { return [:] }
    }
  }

  private static let mostMerged = 8 << 20

  private func strings() throws -> SharedTexts {
    var strings = SharedTexts()
    guard archive.holds("xl/sharedStrings.xml") else { return strings }
    let reader = try archive.reader(of: "xl/sharedStrings.xml", most: Self.mostStrings)
    while let token = try reader.next() {
      guard token == .start("si") else { continue }
      reader.room = Table.mostRowBytes
      strings.append(try reader.richText(upTo: "si").asWorkbooksMean)
    }
    return strings
  }
}

extension XMLReader {
  /// The text of the pieces (`t`) up to the end of an element, without how they are spoken.
  func richText(upTo end: String) throws -> String {
    var text = ""
    var isText = false
    while let token = try next() {
      switch token {
      case .start("t"): isText = true
      case .end("t"): isText = false
      case .start("rPh"): try skipElement()
      case .text(let piece) where isText: text += piece
      case .end(end): return text
      default: break
      }
    }
    return text
  }
}

/// The rows of one sheet.
final class SheetRows {
  private let reader: XMLReader
  private let styles: CellStyles
  private let strings: SharedTexts
  private let merged: [Int: [MergedCells]]
  private let countsFrom1904: Bool
  private var spans = Spans()
  private var number = 0
  private var isAtEnd = false

  init(
    _ reader: XMLReader, styles: CellStyles, strings: SharedTexts,
    spans: [Int: [MergedCells]], countsFrom1904: Bool
  ) {
    (self.reader, self.styles, self.strings) = (reader, styles, strings)
    (self.merged, self.countsFrom1904) = (spans, countsFrom1904)
  }

  func next() throws -> TableRow? {
    while !isAtEnd, let token = try reader.next() {
      if token == .end("sheetData") { isAtEnd = true }
      guard token == .start("row") else { continue }
      let said = reader["r"].flatMap { Int($0) } ?? number + 1
      guard said > number, said <= Table.mostRows else {
        throw ZipArchive.damaged("its rows are not in order, or more than a sheet has")
      }
      number = said
      var cells = try cells()
      spans.fill(&cells, ofRow: number)
      for merged in merged[number] ?? [] where cells.indices.contains(merged.column) {
        spans.begin(at: merged.column, through: merged.last, cells[merged.column])
      }
      return TableRow(number, cells)
    }
    isAtEnd = true
    return nil
  }

  private func cells() throws -> [TableCell] {
    var cells: [TableCell] = []
    var length = 0
    reader.room = Table.mostRowBytes
    while let token = try reader.next() {
      if token == .end("row") { break }
      guard token == .start("c") else { continue }
      let column = try reader["r"].map(Self.column) ?? cells.count
      guard column >= cells.count else { throw ZipArchive.damaged("its cells are not in order") }
      guard column < Table.mostColumns else {
        // Formats reach to the last column of a sheet; only what stands there counts.
        if try !cell().isBlank { throw tooWide(number) }
        continue
      }
      cells += Array(repeating: .empty, count: column - cells.count)
      let cell = try cell()
      length += cell.text.utf8.count
      guard length <= Table.mostRowBytes else { throw XMLReader.tooLong }
      cells.append(cell)
    }
    return cells
  }

  /// The column of `AB12`, from 0.
  static func column(_ name: String) throws(Rejection) -> Int {
    var column = 0
    for byte in name.utf8.prefix(4) {
      guard 0x41...0x5A ~= byte else { break }
      column = column * 26 + Int(byte) - 0x40
    }
    guard column > 0 else { throw ZipArchive.damaged("a cell '\(name.prefix(20))' has no column") }
    return column - 1
  }

  private func cell() throws -> TableCell {
    let type = reader["t"] ?? "n"
    let style = reader["s"].flatMap { Int($0) } ?? 0
    var value: String?
    var inline: String?
    var isValue = false
    var hasFormula = false
    reading: while let token = try reader.next() {
      switch token {
      case .start("v"):
        isValue = true
        value = ""
      case .end("v"): isValue = false
      case .start("f"): hasFormula = true
      case .start("is"): inline = try reader.richText(upTo: "is").asWorkbooksMean
      case .text(let piece) where isValue: value? += piece
      case .end("c"): break reading
      default: break
      }
    }
    guard let stored = inline ?? value else {
      return hasFormula ? .unreckoned : .empty
    }
    // A program that reckons stores an empty text as one.
    if hasFormula, stored.isEmpty, type != "str" { return .unreckoned }
    switch type {
    case "s":
      guard let text = Int(stored).flatMap({ strings[$0] }) else {
        throw ZipArchive.damaged("a cell names a text that is not there")
      }
      return TableCell(text)
    case "b": return TableCell(stored == "1" ? "true" : "false", .flag)
    case "e": return TableCell(stored, .fault)
    case "d": return TableCell(String(stored.prefix(10)), .date)
    case "n": return styles.cell(stored, style, countsFrom1904: countsFrom1904)
    default: return TableCell(inline ?? stored.asWorkbooksMean)
    }
  }
}
