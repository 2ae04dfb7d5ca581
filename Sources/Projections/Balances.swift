import Events

extension Projection {
  /// Commitments and what came of them, summed between two entities in one currency.
  ///
  /// Only binding amounts without open conditions count as committed. What came is the latest
  /// level that was told for the pair and every increment after it, else the sum over commitments.
  static let balances = Projection(
    name: "balances", version: 1,
    views: [
      drawCounted, promised, came, balance,
      balanceView(
        "capital", "investor, issuer and currency", kind: "capital", from: "investor",
        to: "issuer", came: "funded"),
      balanceView(
        "purchases", "buyer, supplier and currency", kind: "purchase", from: "buyer",
        to: "supplier", came: "drawn"),
    ])

  private static let drawCounted = View.step(
    "draw_counted", "draw that is part of what came so far between two entities",
    sql: """
      \(drawsAndLevels)
      SELECT drawn.*
      FROM drawn
      \(sameLevel("total", of: "''"))
      \(sameLevel("own", of: "drawn.commitment"))
      WHERE CASE
        WHEN drawn.is_level
          THEN drawn.event = own.event AND (total.event IS NULL OR drawn.commitment = '')
        ELSE drawn.effective_earliest
          > coalesce(total.effective_earliest, own.effective_earliest, '')
      END
      """)

  private static let promised = View.step(
    "promise_sum", "kind, from, to and currency: sums over commitments that are not wholes",
    sql: """
      WITH promise AS MATERIALIZED (
        SELECT *, max(0, promised_point - cut_point) AS rest_point,
          max(0, promised_low - coalesce(cut_high, promised_low)) AS rest_low,
          max(0, promised_high - cut_low) AS rest_high
        FROM promise_left
        WHERE measure = 'money' AND NOT is_whole
      )
      SELECT kind, from_entity, to_entity, unit,
        \(sums("committed", "promised", where: committed)),
        \(sums("conditional", "left", where: "is_binding AND is_conditional AND NOT is_expired")),
        \(sums("non_binding", "left", where: "NOT is_binding AND NOT is_expired")),
        coalesce(
          sum(min(promised_point, cut_point) + iif(is_expired, left_point, 0))
            FILTER (WHERE \(committed)), 0) AS reduced_point,
        coalesce(
          sum(min(promised_low, cut_low) + iif(is_expired, left_low, 0))
            FILTER (WHERE \(committed)), 0) AS reduced_low,
        \(Fragments.sumOrOpen("(cut_high + iif(is_expired, left_high, 0))", where: committed))
          AS reduced_high,
        \(sums("open", "rest", where: standing)),
        \(sums("spent", "drawn", where: "NOT (\(standing))")),
        count(*) FILTER (WHERE certainty = 'undisclosed') AS undisclosed,
        json_group_array(event) AS events, json_group_array(json(cut_events)) AS cut_events
      FROM promise
      GROUP BY kind, from_entity, to_entity, unit
      """)

  private static let committed = "is_binding AND NOT is_conditional"

  /// What still can be owed. What came of other promises lessens no debt under these.
  private static let standing = "\(committed) AND NOT is_expired"

  private static let came = View.step(
    "draw_sum", "kind, from, to and currency: the sum of what came",
    sql: """
      SELECT kind, from_entity, to_entity, unit, sum(sum_point) AS point, sum(sum_low) AS low,
        \(Fragments.sumOrOpen("sum_high")) AS high,
        count(*) FILTER (WHERE certainty = 'undisclosed') AS undisclosed,
        json_group_array(event) AS events
      FROM draw_counted
      WHERE measure = 'money'
      GROUP BY kind, from_entity, to_entity, unit
      """)

  private static let balance = View.step(
    "balance", "kind, from, to and currency: promised, came, left",
    sql: """
      WITH promised AS MATERIALIZED (SELECT * FROM promise_sum),
      came AS MATERIALIZED (SELECT * FROM draw_sum)
      SELECT *,
        max(0, open_point - max(0, came_point - spent_point)) AS left_point,
        max(0, open_low - coalesce(max(0, came_high - spent_high), open_low)) AS left_low,
        max(0, open_high - max(0, came_low - spent_low)) AS left_high
      FROM (
        SELECT pair.kind, pair.from_entity, pair.to_entity, pair.unit,
          \(promisedColumns),
          coalesce(came.point, 0) AS came_point, coalesce(came.low, 0) AS came_low,
          iif(came.unit IS NULL, 0, came.high) AS came_high,
          coalesce(promised.undisclosed, 0) + coalesce(came.undisclosed, 0) AS undisclosed,
          (
            SELECT json_group_array(event)
            FROM (
              SELECT value AS event FROM json_each(promised.events)
              UNION
              SELECT one.value FROM json_each(promised.cut_events) AS list, json_each(list.value) AS one
              UNION
              SELECT value FROM json_each(came.events)
              ORDER BY 1
            )
          ) AS events
        FROM (
          SELECT kind, from_entity, to_entity, unit FROM promised
          UNION
          SELECT kind, from_entity, to_entity, unit FROM came
        ) AS pair
        LEFT JOIN promised ON promised.kind = pair.kind
          AND promised.from_entity = pair.from_entity
          AND promised.to_entity = pair.to_entity
          AND promised.unit = pair.unit
        LEFT JOIN came ON came.kind = pair.kind
          AND came.from_entity = pair.from_entity
          AND came.to_entity = pair.to_entity
          AND came.unit = pair.unit
      )
      """)

  private static let promisedColumns = [
    "committed", "conditional", "non_binding", "reduced", "open", "spent",
  ]
  .map { name in
    """
    coalesce(promised.\(name)_point, 0) AS \(name)_point,
        coalesce(promised.\(name)_low, 0) AS \(name)_low,
        iif(promised.unit IS NULL, 0, promised.\(name)_high) AS \(name)_high
    """
  }.joined(separator: ",\n    ")

  private static func sums(_ name: String, _ of: String, where condition: String) -> String {
    """
    coalesce(sum(\(of)_point) FILTER (WHERE \(condition)), 0) AS \(name)_point,
        coalesce(sum(\(of)_low) FILTER (WHERE \(condition)), 0) AS \(name)_low,
        \(Fragments.sumOrOpen("\(of)_high", where: condition)) AS \(name)_high
    """
  }

  private static func balanceView(
    _ name: String, _ summary: String, kind: String, from: String, to: String, came: String
  ) -> View {
    func money(_ name: String) -> String {
      Fragments.money(
        point: "\(name)_point", low: "\(name)_low", high: "\(name)_high", currency: "unit")
    }
    return .contract(
      name, summary, parties: [from, to], key: [from, to, "currency"],
      [
        .plain(from, "who owes"), .plain(to, "to whom"), .plain("currency", "of all amounts"),
      ] + .money("committed", "binding, without open conditions")
        + .money("conditional", "binding, held back by open conditions")
        + .money("non_binding", "under a letter that does not bind")
        + .money(came, "what came so far") + .money("reduced", "given up, expired or assigned")
        + .money("outstanding", "committed, less reduced, less what came of it")
        + [
          .plain("undisclosed", "how many amounts are undisclosed: the sums are then lower bounds"),
          .json("events", "seqs of the events that make up the sums"),
        ],
      sql: """
        SELECT from_entity, to_entity, unit, \(money("committed")), \(money("conditional")),
          \(money("non_binding")), \(money("came")), \(money("reduced")),
          \(money("left")), undisclosed, events
        FROM balance
        WHERE kind = '\(kind)'
        """)
  }
}
