import Events

/// What was promised, what was taken from it, and what is left.
extension Projection {
  static let promise = View.step(
    "x_promise", "promise that counts: of capital, a purchase or a payment",
    lookups: ["commitment", "part_of"],
    sql: """
      SELECT fact.*,
        \(promiseKind(of: "fact.family")) AS kind,
        fact.part1 AS commitment,
        \(Fragments.heir(of: promisor("fact"))) AS from_entity,
        \(Fragments.heir(of: promisee("fact"))) AS to_entity,
        fact.data ->> 'part_of' AS part_of, fact.data ->> 'agreement' AS agreement,
        coalesce(
          (
            SELECT counted.value
            FROM x_counted AS counted
            WHERE counted.key = 'agreement:' || (fact.data ->> 'agreement') || '#binding'
          ), 1) AS is_binding,
        \(Fragments.hasOpenCondition("fact.data -> '$.conditions'")) AS is_conditional,
        -- Asked once, not for each row.
        fact.key IN (
          SELECT part.family || ':' || (part_event.data ->> 'part_of')
          FROM x_counted AS part
          JOIN event AS part_event ON part_event.seq = part.id >> \(itemBits)
          WHERE part.family IN (\(promises))
          AND part_event.data ->> 'part_of' <> part.part1
          UNION ALL
          SELECT whole.kind || strange_part.whole
          FROM x_strange_part AS strange_part,
            (SELECT 'commitment:' AS kind UNION ALL SELECT 'purchase:') AS whole
        ) AS is_whole,
        fact.certainty = 'undisclosed' AND EXISTS (
          SELECT 1
          FROM x_counted AS whole
          WHERE whole.key = fact.family || ':' || (fact.data ->> 'part_of')
          AND whole.key <> fact.key
          AND whole.unit = fact.unit
          AND whole.certainty <> 'undisclosed'
        ) AS is_within,
        coalesce(fact.data ->> '$.expires.latest' < clock.as_of, 0)
          OR coalesce(frame.is_over, 0) AS is_expired
      FROM x_clock AS clock, x_fact AS fact
      \(Fragments.joinHeirs)
      \(Fragments.joinAgreementEnd(
        "fact.data ->> 'agreement'", survives: survives, firm: "fact.firm",
        since: "fact.effective_earliest"))
      WHERE fact.family IN (\(promises))
      """)

  /// Whether a promise holds on when its agreement ends. Where nothing is said, what is owed because it
  /// ended, and what a tribunal awarded, does.
  private static let survives =
    "coalesce(fact.data ->> 'survives', fact.data ->> 'category' IN ('termination_fee', 'award'))"

  /// What of a commitment was promised as a payment, or lent: it stands by itself, and takes from what the
  /// commitment leaves.
  static let strangePart = View.step(
    "x_strange_part", "payment or debt that is said to be a part of a commitment",
    sql: """
      SELECT event.data ->> 'commitment' AS whole, promised.unit, \(addends("promised", named: "said"))
      FROM x_counted AS promised
      JOIN event ON event.seq = promised.id >> \(itemBits)
      WHERE promised.family = 'payment'
      AND event.data ->> 'commitment' IS NOT NULL
      UNION ALL
      SELECT toward.value, lent.unit, \(addends("lent", named: "said"))
      FROM x_counted AS toward
      JOIN x_counted AS lent ON lent.key = 'debt:' || toward.part1 || '#principal'
      WHERE toward.family = 'debt'
      AND toward.aspect = '#commitment'
      AND toward.value IS NOT NULL
      """)

  /// The families of claims that promise something.
  static let promises = "'commitment', 'purchase', 'payment'"

  /// Of what a promise is: `capital`, `purchase`, `payment`.
  static func promiseKind(of family: String) -> String {
    "iif(\(family) = 'commitment', 'capital', \(family))"
  }

  /// Who gave a promise, and to whom, from its event.
  static func promisor(_ event: String) -> String {
    either("investor", "buyer", "payer", of: event)
  }
  static func promisee(_ event: String) -> String {
    either("issuer", "supplier", "payee", of: event)
  }

  private static func either(_ fields: String..., of event: String) -> String {
    "coalesce(\(fields.map { "\(event).data ->> '\($0)'" }.joined(separator: ", ")))"
  }

  static let cut = change("x_cut", "what was taken from it", family: "reduction")
  static let raised = change("x_raised", "what was added to it", family: "increase")

