import Events

/// One cell: what stands in it, in a form that has one reading where the file says which.
public struct TableCell: Sendable, Hashable {
  /// What the file says of a cell's content.
  public enum Kind: Sendable, Hashable {
    /// Nothing: a person wrote it, and it is read as people write.
    case text
    /// A number with a decimal point and no other marks.
    case number
    /// A number of hundredths with its sign: `49%`.
    case percent
    /// A number of a currency, whose code is there where the file tells it.
    case money(String?)
    /// A day, as `2019-07-22`.
    case date
    /// True or false.
    case flag
    /// The result of a formula that has none, such as `#REF!`.
    case fault
  }

  /// What stands in it; empty where nothing does.
  public var text: String
  /// What the file says of it.
  public var kind: Kind

  /// A cell with this content.
  public init(_ text: String, _ kind: Kind = .text) { (self.text, self.kind) = (text, kind) }

  /// A cell in which nothing stands.
  public static let empty = TableCell("")

  /// A formula that no program has reckoned yet.
  public static let unreckoned = TableCell("a formula without a result", .fault)

  /// Whether nothing but white space stands in it.
  public var isBlank: Bool { text.allSatisfy(\.isWhitespace) }
}

/// A row of a table, with the number that a spreadsheet shows beside it.
public struct TableRow: Sendable, Hashable {
  /// Its number, from 1.
  public let number: Int
  /// Its cells up to the last in which something stands.
  public let cells: [TableCell]

  /// A row of these cells.
  public init(_ number: Int, _ cells: [TableCell]) { (self.number, self.cells) = (number, cells) }

  /// The cell of that column, from 0; an empty one beyond the last.
  public subscript(column: Int) -> TableCell {
    cells.indices.contains(column) ? cells[column] : .empty
  }

  /// What a spreadsheet calls a cell: `B7`.
  public static func name(column: Int, row: Int) -> String { letters(of: column) + String(row) }

  /// What a spreadsheet calls a column, from 0: `A`, `Z`, `AA`.
  public static func letters(of column: Int) -> String {
    var rest = column + 1
    var letters = ""
    while rest > 0 {
      rest -= 1
      letters = String(UnicodeScalar(UInt8(65 + rest % 26))) + letters
      rest /= 26
    }
    return letters
  }
}

/// How a file is to be read, where it is not to be found out.
public struct TableTerms: Sendable, Hashable {
  /// The sheet's name; nil: the first on which a table stands.
  public var sheet: String?
  /// How its text is encoded; nil: as it looks.
  public var encoding: TextEncoding?
  /// What stands between cells; nil: as it looks.
  public var separator: Character?

  /// As it looks.
  public init(
    sheet: String? = nil, encoding: TextEncoding? = nil, separator: Character? = nil
  ) {
    (self.sheet, self.encoding, self.separator) = (sheet, encoding, separator)
  }
}

/// The rows of a spreadsheet or of a text file with separated cells, one at a time.
///
/// Memory holds the file, and of a spreadsheet its shared strings; rows in which nothing stands are
/// passed over. What cannot be read is a `Rejection` that says what the file is instead.
public final class Table {
  /// How the file was read, for people: `Windows-1252 text, cells separated by semicolons`.
  public let form: String
  /// The sheets of the file; none where it is text.
  public let sheets: [String]
  /// How it was read, where it was found out.
  public let terms: TableTerms
  private let rows: () throws -> TableRow?
  private var cells = 0

  /// The most columns of a table; a spreadsheet has room for more.
  static let mostColumns = 1024
  /// The most bytes of what stands in one row of a spreadsheet.
  static let mostRowBytes = 32 << 20
  /// The most rows of a spreadsheet.
  static let mostRows = 1 << 20
  /// The most cells of a table in all, repeated ones too.
  static let mostCells = 100_000_000

  init(
    form: String, sheets: [String] = [], terms: TableTerms, rows: @escaping () throws -> TableRow?
  ) {
    (self.form, self.sheets, self.terms, self.rows) = (form, sheets, terms, rows)
  }

  /// The next row in which something stands; nil after the last.
  public func next() throws -> TableRow? {
    while let row = try rows() {
      cells += row.cells.count
      guard cells <= Self.mostCells else {
        throw Rejection(.tooBig, "the table has more than \(Self.mostCells) cells")
      }
      let last = row.cells.lastIndex { !$0.isBlank }
      guard let last else { continue }
      return last + 1 == row.cells.count ? row : TableRow(row.number, Array(row.cells[...last]))
    }
    return nil
  }
}

