import Events

// Rules over commitments, what came of them, and their sums.

extension DiscrepancyRule {
  /// Parts that are more than the whole. Where they are less, the rest is not broken down.
  static let partsAgainstWhole = DiscrepancyRule(
    "parts-against-whole", .error,
    "The parts of {whole}, <parts| and |{amount} ({commitment})>, are more than its {total}.",
    sql: """
      SELECT thing AS subject,
        json_object(
          'whole', thing, 'total', stated,
          'parts', (
            SELECT json_group_array(json_object('amount', stated, 'commitment', commitment))
            FROM (SELECT * FROM promised ORDER BY currency, event) AS part
            WHERE part.part_of = whole.thing
            AND part.commitment <> whole.thing
            AND part.kind = whole.kind
          )) AS details,
        json_array(event, json(parts)) AS events
      FROM (
        -- Each whole beside its parts by windows: SQLite would join the two each with each.
        SELECT *,
          \(Fragments.sumOfLow(
            "coalesce(low, 0)", where: "NOT is_whole", over: "(PARTITION BY thing, kind, currency)"))
            AS parts_low,
          json_group_array(event) FILTER (WHERE NOT is_whole) OVER (PARTITION BY thing, kind) AS parts
        FROM (
          SELECT commitment AS thing, 1 AS is_whole, kind, currency, low, high, stated, event
          FROM promised
          UNION ALL
          SELECT part_of, 0, kind, currency, low, high, stated, event
          FROM promised
          WHERE part_of <> commitment
        )
      ) AS whole
      WHERE is_whole
      AND high < parts_low
      """)

  /// Promises of which each is a part of the next, round in a circle: all are then wholes, and none
  /// is added. One that is said to be a part of itself still counts.
  static let partOfCycle = DiscrepancyRule(
    "part-of-cycle", .error,
    """
    [{itself} is said to be a part of itself\
    |Each of {commitments} is said to be a part of another of them: what they sum to cannot be told].
    """,
    sql: """
      WITH RECURSIVE above (commitment, kind, at, event) AS (
        SELECT commitment, kind, part_of, event
        FROM promised
        WHERE part_of IS NOT NULL
        UNION
        SELECT above.commitment, above.kind, promised.part_of, promised.event
        FROM above
        JOIN promised ON promised.commitment = above.at AND promised.kind = above.kind
        WHERE promised.part_of IS NOT NULL
      )
      SELECT group_concat(at, '/') AS subject,
        json_object(
          'itself', iif(count(*) = 1, commitment, NULL), 'commitments', json_group_array(at))
          AS details,
        json_group_array(event) AS events
      FROM (
        SELECT *, max(at = commitment) OVER (PARTITION BY commitment, kind) AS is_ring
        FROM above
        ORDER BY commitment, kind, at
      )
      WHERE is_ring
      GROUP BY commitment, kind
      HAVING commitment = min(at)
      """)

  /// More was taken from a whole than its parts leave of it: which of them shrank is not told.
  static let reductionOfWhole = DiscrepancyRule(
    "reduction-of-whole", .error,
    """
    What was taken from {whole}, <cuts| and |{amount}>, is more than its parts leave of it: it belongs \
    to the part that shrank.
    """,
    sql: """
      SELECT commitment AS subject,
        json_object('whole', commitment, 'cuts', json_group_array(json_object('amount', cut)))
          AS details,
        json_array(event, json_group_array(cut_event)) AS events
      FROM (
        SELECT whole.commitment, whole.kind, whole.event, cut.value AS cut,
          cut.id >> \(Projection.itemBits) AS cut_event
        FROM x_promise_left AS whole
        JOIN x_counted AS cut ON cut.family = 'reduction' AND cut.part1 = whole.commitment
        WHERE whole.is_whole
        AND whole.cut_low > whole.promised_high
        ORDER BY whole.commitment, whole.kind, cut.id
      )
      GROUP BY commitment, kind
      """)

