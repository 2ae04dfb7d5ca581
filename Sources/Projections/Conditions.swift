import Events

extension Projection {
  /// What may come true, and how far it has come: declared is not verified.
  static let conditions = Projection(
    name: "conditions", version: 2,
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
        ],
        sql: """
          SELECT name.slug,
            (SELECT value FROM counted WHERE key = 'condition:' || name.slug || '#criterion'),
            (SELECT value FROM counted WHERE key = 'condition:' || name.slug || '#declarer'),
            (SELECT value FROM counted WHERE key = 'condition:' || name.slug || '#verifier'),
            CASE
              WHEN removed.seq IS NOT NULL THEN 'removed'
              WHEN verified.seq IS NOT NULL THEN 'verified'
              WHEN declared.seq IS NOT NULL THEN 'declared'
              ELSE 'open'
            END,
            defined.effective, declared.effective, verified.effective, removed.effective,
            coalesce(criterion.seq, event.seq), coalesce(criterion.stream, event.stream)
          FROM clock
          JOIN name ON name.noun = 'condition' AND name.event <= clock.known_at
          JOIN event ON event.seq = name.event
          \(Fragments.joinEvent("criterion", key: "'condition:' || name.slug || '#criterion'"))
          \(Fragments.joinEvent("defined", key: "'condition:' || name.slug || '/defined'"))
          \(Fragments.joinEvent("declared", key: "'condition:' || name.slug || '/declared'"))
          \(Fragments.joinEvent("verified", key: "'condition:' || name.slug || '/verified'"))
          \(Fragments.joinEvent("removed", key: "'condition:' || name.slug || '/removed'"))
          """),
      .step(
        "condition_met",
        "condition and state that came true and was not removed by then: since when, who says so",
        lookups: ["condition"],
        sql: """
          SELECT condition, state, met_on, event
          FROM (
            SELECT said.part1 AS condition, state.state, said.effective_earliest AS met_on,
              said.id >> \(itemBits) AS event,
              row_number() OVER (
                PARTITION BY said.part1, state.state ORDER BY said.effective_earliest, said.id
              ) AS place
            FROM counted AS said
            JOIN (SELECT 'declared' AS state UNION ALL SELECT 'verified') AS state
              ON said.aspect IN ('/verified', '/' || state.state)
            WHERE said.family = 'condition'
            AND NOT EXISTS (
              SELECT 1
              FROM counted
              WHERE counted.key = 'condition:' || said.part1 || '/removed'
              AND (counted.effective_earliest, counted.dated)
                <= (said.effective_earliest, said.dated)
            )
          )
          WHERE place = 1
          """),
    ])
}
