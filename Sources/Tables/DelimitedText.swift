import Events

/// The rows of text whose cells are separated (RFC 4180, as people's programs write it).
///
/// Lines end with LF, CR LF or CR; line ends in quotes are kept as they are. A quote inside a cell
/// that has none around it stands for itself.
struct DelimitedText {
  private let bytes: [UInt8]
  private let separator: UInt8
  private var place: Int
  private var number = 0

  private static let quote = UInt8(ascii: "\"")
  private static let feed = UInt8(ascii: "\n")
  private static let carriage = UInt8(ascii: "\r")

  init(_ bytes: [UInt8], separator: UInt8, from place: Int = 0) {
    (self.bytes, self.separator, self.place) = (bytes, separator, place)
  }

  /// The next row, also an empty one. Throws `csv-quotes` where a cell in quotes does not end.
  mutating func next() throws(Rejection) -> TableRow? {
    guard place < bytes.count else { return nil }
    number += 1
    var cells: [TableCell] = []
    while true {
      cells.append(TableCell(try cell()))
      guard place < bytes.count else { break }
      let end = bytes[place]
      place += 1
      if end == separator { continue }
      if end == Self.carriage, place < bytes.count, bytes[place] == Self.feed { place += 1 }
      break
    }
    guard cells.count <= Table.mostColumns else { throw tooWide(number) }
    return TableRow(number, cells)
  }

  /// The text of a cell; what ends it is the next byte.
  private mutating func cell() throws(Rejection) -> String {
    let start = place
    if place < bytes.count, bytes[place] == Self.quote { return try quoted() }
    while place < bytes.count {
      let byte = bytes[place]
      if byte == separator || byte == Self.feed || byte == Self.carriage { break }
      place += 1
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func quoted() throws(Rejection) -> String {
    var text: [UInt8] = []
    place += 1
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      guard byte == Self.quote else {
        text.append(byte)
        continue
      }
      guard place < bytes.count, bytes[place] == Self.quote else {
        // Whatever stands between the quote and the end of the cell belongs to it.
        let rest = place
        while place < bytes.count, bytes[place] != separator, bytes[place] != Self.feed,
          bytes[place] != Self.carriage
        { place += 1 }
        return String(decoding: text + bytes[rest..<place], as: UTF8.self)
      }
      text.append(Self.quote)
      place += 1
    }
    throw Rejection(
      .csvQuotes, "a cell of row \(number) begins with a quote that nothing closes",
      hint: "Close it, or write a quote in a cell twice.", at: .init(line: number))
  }
}

/// A row with more columns than a table has.
func tooWide(_ row: Int) -> Rejection {
  Rejection(
    .tooBig, "row \(row) has more than \(Table.mostColumns) columns",
    hint: "Look whether the cells are separated by something else.", at: .init(line: row))
}

extension Table {
  private static let separators: [(byte: UInt8, name: String)] = [
    (0x2C, "commas"), (0x3B, "semicolons"), (0x09, "tabs"), (0x7C, "bars"),
  ]

  /// The table of a text.
  static func delimited(_ bytes: [UInt8], _ terms: TableTerms) throws -> Table {
    guard terms.sheet == nil else {
      throw Rejection(
        .badUsage, "the file is text and has no sheets", hint: "Leave the sheet out.")
    }
    let encoding = terms.encoding ?? TextEncoding(of: bytes)
    let text = try encoding.utf8(bytes)
    guard !text.contains(0) else {
      throw Rejection(
        .badFile, "the file is neither text nor a spreadsheet that is known",
        hint: "Save the table as CSV, XLSX or ODS.")
    }
    var start = 0
    var separator = terms.separator?.asciiValue
    // A line that some programs write before the table: sep=;
    if text.starts(with: Array("sep=".utf8)), text.count > 5, [10, 13].contains(text[5]) {
      separator = separator ?? text[4]
      start = text.count > 6 && text[5] == 13 && text[6] == 10 ? 7 : 6
    }
    let found = separator ?? Self.separator(of: text, from: start)
    let name = separators.first { $0.byte == found }?.name ?? "“\(UnicodeScalar(found))”"
    var rows = DelimitedText(text, separator: found, from: start)
    return Table(
      form: "\(encoding.name) text, cells separated by \(name)",
      terms: TableTerms(encoding: encoding, separator: Character(UnicodeScalar(found)))
    ) { try rows.next() }
  }

  /// What separates the cells: what makes the first rows alike and gives them the most cells.
  private static func separator(of text: [UInt8], from start: Int) -> UInt8 {
    // A comma in a lone column of prose is no separator, but it does no harm there either.
    var best = (byte: UInt8(ascii: ","), likeness: 0.0, cells: 1)
    for (byte, _) in separators {
      var rows = DelimitedText(text, separator: byte, from: start)
      var counts: [Int: Int] = [:]
      var all = 0
      while all < 100, let row = try? rows.next() {
        if row.cells.count == 1, row[0].isBlank { continue }
        counts[row.cells.count, default: 0] += 1
        all += 1
      }
      let usual = counts.filter { $0.key > 1 }.max { ($0.value, $0.key) < ($1.value, $1.key) }
      guard let usual else { continue }
      let likeness = Double(usual.value) / Double(max(all, 1))
      if (likeness, usual.key) > (best.likeness, best.cells) {
        best = (byte, likeness, usual.key)
      }
    }
    return best.byte
  }
}
