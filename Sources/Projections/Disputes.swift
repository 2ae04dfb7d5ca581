import Events

extension Projection {
  /// Who is at odds with whom over what, and what came of it.
  static let disputes = Projection(
    name: "disputes", version: 3,
    views: [
      .contract(
        "disputes", "dispute", .everywhere(35, .disputes, claims: [.dispute]),
        [
          .text("dispute", "its slug"),
          .json("parties", "slugs of who is at odds, the claimant first"),
          .text("subject", "over what"),
          .text("forum", "before whom"),
        ] + .money("claim", "how much is demanded", stated: "claim_stated")
          + [
            .currency("currency", "of claim"), .text("claim_stated", "the demand as stated"),
            .text("status", "open, ruled, settled, closed"),
            .text("opened", "when it began, as stated"),
            .text("ruled", "when it was last ruled on, as stated"),
            .text("outcome", "what was found"),
            .text("ruled_by", "by whom"),
            .text("awarded", "how much was awarded, as stated"),
            .text("settled", "when the parties agreed, as stated"),
            .text("settled_for", "for how much, as stated"),
            .text("terms", "how they agreed"),
            .text("closed", "when it was over, as stated"),
            .text("reason", "how it ended"),
            .text("agreement", "the agreement in which it stands"),
            .events("events", "seqs of the events whose terms and acts count"),
          ] + .commonBesideStatus + [
            .text("decision", "by when a decision is expected, as stated"),
            .text("decision_earliest", "the first day that decision can mean").aside,
            .text("decision_latest", "the last day that decision can mean").aside,
          ],
        sql: """
          SELECT known.part1, parties, subject, forum,
            \(Fragments.money(
              point: "claim_point", low: "claim_low", high: "claim_high", currency: "claim_unit")),
            claim_unit, claim ->> '$.text',
            CASE
              WHEN closed.seq IS NOT NULL THEN 'closed'
              WHEN settled.seq IS NOT NULL THEN 'settled'
              WHEN ruled.seq IS NOT NULL THEN 'ruled'
              ELSE 'open'
            END,
            opened_on, ruled.effective, ruled.data ->> 'outcome', ruled.data ->> 'by',
            ruled.data ->> '$.amount.text', settled.effective, settled.data ->> '$.amount.text',
            settled.data ->> 'terms', closed.effective, closed.data ->> 'reason', agreement, events,
            \(Fragments.merged("last")), decision ->> '$.text', decision ->> '$.earliest',
            decision ->> '$.latest'
          FROM (
            SELECT part1,
              \(["parties", "subject", "forum", "claim", "decision", "agreement"].map { Fragments.term($0) }
                .joined(separator: ", ")),
              \(["point", "low", "high", "unit"].map { Fragments.term("claim", $0) }
                .joined(separator: ", ")),
              max(effective) FILTER (WHERE aspect = '/opened') AS opened_on,
              max(event) AS last_event, json_group_array(DISTINCT event) AS events
            FROM x_fact
            WHERE family = 'dispute'
            GROUP BY part1
          ) AS known
          \(Fragments.joinLast("dispute", "known.part1", "known.last_event"))
          \(["ruled", "settled", "closed"].map {
            Fragments.joinEvent($0, key: "'dispute:' || known.part1 || '/\($0)'")
          }.joined(separator: "\n"))
          """)
    ])
}
