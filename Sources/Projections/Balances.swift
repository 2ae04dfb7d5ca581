import Events

extension Projection {
  /// Commitments and what came of them, summed between two entities in one currency.
  ///
  /// Only binding amounts without open conditions count as committed. What is outstanding is the sum
  /// of what is left of each commitment, so that overdrawing one lessens no other, less what came
  /// for the pair without being stated for a commitment.
  static let balances = Projection(
    name: "balances", version: 9,
    views: [
      promised, balance,
      balanceView(
        "capital", "investor, issuer and currency",
        .everywhere(70, .capital, claims: [.commitment, .funding, .reduction, .increase]),
        kind: "capital",
        from: "investor",
        to: "issuer", came: "funded"),
      balanceView(
        "purchases", "buyer, supplier and currency",
        .everywhere(80, .purchases, claims: [.purchase, .drawdown, .reduction, .increase]),
        kind: "purchase",
        from: "buyer",
        to: "supplier", came: "drawn"),
    ])

  private static let promised = View.step(
    "x_promise_sum",
    "kind, from, to and currency: sums over commitments, of wholes what their parts leave",
    sql: """
      WITH promise AS MATERIALIZED (
        SELECT * FROM x_promise_left WHERE measure = 'money'
      )
      SELECT kind, from_entity, to_entity, unit,
        \(sums("committed", "promised", where: committed)),
        \(sums("conditional", "left", where: "is_binding AND is_conditional AND NOT is_expired")),
        \(sums("non_binding", "left", where: "NOT is_binding AND NOT is_expired")),
        \(Fragments.sum(
          "min(promised_point, cut_point) + iif(is_expired, left_point, 0)", where: committed))
          AS reduced_point,
        \(Fragments.sumOfLow(
          "min(promised_low, cut_low) + iif(is_expired, left_low, 0)", where: committed))
          AS reduced_low,
        \(Fragments.sumOrOpen("(cut_high + iif(is_expired, left_high, 0))", where: committed))
          AS reduced_high,
        \(sums("open", "left", where: "\(committed) AND NOT is_expired")),
        \(sums("apart", "over", where: "is_whole")),
        count(*) FILTER (WHERE certainty = 'undisclosed' AND NOT is_within) AS undisclosed,
        max(is_unknown AND is_standing) AS is_unknown,
        json_group_array(event) AS events,
        json_group_array(json_array(json(cut_events), json(raised_events))) AS cut_events
      FROM promise
      GROUP BY kind, from_entity, to_entity, unit
      """)

  private static let committed = "is_binding AND NOT is_conditional"

  private static let balance = View.step(
    "x_balance", "kind, from, to and currency: promised, came, left", lookups: ["from_entity"],
    sql: """
      SELECT *,
        iif(is_unknown, NULL, max(0, open_point - apart_point)) AS left_point,
        max(0, open_low - coalesce(apart_high, open_low)) AS left_low,
        max(0, open_high - apart_low) AS left_high,
        (
          SELECT json_group_array(event)
          FROM (
            SELECT atom AS event FROM json_tree(sums.lists) WHERE atom IS NOT NULL
            UNION
            SELECT atom FROM json_tree(sums.conversions) WHERE path GLOB '*.rates'
          )
        ) AS events
      FROM (
        SELECT kind, from_entity, to_entity, unit,
          \(bothColumns),
          sum(undisclosed) AS undisclosed, max(has_draws) AS has_draws,
          max(is_unknown) AS is_unknown,
          group_concat(unconverted, ', ') AS unconverted,
          max(conversions) AS conversions, json_group_array(json(lists)) AS lists
        FROM (
          SELECT kind, from_entity, to_entity, unit,
            \(columns(from: promisedNames + ["apart"])),
            undisclosed, 0 AS has_draws, is_unknown, NULL AS unconverted, NULL AS conversions,
            json_array(json(events), json(cut_events)) AS lists
          FROM x_promise_sum
          UNION ALL
          SELECT kind, from_entity, to_entity, unit, \(columns(from: ["came", "apart"])),
            undisclosed, has_draws, is_unknown, unconverted, conversions, events
          FROM x_draw_sum
        )
        GROUP BY kind, from_entity, to_entity, unit
      ) AS sums
      """)