  /// More came than may have been committed; not by a rate at which the last payment of it settled it, nor
  /// by so little that the four digits in which such a sum is told do not show it.
  static let drawnAboveCommitted = DiscrepancyRule(
    "drawn-above-committed", .error,
    "More came under {commitment} than was committed: {drawn} of {committed}.",
    together: """
      More came under these promises than was committed: <alike|; |{commitment}: {drawn} of \
      {committed}>.
      """,
    sql: """
      SELECT promised.commitment AS subject,
        json_object(
          'commitment', promised.commitment, 'committed', promised.stated,
          'drawn', \(FactWords.interval(
            "own_draw.told_low", "NULL", "promised.currency",
            isConverted: FactWords.isAtRates("own_draw.conversions")))) AS details,
        json_array(promised.event) AS events
      FROM promised
      JOIN x_own_draw AS own_draw ON own_draw.kind = promised.kind
        AND own_draw.commitment = promised.commitment
        AND own_draw.unit = promised.currency
      WHERE own_draw.told_low > promised.high
        + iif(\(FactWords.isAtRates("own_draw.conversions")), promised.high / 2000, 0)
      AND NOT (
        own_draw.conversions <> '[]'
        AND EXISTS (
          SELECT 1
          FROM x_fact AS paid
          WHERE paid.family = CASE promised.kind
            WHEN 'capital' THEN 'funding' WHEN 'payment' THEN 'paid' ELSE 'drawdown'
          END
          AND iif(promised.kind = 'purchase', paid.part1, paid.part3) = promised.commitment
          AND paid.data ->> 'in_full'
        )
      )
      """)

  /// A total that cannot be the sum of what the ledger knows.
  ///
  /// The views give sums as of the clock's day, and a total speaks of its own. Both are the same
  /// while no addend begins later than the total; where one does nothing is compared, and a check as
  /// of the total's day does it. A sum without any addend is unknown rather than zero.
  /// `capital.invested` is the name of no sum: it may mean what was promised, paid, or bought from
  /// others. What is conditional or was given up may or may not have been counted by the source, so
  /// the sum reaches from what is left without it to what was promised with it. An addend that is
  /// undisclosed, a quantity or in another currency leaves the sum open above. What the four digits of a
  /// converted sum do not show is no difference.
  static let totalAgainstSum = DiscrepancyRule(
    "total-against-sum", .warning,
    """
    The total of {measure} from {from} to {to} is put at {total} ({effective}), but what is \
    recorded sums to {sum}.
    """,
    sql: """
      WITH addend AS MATERIALIZED (
        SELECT iif(kind = 'capital', 'capital.committed', 'purchases.committed') AS measure,
          from_entity, to_entity, iif(measure = 'money', unit, NULL) AS currency,
          iif(is_conditional, 0, max(0, promised_low - coalesce(cut_high, promised_low))) AS low,
          promised_high AS high, effective_earliest, event, 0 AS is_converted
        FROM x_promise_left
        WHERE is_binding
        AND kind IN ('capital', 'purchase')
        UNION ALL
        SELECT iif(kind = 'capital', 'capital.funded', 'purchases.drawn'), from_entity, to_entity,
          iif(measure = 'money', unit, NULL), iif(is_open, 0, sum_low), sum_high,
          effective_earliest, event, \(FactWords.isAtRates("conversion"))
        FROM x_draw_counted
        WHERE kind IN ('capital', 'purchase')
        UNION ALL
        SELECT 'revenue_share.paid', \(Fragments.heir(of: "payer.value")),
          \(Fragments.heir(of: "payee.value")), payment.unit,
          coalesce(payment.low, 0), payment.high, payment.effective_earliest,
          payment.id >> \(Projection.itemBits), 0
        FROM x_counted AS payment
        JOIN x_counted AS payer ON payer.key = 'revenue_share:' || payment.part1 || '#payer'
        JOIN x_counted AS payee ON payee.key = 'revenue_share:' || payment.part1 || '#payee'
        \(Fragments.joinHeirs)
        WHERE payment.family = 'revenue_payment'
      ),
      summed AS MATERIALIZED (
        SELECT measure, from_entity, to_entity, currency, \(Fragments.sumOfLow("low")) AS low,
          iif(
            sum(count(*)) OVER (PARTITION BY measure, from_entity, to_entity) > count(*), NULL,
            \(Fragments.sumOrOpen("high"))) AS high,
          max(max(effective_earliest)) OVER (PARTITION BY measure, from_entity, to_entity) AS last,
          json_group_array(event) AS events, max(is_converted) AS is_converted
        FROM addend
        GROUP BY measure, from_entity, to_entity, currency
      )
      SELECT measure || '/' || from_entity || '/' || to_entity || '/' || effective_earliest AS subject,
        json_object(
          'measure', measure, 'from', from_entity, 'to', to_entity, 'total', stated,
          'effective', effective, 'sum', \(FactWords.interval("low", "high", "currency", isConverted: "is_converted"))) AS details,
        json_array(event, json(events)) AS events
      FROM (
        -- Each total beside the sum by a window: SQLite would join the two each with each.
        SELECT measure, from_entity, to_entity, currency, stated, effective, effective_earliest, status,
          event, amount_low_minor, amount_high_minor, max(low) OVER pair AS low,
          max(high) OVER pair AS high, max(last) OVER pair AS last, max(events) OVER pair AS events,
          max(is_converted) OVER pair AS is_converted,
          coalesce(\(Rounding.half("stated", "amount_low_minor", "amount_high_minor")), 0) AS half
        FROM (
          SELECT measure, from_entity, to_entity, currency, stated, effective, effective_earliest, status,
            event, amount_low_minor, amount_high_minor, NULL AS low, NULL AS high, NULL AS last,
            NULL AS events, NULL AS is_converted
          FROM totals
          UNION ALL
          SELECT measure, from_entity, to_entity, currency, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
            low, high, last, events, is_converted
          FROM summed
        )
        WINDOW pair AS (PARTITION BY measure, from_entity, to_entity, currency)
      )
      WHERE last <= effective_earliest
      AND status IN ('confirmed', 'reported')
      AND (
        amount_low_minor - half > high + iif(is_converted, high / 2000, 0)
        OR amount_high_minor + half < low - iif(is_converted, low / 2000, 0)
      )
      """)

