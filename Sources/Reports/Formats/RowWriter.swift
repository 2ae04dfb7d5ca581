import Projections

/// Writes rows in one format, of one table or of several one after the other.
///
/// Rows are written as they come. Where widths are needed the first ten thousand rows, or 4 MiB of
/// them, are looked at first: memory does not grow with the number of rows.
public struct RowWriter {
  /// Appends a piece of the output to what is given it: whole UTF-8, but for workbooks.
  public typealias Piece = (_ output: inout [UInt8]) -> Void

  private static let mostBytes = 4 << 20

  private let format: RowFormat
  private let write: (Piece) throws -> Void
  private var head: TableHead
  private var form: any RowForm
  /// The rows that wait until the form has seen enough; nil once it has begun.
  private var sample: [RowBuffer]? = []
  private var sampleBytes = 0
  private var count = 0
  private var tables = 0
  private let leavesOutEmpty: Bool
  /// The columns that are written; nil: all.
  private var kept: [Int]?

  /// A writer of rows with these columns; `name` is that of a sheet or page, and the names of `others`
  /// that will follow may be said.
  ///
  /// A table or box keeps to `width` where it is given; where the rows do not fit it they are
  /// written one below the other, as in the vertical format. CSV and TSV guard against formulas, unless
  /// they are `raw`. In a format that looks at its rows first, columns without any value can be left out, and
  /// where rows stand one below the other, cells without one.
  public init(
    _ format: RowFormat, columns: [String], name: String = "rows", others: [String] = [],
    width: Int? = nil, headers: Bool = true, raw: Bool = false, leavesOutEmpty: Bool = false,
    write: @escaping (Piece) throws -> Void
  ) {
    self.format = format
    self.write = write
    self.leavesOutEmpty = leavesOutEmpty
    head = TableHead(
      columns: columns, name: name, width: width, hasHeaders: headers, isRaw: raw,
      leavesOutEmpty: leavesOutEmpty, book: SheetBook(planned: headers ? [name] + others : []))
    form = format.form(head)
  }

  /// Writes a row of as many cells as there are columns.
  public mutating func row(_ cells: [Cell]) throws { try row(RowBuffer(cells)) }

  /// Writes a row of as many cells as there are columns.
  public mutating func row(_ cells: RowBuffer) throws {
    precondition(
      kept != nil || cells.count == head.columns.count, "a row has as many cells as columns")
    guard let waiting = sample?.count else { return try writeRow(cells) }
    sample?.append(cells.copy)
    sampleBytes += cells.size
    if waiting + 1 >= format.foresight || sampleBytes > Self.mostBytes { try begin() }
  }

  /// Ends this table and begins another one in the same output.
  ///
  /// HTML and spreadsheets hold all of them in one document, a table or sheet each; the other
  /// formats leave an empty line between them.
  public mutating func next(columns: [String], name: String? = nil) throws {
    try endTable()
    head.columns = columns
    head.name = name ?? "\(head.name.prefix { $0 != " " }) \(tables + 1)"
    form = format.form(head)
    sample = []
    sampleBytes = 0
    count = 0
    kept = nil
  }

  /// Writes what remains.
  public mutating func end() throws {
    try endTable()
    try write { format.close(head.book, to: &$0) }
  }

  private mutating func endTable() throws {
    if leavesOutEmpty, let rows = sample { leaveOut(rows) }
    try begin()
    try write { form.end(count, to: &$0) }
    tables += 1
  }

  /// Leaves out the columns in which no row, and these are all, has anything.
  private mutating func leaveOut(_ rows: [RowBuffer]) {
    let filled = head.columns.indices.filter { place in
      rows.contains { !$0[place].isEmpty }
    }
    guard !filled.isEmpty, filled.count < head.columns.count else { return }
    kept = filled
    head.columns = filled.map { head.columns[$0] }
    form = format.form(head)
  }

  private mutating func begin() throws {
    guard var rows = sample else { return }
    sample = nil
    if let kept { rows = rows.map { row in RowBuffer(kept.map { row[$0] }) } }
    try write {
      if tables == 0 { format.open(head.book, to: &$0) } else { $0 += format.between.utf8 }
      form.begin(rows, to: &$0)
    }
    for row in rows { try writeRow(row) }
  }

  private mutating func writeRow(_ cells: RowBuffer) throws {
    count += 1
    try write { form.row(cells, to: &$0) }
  }
}