  private static let promisedNames = [
    "committed", "conditional", "non_binding", "reduced", "open",
  ]
  private static let interval = ["point", "low", "high"]

  /// A point, low and high for each name, zero for those that are not in this table.
  private static func columns(from table: [String]) -> String {
    (promisedNames + ["came", "apart"]).flatMap { name in
      interval.map { table.contains(name) ? "\(name)_\($0)" : "0 AS \(name)_\($0)" }
    }.joined(separator: ", ")
  }

  /// What was promised and what came, at most a row of each in a group.
  private static let bothColumns = (promisedNames + ["came", "apart"]).flatMap { name in
    [
      "\(Fragments.sum("\(name)_point")) AS \(name)_point",
      "\(Fragments.sumOfLow("\(name)_low")) AS \(name)_low",
      "\(Fragments.sumOrOpen("\(name)_high")) AS \(name)_high",
    ]
  }.joined(separator: ", ")

  private static func sums(_ name: String, _ of: String, where condition: String) -> String {
    """
    \(Fragments.sum("\(of)_point", where: condition)) AS \(name)_point,
        \(Fragments.sumOfLow("\(of)_low", where: condition)) AS \(name)_low,
        \(Fragments.sumOrOpen("\(of)_high", where: condition)) AS \(name)_high
    """
  }

  static let unconverted = View.Column.text(
    "unconverted",
    "what was paid in other currencies, at no rate recorded by then: the rest is not known")
  static let conversions = View.Column.json(
    "conversions", "what was stated otherwise than it counts, and the seqs of the rates used"
  ).aside

  private static func balanceView(
    _ name: String, _ summary: String, _ uses: View.Uses, kind: String, from: String, to: String,
    came: String
  ) -> View {
    func money(_ name: String, where condition: String? = nil) -> String {
      let ends = interval.map { end in
        condition.map { "iif(\($0), \(name)_\(end), NULL)" } ?? "\(name)_\(end)"
      }
      return Fragments.money(point: ends[0], low: ends[1], high: ends[2], currency: "unit")
    }
    let parties: [View.Column] = [
      .text(from, "who owes"), .text(to, "to whom"), .currency("currency", "of all amounts"),
    ]
    let sums: [View.Column] =
      .money("committed", "binding, without open conditions")
      + .money("conditional", "binding, held back by open conditions")
      + .money("non_binding", "under a letter that does not bind")
      + .money(came, "what came so far; NULL: none recorded")
      + .money("reduced", "given up, expired or assigned")
      + .money("outstanding", "what is left of each commitment, less what came for the pair alone")
    let behind: [View.Column] = [
      .whole("undisclosed", "how many amounts are undisclosed: the sums are then lower bounds"),
      .events("events", "seqs of the events that make up the sums, and of the rates used"),
    ]
    let paid: [View.Column] = .money(
      "paid_in_sum", "what of it came for the pair, not for one of its commitments")
    let columns =
      parties + sums + behind + paid.map(\.aside)
      + [unconverted, conversions, .cameToldAs.aside]
    return .contract(
      name, summary, uses, parties: [from, to], key: [from, to, "currency"], columns,
      sql: """
        SELECT from_entity, to_entity, unit, \(money("committed")), \(money("conditional")),
          \(money("non_binding")), \(money("came", where: "has_draws")), \(money("reduced")),
          \(money("left")), undisclosed, events,
          \(money("apart", where: "has_draws OR apart_high IS NOT 0 AND unconverted IS NULL")),
          unconverted,
          coalesce(conversions, '[]'), \(Fragments.cameToldAs("balance.events"))
        FROM x_balance AS balance
        WHERE kind = '\(kind)'
        """)
  }
}
