import Events

/// What was paid in another currency than it was promised in.
extension Projection {
  /// What counts in the currency of what was promised, at the last rate recorded up to the day:
  /// one of the two currencies, else two over a third one.
  ///
  /// `conversion` says what of it was stated otherwise, and at which rates it counts. What no rate
  /// converts stays in its currency (`is_unconverted`).
  static let draw = View.step(
    "draw", "money or goods that came, in the currency in which it counts",
    sql: """
      WITH told AS MATERIALIZED (
        SELECT *, \(addends("draw_told")), CASE WHEN target <> unit THEN (\(way)) END AS way
        FROM draw_told
      )
      SELECT kind, from_entity, to_entity, commitment, is_level, event, effective,
        effective_earliest, effective_latest, measure, stated, certainty, full_firm, unit, target, is_unconverted,
        sum_point, sum_low, sum_high,
        CASE
          WHEN rates IS NOT NULL OR is_settled
          THEN json_object(
            'event', event, 'stated', stated, 'minor', sum_point, 'low_minor', sum_low,
            'high_minor', sum_high, 'rates', json(coalesce(rates, '[]')))
        END AS conversion
      FROM (
        SELECT told.kind, told.from_entity, told.to_entity, told.commitment, told.is_level,
          told.event, told.effective, told.effective_earliest, told.effective_latest, told.measure, told.stated,
          told.certainty, told.is_settled, told.full_firm, told.way -> 2 AS rates,
          iif(told.way IS NULL, told.unit, told.target) AS unit,
          coalesce(told.target, told.unit) AS target,
          coalesce(told.target <> told.unit, 0) AND told.way IS NULL AS is_unconverted,
          coalesce(\(converted("sum_point")), 0) AS sum_point,
          coalesce(\(converted("sum_low")), 0) AS sum_low, \(converted("sum_high")) AS sum_high
        FROM told
      )
      """)

  /// The rate at which a draw counts: units of the one currency, of the other, and whose they are.
  ///
  /// Each step of a way is the last rate recorded for either direction up to the day, found by its
  /// key, in which the days stand last.
  private static let way = """
    SELECT json_array(product, over, json(rates))
          FROM (
            SELECT via, min(since) AS since, count(*) AS steps,
              max(iif(step = 1, price, 0)) * max(iif(step = 2, price, 1)) AS product,
              max(iif(step = 1, one, 0)) * max(iif(step = 2, one, 1)) AS over,
              json_group_array(event) AS rates
            FROM (
              SELECT asked.via, asked.step, rate.effective_earliest AS since,
                iif(asked.is_direct, rate.point, 1000000000.0) AS price,
                iif(asked.is_direct, 1000000000.0, rate.point) AS one,
                rate.id >> \(itemBits) AS event,
                row_number() OVER (
                  PARTITION BY asked.via, asked.step
                  ORDER BY rate.effective_earliest DESC, asked.is_direct DESC
                ) AS place
              FROM (
                SELECT third.code AS via, step.column1 AS step, direction.column1 AS is_direct,
                  (
                    SELECT counted.id
                    FROM counted
                    WHERE counted.family = 'fx_rate'
                    AND counted.part1 = CASE direction.column1 + 2 * step.column1
                      WHEN 3 THEN draw_told.unit
                      WHEN 2 THEN iif(third.code = '', draw_told.target, third.code)
                      WHEN 5 THEN third.code
                      ELSE draw_told.target
                    END
                    AND counted.part2 = CASE direction.column1 + 2 * step.column1
                      WHEN 3 THEN iif(third.code = '', draw_told.target, third.code)
                      WHEN 2 THEN draw_told.unit
                      WHEN 5 THEN draw_told.target
                      ELSE third.code
                    END
                    AND counted.part3 < draw_told.effective_latest || '~'
                    AND counted.point > 0
                    ORDER BY counted.part3 DESC
                    LIMIT 1
                  ) AS id
                FROM (
                  SELECT '' AS code
                  UNION
                  SELECT part1 FROM claim_key WHERE family = 'fx_rate'
                  UNION
                  SELECT part2 FROM claim_key WHERE family = 'fx_rate'
                ) AS third
                JOIN (VALUES (1), (2)) AS step ON step.column1 = 1 OR third.code <> ''
                JOIN (VALUES (0), (1)) AS direction
                WHERE third.code NOT IN (draw_told.unit, draw_told.target)
              ) AS asked
              JOIN claim AS rate ON rate.id = asked.id
              ORDER BY asked.step
            )
            WHERE place = 1
            GROUP BY via
          )
          WHERE steps = iif(via = '', 1, 2)
          ORDER BY via <> '', since DESC, via
          LIMIT 1
    """

  /// Half a unit is rounded away from zero; NULL where it does not fit.
  private static func converted(_ minor: String) -> String {
    let power = { (currency: String) in Fragments.power(of: currency) }
    let exact =
      "round(told.\(minor) * (told.way ->> 0) / (told.way ->> 1) * \(power("told.target")) / \(power("told.unit")))"
    return """
      CASE
            WHEN told.way IS NULL THEN told.\(minor)
            WHEN abs(\(exact)) < 9.2e18 THEN CAST(\(exact) AS INTEGER)
          END
      """
  }
}
