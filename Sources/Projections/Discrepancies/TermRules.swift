import Events

// Rules over rights, conditions and the ends of partnerships and agreements: what happened before
// it could, or after it should.

extension DiscrepancyRule {
  /// A condition that was verified before it was declared, or, where somebody is named who must
  /// declare it, without a declaration.
  static let verifiedBeforeDeclared = DiscrepancyRule(
    "verified-before-declared", .error,
    """
    The condition {condition} was verified ({verified})\
    [ before it was declared ({declared})|, but its declaration is not recorded].
    """,
    sql: """
      SELECT verified.part1 AS subject,
        json_object(
          'condition', verified.part1, 'verified', verified.effective,
          'declared', declared.effective) AS details,
        json_array(json_group_array(verified.event), declared.seq) AS events,
        -- The other columns are those of the first.
        min(verified.effective_earliest)
      FROM (
        SELECT claim_key.part1, claim_key.aspect, event.seq AS event, event.effective,
          claim.effective_earliest, claim.effective_latest,
          min(
            iif(
              claim_key.aspect = '/declared',
              claim.effective_earliest || printf(' %019d', event.seq), NULL)
          ) OVER (PARTITION BY claim_key.part1) AS first
        \(live("'condition'"))
        AND claim_key.aspect IN ('/declared', '/verified')
        AND claim.firm = 3
      ) AS verified
      LEFT JOIN event AS declared ON declared.seq = CAST(substr(verified.first, -19) AS INTEGER)
      WHERE verified.aspect = '/verified'
      AND (
        verified.effective_latest < substr(verified.first, 1, length(verified.first) - 20)
        OR verified.first IS NULL AND EXISTS (
          SELECT 1
          FROM x_counted AS counted
          WHERE counted.key = 'condition:' || verified.part1 || '#declarer'
          AND counted.value IS NOT NULL
        )
      )
      GROUP BY verified.part1
      """)

  /// An act that is only rumoured or estimated, of a thing of which something firm is known: it changes
  /// nothing.
  static let rumouredAct = DiscrepancyRule(
    "rumoured-act", .warning,
    "It is only [{?rumoured}rumoured|estimated] {fact} ({effective}): it changes nothing yet.",
    together: """
      What follows is rumoured or estimated, and changes nothing yet: <alike|; |{fact} \
      ([{?rumoured}rumoured|estimated], {effective})>.
      """,
    sql: """
      SELECT \(FactWords.subject("act")) || '/' || act.effective_earliest AS subject,
        json_object(
          'fact', \(FactFamily.details("act")), 'effective', act.effective,
          'rumoured', iif(act.status = 'rumoured', 1, NULL)) AS details,
        json_group_array(act.seq) AS events
      FROM (
        SELECT \(FactWords.columns.map { "claim_key.\($0)" }.joined(separator: ", ")),
          claim.effective_earliest, event.effective, event.status, event.seq
        FROM x_clock AS clock
        -- The few acts lead: SQLite would go through every claim.
        CROSS JOIN x_claim_key AS claim_key ON claim_key.aspect LIKE '/%'
        CROSS JOIN x_claim AS claim ON claim.key = claim_key.key
        CROSS JOIN event ON event.seq = claim.id >> \(Projection.itemBits)
        WHERE \(Projection.isIdle("claim", key: "claim_key"))
        AND \(Projection.isLive("claim"))
        AND NOT EXISTS (SELECT 1 FROM x_counted AS counted WHERE counted.key = claim_key.key)
        ORDER BY event.seq
      ) AS act
      GROUP BY act.family, act.aspect, act.part1, act.effective_earliest
      """)

  /// The claims about the things of these families that are not denied, with their events.
  static func live(_ family: String) -> String {
    """
    FROM x_clock AS clock
    JOIN x_claim_key AS claim_key ON claim_key.family IN (\(family))
    JOIN x_claim AS claim ON claim.key = claim_key.key
    JOIN event ON event.seq = claim.id >> \(Projection.itemBits)
    WHERE claim.firm > 0
    AND \(Projection.isLive("claim"))
    """
  }

  /// What only ends something, or pays what is left over, may come after the end.
  private static let closing = """
    'partnership.ended', 'agreement.terminated', 'stake.ended', 'right.ended', 'right.waived',
        'revenue_share.ended', 'revenue_share.paid', 'commitment.reduced', 'condition.removed',
        'note.recorded'
    """

  private static func late(_ what: String, from pairs: String, begins: String) -> String {
    """
    SELECT finish.*, event.seq, event.type, event.effective_earliest AS day
    FROM x_clock AS clock
    CROSS JOIN \(pairs)
    WHERE finish.what = '\(what)'
    AND event.effective_earliest > finish.effective_latest
    AND event.effective_earliest <= clock.as_of
    -- The plus, or SQLite may go through all that is known for each end.
    AND +event.seq <= clock.known_at
    AND event.status <> 'denied'
    AND event.type NOT LIKE 'event.%'
    AND event.type NOT IN (
        \(closing)
    )
    AND \(FactWords.isNotWithdrawn("event"))
    AND NOT EXISTS (
      SELECT 1
      FROM x_counted AS counted
      WHERE counted.key = \(begins)
      AND counted.effective_earliest > finish.effective_latest
      AND counted.effective_earliest <= event.effective_earliest
    )
    """
  }

