import Events

/// What was paid in another currency than it was promised in.
extension Projection {
  /// What counts in the currency of what was promised, at the last rate recorded up to the day:
  /// one of the two currencies, else two over a third one.
  ///
  /// `conversion` says what of it was stated otherwise, and at which rates it counts. What no rate
  /// converts stays in its currency (`is_unconverted`).
  static let draw = View.step(
    "x_draw", "money or goods that came, in the currency in which it counts",
    sql: """
      -- Step by step, so that SQLite does not write one into the other; the currencies that have a rate once
      -- for all draws.
      WITH rated AS MATERIALIZED (
        SELECT '' AS code
        UNION
        SELECT part1 FROM x_claim_key AS claim_key WHERE family = 'fx_rate'
        UNION
        SELECT part2 FROM x_claim_key AS claim_key WHERE family = 'fx_rate'
      ),
      told AS MATERIALIZED (
        SELECT *, \(addends("draw_told")) FROM x_draw_told AS draw_told
      ),
      led AS MATERIALIZED (
        SELECT *, CASE WHEN target <> unit THEN (\(way)) END AS way FROM told
      ),
      brought AS MATERIALIZED (
        SELECT kind, from_entity, to_entity, commitment, is_level, event, effective,
          effective_earliest, effective_latest, measure, stated, certainty, is_settled,
          way -> 2 AS rates, iif(way IS NULL, unit, target) AS unit,
          coalesce(target, unit) AS target,
          coalesce(target <> unit, 0) AND way IS NULL AS is_unconverted,
          \(converted("sum_point")) AS sum_point,
          coalesce(\(converted("sum_low")), \(Money.greatestSum)) AS sum_low,
          \(converted("sum_high")) AS sum_high
        FROM led
      )
      SELECT *,
        CASE
          WHEN rates IS NOT NULL OR is_settled
          THEN json_object(
            'event', event, 'stated', stated, 'minor', sum_point, 'low_minor', sum_low,
            'high_minor', sum_high, 'rates', json(coalesce(rates, '[]')))
        END AS conversion
      FROM brought
      """)

  /// The rate at which a draw counts: minor units of the one currency, of the other, and whose they are.
  ///
  /// Each step of a way is the last rate recorded for either direction up to the day, found by its
  /// key, in which the days stand last.
  private static let way = """
    SELECT json_array(
            product * \(Fragments.power(of: "told.target")), over * \(Fragments.power(of: "told.unit")),
            json(rates))
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
                    FROM x_counted AS counted
                    WHERE counted.family = 'fx_rate'
                    AND counted.part1 = CASE direction.column1 + 2 * step.column1
                      WHEN 3 THEN told.unit
                      WHEN 2 THEN iif(third.code = '', told.target, third.code)
                      WHEN 5 THEN third.code
                      ELSE told.target
                    END
                    AND counted.part2 = CASE direction.column1 + 2 * step.column1
                      WHEN 3 THEN iif(third.code = '', told.target, third.code)
                      WHEN 2 THEN told.unit
                      WHEN 5 THEN told.target
                      ELSE third.code
                    END
                    AND counted.part3 < told.effective_latest || '~'
                    AND counted.point > 0
                    ORDER BY counted.part3 DESC
                    LIMIT 1
                  ) AS id
                FROM rated AS third
                JOIN (VALUES (1), (2)) AS step ON step.column1 = 1 OR third.code <> ''
                JOIN (VALUES (0), (1)) AS direction
                WHERE third.code NOT IN (told.unit, told.target)
              ) AS asked
              JOIN x_claim AS rate ON rate.id = asked.id
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
    """
    iif(
            way IS NULL, \(minor),
            nullif(CAST(round(\(minor) * (way ->> 0) / (way ->> 1)) AS INTEGER), \(Int64.max)))
    """
  }
}
