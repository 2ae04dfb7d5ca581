import Events

// Rules over days that have passed.

extension DiscrepancyRule {
  /// What was to be paid by a day that is past, is owed without an open condition, and is not recorded as
  /// paid; not where payments were told for two entities and not for which of their promises.
  static let overdue = DiscrepancyRule(
    "overdue", .warning,
    "{thing} was due ({due}), and of {stated} from {from} to {to} {left} is not recorded as paid.",
    sql: """
      SELECT thing AS subject,
        json_object(
          'thing', thing, 'due', due, 'stated', stated, 'from', from_entity, 'to', to_entity,
          'left', \(FactWords.interval("low", "high", "currency"))) AS details,
        json_array(event) AS events
      FROM (
        SELECT commitment AS thing, data ->> '$.due.text' AS due, value AS stated, from_entity,
          to_entity, event, unit AS currency, owed_low AS low, owed_high AS high
        FROM clock, (
          SELECT *, max(over_high IS NOT 0) OVER (PARTITION BY kind, from_entity, to_entity) AS has_over
          FROM promise_left
        ) AS owing
        WHERE measure = 'money'
        AND is_standing
        AND owed_low > 0
        AND NOT has_over
        AND data ->> '$.due.latest' < clock.as_of
        AND NOT EXISTS (
          SELECT 1
          FROM draw_sum AS apart
          WHERE apart.kind = owing.kind
          AND apart.from_entity = owing.from_entity
          AND apart.to_entity = owing.to_entity
          AND apart.unit = owing.unit
          AND apart.apart_high IS NOT 0
        )
        UNION ALL
        SELECT debt, maturity ->> '$.text', principal ->> '$.text', borrower, lender, last_event,
          principal_unit, left_low, left_high
        FROM clock, debt_left
        WHERE left_low > 0
        AND maturity ->> '$.latest' < clock.as_of
      )
      """)

  /// A condition that is open after the day to which the parties meant to wait.
  static let longStop = DiscrepancyRule(
    "long-stop", .warning,
    "The condition {condition} is open, and its long-stop day ({until}) is past.",
    sql: """
      SELECT stop.part1 AS subject,
        json_object('condition', stop.part1, 'until', stop.value ->> '$.text') AS details,
        json_array(stop.id >> \(Projection.itemBits)) AS events
      FROM clock, counted AS stop
      WHERE stop.family = 'condition'
      AND stop.aspect = '#long_stop'
      AND stop.value ->> '$.latest' < clock.as_of
      AND \(Fragments.hasOpenCondition(
        "json_array(json_object('condition', stop.part1, 'state', 'verified'))"))
      """)
}
