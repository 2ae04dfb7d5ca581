import CSQLiteShim
import GRDBSQLite

/// How much one call may take.
public struct QueryLimits: Sendable {
  /// The longest that it may run, over all its statements; nil: as long as it takes.
  ///
  /// Time that is spent waiting for whoever takes the rows does not count.
  public var seconds: Double?
  /// The most rows that come out, of all statements together; nil: all.
  public var rows: Int?
  /// The most bytes of values that come out; nil: all.
  public var bytes: Int?
  /// Called from another thread when the call has not ended a second after its time was over.
  ///
  /// Within one long operation, such as a comparison of two long texts, SQLite looks at nothing.
  /// Who cannot wait for that can only end the process.
  public var overdue: (@Sendable () -> Void)?

  /// Five seconds, all rows.
  public init(
    seconds: Double? = 5, rows: Int? = nil, bytes: Int? = nil,
    overdue: (@Sendable () -> Void)? = nil
  ) {
    self.seconds = seconds
    self.rows = rows
    self.bytes = bytes
    self.overdue = overdue
  }

  /// Bounds what SQLite may take of the memory of this whole process.
  ///
  /// A query that wants more is refused (`memory-limit`). It counts for every other connection as
  /// well: for programs that do nothing but ask. Of none it only has memory counted, so that a bound can
  /// be set later.
  ///
  /// Before the first ledger is opened: from then on SQLite counts, or does not. It ends a program that
  /// bounds what is not counted.
  public static func boundMemoryOfProcess(to bytes: Int?) {
    // Where it was set up before, the bound tells whether so that it holds.
    _ = stakebook_set_up(1)
    precondition(
      stakebook_bound_memory(Int64(bytes ?? 0)) == SQLITE_OK,
      "memory is bounded before the first ledger is opened")
  }

  /// What one value, one statement and one call may be at most, whatever is lifted.
  ///
  /// Only between operations does SQLite notice that its time is over: they are kept short.
  static let fixed: [(limit: Int32, value: Int32)] = [
    (SQLITE_LIMIT_LENGTH, 10_000_000), (SQLITE_LIMIT_SQL_LENGTH, 1_000_000),
    (SQLITE_LIMIT_COLUMN, 500), (SQLITE_LIMIT_EXPR_DEPTH, 1000),
    (SQLITE_LIMIT_COMPOUND_SELECT, 200), (SQLITE_LIMIT_ATTACHED, 0),
    (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200), (SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    (SQLITE_LIMIT_VARIABLE_NUMBER, 1000), (SQLITE_LIMIT_WORKER_THREADS, 0),
  ]
  /// The most statements in one call.
  static let statements = 500
}
