import Events

extension Projection {
  /// Financing rounds. They never feed capital: a round says who took part and at which value.
  static let rounds = Projection(
    name: "rounds", version: 1,
    views: [
      .contract(
        "rounds", "round", parties: ["issuer"],
        [
          .plain("round", "its slug"),
          .plain("issuer", "whose round"),
          .plain("kind", "primary, secondary, tender"),
          .plain("state", "signed or closed"),
          .plain("signed", "when it was signed, as stated"),
          .plain("closed", "when it closed, as stated"),
        ] + .money("raised", "what was raised") + .money("pre_money", "value before it")
          + .money("post_money", "value after it")
          + [
            .plain("currency", "of all amounts"),
            .plain("raised_stated", "what was raised, as stated"),
            .plain("pre_money_stated", "value before it, as stated"),
            .plain("post_money_stated", "value after it, as stated"),
            .json("investors", "slugs of those who took part"),
          ] + .common,
        sql: """
          SELECT issuer.part1, issuer.value,
            (SELECT value FROM counted WHERE key = 'round:' || issuer.part1 || '#kind'),
            iif(closed.seq IS NULL, 'signed', 'closed'), signed.effective, closed.effective,
            \(term("raised")), \(term("pre_money")), \(term("post_money")),
            coalesce(raised.unit, post_money.unit, pre_money.unit),
            raised.value ->> '$.text', pre_money.value ->> '$.text', post_money.value ->> '$.text',
            (
              SELECT json_group_array(member.part2)
              FROM (
                SELECT part2 FROM counted
                WHERE family = 'round_member' AND counted.part1 = issuer.part1
                ORDER BY part2
              ) AS member
            ), \(Fragments.common("issuer"))
          FROM fact AS issuer
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
    name: "warrants", version: 1,
    views: [
      .contract(
        "warrants", "warrant", parties: ["holder", "issuer"],
        [
          .plain("warrant", "its slug"),
          .plain("holder", "who may buy"),
          .plain("issuer", "whose shares"),
          .plain("units", "how many, as stated"),
          .plain("units_milli", "how many, in thousandths"),
          .plain("unit", "of what"),
          .plain("strike", "price of one, as stated"),
          .json("tranches", "tranches with their conditions"),
          .plain("vested_milli", "units that vested, in thousandths"),
          .plain("exercised_milli", "units that were exercised, in thousandths"),
          .plain("expires", "when it expires, as stated"),
          .plain("state", "open, or expired"),
        ] + .common,
        sql: """
          SELECT fact.part1, fact.data ->> 'holder', fact.data ->> 'issuer', fact.value, fact.point,
            fact.unit, fact.data ->> '$.strike.text', coalesce(fact.data -> 'tranches', '[]'),
            (
              SELECT coalesce(sum(counted.point), 0)
              FROM counted
              WHERE counted.family = 'warrant_vesting' AND counted.part1 = fact.part1
            ),
            (
              SELECT coalesce(sum(counted.point), 0)
              FROM counted
              WHERE counted.family = 'warrant_exercise' AND counted.part1 = fact.part1
            ),
            fact.data ->> '$.expires.text',
            iif(coalesce(fact.data ->> '$.expires.latest' < clock.as_of, 0), 'expired', 'open'),
            \(Fragments.common("fact"))
          FROM clock, fact
          WHERE fact.family = 'warrant'
          """)
    ])

  /// Totals that somebody stated: compared with the sums, never added to them.
  static let totals = Projection(
    name: "totals", version: 1,
    views: [
      .contract(
        "totals", "measure, from and to: the total that counts",
        parties: ["from_entity", "to_entity"], key: ["measure", "from_entity", "to_entity"],
        [
          .plain("measure", "what is summed, such as capital.funded"),
          .plain("from_entity", "from whom"),
          .plain("to_entity", "to whom"),
        ] + .money("amount", "the total") + [.plain("currency", "its currency")] + .stated
          + .common,
        sql: """
          SELECT part1, part2, part3,
            \(Fragments.money(point: "point", low: "low", high: "high", currency: "unit")),
            unit, certainty, value, \(Fragments.common("fact"))
          FROM fact
          WHERE family = 'total'
          """)
    ])

  /// Exchange rates as they were recorded.
  static let rates = Projection(
    name: "rates", version: 1,
    views: [
      .contract(
        "fx_rates", "exchange rate on a day", key: ["base", "quote", "effective"],
        [
          .plain("base", "the currency that is bought"),
          .plain("quote", "the currency in which it is paid"),
          View.Column(name: "fx_rate", meaning: "price of one base", kind: .rounded),
          .plain("fx_rate_ppb", "the price, exact, in billionths"),
          .plain("stated", "the rate as stated"),
        ] + .common,
        sql: """
          SELECT part1, part2, point / 1000000000.0, point, value, \(Fragments.common("fact"))
          FROM fact
          WHERE family = 'fx_rate'
          """)
    ])
}
