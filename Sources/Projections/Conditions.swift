import Events

extension Projection {
  /// What may come true, and how far it has come: declared is not verified.
  ///
  /// A condition is there from the day on which something holds that names it, and where nobody knows
  /// that day.
  static let conditions = Projection(
    name: "conditions", version: 6,
    views: [
      .contract(
        "conditions", "condition, defined or only named",
        .everywhere(150, .conditions, claims: [.condition]),
        parties: ["declarer"],
        [
          .text("condition", "its slug"),
          .text("criterion", "what must come true"),
          .text("declarer", "who declares it"),
          .text("verifier", "who verifies the declaration"),
          .text("status", "open, declared, verified, removed"),
          .text("defined", "when it was defined, as stated"),
          .text("declared", "when it was declared, as stated"),
          .text("verified", "when it was verified, as stated"),
          .text("removed", "when it was removed, as stated"),
          .event("event", "seq of the event that defines it, or first names it"),
          .text("stream", "the partnership in whose stream that stands").aside,
          .text("kind", "regulatory, shareholder, board, milestone, closing, other"),
          .text("authority", "whose approval it is"),
          .text("long_stop", "after which the parties need wait no longer, as stated"),
          .text("long_stop_latest", "the last day that can mean").aside,
          .text("or_on", "when it counts as verified, if not before, as stated"),
          .text("long_stop_earliest", "the first day that long_stop can mean").aside,
          .text("or_on_earliest", "the first day that or_on can mean").aside,
          .text("or_on_latest", "the last day that or_on can mean").aside,
          .text("decision", "by when a decision is expected, as stated"),
          .text("decision_earliest", "the first day that decision can mean").aside,
          .text("decision_latest", "the last day that decision can mean").aside,
        ],
        sql: """
          SELECT name.slug,
            (SELECT value FROM x_counted WHERE key = 'condition:' || name.slug || '#criterion'),
            (SELECT value FROM x_counted WHERE key = 'condition:' || name.slug || '#declarer'),
            (SELECT value FROM x_counted WHERE key = 'condition:' || name.slug || '#verifier'),
            CASE
              WHEN removed.seq IS NOT NULL THEN 'removed'
              WHEN verified.seq IS NOT NULL OR or_on.value ->> '$.latest' <= clock.as_of THEN 'verified'
              WHEN declared.seq IS NOT NULL THEN 'declared'
              ELSE 'open'
            END,
            defined.effective, declared.effective, verified.effective, removed.effective,
            coalesce(criterion.seq, event.seq), coalesce(criterion.stream, event.stream),
            kind.value, authority.value, long_stop.value ->> '$.text', long_stop.value ->> '$.latest',
            or_on.value ->> '$.text', long_stop.value ->> '$.earliest',
            or_on.value ->> '$.earliest', or_on.value ->> '$.latest', decision.value ->> '$.text',
            decision.value ->> '$.earliest', decision.value ->> '$.latest'
          FROM x_clock AS clock
          JOIN x_name AS name ON name.noun = 'condition' AND name.event <= clock.known_at
          JOIN event ON event.seq = name.event
          \(Fragments.joinEvent("criterion", key: "'condition:' || name.slug || '#criterion'"))
          \(Fragments.joinEvent("defined", key: "'condition:' || name.slug || '/defined'"))
          \(Fragments.joinEvent("declared", key: "'condition:' || name.slug || '/declared'"))
          \(Fragments.joinEvent("verified", key: "'condition:' || name.slug || '/verified'"))
          \(Fragments.joinEvent("removed", key: "'condition:' || name.slug || '/removed'"))
          \(["kind", "authority", "long_stop", "or_on", "decision"]
            .map { Fragments.joinClaim($0, key: "'condition:' || name.slug || '#\($0)'") }
            .joined(separator: "\n"))
          WHERE \(hasBegun("event.effective_earliest"))
          OR EXISTS (
            SELECT 1
            FROM x_need AS need
            JOIN event AS naming ON naming.seq = need.event
            WHERE need.condition = name.slug
            AND need.event <= clock.known_at
            AND \(hasBegun("naming.effective_earliest"))
          )
          OR EXISTS (
            SELECT 1
            FROM x_claim_key AS claim_key
            JOIN x_claim AS claim ON claim.key = claim_key.key
            WHERE claim_key.family = 'condition'
            AND claim_key.part1 = name.slug
            AND claim.id >> \(itemBits) <= clock.known_at
            AND \(hasBegun("claim.effective_earliest"))
          )
          """),
      .step(
        "x_condition_met",
        "condition and state that came true and was not removed by then: since when, who says so",
        lookups: ["condition"],
        sql: """
          SELECT condition, state, met_on, event
          FROM (
            SELECT said.part1 AS condition, state.state, said.day AS met_on, said.event,
              row_number() OVER (
                PARTITION BY said.part1, state.state ORDER BY said.day, said.event
              ) AS place
            FROM (
              -- What is to count as verified on a day is, from that day on.
              SELECT part1, aspect, dated, id >> \(itemBits) AS event,
                iif(aspect = '#or_on', value ->> '$.latest', effective_earliest) AS day
              FROM x_counted AS counted
              WHERE family = 'condition' AND aspect IN ('/verified', '/declared', '#or_on')
            ) AS said
            JOIN x_clock AS clock ON said.day <= clock.as_of
            JOIN (SELECT 'declared' AS state UNION ALL SELECT 'verified') AS state
              ON said.aspect IN ('/verified', '#or_on', '/' || state.state)
            WHERE NOT EXISTS (
              SELECT 1
              FROM x_counted AS counted
              WHERE counted.key = 'condition:' || said.part1 || '/removed'
              AND (counted.effective_earliest, counted.dated) <= (said.day, said.dated)
            )
          )
          WHERE place = 1
          """),
    ])

  /// Whether a day has come by that of the reading, or is one that nobody knows.
  private static func hasBegun(_ day: String) -> String {
    "coalesce(nullif(\(day), '?') <= clock.as_of, 1)"
  }
}
