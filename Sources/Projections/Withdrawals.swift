import Events

extension Projection {
  /// Which events no longer count, and from which event on: retracted or corrected ones.
  ///
  /// Claims carry the same number, so that no other projection needs a special case.
  static let withdrawals = Projection(
    name: "withdrawals", version: 1,
    tables: [
      Table(
        name: "withdrawal",
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
          INSERT OR IGNORE INTO withdrawal (event, withdrawn_by)
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
        "clock", "the two readings: as of a day, as known up to a seq",
        sql: Clock.today.select)
    ])

  static let withdrawing: Set<String> = [EventRetracted.type.text, EventCorrected.type.text]
}
