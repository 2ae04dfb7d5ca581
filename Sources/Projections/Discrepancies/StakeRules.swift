import Events

// Rules over stakes, what they are worth, and the rounds that dilute them.

extension DiscrepancyRule {
  /// Shares of one holder in one issuer that count on different bases or without different rounds.
  static let mixedBases = DiscrepancyRule(
    "mixed-bases", .warning,
    """
    The figures for the stake of {holder} in {issuer} stand on different bases and do not compare: \
    <figures|; |{stated}[ ({basis}[, without {excludes}])]>.
    """,
    together: """
      The figures for these stakes stand on different bases and do not compare: <alike|; \
      |{holder} in {issuer}: <figures|; |{stated}[ ({basis}[, without {excludes}])]>>.
      """,
    sql: """
      SELECT holder || '/' || issuer AS subject,
        json_object(
          'holder', holder, 'issuer', issuer,
          'figures', json_group_array(
            json_patch(
              '{}',
              json_object(
                'stated', stated, 'basis', nullif(basis, ''), 'excludes', nullif(excludes, '')))))
          AS details,
        json_group_array(event) AS events
      FROM (SELECT * FROM held ORDER BY holder, issuer, basis, excludes, asserted_by)
      GROUP BY holder, issuer
      HAVING count(DISTINCT basis || '/' || excludes) > 1
      """)

  /// Shares that are more than the whole, even at their low ends. Members of a group are counted
  /// with the group, of what several assert of one stake the least.
  static let aboveHundred = DiscrepancyRule(
    "stakes-above-100", .error,
    "The stakes in {issuer} ({basis}) sum to more than 100 %: at least {share}.",
    sql: """
      SELECT \(FactWords.slug("issuer || '/' || basis")) AS subject,
        json_object('issuer', issuer, 'basis', basis, 'share', sum(percent_low_ppb)) AS details,
        json_group_array(json(events)) AS events
      FROM (
        SELECT issuer, basis, min(percent_low_ppb) AS percent_low_ppb,
          json_group_array(event) AS events
        FROM held
        WHERE within IS NULL
        AND excludes = ''
        GROUP BY issuer, basis, holder
      )
      GROUP BY issuer, basis
      HAVING sum(percent_low_ppb) > 1000000000
      """)

  /// A share that still counts although the issuer closed a round on its day or later that the
  /// figure neither takes in nor leaves out by name.
  ///
  /// A secondary sale or a tender makes no new shares: it ages only the figures of those who took
  /// part. The name ends with the latest of the rounds, so that the next one is a new finding.
  static let staleStake = DiscrepancyRule(
    "stale-stake", .warning,
    """
    The stake of {holder} in {issuer}, {stated}[ ({basis}[, without {excludes}])], is as of \
    {effective} and does not say whether it takes in [{?several}the rounds|the round] closed since: \
    <rounds|, |{round} ({closed})>.
    """,
    together: """
      These stakes do not say whether they take in the rounds closed since: <alike|; |{holder} \
      in {issuer}, {stated}[ ({basis}[, without {excludes}])], as of {effective}: <rounds|, \
      |{round} ({closed})>>.
      """,
    sql: """
      SELECT \(FactWords.slug("""
        holder || '/' || issuer || '/' || basis
          || iif(excludes = '', '', '/' || excludes)
          || iif(asserted_by = '', '', '/' || asserted_by)
        """)) || '/' || round AS subject,
        json_object(
          'holder', holder, 'issuer', issuer, 'stated', stated, 'basis', nullif(basis, ''),
          'excludes', nullif(excludes, ''), 'effective', effective,
          'several', iif(count(*) = 1, NULL, 1),
          'rounds', json_group_array(json_object('round', round, 'closed', closed))) AS details,
        json_array(event, json_group_array(closed_event)) AS events,
        max(round_day)
      FROM (
        SELECT held.*, closed_round.round, closed_round.effective AS closed,
          closed_round.event AS closed_event,
          closed_round.effective_earliest || closed_round.round AS round_day
        FROM held
        JOIN closed_round ON closed_round.issuer = held.issuer
          AND closed_round.effective_earliest >= held.effective_earliest
        WHERE coalesce(held.percent_high_ppb, 1) > 0
        AND closed_round.round NOT IN (SELECT value FROM json_each(held.includes))
        AND instr(',' || held.excludes || ',', ',' || closed_round.round || ',') = 0
        AND (
          coalesce(closed_round.kind, 'primary') = 'primary'
          OR EXISTS (
            SELECT 1
            FROM x_counted AS counted
            WHERE counted.key = 'round_member:' || closed_round.round || '/' || held.holder
          )
        )
        ORDER BY round_day
      )
      GROUP BY holder, issuer, basis, excludes, asserted_by
      """)

