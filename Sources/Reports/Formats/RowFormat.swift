import Projections

/// In which form rows come out.
public enum RowFormat: String, CaseIterable, Sendable {
  case table
  case box
  case vertical
  case json
  case jsonl
  case csv
  case tsv
  case markdown
  case html
  case fods
  case xlsx

  /// The format of a file, by how its name ends; nil where no format has that ending.
  public init?(fileName: String) {
    let name = fileName.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex,
      let format = Self.endings[name[name.index(after: dot)...].lowercased()]
    else { return nil }
    self = format
  }

  /// Whether people read it, rather than programs.
  public var isForReaders: Bool { [.table, .box, .vertical, .markdown, .html].contains(self) }

  /// Which ending of a file's name means which format.
  public static let endings: [String: RowFormat] = [
    "txt": .table, "json": .json, "jsonl": .jsonl, "ndjson": .jsonl, "csv": .csv, "tsv": .tsv,
    "md": .markdown, "markdown": .markdown, "html": .html, "htm": .html, "fods": .fods,
    "xlsx": .xlsx,
  ]
}

/// How one format writes one table: it appends UTF-8 to what ``RowWriter`` writes.
protocol RowForm {
  /// What stands before the first row. The sample holds the first rows, all of them where they are
  /// few: widths and sides follow from it, and memory does not grow with the number of rows.
  mutating func begin(_ sample: [RowBuffer], to output: inout [UInt8])
  /// A row; they come in order, those of the sample too.
  mutating func row(_ cells: RowBuffer, to output: inout [UInt8])
  /// What stands behind the last of so many rows.
  func end(_ count: Int, to output: inout [UInt8])
}

/// What a table is given besides its rows.
struct TableHead {
  var columns: [String]
  var name: String
  var width: Int?
  var hasHeaders: Bool
  var isRaw: Bool
  /// Whether rows one below the other are without the cells in which nothing stands.
  var leavesOutEmpty = false
  /// The document that its sheet stands in, where the format has such.
  let book: SheetBook
}

extension RowFormat {
  /// Writes a table in this format.
  func form(_ head: TableHead) -> any RowForm {
    switch self {
    case .table: GridRows(head, .open)
    case .box: GridRows(head, .box)
    case .vertical: VerticalRows(head)
    case .json: JSONRows(head, isArray: true)
    case .jsonl: JSONRows(head, isArray: false)
    case .csv: CSVRows(head)
    case .tsv: TSVRows(head)
    case .markdown: MarkdownRows(head)
    case .html: HTMLRows(head)
    case .fods: SpreadsheetRows(head)
    case .xlsx: WorkbookRows(head)
    }
  }

  /// How many rows at most it must see before it writes one.
  var foresight: Int {
    switch self {
    case .table, .box, .markdown, .fods, .xlsx: 10_000
    case .vertical, .json, .jsonl, .csv, .tsv, .html: 0
    }
  }

  /// Whether one file of it holds several tables.
  public var holdsTables: Bool { [.fods, .html, .xlsx].contains(self) }

  /// Writes what stands before the first table.
  func open(_ book: SheetBook, to output: inout [UInt8]) {
    switch self {
    case .html: output += HTMLRows.frame.opening.utf8
    case .fods: output += SpreadsheetRows.opening(book).utf8
    default: break
    }
  }

  /// What stands between two tables.
  var between: String { holdsTables ? "" : "\n" }

  /// Writes what stands behind the last table.
  func close(_ book: SheetBook, to output: inout [UInt8]) {
    switch self {
    case .html: output += HTMLRows.frame.closing.utf8
    case .fods: output += SpreadsheetRows.closing(book).utf8
    case .xlsx: WorkbookRows.close(book, to: &output)
    default: break
    }
  }
}

/// Which columns hold numbers and, where one is missing, NULL: they stand to the right.
func numericColumns(_ count: Int, _ rows: [RowBuffer]) -> [Bool] {
  (0..<count).map { place in
    rows.contains { $0[place].isNumber }
      && rows.allSatisfy { $0[place].isNumber || $0[place] == .null }
  }
}
