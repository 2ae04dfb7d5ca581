import Projections

/// Rows as a sheet of OpenDocument's flat XML spreadsheet (`.fods`): numbers and dates arrive typed
/// (``SheetValue``), the header stays when one scrolls, and each column has a filter.
///
/// No text is ever a formula, because each cell says its type.
struct SpreadsheetRows: RowForm {
  private let head: TableHead
  private var columnTags = ""
  private var left = 0

  init(_ head: TableHead) { self.head = head }

  mutating func begin(_ sample: [RowBuffer], to output: inout [UInt8]) {
    for width in head.widths(sample) {
      columnTags += "<table:table-column table:style-name=\"width-\(width)\"/>"
    }
    output += opening().utf8
  }

  mutating func row(_ cells: RowBuffer, to output: inout [UInt8]) {
    if left == 0 { output += (Self.closing + opening()).utf8 }
    left -= 1
    head.book.addRow()
    output += line(cells.map(\.spreadsheetCell)).utf8
  }

  func end(_ count: Int, to output: inout [UInt8]) { output += Self.closing.utf8 }

  private static let closing = "</table:table>\n"

  private mutating func opening() -> String {
    let name = head.book.begin(head)
    left = SheetBook.mostRows
    let opening = "<table:table table:name=\"\(name.markupText)\">\n\(columnTags)\n"
    guard head.hasHeaders else { return opening }
    left -= 1
    head.book.addRow()
    let names = head.columns.map { Cell.textCell($0, style: "head") }
    return opening
      + "<table:table-header-rows>\n\(line(names))</table:table-header-rows>\n"
  }

  private func line(_ cells: [String]) -> String {
    "<table:table-row>\(cells.joined())</table:table-row>\n"
  }
}

extension SpreadsheetRows {
  /// What stands before the first sheet. The header of a sheet is held by the settings, which stand
  /// before all sheets: of those whose names are known by then.
  static func opening(_ book: SheetBook) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <office:document office:version="1.3"
      office:mimetype="application/vnd.oasis.opendocument.spreadsheet"
      xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
      xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
      xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
      xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
      xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
      xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
      xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"
      xmlns:ooo="http://openoffice.org/2004/office">
    <office:settings>
    <config:config-item-set config:name="ooo:view-settings">
    <config:config-item-map-indexed config:name="Views">
    <config:config-item-map-entry>
    <config:config-item config:name="ViewId" config:type="string">view1</config:config-item>
    <config:config-item-map-named config:name="Tables">
    \(book.planned.map(frozen).joined())</config:config-item-map-named>
    </config:config-item-map-entry>
    </config:config-item-map-indexed>
    </config:config-item-set>
    </office:settings>
    <office:automatic-styles>
    <number:number-style style:name="whole-format">
    <number:number number:decimal-places="0" number:min-integer-digits="1"/>
    </number:number-style>
    <number:date-style style:name="day-format">\(dayFormat)</number:date-style>
    <number:date-style style:name="instant-format">\(dayFormat)<number:text> </number:text>\
    <number:hours number:style="long"/><number:text>:</number:text>\
    <number:minutes number:style="long"/><number:text>:</number:text>\
    <number:seconds number:style="long"/></number:date-style>
    <style:style style:name="head" style:family="table-cell">
    <style:text-properties fo:font-weight="bold"/></style:style>
    \(["whole", "day", "instant"].map {
        "<style:style style:name=\"\($0)\" style:family=\"table-cell\" "
          + "style:data-style-name=\"\($0)-format\"/>\n"
      }.joined())\(SheetBook.widths.map {
        "<style:style style:name=\"width-\($0)\" style:family=\"table-column\">"
          + "<style:table-column-properties style:column-width=\"\($0 * 2)mm\"/></style:style>\n"
      }.joined())</office:automatic-styles>
    <office:body>
    <office:spreadsheet>

