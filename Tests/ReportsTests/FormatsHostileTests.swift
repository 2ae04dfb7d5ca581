import Reports
import Testing

/// Whatever a ledger or a query holds, no format lets it do anything.
@Suite struct FormatsHostileTests {
  private static let texts = [
    hostile, "\u{0}\u{8}\u{1B}[2J\u{7F}\u{9B}31m", "\u{202E}\u{2066}\u{200F}\u{61C}gpj.exe",
    "=HYPERLINK(\"http://example.com\")", "@SUM(1+1)", "</td></table><script>alert(1)</script>",
    "]]></text:p><text:p>", "\u{FFFE}\u{FFFF}", "a\tb\nc\r\nd\\", "`|*[x](y)", "",
    String(repeating: "x", count: 10_000), String(repeating: "日本 ", count: 400),
  ]

  @Test(arguments: RowFormat.allCases)
  func `no control and no override comes through`(format: RowFormat) throws {
    for (place, text) in Self.texts.enumerated() {
      let shown = try rendered(format, [text, "b"], [[.text(text), .null]], width: 80)
      let obeyed = shown.unicodeScalars.filter { scalar in
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20, 0x7F...0x9F, 0x61C, 0x200F, 0x202E, 0x2066, 0xFFFE, 0xFFFF: true
        default: false
        }
      }
      #expect(obeyed.allSatisfy { format.keeps($0) }, "\(format), text \(place)")
    }
  }

  @Test(arguments: [RowFormat.html, .fods, .xlsx, .markdown])
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

extension RowFormat {
  /// Programs get noncharacters as they are; no terminal obeys them, and only XML must not hold them.
  fileprivate func keeps(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0xFFFE && ![.fods, .xlsx, .html].contains(self)
  }
}
