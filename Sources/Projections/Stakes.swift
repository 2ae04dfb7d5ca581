import Events

extension Projection {
  /// Who holds which share of whom, on which basis, and who held it before.
  ///
  /// Shares on different bases, or with other rounds left out, are different facts, and so are the
  /// figures that several assert of one. Who was succeeded is shown as the last successor.
  static let stakes = Projection(
    name: "stakes", version: 8,
    views: [
      .step(
        "x_stake_claim",
        "live claim about a stake, of whoever stands for its holder and its issuer",
        lookups: ["holder, issuer"],
        sql: """
          SELECT live_fact.*,
            \(Fragments.heir(of: "live_fact.part1")) AS holder,
            \(Fragments.heir(of: "live_fact.part2")) AS issuer,
            live_fact.part3 AS basis, live_fact.part4 AS excludes,
            iif(
              live_fact.aspect = '', '', \(Fragments.heir(of: "substr(live_fact.aspect, 2)"))
            ) AS asserted_by,
            \(said("live_fact")) AS said,
            iif(
              live_fact.type = 'restructuring.completed', \(listPlace("live_fact")), 0) AS list_place
          FROM x_live_fact AS live_fact
          \(Fragments.joinHeirs)
          WHERE live_fact.family = 'stake'
          """),
      .step(
        "x_stake_end", "key under which the end of a stake is told",
        sql: """
          SELECT key, part1 AS holder, part2 AS issuer
          FROM x_claim_key AS claim_key
          WHERE family = 'stake'
          AND key = 'stake:' || part1 || '/' || part2 || '/' || part3
          """),
      .step(
        "x_stake_counted", "stake of whose group all claims lie under one key: the one that counts",
        sql: """
          SELECT fact.*, fact.part1 AS holder, fact.part2 AS issuer, fact.part3 AS basis,
            fact.part4 AS excludes, substr(fact.aspect, 2) AS asserted_by,
            \(said("fact")) AS said,
            (
              SELECT count(*)
              FROM x_clock AS clock, x_claim AS claim
              WHERE claim.key = fact.key AND claim.firm > 0 AND \(isLive("claim"))
            ) AS claims
          FROM x_fact AS fact
          WHERE fact.family = 'stake'
          AND NOT \(isContended("fact"))
          """),
      .step(
        "x_stake_ranked",
        "claim that counts of a stake of whose parties one was succeeded, or whose end is told: perhaps the end",
        sql: """
          WITH stake AS MATERIALIZED (
            SELECT stake_claim.*, basis AS of_basis, excludes AS of_excludes,
              asserted_by AS of_asserter
            FROM x_stake_claim AS stake_claim
            WHERE type <> 'stake.ended'
            AND \(isContended("stake_claim"))
          )
          SELECT *
          FROM (
            \(Fragments.ranked(
              """
              (
                SELECT *,
                  count(*) OVER (
                    PARTITION BY holder, issuer, of_basis, of_excludes, of_asserter
                  ) AS claims
                FROM (
                  SELECT * FROM stake
                  UNION ALL
                  -- An end is a claim about each of the stakes that it may end.
                  SELECT ended.*, held.basis, held.excludes, held.asserted_by
                  FROM (
                    SELECT holder, issuer, basis, excludes, asserted_by, min(rank) AS best
                    FROM stake
                    GROUP BY holder, issuer, basis, excludes, asserted_by
                  ) AS held
                  JOIN x_stake_claim AS ended ON ended.holder = held.holder
                    AND ended.issuer = held.issuer
                    AND ended.basis IN ('', held.basis)
                  WHERE ended.type = 'stake.ended'
                  AND \(endsSurely("ended", of: "held"))
                )
              )
              """, by: "holder, issuer, of_basis, of_excludes, of_asserter"))
          ) AS ranked
          WHERE place = 1
          """),
      .contract(
        "stakes", "holder, issuer, basis, excluded rounds and asserter: the share that counts",
        .everywhere(40, .stakes, claims: [.stake]),
        parties: ["holder", "issuer"],
        key: ["holder", "issuer", "basis", "excludes", "asserted_by"],
        lookups: ["issuer"], stakeColumns + unitColumns,
        sql: """
          \(columns(of: "stake_counted")), \(units)
          FROM x_stake_counted AS stake_counted
          UNION ALL
          \(columns(of: "stake_ranked")), \(units)
          FROM x_stake_ranked AS stake_ranked
          WHERE type <> 'stake.ended'
          """),
      .contract(
        "stake_history", "share as anybody stated it, with the days on which it held",
        .state(otherwise: "a report draws it; what counts of it is in stakes"),
        parties: ["holder", "issuer"],
        key: ["holder", "issuer", "basis", "excludes", "event", "place"],
        order: "holder, issuer, effective_earliest, basis, excludes, event",
        stakeColumns + [
          .text("valid_from", "first day on which it held"),
          .text(
            "valid_to",
            "last day before the next statement of the same fact, or before its end; NULL: still; before valid_from: never"
          ),
        ] + unitColumns + [place],
        sql: """
          WITH told AS MATERIALIZED (SELECT * FROM x_stake_claim),
          ended AS MATERIALIZED (SELECT * FROM told WHERE type = 'stake.ended')
          \(columns(of: "told")), effective_earliest,
            date(coalesce(min(next_day, end_day), next_day, end_day), '-1 day'), \(units), list_place
          FROM (
            SELECT told.*,
              count(*) OVER (PARTITION BY holder, issuer, basis, excludes, asserted_by) AS claims,
              min(effective_earliest) OVER (
                PARTITION BY holder, issuer, basis, excludes, asserted_by
                ORDER BY effective_earliest
                GROUPS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
              ) AS next_day,
              (
                SELECT min(ended.effective_earliest)
                FROM ended
                WHERE ended.holder = told.holder
                AND ended.issuer = told.issuer
                AND ended.basis IN ('', told.basis)
                AND ended.firm >= told.firm
                AND \(endsSurely("ended", of: "told"))
                AND (ended.effective_earliest, ended.dated)
                  >= (told.effective_earliest, told.dated)
                -- Unless the share is believed of the time that both may mean.
                AND NOT (
                  ended.firm = told.firm
                  AND (told.effective_latest, told.dated)
                    >= (ended.effective_earliest, ended.dated)
                  AND (told.rank, told.breadth, -told.id) < (ended.rank, ended.breadth, -ended.id)
                )
              ) AS end_day
            FROM (
              SELECT *,
                min(rank) OVER (PARTITION BY holder, issuer, basis, excludes, asserted_by) AS best
              FROM told
              WHERE type <> 'stake.ended'
            ) AS told
          ) AS told
          """),
    ])

