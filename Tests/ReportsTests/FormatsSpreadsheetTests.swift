import Projections
import Reports
import Testing

/// OpenDocument's flat XML: what arrives typed, and what stays text.
@Suite struct FormatsSpreadsheetTests {
  /// The cell that a value becomes.
  private func cell(_ cell: Cell) throws -> String {
    let document = try rendered(.fods, ["c"], [[cell]], headers: false)
    let row = "<table:table-row>"
    let start = try #require(document.firstRange(of: row))
    let end = try #require(document.firstRange(of: "</table:table-row>"))
    return String(document[start.upperBound..<end.lowerBound])
  }

  private func text(_ inside: String) -> String {
    "<table:table-cell office:value-type=\"string\">\(inside)</table:table-cell>"
  }

  @Test(arguments: [
    (Cell.integer(13_000_000_000), "13000000000"), (.integer(-1), "-1"),
    (.integer(9_007_199_254_740_991), "9007199254740991"), (.real(0.1 + 0.2), "0.3"),
    (.real(135e9), "135000000000"),
  ])
  func `a number arrives as a number, with all its digits`(value: Cell, digits: String) throws {
    let cell = try cell(value)
    #expect(cell.contains("office:value-type=\"float\" office:value=\"\(digits)\""))
    #expect(cell.hasSuffix("<text:p>\(digits)</text:p></table:table-cell>"))
  }

  @Test(arguments: [
    (Cell.integer(9_007_199_254_740_992), "9007199254740992"), (.real(.infinity), "Inf"),
    (.blob([0xAB]), "ab"),
  ])
  func `a number that a spreadsheet would round stays text`(value: Cell, shown: String) throws {
    #expect(try cell(value) == text("<text:p>\(shown)</text:p>"))
  }

  @Test(arguments: ["2025-10-28", "2024-02-29", "1975-04-04", "1583-01-01", "9999-12-31"])
  func `a day arrives as a date`(day: String) throws {
    #expect(
      try cell(.text(day))
        == "<table:table-cell office:value-type=\"date\" office:date-value=\"\(day)\" "
        + "table:style-name=\"day\"><text:p>\(day)</text:p></table:table-cell>")
  }

  @Test func `an instant arrives as one`() throws {
    let cell = try cell(.text("2019-07-22T09:00:00.000001Z"))
    #expect(cell.contains("office:date-value=\"2019-07-22T09:00:00.000001\""))
    #expect(cell.contains("<text:p>2019-07-22T09:00:00.000001Z</text:p>"))
  }

  @Test(arguments: [
    "2025", "2025-10", "2025-Q3", "~2021", "..2025-10-28", "2019..2025-10", "?", "2023-02-29",
    "2025-13-01", "2025-00-10", "0001-01-01", "2025-10-28 ", "２０２５-10-28", "13000000000", "=1+1",
    "2019-07-22T09:00:00Z", "2019-07-22T25:00:00.000001Z",
  ])
  func `what is no whole day stays text`(written: String) throws {
    let cell = try cell(.text(written))
    #expect(cell.hasPrefix("<table:table-cell office:value-type=\"string\">"))
  }

  @Test(arguments: [
    ("a b", "<text:p>a b</text:p>"), (" a  b ", "<text:p><text:s/>a <text:s/>b<text:s/></text:p>"),
    ("a\tb", "<text:p>a<text:tab/>b</text:p>"), ("", "<text:p></text:p>"),
    ("one\ntwo\r\n", "<text:p>one</text:p><text:p>two</text:p><text:p></text:p>"),
    ("<&>\"'", "<text:p>&lt;&amp;&gt;&quot;&#39;</text:p>"),
    ("\u{0}\u{FFFE}", "<text:p>\\u{0}\\u{FFFE}</text:p>"),
  ])
  func `text keeps its spaces and lines`(written: String, inside: String) throws {
    #expect(try cell(.text(written)) == text(inside))
  }

  @Test func `NULL is an empty cell`() throws {
    #expect(try cell(.null) == "<table:table-cell/>")
  }

  @Test func `each table is a sheet, with a name that a spreadsheet takes`() throws {
    var document = ""
    var writer = RowWriter(.fods, columns: ["a"], name: "it's [a/b]: \"c\"") {
      document += spelt($0)
    }
    try writer.row([.integer(1)])
    try writer.next(columns: ["b", "c"], name: "capital")
    try writer.next(columns: ["b"], name: String(repeating: "n", count: 40))
    try writer.end()
    let names = document.matches(of: /<table:table table:name="([^"]*)"/).map { String($0.1) }
    #expect(
      names == ["it s  a b   &quot;c&quot;", "capital", String(repeating: "n", count: 31)])
    #expect(document.split(separator: "</table:table>").count == 4)
    #expect(document.hasSuffix("</office:document>\n"))
  }

  @Test func `headers stay, and columns have filters over all their rows`() throws {
    var document = ""
    var writer = RowWriter(.fods, columns: ["a", "b"], name: "stakes", others: ["capital"]) {
      document += spelt($0)
    }
    for number: Int64 in 0..<3 { try writer.row([.integer(number), .null]) }
    try writer.next(columns: ["c"], name: "capital")
    try writer.end()
    let frozen = document.matches(
      of: /map-entry config:name="([^"]*)"><config:config-item config:name="VerticalSplitMode"/)
    // Without the namespace LibreOffice takes the settings for somebody else's.
    #expect(document.contains("xmlns:ooo=\"http://openoffice.org/2004/office\""))
    #expect(frozen.map { String($0.1) } == ["stakes", "capital"])
    let ranges = document.matches(
      of: /target-range-address="([^"]*)" table:display-filter-buttons="true"/)
    #expect(
      ranges.map { String($0.1) } == [
        "&#39;stakes&#39;.A1:&#39;stakes&#39;.B4", "&#39;capital&#39;.A1:&#39;capital&#39;.A1",
      ])
  }
}