  private static func change(_ name: String, _ what: String, family: String) -> View {
    View.step(
      name, "promise and unit: \(what)", lookups: ["commitment"],
      sql: """
        SELECT part1 AS commitment, unit, \(Fragments.sum("sum_point")) AS point,
          \(Fragments.sumOfLow("sum_low")) AS low,
          \(Fragments.sumOrOpen("sum_high")) AS high, \(Fragments.isTooGreat("sum")) AS is_great,
          json_group_array(event) AS events
        FROM (
          SELECT fact.part1, fact.unit, fact.event, \(addends("fact"))
          FROM x_fact AS fact
          WHERE fact.family = '\(family)'
        )
        GROUP BY part1, unit
        """)
  }

  private static func sumOfParts(
    _ name: String, of addends: [String], where condition: String
  ) -> String {
    func sum(_ end: String) -> String { addends.map { "\($0)_\(end)" }.joined(separator: " + ") }
    return """
      \(Fragments.sum(sum("point"), where: condition)) AS \(name)_point,
        \(Fragments.sumOfLow(sum("low"), where: condition)) AS \(name)_low,
        \(Fragments.sumOrOpen("(\(sum("high")))", where: condition)) AS \(name)_high
      """
  }

  /// Whether what was taken is as unsure as the promise, and has the same ends.
  private static let takesAll =
    "(cut.low < cut.high AND cut.low = coalesce(promise.low, 0) AND cut.high = promise.high)"

  /// What came of a promise and what was taken from it: zero where nothing is recorded.
  private static let goneColumns = """
    iif(own_draw.unit IS NULL, 0, own_draw.point) AS drawn_point,
          coalesce(own_draw.low, 0) AS drawn_low,
          CASE WHEN own_draw.unit IS NULL THEN 0 ELSE own_draw.high END AS drawn_high,
          coalesce(own_draw.has_draws, 0) AS has_draws,
          coalesce(own_draw.events, '[]') AS draw_events,
          coalesce(own_draw.conversions, '[]') AS conversions,
          coalesce(own_draw.unconverted, '[]') AS unconverted,
          -- Who takes `up to USD 5` of up to USD 5 takes all of it, though neither is an amount.
          CASE
            WHEN cut.unit IS NULL THEN 0 WHEN \(takesAll) THEN cut.high ELSE cut.point
          END AS cut_point,
          iif(\(takesAll), cut.high, coalesce(cut.low, 0)) AS cut_low,
          CASE WHEN cut.unit IS NULL THEN 0 ELSE cut.high END AS cut_high,
          coalesce(cut.events, '[]') AS cut_events,
          -- What grows a ceiling is a ceiling.
          iif(promise.certainty = 'at_most' OR raised.unit IS NULL, 0, raised.point)
            AS raised_point,
          iif(promise.certainty = 'at_most', 0, coalesce(raised.low, 0)) AS raised_low,
          iif(raised.unit IS NULL, 0, raised.high) AS raised_high,
          coalesce(raised.events, '[]') AS raised_events,
          coalesce(own_draw.is_great, 0) OR coalesce(cut.is_great, 0)
            OR coalesce(raised.is_great, 0) AS is_great
    """

  /// With the high end of the parts: they and what they leave are not more than the whole.
  private static let restHigh = "said_high - coalesce(known_high, known_low)"

