import Events

extension Projection {
  /// What was promised, what came of it, and what is still owed, commitment by commitment.
  ///
  /// While any part of a whole is known the whole is only compared. `up to` adds to the high end
  /// only, `at least` and a range their low end, an undisclosed amount adds nothing and leaves the
  /// high end open.
  static let commitments = Projection(
    name: "commitments", version: 2,
    views: [
      promise, draw, drawPlaced, drawCounted, drawSum, ownDraw, cut, promiseLeft, commitmentsView,
    ])

  private static let promise = View.step(
    "promise", "commitment that counts, capital or purchase",
    sql: """
      SELECT fact.*,
        CASE fact.family WHEN 'commitment' THEN 'capital' ELSE 'purchase' END AS kind,
        fact.part1 AS commitment,
        coalesce(fact.data ->> 'investor', fact.data ->> 'buyer') AS from_entity,
        coalesce(fact.data ->> 'issuer', fact.data ->> 'supplier') AS to_entity,
        fact.data ->> 'part_of' AS part_of, fact.data ->> 'agreement' AS agreement,
        coalesce(
          (
            SELECT counted.value
            FROM counted
            WHERE counted.key = 'agreement:' || (fact.data ->> 'agreement') || '#binding'
          ), 1) AS is_binding,
        EXISTS (
          SELECT 1
          FROM json_each(fact.data, '$.conditions') AS need
          -- What was verified counts as declared too.
          WHERE NOT EXISTS (
            SELECT 1
            FROM counted
            WHERE counted.key IN (
              'condition:' || (need.value ->> 'condition') || '/removed',
              'condition:' || (need.value ->> 'condition') || '/verified',
              'condition:' || (need.value ->> 'condition') || '/' || (need.value ->> 'state')
            )
          )
        ) AS is_conditional,
        -- Asked once, not for each row.
        fact.key IN (
          SELECT part.family || ':' || (part_event.data ->> 'part_of')
          FROM counted AS part
          JOIN event AS part_event ON part_event.seq = part.id >> \(itemBits)
          WHERE part.family IN ('commitment', 'purchase')
          AND part_event.data ->> 'part_of' <> part.part1
        ) AS is_whole,
        coalesce(fact.data ->> '$.expires.latest' < clock.as_of, 0) AS is_expired
      FROM clock, fact
      WHERE fact.family IN ('commitment', 'purchase')
      """)

  private static let draw = View.step(
    "draw", "money or goods that came: a level reached, or an increment",
    sql: """
      SELECT 'capital' AS kind, fact.part1 AS from_entity, fact.part2 AS to_entity,
        fact.part3 AS commitment, coalesce(fact.data ->> 'cumulative', 0) AS is_level,
        fact.event, fact.effective_earliest, fact.measure, fact.unit, fact.certainty,
        \(addends("fact"))
      FROM fact
      WHERE fact.family = 'funding'
      UNION ALL
      SELECT 'purchase', bought.data ->> 'buyer', bought.data ->> 'supplier', fact.part1,
        coalesce(fact.data ->> 'cumulative', 0), fact.event, fact.effective_earliest,
        fact.measure, fact.unit, fact.certainty, \(addends("fact"))
      FROM fact
      JOIN fact AS bought ON bought.key = 'purchase:' || fact.part1
      WHERE fact.family = 'drawdown'
      """)

