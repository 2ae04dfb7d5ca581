import Foundation
import TestSupport
import Testing

/// A spreadsheet is read by another program's XML parser, cell by cell.
struct SpreadsheetTests {
  /// Prints each sheet's name, then each row as `type:value` of its cells.
  private static let reader = #"""
    import sys, xml.etree.ElementTree as xml
    office, table, text = ("{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}" % name
                           for name in ("office", "table", "text"))
    document = xml.parse(sys.argv[1]).getroot()
    assert document.get(office + "mimetype") == "application/vnd.oasis.opendocument.spreadsheet"
    styles = {style.get("{urn:oasis:names:tc:opendocument:xmlns:style:1.0}name")
              for style in document.iter("{urn:oasis:names:tc:opendocument:xmlns:style:1.0}style")}
    for sheet in document.find(office + "body").find(office + "spreadsheet"):
        print("#", sheet.get(table + "name"))
        for row in sheet.iter(table + "table-row"):
            cells = []
            for cell in row:
                style = cell.get(table + "style-name")
                assert style is None or style in styles, style
                kind = cell.get(office + "value-type") or ""
                value = (cell.get(office + "value") if kind == "float"
                         else cell.get(office + "date-value") if kind == "date"
                         else "\\n".join("".join(part.itertext()) for part in cell))
                cells.append(kind + ":" + value)
            print("|".join(cells))
        for column in sheet.iter(table + "table-column"):
            assert column.get(table + "style-name") in styles
    """#

  @Test(.enabled(if: Shell.finds("python3")))
  func `numbers and days arrive typed, partial dates and hostile text as text`() throws {
    try withTemporaryFolder { folder in
      let shell = Shell(in: folder)
      try Self.reader.write(
        to: folder.appending(path: "reader.py"), atomically: true, encoding: .utf8)
      let hostile =
        "SELECT char(27) || ']0;x' || char(7) || char(8238) || char(0xFFFE) AS c, "
        + "'=1+1' AS f, '</text:p><script>&' AS m, 9223372036854775807 AS big"
      let outcome = try shell.run(
        """
        stakebook init
        stakebook import --restore '\(Package.fixtures.path)/microsoft-openai.jsonl'
        stakebook export --table stakes --table valuations --as-of 2023-06-30 -o deals.fods || exit 2
        python3 reader.py deals.fods || exit 3
        stakebook sql "\(hostile)" -o hostile.fods && python3 reader.py hostile.fods
        """)
      #expect(outcome.errors == "")
      #expect(outcome.code == 0)
      let lines = outcome.output.split(separator: "\n").dropFirst(2).map(String.init)
      #expect(lines.first == "# stakes")
      #expect(lines[1].hasPrefix("string:holder|string:issuer|string:basis|string:excludes|"))
      #expect(
        lines[2].hasPrefix(
          "string:microsoft|string:openai-group|string:profit_share|string:|float:49|"
            + "float:490000000|float:490000000|float:490000000|string:exact|string:49%|:|:|"))
      #expect(lines[2].contains("|string:2023-01|date:2023-01-01|date:2023-01-31|string:reported|"))
      #expect(lines.contains("# valuations"))
      #expect(
        lines.suffix(3) == [
          "# rows", "string:c|string:f|string:m|string:big",
          #"string:\u{1B}]0;x\u{7}\u{202E}\u{FFFE}|string:=1+1|"#
            + "string:</text:p><script>&|string:9223372036854775807",
        ])
    }
  }
}
