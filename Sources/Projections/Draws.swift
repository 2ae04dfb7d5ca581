import Events

/// What came of commitments: payments and goods, as levels reached and as increments.
extension Projection {
  /// As it was told, or in the amount that it was said to settle, and in which currency it is to
  /// count (`target`): that of its commitment; of a payment for the pair alone that of the pair's
  /// commitments, where there is one such currency. What it is said to settle in a currency in which
  /// nothing was promised settles nothing: it counts as told.
  static let drawTold = View.step(
    "x_draw_told", "money or goods that came: a level reached, or an increment",
    sql: """
      WITH said AS MATERIALIZED (
        SELECT 'capital' AS kind, part1 AS payer, part2 AS payee,
          \(fulfilled(by: "fact")) AS commitment, \(told)
        FROM x_fact AS fact
        WHERE fact.family = 'funding'
        UNION ALL
        SELECT 'purchase', bought.data ->> 'buyer', bought.data ->> 'supplier', fact.part1, \(told)
        FROM x_fact AS fact
        JOIN x_fact AS bought ON bought.key = 'purchase:' || fact.part1
        WHERE fact.family = 'drawdown'
        UNION ALL
        -- What was promised nowhere is told by what it was for, and settles no promise.
        SELECT iif(is_promised, 'payment', 'paid ' || coalesce(data ->> 'category', 'other')), part1,
          part2, iif(is_promised, part3, ''), \(told)
        FROM (
          SELECT fact.*,
            EXISTS (
              SELECT 1 FROM x_counted AS counted WHERE counted.key = 'payment:' || fact.part3
            ) AS is_promised
          FROM x_fact AS fact
          WHERE fact.family = 'paid'
        ) AS fact
        UNION ALL
        -- In which currencies a pair promised, where it is asked.
        SELECT 'promise', fact.data ->> 'investor', fact.data ->> 'issuer', '', \(told)
        FROM x_fact AS fact
        WHERE fact.family = 'commitment'
        AND fact.measure = 'money'
        AND EXISTS (SELECT 1 FROM x_claim_key WHERE family = 'funding' AND part3 = '')
      ),
      paid AS MATERIALIZED (
        SELECT *, min(promised) OVER pair AS first_promised, max(promised) OVER pair AS last_promised
        FROM (
          SELECT said.*, iif(kind = 'promise', unit, NULL) AS promised,
            \(Fragments.heir(of: "payer")) AS from_entity, \(Fragments.heir(of: "payee")) AS to_entity
          FROM said
          \(Fragments.joinHeirs)
        )
        WINDOW pair AS (PARTITION BY from_entity, to_entity)
      )
      SELECT kind, from_entity, to_entity, commitment, is_level, event, effective,
        effective_earliest, effective_latest, measure, value AS stated, is_settled,
        iif(is_settled, settles ->> 'currency', unit) AS unit,
        iif(is_settled, settles ->> 'certainty', certainty) AS certainty,
        iif(is_settled, settles ->> 'minor', point) AS point,
        iif(is_settled, settles ->> 'low', low) AS low,
        iif(is_settled, settles ->> 'high', high) AS high, target
      FROM (
        SELECT *,
          settles IS NOT NULL AND coalesce(settles ->> 'currency' = target, 1) AS is_settled
        FROM (
          SELECT *,
            CASE
              WHEN measure <> 'money' OR kind LIKE 'paid %' THEN unit
              WHEN commitment = '' THEN iif(first_promised = last_promised, first_promised, NULL)
              ELSE (
                SELECT counted.unit
                FROM x_counted AS counted
                WHERE counted.key
                  = iif(kind = 'capital', 'commitment:', kind || ':') || commitment
                AND counted.measure = 'money'
              )
            END AS target
          FROM paid
          WHERE kind <> 'promise'
        )
      )
      """)

  /// The promise that a payment of capital fulfils: the one that it names; where the payer had taken that
  /// over, the payer's own to the same, and of several none by name.
  static func fulfilled(by paid: String) -> String {
    // Claims that hold, and not those alone that count: what does is asked often, and this seldom.
    func claims(of family: String) -> String {
      """
      FROM x_clock AS clock
                CROSS JOIN x_claim_key AS fact_key
                CROSS JOIN x_claim AS claim ON claim.key = fact_key.key
                CROSS JOIN event AS said ON said.seq = claim.id >> \(itemBits)
                WHERE fact_key.family = '\(family)'
                AND claim.firm > 0
                AND \(isLive("claim"))
      """
    }
    return """
      iif(
              EXISTS (
                SELECT 1
                \(claims(of: "reduction"))
                AND fact_key.part1 = \(paid).part3
                AND said.data ->> 'to' = \(paid).part1
                AND said.effective_earliest <= \(paid).effective_latest
              ),
              (
                SELECT coalesce(iif(min(fact_key.part1) = max(fact_key.part1), max(fact_key.part1), ''), '')
                \(claims(of: "commitment"))
                AND fact_key.aspect = ''
                AND said.data ->> 'investor' = \(paid).part1
                AND said.data ->> 'issuer' = \(paid).part2
              ),
              \(paid).part3)
      """
  }

