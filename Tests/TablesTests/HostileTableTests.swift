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
