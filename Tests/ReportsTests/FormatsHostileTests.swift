import Reports
import Testing

/// Whatever a ledger or a query holds, no format lets it do anything.
@Suite struct FormatsHostileTests {
  private static let texts = [
    hostile, "\u{0}\u{8}\u{1B}[2J\u{7F}\u{9B}31m", "\u{202E}\u{2066}\u{200F}\u{61C}gpj.exe",
    "=HYPERLINK(\"http://example.com\")", "@SUM(1+1)", "</td></table><script>alert(1)</script>",
    "]]></text:p><text:p>", "\u{FFFE}\u{FFFF}", "a\tb\nc\r\nd\\", "`|*[x](y)", "",
    String(repeating: "x", count: 10_000), String(repeating: "日本 ", count: 3000),
  ]

  @Test(arguments: RowFormat.allCases)
  func `no control and no override comes through`(format: RowFormat) throws {
    for text in Self.texts {
      let shown = try rendered(format, [text, "b"], [[.text(text), .null]], width: 80)
      for scalar in shown.unicodeScalars {
        let isControl = scalar.properties.generalCategory == .control && !"\n\t\r".contains(scalar)
        let turns = [0x61C, 0x200F, 0x202E, 0x2066].contains(scalar.value)
        #expect(!isControl && !turns, "U+\(String(scalar.value, radix: 16))")
      }
    }
  }

  @Test(arguments: [RowFormat.html, .fods, .markdown])
  func `no text becomes markup`(format: RowFormat) throws {
    let plain = try rendered(format, ["a"], [[.text("b")]])
    for text in Self.texts {
      let shown = try rendered(format, [text], [[.text(text)]])
      #expect(!shown.contains("<script"))
      #expect(!shown.contains("</td></table>"))
      guard format != .markdown, !text.contains("\n") else { continue }
      #expect(shown.count(where: { $0 == "<" }) - plain.count(where: { $0 == "<" }) <= 8000)
      #expect(
        shown.split(separator: "</").count == plain.split(separator: "</").count,
        "\(text.prefix(40))")
    }
  }

  @Test(arguments: [RowFormat.html, .fods, .csv, .tsv, .json, .jsonl, .markdown, .vertical])
  func `a very long value is whole where nothing bounds it`(format: RowFormat) throws {
    let long = String(repeating: "x", count: 10_000)
    #expect(try rendered(format, ["a"], [[.text(long)]]).contains(long))
  }

  @Test func `a line feed in a field ends no row`() throws {
    for format in [RowFormat.table, .tsv, .jsonl, .markdown, .html] {
      let one = try rendered(format, ["a"], [[.text("x")]])
      let broken = try rendered(format, ["a"], [[.text("x\ny")]])
      #expect(one.split(separator: "\n").count == broken.split(separator: "\n").count)
    }
  }
}

extension String {
  fileprivate func contains(_ scalar: Unicode.Scalar) -> Bool { unicodeScalars.contains(scalar) }
}
