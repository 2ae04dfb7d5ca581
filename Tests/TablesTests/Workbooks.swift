/// Workbooks as the tests need them: stored, not compressed.
enum Workbooks {
  /// A workbook whose only sheet is this XML.
  static func sheet(_ xml: String, styles: String = "", strings: String = "") -> [UInt8] {
    archive([
      (
        "xl/workbook.xml", #"<workbook><sheets><sheet name="Deals" r:id="r1"/></sheets></workbook>"#
      ),
      (
        "xl/_rels/workbook.xml.rels",
        #"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>"#
      ),
      ("xl/styles.xml", "<styleSheet>\(styles)</styleSheet>"),
      ("xl/sharedStrings.xml", "<sst>\(strings)</sst>"),
      ("xl/worksheets/sheet1.xml", xml),
    ])
  }

  /// One of each kind of cell.
  static let typed = sheet(
    """
    <worksheet><sheetData>
    <row r="1"><c r="A1" t="s"><v>0</v></c><c t="inlineStr"><is><t>How much</t></is></c>
    <c t="str"><v>Share</v></c><c t="inlineStr"><is><r><t>O</t></r><r><t>f</t></r></is></c></row>
    <row r="3"><c r="A3" s="1"><v>43668.5</v></c><c r="B3" s="2"><v>1590.5</v></c>
    <c r="C3" s="3"><v>0.125</v></c><c r="D3"><f>0.1+0.2</f><v>0.30000000000000004</v></c></row>
    <row r="4"><c r="A4" t="e"><v>#REF!</v></c><c r="C4"><f>SUM(A1)</f></c>
    <c r="D4" t="s"><v>1</v></c><c r="E4"><f>1+1</f><v></v></c><c t="str"><f>""</f><v></v></c>
    <c t="str"><v>x</v></c></row>
    </sheetData></worksheet>
    """,
    styles: """
      <numFmts><numFmt numFmtId="164" formatCode="#,##0.00\\ [$€-407]"/></numFmts>
      <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="10"/></cellXfs>
      """,
    strings: "<si><t>When</t></si><si><t>a&amp;b</t><rPh><t>x</t></rPh></si>")

  static func archive(_ parts: [(String, String)]) -> [UInt8] {
    archive(parts.map { ($0.0, Array($0.1.utf8)) }, method: 0)
  }

  /// An archive of parts that are compressed in that way already.
  static func archive(_ parts: [(String, [UInt8])], method: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var list: [UInt8] = []
    for (name, content) in parts {
      let start = bytes.count
      var common = le(20, 2) + le(0, 2) + le(method, 2) + le(0, 4) + le(0, 4)
      common += le(content.count, 4) + le(content.count, 4) + le(name.utf8.count, 2) + le(0, 2)
      bytes += le(0x0403_4B50, 4)
      bytes += common
      bytes += Array(name.utf8)
      bytes += content
      list += le(0x0201_4B50, 4)
      list += le(20, 2) + common
      list += le(0, 2) + le(0, 2) + le(0, 2) + le(0, 4) + le(start, 4)
      list += Array(name.utf8)
    }
    let count = le(parts.count, 2)
    let end = le(list.count, 4) + le(bytes.count, 4) + le(0, 2)
    return bytes + list + le(0x0605_4B50, 4) + le(0, 2) + le(0, 2) + count + count + end
  }

  private static func le(_ number: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(number >> (8 * $0) & 255) }
  }
}