  /// A stake's value and percent that imply another value of the company than the one last told
  /// before it, although no round may lie between the two.
  ///
  /// Compared are shares of the whole company with values that mean the whole company: no votes and
  /// no rights to profit, no value before a round, in the books or for tax. Where several values were
  /// told for the same time one that agrees is enough.
  static let worthAgainstValuation = DiscrepancyRule(
    "worth-against-valuation", .warning,
    """
    The stake of {holder} in {issuer}, {percent} worth {worth} ({effective}), makes the whole worth \
    {worth_of_whole}, but it was put at {told} ({told_basis}, {told_on}).
    """,
    sql: """
      WITH known AS MATERIALIZED (SELECT * FROM x_stake_worth),
      pair AS MATERIALIZED (
        SELECT holder, issuer, basis, value AS percent, worth_stated, currency, effective,
          effective_earliest, effective_latest, event, worth_event,
          \(Projection.quotient("worth_low", "high", rounding: "0")) AS low,
          \(Projection.quotient("worth_high", "low", rounding: "low - 1")) AS high
        FROM known
        WHERE excludes = ''
        AND basis IN ('outstanding', 'as_converted', 'fully_diluted', 'unstated')
        AND status IN ('confirmed', 'reported')
      ),
      heir AS MATERIALIZED (SELECT entity, current FROM x_successor),
      -- As lists, which are looked up once for each pair: by the estimates of a planner that knows no
      -- counts, joins would go through every value and every round for each pair.
      told AS (
        SELECT coalesce((SELECT current FROM heir WHERE heir.entity = issuer), issuer) AS issuer,
          effective_earliest AS day,
          json_group_array(
            json_object(
              'stated', stated, 'basis', basis, 'effective', effective, 'event', event,
              'low', amount_low_minor, 'high', amount_high_minor, 'currency', currency,
              'round', round, 'latest', effective_latest,
              'half', coalesce(
                \(Rounding.half("stated", "amount_low_minor", "amount_high_minor")), 0)))
            AS told_list
        FROM valuation_history
        WHERE subject = 'company'
        AND basis IN ('post_money', 'transaction', 'headline', 'fair')
        AND status IN ('confirmed', 'reported')
        GROUP BY 1, 2
      ),
      -- Each round as its first day, its last day and its name: a day has 10 characters.
      diluted AS MATERIALIZED (
        SELECT issuer,
          json_group_array(effective_earliest || effective_latest || round) AS round_list
        FROM closed_round
        GROUP BY issuer
      ),
      -- The day stands first, so that the greatest text is the latest list.
      placed AS (
        SELECT *, max(dated_list) OVER (PARTITION BY issuer ORDER BY effective_earliest) AS latest
        FROM (
          SELECT issuer, effective_earliest, NULL AS dated_list, event, holder, basis, percent,
            worth_stated, currency, effective, effective_latest, worth_event, low, high
          FROM pair
          UNION ALL
          SELECT issuer, day, day || told_list,
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
          FROM told
        )
      ),
      compared AS (
        SELECT placed.*, substr(latest, 1, 10) AS told_earliest,
          company.value ->> 'latest' AS told_latest, company.value ->> 'round' AS round,
          company.value ->> 'stated' AS told_stated, company.value ->> 'basis' AS told_basis,
          company.value ->> 'effective' AS told_on, company.value ->> 'event' AS told_event,
          company.value ->> 'currency' IS placed.currency
            AND (
              coalesce((company.value ->> 'low') - (company.value ->> 'half') > placed.high, 0)
              OR coalesce((company.value ->> 'high') + (company.value ->> 'half') < placed.low, 0)
            ) AS is_apart
        FROM placed
        CROSS JOIN json_each(substr(latest, 11)) AS company
        WHERE placed.event IS NOT NULL
      )
      SELECT \(FactWords.slug("holder || '/' || issuer || '/' || basis")) || '/'
          || effective_earliest AS subject,
        json_object(
          'holder', holder, 'issuer', issuer, 'percent', percent, 'worth', worth_stated,
          'effective', effective,
          'worth_of_whole', \(FactWords.interval("low", "high", "currency")),
          'told', told_stated, 'told_basis', told_basis, 'told_on', told_on) AS details,
        json_array(
          json_group_array(event), json_group_array(worth_event), json_group_array(told_event))
          AS events
      FROM compared
      GROUP BY holder, issuer, basis, effective_earliest
      HAVING min(is_apart) AND NOT max(
        is_apart AND EXISTS (
          SELECT 1
          FROM json_each(
            (SELECT round_list FROM diluted WHERE diluted.issuer = compared.issuer)
          ) AS closed
          WHERE substr(closed.value, 21) IS NOT compared.round
          AND substr(closed.value, 1, 10) <= compared.effective_latest
          AND (
            substr(closed.value, 1, 10) > told_earliest
            OR substr(closed.value, 11, 10) > told_latest
          )
        )
      )
      """)

