import Reports
import Testing

@Suite struct FormatsFieldTests {
  @Test func `CSV and TSV have a header, and a line a row`() throws {
    let rows: [[Cell]] = [
      [.integer(-1), .real(135e9), .null], [.text("x"), .blob([0xAB]), .text("")],
    ]
    #expect(
      try rendered(.csv, ["a", "a", "c,d"], rows) == "a,a,\"c,d\"\n-1,135000000000,\nx,ab,\"\"\n")
    #expect(
      try rendered(.tsv, ["a", "a", "c,d"], rows) == "a\ta\tc,d\n-1\t135000000000\t\nx\tab\t\n")
    #expect(try rendered(.csv, ["a", "b"], []) == "a,b\n")
    #expect(try rendered(.tsv, ["a", "b"], []) == "a\tb\n")
  }

  @Test(arguments: [
    ("plain text", "plain text"), ("", "\"\""), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""),
    ("a\nb", "\"a\nb\""), ("a\r\nb", "\"a\r\nb\""), (" a", "\" a\""), ("a ", "\"a \""),
    ("a\tb", "a\tb"), ("日本", "日本"), ("zero\u{200B}width", "zero\u{200B}width"),
    // A quote and a mark on it are one character, and still a quote.
    ("\"\u{301},x", "\"\"\"\u{301},x\""),
  ])
  func `CSV quotes where it must`(text: String, csv: String) throws {
    #expect(Array(try field(.csv, text).unicodeScalars) == Array(csv.unicodeScalars))
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("=1", "'=1"), ("+a", "'+a"), ("-a", "'-a"), ("@1", "'@1"),
    ("\t=1", "'\t=1"),
    ("\r=1", "\"'\r=1\""), ("-", "'-"), ("-1-1", "'-1-1"), ("=\"a\"", "\"'=\"\"a\"\"\""),
  ])
  func `CSV guards text that a spreadsheet would run, unless it is raw`(text: String, csv: String)
    throws
  {
    #expect(try field(.csv, text) == csv)
    #expect(try field(.csv, text, raw: true) == csv.replacing("'", with: ""))
  }

  @Test(arguments: ["-5", "+5.25", "1=1", "a-b"])
  func `a signed numeral is no formula`(text: String) throws {
    #expect(try field(.csv, text) == text)
  }

  @Test func `the guard stands before a hostile header too`() throws {
    #expect(try rendered(.csv, ["=1+1"], []) == "'=1+1\n")
  }

  @Test(arguments: [
    ("a\tb", "a\\tb"), ("a\nb", "a\\nb"), ("a\rb", "a\\rb"), ("a\r\nb", "a\\r\\nb"),
    ("a\\nb", "a\\\\nb"), ("a\"b,c", "a\"b,c"), ("\\\u{301}", "\\\\\u{301}"),
    ("\\\u{1B}", "\\\\\\u{1B}"),
  ])
  func `TSV escapes what would end a field or an escape`(text: String, tsv: String) throws {
    #expect(Array(try field(.tsv, text).unicodeScalars) == Array(tsv.unicodeScalars))
  }

  @Test(arguments: [RowFormat.csv, .tsv, .markdown])
  func `controls and overrides are escaped in every format`(format: RowFormat) throws {
    let shown = "a\\u{1B}]0;title\\u{7}\\u{202E}b"
    let inside = format == .markdown ? "| \(shown.replacing("]", with: "\\]")) |" : shown
    #expect(try field(format, hostile) == inside)
  }

  @Test func `a column of numbers alone stands to the right in Markdown`() throws {
    let text = try rendered(
      .markdown, ["n", "mixed", "none", "a|b"],
      [
        [.integer(1), .integer(1), .null, .text("x")], [.null, .text("n/a"), .null, .text("")],
        [.real(2.5), .null, .null, .blob([1])],
      ])
    #expect(
      text == """
        | n | mixed | none | a\\|b |
        | ---: | --- | --- | --- |
        | 1 | 1 |  | x |
        |  | n/a |  |  |
        | 2.5 |  |  | 01 |

        """)
    #expect(try rendered(.markdown, ["a"], []) == "| a |\n| --- |\n")
  }

  @Test(arguments: [
    ("a|b", "a\\|b"), ("a\\|b", "a\\\\\\|b"), ("a\nb", "a\\nb"), ("C:\\dir", "C:\\dir"),
    ("<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"),
    ("|\u{301}", "\\|\u{301}"), ("<\u{338}", "&lt;\u{338}"), ("*a* `b`", "\\*a\\* \\`b\\`"),
    ("[a](b)", "\\[a\\](b)"), ("_a_ b_c", "\\_a\\_ b_c"), ("~2021", "\\~2021"), ("# a", "\\# a"),
  ])
  func `Markdown shows every sign as it is`(text: String, cell: String) throws {
    #expect(
      Array(try field(.markdown, text).unicodeScalars) == Array("| \(cell) |".unicodeScalars))
  }

  @Test(arguments: [RowFormat.csv, .tsv, .json, .jsonl])
  func `a row is written as it comes`(format: RowFormat) throws {
    var pieces: [String] = []
    var writer = RowWriter(format, columns: ["a"]) { pieces.append($0) }
    try writer.row([.integer(41)])
    #expect(pieces.joined().contains("41"))
    try writer.row([.integer(42)])
    #expect(pieces.joined().contains("42"))
    try writer.end()
  }
}
