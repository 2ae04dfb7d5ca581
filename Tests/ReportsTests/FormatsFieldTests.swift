import Projections
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
      try rendered(.tsv, ["a", "a", "c,d"], rows)
        == "a\ta\tc,d\n-1\t135000000000\t\\N\nx\tab\t\n")
    #expect(try rendered(.csv, ["a", "b"], []) == "a,b\n")
    #expect(try rendered(.tsv, ["a", "b"], []) == "a\tb\n")
  }

  @Test(arguments: [
    ("plain text", "plain text"), ("", "\"\""), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""),
    ("a\nb", "\"a\nb\""), ("a\r\nb", "\"a\r\nb\""), (" a", "\" a\""), ("a ", "\"a \""),
    ("a\tb", "a\tb"), ("日本", "日本"), ("zero\u{200B}width", "zero\u{200B}width"),
    // Their first bytes are also those of signs that turn the direction of text.
    ("£5 – “a” ؽ", "£5 – “a” ؽ"), ("£5,\u{200F}", "\"£5,\\u{200F}\""),
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

  @Test(arguments: ["=1+1", "+a", "-a", "@1", "-", "=\"a\""])
  func `TSV guards it too`(text: String) throws {
    #expect(try field(.tsv, text) == "'" + text)
    #expect(try field(.tsv, text, raw: true) == text)
  }

  @Test(arguments: ["-5", "+5.25", "1=1", "a-b"])
  func `a signed numeral is no formula`(text: String) throws {
    for format in [RowFormat.csv, .tsv] { #expect(try field(format, text) == text) }
  }

  @Test func `the guard stands before a hostile header too`() throws {
    for format in [RowFormat.csv, .tsv] {
      #expect(try rendered(format, ["=1+1"], []) == "'=1+1\n")
    }
  }

  @Test(arguments: [
    ("a\tb", "a\\tb"), ("a\nb", "a\\nb"), ("a\rb", "a\\rb"), ("a\r\nb", "a\\r\\nb"),
    ("a\\nb", "a\\\\nb"), ("a\"b,c", "a\"b,c"), ("\\\u{301}", "\\\\\u{301}"),
    ("\\\u{1B}", "\\\\\\u{1B}"), ("£5 – “a” ؽ\t", "£5 – “a” ؽ\\t"),
  ])
  func `TSV escapes what would end a field or an escape`(text: String, tsv: String) throws {
    #expect(Array(try field(.tsv, text).unicodeScalars) == Array(tsv.unicodeScalars))
  }
}
