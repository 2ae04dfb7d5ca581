import Events

extension Projection {
  /// What was promised, what came of it, and what is still owed, commitment by commitment.
  ///
  /// A whole adds what its parts leave of it, under its own conditions. `up to` adds to the high end
  /// only, `at least` and a range their low end, an undisclosed amount adds nothing and leaves the
  /// high end open, but for an undisclosed part of a whole, which lies in what the others leave. What
  /// is undrawn is released after its day, and with the end of its agreement unless it survives that.
  static let commitments = Projection(
    name: "commitments", version: 13,
    views: [
      promise, drawTold, draw, drawPlaced, drawCounted, drawSum, ownDraw, cut, raised, strangePart,
      promiseLeft,
      pledge, commitmentsView, paymentsView,
    ])

  private static let commitmentsView = View.contract(
    "commitments", "commitment, of capital or of purchases",
    .everywhere(
      90, .commitments,
      claims: [.commitment, .purchase, .funding, .drawdown, .reduction, .increase]),
    parties: ["from_entity", "to_entity"],
    commitmentColumns + [.cameToldAs.aside]
      + [View.Column].quantity(
        "drawn_quantity", "of a quantity: what came of it and its parts; NULL: none recorded")
      + [View.Column].quantity("left_quantity", "what is left of a quantity and its parts"),
    sql: """
      SELECT \(names(of: commitmentColumns)), \(Fragments.cameToldAs("pledge.draw_events")),
        \(Fragments.quantity("drawn_quantity")), \(Fragments.quantity("left_quantity"))
      FROM x_pledge AS pledge
      WHERE kind <> 'payment'
      """)

  /// Promised payments, and what was paid that nobody is recorded to have promised.
  private static let paymentsView = View.contract(
    "payments", "promised payment; payer, payee, category and currency of payments never promised",
    .everywhere(95, .payments, claims: [.payment, .paid, .reduction]),
    parties: ["payer", "payee"], key: ["payment", "payer", "payee", "category", "currency"],
    order: "payer, payee, due_latest, payment, category, currency",
    [
      .text("payment", "its slug; empty where nobody is recorded to have promised it"),
      .text("payer", "who pays"),
      .text("payee", "who receives"),
      .text("category", "upfront, regulatory_milestone, sales_milestone, termination_fee …"),
    ] + .money("amount", "the amount promised", stated: "stated")
      + [.currency("currency", "its currency")] + .stated
      + [.text("counts_as", "committed, conditional, non_binding, paid; whole: of its parts")]
      + .money("paid", "what was paid of it and its parts; NULL: none recorded")
      + .money("reduced", "what was taken from it and its parts")
      + .money("outstanding", "what is left of it and its parts")
      + [
        .json("conditions", "what must come true first"),
        .text("due", "when it is due, as stated"),
        .text("due_latest", "the last day that can mean").aside,
        .text("expires", "when what is unpaid is released, as stated"),
        .whole("expired", "1 when that day is past, or its agreement has ended"),
        .json("product", "for which products"),
        .json("territory", "where"),
        .text("part_of", "the payment of which it is a part"),
        .text("agreement", "the agreement in which it stands"),
        .events("paid_events", "seqs of the events that tell payments, and of the rates used"),
        .whole("paid_in_full", "1 where a payment was told to settle it in full"),
        unconverted, conversions,
      ] + .common
      + [
        .text("condition_state", "open, met; NULL: there is no condition").aside
      ] + restColumns + [.cameToldAs.aside],
    sql: """
      SELECT commitment, from_entity, to_entity, category, amount, amount_minor, amount_low_minor,
        amount_high_minor, currency, certainty, stated, counts_as, drawn, drawn_minor,
        drawn_low_minor, drawn_high_minor, reduced, reduced_minor, reduced_low_minor,
        reduced_high_minor, outstanding, outstanding_minor, outstanding_low_minor,
        outstanding_high_minor, conditions, due, due_latest, expires, expired, product, territory,
        part_of, agreement, draw_events, paid_in_full, unconverted, conversions,
        \(names(of: .common)), condition_state, \(names(of: restColumns)),
        \(Fragments.cameToldAs("pledge.draw_events"))
      FROM x_pledge AS pledge
      WHERE kind = 'payment'
      UNION ALL
      SELECT '', paid.from_entity, paid.to_entity, substr(paid.kind, 6), NULL, NULL, NULL, NULL,
        paid.unit, NULL, NULL, 'paid',
        \(Fragments.money(
          point: "paid.came_point", low: "paid.came_low", high: "paid.came_high",
          currency: "paid.unit")),
        0.0, 0, 0, 0, 0.0, 0, 0, 0, '[]', NULL, NULL, NULL, 0, '[]', '[]', NULL, NULL, paid.events, 0,
        NULL, '[]', event.seq, event.stream, event.effective, event.effective_earliest,
        event.effective_latest, event.status, coalesce(json_array_length(event.sources), 0),
        NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        \(Fragments.cameToldAs("paid.events"))
      FROM x_draw_sum AS paid
      JOIN event ON event.seq = (SELECT max(value) FROM json_each(paid.events))
      WHERE paid.kind LIKE 'paid %'
      AND paid.has_draws
      """)

