import ArgumentParser
import Foundation
import Stakebook

/// What every command takes that runs people's SQL: `sql`, `shell`, and `queries NAME`.
struct QueryOptions: ParsableArguments {
  @Option(
    name: [.customShort("p"), .customLong("parameter")],
    help: """
      The value of :name, as name=value: text, unless it is a plain number such as 7 or 0.5; \
      name:=JSON says which (name:="7" is text). Repeatable.
      """)
  var parameters: [String] = []

  @Option(help: "Seconds that all of it may take; none lifts it.")
  var timeout = Bound.some(5.0)

  @Option(help: "The most rows that come out; none lifts it.")
  var maxRows = Bound.some(10_000_000)

  @Option(help: "The most bytes of values that come out, such as 64M; none lifts it.")
  var maxBytes = Bound.some(Size(bytes: 1 << 30))

  @Option(help: "The most memory that the query may take, such as 2G; none lifts it.")
  var maxMemory = Bound.some(Size(bytes: 1 << 29))

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var clock: ClockOptions
  @OptionGroup var outbox: OutboxOption
  @OptionGroup var rows: RowOptions
  @OptionGroup var output: OutputOption

  /// Runs it, its rows to the output; a fault is told with its place in `file`, where it has one. What is
  /// `saved` is told to people without what is empty, and things by their names.
  func ask(
    _ sql: String, _ parameters: QueryParameters, file: String? = nil, saved: Bool = false
  ) throws {
    try use { ledger in
      let clock = try clock.clock(of: ledger)
      // Of a saved one the ledger is asked for names, too.
      let connection =
        try saved
        ? ledger.query(clock, limits: limits()) : ledger.soleQuery(clock, limits: limits())
      try ask(
        sql, parameters, on: connection, file: file,
        named: saved ? { try ledger.givenNames(clock: clock) } : nil)
    }
  }

  /// Opens the ledger, in a process that may take so much memory.
  func use(_ body: (Ledger) throws -> Void) throws {
    QueryLimits.boundMemoryOfProcess(to: maxMemory.value?.bytes)
    try ledger.use(outbox, body)
  }

  /// A connection under the clock and the limits that are asked for.
  ///
  /// Where a query cannot be stopped when its time is over the program ends, with a last word.
  func connection(to ledger: Ledger, lastWord: String = "") throws -> QueryConnection {
    return try ledger.query(try clock.clock(of: ledger), limits: limits(lastWord))
  }

  /// Runs it on a connection; `seen` gets a look at what comes out, and `named` gives the names of things
  /// where people are to read them.
  func ask(
    _ sql: String, _ parameters: QueryParameters, on connection: QueryConnection,
    file: String? = nil, seen: KeptResult? = nil, named: (() throws -> [String: String])? = nil
  ) throws {
    try output.write { output in
      var writer: RowWriter?
      let isTold = try named != nil && rows.format(for: output).isForReaders
      let names = isTold ? try named?() ?? [:] : [:]
      var told: ToldRows?
      do {
        try connection.run(
          sql, parameters,
          columns: { columns in
            guard !columns.isEmpty else { return }
            seen?.begin(columns)
            told = isTold ? ToldRows(columns, names) : nil
            let columns = told?.columns ?? columns
            if writer == nil {
              writer = try rows.writer(columns, output, leavesOutEmpty: isTold)
            } else {
              try writer?.next(columns: columns)
            }
          },
          row: { row in
            seen?.take(row)
            try writer?.row(told?.row(row) ?? row)
          })
      } catch var rejection as Rejection {
        // At a terminal the place is shown; in a shell it shows it itself.
        if seen == nil, isatty(2) == 1 { Notice.fault(rejection, in: sql) }
        rejection.location?.file = file
        throw rejection
      }
      try writer?.end()
    }
  }

  private func limits(_ lastWord: String = "") -> QueryLimits {
    let seconds = timeout.value
    return QueryLimits(
      seconds: seconds, rows: maxRows.value, bytes: maxBytes.value?.bytes,
      overdue: {
        // Nothing but the end of the process stops what SQLite is at.
        Interruption.end(65) { _ in
          Notice.raw("\(legible(QueryLimits.lateness(seconds).description))\(lastWord)\n")
        }
      })
  }
}
