import Query

// What people ask in SQL.
extension Ledger {
  /// Every row of a public view with all its columns, in the view's own order, one at a time.
  public func forEachRow(
    of view: View, clock: Clock = .today, _ body: (RowBuffer) throws -> Void
  ) throws {
    try query(clock, limits: QueryLimits(seconds: nil))
      .run(view.listing, columns: { _ in }, row: body)
  }

  /// A connection for people's SQL, whose views read this clock.
  public func query(_ clock: Clock = .today, limits: QueryLimits = QueryLimits()) throws
    -> QueryConnection
  {
    try QueryConnection(
      path: log.readablePath, clock: clock, limits: limits)
  }

  /// The same for a ledger of which nothing else is asked, but to be closed once the connection is gone:
  /// where it reads, it is the ledger's own, which has read the schema.
  public func soleQuery(_ clock: Clock, limits: QueryLimits) throws -> QueryConnection {
    guard !log.isWritable else { return try query(clock, limits: limits) }
    return try log.session { database in
      guard let handle = database.sqliteConnection else {
        preconditionFailure("a connection that is used is open")
      }
      return try QueryConnection(lent: handle, clock: clock, limits: limits)
    }
  }
}