  /// What is said to have happened in a partnership or under an agreement after its end, unless it
  /// had begun again by then. The events of one type and day are one finding.
  static let afterTheEnd = DiscrepancyRule(
    "after-the-end", .warning,
    "The {what} {thing} ended ({ended}), and yet later ({later}): <events|; |{headline}>.",
    sql: """
      WITH finish AS MATERIALIZED (
        \(ended("'partnership', 'agreement'"))
      ),
      late AS MATERIALIZED (
        \(late(
          "partnership", from: "finish CROSS JOIN event ON event.stream = finish.thing",
          begins: "'partnership:' || finish.thing"))
        UNION ALL
        \(late(
          "agreement",
          // Once through the log for all agreements that ended; not at all where none did.
          from: """
            event ON EXISTS (SELECT 1 FROM finish WHERE what = 'agreement')
              AND instr(event.data, '"agreement":')
            CROSS JOIN finish ON finish.thing = event.data ->> 'agreement'
            """,
          begins: "'agreement:' || finish.thing || '#kind'"))
      )
      SELECT late.what || '/' || late.thing || '/'
          || replace(\(FactWords.slug("late.type")), '.', '-') || '/' || late.day AS subject,
        json_object(
          'what', late.what, 'thing', late.thing, 'ended', late.effective,
          'later', late.later,
          'events', json_group_array(
            json_object('headline', late.headline, 'type', late.type, 'details', json(late.said))))
          AS details,
        json_array(json_group_array(late.seq), late.event) AS events
      FROM (
        SELECT late.*, events.effective AS later, events.headline, events.details AS said
        FROM late
        JOIN events ON events.event = late.seq
        ORDER BY late.what, late.thing, late.type, late.day, late.seq
      ) AS late
      GROUP BY late.what, late.thing, late.type, late.day
      """)

  /// What still holds in a partnership that has ended, and stands in no agreement that says how long;
  /// but not what was agreed after the end, which is another finding.
  static let inForceAfterTheEnd = DiscrepancyRule(
    "in-force-after-the-end", .warning,
    """
    The partnership {thing} ended ({ended}), but {itself} is still in force: \
    it stands in no agreement, and its end is not recorded.
    """,
    sql: """
      WITH finish AS MATERIALIZED (
        SELECT *
        FROM (\(ended("'partnership'"))) AS finish
        WHERE NOT EXISTS (
          SELECT 1
          FROM x_counted AS formed
          WHERE formed.key = 'partnership:' || finish.thing
          AND formed.effective_earliest > finish.effective_latest
        )
      )
      SELECT thing || '/' || itself AS subject,
        json_object('thing', thing, 'ended', effective, 'itself', itself) AS details,
        json_array(finish_event, event) AS events
      FROM (
        -- By their claims: the views would have to be prepared for the sake of a few rows.
        SELECT finish.thing, finish.effective, finish.event AS finish_event, begun.part1 AS itself,
          event.seq AS event
        FROM x_counted AS begun
        JOIN event ON event.seq = begun.id >> \(Projection.itemBits)
        JOIN finish ON finish.thing = event.stream
          AND finish.effective_latest >= begun.effective_earliest
        WHERE begun.family IN ('right', 'revenue_share')
        AND begun.aspect IN ('/granted', '/agreed')
        AND NOT EXISTS (
          SELECT 1
          FROM x_counted AS said
          WHERE \(isAbout("said", "#agreement", "#survives"))
          AND coalesce(said.value, 0) <> 0
        )
        AND NOT EXISTS (
          SELECT 1
          FROM x_counted AS done
          WHERE \(isAbout("done", "/ended", "/waived"))
          AND (done.effective_earliest, done.dated) >= (begun.effective_earliest, begun.dated)
        )
        AND NOT EXISTS (
          SELECT 1
          FROM x_term_end AS term_end
          WHERE term_end.family = begun.family
          AND term_end.thing = begun.part1
          AND (
            term_end.which = 'ends' AND term_end.has_ended
            OR term_end.which = 'starts' AND NOT term_end.has_started
          )
        )
        UNION ALL
        SELECT finish.thing, finish.effective, finish.event, promise_left.commitment,
          promise_left.event
        FROM finish
        JOIN x_promise_left AS promise_left ON promise_left.stream = finish.thing
          AND promise_left.effective_earliest <= finish.effective_latest
        WHERE agreement IS NULL
        AND NOT coalesce(data ->> 'survives', 0)
        AND left_high IS NOT 0
        AND NOT is_expired
      )
      """)

  /// Whether a claim is one of these acts and terms of the thing that `begun` is about.
  private static func isAbout(_ claim: String, _ aspects: String...) -> String {
    let keys = aspects.map { "begun.family || ':' || begun.part1 || '\($0)'" }
    return "\(claim).key IN (\(keys.joined(separator: ", ")))"
  }

  /// The things of these families that are surely said to have ended.
  private static func ended(_ families: String) -> String {
    """
    SELECT counted.family AS what, counted.part1 AS thing, event.effective,
          counted.effective_latest, event.seq AS event
        FROM x_counted AS counted
        JOIN event ON event.seq = counted.id >> \(Projection.itemBits)
        WHERE counted.family IN (\(families))
        AND counted.aspect IN ('/ended', '/terminated')
        AND counted.firm = 3
    """
  }
}