  /// A row in which something sums to more than can be told: an amount of it may be wrong by its unit.
  static let sumTooGreat = DiscrepancyRule(
    "sum-too-great", .error,
    """
    The amounts of the row {row} sum to more than can be told: which of them is wrong is to be found among \
    these events, and corrected.
    """,
    sql: """
      SELECT \(FactWords.slug("replace(row, '//', '/')")) AS subject,
        json_object('row', row) AS details, json_group_array(json(events)) AS events
      FROM (
        SELECT row, json_group_array(json(events)) AS events
        FROM (
          -- Each promise by itself, among the parts of its whole, and between the two.
          SELECT CASE place
              WHEN 3 THEN
                CASE kind
                  WHEN 'capital' THEN 'capital/' WHEN 'purchase' THEN 'purchases/' ELSE 'exposures/'
                END || from_entity || '/' || to_entity
                  || iif(kind = 'payment', '/owes_payments//', '/') || unit
              ELSE iif(
                kind = 'payment',
                'payments/' || thing || '/' || from_entity || '/' || to_entity || '/'
                  || category || '/' || unit, 'commitments/' || thing)
            END AS row,
            json_array(event, json(draw_events)) AS events,
            is_great AND (place < 3 OR kind <> 'payment') AS is_great,
            \(greatest("drawn", where: "place < 3")), \(greatest("cut", where: "place < 3 OR committed")),
            \(greatest("owed", where: "place < 3 OR committed")),
            \(greatest("promised", where: "committed AND place = 3 AND kind <> 'payment'")),
            \(greatest("left", where: "is_binding AND NOT committed AND place = 3")),
            iif(NOT is_binding AND place = 3, coalesce(left_high, left_low), 0) AS letter
          FROM (
            SELECT promise_left.*, is_binding AND NOT is_conditional AS committed,
              level.column1 AS place, iif(level.column1 = 2, part_of, commitment) AS thing,
              promise_left.data ->> 'category' AS category
            FROM x_promise_left AS promise_left
            JOIN (VALUES (1), (2), (3)) AS level ON level.column1 <> 2 OR part_of <> commitment
            WHERE measure = 'money'
          )
        )
        GROUP BY row
        HAVING max(is_great)
        OR max(
          total(drawn), total(cut), total(owed), total(promised), total("left"), total(letter)
        ) >= \(Money.greatestSum)
        UNION ALL
        SELECT CASE kind
            WHEN 'capital' THEN 'capital/' WHEN 'purchase' THEN 'purchases/' ELSE 'payments//'
          END || from_entity || '/' || to_entity || '/'
            || iif(kind LIKE 'paid %', substr(kind, 6) || '/', '') || unit, json_group_array(event)
        FROM x_draw_counted
        WHERE measure = 'money'
        AND kind <> 'payment'
        GROUP BY kind, from_entity, to_entity, unit
        HAVING \(Fragments.isTooGreat("sum"))
        UNION ALL
        SELECT 'debts/' || debt, json_group_array(json(events))
        FROM x_debt_move
        WHERE is_great
        GROUP BY debt
        UNION ALL
        SELECT 'revenue_shares/' || share, events
        FROM x_share_paid
        WHERE is_great
        UNION ALL
        SELECT 'warrants/' || part1, json_group_array(id >> \(Projection.itemBits))
        FROM x_counted
        WHERE family IN ('warrant_vesting', 'warrant_exercise')
        GROUP BY part1
        HAVING max(
          total(point) FILTER (WHERE family = 'warrant_vesting'),
          total(point) FILTER (WHERE family = 'warrant_exercise')) >= \(Money.greatestSum)
      )
      GROUP BY row
      """)

