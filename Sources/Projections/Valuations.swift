import Events

extension Projection {
  /// What a company or a stake is said to be worth, and what a stake's worth implies for the whole.
  static let valuations = Projection(
    name: "valuations", version: 5,
    views: [
      .step(
        "x_valuation_claim", "live claim about a value: reported, or a round's",
        sql: """
          SELECT part1 AS subject, \(Fragments.heir(of: "part2")) AS issuer,
            \(Fragments.heir(of: "part3")) AS holder, part4 AS basis, NULL AS round,
            iif(aspect = '', '', \(Fragments.heir(of: "substr(aspect, 2)"))) AS asserted_by,
            value, unit, certainty, point, low, high, firm, dated, rank, breadth, id, source_list,
            \(Fragments.common("live_fact"))
          FROM x_live_fact AS live_fact
          \(Fragments.joinHeirs)
          WHERE family = 'valuation'
          UNION ALL
          SELECT 'company', \(Fragments.heir(of: "issuer.value")), '',
            substr(live_fact.aspect, 2), live_fact.part1, '',
            live_fact.value ->> '$.text', live_fact.unit, live_fact.certainty, live_fact.point,
            live_fact.low, live_fact.high, live_fact.firm, live_fact.dated, live_fact.rank,
            live_fact.breadth, live_fact.id, live_fact.source_list,
            \(Fragments.common("live_fact"))
          FROM x_live_fact AS live_fact
          JOIN x_counted AS issuer ON issuer.key = 'round:' || live_fact.part1 || '#issuer'
          \(Fragments.joinHeirs)
          WHERE live_fact.family = 'round'
          AND live_fact.aspect IN ('#post_money', '#pre_money')
          AND live_fact.value IS NOT NULL
          """),
      .step(
        "x_valuation_over",
        "claim about what a stake is worth that ended then or later, on every basis",
        sql: """
          -- Each by itself, so that SQLite does not write one into the other.
          WITH held AS MATERIALIZED (
            SELECT holder, issuer FROM x_stake_ranked WHERE type <> 'stake.ended'
          ),
          ended AS MATERIALIZED (
            SELECT holder, issuer, firm, effective_earliest, dated
            FROM x_stake_claim
            WHERE type = 'stake.ended'
          ),
          worth AS MATERIALIZED (
            SELECT id, holder, issuer, firm, effective_earliest, dated
            FROM x_valuation_claim
            WHERE subject = 'stake'
          )
          SELECT DISTINCT worth.id
          FROM ended
          CROSS JOIN worth ON worth.holder = ended.holder
            AND worth.issuer = ended.issuer
            AND worth.firm <= ended.firm
            AND (worth.effective_earliest, worth.dated) <= (ended.effective_earliest, ended.dated)
          -- Of a stake whose end is told all that counts is ranked.
          WHERE (worth.holder, worth.issuer) NOT IN held
          """),
      .contract(
        "valuations", "subject, issuer, holder and basis: the value that counts",
        .everywhere(50, .valuations, claims: [.valuation, .round]),
        parties: ["issuer", "holder"],
        key: ["subject", "issuer", "holder", "basis", "asserted_by"],
        valuationColumns,
        sql: """
          SELECT subject, issuer, holder, basis, round,
            \(Fragments.money(point: "point", low: "low", high: "high", currency: "unit")),
            unit, certainty, value, \(Fragments.common("ranked")), asserted_by
          FROM (
            \(Fragments.ranked("x_valuation_claim", by: "subject, issuer, holder, basis, asserted_by"))
          ) AS ranked
          WHERE place = 1
          AND id NOT IN (SELECT id FROM x_valuation_over)
          """),
      .contract(
        "valuation_history", "value as anybody stated it",
        .state(otherwise: "a report draws it; what counts of it is in valuations"),
        parties: ["issuer", "holder"], key: ["subject", "issuer", "holder", "basis", "event"],
        order: "issuer, subject, holder, effective_earliest, basis, event", lookups: ["issuer"],
        valuationColumns,
        sql: """
          SELECT subject, issuer, holder, basis, round,
            \(Fragments.money(point: "point", low: "low", high: "high", currency: "unit")),
            unit, certainty, value, \(Fragments.common("valuation_claim")), asserted_by
          FROM x_valuation_claim AS valuation_claim
          """),
      .step(
        "x_stake_worth", "stake whose worth is known, by itself or from a source that says both",
        lookups: ["issuer"],
        sql: """
          -- Few worths, many stakes: the holder of each worth leads to the stakes.
          WITH worth AS MATERIALIZED (
            SELECT * FROM x_live_fact AS live_fact WHERE family = 'valuation' AND part1 = 'stake'
          )
          SELECT holder, issuer, basis, excludes, point, low, high, value,
            said ->> '$.value.currency' AS currency, said ->> '$.value.minor' AS worth,
            said ->> '$.value.low' AS worth_low, said ->> '$.value.high' AS worth_high,
            said ->> '$.value.text' AS worth_stated, event AS worth_event, list_place,
            \(Fragments.common("stake_claim"))
          FROM x_stake_claim AS stake_claim
          WHERE said -> '$.value' IS NOT NULL
          UNION ALL
          SELECT stake.holder, stake.issuer, stake.basis, stake.excludes, stake.point, stake.low,
            stake.high, stake.value, worth.unit, worth.point, worth.low, worth.high, worth.value,
            worth.event, stake.list_place, \(Fragments.common("stake"))
          FROM worth
          CROSS JOIN x_stake_claim AS stake ON stake.part1 = worth.part3
            AND worth.part2 IN (stake.issuer, stake.part2)
            AND worth.effective_earliest = stake.effective_earliest
            AND worth.effective_latest = stake.effective_latest
          WHERE stake.excludes = ''
          AND stake.type <> 'stake.ended'
          AND EXISTS (
            SELECT 1
            FROM json_each(stake.source_list) AS one, json_each(worth.source_list) AS other
            WHERE one.value ->> 'title' = other.value ->> 'title'
          )
          """),
      .contract(
        "implied_valuations", "pair of a stake's percent and its value: the whole company's value",
        .everywhere(60, .valuations, claims: []),
        parties: ["issuer", "holder"],
        key: ["issuer", "holder", "basis", "value_event", "event", "place"],
        order: "issuer, effective_earliest, holder, basis, value_event, event",
        [
          .text("issuer", "the company"),
          .text("holder", "whose stake implies it"),
          .text("basis", "basis of the percent"),
        ] + [View.Column].money("amount", "the implied value of the whole")
          + [
            .currency("currency", "its currency"),
            .text("percent_stated", "the percent as stated"),
            .text("value_stated", "the stake's value as stated"),
            .event("value_event", "seq of the event that gives the value"),
          ] + [View.Column].common
          + [
            .text("no_amount", "why there is no amount: beyond what can be told exactly").aside,
            place,
          ],
        sql: """
          -- Whole, so that no condition from outside makes it read successors row by row.
          WITH known AS MATERIALIZED (SELECT * FROM x_stake_worth)
          SELECT issuer, holder, basis,
            \(Fragments.money(
              point: "amount", low: "amount_low", high: "amount_high", currency: "currency")),
            currency, value, worth_stated, worth_event, \(Fragments.common("pair")),
            iif(amount IS NULL AND worth IS NOT NULL AND point > 0, 'too large', NULL), list_place
          FROM (
            SELECT known.*,
              \(quotient("worth", "point", rounding: "point / 2")) AS amount,
              \(quotient("worth_low", "high", rounding: "0")) AS amount_low,
              \(quotient("worth_high", "low", rounding: "low - 1")) AS amount_high
            FROM known
            WHERE high > 0
          ) AS pair
          """),
    ])

  /// `money × 10^9 / ppb` in whole minor units; NULL where it is beyond what 64 bits hold.
  static func quotient(_ money: String, _ ppb: String, rounding: String) -> String {
    let whole = "\(money) / \(ppb) * 1000000000"
    let rest = "\(money) % \(ppb) * 1000000000 + \(rounding)"
    let value = "\(whole) + (\(rest)) / \(ppb)"
    // Beyond 64 bits SQLite goes on in floating point.
    return "CASE WHEN \(ppb) > 0 AND typeof(\(value)) = 'integer' THEN \(value) END"
  }

  private static let valuationColumns: [View.Column] =
    [
      .text("subject", "company or stake"),
      .text("issuer", "the company"),
      .text("holder", "whose stake, where the subject is a stake"),
      .text("basis", "pre_money, post_money, fair, carrying, transaction, 409a, headline"),
      .text("round", "the round that says it"),
    ] + [View.Column].money("amount", "the value", stated: "stated")
    + [.currency("currency", "its currency")] + [View.Column].stated + [View.Column].common
    + [.text("asserted_by", "whose figure it is, where others have theirs beside it").aside]
}
