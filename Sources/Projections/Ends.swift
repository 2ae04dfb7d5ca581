import Events

extension Projection {
  /// When terms begin and end: on a day, when conditions come true, whichever is first or last.
  ///
  /// A day includes the last one that it can mean; a condition ends from the first day on which it
  /// counts as true. Where no rule is said the first of them ends, and all of them must come to
  /// start. A day that nobody knows (`?`) never comes. A condition that was removed before it came true
  /// is needed no more.
  static let ends = Projection(
    name: "ends", version: 4,
    views: [term, termMet, termEnd])

  private static let term = View.step(
    "x_term", "right or revenue share, and one of its ends: what is said of it", lookups: ["thing"],
    sql: """
      SELECT family, part1 AS thing, which,
        max(value ->> '$.text') FILTER (WHERE part = 'on') AS on_text,
        max(value ->> '$.earliest') FILTER (WHERE part = 'on') AS on_earliest,
        max(value ->> '$.latest') FILTER (WHERE part = 'on') AS on_latest,
        max(value) FILTER (WHERE part = 'when') AS needs,
        coalesce(
          max(json_array_length(value) - (
            SELECT count(*)
            FROM json_each(said.value) AS need
            WHERE EXISTS (
              SELECT 1
              FROM x_counted AS counted
              WHERE counted.key = 'condition:' || (need.value ->> 'condition') || '/removed'
            )
            AND NOT EXISTS (
              SELECT 1
              FROM x_condition_met AS condition_met
              WHERE condition_met.condition = need.value ->> 'condition'
              AND condition_met.state = need.value ->> 'state'
            )
          )) FILTER (WHERE part = 'when'), 0) AS needed,
        max(value) FILTER (WHERE part = 'rule') AS rule
      FROM (
        SELECT family, part1, value, substr(aspect, 2, instr(aspect, '.') - 2) AS which,
          substr(aspect, instr(aspect, '.') + 1) AS part
        FROM (
          SELECT family, part1, aspect, value FROM x_right_said
          UNION ALL
          SELECT family, part1, aspect, value FROM x_counted WHERE family = 'revenue_share'
        )
        WHERE aspect LIKE '#%.%'
        AND value IS NOT NULL
      ) AS said
      GROUP BY family, part1, which
      """)

  private static let termMet = View.step(
    "x_term_met", "right or revenue share, and one of its ends: its conditions that came true",
    lookups: ["thing"],
    sql: """
      SELECT family, thing, which, count(*) AS met, min(met_on) AS first_on, max(met_on) AS last_on,
        max(event) FILTER (WHERE from_first = 1) AS first_by,
        max(event) FILTER (WHERE from_last = 1) AS last_by
      FROM (
        SELECT term.family, term.thing, term.which, condition_met.met_on, condition_met.event,
          row_number() OVER (
            PARTITION BY term.family, term.thing, term.which
            ORDER BY condition_met.met_on, condition_met.event
          ) AS from_first,
          row_number() OVER (
            PARTITION BY term.family, term.thing, term.which
            ORDER BY condition_met.met_on DESC, condition_met.event DESC
          ) AS from_last
        -- In this order: a condition is sought for each need, not a need for each condition.
        FROM x_term AS term
        CROSS JOIN json_each(term.needs) AS need
        CROSS JOIN x_condition_met AS condition_met
          ON condition_met.condition = need.value ->> 'condition'
          AND condition_met.state = need.value ->> 'state'
      )
      GROUP BY family, thing, which
      """)

  /// `at_latest` is the last day that can be meant, or the day of the condition; NULL: nobody can
  /// say. `met_by` is the condition's event where that ended it, and not a day.
  private static let termEnd = View.step(
    "x_term_end", "right or revenue share, and one of its ends: whether it has come, and when",
    lookups: ["thing"],
    sql: """
      SELECT *,
        CASE
          WHEN NOT has_ended THEN NULL
          WHEN rule = 'latest' THEN iif(last_on > coalesce(on_latest, ''), last_by, NULL)
          ELSE iif(first_on <= coalesce(on_latest, first_on), first_by, NULL)
        END AS met_by
      FROM (
        SELECT term.*, first_on, last_on, first_by, last_by,
          CASE
            WHEN on_text IS NOT NULL AND needs IS NOT NULL
              THEN iif(rule = 'latest', 'both', 'either')
            WHEN on_text IS NOT NULL THEN 'day'
            WHEN needs IS NOT NULL THEN 'condition'
          END AS ends_by,
          CASE
            WHEN on_text IS NULL AND needs IS NULL THEN 0
            WHEN rule = 'latest' THEN
              (on_text IS NOT NULL OR needed > 0)
              AND (on_text IS NULL OR coalesce(on_latest < clock.as_of, 0))
              AND coalesce(met, 0) = needed
            ELSE coalesce(on_latest < clock.as_of, 0) OR coalesce(met, 0) > 0
          END AS has_ended,
          CASE
            WHEN rule = 'latest' THEN
              CASE
                WHEN coalesce(met, 0) = needed AND (on_text IS NULL OR on_latest IS NOT NULL)
                  THEN max(coalesce(on_latest, last_on), coalesce(last_on, on_latest))
              END
            ELSE min(coalesce(on_latest, first_on), coalesce(first_on, on_latest))
          END AS at_latest,
          CASE
            WHEN rule = 'earliest' AND needs IS NOT NULL THEN
              coalesce(on_earliest <= clock.as_of, 0) OR coalesce(met, 0) > 0
            ELSE (on_text IS NULL OR coalesce(on_earliest <= clock.as_of, 0))
              AND coalesce(met, 0) = needed
          END AS has_started
        FROM x_clock AS clock, x_term AS term
        LEFT JOIN x_term_met AS term_met ON term_met.family = term.family
          AND term_met.thing = term.thing
          AND term_met.which = term.which
      )
      """)
}
