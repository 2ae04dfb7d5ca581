import Events

extension Projection {
  /// What counts of a right: its acts and terms, and the grant that is still to take effect.
  ///
  /// A right about which nothing holds yet is not there, as nothing else is. One that something was
  /// done about, and whose only grants hold after the as-of day, is pending. It is shown with the
  /// terms of the first of the firmest of these, and where that is silent with what was said before:
  /// so it will stand on the day of its grant.
  static let rightClaims = Projection(
    name: "right_claims", version: 4,
    views: [
      .step(
        "x_right_coming", "claim of the grant of a right that no grant gives yet",
        sql: factSelect(
          from: """
            (
              SELECT claim_key.family, claim_key.aspect,
                claim_key.part1, claim_key.part2, claim_key.part3, claim_key.part4,
                claim.*
              FROM (
                SELECT (
                    SELECT claim.id >> \(itemBits)
                    FROM x_clock AS clock, x_claim AS claim
                    WHERE claim.key = claim_key.key
                    AND claim.firm > 0
                    AND claim.effective_earliest > clock.as_of
                    AND claim.effective_earliest <> '?'
                    AND claim.id >> \(itemBits) <= clock.known_at
                    AND coalesce(claim.withdrawn_by > clock.known_at, 1)
                    ORDER BY claim.firm DESC, claim.effective_earliest, claim.dated, claim.rank, claim.breadth,
                      claim.id DESC
                    LIMIT 1
                  ) AS event
                FROM x_claim_key AS claim_key
                WHERE claim_key.family = 'right' AND claim_key.aspect = '/granted'
                AND NOT EXISTS (SELECT 1 FROM x_counted AS counted WHERE counted.key = claim_key.key)
                AND EXISTS (
                  SELECT 1
                  FROM x_counted AS counted
                  WHERE counted.family = 'right' AND counted.part1 = claim_key.part1
                )
              ) AS later
              JOIN x_claim AS claim ON claim.id BETWEEN later.event << \(itemBits)
                AND (later.event << \(itemBits)) + \((1 << itemBits) - 1)
              JOIN x_claim_key AS claim_key ON claim_key.key = claim.key
            )
            """)),
      .step(
        "x_right_said", "term or act of a right that counts, `is_coming` in a grant to come",
        lookups: ["part1"],
        sql: """
          SELECT fact.*, 0 AS is_coming
          FROM x_fact AS fact
          WHERE fact.family = 'right'
          AND fact.key NOT IN (SELECT right_coming.key FROM x_right_coming AS right_coming)
          UNION ALL
          SELECT right_coming.*, 1
          FROM x_right_coming AS right_coming
          """),
    ])
}
