import Events

// Rules over what is promised and granted by its number, and over who owes what another took over.

extension DiscrepancyRule {
  /// More was drawn of a quantity, or exercised of an option or a warrant, than may have been granted.
  static let unitsAboveGranted = DiscrepancyRule(
    "units-above-granted", .error,
    "More of {thing} was [{?exercised}exercised|{?vested}vested|drawn] than there is: {told} of {stated}.",
    sql: """
      SELECT promised.commitment AS subject,
        json_object(
          'thing', promised.commitment, 'stated', promised.stated,
          'told', \(Fragments.quantityText(
            point: "told_low", low: "told_low", high: "told_low", unit: "promised.unit"))) AS details,
        json_array(promised.event, json(own_draw.events)) AS events
      FROM promised
      JOIN x_own_draw AS own_draw ON own_draw.kind = promised.kind
        AND own_draw.commitment = promised.commitment
        AND own_draw.unit = promised.unit
      WHERE told_low > most_units
      UNION ALL
      SELECT used_option,
        json_object(
          'exercised', 1, 'thing', used_option, 'told', used_text,
          'stated', granted ->> '$.text'),
        json_array(json(granted_events), json(use_events))
      FROM (
        SELECT used.*, coalesce(term.units, term.percent) AS granted, term.events AS granted_events
        FROM x_option_use AS used
        JOIN x_option_term AS term ON term.option = used_option
      )
      WHERE used_low > granted ->> '$.high'
      UNION ALL
      SELECT came.thing,
        json_object(
          came.what, 1, 'thing', came.thing, 'stated', granted.value,
          'told', \(Fragments.quantityText(
            point: "came.low", low: "came.low", high: "came.low", unit: "granted.unit"))),
        json_array(granted.event, json(came.events))
      FROM (
        SELECT part1 AS thing, unit, iif(family = 'warrant_vesting', 'vested', 'exercised') AS what,
          \(Fragments.sumOfLow("coalesce(low, 0)")) AS low,
          json_group_array(id >> \(Projection.itemBits)) AS events
        FROM x_counted
        WHERE family IN ('warrant_vesting', 'warrant_exercise')
        GROUP BY part1, unit, family
      ) AS came
      JOIN x_fact AS granted ON granted.key = 'warrant:' || came.thing AND granted.unit = came.unit
      WHERE came.low > granted.high
      """)

  /// More of a warrant was exercised than vested by what is recorded, where anything of it is.
  static let exercisedAboveVested = DiscrepancyRule(
    "exercised-above-vested", .warning,
    "More of {thing} was exercised ({told}) than is recorded as vested ({stated}).",
    sql: """
      SELECT thing AS subject,
        json_object(
          'thing', thing,
          'told', \(Fragments.quantityText(
            point: "exercised", low: "exercised", high: "exercised", unit: "unit")),
          'stated', \(Fragments.quantityText(
            point: "vested", low: "vested", high: "vested", unit: "unit"))) AS details,
        events
      FROM (
        SELECT part1 AS thing, unit,
          \(Fragments.sumOfLow("coalesce(low, 0)", where: "family = 'warrant_exercise'")) AS exercised,
          \(Fragments.sumOrOpen("high", where: "family = 'warrant_vesting'")) AS vested,
          count(*) FILTER (WHERE family = 'warrant_vesting') AS vestings,
          json_group_array(id >> \(Projection.itemBits)) AS events
        FROM x_counted
        WHERE family IN ('warrant_vesting', 'warrant_exercise')
        GROUP BY part1, unit
      )
      WHERE vestings > 0
      AND exercised > vested
      """)

  /// What another took over of a promise, where none of that one's own to the same is recorded.
  static let assignedUnpromised = DiscrepancyRule(
    "assigned-unpromised", .warning,
    """
    {to} took over {amount} of {commitment}, and no promise of {to} to {issuer} is recorded: nobody \
    owes it.
    """,
    sql: """
      SELECT commitment || '/' || heir AS subject,
        json_object('to', heir, 'amount', amount, 'commitment', commitment, 'issuer', to_entity)
          AS details,
        json_array(promise, json_group_array(event)) AS events
      FROM (
        SELECT promised.kind, promised.commitment, promised.to_entity, promised.event AS promise,
          cut.value AS amount, cut.id >> \(Projection.itemBits) AS event,
          \(Fragments.heir(of: "event.data ->> 'to'")) AS heir
        FROM x_counted AS cut
        JOIN event ON event.seq = cut.id >> \(Projection.itemBits)
        JOIN promised ON promised.commitment = cut.part1
        \(Fragments.joinHeirs)
        WHERE cut.family = 'reduction'
        AND event.data ->> 'to' IS NOT NULL
      ) AS cut
      WHERE NOT EXISTS (
        SELECT 1
        FROM promised
        WHERE promised.kind = cut.kind
        AND promised.from_entity = cut.heir
        AND promised.to_entity = cut.to_entity
      )
      GROUP BY commitment, heir, amount
      """)
}