  /// The most that an amount of a promise adds where it is meant, else nothing.
  private static func greatest(_ name: String, where condition: String) -> String {
    "iif(\(condition), coalesce(\(name)_high, \(name)_low), 0) AS \"\(name)\""
  }

  /// Amounts between two entities in currencies that no rate ties together, by itself or over a third
  /// currency: none up to the as-of day, or of a payment none up to its day.
  static let mixedCurrencies = DiscrepancyRule(
    "mixed-currencies", .warning,
    """
    [{?capital}Capital|{?payment}Payments|Purchases] from {from} to {to} [{?capital}is|are] counted in {one} and in \
    {other}, and no rate between the two is recorded[ for {told_on} or before]: the amounts do not add.
    """,
    together: """
      These amounts do not add, as no rate between their currencies is recorded: <alike|; \
      |[{?capital}capital|{?payment}payments|purchases] from {from} to {to}, {one} and \
      {other}[ (for {told_on} or before)]>.
      """,
    sql: """
      WITH drawn AS MATERIALIZED (
        SELECT * FROM x_draw_placed WHERE measure = 'money' AND kind NOT LIKE 'paid %'
      ),
      spent AS MATERIALIZED (
        SELECT kind, from_entity, to_entity, currency, json_group_array(event) AS events
        FROM (
          SELECT kind, from_entity, to_entity, currency, event
          FROM promised
          WHERE currency IS NOT NULL
          UNION ALL
          SELECT kind, from_entity, to_entity, unit, event FROM drawn
        )
        GROUP BY kind, from_entity, to_entity, currency
      ),
      tie (one, other) AS MATERIALIZED (
        SELECT part1, part2 FROM x_counted WHERE family = 'fx_rate'
        UNION
        SELECT part2, part1 FROM x_counted WHERE family = 'fx_rate'
      ),
      tied (one, other) AS MATERIALIZED (
        SELECT one, other FROM tie
        UNION
        SELECT tie.one, next.other FROM tie JOIN tie AS next ON next.one = tie.other
      ),
      apart AS MATERIALIZED (
        SELECT kind, from_entity, to_entity, min(unit, target) AS one, max(unit, target) AS other,
          effective AS day, max(effective_latest)
        FROM drawn
        WHERE is_unconverted
        GROUP BY kind, from_entity, to_entity, min(unit, target), max(unit, target)
      )
      SELECT one.kind || '/' || one.from_entity || '/' || one.to_entity || '/' || one.currency
          || '/' || other.currency AS subject,
        json_object(
          'capital', iif(one.kind = 'capital', 1, NULL),
          'payment', iif(one.kind = 'payment', 1, NULL), 'from', one.from_entity,
          'to', one.to_entity, 'one', one.currency, 'other', other.currency,
          'told_on', iif(tied.one IS NULL, NULL, apart.day)) AS details,
        json_array(json(one.events), json(other.events)) AS events
      FROM spent AS one
      JOIN spent AS other ON other.kind = one.kind
        AND other.from_entity = one.from_entity
        AND other.to_entity = one.to_entity
        AND other.currency > one.currency
      LEFT JOIN tied ON tied.one = one.currency AND tied.other = other.currency
      LEFT JOIN apart ON apart.kind = one.kind
        AND apart.from_entity = one.from_entity
        AND apart.to_entity = one.to_entity
        AND apart.one = one.currency
        AND apart.other = other.currency
      WHERE tied.one IS NULL OR apart.day IS NOT NULL
      """)
}
