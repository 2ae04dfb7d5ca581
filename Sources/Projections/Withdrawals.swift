import Events

extension Projection {
  /// Which events no longer count, and from which event on: retracted or corrected ones.
  ///
  /// Claims carry the same number, so that no other projection needs a special case.
  static let withdrawals = Projection(
    name: "withdrawals", version: 2,
    tables: [
      Table(
        name: "x_withdrawal",
        definition: """
          (
            event INTEGER PRIMARY KEY,
            withdrawn_by INTEGER NOT NULL
          ) STRICT
          """)
    ],
    fill: [
      Fill(
        types: withdrawing,
        sql: """
          INSERT OR IGNORE INTO x_withdrawal (event, withdrawn_by)
          SELECT target.seq, event.seq
          FROM event
          JOIN event AS target ON target.id = event.data ->> '$.event'
          WHERE event.type IN ('event.retracted', 'event.corrected')
          AND event.seq BETWEEN :first AND :last
          ORDER BY event.seq
          """)
    ],
    views: [
      .step(
        "x_clock", "the two readings: as of a day, as known up to a seq",
        sql: Clock.today.select)
    ])

  static let withdrawing: Set<String> = [EventRetracted.type.text, EventCorrected.type.text]
}
