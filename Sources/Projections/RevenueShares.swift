import Events

extension Projection {
  /// Shares of revenue or profit, until when they run, and what was paid.
  static let revenueShares = Projection(
    name: "revenue_shares", version: 8,
    views: [
      .step(
        "x_share_paid",
        "revenue share: what was paid, by currency, and as one sum where there is one",
        sql: """
          SELECT share, json_group_object(unit, coalesce(point, low)) AS points,
            sum(undisclosed) AS undisclosed, max(is_great) AS is_great,
            json_group_array(json(events)) AS events,
            \(["unit", "point", "low", "high"].map { "iif(count(*) = 1, \($0), NULL) AS \($0)" }
              .joined(separator: ", "))
          FROM (
            SELECT part1 AS share, unit, \(Fragments.sum("sum_point")) AS point,
              \(Fragments.sumOfLow("sum_low")) AS low,
              \(Fragments.sumOrOpen("sum_high")) AS high, \(Fragments.isTooGreat("sum")) AS is_great,
              count(*) FILTER (WHERE certainty = 'undisclosed') AS undisclosed,
              json_group_array(event) AS events
            FROM (
              SELECT counted.part1, counted.unit, counted.certainty,
                counted.id >> \(itemBits) AS event, \(addends("counted"))
              FROM x_counted AS counted
              WHERE counted.family = 'revenue_payment'
            )
            GROUP BY part1, unit
          )
          GROUP BY share
          """),
      .contract(
        "revenue_shares", "share of revenue or profit",
        .everywhere(160, .revenueShares, claims: [.revenueShare, .revenuePayment]),
        parties: ["payer", "payee"], lookups: ["share"],
        [
          .text("share", "its slug"),
          .text("payer", "who pays"),
          .text("payee", "who receives"),
        ] + .percent("share_rate", "the rate")
          + [
            .text("share_rate_stated", "the rate as stated"),
            .text("base", "of what"),
            .json("tiers", "rates and until when each holds"),
          ] + .money("cap", "the most that is paid in all", stated: "cap_stated")
          + [
            .currency("currency", "of cap"),
            .text("cap_stated", "the cap as stated"),
            .text("schedule", "when it is paid"),
            .text("status", "in_force, expired, ended"),
            .text("until_on", "the day on which it ends at the latest, as stated"),
            .json("until_when", "the conditions that end it"),
            .event("ended_by", "seq of the event that ended it").shown,
            .amounts(
              "paid", "what was paid, by currency, in minor units; NULL: none recorded",
              unless: "paid_currency"),
            .text("agreement", "the agreement in which it stands"),
            .events("events", "seqs of the events whose terms, acts and payments count"),
          ] + .commonBesideStatus + [
            .whole("survives", "1 where it holds on when its agreement ends").aside,
            .currency(
              "paid_currency",
              "in which all was paid; NULL where there are several, and paid tells the sums"),
            .minor(
              "paid_minor", "what was paid, exact, in minor units", currency: "paid_currency",
              figure: "paid"),
            .minor("paid_low_minor", "its low end", currency: "paid_currency"),
            .minor(
              "paid_high_minor", "its high end; NULL when it has none", currency: "paid_currency"),
            .whole("paid_undisclosed", "how many payments in any currency are undisclosed").aside,
            .toldAs,
            .text("kind", "royalty, profit_share, cost_share, revenue_share; NULL: nobody says"),
            .json("product", "for which products"),
            .json("territory", "where"),
            .text(
              "ends_at_latest",
              "the last day on which it can hold, or the day on which it ended; NULL: nobody can say"
            ),
            .text(
              "ends_by", "what ends it: day, condition, either, both, end, agreement; NULL: nothing"
            ),
          ],
        sql: """
          SELECT share.part1, \(Fragments.heir(of: "payer.value")),
            \(Fragments.heir(of: "payee.value")),
            \(Fragments.percent(
              point: "share_rate.point", low: "share_rate.low", high: "share_rate.high")),
            share_rate.value ->> '$.text', base.value, coalesce(tiers.value, '[]'),
            \(Fragments.money(
              point: "cap.point", low: "cap.low", high: "cap.high", currency: "cap.unit")),
            cap.unit, cap.value ->> '$.text', schedule.value,
            CASE
              WHEN ended.seq IS NOT NULL THEN 'ended'
              WHEN coalesce(ends.has_ended, 0) THEN 'expired'
              WHEN frame.is_over THEN iif(frame.way = 'term', 'expired', 'ended')
              ELSE 'in_force'
            END,
            ends.on_text, coalesce(ends.needs, '[]'),
            CASE
              WHEN ended.seq IS NOT NULL THEN ended.seq
              WHEN ends.has_ended THEN ends.met_by
              WHEN frame.is_over THEN frame.event
            END,
            paid.points,
            agreement.value,
            (
              SELECT json_group_array(event)
              FROM (
                SELECT value AS event FROM json_each(share.events)
                UNION
                SELECT atom FROM json_tree(paid.events) WHERE atom IS NOT NULL
              )
            ), \(Fragments.merged("last")), survives.value,
            paid.unit, paid.point, paid.low, paid.high, paid.undisclosed, share.told_as, kind.value,
            coalesce(product.value, '[]'), coalesce(territory.value, '[]'),
            nullif(min(\(days.joined(separator: ", "))), 'never'),
            CASE
              WHEN \(days[0]) < min(\(days[1]), \(days[2])) THEN 'end'
              WHEN \(days[2]) < min(\(days[0]), \(days[1])) THEN 'agreement'
              WHEN ended.seq IS NULL THEN ends.ends_by
              ELSE 'end'
            END
          FROM (
            SELECT part1, max(event) AS last_event, max(firm) AS firm,
              \(Fragments.onlyTold) AS told_as,
              json_group_array(DISTINCT event) AS events
            FROM x_fact
            WHERE family = 'revenue_share'
            GROUP BY part1
          ) AS share
          JOIN (
            SELECT * FROM x_fact WHERE family = 'revenue_share' GROUP BY part1, event
          ) AS last ON last.part1 = share.part1 AND last.event = share.last_event
          \(["payer", "payee", "share_rate", "base", "tiers", "cap", "schedule", "agreement", "survives", "kind", "product",
            "territory"]
            .map { Fragments.joinClaim($0, key: "'revenue_share:' || share.part1 || '#\($0)'") }
            .joined(separator: "\n"))
          \(Fragments.joinEvent("ended", key: "'revenue_share:' || share.part1 || '/ended'"))
          LEFT JOIN x_term_end AS ends ON ends.family = 'revenue_share'
            AND ends.thing = share.part1 AND ends.which = 'ends'
          \(Fragments.joinEvent("agreed", key: "'revenue_share:' || share.part1 || '/agreed'"))
          \(Fragments.joinAgreementEnd(
            "agreement.value", survives: "survives.value", firm: "share.firm",
            since: "agreed.effective_earliest"))
          \(Fragments.joinHeirs)
          LEFT JOIN x_share_paid AS paid ON paid.share = share.part1
          """),
    ])

  /// When it was ended, when its terms end it at the latest, and when its agreement does.
  private static let days = ["ended.effective_earliest", "ends.at_latest", "frame.day"].map {
    "coalesce(\($0), 'never')"
  }
}