  /// Whether claims under other keys bear on the stake of a row with the parts of its key: its holder,
  /// its issuer or who asserts it has a successor or is one, or its end is told.
  static func isContended(_ row: String) -> String {
    """
    (
            EXISTS (
              SELECT 1
              FROM x_successor AS successor
              WHERE successor.entity IN (\(row).part1, \(row).part2, substr(\(row).aspect, 2))
              OR successor.current IN (\(row).part1, \(row).part2, substr(\(row).aspect, 2))
            )
            OR EXISTS (
              SELECT 1
              FROM x_stake_end AS stake_end
              WHERE stake_end.holder = \(row).part1 AND stake_end.issuer = \(row).part2
            )
          )
    """
  }

  /// A rumoured or estimated end ends no stake of which the best claim is confirmed or reported.
  private static func endsSurely(_ end: String, of stake: String) -> String {
    "(\(end).firm = 3 OR \(stake).best >= 16)"
  }

  /// The place of what a restructuring tells in its list: the low bits of the claim's id.
  private static func listPlace(_ row: String) -> String { "\(row).id & 131071" }

  /// What an event says of the stake: itself, or its place in the list of a restructuring.
  private static func said(_ row: String) -> String {
    """
    CASE
              WHEN \(row).type = 'restructuring.completed'
                THEN \(row).data -> ('$.stakes[' || (\(listPlace(row))) || ']')
              ELSE \(row).data
            END
    """
  }

  private static func columns(of row: String) -> String {
    """
    SELECT holder, issuer, basis, excludes,
            \(Fragments.percent(point: "point", low: "low", high: "high")),
            certainty, value, \(value),
            said ->> '$.value.currency', said ->> '$.value.text',
            coalesce(said -> '$.includes', '[]'), said ->> '$.within', said ->> '$.beneficiary',
            claims, \(Fragments.common(row))
    """
  }

  private static let value = Fragments.money(
    point: "said ->> '$.value.minor'", low: "said ->> '$.value.low'",
    high: "said ->> '$.value.high'", currency: "said ->> '$.value.currency'")

  private static let stakeColumns: [View.Column] =
    [
      .text("holder", "who holds; the last successor"),
      .text("issuer", "of whom; the last successor"),
      .text("basis", "outstanding, as_converted, fully_diluted, voting, profit_share, unstated"),
      .text("excludes", "rounds that the figure leaves out, joined by commas"),
    ] + [View.Column].percent("percent", "the share") + [View.Column].stated
    + [View.Column].money(
      "value", "what the stake is worth, where it was said with it", stated: "value_stated",
      currency: "value_currency")
    + [
      .currency("value_currency", "currency of the value"),
      .text("value_stated", "the value as stated"),
      .json("includes", "rounds that the figure takes in"),
      .text("within", "group of holders in which this one is already counted"),
      .text("beneficiary", "for whom it is held"),
      .whole("claims", "how many live claims there are about the fact").aside,
    ] + [View.Column].common

  /// What tells two shares of a restructuring apart whose holders have one successor.
  static let place = View.Column.whole(
    "place", "of what a restructuring tells: its place in the list, from 0; else 0"
  ).aside

  private static let unitColumns: [View.Column] = [
    .text("units", "how many units, as stated"),
    .text("of_units", "of how many in all, as stated"),
    .text("asserted_by", "whose figure it is, where others have theirs beside it").aside,
  ]
  private static let units = "said ->> '$.units.text', said ->> '$.of_units.text', asserted_by"
}
