import Events

extension Projection {
  /// What was promised, what came of it, and what is still owed, commitment by commitment.
  ///
  /// A whole adds what its parts leave of it, under its own conditions. `up to` adds to the high end
  /// only, `at least` and a range their low end, an undisclosed amount adds nothing and leaves the
  /// high end open, but for an undisclosed part of a whole, which lies in what the others leave. What
  /// is undrawn is released after its day, and with the end of its agreement unless it survives that.
  static let commitments = Projection(
    name: "commitments", version: 5,
    views: [
      promise, drawTold, draw, drawPlaced, drawCounted, drawSum, ownDraw, cut,
      promiseLeft, commitmentsView,
    ])

  private static let promise = View.step(
    "promise", "commitment that counts, capital or purchase", lookups: ["commitment", "part_of"],
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
        fact.certainty = 'undisclosed' AND EXISTS (
          SELECT 1
          FROM counted AS whole
          WHERE whole.key = fact.family || ':' || (fact.data ->> 'part_of')
          AND whole.key <> fact.key
          AND whole.unit = fact.unit
          AND whole.certainty <> 'undisclosed'
        ) AS is_within,
        coalesce(fact.data ->> '$.expires.latest' < clock.as_of, 0)
          OR coalesce(frame.is_over, 0) AS is_expired
      FROM clock, fact
      \(Fragments.joinAgreementEnd(
        "fact.data ->> 'agreement'", survives: "fact.data ->> 'survives'", firm: "fact.firm",
        since: "fact.effective_earliest"))
      WHERE fact.family IN ('commitment', 'purchase')
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

  private static func sumOfParts(
    _ name: String, of addends: [String], where condition: String
  ) -> String {
    func sum(_ end: String) -> String { addends.map { "\($0)_\(end)" }.joined(separator: " + ") }
    return """
      coalesce(sum(\(sum("point"))) FILTER (WHERE \(condition)), 0) AS \(name)_point,
        coalesce(sum(\(sum("low"))) FILTER (WHERE \(condition)), 0) AS \(name)_low,
        \(Fragments.sumOrOpen("(\(sum("high")))", where: condition)) AS \(name)_high
      """
  }

  /// What came of a promise and what was taken from it: zero where nothing is recorded.
  private static let goneColumns = """
    coalesce(own_draw.point, 0) AS drawn_point, coalesce(own_draw.low, 0) AS drawn_low,
          CASE WHEN own_draw.unit IS NULL THEN 0 ELSE own_draw.high END AS drawn_high,
          coalesce(own_draw.has_draws, 0) AS has_draws,
          coalesce(own_draw.events, '[]') AS draw_events,
          coalesce(own_draw.conversions, '[]') AS conversions,
          coalesce(own_draw.unconverted, '[]') AS unconverted,
          coalesce(own_draw.settled_firm >= min(promise.firm, 3), 0) AS is_settled,
          coalesce(cut.point, 0) AS cut_point, coalesce(cut.low, 0) AS cut_low,
          CASE WHEN cut.unit IS NULL THEN 0 ELSE cut.high END AS cut_high,
          coalesce(cut.events, '[]') AS cut_events
    """

  /// With the high end of the parts: they and what they leave are not more than the whole.
  private static let restHigh = "said_high - coalesce(known_high, known_low)"

  /// `promised` is what it adds to a sum: of a whole what its known parts leave. What came of an
  /// undisclosed part came of that. `over` is what came of a whole, or was taken from it, beyond
  /// that: it must have been of its parts.
  private static let promiseLeft = View.step(
    "promise_left", "commitment, what came of it, what was taken from it, what is left",
    lookups: ["commitment"],
    sql: """
      WITH RECURSIVE pledge AS MATERIALIZED (
        SELECT promise.*, \(addends("promise", named: "said")), \(goneColumns)
        FROM promise
        LEFT JOIN own_draw ON own_draw.kind = promise.kind
          AND own_draw.commitment = promise.commitment
          AND own_draw.unit = promise.unit
        LEFT JOIN cut ON cut.commitment = promise.commitment AND cut.unit = promise.unit
      ),
      -- What settles a whole settles its parts.
      settled (kind, commitment) AS (
        SELECT kind, commitment FROM pledge WHERE is_settled
        UNION
        SELECT pledge.kind, pledge.commitment
        FROM settled
        JOIN pledge ON pledge.kind = settled.kind AND pledge.part_of = settled.commitment
      ),
      part_sum AS MATERIALIZED (
        SELECT kind, part_of AS whole, unit,
          \(sumOfParts("known", of: ["said"], where: "NOT is_within")),
          \(sumOfParts("gone", of: ["drawn", "cut"], where: "is_within"))
        FROM pledge
        WHERE part_of <> commitment
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
          known_low IS NOT NULL AS has_parts,
          iif(is_within, 0, drawn_point + cut_point + coalesce(gone_point, 0)) AS taken_point,
          iif(is_within, 0, drawn_low + cut_low + coalesce(gone_low, 0)) AS taken_low,
          iif(is_within, 0, drawn_high + cut_high + iif(gone_low IS NULL, 0, gone_high))
            AS taken_high
        FROM pledge
        LEFT JOIN part_sum ON part_sum.kind = pledge.kind
          AND part_sum.whole = pledge.commitment
          AND part_sum.unit = pledge.unit
      ),
      closed AS MATERIALIZED (
        SELECT *, (kind, commitment) IN (SELECT kind, commitment FROM settled) AS is_closed
        FROM share
      ),
      rest AS MATERIALIZED (
        SELECT *, NOT is_closed AND unconverted <> '[]' AS is_unknown,
          iif(is_closed, 0, max(0, promised_point - taken_point)) AS left_point,
          iif(is_closed, 0, max(0, promised_low - coalesce(taken_high, promised_low))) AS left_low,
          iif(is_closed, 0, max(0, promised_high - taken_low)) AS left_high,
          has_parts * max(0, taken_point - promised_point) AS over_point,
          has_parts * max(0, taken_low - coalesce(promised_high, taken_low)) AS over_low,
          iif(has_parts, max(0, taken_high - promised_low), 0) AS over_high
        FROM closed
      )
      SELECT *, iif(is_expired, 0, left_point) AS owed_point,
        iif(is_expired, 0, left_low) AS owed_low, iif(is_expired, 0, left_high) AS owed_high,
        is_binding AND NOT is_conditional AND NOT is_expired AND left_high IS NOT 0 AS is_standing
      FROM rest
      """)

  static let commitmentsView = View.contract(
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
        .text("counts_as", "committed, conditional, non_binding; whole: of its parts"),
      ] + .money("drawn", "what came of it and its parts; NULL: none recorded")
      + .money("reduced", "what was taken from it and its parts")
      + .money("outstanding", "what is left of it and its parts; without a point where paid_in_sum")
      + [
        .text("part_of", "the commitment of which it is a part"),
        .text("agreement", "the agreement in which it stands"),
        .text("subject", "what is bought, or by which instrument"),
        .json("conditions", "what must come true first"),
        .text("due", "when it is due, as stated"),
        .text("term", "over which period, as stated"),
        .text("expires", "when the undrawn part is released, as stated"),
        .whole(
          "expired",
          "1 when the undrawn part is released: that day is past, or its agreement has ended"),
        .events("draw_events", "seqs of the events that drew on it, and of the rates used"),
      ] + .common + [
        .whole(
          "paid_in_sum",
          "1 where payments were told for the pair, and not for which of its commitments"),
        .text(
          "rest_counts_as", "of a whole: as what counts what its parts leave of it, as counts_as"
        ).aside,
      ]
      + [View.Column].money("not_broken_down", "of a whole: what its parts leave of it")
      .map(\.aside)
      + [View.Column].money(
        "not_broken_down_outstanding", "of a whole: what is left of what its parts leave"
      ).map(\.aside)
      + [
        .whole("paid_in_full", "1 where a payment was told to settle it in full"),
        unconverted, conversions,
      ],
    sql: """
      WITH RECURSIVE pledge AS MATERIALIZED (SELECT * FROM promise_left),
      -- A part of a part is one of the whole too.
      member (whole, kind, unit, commitment) AS (
        SELECT commitment, kind, unit, commitment FROM pledge WHERE is_whole
        UNION
        SELECT member.whole, member.kind, member.unit, pledge.commitment
        FROM member
        JOIN pledge ON pledge.part_of = member.commitment
          AND pledge.kind = member.kind
          AND pledge.unit = member.unit
      ),
      tree AS MATERIALIZED (
        SELECT member.whole, member.kind, \(treeSums),
          max(has_draws) AS tree_has_draws, sum(is_standing) AS tree_standing,
          max(is_unknown AND is_standing) AS tree_unknown,
          json_group_array(json(draw_events)) AS tree_draws,
          json_group_array(json(unconverted)) AS tree_unconverted,
          json_group_array(json(conversions)) AS tree_conversions
        FROM member
        JOIN pledge ON pledge.commitment = member.commitment AND pledge.kind = member.kind
        GROUP BY member.whole, member.kind
      ),
      apart AS MATERIALIZED (
        SELECT kind, from_entity, to_entity, unit,
          sum(apart_point) AS apart_point, sum(apart_low) AS apart_low,
          \(Fragments.sumOrOpen("apart_high")) AS apart_high,
          group_concat(apart_text, ', ') AS apart_text
        FROM (
          SELECT kind, from_entity, to_entity, unit, apart_point, apart_low, apart_high,
            iif(is_unknown, unconverted, NULL) AS apart_text
          FROM draw_sum
          UNION ALL
          SELECT kind, from_entity, to_entity, unit, over_point, over_low, over_high, NULL
          FROM pledge
          WHERE is_whole
        )
        WHERE apart_high IS NOT 0
        GROUP BY kind, from_entity, to_entity, unit
      ),
      placed AS MATERIALIZED (
        SELECT pledge.*, coalesce(tree_standing, is_standing) AS own_standing,
          sum(is_standing) OVER (
            PARTITION BY pledge.kind, from_entity, to_entity, unit
          ) AS pair_standing,
          \(treeColumns)
        FROM pledge
        LEFT JOIN tree ON tree.whole = pledge.commitment AND tree.kind = pledge.kind
      ),
      shown AS MATERIALIZED (
        SELECT placed.*, apart_point, apart_low, apart_high, apart_text,
          -- How many other commitments what was paid in sum may have been paid under.
          iif(apart_low IS NULL, 0, pair_standing - own_standing) AS others,
          iif(is_whole, tree_unknown, is_unknown) OR apart_text IS NOT NULL AS is_open,
          iif(is_whole, tree_owed_point, owed_point) AS shown_point,
          iif(is_whole, tree_owed_low, owed_low) AS shown_low,
          -- Nobody can say how much of the whole is meant.
          CASE
            WHEN is_whole THEN tree_owed_high
            WHEN is_within AND NOT is_expired THEN NULL
            ELSE owed_high
          END AS shown_high
        FROM placed
        LEFT JOIN apart ON apart.kind = placed.kind
          AND apart.from_entity = placed.from_entity
          AND apart.to_entity = placed.to_entity
          AND apart.unit = placed.unit
          AND own_standing > 0
      )
      SELECT commitment, kind, from_entity, to_entity,
        \(moneyOnly("point", "low", "high")),
        CASE WHEN measure = 'money' THEN unit END, certainty, value,
        data ->> '$.quantity.text', data ->> '$.quantity.milli', data ->> '$.quantity.unit',
        iif(is_whole, 'whole', \(standing)),
        \(moneyOnly(ofTree: "drawn", where: "iif(is_whole, tree_has_draws, has_draws)")),
        \(moneyOnly(ofTree: "cut")),
        \(moneyOnly(
          "iif(others > 0 OR is_open, NULL, max(0, shown_point - coalesce(apart_point, 0)))",
          "max(0, shown_low - iif(apart_low IS NULL, 0, coalesce(apart_high, shown_low)))",
          "max(0, shown_high - iif(others > 0, 0, coalesce(apart_low, 0)))")),
        part_of, agreement, coalesce(data ->> 'instrument', data ->> 'subject'),
        coalesce(data -> 'conditions', '[]'), data ->> '$.due.text', data ->> '$.term.text',
        data ->> '$.expires.text', is_expired,
        (
          SELECT json_group_array(event)
          FROM (
            SELECT atom AS event FROM json_tree(iif(is_whole, tree_draws, draw_events))
            UNION
            SELECT atom FROM json_tree(iif(is_whole, tree_conversions, conversions), '$')
            WHERE path GLOB '*.rates'
          )
          WHERE event IS NOT NULL
        ), \(Fragments.common("pledge")), others > 0,
        iif(is_whole, \(standing), NULL),
        \(moneyOnly("promised_point", "promised_low", "promised_high", where: "is_whole")),
        \(moneyOnly("owed_point", "owed_low", "owed_high", where: "is_whole")),
        is_closed,
        (
          SELECT group_concat(atom, ', ')
          FROM (
            SELECT atom FROM json_tree(iif(is_whole, tree_unconverted, unconverted))
            UNION ALL
            SELECT apart_text
          )
          WHERE atom IS NOT NULL
        ),
        (
          SELECT json_group_array(json(value))
          FROM json_tree(iif(is_whole, tree_conversions, conversions))
          WHERE type = 'object'
        )
      FROM shown AS pledge
      """)

  private static let treeColumns =
    (["owed", "drawn", "cut"].flatMap { name in
      ["point", "low", "high"].map { "tree_\(name)_\($0)" }
    } + ["has_draws", "draws", "unknown", "unconverted", "conversions"].map { "tree_\($0)" })
    .joined(separator: ", ")

  private static let treeSums = ["owed", "drawn", "cut"].map { name in
    """
    sum(\(name)_point) AS tree_\(name)_point, sum(\(name)_low) AS tree_\(name)_low,
          \(Fragments.sumOrOpen("\(name)_high")) AS tree_\(name)_high
    """
  }.joined(separator: ",\n          ")

  private static let standing =
    "iif(NOT is_binding, 'non_binding', iif(is_conditional, 'conditional', 'committed'))"

  /// A sum of a commitment; of a whole that of its parts too.
  private static func moneyOnly(ofTree name: String, where condition: String = "1") -> String {
    let ends = ["point", "low", "high"].map { "iif(is_whole, tree_\(name)_\($0), \(name)_\($0))" }
    return moneyOnly(ends[0], ends[1], ends[2], where: condition)
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
