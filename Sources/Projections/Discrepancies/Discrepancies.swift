import Events

extension Projection {
  /// Where the ledger's own facts disagree, a sentence for each, and who explained it.
  ///
  /// A finding has a name that is the same on every clock and after a rebuild: its rule, a colon,
  /// and slugs that say what it is about. A note that names it silences it: the row stays, with
  /// the note's seq and text. The latest note that counts under the clock wins.
  static let discrepancies = Projection(
    name: "discrepancies", version: 17,
    tables: [
      Table(
        name: "x_explanation",
        definition: """
          (
            event INTEGER PRIMARY KEY,
            finding TEXT NOT NULL
          ) STRICT
          """)
    ],
    fill: [
      Fill(
        types: ["note.recorded"],
        sql: """
          INSERT INTO x_explanation (event, finding)
          SELECT seq, data ->> 'finding'
          FROM event
          WHERE type = 'note.recorded'
          AND seq BETWEEN :first AND :last
          AND data ->> 'finding' IS NOT NULL
          """)
    ],
    views: [
      .contract(
        "discrepancies", "finding",
        .state(
          comparison: 170, topic: .contradictions, otherwise: "a finding is a sentence of its own"),
        key: ["finding"], order: "severity, rule, events, finding",
        [
          .text("rule", "its name"),
          .text("severity", "error or warning"),
          .text("sentence", "what disagrees"),
          .events("events", "seqs of the events concerned"),
          .text("stream", "the partnership in whose stream the first of them stands").aside,
          .text("finding", "its own name: the rule, a colon, and what it is about"),
          .whole("silenced_by", "seq of the note that explains it; NULL: it is open"),
          .text("reason", "what that note says"),
          .json("details", "the values that the sentence names").aside,
        ],
        sql: """
          WITH \(shared),
          found AS MATERIALIZED (
            SELECT rule, severity, subject, details,
              (
                SELECT json_group_array(seq)
                FROM (
                  SELECT DISTINCT atom AS seq
                  FROM json_tree(said.events)
                  WHERE atom IS NOT NULL
                  ORDER BY 1
                )
              ) AS events
            FROM (
              \(DiscrepancyRule.all.map(\.select).joined(separator: "\nUNION ALL\n"))
            ) AS said
          ),
          named AS MATERIALIZED (
            SELECT *,
              rule || ':' || subject || iif(
                row_number() OVER (PARTITION BY rule, subject ORDER BY events) = 1, '',
                '/' || (events ->> '$[0]')
              ) AS finding,
              \(DiscrepancyRule.told) AS told
            FROM found
          ),
          silence AS MATERIALIZED (
            SELECT explanation.finding, max(event.seq) AS note
            FROM x_clock AS clock, x_explanation AS explanation
            JOIN event ON event.seq = explanation.event
            WHERE event.status <> 'denied'
            AND event.effective_earliest <= clock.as_of
            AND event.seq <= clock.known_at
            AND \(FactWords.isNotWithdrawn("event"))
            GROUP BY explanation.finding
          )
          SELECT named.rule, named.severity,
            CASE named.rule
              \(DiscrepancyRule.all.map { $0.branch(of: "named.details") }.joined(separator: "\n"))
            END, named.events, first.stream, named.finding, silence.note,
            (SELECT event.data ->> 'text' FROM event WHERE event.seq = silence.note),
            named.details
          FROM named
          CROSS JOIN event AS first ON first.seq = named.events ->> '$[0]'
          LEFT JOIN silence ON silence.finding = named.finding
          """)
    ])

  /// What was added to the most that a promise may be.
  private static let added = """
    (
            SELECT \(Fragments.sumOrOpen("added.high"))
            FROM x_counted AS added
            WHERE added.family = 'increase'
            AND added.part1 = counted.part1
            AND added.unit = counted.unit
          )
    """

  /// What several rules read: computed once, but prepared anew wherever it is named, so that it
  /// reads the claims rather than the wide views over them.
  private static let shared = """
    held AS MATERIALIZED (
      SELECT holder, issuer, basis, excludes, asserted_by, includes, within, percent_low_ppb,
        percent_high_ppb, stated, effective, effective_earliest, event
      FROM stakes
    ),
    promised AS MATERIALIZED (
      SELECT \(promiseKind(of: "counted.family")) AS kind,
        counted.part1 AS commitment,
        \(Fragments.heir(of: promisor("event"))) AS from_entity,
        \(Fragments.heir(of: promisee("event"))) AS to_entity,
        event.data ->> 'part_of' AS part_of,
        iif(counted.measure = 'money', counted.unit, NULL) AS currency,
        iif(counted.measure = 'money', counted.low, NULL) AS low,
        iif(counted.measure = 'money', counted.high + \(added), NULL) AS high,
        iif(counted.measure = 'quantity', counted.unit, NULL) AS unit,
        iif(counted.measure = 'quantity', counted.high, NULL) AS most_units,
        counted.value AS stated, event.seq AS event
      FROM x_counted AS counted
      JOIN event ON event.seq = counted.id >> \(itemBits)
      \(Fragments.joinHeirs)
      WHERE counted.family IN (\(promises))
    ),
    closed_round AS MATERIALIZED (
      SELECT closed.part1 AS round, kind.value AS kind,
        coalesce(
          (SELECT current FROM x_successor AS heir WHERE heir.entity = issuer.value), issuer.value
        ) AS issuer,
        event.effective, closed.effective_earliest, closed.effective_latest, event.seq AS event
      FROM x_counted AS closed
      JOIN event ON event.seq = closed.id >> \(itemBits)
      JOIN x_counted AS issuer ON issuer.key = 'round:' || closed.part1 || '#issuer'
      \(Fragments.joinClaim("kind", key: "'round:' || closed.part1 || '#kind'"))
      WHERE closed.family = 'round'
      AND closed.aspect = '/closed'
      AND closed.firm = 3
    )
    """
}
