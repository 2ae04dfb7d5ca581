import CZlib
import Events
import Foundation
import TestSupport
import Testing

@testable import Tables

/// A table of a stranger is read or refused with a sentence, in bounded memory.
struct HostileTableTests {
  private func readAll(_ bytes: [UInt8]) throws {
    let table = try Table.read(bytes)
    while try table.next() != nil {}
  }

  @Test func `whatever a table holds, it is read or refused with a sentence`() throws {
    let texts = ["a;b\n\"1,5\";\"x \"\"y\"\"\"\n", "sep=,\r\na,b\r\n1,2\r\n", Self.flat]
    for bytes in Mutations(of: texts, count: 1000) {
      do { try readAll(bytes) } catch { #expect(error is Rejection, "\(error)") }
    }
    var dice = Dice()
    for _ in 0..<Dice.count("STAKEBOOK_INPUTS", orElse: 1000) {
      var bytes = Workbooks.typed
      for _ in 0...Int.random(in: 0..<6, using: &dice) {
        bytes[Int.random(in: bytes.indices, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
      }
      if dice.chance(20) { bytes.removeLast(Int.random(in: 1..<bytes.count, using: &dice)) }
      do { try readAll(bytes) } catch { #expect(error is Rejection, "\(error)") }
    }
  }

  @Test func `a bomb is refused before it fills the memory`() throws {
    // 12 MiB of spaces: a text without end, wherever it stands.
    let spaces = String(repeating: " ", count: 12 << 20)
    for (part, sentence) in [
      ("xl/workbook.xml", "has no end"), ("xl/worksheets/sheet1.xml", "has no end"),
    ] {
      let bytes = Workbooks.compressed(part, "<a>" + spaces)
      #expect(bytes.count < 200_000)
      let rejection = #expect(throws: Rejection.self) { try readAll(bytes) }
      #expect(rejection?.message.contains(sentence) == true, "\(rejection?.message ?? "")")
    }
    let archive = try ZipArchive(Workbooks.compressed("xl/workbook.xml", spaces))
    let rejection = #expect(throws: Rejection.self) {
      try archive.bytes(of: "xl/workbook.xml", most: 1 << 20)
    }
    #expect(rejection?.message.contains("unpacks to more than 1 MiB") == true)
  }

  @Test func `a row that would fill the memory is refused`() throws {
    let piece = String(repeating: "x", count: 1 << 20)
    let cell = "<c t=\"inlineStr\"><is><t>\(piece)</t></is></c>"
    let long = String(repeating: cell, count: 33)
    // Many cells that name one long text take as much as many texts do.
    let named = String(repeating: "<c t=\"s\"><v>0</v></c>", count: 33)
    for row in [long, named] {
      let bytes = Workbooks.sheet(
        "<worksheet><sheetData><row r=\"1\">\(row)</row></sheetData></worksheet>",
        strings: "<si><t>\(piece)</t></si>")
      let rejection = #expect(throws: Rejection.self) { try readAll(bytes) }
      #expect(rejection?.message.contains("longer than 32 MiB") == true)
    }
    let flat =
      "<office:document><table:table><table:table-row>"
      + String(
        repeating: "<table:table-cell><text:p>\(piece)</text:p></table:table-cell>", count: 33)
      + "</table:table-row></table:table></office:document>"
    let rejection = #expect(throws: Rejection.self) { try readAll(Array(flat.utf8)) }
    #expect(rejection?.message.contains("longer than 32 MiB") == true)
  }

  @Test func `merged cells that lie over each other, or beyond the sheet, do no harm`() throws {
    let list =
      (1...2000).map { "<mergeCell ref=\"A\($0):C1048576\"/>" }.joined()
      + "<mergeCell ref=\"A1:A99999999999\"/><mergeCell ref=\":\"/><mergeCell ref=\"ZZZZ1:ZZZZ9\"/>"
    let rows = (1...2000).map { "<row r=\"\($0)\"><c t=\"str\"><v>a\($0)</v></c></row>" }.joined()
    for end in ["</mergeCells>", ""] {
      do {
        try readAll(
          Workbooks.sheet(
            "<worksheet><sheetData>\(rows)</sheetData><mergeCells>\(list)\(end)</worksheet>"))
      } catch { #expect(error is Rejection) }
    }
  }

  private static let flat = """
    <?xml version="1.0"?><office:document><office:spreadsheet><table:table table:name="A">
    <table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="float"
    office:value="1.5" table:number-columns-repeated="4"/></table:table-row></table:table>
    </office:spreadsheet></office:document>
    """
}

extension Workbooks {
  /// A workbook in which that part is this text, deflated.
  fileprivate static func compressed(_ name: String, _ text: String) -> [UInt8] {
    archive(
      [
        ("xl/workbook.xml", #"<workbook><sheets><sheet name="A" r:id="r1"/></sheets></workbook>"#),
        (
          "xl/_rels/workbook.xml.rels",
          #"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>"#
        ), ("xl/worksheets/sheet1.xml", "<worksheet/>"),
      ].map { $0.0 == name ? (name, deflated(text)) : ($0.0, deflated($0.1)) }, method: 8)
  }

  private static func deflated(_ text: String) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
      &stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = Array(text.utf8)
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(input.count))))
    let room = output.count
    input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(room)
        deflate(&stream, Z_FINISH)
      }
    }
    return Array(output.prefix(room - Int(stream.avail_out)))
  }
}
