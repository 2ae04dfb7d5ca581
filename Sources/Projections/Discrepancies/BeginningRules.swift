import Events

// Rules over what is told of a thing that nobody is recorded to have begun: an option that was never
// granted, a payment under a promise that nobody made.

extension DiscrepancyRule {
  /// A right or an option that something is done about without a grant, or before it: it stands in the
  /// views as if it had been granted.
  static let neverGranted = DiscrepancyRule(
    "never-granted", .error,
    """
    The [{?option}option|right] {right} [{?ended}ends|is {act}]\
    [{?granted} before its grant|, but its grant is not recorded].
    """,
    sql: """
      SELECT iif(family = 'right', '', 'option/') || part1 || '/' || act AS subject,
        json_object(
          'right', part1, 'act', act, 'option', iif(family = 'option', 1, NULL),
          'ended', iif(act IN ('ended', 'lapsed'), 1, NULL), 'granted', first) AS details,
        json_group_array(event) AS events
      FROM (
        SELECT DISTINCT family, part1, type, substr(type, instr(type, '.') + 1) AS act, event,
          effective_latest, first
        FROM (
          SELECT claim_key.family, claim_key.part1, event.type, event.seq AS event,
            event.effective_latest,
            min(iif(claim_key.aspect = '/granted', claim.effective_earliest, NULL)) OVER (
              PARTITION BY claim_key.family, claim_key.part1
            ) AS first
          \(live("'right', 'option'"))
        )
        WHERE type NOT IN ('right.granted', 'option.granted')
        AND (first IS NULL OR effective_latest < first)
        ORDER BY event
      )
      GROUP BY family, part1, act
      """)

  /// What came of a debt, a promise, a share, a warrant, a dispute, a condition or an office of which
  /// nobody tells how it began, or that began only later. The events of one type are one finding.
  static let neverBegun = DiscrepancyRule(
    "never-begun", .warning,
    """
    [The {what} {thing} began later ({since}) than what is told of it\
    |Nothing tells how the {what} {thing} began, only what came of it]\
    : <events|; |{headline}>.
    """,
    sql: """
      WITH told AS MATERIALIZED (
        SELECT what, thing, type, seq, effective_latest,
          -- The first of each firmness leads its key, however many speak of the thing.
          (
            SELECT min((
              SELECT claim.effective_earliest
              FROM x_claim AS claim
              WHERE claim.key = beginning.value
              AND claim.firm = degree.firm
              AND \(Projection.isLive("claim"))
              ORDER BY claim.effective_earliest
              LIMIT 1
            ))
            FROM json_each(begins) AS beginning,
              (SELECT 1 AS firm UNION ALL SELECT 2 UNION ALL SELECT 3) AS degree
          ) AS first
        FROM x_clock AS clock, (
          \(begun.map(\.sql).joined(separator: "\n          UNION ALL\n          "))
        )
        WHERE thing <> ''
      )
      SELECT \(FactWords.slug("what")) || '/' || thing || '/'
          || substr(\(FactWords.slug("type")), instr(type, '.') + 1) AS subject,
        json_object(
          'what', what, 'thing', replace(thing, '/', ', '), 'since', first,
          'events', json_group_array(
            json_object('headline', headline, 'type', type, 'details', json(said)))) AS details,
        json_group_array(seq) AS events
      FROM (
        SELECT DISTINCT told.*, events.headline, events.details AS said
        FROM told
        JOIN events ON events.event = told.seq
        WHERE told.first IS NULL OR told.effective_latest < told.first
        ORDER BY what, thing, told.type, told.seq
      )
      GROUP BY what, thing, type
      """)

  /// What came of things of one kind, and under which keys it is told how they began.
  private struct Begun {
    let what: String
    let families: String
    /// The thing, from a row of `x_claim_key`.
    var thing = "claim_key.part1"
    /// The keys, from the same row.
    let keys: [String]
    /// What else must hold of a row of `x_claim_key` and the event.
    var condition = "1"

    var sql: String {
      """
      SELECT '\(what)' AS what, \(thing) AS thing, event.type, event.seq, event.effective_latest,
            json_array(\(keys.joined(separator: ", "))) AS begins
          \(DiscrepancyRule.live(families))
          AND \(condition)
      """
    }
  }

  private static func key(_ family: String, of part: String = "claim_key.part1") -> String {
    "'\(family):' || \(part)"
  }

  private static let begun = [
    Begun(
      what: "debt", families: "'debt', 'debt_draw', 'debt_repayment', 'debt_conversion'",
      keys: [key("debt") + " || '/issued'"], condition: "event.type <> 'debt.issued'"),
    Begun(
      what: "dispute", families: "'dispute'", keys: [key("dispute") + " || '/opened'"],
      condition: "event.type <> 'dispute.opened'"),
    Begun(
      what: "revenue_share", families: "'revenue_share', 'revenue_payment'",
      keys: [key("revenue_share") + " || '/agreed'"],
      condition: "event.type <> 'revenue_share.agreed'"),
    Begun(
      what: "warrant", families: "'warrant_vesting', 'warrant_exercise'", keys: [key("warrant")]),
    Begun(
      what: "payment", families: "'paid'", thing: "claim_key.part3",
      keys: [key("payment", of: "claim_key.part3")]),
    Begun(
      what: "payment", families: "'reduction'", keys: [key("payment")],
      condition: "event.type = 'payment.reduced'"),
    Begun(
      what: "commitment", families: "'funding'", thing: "claim_key.part3",
      keys: ["commitment", "purchase"].map { key($0, of: "claim_key.part3") }),
    Begun(
      what: "commitment", families: "'drawdown', 'increase', 'reduction'",
      keys: ["commitment", "purchase"].map { key($0) }, condition: "event.type <> 'payment.reduced'"
    ),
    // What a term names is a condition, defined or not.
    Begun(
      what: "condition", families: "'condition'", keys: [key("condition") + " || '/defined'"],
      condition: """
        event.type <> 'condition.defined'
          AND NOT EXISTS (SELECT 1 FROM x_need AS need WHERE need.condition = claim_key.part1)
        """),
    Begun(
      what: "office", families: "'office_left'",
      thing: "claim_key.part1 || '/' || claim_key.part2 || '/' || claim_key.part3",
      keys: [
        key("office") + " || '/' || claim_key.part2 || '/' || claim_key.part3"
      ],
      // One taken at an entity may be left at its successor.
      condition: """
        NOT EXISTS (
            SELECT 1
            FROM x_counted AS taken
            JOIN (SELECT json_group_object(entity, current) AS names FROM x_successor) AS heirs
            WHERE taken.family = 'office'
            AND taken.part3 = claim_key.part3
            AND taken.effective_earliest <= claim.effective_latest
            AND \(Fragments.heir(of: "taken.part1")) = \(Fragments.heir(of: "claim_key.part1"))
            AND \(Fragments.heir(of: "taken.part2")) = \(Fragments.heir(of: "claim_key.part2"))
          )
        """),
  ]
}