  /// The draws, each with the latest level of its own commitment (`own_level`) and of its pair as a
  /// whole (`pair_level`) as day, space and event, so that the greatest is the latest; windows,
  /// because SQLite would search a join of draws with levels row by row.
  ///
  /// `is_own`: it is part of what came of its commitment. `is_level_part`: it is the pair's latest
  /// level, or came after it. `is_loose`: it was told for a pair that has no level.
  private static let drawPlaced = View.step(
    "draw_placed", "draw, and as what it may count",
    sql: """
      SELECT *,
        coalesce(sum(iif(is_own, sum_point, 0)) OVER pair, 0) AS own_sum,
        coalesce(sum(iif(is_level_part, sum_point, 0)) OVER pair, 0) AS level_sum
      FROM (
        SELECT *,
          commitment <> '' AND iif(
            is_level, moment = own_level,
            effective_earliest > coalesce(\(day(ofLevel: "own_level")), '')) AS is_own,
          pair_level IS NOT NULL AND iif(
            is_level, commitment = '' AND moment = pair_level,
            effective_earliest > \(day(ofLevel: "pair_level"))) AS is_level_part,
          pair_level IS NULL AND commitment = '' AS is_loose
        FROM (
          SELECT *,
            max(iif(is_level, moment, NULL)) OVER (
              PARTITION BY kind, from_entity, to_entity, unit, commitment
            ) AS own_level,
            max(iif(is_level AND commitment = '', moment, NULL)) OVER (
              PARTITION BY kind, from_entity, to_entity, unit
            ) AS pair_level
          FROM (
            SELECT *, effective_earliest || printf(' %019d', event) AS moment
            FROM draw
          )
        )
      )
      WINDOW pair AS (PARTITION BY kind, from_entity, to_entity, unit)
      """)

  /// The pair's level and what came after it, or the sum over its commitments: whichever is more.
  private static let drawCounted = View.step(
    "draw_counted", "draw that is part of what came so far between two entities",
    sql: """
      SELECT *
      FROM draw_placed
      WHERE iif(pair_level IS NULL OR own_sum > level_sum, is_own OR is_loose, is_level_part)
      """)

  /// `apart` is what came without being stated for a commitment: of a level, what it exceeds the
  /// sum over commitments by.
  private static let drawSum = View.step(
    "draw_sum",
    "kind, from, to and currency: the sum of what came, and what of it for the pair alone",
    sql: """
      SELECT kind, from_entity, to_entity, unit,
        iif(by_level, level_point, own_point + loose_point) AS came_point,
        iif(by_level, level_low, own_low + loose_low) AS came_low,
        iif(by_level, level_high, own_high + loose_high) AS came_high,
        iif(has_level, max(0, level_point - own_point), loose_point) AS apart_point,
        iif(has_level, max(0, level_low - coalesce(own_high, level_low)), loose_low) AS apart_low,
        iif(has_level, max(0, level_high - own_low), loose_high) AS apart_high,
        undisclosed, events
      FROM (
        SELECT kind, from_entity, to_entity, unit,
          max(pair_level) IS NOT NULL AS has_level,
          max(pair_level) IS NOT NULL AND max(own_sum) <= max(level_sum) AS by_level,
          \(["own", "level_part", "loose"].map(placed).joined(separator: ",\n    ")),
          count(*) FILTER (WHERE is_counted AND certainty = 'undisclosed') AS undisclosed,
          json_group_array(event) FILTER (WHERE is_counted) AS events
        FROM (
          SELECT *,
            iif(pair_level IS NULL OR own_sum > level_sum, is_own OR is_loose, is_level_part)
              AS is_counted
          FROM draw_placed
          WHERE measure = 'money'
        )
        GROUP BY kind, from_entity, to_entity, unit
      )
      """)

  private static func placed(_ name: String) -> String {
    let sum = name == "level_part" ? "level" : name
    return """
      coalesce(sum(sum_point) FILTER (WHERE is_\(name)), 0) AS \(sum)_point,
          coalesce(sum(sum_low) FILTER (WHERE is_\(name)), 0) AS \(sum)_low,
          \(Fragments.sumOrOpen("sum_high", where: "is_\(name)")) AS \(sum)_high
      """
  }

  /// The first day of such a level.
  static func day(ofLevel level: String) -> String {
    "substr(\(level), 1, length(\(level)) - 20)"
  }

