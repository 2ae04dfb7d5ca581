import Projections
import Reports
import Testing

/// Boxes, rows one below the other, and what all forms for a terminal have in common.
@Suite struct FormatsBoxTests {
  @Test func `a box has a border around aligned cells`() throws {
    let text = try rendered(
      .box, ["name", "amount"],
      [[.text("日本"), .integer(7)], [.text("softbank"), .real(1350.5)], [.null, .null]])
    #expect(
      text == """
        ┌──────────┬────────┐
        │ name     │ amount │
        ├──────────┼────────┤
        │ 日本     │      7 │
        │ softbank │ 1350.5 │
        │ -        │      - │
        └──────────┴────────┘

        """)
    #expect(
      try rendered(.box, ["a"], []) == "┌───┐\n│ a │\n├───┤\n└───┘\n(no rows)\n")
  }

  @Test func `rows stand one below the other, nothing is cut`() throws {
    let long = (1...40).map { "word\($0)" }.joined(separator: " ")
    let text = try rendered(
      .vertical, ["a", "日本"], [[.integer(1), .text(long)], [.null, .text("x")]], width: 30)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == "a     1")
    #expect(lines[1] == "日本  word1 word2 word3 word4")
    #expect(lines[2] == "      word5 word6 word7 word8")
    #expect(lines.suffix(4) == ["", "a     -", "日本  x", ""])
    let words = lines.dropFirst().dropLast(4).joined(separator: " ").split(separator: " ")
    #expect(words.dropFirst().joined(separator: " ") == long)
    #expect(try rendered(.vertical, ["a"], []) == "a\n(no rows)\n")
  }

  @Test(arguments: [RowFormat.table, .box])
  func `where the rows do not fit the width they stand one below the other`(format: RowFormat)
    throws
  {
    let rows: [[Cell]] = [[.integer(135_000_000_000), .text("ab")], [.integer(1), .null]]
    let columns = ["amount", "note"]
    #expect(
      try rendered(format, columns, rows, width: 14)
        == rendered(.vertical, columns, rows, width: 14))
    #expect(
      try rendered(format, columns, rows, width: 40)
        != rendered(.vertical, columns, rows, width: 40))
  }

  @Test(arguments: [RowFormat.table, .box, .vertical], [26, 40, 79])
  func `no line is wider than asked for`(format: RowFormat, width: Int) throws {
    let long = String(repeating: "日本語 and a/path/that_is,long 👩‍💻", count: 50)
    let text = try rendered(
      format, ["short", "c"], [[.text("x"), .text(long)], [.null, .text(hostile)]], width: width)
    #expect(text.split(separator: "\n").allSatisfy { displayWidth(String($0)) <= width })
  }

  /// Widths follow from the first ten thousand rows, or 4 MiB of them.
  @Test(arguments: RowFormat.allCases)
  func `memory does not grow with the number of rows`(format: RowFormat) throws {
    var written = 0
    var given = 0
    var behind = 0
    var writer = RowWriter(format, columns: ["n", "t"]) { written += spelt($0).utf8.count }
    for place in 1...12_000 {
      try writer.row([.integer(Int64(place)), .text("text")])
      given += "n\(place)text".utf8.count
      behind = max(behind, given - written)
    }
    #expect(behind < 200_000)
    try writer.end()
    #expect(written >= given)
  }

  @Test(arguments: [RowFormat.table, .box])
  func `few rows that are long do not wait either`(format: RowFormat) throws {
    var written = 0
    var writer = RowWriter(format, columns: ["t"]) { written += spelt($0).utf8.count }
    let long = Cell.text(String(repeating: "long ", count: 20_000))
    for _ in 1...45 { try writer.row([long]) }
    #expect(written > 1 << 20)
    try writer.end()
  }

  @Test func `a later row that is wider wraps its text and keeps its numbers whole`() throws {
    var text = ""
    var writer = RowWriter(.table, columns: ["n", "t"], width: 20) {
      text += spelt($0)
    }
    for _ in 1...10_000 { try writer.row([.integer(1), .text("abcdefgh")]) }
    try writer.row([.integer(123_456), .text("one two three")])
    try writer.end()
    #expect(text.hasSuffix("1  abcdefgh\n123456  one two\n   three\n"))
    var whole = ""
    writer = RowWriter(.table, columns: ["n", "t"]) { whole += spelt($0) }
    for _ in 1...10_000 { try writer.row([.integer(1), .text("abcdefgh")]) }
    try writer.row([.integer(2), .text("one two three")])
    try writer.end()
    #expect(whole.hasSuffix("1  abcdefgh\n2  one two three\n"))
  }

  @Test func `several results stand one after the other`() throws {
    var text = ""
    var writer = RowWriter(.table, columns: ["a"]) { text += spelt($0) }
    try writer.row([.integer(1)])
    try writer.next(columns: ["bc"])
    try writer.row([.text("x")])
    try writer.end()
    #expect(text == "a\n─\n1\n\nbc\n──\nx\n")
  }
}