    """
  }

  private static func frozen(_ name: String) -> String {
    let settings = [
      ("VerticalSplitMode", "short", "2"), ("VerticalSplitPosition", "int", "1"),
      ("ActiveSplitRange", "short", "2"), ("PositionTop", "int", "0"),
      ("PositionBottom", "int", "1"),
    ].map { name, type, value in
      "<config:config-item config:name=\"\(name)\" config:type=\"\(type)\">\(value)</config:config-item>"
    }
    return "<config:config-item-map-entry config:name=\"\(name.markupText)\">"
      + "\(settings.joined())</config:config-item-map-entry>\n"
  }

  /// What stands behind the last sheet.
  static func closing(_ book: SheetBook) -> String {
    let ranges = book.sheets.enumerated().filter { $1.hasHeaders }.map { place, sheet in
      let corner = "\(SheetBook.letters(sheet.columns - 1))\(sheet.rows)"
      return "<table:database-range table:name=\"__Anonymous_Sheet_DB__\(place)\" "
        + "table:target-range-address=\"\(sheet.name.quotedAsSheet.markupText).A1:"
        + "\(sheet.name.quotedAsSheet.markupText).\(corner)\" "
        + "table:display-filter-buttons=\"true\"/>\n"
    }
    let list =
      ranges.isEmpty
      ? "" : "<table:database-ranges>\n\(ranges.joined())</table:database-ranges>\n"
    return list + "</office:spreadsheet>\n</office:body>\n</office:document>\n"
  }

  private static let dayFormat =
    "<number:year number:style=\"long\"/><number:text>-</number:text>"
    + "<number:month number:style=\"long\"/><number:text>-</number:text>"
    + "<number:day number:style=\"long\"/>"
}

extension Cell {
  fileprivate var spreadsheetCell: String {
    switch SheetValue(self) {
    case .nothing: "<table:table-cell/>"
    case .number(let digits):
      Self.typed("float", "value", digits, style: isWhole ? "whole" : nil, shown: digits)
    case .day(let day): Self.typed("date", "date-value", day, style: "day", shown: day)
    case .instant(let text):
      Self.typed("date", "date-value", String(text.dropLast()), style: "instant", shown: text)
    case .text(let text): Self.textCell(text)
    }
  }

  private var isWhole: Bool { if case .integer = self { true } else { false } }

  fileprivate static func textCell(_ text: String, style: String? = nil) -> String {
    "<table:table-cell office:value-type=\"string\"\(attribute(style))>"
      + "\(text.spreadsheetText)</table:table-cell>"
  }

  private static func attribute(_ style: String?) -> String {
    style.map { " table:style-name=\"\($0)\"" } ?? ""
  }

  private static func typed(
    _ type: String, _ attribute: String, _ value: String, style: String?, shown: String
  ) -> String {
    "<table:table-cell office:value-type=\"\(type)\" office:\(attribute)=\"\(value)\""
      + "\(Self.attribute(style))><text:p>\(shown)</text:p></table:table-cell>"
  }
}

extension String {
  /// As paragraphs of a cell: one a line, with each space and tab kept.
  fileprivate var spreadsheetText: String {
    guard utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
      return "<text:p>\(paragraph)</text:p>"
    }
    let lines = replacing("\r\n", with: "\n").replacing("\r", with: "\n")
      .split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { "<text:p>\(String($0).paragraph)</text:p>" }.joined()
  }

  /// XML runs spaces together and drops those at the ends: each after the first is written out.
  private var paragraph: String {
    guard utf8.contains(where: { $0 == 0x20 || $0 == 0x09 }) else { return markupText }
    var text = ""
    var isAfterSpace = true
    for scalar in markupText.unicodeScalars {
      switch scalar {
      case " " where isAfterSpace: text += "<text:s/>"
      case "\t": text += "<text:tab/>"
      default: text.unicodeScalars.append(scalar)
      }
      isAfterSpace = scalar == " "
    }
    if text.hasSuffix(" ") { text = text.dropLast() + "<text:s/>" }
    return text
  }
}