  private static let ownDraw = View.step(
    "own_draw", "commitment and unit: what came of it alone, its level and later increments",
    sql: """
      SELECT kind, commitment, unit, sum(sum_point) AS point, sum(sum_low) AS low,
        \(Fragments.sumOrOpen("sum_high")) AS high, json_group_array(event) AS events
      FROM draw_placed
      WHERE is_own
      GROUP BY kind, commitment, unit
      """)

  private static let cut = View.step(
    "cut", "commitment and unit: what was taken from it",
    sql: """
      SELECT part1 AS commitment, unit, sum(sum_point) AS point, sum(sum_low) AS low,
        \(Fragments.sumOrOpen("sum_high")) AS high, json_group_array(event) AS events
      FROM (
        SELECT fact.part1, fact.unit, fact.event, \(addends("fact"))
        FROM fact
        WHERE fact.family = 'reduction'
      )
      GROUP BY part1, unit
      """)

  private static let promiseLeft = View.step(
    "promise_left", "commitment, what came of it, what was taken from it, what is left",
    sql: """
      SELECT *,
        max(0, promised_point - cut_point - drawn_point) AS left_point,
        max(0, promised_low - coalesce(cut_high, promised_low)
          - coalesce(drawn_high, promised_low)) AS left_low,
        max(0, promised_high - cut_low - drawn_low) AS left_high
      FROM (
        SELECT promise.*, \(addends("promise", named: "promised")),
          coalesce(own_draw.point, 0) AS drawn_point, coalesce(own_draw.low, 0) AS drawn_low,
          CASE WHEN own_draw.unit IS NULL THEN 0 ELSE own_draw.high END AS drawn_high,
          own_draw.unit IS NOT NULL AS has_draws, coalesce(own_draw.events, '[]') AS draw_events,
          coalesce(cut.point, 0) AS cut_point, coalesce(cut.low, 0) AS cut_low,
          CASE WHEN cut.unit IS NULL THEN 0 ELSE cut.high END AS cut_high,
          coalesce(cut.events, '[]') AS cut_events
        FROM promise
        LEFT JOIN own_draw ON own_draw.kind = promise.kind
          AND own_draw.commitment = promise.commitment
          AND own_draw.unit = promise.unit
        LEFT JOIN cut ON cut.commitment = promise.commitment AND cut.unit = promise.unit
      )
      """)

