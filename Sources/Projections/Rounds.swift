import Events

extension Projection {
  /// Financing rounds. They never feed capital: a round says who took part and at which value.
  static let rounds = Projection(
    name: "rounds", version: 2,
    views: [
      .contract(
        "rounds", "round", .everywhere(100, .rounds, claims: [.round, .roundMember]),
        parties: ["issuer"],
        [
          .text("round", "its slug"),
          .text("issuer", "whose round"),
          .text("kind", "primary, secondary, tender"),
          .text("state", "signed or closed"),
          .text("signed", "when it was signed, as stated"),
          .text("closed", "when it closed, as stated"),
        ] + .money("raised", "what was raised", stated: "raised_stated")
          + .money("pre_money", "value before it", stated: "pre_money_stated")
          + .money("post_money", "value after it", stated: "post_money_stated")
          + [
            .currency("currency", "of all amounts"),
            .text("raised_stated", "what was raised, as stated"),
            .text("pre_money_stated", "value before it, as stated"),
            .text("post_money_stated", "value after it, as stated"),
            .json("investors", "slugs of those who took part"),
          ] + .common,
        sql: """
          SELECT issuer.part1, \(Fragments.heir(of: "issuer.value")),
            (SELECT value FROM x_counted WHERE key = 'round:' || issuer.part1 || '#kind'),
            iif(closed.seq IS NULL, 'signed', 'closed'), signed.effective, closed.effective,
            \(term("raised")), \(term("pre_money")), \(term("post_money")),
            coalesce(raised.unit, post_money.unit, pre_money.unit),
            raised.value ->> '$.text', pre_money.value ->> '$.text', post_money.value ->> '$.text',
            (
              SELECT json_group_array(member.entity)
              FROM (
                SELECT DISTINCT \(Fragments.heir(of: "counted.part2")) AS entity
                FROM x_counted AS counted
                \(Fragments.joinHeirs)
                WHERE family = 'round_member' AND counted.part1 = issuer.part1
                ORDER BY 1
              ) AS member
            ), \(Fragments.common("issuer"))
          FROM x_fact AS issuer
          \(Fragments.joinHeirs)
          \(["raised", "pre_money", "post_money"].map(termJoin).joined(separator: "\n"))
          \(Fragments.joinEvent("signed", key: "'round:' || issuer.part1 || '/signed'"))
          \(Fragments.joinEvent("closed", key: "'round:' || issuer.part1 || '/closed'"))
          WHERE issuer.family = 'round' AND issuer.aspect = '#issuer'
          """)
    ])

  private static func term(_ name: String) -> String {
    Fragments.money(
      point: "\(name).point", low: "\(name).low", high: "\(name).high", currency: "\(name).unit")
  }

  private static func termJoin(_ name: String) -> String {
    Fragments.joinClaim(name, key: "'round:' || issuer.part1 || '#\(name)'")
  }
}

