import Projections
import Reports

@testable import Tables

/// The whole text that a writer gives for these rows.
func rendered(
  _ format: RowFormat, _ columns: [String], _ rows: [[Cell]], width: Int? = nil,
  headers: Bool = true,
  raw: Bool = false
) throws -> String {
  var bytes: [UInt8] = []
  var writer = RowWriter(format, columns: columns, width: width, headers: headers, raw: raw) {
    $0(&bytes)
  }
  for row in rows { try writer.row(row) }
  try writer.end()
  guard format == .xlsx else { return String(decoding: bytes, as: UTF8.self) }
  let sheet = try ZipArchive(bytes).bytes(of: "xl/worksheets/sheet1.xml", most: 1 << 24)
  return String(decoding: sheet, as: UTF8.self)
}

/// What a writer of text appends.
func spelt(_ piece: RowWriter.Piece) -> String {
  var bytes: [UInt8] = []
  piece(&bytes)
  return String(decoding: bytes, as: UTF8.self)
}

/// What a format makes of one text, without the header.
func field(_ format: RowFormat, _ text: String, raw: Bool = false) throws -> String {
  let header = format == .markdown ? "| c |\n| --- |\n" : "c\n"
  let whole = try rendered(format, ["c"], [[.text(text)]], raw: raw)
  precondition(whole.hasPrefix(header), "the header comes first")
  return String(whole.unicodeScalars.dropFirst(header.unicodeScalars.count).dropLast())
}

/// A cell that would set a terminal's title and turn the rest of its line around.
let hostile = "a\u{1B}]0;title\u{07}\u{202E}b"