  /// A round's value after it that is not the value before it and the new money. A secondary sale
  /// brings no new money. What was signed may have closed otherwise, so the sum and the new money
  /// must come from events of one type.
  static let postMoney = DiscrepancyRule(
    "post-money", .error,
    """
    The value of {issuer} after {round}, {post}, is not the {pre} before it and the {raised} raised.
    """,
    sql: """
      SELECT post.part1 AS subject,
        json_object(
          'issuer', issuer.value, 'round', post.part1, 'post', \(FactWords.stated("post")),
          'pre', \(FactWords.stated("pre")), 'raised', \(FactWords.stated("raised"))) AS details,
        json_array(
          post_event.seq, pre.id >> \(Projection.itemBits), raised_event.seq) AS events
      FROM x_counted AS post
      JOIN x_counted AS pre ON pre.key = 'round:' || post.part1 || '#pre_money'
      JOIN x_counted AS raised ON raised.key = 'round:' || post.part1 || '#raised'
      JOIN x_counted AS kind ON kind.key = 'round:' || post.part1 || '#kind'
      JOIN x_counted AS issuer ON issuer.key = 'round:' || post.part1 || '#issuer'
      JOIN event AS post_event ON post_event.seq = post.id >> \(Projection.itemBits)
      JOIN event AS raised_event ON raised_event.seq = raised.id >> \(Projection.itemBits)
      WHERE post.family = 'round'
      AND post.aspect = '#post_money'
      AND kind.value = 'primary'
      AND raised_event.type = post_event.type
      AND pre.unit = post.unit
      AND raised.unit = post.unit
      AND (
        post.low - \(Rounding.half(FactWords.stated("post"), "post.low", "post.high"))
          > pre.high + raised.high
        OR post.high + \(Rounding.half(FactWords.stated("post"), "post.low", "post.high"))
          < coalesce(pre.low, 0) + coalesce(raised.low, 0)
      )
      """)
}