  /// `promised` is what it adds to a sum: of a whole what its known parts leave. What came of an
  /// undisclosed part came of that. `over` is what came of a whole, or was taken from it, beyond
  /// that: it must have been of its parts.
  static let promiseLeft = View.step(
    "x_promise_left", "commitment, what came of it, what was taken from it, what is left",
    lookups: ["commitment"],
    sql: """
      WITH RECURSIVE part (key, whole) AS MATERIALIZED (
        SELECT counted.key, counted.family || ':' || (event.data ->> 'part_of')
        FROM x_counted AS counted
        JOIN event ON event.seq = counted.id >> \(itemBits)
        WHERE counted.family IN (\(promises))
        AND event.data ->> 'part_of' IS NOT NULL
      ),
      -- What settles a whole settles its parts.
      settled (key) AS (
        SELECT promised.key
        FROM x_fact AS paid
        JOIN x_counted AS promised ON promised.key = CASE paid.family
          WHEN 'funding' THEN 'commitment:' || \(fulfilled(by: "paid"))
          WHEN 'paid' THEN 'payment:' || paid.part3
          ELSE 'purchase:' || paid.part1
        END
        WHERE paid.family IN ('funding', 'drawdown', 'paid')
        AND paid.data ->> 'in_full'
        AND (paid.status IN ('confirmed', 'reported') OR promised.firm < 3)
        UNION
        SELECT part.key FROM settled JOIN part ON part.whole = settled.key
      ),
      pledge AS MATERIALIZED (
        SELECT *, first_point + raised_point AS said_point,
          min(first_low + raised_low, \(Money.greatestSum)) AS said_low,
          first_high + raised_high AS said_high
        FROM (
          SELECT promise.*, \(addends("promise", named: "first")), \(goneColumns)
          FROM x_promise AS promise
          LEFT JOIN x_own_draw AS own_draw ON own_draw.kind = promise.kind
            AND own_draw.commitment = promise.commitment
            AND own_draw.unit = promise.unit
          LEFT JOIN x_cut AS cut ON cut.commitment = promise.commitment AND cut.unit = promise.unit
          LEFT JOIN x_raised AS raised ON raised.commitment = promise.commitment
            AND raised.unit = promise.unit
        )
      ),
      part_sum AS MATERIALIZED (
        SELECT kind, part_of AS whole, unit,
          \(sumOfParts("known", of: ["said"], where: "NOT is_within")),
          \(sumOfParts("gone", of: ["drawn", "cut"], where: "is_within"))
        FROM (
          SELECT kind, part_of, unit, is_within, said_point, said_low, said_high, drawn_point,
            drawn_low, drawn_high, cut_point, cut_low, cut_high
          FROM pledge
          WHERE part_of <> commitment
          UNION ALL
          SELECT whole.kind, strange_part.whole, unit, 0, said_point, said_low, said_high, 0, 0, 0, 0,
            0, 0
          FROM x_strange_part AS strange_part,
            (SELECT 'capital' AS kind UNION ALL SELECT 'purchase') AS whole
        )
        GROUP BY kind, part_of, unit
      ),
      -- Each step stands by itself, so that SQLite does not write one into the other.
      share AS MATERIALIZED (
        SELECT pledge.*,
          CASE
            WHEN known_low IS NULL THEN said_point
            ELSE min(max(0, said_point - known_point), coalesce(max(0, \(restHigh)), said_point))
          END AS promised_point,
          iif(known_low IS NULL, said_low, max(0, said_low - coalesce(known_high, said_low)))
            AS promised_low,
          CASE
            WHEN is_within THEN 0
            WHEN known_low IS NULL THEN said_high
            ELSE max(0, \(restHigh))
          END AS promised_high,
          known_low IS NOT NULL AS has_parts, pledge.key IN (SELECT key FROM settled) AS is_closed,
          iif(is_within, 0, drawn_point + cut_point + iif(gone_low IS NULL, 0, gone_point))
            AS taken_point,
          iif(is_within, 0, drawn_low + cut_low + coalesce(gone_low, 0)) AS taken_low,
          iif(is_within, 0, drawn_high + cut_high + iif(gone_low IS NULL, 0, gone_high))
            AS taken_high
        FROM pledge
        LEFT JOIN part_sum ON part_sum.kind = pledge.kind
          AND part_sum.whole = pledge.commitment
          AND part_sum.unit = pledge.unit
      ),
      rest AS MATERIALIZED (
        SELECT *, NOT is_closed AND unconverted <> '[]' AS is_unknown,
          iif(is_closed, 0, max(0, promised_point - taken_point)) AS left_point,
          iif(is_closed, 0, max(0, promised_low - coalesce(taken_high, promised_low))) AS left_low,
          iif(is_closed, 0, max(0, promised_high - taken_low)) AS left_high,
          iif(has_parts, max(0, taken_point - promised_point), 0) AS over_point,
          iif(has_parts, max(0, taken_low - coalesce(promised_high, taken_low)), 0) AS over_low,
          iif(has_parts, max(0, taken_high - promised_low), 0) AS over_high
        FROM share
      )
      SELECT *, iif(is_expired, 0, left_point) AS owed_point,
        iif(is_expired, 0, left_low) AS owed_low, iif(is_expired, 0, left_high) AS owed_high,
        is_binding AND NOT is_conditional AND NOT is_expired AND left_high IS NOT 0 AS is_standing
      FROM rest
      """)
}