extension Table {
  /// The most bytes of a file.
  public static let mostBytes = 512 << 20

  /// The table that these bytes hold.
  ///
  /// Throws `bad-file` where they are something else, and says what.
  public static func read(_ bytes: [UInt8], _ terms: TableTerms = TableTerms()) throws -> Table {
    switch FileKind(bytes) {
    case .zip: return try spreadsheet(try ZipArchive(bytes), terms)
    case .xml: return try flatSpreadsheet(bytes, terms)
    case .text: return try delimited(bytes, terms)
    case .other(let what, let remedy):
      throw Rejection(
        .badFile, "the file is \(what), and not a table",
        hint: remedy ?? "Save the table as CSV, XLSX or ODS.")
    }
  }

  private static func spreadsheet(_ archive: ZipArchive, _ terms: TableTerms) throws -> Table {
    if archive.holds("xl/workbook.xml") { return try Workbook(archive).table(terms) }
    if archive.holds("content.xml") {
      let kind = try archive.bytes(of: "mimetype", most: 4096, orNothing: true)
      let name = String(decoding: kind, as: UTF8.self)
      guard name.isEmpty || name.contains("opendocument.spreadsheet") else {
        throw Rejection(
          .badFile, "the file is an OpenDocument file of another kind (\(name.prefix(80)))",
          hint: "Save the table as CSV, XLSX or ODS.")
      }
      return try OpenDocument.table(terms) { try archive.reader(of: "content.xml") }
    }
    let kinds = [
      ("xl/workbook.bin", "a binary Excel workbook"), ("word/document.xml", "a Word document"),
      ("ppt/presentation.xml", "a PowerPoint presentation"),
    ]
    if let (_, what) = kinds.first(where: { archive.holds($0.0) }) {
      throw Rejection(
        .badFile, "the file is \(what), and not a table",
        hint: "Save the table as CSV, XLSX or ODS.")
    }
    throw Rejection(
      .badFile,
      archive.holds("[Content_Types].xml")
        ? "the file begins like an Excel workbook, but has no list of sheets (xl/workbook.xml)"
        : "the file is a ZIP archive without a spreadsheet in it",
      hint: "Save it anew from the program that made it, as XLSX, ODS or CSV.")
  }

  private static func flatSpreadsheet(_ bytes: [UInt8], _ terms: TableTerms) throws -> Table {
    try OpenDocument.table(terms) {
      var rest: [UInt8]? = bytes
      return XMLReader { rest.take() ?? [] }
    }
  }
}

/// What a file is by how it begins.
enum FileKind {
  case zip, xml, text
  case other(String, remedy: String?)

  init(_ bytes: [UInt8]) {
    func begins(_ text: StaticString) -> Bool {
      bytes.starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
    let start = bytes.prefix(512).drop { [0xEF, 0xBB, 0xBF, 0x20, 0x0A, 0x0D, 0x09].contains($0) }
    if bytes.isEmpty {
      self = .other("empty", remedy: "Look whether it was saved.")
    } else if begins("PK\u{03}\u{04}") || begins("PK\u{05}\u{06}") {
      self = .zip
    } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      self = .other(
        "an Excel workbook of the time before 2007, or one with a password",
        remedy: "Save it as .xlsx without a password.")
    } else if begins("%PDF") {
      self = .other("a PDF", remedy: nil)
    } else if begins("SQLite format 3") {
      self = .other("an SQLite database", remedy: "Export its table as CSV.")
    } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47])
      || bytes.starts(with: [0xFF, 0xD8, 0xFF])
    {
      self = .other("a picture", remedy: nil)
    } else if bytes.starts(with: [0x1F, 0x8B]) {
      self = .other("compressed with gzip", remedy: "Unpack it first: gunzip FILE.")
    } else if begins("PAR1") {
      self = .other("a Parquet file", remedy: nil)
    } else if start.starts(with: Array("<?xml".utf8)) || start.starts(with: Array("<office".utf8)) {
      self = .xml
    } else if start.starts(with: Array("<!DOCTYPE".utf8)) || start.starts(with: Array("<html".utf8))
    {
      self = .other("a web page", remedy: nil)
    } else if begins("{\\rtf") {
      self = .other("a text document (RTF)", remedy: nil)
    } else {
      self = .text
    }
  }
}
