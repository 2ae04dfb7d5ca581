import Projections
import Reports
import Testing

/// Markdown and HTML.
@Suite struct FormatsPageTests {
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
        | 1 | 1 | - | x |
        | - | n/a | - |  |
        | 2.5 | - | - | 01 |

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

  /// The table of a page, without the page.
  private func table(_ columns: [String], _ rows: [[Cell]], headers: Bool = true) throws -> String {
    let page = try rendered(.html, columns, rows, headers: headers)
    let start = try #require(page.firstRange(of: "<table>\n"))
    let end = try #require(page.firstRange(of: "</table>\n"))
    return String(page[start.upperBound..<end.lowerBound])
  }

  @Test func `HTML is a page that fetches nothing and runs nothing`() throws {
    let page = try rendered(.html, ["a"], [[.text("x")]])
    #expect(page.hasPrefix("<!DOCTYPE html>\n"))
    #expect(page.hasSuffix("</table>\n</body>\n</html>\n"))
    #expect(page.contains("default-src 'none'"))
    for word in ["<script", "src=", "href=", "@import", "url("] { #expect(!page.contains(word)) }
  }

  @Test func `HTML sets numbers to the right and tells NULL from text`() throws {
    #expect(
      try table(
        ["n", "t"], [[.integer(-1), .null], [.real(0.5), .text("-")], [.null, .text("")]])
          == """
          <caption>rows</caption>
          <thead>
          <tr><th scope="col">n</th><th scope="col">t</th></tr>
          </thead>
          <tbody>
          <tr><td class="number">-1</td><td class="null">-</td></tr>
          <tr><td class="number">0.5</td><td>&quot;-&quot;</td></tr>
          <tr><td class="null">-</td><td></td></tr>
          </tbody>

          """)
    #expect(
      try table(["n"], [[.integer(1)]], headers: false) == """
        <caption>rows</caption>
        <tbody>
        <tr><td class="number">1</td></tr>
        </tbody>

        """)
  }

  @Test(arguments: [
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("a & b \"c\" 'd'", "a &amp; b &quot;c&quot; &#39;d&#39;"), ("<\u{338}", "&lt;\u{338}"),
    ("one\ntwo\r\nthree", "one<br>two<br>three"),
    (hostile, "a\\u{1B}]0;title\\u{7}\\u{202E}b"),
  ])
  func `HTML shows every sign as it is`(text: String, shown: String) throws {
    let cell = try table(["c"], [[.text(text)]], headers: false)
    #expect(
      Array(cell.unicodeScalars).starts(
        with: "<caption>rows</caption>\n<tbody>\n<tr><td>\(shown)</td></tr>\n".unicodeScalars))
    #expect(try !rendered(.html, [text], []).contains("<script"))
  }

  @Test func `several tables stand in one page`() throws {
    var page = ""
    var writer = RowWriter(.html, columns: ["a"], name: "first") {
      page += spelt($0)
    }
    try writer.next(columns: ["b", "c"], name: "second")
    try writer.row([.integer(1), .integer(2)])
    try writer.end()
    #expect(page.split(separator: "<!DOCTYPE html>").count == 1)
    #expect(page.split(separator: "<table>").count == 3)
    #expect(page.contains("<caption>first</caption>"))
    #expect(page.contains("<caption>second</caption>"))
  }
}
