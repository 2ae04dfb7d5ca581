import ArgumentParser
import Foundation
import Stakebook

struct SQL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql", abstract: "Asks the ledger in SQL; it reads and can do nothing else.",
    discussion: """
      EXAMPLES
        stakebook sql "SELECT holder, issuer, stated, basis FROM stakes"
        stakebook sql "SELECT * FROM capital" --as-of 2025-09-30 --format csv
      """)

  @Argument(help: "One statement or several; - is standard input.")
  var query: String

  @Option(help: "Seconds that the query may take.")
  var timeout: Double = 5

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var clock: ClockOptions
  @OptionGroup var rows: RowOptions
  @OptionGroup var output: OutputOption

  func run() throws {
    let text =
      query == "-"
      ? String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self) : query
    try ledger.use { ledger in
      let connection = try ledger.query(
        try clock.clock(of: ledger), limits: QueryLimits(seconds: timeout))
      try output.write { output in
        var writer: RowWriter?
        try connection.run(
          text,
          columns: { columns in
            guard !columns.isEmpty else { return }
            if writer == nil {
              writer = try rows.writer(columns, output)
            } else {
              try writer?.next(columns: columns)
            }
          },
          row: { row in try writer?.row(row.map(Cell.init)) })
        try writer?.end()
      }
    }
  }
}

extension Cell {
  /// A value of SQLite as a cell.
  init(_ value: QueryValue) {
    self =
      switch value {
      case .null: .null
      case .integer(let number): .integer(number)
      case .real(let number): .real(number)
      case .text(let text): .text(text)
      case .blob(let bytes): .blob(bytes)
      }
  }
}
