import Testing

@testable import Reports

/// Sheets of a workbook: what holds for any number of rows and any name.
@Suite struct FormatsWorkbookTests {
  @Test(arguments: [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")])
  func `columns are called as spreadsheets call them`(number: Int, letters: String) {
    #expect(SheetBook.letters(number) == letters)
  }

  @Test func `no two sheets have one name, however they are written`() {
    let book = SheetBook(planned: [])
    let names = ["Stakes", "stakes", String(repeating: "n", count: 40), "", "a/b:c"].map {
      book.begin(
        TableHead(
          columns: ["a"], name: $0, width: nil, hasHeaders: true, isRaw: false, book: book))
    }
    #expect(names == ["Stakes", "stakes (2)", String(repeating: "n", count: 31), "rows", "a b c"])
    let again = book.begin(
      TableHead(
        columns: ["a"], name: String(repeating: "n", count: 50), width: nil, hasHeaders: true,
        isRaw: false, book: book))
    #expect(again == String(repeating: "n", count: 27) + " (2)")
  }

  @Test func `the same rows make the same bytes`() throws {
    func workbook() throws -> [UInt8] {
      var bytes: [UInt8] = []
      var writer = RowWriter(.xlsx, columns: ["a", "b"]) { $0(&bytes) }
      for number in 0..<20_000 {
        try writer.row([.integer(Int64(number)), .text("row \(number)")])
      }
      try writer.next(columns: ["c"], name: "other")
      try writer.end()
      return bytes
    }
    let bytes = try workbook()
    #expect(try workbook() == bytes)
    #expect(bytes.count < 400_000)
  }
}
