import Events
import Testing

@testable import Tables

/// What stands in a file is read as it stands, whatever wrote it.
struct TableTests {
  private func rows(_ bytes: [UInt8], _ terms: TableTerms = TableTerms()) throws -> [[String]] {
    let table = try Table.read(bytes, terms)
    var rows: [[String]] = []
    while let row = try table.next() { rows.append(row.cells.map(\.text)) }
    return rows
  }

  private func refusal(_ bytes: [UInt8]) -> String {
    do {
      _ = try rows(bytes)
      return "no refusal"
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [",", ";", "\t", "|"], ["\n", "\r\n", "\r"])
  func `the separator and the line ends are found out`(separator: String, end: String) throws {
    let text =
      [["Name", "Größe"], ["A\(separator)B", "1,000"], ["say \"x\"", "two\nlines"]]
      .map { row in
        row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: separator)
      }.joined(separator: end) + end
    #expect(
      try rows(Array(text.utf8)) == [
        ["Name", "Größe"], ["A\(separator)B", "1,000"], ["say \"x\"", "two\nlines"],
      ])
  }

  @Test func `the encoding is found out, and a said one is believed`() throws {
    let text = "Name;Wert\nMüller;3 €\n"
    let expected = [["Name", "Wert"], ["Müller", "3 €"]]
    #expect(try rows(Array(text.utf8)) == expected)
    #expect(try rows([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == expected)
    let little = text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    #expect(try rows([0xFF, 0xFE] + little) == expected)
    #expect(try rows([0xFE, 0xFF] + big) == expected)
    #expect(try rows(little) == expected)
    let windows: [UInt8] = text.unicodeScalars.map { $0 == "€" ? 0x80 : UInt8($0.value) }
    #expect(try rows(windows) == expected)
    #expect(try Table.read(windows).form == "Windows-1252 text, cells separated by semicolons")
    #expect(throws: Rejection.self) { try rows(windows, TableTerms(encoding: .utf8)) }
  }

  @Test func `rows keep the numbers that a spreadsheet shows, and empty ones are passed over`()
    throws
  {
    let table = try Table.read(Array("sep=;\na;b\n\n;;\n\"c\nd\";e;;\n".utf8))
    var rows: [TableRow] = []
    while let row = try table.next() { rows.append(row) }
    #expect(
      rows == [
        TableRow(1, [TableCell("a"), TableCell("b")]),
        TableRow(4, [TableCell("c\nd"), TableCell("e")]),
      ])
    #expect(TableRow.name(column: 27, row: 4) == "AB4")
  }

  @Test func `a file of another kind is told what it is`() {
    #expect(refusal([]).contains("the file is empty"))
    #expect(refusal(Array("%PDF-1.7".utf8)).contains("is a PDF"))
    #expect(refusal([0xD0, 0xCF, 0x11, 0xE0, 0]).contains("before 2007"))
    #expect(refusal(Array("<!DOCTYPE html><html>".utf8)).contains("a web page"))
    #expect(refusal([1, 0, 2, 3, 9, 4, 4, 4, 4, 4, 4]).contains("neither text nor a spreadsheet"))
    #expect(refusal(Array("a,\"b\nc".utf8)).contains("begins with a quote that nothing closes"))
    #expect(refusal(Array("PK\u{03}\u{04}".utf8)).contains("damaged"))
  }

  @Test func `a workbook's cells come as its formats have them`() throws {
    let table = try Table.read(Workbooks.typed)
    var cells: [[TableCell]] = []
    while let row = try table.next() { cells.append(row.cells) }
    #expect(
      cells == [
        [TableCell("When"), TableCell("How much"), TableCell("Share"), TableCell("Of")],
        [
          TableCell("2019-07-22", .date), TableCell("1590.5", .money("EUR")),
          TableCell("12.5%", .percent),
          TableCell("0.3", .number),
        ],
        [
          TableCell("#REF!", .fault), .empty, TableCell("a formula without a result", .fault),
          TableCell("a&b"), .unreckoned, .empty, TableCell("x"),
        ],
      ])
    #expect(table.sheets == ["Deals"])
  }

  @Test func `what a workbook writes as the number of a sign is that sign, once`() throws {
    let texts = [
      "Total_x000D_\nto date": "Total\nto date", "a_x005F_x0041_b": "a_x0041_b",
      "_xD83D__xDE00_": "\u{1F600}", "_x00e9_t_x00E9_": "\u{E9}t\u{E9}",
      "my_xls_x12_": "my_xls_x12_",
      "_x_x0041_": "_xA",
    ].sorted { $0.key < $1.key }
    let shared = texts.map { "<si><t>\($0.key)</t></si>" }.joined()
    let rows = texts.indices.map { place in
      """
      <row><c t="s"><v>\(place)</v></c><c t="inlineStr"><is><t>\(texts[place].key)</t></is></c>
      <c t="str"><v>\(texts[place].key)</v></c></row>
      """
    }
    let sheet = "<worksheet><sheetData>\(rows.joined())</sheetData></worksheet>"
    let table = try Table.read(Workbooks.sheet(sheet, strings: shared))
    var told: [[String]] = []
    while let row = try table.next() { told.append(row.cells.map(\.text)) }
    #expect(told == texts.map { [$0.value, $0.value, $0.value] })
  }

  @Test func `a hostile workbook gives a sentence`() {
    #expect(
      refusal(
        Workbooks.sheet("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><worksheet/>")
      )
      .contains("declares a document type"))
    #expect(
      refusal(Workbooks.sheet("<worksheet><sheetData><row r=\"9999999\"/></sheetData></worksheet>"))
        .contains("rows are not in order, or more than a sheet has"))
    #expect(
      refusal(
        Workbooks.sheet(
          "<worksheet><sheetData><row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row></sheetData></worksheet>"
        )
      )
      .contains("more than 1024 columns"))
    #expect(refusal(Workbooks.sheet("<worksheet><sheetData>")).contains("does not end"))
    #expect(
      refusal(Workbooks.sheet(String(repeating: "<a>", count: 300))).contains("lie too deep"))
    #expect(refusal(Workbooks.sheet("<worksheet>&xxe;</worksheet>")).contains("names an entity"))
  }

  @Test func `merged cells hold for all their rows, names and days, but not figures`() throws {
    let row = { (number: Int, cells: String) in "<row r=\"\(number)\">\(cells)</row>" }
    let name = { (text: String) in "<c t=\"str\"><v>\(text)</v></c>" }
    let number = { (text: String) in "<c><v>\(text)</v></c>" }
    let blank = "<c/>"
    let workbook = Workbooks.sheet(
      """
      <worksheet><sheetData>\(row(1, name("Alpha") + number("2021") + number("500") + name("$5m")))
      \(row(2, blank + blank + blank + blank + name("Beta")))
      \(row(4, blank + blank + blank + blank + name("Gamma")))
      \(row(5, blank + blank + blank + blank + name("Delta")))</sheetData>
      <mergeCells count="4"><mergeCell ref="A1:A4"/><mergeCell ref="B1:B4"/>
      <mergeCell ref="C1:C4"/><mergeCell ref="D1:D4"/><mergeCell ref="F1:G1"/></mergeCells></worksheet>
      """)
    let expected = [
      ["Alpha", "2021", "500", "$5m"], ["Alpha", "2021", "", "", "Beta"],
      ["Alpha", "2021", "", "", "Gamma"], ["", "", "", "", "Delta"],
    ]
    #expect(try rows(workbook) == expected)
    let cell = { (text: String, span: Int) in
      "<table:table-cell office:value-type=\"string\" table:number-rows-spanned=\"\(span)\">"
        + "<text:p>\(text)</text:p></table:table-cell>"
    }
    let covered = "<table:covered-table-cell table:number-columns-repeated=\"2\"/>"
    let flat = """
      <?xml version="1.0"?><office:document><office:spreadsheet><table:table table:name="A">
      <table:table-row>\(cell("Alpha", 3))\(cell("$5m", 3))</table:table-row>
      <table:table-row table:number-rows-repeated="2">\(covered)\(cell("Beta", 1))</table:table-row>
      <table:table-row><table:table-cell table:number-columns-repeated="2"/>\(cell("Gamma", 1))
      </table:table-row></table:table></office:spreadsheet></office:document>
      """
    #expect(
      try rows(Array(flat.utf8)) == [
        ["Alpha", "$5m"], ["Alpha", "", "Beta"], ["Alpha", "", "Beta"], ["", "", "Gamma"],
      ])
  }

  @Test func `a flat OpenDocument sheet repeats what it says it repeats`() throws {
    let text = """
      <?xml version="1.0"?><office:document><office:body><office:spreadsheet>
      <table:table table:name="A"><table:table-row><table:table-cell office:value-type="string">
      <text:p>x</text:p></table:table-cell></table:table-row></table:table>
      <table:table table:name="B"><table:table-row table:number-rows-repeated="2">
      <table:table-cell table:number-columns-repeated="2"/>
      <table:table-cell office:value-type="percentage" office:value="0.49"><text:p>49 %</text:p>
      </table:table-cell><table:table-cell office:value-type="date" office:date-value="2021-03-05">
      <office:annotation><text:p>a note</text:p></office:annotation><text:p>5.3.21</text:p>
      </table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>
      <table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>
      </table:table></office:spreadsheet></office:body></office:document>
      """
    let row = ["", "", "49%", "2021-03-05"]
    #expect(try rows(Array(text.utf8), TableTerms(sheet: "B")) == [row, row])
    #expect(try rows(Array(text.utf8), TableTerms(sheet: "A")) == [["x"]])
    // One cell is no table: the first sheet with one is read.
    #expect(try rows(Array(text.utf8)) == [row, row])
    #expect(throws: Rejection.self) { try rows(Array(text.utf8), TableTerms(sheet: "C")) }
  }
}
