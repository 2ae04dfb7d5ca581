import Events

extension Projection {
  /// Shares of revenue or profit, until when they run, and what was paid.
  static let revenueShares = Projection(
    name: "revenue_shares", version: 2,
    views: [
      .contract(
        "revenue_shares", "share of revenue or profit",
        .everywhere(160, .revenueShares, claims: [.revenueShare, .revenuePayment]),
        parties: ["payer", "payee"],
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
            .amounts("paid", "what was paid, by currency, in minor units"),
            .text("agreement", "the agreement in which it stands"),
            .events("events", "seqs of the events whose terms, acts and payments count"),
          ] + .commonBesideStatus,
        sql: """
          SELECT share.part1, payer.value, payee.value,
            \(Fragments.percent(
              point: "share_rate.point", low: "share_rate.low", high: "share_rate.high")),
            share_rate.value ->> '$.text', base.value, coalesce(tiers.value, '[]'),
            \(Fragments.money(
              point: "cap.point", low: "cap.low", high: "cap.high", currency: "cap.unit")),
            cap.unit, cap.value ->> '$.text', schedule.value,
            CASE
              WHEN ended.seq IS NOT NULL THEN 'ended'
              WHEN coalesce(ends.has_ended, 0) THEN 'expired'
              ELSE 'in_force'
            END,
            ends.on_text, coalesce(ends.needs, '[]'),
            coalesce(ended.seq, iif(ends.has_ended, ends.met_by, NULL)),
            (
              SELECT json_group_object(unit, point)
              FROM (
                SELECT payment.unit, sum(payment.point) AS point
                FROM counted AS payment
                WHERE payment.family = 'revenue_payment' AND payment.part1 = share.part1
                GROUP BY payment.unit
              )
            ),
            agreement.value,
            (
              SELECT json_group_array(event)
              FROM (
                SELECT value AS event FROM json_each(share.events)
                UNION
                SELECT payment.id >> \(itemBits)
                FROM counted AS payment
                WHERE payment.family = 'revenue_payment' AND payment.part1 = share.part1
              )
            ), \(Fragments.merged("last"))
          FROM (
            SELECT part1, max(event) AS last_event, json_group_array(DISTINCT event) AS events
            FROM fact
            WHERE family = 'revenue_share'
            GROUP BY part1
          ) AS share
          JOIN (
            SELECT * FROM fact WHERE family = 'revenue_share' GROUP BY part1, event
          ) AS last ON last.part1 = share.part1 AND last.event = share.last_event
          \(["payer", "payee", "share_rate", "base", "tiers", "cap", "schedule", "agreement"]
            .map { Fragments.joinClaim($0, key: "'revenue_share:' || share.part1 || '#\($0)'") }
            .joined(separator: "\n"))
          \(Fragments.joinEvent("ended", key: "'revenue_share:' || share.part1 || '/ended'"))
          LEFT JOIN term_end AS ends ON ends.family = 'revenue_share'
            AND ends.thing = share.part1 AND ends.which = 'ends'
          """)
    ])
}