extension Projection {
  /// Warrants, what has vested of them and what was exercised.
  static let warrants = Projection(
    name: "warrants", version: 7,
    views: [
      .contract(
        "warrants", "warrant",
        .everywhere(110, .warrants, claims: [.warrant, .warrantVesting, .warrantExercise]),
        parties: ["holder", "issuer"],
        [
          .text("warrant", "its slug"),
          .text("holder", "who may buy"),
          .text("issuer", "whose shares"),
          .text("units", "how many, as stated"),
          .milli("units_milli", "how many, in thousandths"),
          .text("unit", "of what"),
          .text("strike", "price of one, as stated"),
          .json("tranches", "tranches with their conditions"),
          .milli("vested_milli", "units that vested, in thousandths", figure: "vested"),
          .milli(
            "exercised_milli", "units that were exercised, in thousandths", figure: "exercised"),
          .text("expires", "when it expires, as stated"),
          .text("state", "open, exercised in all, or expired"),
        ] + .common + [
          .events("events", "seqs of the vestings and exercises that count"),
          .text("expires_earliest", "the first day that expires can mean").aside,
          .text("expires_latest", "the last day that expires can mean").aside,
        ],
        sql: """
          SELECT fact.part1, \(Fragments.heir(of: "fact.data ->> 'holder'")),
            \(Fragments.heir(of: "fact.data ->> 'issuer'")), fact.value, fact.point,
            fact.unit, coalesce(fact.data ->> '$.price.text', fact.data ->> '$.strike.text'),
            coalesce(fact.data -> 'tranches', '[]'),
            (
              SELECT \(Fragments.sum("counted.point", where: "counted.point IS NOT NULL"))
              FROM x_counted AS counted
              WHERE counted.family = 'warrant_vesting' AND counted.part1 = fact.part1
            ),
            (
              SELECT \(Fragments.sum("counted.point", where: "counted.point IS NOT NULL"))
              FROM x_counted AS counted
              WHERE counted.family = 'warrant_exercise' AND counted.part1 = fact.part1
            ),
            fact.data ->> '$.expires.text',
            CASE
              WHEN fact.point <= (
                SELECT \(Fragments.sum("counted.point", where: "counted.point IS NOT NULL"))
                FROM x_counted AS counted
                WHERE counted.family = 'warrant_exercise' AND counted.part1 = fact.part1
                AND counted.unit = fact.unit
              ) THEN 'exercised'
              WHEN fact.data ->> '$.expires.latest' < clock.as_of THEN 'expired'
              ELSE 'open'
            END,
            \(Fragments.common("fact")),
            (
              SELECT json_group_array(counted.id >> \(itemBits))
              FROM x_counted AS counted
              WHERE counted.family IN ('warrant_vesting', 'warrant_exercise')
              AND counted.part1 = fact.part1
            ), fact.data ->> '$.expires.earliest', fact.data ->> '$.expires.latest'
          FROM x_clock AS clock, x_fact AS fact
          \(Fragments.joinHeirs)
          WHERE fact.family = 'warrant'
          """)
    ])

  /// Totals that somebody stated: compared with the sums, never added to them.
  static let totals = Projection(
    name: "totals", version: 3,
    views: [
      .contract(
        "totals", "measure, from and to: the total that counts",
        .everywhere(120, .totals, claims: [.total]),
        parties: ["from_entity", "to_entity"],
        key: ["measure", "from_entity", "to_entity", "asserted_by"],
        [
          .text("measure", "what is summed, such as capital.funded"),
          .text("from_entity", "from whom"),
          .text("to_entity", "to whom"),
        ] + .money("amount", "the total", stated: "stated") + [
          .currency("currency", "its currency")
        ] + .stated
          + .common
          + [.text("asserted_by", "whose figure it is, where others have theirs beside it").aside],
        sql: """
          SELECT part1, from_entity, to_entity,
            \(Fragments.money(point: "point", low: "low", high: "high", currency: "unit")),
            unit, certainty, value, \(Fragments.common("told")), asserted_by
          FROM (
            SELECT fact.*,
              iif(aspect = '', '', \(Fragments.heir(of: "substr(aspect, 2)"))) AS asserted_by,
              \(Fragments.heir(of: "part2")) AS from_entity,
              \(Fragments.heir(of: "part3")) AS to_entity,
              -- What was told of an entity and of its successor is told of one.
              row_number() OVER (
                PARTITION BY part1, \(Fragments.heir(of: "part2")),
                  \(Fragments.heir(of: "part3")), aspect
                ORDER BY firm DESC, fact.effective_earliest DESC, dated DESC, rank, breadth, id DESC
              ) AS place
            FROM x_fact AS fact
            \(Fragments.joinHeirs)
            WHERE family = 'total'
          ) AS told
          WHERE place = 1
          """)
    ])

  /// Exchange rates as they were recorded.
  static let rates = Projection(
    name: "rates", version: 2,
    views: [
      .contract(
        "fx_rates", "exchange rate on a day",
        .state(
          comparison: 130, claims: [.fxRate], otherwise: "a report names the rate where it converts"
        ), key: ["base", "quote", "effective"],
        [
          .text("base", "the currency that is bought"),
          .text("quote", "the currency in which it is paid"),
          .rounded("fx_rate", "price of one base"),
          .ppb("fx_rate_ppb", "the price, exact, in billionths"),
          .text("stated", "the rate as stated"),
        ] + .common,
        sql: """
          SELECT part1, part2, point / 1000000000.0, point, value, \(Fragments.common("fact"))
          FROM x_fact AS fact
          WHERE family = 'fx_rate'
          """)
    ])
}
