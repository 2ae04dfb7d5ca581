import Events
import Projections

/// Rows as a sheet of an Excel workbook (`.xlsx`, ISO/IEC 29500): numbers and dates arrive typed
/// (``SheetValue``), the header stays when one scrolls, and each column has a filter.
///
/// Sheets are packed as their rows come, so that memory does not grow with them. No text is ever a
/// formula: each cell says its type.
struct WorkbookRows: RowForm {
  private let head: TableHead
  /// What each column is called.
  private let letters: [String]
  private var columnTags = ""
  private var row = 0
  private var bytes = 0

  /// How large a sheet may become unpacked, well below what an archive without extensions holds.
  private static let mostBytes = 1 << 30

  init(_ head: TableHead) {
    self.head = head
    letters = head.columns.indices.map(SheetBook.letters)
  }

  mutating func begin(_ sample: [RowBuffer], to output: inout [UInt8]) {
    for (place, width) in head.widths(sample).enumerated() {
      columnTags +=
        "<col min=\"\(place + 1)\" max=\"\(place + 1)\" width=\"\(width)\" customWidth=\"1\"/>"
    }
    beginSheet(&output)
  }

  mutating func row(_ cells: RowBuffer, to output: inout [UInt8]) {
    if row == SheetBook.mostRows || bytes > Self.mostBytes {
      endSheet(&output)
      beginSheet(&output)
    }
    writeRow(zip(cells, letters).map { $0.workbookCell($1, row + 1) }, &output)
  }

  func end(_ count: Int, to output: inout [UInt8]) { endSheet(&output) }

  private mutating func beginSheet(_ output: inout [UInt8]) {
    _ = head.book.begin(head)
    (row, bytes) = (0, 0)
    let archive = head.book.archive
    archive.begin("xl/worksheets/sheet\(head.book.sheets.count).xml", to: &output)
    let pane =
      head.hasHeaders
      ? "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>" : ""
    archive.write(
      """
      \(Self.declaration)<worksheet xmlns="\(Self.main)"><sheetViews>\
      <sheetView workbookViewId="0">\(pane)</sheetView></sheetViews>\
      <cols>\(columnTags)</cols><sheetData>

      """, to: &output)
    guard head.hasHeaders else { return }
    writeRow(
      zip(head.columns, letters).map { Cell.textCell($0, "\($1)1", style: .head) }, &output)
  }

  private mutating func writeRow(_ cells: [String], _ output: inout [UInt8]) {
    row += 1
    head.book.addRow()
    let line = "<row r=\"\(row)\">\(cells.joined())</row>\n"
    bytes += line.utf8.count
    head.book.archive.write(line, to: &output)
  }

  private func endSheet(_ output: inout [UInt8]) {
    let filter =
      head.hasHeaders
      ? "<autoFilter ref=\"A1:\(SheetBook.letters(head.columns.count - 1))\(row)\"/>" : ""
    head.book.archive.write("</sheetData>\(filter)</worksheet>\n", to: &output)
    head.book.archive.end(to: &output)
  }
}

extension WorkbookRows {
  /// How a cell looks, by its place in the list of styles.
  fileprivate enum Style: Int {
    case plain, head, whole, day, instant
  }

  fileprivate static let declaration =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  fileprivate static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let types = "http://schemas.openxmlformats.org/package/2006"
  private static let office =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let media = "application/vnd.openxmlformats-officedocument.spreadsheetml"

  /// What stands behind the last sheet: the parts that name all of them, and the archive's own list.
  static func close(_ book: SheetBook, to output: inout [UInt8]) {
    for (name, text) in parts(book) {
      book.archive.begin(name, to: &output)
      book.archive.write(declaration + text, to: &output)
      book.archive.end(to: &output)
    }
    book.archive.close(to: &output)
  }

