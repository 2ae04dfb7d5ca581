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
        "capital", "investor, issuer and currency",
        .everywhere(70, .capital, claims: [.commitment, .funding, .reduction]), kind: "capital",
        from: "investor",
        to: "issuer", came: "funded"),
      balanceView(
        "purchases", "buyer, supplier and currency",
        .everywhere(80, .purchases, claims: [.purchase, .drawdown, .reduction]), kind: "purchase",
        from: "buyer",
        to: "supplier", came: "drawn"),
    ])

  private static let drawCounted = View.step(
    "draw_counted", "draw that is part of what came so far between two entities",
    sql: """
      SELECT *
      FROM \(leveledDraws) AS drawn
      WHERE CASE
        WHEN is_level THEN moment = own_level AND (pair_level IS NULL OR commitment = '')
        ELSE effective_earliest
          > coalesce(\(day(ofLevel: "pair_level")), \(day(ofLevel: "own_level")), '')
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
      SELECT *,
        max(0, open_point - max(0, came_point - spent_point)) AS left_point,
        max(0, open_low - coalesce(max(0, came_high - spent_high), open_low)) AS left_low,
        max(0, open_high - max(0, came_low - spent_low)) AS left_high,
        (
          SELECT json_group_array(event)
          FROM (
            SELECT DISTINCT atom AS event
            FROM json_tree(sums.lists)
            WHERE atom IS NOT NULL
            ORDER BY 1
          )
        ) AS events
      FROM (
        SELECT kind, from_entity, to_entity, unit,
          \(bothColumns),
          sum(undisclosed) AS undisclosed, json_group_array(json(lists)) AS lists
        FROM (
          SELECT kind, from_entity, to_entity, unit,
            \(columns(of: promisedNames, from: promisedNames)), \(columns(of: ["came"], from: [])),
            undisclosed, json_array(json(events), json(cut_events)) AS lists
          FROM promise_sum
          UNION ALL
          SELECT kind, from_entity, to_entity, unit,
            \(columns(of: promisedNames, from: [])), point, low, high, undisclosed, events
          FROM draw_sum
        )
        GROUP BY kind, from_entity, to_entity, unit
      ) AS sums
      """)

  private static let promisedNames = [
    "committed", "conditional", "non_binding", "reduced", "open", "spent",
  ]
  private static let interval = ["point", "low", "high"]

  /// A point, low and high for each name, zero for those that are not in this table.
  private static func columns(of names: [String], from table: [String]) -> String {
    names.flatMap { name in
      interval.map { table.contains(name) ? "\(name)_\($0)" : "0 AS \(name)_\($0)" }
    }.joined(separator: ", ")
  }

  /// What was promised and what came, at most a row of each in a group.
  private static let bothColumns = (promisedNames + ["came"]).flatMap { name in
    [
      "sum(\(name)_point) AS \(name)_point", "sum(\(name)_low) AS \(name)_low",
      "\(Fragments.sumOrOpen("\(name)_high")) AS \(name)_high",
    ]
  }.joined(separator: ", ")

  private static func sums(_ name: String, _ of: String, where condition: String) -> String {
    """
    coalesce(sum(\(of)_point) FILTER (WHERE \(condition)), 0) AS \(name)_point,
        coalesce(sum(\(of)_low) FILTER (WHERE \(condition)), 0) AS \(name)_low,
        \(Fragments.sumOrOpen("\(of)_high", where: condition)) AS \(name)_high
    """
  }

  private static func balanceView(
    _ name: String, _ summary: String, _ uses: View.Uses, kind: String, from: String, to: String,
    came: String
  ) -> View {
    func money(_ name: String) -> String {
      Fragments.money(
        point: "\(name)_point", low: "\(name)_low", high: "\(name)_high", currency: "unit")
    }
    return .contract(
      name, summary, uses, parties: [from, to], key: [from, to, "currency"],
      [
        .text(from, "who owes"), .text(to, "to whom"), .currency("currency", "of all amounts"),
      ] + .money("committed", "binding, without open conditions")
        + .money("conditional", "binding, held back by open conditions")
        + .money("non_binding", "under a letter that does not bind")
        + .money(came, "what came so far") + .money("reduced", "given up, expired or assigned")
        + .money("outstanding", "committed, less reduced, less what came of it")
        + [
          .whole("undisclosed", "how many amounts are undisclosed: the sums are then lower bounds"),
          .events("events", "seqs of the events that make up the sums"),
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