  private static let told = """
    coalesce(fact.data ->> 'cumulative', 0) AS is_level,
          iif(fact.measure = 'money', fact.data -> 'settles', NULL) AS settles, fact.event,
          fact.effective, fact.effective_earliest, fact.effective_latest, fact.measure,
          fact.value, fact.unit, fact.certainty, fact.point, fact.low, fact.high
    """

  /// The draws, each with the latest level of its own commitment (`own_level`) and of its pair as a
  /// whole (`pair_level`) as first day, event and last day, so that the greatest is the latest;
  /// windows, because SQLite would search a join of draws with levels row by row.
  ///
  /// `is_own`: it is part of what came of its commitment. `is_level_part`: it is the pair's latest
  /// level, or came after it. `is_loose`: it was told for a pair that has no level. What came within
  /// the time of a level that was told for longer than a day may be in it (`in_own_level`,
  /// `in_pair_level`): it adds to the high end only. A whole's level counts as what its parts did not
  /// draw (``WholeLevels``), and `told_low` is its low end as told.
  static let drawPlaced = View.step(
    "x_draw_placed", "draw, and as what it may count", lookups: ["commitment"],
    sql: """
      WITH \(WholeLevels.steps(ranked))
      SELECT *,
        \(Fragments.sumOfLow("iif(is_own AND NOT in_own_level, sum_point, 0)", over: "pair"))
          AS own_sum,
        \(Fragments.sumOfLow("iif(is_level_part AND NOT in_pair_level, sum_point, 0)", over: "pair"))
          AS level_sum
      FROM (
        SELECT kind, from_entity, to_entity, commitment, is_level, event, effective,
          effective_earliest, effective_latest, measure, stated, certainty, unit, target,
          is_unconverted, pair_level, is_own, is_level_part, is_loose, in_own_level,
          in_pair_level, \(WholeLevels.rest(0, "sum_point")), \(WholeLevels.rest(1, "sum_low")),
          \(WholeLevels.rest(2, "sum_high")), sum_low AS told_low, \(WholeLevels.conversion)
        FROM held
      )
      WINDOW pair AS (PARTITION BY kind, from_entity, to_entity, unit)
      """)

  private static let ranked = """
    SELECT *,
      commitment <> '' AND iif(
        is_level, moment = own_level,
        effective_earliest > coalesce(\(day(ofLevel: "own_level")), '')) AS is_own,
      pair_level IS NOT NULL AND iif(
        is_level, commitment = '' AND moment = pair_level,
        effective_earliest > \(day(ofLevel: "pair_level"))) AS is_level_part,
      pair_level IS NULL AND commitment = '' AS is_loose,
      NOT is_level AND coalesce(effective_earliest <= \(lastDay(ofLevel: "own_level")), 0)
        AS in_own_level,
      NOT is_level AND coalesce(effective_earliest <= \(lastDay(ofLevel: "pair_level")), 0)
        AS in_pair_level
    FROM (
      SELECT *,
        max(iif(is_level, moment, NULL)) OVER (
          PARTITION BY kind, from_entity, to_entity, unit, commitment
        ) AS own_level,
        max(iif(is_level AND commitment = '', moment, NULL)) OVER (
          PARTITION BY kind, from_entity, to_entity, unit
        ) AS pair_level,
        max(is_level AND commitment <> '') OVER deal AS has_levels
      FROM (
        SELECT *,
          effective_earliest || printf(' %019d %-10s', event, effective_latest) AS moment
        FROM x_draw
      )
      WINDOW deal AS (PARTITION BY kind, from_entity, to_entity, target)
    )
    """

  /// The pair's level and what came after it, or the sum over its commitments: whichever is more.
  static let drawCounted = View.step(
    "x_draw_counted", "draw that is part of what came so far between two entities",
    sql: """
      SELECT *,
        iif(pair_level IS NULL OR own_sum > level_sum, is_own AND in_own_level, in_pair_level)
          AS is_open
      FROM x_draw_placed
      WHERE iif(pair_level IS NULL OR own_sum > level_sum, is_own OR is_loose, is_level_part)
      """)