  private static let commitmentsView = View.contract(
    "commitments", "commitment, of capital or of purchases",
    .everywhere(
      90, .commitments, claims: [.commitment, .purchase, .funding, .drawdown, .reduction]),
    parties: ["from_entity", "to_entity"],
    [
      .text("commitment", "its slug"),
      .text("kind", "capital or purchase"),
      .text("from_entity", "who owes: investor or buyer"),
      .text("to_entity", "to whom: issuer or supplier"),
    ] + .money("amount", "the amount that counts", stated: "stated")
      + [.currency("currency", "its currency; NULL for a quantity of things")] + .stated
      + [
        .text("quantity", "the quantity as stated"),
        .milli("quantity_milli", "the quantity in thousandths of its unit"),
        .text("unit", "unit of the quantity"),
        .text("counts_as", "committed, conditional, non_binding; whole: compared with its parts"),
      ] + .money("drawn", "what came of it; NULL: none recorded")
      + .money("reduced", "what was taken from it")
      + .money("outstanding", "what is left of it; without a point where paid_in_sum")
      + [
        .text("part_of", "the commitment of which it is a part"),
        .text("agreement", "the agreement in which it stands"),
        .text("subject", "what is bought, or by which instrument"),
        .json("conditions", "what must come true first"),
        .text("due", "when it is due, as stated"),
        .text("term", "over which period, as stated"),
        .text("expires", "when the undrawn part is released, as stated"),
        .whole("expired", "1 when that day is past"),
        .events("draw_events", "seqs of the events that drew on it"),
      ] + .common + [
        .whole(
          "paid_in_sum",
          "1 where payments were told for the pair, and not for which of its commitments")
      ],
    sql: """
      SELECT commitment, kind, from_entity, to_entity,
        \(moneyOnly("point", "low", "high")),
        CASE WHEN measure = 'money' THEN unit END, certainty, value,
        data ->> '$.quantity.text', data ->> '$.quantity.milli', data ->> '$.quantity.unit',
        CASE
          WHEN is_whole THEN 'whole'
          WHEN NOT is_binding THEN 'non_binding'
          WHEN is_conditional THEN 'conditional'
          ELSE 'committed'
        END,
        \(moneyOnly("drawn_point", "drawn_low", "drawn_high", where: "has_draws")),
        \(moneyOnly("cut_point", "cut_low", "cut_high")),
        \(moneyOnly(
          "iif(others > 0, NULL, max(0, owed_point - coalesce(apart_point, 0)))",
          "max(0, owed_low - iif(apart_low IS NULL, 0, coalesce(apart_high, owed_low)))",
          "max(0, owed_high - iif(others > 0, 0, coalesce(apart_low, 0)))")),
        part_of, agreement, coalesce(data ->> 'instrument', data ->> 'subject'),
        coalesce(data -> 'conditions', '[]'), data ->> '$.due.text', data ->> '$.term.text',
        data ->> '$.expires.text', is_expired, draw_events, \(Fragments.common("promise_left")), others > 0
      FROM (
        SELECT *, apart ->> 0 AS apart_point, apart ->> 1 AS apart_low, apart ->> 2 AS apart_high,
          -- How many other commitments what was paid in sum may have been paid under.
          CASE WHEN apart IS NOT NULL THEN (
            SELECT count(*)
            FROM promise_left AS other
            WHERE other.kind = one.kind
            AND other.from_entity = one.from_entity
            AND other.to_entity = one.to_entity
            AND other.unit = one.unit
            AND other.commitment <> one.commitment
            AND other.is_binding AND NOT other.is_conditional AND NOT other.is_whole
            AND NOT other.is_expired
            AND other.left_high IS NOT 0
          ) ELSE 0 END AS others
        FROM (
          SELECT *, iif(is_expired, 0, left_point) AS owed_point,
            iif(is_expired, 0, left_low) AS owed_low, iif(is_expired, 0, left_high) AS owed_high,
            CASE
              WHEN kind = 'capital' AND is_binding AND NOT is_conditional AND NOT is_whole
                AND NOT is_expired AND left_high IS NOT 0
                AND EXISTS (
                  SELECT 1
                  FROM counted
                  WHERE counted.family = 'funding'
                  AND counted.part1 = from_entity
                  AND counted.part2 = to_entity
                  AND counted.part3 = ''
                )
                THEN (
                  SELECT json_array(apart_point, apart_low, apart_high)
                  FROM draw_sum
                  WHERE draw_sum.kind = promise_left.kind
                  AND draw_sum.from_entity = promise_left.from_entity
                  AND draw_sum.to_entity = promise_left.to_entity
                  AND draw_sum.unit = promise_left.unit
                  AND apart_high IS NOT 0
                )
            END AS apart
          FROM promise_left
        ) AS one
      ) AS promise_left
      """)

  /// What a value adds to a sum: its point, low and high; the high end open where it has none.
  private static func addends(_ row: String, named name: String = "sum") -> String {
    """
    CASE \(row).certainty
          WHEN 'at_most' THEN 0 WHEN 'undisclosed' THEN 0
          WHEN 'at_least' THEN \(row).low WHEN 'range' THEN \(row).low
          ELSE \(row).point
        END AS \(name)_point,
        coalesce(\(row).low, 0) AS \(name)_low, \(row).high AS \(name)_high
    """
  }

  private static func moneyOnly(
    _ point: String, _ low: String, _ high: String, where condition: String = "1"
  ) -> String {
    func ifMoney(_ value: String) -> String {
      "iif(measure = 'money' AND \(condition), \(value), NULL)"
    }
    return Fragments.money(
      point: ifMoney(point), low: ifMoney(low), high: ifMoney(high), currency: "unit")
  }
}
