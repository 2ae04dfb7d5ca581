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
    for sheet in document.find(office + "body").find(office + "spreadsheet").iter(table + "table"):
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

  /// Prints each sheet of a workbook: its name, what of it stays and is filtered, and its rows as
  /// `style:value`, text in quotes.
  private static let workbookReader = #"""
    import sys, zipfile, xml.etree.ElementTree as xml
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    office = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    archive = zipfile.ZipFile(sys.argv[1])
    assert archive.testzip() is None
    read = lambda name: xml.fromstring(archive.read(name))
    types = {part.get("PartName") for part in read("[Content_Types].xml")}
    targets = {link.get("Id"): link.get("Target") for link in read("xl/_rels/workbook.xml.rels")}
    formats = {form.get("numFmtId"): form.get("formatCode") for form in read("xl/styles.xml").iter(main + "numFmt")}
    styles = [formats.get(style.get("numFmtId"), style.get("numFmtId"))
              for style in read("xl/styles.xml").find(main + "cellXfs")]
    for sheet in read("xl/workbook.xml").find(main + "sheets"):
        part = "xl/" + targets[sheet.get(office + "id")]
        assert "/" + part in types, part
        page = read(part)
        pane, filter = page.find(f".//{main}pane"), page.find(main + "autoFilter")
        print("#", sheet.get("name"), pane is not None and pane.get("state"), filter is not None and filter.get("ref"))
        for row in page.iter(main + "row"):
            print("|".join(
                f"{cell.get('r')}=" + (repr("".join(cell.itertext())) if cell.get("t") == "inlineStr"
                                       else styles[int(cell.get("s"))] + ":" + cell.find(main + "v").text)
                for cell in row))
    """#

  @Test(.enabled(if: Shell.finds("python3")))
  func `a workbook is read by another program, with its header fixed and its columns filtered`()
    throws
  {
    try withTemporaryFolder { folder in
      let shell = Shell(in: folder)
      try Self.workbookReader.write(
        to: folder.appending(path: "reader.py"), atomically: true, encoding: .utf8)
      let strange =
        "SELECT '2025-10-28' AS d, '2025-10-28T06:00:00.000000Z' AS i, '1900-02-28' AS old, 27 AS n, NULL AS z, "
        + "'=1+1' AS f, '_x0041_' AS x, 9223372036854775807 AS big, '<&' || char(1) AS m"
      let outcome = try shell.run(
        """
        stakebook init
        stakebook import --restore '\(Package.fixtures.path)/microsoft-openai.jsonl'
        stakebook export --table stakes --table capital --as-of 2025-12-31 -o deals.xlsx || exit 2
        python3 reader.py deals.xlsx || exit 3
        stakebook sql "\(strange)" -o strange.xlsx && python3 reader.py strange.xlsx
        stakebook sql "SELECT printf('%.*c', 40000, 'x') AS long" -o long.xlsx
        python3 reader.py long.xlsx | tail -n 1 | tail -c 60
        """)
      #expect(outcome.errors == "")
      #expect(outcome.code == 0)
      let lines = outcome.output.split(separator: "\n").dropFirst(2).map(String.init)
      #expect(
        lines.filter { $0.hasPrefix("# ") }.map { $0.prefix(22) } == [
          "# stakes frozen A1:AF7", "# capital frozen A1:AJ", "# rows frozen A1:I2",
        ])
      #expect(lines[1].hasPrefix("A1='holder'|B1='issuer'|C1='basis'|"))
      #expect(lines[2].contains("|E2=0:27|F2=1:270000000|"))
      #expect(
        lines.suffix(2) == [
          "A2=yyyy\\-mm\\-dd:45958|B2=yyyy\\-mm\\-dd\\ hh:mm:ss:45958.25|C2='1900-02-28'|D2=1:27|"
            + "F2='=1+1'|G2='_x005F_x0041_'|H2='9223372036854775807'|I2='<&\\\\u{1}'",
          "xxxxxxxxxxxx … (cut: a cell of a workbook holds no more)'",
        ])
    }
  }

  @Test func `a terminal is shown no workbook`() throws {
    try withTemporaryFolder { folder in
      let shell = Shell(in: folder)
      let outcome = try shell.run(
        """
        stakebook init >init.txt
        script -qec "stakebook sql 'SELECT 1' --format xlsx" /dev/null </dev/null | tr -d '\\r'
        """)
      #expect(outcome.output.contains("a workbook is no text for a terminal"))
      #expect(outcome.output.contains("-o rows.xlsx"))
    }
  }
}