  /// `apart` is what came without being stated for a commitment: of a level, what it exceeds the
  /// sum over commitments by. What no rate converts is in the sum of its own currency, and has a row of
  /// its own (`unconverted`) in the currency of what was promised: it may be anything there.
  static let drawSum = View.step(
    "x_draw_sum",
    "kind, from, to and currency: the sum of what came, and what of it for the pair alone",
    sql: """
      SELECT kind, from_entity, to_entity, iif(other.type = 'null', unit, other.value ->> 0) AS unit,
        \(unlessOpen("iif(by_level, level_point, own_point + loose_point)")) AS came_point,
        \(unlessOpen("iif(by_level, level_low, own_low + loose_low)")) AS came_low,
        \(unlessOpen("iif(by_level, level_high, own_high + loose_high)")) AS came_high,
        \(unlessOpen("iif(has_level, max(0, level_point - own_point), loose_point)")) AS apart_point,
        \(unlessOpen(
          "iif(has_level, max(0, level_low - coalesce(own_high, level_low)), loose_low)"
        )) AS apart_low,
        \(unlessOpen(
          "iif(has_level, max(0, level_high - own_low), loose_high)",
          "iif(other.value ->> 3, NULL, 0)"
        )) AS apart_high,
        \(unlessOpen("undisclosed")) AS undisclosed,
        \(unlessOpen("events", "json_array(other.value ->> 2)")) AS events,
        \(unlessOpen("conversions", "'[]'")) AS conversions,
        \(unlessOpen("1")) AS has_draws,
        \(unlessOpen("0", "other.value ->> 3")) AS is_unknown,
        other.value ->> 1 AS unconverted
      FROM (
        SELECT kind, from_entity, to_entity, unit,
          max(pair_level) IS NOT NULL AS has_level,
          max(pair_level) IS NOT NULL AND max(own_sum) <= max(level_sum) AS by_level,
          \(placed("own", where: "is_own", open: "in_own_level")),
          \(placed("level", where: "is_level_part", open: "in_pair_level")),
          \(placed("loose", where: "is_loose", open: "0")),
          count(*) FILTER (WHERE is_counted AND certainty = 'undisclosed') AS undisclosed,
          json_group_array(event) FILTER (WHERE is_counted) AS events,
          json_group_array(json(conversion)) FILTER (WHERE is_counted AND conversion IS NOT NULL)
            AS conversions,
          json_group_array(json_array(target, stated, event, commitment = ''))
            FILTER (WHERE is_unconverted AND (is_own OR is_loose OR is_level_part)) AS others
        FROM (
          SELECT *,
            iif(pair_level IS NULL OR own_sum > level_sum, is_own OR is_loose, is_level_part)
              AS is_counted
          FROM x_draw_placed
          WHERE measure = 'money'
        )
        GROUP BY kind, from_entity, to_entity, unit
      ) AS sums
      -- The sum itself, and what else it is of.
      JOIN json_each(json_insert(others, '$[#]', NULL)) AS other
      """)

  private static func unlessOpen(_ value: String, _ otherwise: String = "0") -> String {
    "iif(other.type = 'null', \(value), \(otherwise))"
  }

  private static func placed(_ sum: String, where condition: String, open: String) -> String {
    """
    \(Fragments.sum("iif(\(open), 0, sum_point)", where: condition)) AS \(sum)_point,
          \(Fragments.sumOfLow("iif(\(open), 0, sum_low)", where: condition)) AS \(sum)_low,
          \(Fragments.sumOrOpen("sum_high", where: condition)) AS \(sum)_high
    """
  }

  /// The first day of such a level.
  private static func day(ofLevel level: String) -> String {
    "substr(\(level), 1, length(\(level)) - 31)"
  }

  /// The last day of such a level.
  private static func lastDay(ofLevel level: String) -> String {
    "rtrim(substr(\(level), -10))"
  }

  static let ownDraw = View.step(
    "x_own_draw", "commitment and its unit: what came of it alone, its level and later increments",
    lookups: ["commitment"],
    sql: """
      SELECT kind, commitment, target AS unit,
        \(Fragments.sum("iif(in_own_level OR is_unconverted, 0, sum_point)")) AS point,
        \(Fragments.sumOfLow("iif(in_own_level OR is_unconverted, 0, sum_low)")) AS low,
        iif(max(is_unconverted), NULL, \(Fragments.sumOrOpen("sum_high"))) AS high,
        min(is_unconverted) = 0 AS has_draws, \(Fragments.isTooGreat("sum")) AS is_great,
        json_group_array(event) AS events,
        json_group_array(json(conversion)) FILTER (WHERE conversion IS NOT NULL) AS conversions,
        \(Fragments.sumOfLow("iif(in_own_level OR is_unconverted, 0, told_low)")) AS told_low,
        json_group_array(stated) FILTER (WHERE is_unconverted) AS unconverted
      FROM x_draw_placed
      WHERE is_own
      GROUP BY kind, commitment, target
      """)

  /// What a value adds to a sum: its point, low and high; the high end open where it has none.
  static func addends(_ row: String, named name: String = "sum") -> String {
    """
    CASE \(row).certainty
          WHEN 'at_most' THEN 0 WHEN 'undisclosed' THEN 0
          WHEN 'at_least' THEN \(row).low WHEN 'range' THEN \(row).low
          ELSE \(row).point
        END AS \(name)_point,
        coalesce(\(row).low, 0) AS \(name)_low, \(row).high AS \(name)_high
    """
  }
}