  private static func parts(_ book: SheetBook) -> [(String, String)] {
    let sheets = book.sheets.enumerated()
    let styles = book.sheets.count + 1
    let filters = sheets.filter { $1.hasHeaders }.map { place, sheet in
      let corner = "$\(SheetBook.letters(sheet.columns - 1))$\(sheet.rows)"
      return "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"\(place)\" hidden=\"1\">"
        + "\(sheet.name.quotedAsSheet.markupText)!$A$1:\(corner)</definedName>"
    }.joined()
    return [
      (
        "[Content_Types].xml",
        """
        <Types xmlns="\(types)/content-types">\
        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
        <Default Extension="xml" ContentType="application/xml"/>\
        <Override PartName="/xl/workbook.xml" ContentType="\(media).sheet.main+xml"/>\
        <Override PartName="/xl/styles.xml" ContentType="\(media).styles+xml"/>\
        \(sheets.map { place, _ in
          "<Override PartName=\"/xl/worksheets/sheet\(place + 1).xml\" "
            + "ContentType=\"\(media).worksheet+xml\"/>"
        }.joined())</Types>
        """
      ),
      (
        "_rels/.rels",
        """
        <Relationships xmlns="\(types)/relationships"><Relationship Id="rId1" \
        Type="\(office)/officeDocument" Target="xl/workbook.xml"/></Relationships>
        """
      ),
      (
        "xl/_rels/workbook.xml.rels",
        """
        <Relationships xmlns="\(types)/relationships">\
        \(sheets.map { place, _ in
          "<Relationship Id=\"rId\(place + 1)\" Type=\"\(office)/worksheet\" "
            + "Target=\"worksheets/sheet\(place + 1).xml\"/>"
        }.joined())\
        <Relationship Id="rId\(styles)" Type="\(office)/styles" Target="styles.xml"/>\
        </Relationships>
        """
      ),
      (
        "xl/workbook.xml",
        """
        <workbook xmlns="\(main)" xmlns:r="\(office)"><sheets>\
        \(sheets.map { place, sheet in
          "<sheet name=\"\(sheet.name.markupText)\" sheetId=\"\(place + 1)\" r:id=\"rId\(place + 1)\"/>"
        }.joined())</sheets>\
        \(filters.isEmpty ? "" : "<definedNames>\(filters)</definedNames>")</workbook>
        """
      ),
      (
        "xl/styles.xml",
        """
        <styleSheet xmlns="\(main)"><numFmts count="2">\
        <numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>\
        <numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>\
        <fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
        <font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
        <fills count="2"><fill><patternFill patternType="none"/></fill>\
        <fill><patternFill patternType="gray125"/></fill></fills>\
        <borders count="1"><border/></borders>\
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
        <cellXfs count="5">\([(0, 0), (0, 1), (1, 0), (164, 0), (165, 0)].map { format, font in
          "<xf numFmtId=\"\(format)\" fontId=\"\(font)\" fillId=\"0\" borderId=\"0\" xfId=\"0\""
            + " applyNumberFormat=\"1\" applyFont=\"1\"/>"
        }.joined())</cellXfs><cellStyles count="1">\
        <cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
        """
      ),
    ]
  }
}

extension Cell {
  /// Its element in the column of these letters.
  fileprivate func workbookCell(_ letters: String, _ row: Int) -> String {
    let place = "\(letters)\(row)"
    switch SheetValue(self) {
    case .nothing: return ""
    case .number(let digits):
      let style: WorkbookRows.Style = if case .integer = self { .whole } else { .plain }
      return Self.numberCell(digits, place, style)
    case .day(let text):
      guard let number = text.workbookDay else { return Self.textCell(text, place) }
      return Self.numberCell(String(number), place, .day)
    case .instant(let text):
      guard let number = text.workbookInstant else { return Self.textCell(text, place) }
      return Self.numberCell(number, place, .instant)
    case .text(let text): return Self.textCell(text, place)
    }
  }

  private static func numberCell(
    _ digits: String, _ place: String, _ style: WorkbookRows.Style
  ) -> String {
    "<c r=\"\(place)\" s=\"\(style.rawValue)\"><v>\(digits)</v></c>"
  }

  fileprivate static func textCell(
    _ text: String, _ place: String, style: WorkbookRows.Style = .plain
  ) -> String {
    "<c r=\"\(place)\" s=\"\(style.rawValue)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
      + "\(text.cutForWorkbook.escapedForWorkbook.markupText)</t></is></c>"
  }
}

extension String {
  /// The days that Excel counts: the first that it counts rightly is 1 March 1900, its 61st.
  fileprivate var workbookDay: Int? {
    guard let day = try? Day(String(prefix(10))).ordinal,
      let first = try? Day("1900-03-01").ordinal, day >= first
    else { return nil }
    return day - first + 61
  }

  /// The same with the time as part of a day, to the microsecond.
  fileprivate var workbookInstant: String? {
    let bytes = Array(utf8)
    func number(_ places: Range<Int>) -> Int {
      bytes[places].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    guard let day = workbookDay else { return nil }
    let seconds = number(11..<13) * 3600 + number(14..<16) * 60 + number(17..<19)
    let part = Double(seconds * 1_000_000 + number(20..<26)) / 86_400_000_000
    return String(Double(day) + part)
  }

  /// As much as a cell holds, 32,767 units of UTF-16, and that it was cut.
  fileprivate var cutForWorkbook: String {
    let most = 32_767
    guard utf16.count > most else { return self }
    let mark = " … (cut: a cell of a workbook holds no more)"
    var end = utf16.index(utf16.startIndex, offsetBy: most - mark.utf16.count)
    while end.samePosition(in: unicodeScalars) == nil { end = utf16.index(before: end) }
    return self[..<end] + mark
  }

  /// `_x0041_` is one character to Excel: where a text has it, its first sign is written so itself.
  fileprivate var escapedForWorkbook: String {
    guard contains("_x") else { return self }
    return replacing(/_(?=x[0-9A-Fa-f]{4}_)/, with: "_x005F_")
  }
}
