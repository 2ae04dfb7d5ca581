import Events

extension Projection {
  /// Loans, notes and facilities: what was drawn, paid back and converted, and what is owed.
  ///
  /// A debt is drawn whole when it is issued; where a draw is told, or from when or under which conditions
  /// it can be drawn, only what is told was drawn, until the last day on which it can be, its maturity, or the
  /// end of its agreement: what is not drawn by then nobody has to lend any more. What was paid in
  /// another currency counts by `settles`; else nobody can say what is left.
  static let debts = Projection(
    name: "debts", version: 5,
    views: [
      .step(
        "x_debt_term", "debt: its terms side by side",
        sql: """
          SELECT part1 AS debt,
            \(terms.map { Fragments.term($0, as: name(of: $0)) }.joined(separator: ",\n  ")),
            \(["point", "low", "high", "unit", "certainty"].map { Fragments.term("principal", $0) }
              .joined(separator: ",\n  ")),
            max(effective) FILTER (WHERE aspect = '/issued') AS issued_on,
            max(effective_earliest) FILTER (WHERE aspect = '/issued') AS issued_earliest,
            max(firm) AS firm, \(Fragments.onlyTold) AS told_as, max(event) AS last_event,
            json_group_array(DISTINCT event) AS events
          FROM x_fact
          WHERE family = 'debt'
          GROUP BY part1
          """),
      .step(
        "x_debt_move", "debt and what was done: drawn, repaid, converted, from its level on",
        lookups: ["debt"],
        sql: """
          SELECT debt, what, unit, \(Fragments.sum("iif(in_level, 0, sum_point)")) AS point,
            \(Fragments.sumOfLow("iif(in_level, 0, sum_low)")) AS low,
            \(Fragments.sumOrOpen("sum_high")) AS high, \(Fragments.isTooGreat("sum")) AS is_great,
            max(ever_whole) AS is_whole, json_group_array(event) AS events,
            group_concat(value, ', ') AS stated
          FROM (
            SELECT *,
              -- What came within the time of a level may be in it.
              NOT is_level AND coalesce(effective_earliest <= rtrim(substr(level, -10)), 0) AS in_level
            FROM (
              SELECT *,
                max(iif(is_level, moment, NULL)) OVER (PARTITION BY what, debt, unit) AS level,
                -- What paid all back did, whatever level is told later.
                max(is_whole) OVER (PARTITION BY what, debt) AS ever_whole
              FROM (
                SELECT debt, what, is_level, effective_earliest, event, is_whole,
                  effective_earliest || printf(' %019d %-10s', event, effective_latest) AS moment,
                  counts ->> '$.currency' AS unit, counts ->> '$.text' AS value, \(addends("told"))
                FROM (
                  SELECT said.*,
                    \(["certainty", "low", "high"].map { "counts ->> '$.\($0)' AS \($0)" }
                      .joined(separator: ", ")), counts ->> '$.minor' AS point
                  FROM (
                    SELECT fact.part1 AS debt,
                      CASE fact.family
                        WHEN 'debt_draw' THEN 'drawn' WHEN 'debt_repayment' THEN 'repaid'
                        ELSE 'converted'
                      END AS what,
                      coalesce(fact.data ->> 'cumulative', 0) AS is_level,
                      fact.effective_earliest, fact.effective_latest, fact.event,
                      -- A rumour of it ends nothing that is sure.
                      (
                        coalesce(fact.data ->> 'in_full', 0)
                        OR fact.family = 'debt_conversion' AND fact.data ->> 'amount' IS NULL
                      ) AND (fact.status IN ('confirmed', 'reported') OR coalesce(lent.firm < 3, 1))
                        AS is_whole,
                      -- In a currency that was not lent nothing is settled.
                      iif(
                        coalesce(fact.data ->> '$.settles.currency' = coalesce(lent.unit, ''), 0),
                        fact.data -> 'settles', fact.data -> 'amount') AS counts
                    FROM x_fact AS fact
                    \(Fragments.joinClaim("lent", key: "'debt:' || fact.part1 || '#principal'"))
                    WHERE fact.family IN ('debt_draw', 'debt_repayment', 'debt_conversion')
                  ) AS said
                ) AS told
              )
            )
          )
          WHERE level IS NULL
          OR iif(is_level, moment = level, effective_earliest > substr(level, 1, length(level) - 31))
          GROUP BY debt, what, unit
          """),
      .step(
        "x_debt_left", "debt: what was drawn of it, what was paid back and converted, what is left",
        lookups: ["debt"],
        sql: """
          WITH moved AS MATERIALIZED (SELECT * FROM x_debt_move),
          summed AS MATERIALIZED (
            SELECT debt_term.*,
              -- As it adds to a sum: of a ceiling nothing is sure.
              CASE
                WHEN principal_certainty IN ('at_most', 'undisclosed') THEN 0
                WHEN principal_certainty IN ('at_least', 'range') THEN principal_low
                ELSE principal_point
              END AS whole_point,
              coalesce(principal_low, 0) AS whole_low, principal_high AS whole_high,
              \(["drawn", "repaid", "converted"].map(summed).joined(separator: ",\n  ")),
              max(moved.is_whole) FILTER (WHERE moved.what = 'repaid') AS is_repaid,
              max(moved.is_whole) FILTER (WHERE moved.what = 'converted') AS is_converted,
              group_concat(moved.stated, ', ') FILTER (WHERE moved.unit <> principal_unit)
                AS unconverted,
              json_group_array(json(moved.events)) FILTER (WHERE moved.events IS NOT NULL)
                AS move_events
            FROM x_debt_term AS debt_term
            LEFT JOIN moved ON moved.debt = debt_term.debt
            GROUP BY debt_term.debt
          ),
          lent AS MATERIALIZED (
            SELECT summed.*,
              CASE
                WHEN drawn_low IS NOT NULL THEN 'told'
                WHEN coalesce(available, available_until, conditions) IS NOT NULL THEN 'none'
                ELSE 'whole'
              END AS lent,
              coalesce(available ->> '$.earliest' > clock.as_of, 0)
                OR \(Fragments.hasOpenCondition("summed.conditions")) AS is_held,
              coalesce(available_until ->> '$.latest' < clock.as_of, 0)
                OR coalesce(maturity ->> '$.latest' < clock.as_of, 0)
                OR coalesce(frame.is_over, 0) AS is_lapsed,
              coalesce(is_repaid, 0) OR coalesce(is_converted, 0) AS is_over
            FROM x_clock AS clock, summed
            \(Fragments.joinAgreementEnd(
              "summed.agreement", survives: "0", firm: "summed.firm", since: "issued_earliest"))
          )
          SELECT *,
            \(ends { "iif(is_over, 0, \(less(base($0), gone(opposite($0)), $0)))" } named: { "left_\($0)" }),
            \(ends { end in
              """
              CASE iif(is_lapsed, 'whole', lent)
                WHEN 'whole' THEN 0
                WHEN 'none' THEN whole_\(end)
                ELSE \(less("whole_\(end)", "drawn_\(opposite(end))", end))
              END
              """
            } named: { "undrawn_\($0)" })
          FROM lent
          """),
      .contract(
        "debts", "debt",
        .everywhere(
          97, .debts, claims: [.debt, .debtDraw, .debtRepayment, .debtConversion]),
        parties: ["lender", "borrower"],
        [
          .text("debt", "its slug"),
          .text("kind", "what it is"),
          .text("lender", "who lends"),
          .text("borrower", "who owes"),
        ] + .money("principal", "how much in all", stated: "stated")
          + [.currency("currency", "of all amounts"), .text("stated", "the principal as stated")]
          + .money("drawn", "what was drawn; NULL: none recorded")
          + .money("repaid", "what was paid back; NULL: none recorded")
          + .money("converted", "what became shares; NULL: none recorded")
          + .money("outstanding", "what the borrower owes")
          + .money("undrawn", "what the lender has still to lend")
          + [
            .text("status", "pending, undrawn, outstanding, repaid, converted, lapsed"),
            .text("rate", "the interest a year, as stated"),
            .text("reference", "the rate that interest follows"),
            .text("spread", "what is added to it, as stated"),
            .text("available", "from when it can be drawn, as stated"),
            .text("maturity", "when it is to be paid back, as stated"),
            .text("matures", "the last day that can mean").aside,
            .whole("matured", "1 when that day is past and something is left"),
            .whole("secured", "1 when it is secured"),
            .text("converts_into", "whose shares it becomes"),
            .text("conversion_price", "at which price of a unit, as stated"),
            .text("conversion_cap", "at most at which value of the issuer, as stated"),
            .text("conversion_discount", "for how much less than others pay, as stated"),
            .text("conversion_formula", "how the price is reckoned"),
            .text("conversion_from", "from when, as stated"),
            .json("conversion_when", "what must come true before"),
            .json("conditions", "what must come true before it is lent"),
            .text("issued", "when it was issued, as stated"),
            .text("agreement", "the agreement in which it stands"),
            .text(
              "unconverted", "what was paid in other currencies: what is left is not known"),
            .events("events", "seqs of the events whose terms and amounts count"),
          ] + .commonBesideStatus + [
            .toldAs,
            .text("matures_earliest", "the first day that maturity can mean").aside,
            .text("available_earliest", "the first day that available can mean").aside,
            .text("available_latest", "the last day that available can mean").aside,
            .text("available_until", "until when it can be drawn, as stated"),
            .text("until_earliest", "the first day that available_until can mean").aside,
            .text("until_latest", "the last day that available_until can mean").aside,
          ],
        sql: """
          SELECT debt, kind, \(Fragments.heir(of: "lender")), \(Fragments.heir(of: "borrower")),
            \(money("principal")), principal_unit, principal ->> '$.text',
            \(["drawn", "repaid", "converted", "left", "undrawn"].map(money).joined(separator: ",\n  ")),
            CASE
              WHEN left_high IS NOT 0 THEN 'outstanding'
              WHEN is_converted OR converted_low IS NOT NULL THEN 'converted'
              WHEN is_repaid OR repaid_low IS NOT NULL THEN 'repaid'
              WHEN is_lapsed THEN 'lapsed'
              ELSE iif(is_held, 'pending', 'undrawn')
            END,
            rate ->> '$.text', reference, spread ->> '$.text', available ->> '$.text',
            maturity ->> '$.text', maturity ->> '$.latest',
            coalesce(maturity ->> '$.latest' < clock.as_of, 0) AND left_high IS NOT 0, secured,
            \(Fragments.heir(of: "conversion_issuer")),
            conversion_price ->> '$.text', conversion_cap ->> '$.text',
            conversion_discount ->> '$.text', conversion_formula, conversion_from ->> '$.text',
            coalesce(conversion_when, '[]'), coalesce(conditions, '[]'), issued_on, agreement,
            unconverted,
            (
              SELECT json_group_array(event)
              FROM (
                SELECT value AS event FROM json_each(events)
                UNION
                SELECT atom FROM json_tree(move_events) WHERE atom IS NOT NULL
              )
            ),
            \(Fragments.merged("last")), told_as, maturity ->> '$.earliest',
            available ->> '$.earliest', available ->> '$.latest', available_until ->> '$.text',
            available_until ->> '$.earliest', available_until ->> '$.latest'
          FROM x_clock AS clock, x_debt_left
          \(Fragments.joinLast("debt", "debt", "last_event"))
          \(Fragments.joinHeirs)
          """),
    ])

