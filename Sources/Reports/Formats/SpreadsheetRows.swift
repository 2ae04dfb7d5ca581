import Projections

/// Rows as a sheet of OpenDocument's flat XML spreadsheet (`.fods`): numbers and dates arrive typed.
///
/// A number is one where a spreadsheet keeps all its digits; whole days and instants are dates. What
/// is less precise, such as `2025-Q3`, stays the text that it is. No text is ever a formula, because
/// each cell says its type.
struct SpreadsheetRows: RowForm {
  /// What a sheet holds, its header among it; more rows go on in another one.
  private static let mostRows = 1_048_576

  private let head: TableHead
  private var columnTags = ""
  private var sheets = 1
  private var left = mostRows

  init(_ head: TableHead) { self.head = head }

  mutating func begin(_ sample: [Cells], to output: inout [UInt8]) {
    for (place, column) in head.columns.enumerated() {
      let widest = sample.reduce(displayWidth(column)) { widest, row in
        max(widest, min(80, row[place].spreadsheetWidth))
      }
      let size = Self.columnSizes.first { $0 >= widest } ?? Self.columnSizes.last ?? widest
      columnTags += "<table:table-column table:style-name=\"width-\(size)\"/>"
    }
    output += opening(head.name).utf8
  }

  mutating func row(_ cells: Cells, to output: inout [UInt8]) {
    if left == 0 {
      sheets += 1
      output += (Self.closing + opening("\(head.name) (\(sheets))")).utf8
    }
    left -= 1
    output += line(cells.map(\.spreadsheetCell)).utf8
  }

  func end(_ count: Int, to output: inout [UInt8]) { output += Self.closing.utf8 }

  private static let closing = "</table:table>\n"

  private mutating func opening(_ name: String) -> String {
    left = Self.mostRows
    let opening = "<table:table table:name=\"\(name.sheetName)\">\n\(columnTags)\n"
    guard head.hasHeaders else { return opening }
    left -= 1
    let names = head.columns.map { Cell.text($0).spreadsheetCell(style: "head") }
    return opening
      + "<table:table-header-rows>\n\(line(names))</table:table-header-rows>\n"
  }

  private func line(_ cells: [String]) -> String {
    "<table:table-row>\(cells.joined())</table:table-row>\n"
  }
}

extension SpreadsheetRows {
  /// How wide a column may be, in digits.
  private static let columnSizes = [8, 12, 16, 20, 28, 40, 60, 80]

  static let frame = (
    opening: """
    <?xml version="1.0" encoding="UTF-8"?>
    <office:document office:version="1.3"
      office:mimetype="application/vnd.oasis.opendocument.spreadsheet"
      xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
      xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
      xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
      xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
      xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
      xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
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
      }.joined())\(columnSizes.map {
        "<style:style style:name=\"width-\($0)\" style:family=\"table-column\">"
          + "<style:table-column-properties style:column-width=\"\($0 * 2)mm\"/></style:style>\n"
      }.joined())</office:automatic-styles>
    <office:body>
    <office:spreadsheet>

    """,
    between: "",
    closing: "</office:spreadsheet>\n</office:body>\n</office:document>\n"
  )

  private static let dayFormat =
    "<number:year number:style=\"long\"/><number:text>-</number:text>"
    + "<number:month number:style=\"long\"/><number:text>-</number:text>"
    + "<number:day number:style=\"long\"/>"
}

extension Cell {
  /// The largest whole number up to which a spreadsheet tells each from the next: 2^53 − 1.
  private static let mostExact: Int64 = 9_007_199_254_740_991

  fileprivate var spreadsheetWidth: Int {
    if case .text(let text) = self { return displayWidth(text) + 1 }
    return plain.utf8.count + 1
  }

  fileprivate var spreadsheetCell: String { spreadsheetCell(style: nil) }

  fileprivate func spreadsheetCell(style: String?) -> String {
    switch self {
    case .null: return "<table:table-cell/>"
    case .integer(let number) where number.magnitude <= Self.mostExact.magnitude:
      return Self.typed("float", "value", plain, style: "whole", shown: plain)
    case .real(let number) where number.isFinite:
      return Self.typed("float", "value", plain, style: style, shown: plain)
    case .text(let text) where style == nil && text.isDay:
      return Self.typed("date", "date-value", text, style: "day", shown: text)
    case .text(let text) where style == nil && text.isInstant:
      // A spreadsheet knows no time zone: what it shows is UTC.
      let value = String(text.dropLast())
      return Self.typed("date", "date-value", value, style: "instant", shown: text)
    default:
      let style = style.map { " table:style-name=\"\($0)\"" } ?? ""
      return "<table:table-cell office:value-type=\"string\"\(style)>"
        + "\(plain.spreadsheetText)</table:table-cell>"
    }
  }

  private static func typed(
    _ type: String, _ attribute: String, _ value: String, style: String?, shown: String
  ) -> String {
    let style = style.map { " table:style-name=\"\($0)\"" } ?? ""
    return
      "<table:table-cell office:value-type=\"\(type)\" office:\(attribute)=\"\(value)\"\(style)>"
      + "<text:p>\(shown)</text:p></table:table-cell>"
  }
}

extension String {
  /// Whether it is a day of the calendar that spreadsheets have, from 1583 on.
  fileprivate var isDay: Bool { Self.isDay(utf8[...]) }

  private static func isDay(_ bytes: Substring.UTF8View) -> Bool {
    guard let (year, month, day) = date(Array(bytes)), year >= 1583, 1...12 ~= month, day >= 1
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day <= days[month - 1]
  }

  private static func date(_ bytes: [UInt8]) -> (Int, Int, Int)? {
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
      let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
      let day = number(bytes[8..<10])
    else { return nil }
    return (year, month, day)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// Whether it is an instant as the ledger writes it: `2025-10-28T09:30:00.123456Z`.
  fileprivate var isInstant: Bool {
    let bytes = Array(utf8)
    guard bytes.count == 27, Self.isDay(utf8.prefix(10)), bytes[10] == UInt8(ascii: "T"),
      bytes[13] == 0x3A, bytes[16] == 0x3A, bytes[19] == 0x2E, bytes[26] == UInt8(ascii: "Z"),
      let hour = Self.number(bytes[11..<13]), let minute = Self.number(bytes[14..<16]),
      let second = Self.number(bytes[17..<19]), Self.number(bytes[20..<26]) != nil
    else { return false }
    return hour < 24 && minute < 60 && second < 60
  }

  /// As the name of a sheet, without the signs that spreadsheets refuse in one.
  fileprivate var sheetName: String {
    let scalars = unicodeScalars.prefix(31).map { scalar in
      "[]*?:/\\'".unicodeScalars.contains(scalar) ? " " : String(scalar)
    }
    return scalars.joined().markupText
  }

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