  /// What the parts of a whole leave of it, and as what that counts.
  private static let restColumns: [View.Column] =
    [
      .text(
        "rest_counts_as", "of a whole: as what counts what its parts leave of it, as counts_as"
      ).aside
    ]
    + [View.Column].money("not_broken_down", "of a whole: what its parts leave of it")
    .map(\.aside)
    + [View.Column].money(
      "not_broken_down_outstanding", "of a whole: what is left of what its parts leave"
    ).map(\.aside)

  private static let days = ["due", "expires", "term"].flatMap { name in
    ["earliest", "latest"].map { (name: name, end: $0) }
  }

  /// The columns by their names, those that SQLite takes for words of its own in quotes.
  private static func names(of columns: [View.Column]) -> String {
    columns.map(\.name.quotedDatabaseIdentifier).joined(separator: ", ")
  }

  private static let commitmentColumns: [View.Column] =
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
      .events(
        "draw_events", "seqs of the events that drew on it or added to it, and of the rates used"),
    ] + .common + [
      .whole(
        "paid_in_sum",
        "1 where payments were told for the pair, and not for which of its commitments")
    ] + restColumns + [
      .whole("paid_in_full", "1 where a payment was told to settle it in full"),
      unconverted, conversions,
    ] + .money("increased", "what was added to it; not in amount, but in what is left")
    + [
      .text("form", "in what it is to be paid: cash, credits, shares, in_kind"),
      .text("what", "what is given, where it is not money"),
      .text("condition_state", "open, met; NULL: there is no condition").aside,
    ]

  /// All promises alike.
  static let pledge = View.step(
    "x_pledge", "promise: what came of it, what was taken from it, what is left",
    lookups: ["commitment"],
    columns: commitmentColumns + [
      .text("category", "of a payment: for what"),
      .json("product", "for which products"),
      .json("territory", "where"),
    ] + days.map { .text("\($0.name)_\($0.end)", "a day that it can mean") }
      + [View.Column].quantity("drawn_quantity", "what came of it").dropFirst()
      + [View.Column].quantity("left_quantity", "what is left of it").dropFirst()
      + [View.Column].quantity("rest_quantity", "what is left of what its parts leave").dropFirst(),
    sql: """
      WITH RECURSIVE promised (kind, unit, commitment, whole) AS MATERIALIZED (
        SELECT \(promiseKind(of: "counted.family")), counted.unit, counted.part1,
          event.data ->> 'part_of'
        FROM x_counted AS counted
        JOIN event ON event.seq = counted.id >> \(itemBits)
        WHERE counted.family IN (\(promises))
      ),
      -- A part of a part is one of the whole too.
      member (whole, kind, unit, commitment) AS (
        SELECT commitment, kind, unit, commitment
        FROM promised
        WHERE commitment IN (
          SELECT whole FROM promised UNION ALL SELECT whole FROM x_strange_part
        )
        UNION
        SELECT member.whole, member.kind, member.unit, part.commitment
        FROM member
        JOIN promised AS part ON part.whole = member.commitment
          AND part.kind = member.kind
          AND part.unit = member.unit
      ),
      own AS MATERIALIZED (SELECT * FROM x_promise_left),
      tree AS MATERIALIZED (
        SELECT member.whole, member.kind, \(treeSums),
          count(*) AS tree_members, max(has_draws) AS tree_has_draws, sum(is_standing) AS tree_standing,
          max(is_unknown AND owed_high IS NOT 0) AS tree_unknown,
          json_group_array(json(draw_events)) AS tree_draws,
          json_group_array(json(unconverted)) AS tree_unconverted,
          json_group_array(json(conversions)) AS tree_conversions
        FROM member
        JOIN own ON own.commitment = member.commitment AND own.kind = member.kind
        GROUP BY member.whole, member.kind
      ),
      apart AS MATERIALIZED (
        SELECT kind, from_entity, to_entity, unit,
          \(Fragments.sum("apart_point")) AS apart_point,
          \(Fragments.sumOfLow("apart_low")) AS apart_low,
          \(Fragments.sumOrOpen("apart_high")) AS apart_high,
          group_concat(iif(is_unknown, unconverted, NULL), ', ') AS apart_text
        FROM x_draw_sum
        WHERE apart_high IS NOT 0
        GROUP BY kind, from_entity, to_entity, unit
      ),
      placed AS MATERIALIZED (
        SELECT own.*, coalesce(tree_standing, is_standing) AS own_standing,
          sum(is_standing) OVER pair AS pair_standing,
          total(is_whole AND over_high IS NOT 0) OVER pair > 0 AS has_over,
          \(Fragments.sum("iif(is_whole, over_point, 0)", over: "pair")) AS pair_over_point,
          \(Fragments.sumOfLow("iif(is_whole, over_low, 0)", over: "pair")) AS pair_over_low,
          \(Fragments.sum("iif(is_whole, over_high, 0)", over: "pair")) AS pair_over_high,
          \(treeColumns)
        FROM own
        LEFT JOIN tree ON tree.whole = own.commitment AND tree.kind = own.kind
        WINDOW pair AS (PARTITION BY own.kind, from_entity, to_entity, unit)
      ),
      shown AS MATERIALIZED (
        SELECT *,
          -- How many other commitments what was paid in sum may have been paid under.
          iif(apart_low IS NULL, 0, pair_standing - own_standing) AS others,
          iif(is_whole, tree_unknown, is_unknown AND owed_high IS NOT 0)
            OR apart_text IS NOT NULL AS is_open,
          iif(is_whole, tree_owed_point, owed_point) AS shown_point,
          iif(is_whole, tree_owed_low, owed_low) AS shown_low,
          -- Nobody can say how much of the whole is meant.
          CASE
            WHEN is_within AND NOT is_expired AND NOT (is_whole AND tree_members > 1) THEN NULL
            WHEN is_whole THEN tree_owed_high
            ELSE owed_high
          END AS shown_high
        FROM (
          SELECT placed.*, apart_text,
            \(overAndApart("point")), \(overAndApart("low")), \(overAndApart("high"))
          FROM placed
          LEFT JOIN apart ON apart.kind = placed.kind
            AND apart.from_entity = placed.from_entity
            AND apart.to_entity = placed.to_entity
            AND apart.unit = placed.unit
            AND own_standing > 0
        )
      )
      SELECT commitment, kind, from_entity, to_entity,
        \(moneyOnly("point", "low", "high")),
        CASE WHEN measure = 'money' THEN unit END, certainty, value,
        data ->> '$.quantity.text', data ->> '$.quantity.milli', data ->> '$.quantity.unit',
        iif(is_whole, 'whole', \(standing)),
        \(moneyOnly(ofTree: "drawn", where: "iif(is_whole, tree_has_draws, has_draws)")),
        \(moneyOnly(ofTree: "cut")),
        \(moneyOnly(left[0], left[1], left[2])),
        part_of, agreement, coalesce(data ->> 'instrument', data ->> 'subject'),
        coalesce(data -> 'conditions', '[]'), data ->> '$.due.text', data ->> '$.term.text',
        data ->> '$.expires.text', is_expired,
        (
          SELECT json_group_array(event)
          FROM (
            SELECT atom AS event FROM json_tree(iif(is_whole, tree_draws, draw_events))
            UNION
            SELECT value FROM json_each(raised_events)
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
        ),
        \(moneyOnly("raised_point", "raised_low", "raised_high")),
        data ->> 'form', data ->> 'what',
        iif(
          json_array_length(data, '$.conditions') > 0, iif(is_conditional, 'open', 'met'), NULL),
        data ->> 'category', coalesce(data -> 'product', '[]'),
        coalesce(data -> 'territory', '[]'),
        \(days.map { "data ->> '$.\($0.name).\($0.end)'" }.joined(separator: ", ")),
        \(quantityOnly(ofTree("drawn"), where: "iif(is_whole, tree_has_draws, has_draws)")),
        \(quantityOnly(left)),
        \(quantityOnly(["point", "low", "high"].map { "owed_\($0)" }, where: "is_whole"))
      FROM shown AS pledge
      """)

  /// What is left of it and its parts: its point, low and high.
  private static let left = [
    "iif(others > 0 OR is_open, NULL, max(0, shown_point - coalesce(apart_point, 0)))",
    "max(0, shown_low - iif(apart_low IS NULL, 0, coalesce(apart_high, shown_low)))",
    "max(0, shown_high - iif(others > 0, 0, coalesce(apart_low, 0)))",
  ]

  /// What was paid for the pair, and under wholes beyond what their parts leave of them; NULL: nothing.
  private static func overAndApart(_ end: String) -> String {
    """
    iif(
              own_standing > 0 AND (has_over OR apart.kind IS NOT NULL),
              pair_over_\(end) + iif(apart.kind IS NULL, 0, apart.apart_\(end)), NULL) AS apart_\(end)
    """
  }

  private static let treeColumns =
    (["owed", "drawn", "cut"].flatMap { name in
      ["point", "low", "high"].map { "tree_\(name)_\($0)" }
    }
    + ["members", "has_draws", "draws", "unknown", "unconverted", "conversions"]
    .map { "tree_\($0)" })
    .joined(separator: ", ")

  private static let treeSums = ["owed", "drawn", "cut"].map { name in
    """
    \(Fragments.sum("\(name)_point")) AS tree_\(name)_point,
          \(Fragments.sumOfLow("\(name)_low")) AS tree_\(name)_low,
          \(Fragments.sumOrOpen("\(name)_high")) AS tree_\(name)_high
    """
  }.joined(separator: ",\n          ")

  private static let standing =
    "iif(NOT is_binding, 'non_binding', iif(is_conditional, 'conditional', 'committed'))"

  /// A sum of a commitment; of a whole that of its parts too.
  private static func moneyOnly(ofTree name: String, where condition: String = "1") -> String {
    let ends = ofTree(name)
    return moneyOnly(ends[0], ends[1], ends[2], where: condition)
  }

  private static func ofTree(_ name: String) -> [String] {
    ["point", "low", "high"].map { "iif(is_whole, tree_\(name)_\($0), \(name)_\($0))" }
  }

  /// The same ends of what is promised by its number, in thousandths.
  private static func quantityOnly(_ ends: [String], where condition: String = "1") -> String {
    ends.map { "iif(measure = 'quantity' AND \(condition), \($0), NULL)" }.joined(separator: ", ")
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