  private static let terms = [
    "lender", "borrower", "principal", "kind", "rate", "reference", "spread", "available",
    "available_until", "maturity", "secured", "conditions", "agreement", "conversion.issuer",
    "conversion.price", "conversion.cap", "conversion.discount", "conversion.formula",
    "conversion.from", "conversion.when",
  ]

  private static func name(of term: String) -> String { term.replacing(".", with: "_") }

  /// What was done in the currency of the debt; NULL: nothing is told.
  private static func summed(_ what: String) -> String {
    let own = "moved.what = '\(what)' AND moved.unit = principal_unit"
    return ["point", "low", "high"].map { end in
      "max(moved.\(end)) FILTER (WHERE \(own)) AS \(what)_\(end)"
    }.joined(separator: ", ")
  }

  private static func ends(
    _ value: (String) -> String, named name: (String) -> String
  ) -> String {
    ["point", "low", "high"].map { "\(value($0)) AS \(name($0))" }.joined(separator: ",\n  ")
  }

  /// The end of what is taken away that belongs to an end of what is left.
  private static func opposite(_ end: String) -> String {
    ["low": "high", "high": "low"][end] ?? end
  }

  /// What was lent so far.
  private static func base(_ end: String) -> String {
    "CASE lent WHEN 'told' THEN drawn_\(end) WHEN 'none' THEN 0 ELSE whole_\(end) END"
  }

  /// What was paid back and converted; what was paid in another currency leaves the rest unknown.
  private static func gone(_ end: String) -> String {
    let told = ["repaid", "converted"].map { what in
      "iif(\(what)_low IS NULL, 0, \(what)_\(end))"
    }.joined(separator: " + ")
    return end == "low" ? "(\(told))" : "iif(unconverted IS NULL, \(told), NULL)"
  }

  /// A difference that is never below zero; the low end of what may be all gone is 0.
  private static func less(_ from: String, _ what: String, _ end: String) -> String {
    end == "low"
      ? "max(0, \(from) - coalesce(\(what), \(from)))" : "max(0, \(from) - \(what))"
  }

  private static func money(_ name: String) -> String {
    Fragments.money(
      point: "\(name)_point", low: "\(name)_low", high: "\(name)_high",
      currency: "principal_unit")
  }
}
