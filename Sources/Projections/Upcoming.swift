import Events

extension Projection {
  /// Every day that a term names, ahead or past, of what still stands.
  ///
  /// What was to be paid by a day that is past, is owed without an open condition and is not recorded as
  /// paid, is overdue; so is a condition that is open after its long-stop day.
  static let upcoming = Projection(
    name: "upcoming", version: 7,
    views: [
      .contract(
        "upcoming", "day that a term of a thing names, of what still stands",
        .query(otherwise: "its rows repeat days of other views"),
        parties: ["from_entity", "to_entity"], key: ["what", "thing", "occasion"],
        order: "day_latest, day_earliest, what, thing, occasion",
        [
          .text("thing", "its slug"),
          .text(
            "what",
            """
            capital, purchase, payment, debt, option, right, revenue_share, warrant, agreement, \
            condition, dispute
            """),
          .text(
            "occasion",
            """
            due, expires, available, matures, opens, closes, starts, ends, exclusive_ends, renews, \
            notice, long_stop, or_on, decision
            """),
          .text("day", "the day as stated"),
          .text("day_earliest", "the first day that can mean"),
          .text("day_latest", "the last day that can mean"),
          .text("from_entity", "who owes, grants or writes it"),
          .text("to_entity", "to whom"),
        ] + .money("amount", "what is left of it")
          + [
            .currency("currency", "of the amount"),
            .text("counts_as", "committed, conditional, non_binding, of what is owed"),
            .whole("overdue", "1 where it should have happened by the as-of day"),
            .text("agreement", "the agreement in which it stands"),
            .event("event", "seq of the event that tells the thing"),
            .text("stream", "the partnership in whose stream it stands").aside,
            conversions,
          ],
        sql: """
          WITH owing AS MATERIALIZED (
            \(owing)
          ),
          lent AS MATERIALIZED (SELECT * FROM debts),
          day AS (
            SELECT commitment AS thing, kind AS what, 'due' AS occasion, due AS day,
              due_earliest AS first, due_latest AS last, from_entity, to_entity,
              \(amount("outstanding", "conversions")), standing,
              \(isOverdue) AS overdue, agreement, event, stream
            FROM x_clock AS clock, owing
            UNION ALL
            SELECT commitment, kind, 'expires', expires, expires_earliest, expires_latest, from_entity,
              to_entity, \(amount("outstanding", "conversions")), standing, 0, agreement, event, stream
            FROM owing
            UNION ALL
            SELECT commitment, kind, 'ends', term, term_earliest, term_latest, from_entity, to_entity,
              \(amount("outstanding", "conversions")), standing, 0, agreement, event, stream
            FROM owing
            UNION ALL
            SELECT debt, 'debt', 'matures', maturity, matures_earliest, matures, borrower, lender,
              \(amount("outstanding")), 'committed', \(isDebtOverdue), agreement,
              event, stream
            FROM lent
            WHERE lent.status IN ('outstanding', 'undrawn', 'pending')
            UNION ALL
            SELECT debt, 'debt', 'available', available, available_earliest, available_latest, lender,
              borrower, \(amount("undrawn")), iif(lent.status = 'pending', 'conditional', 'committed'),
              0, agreement, event, stream
            FROM lent
            WHERE undrawn_high_minor IS NOT 0
            UNION ALL
            SELECT debt, 'debt', 'expires', available_until, until_earliest, until_latest, lender,
              borrower, \(amount("undrawn")), iif(lent.status = 'pending', 'conditional', 'committed'),
              0, agreement, event, stream
            FROM lent
            WHERE undrawn_high_minor IS NOT 0
            UNION ALL
            SELECT option, 'option', occasion.name,
              iif(occasion.name = 'opens', opens_on, closes_on),
              iif(occasion.name = 'opens', opens_earliest, closes_earliest),
              iif(occasion.name = 'opens', opens_latest, last_day), writer, holder,
              \(noAmount), NULL, 0, agreement, event, stream
            FROM options
            JOIN (SELECT 'opens' AS name UNION ALL SELECT 'closes') AS occasion
            WHERE options.status IN ('pending', 'open')
            UNION ALL
            SELECT "right", 'right', ends.which, ends.on_text, ends.on_earliest, ends.on_latest,
              grantor, grantee, \(noAmount), NULL, 0, agreement, event, stream
            FROM rights
            JOIN x_term_end AS ends ON ends.family = 'right' AND ends.thing = rights."right"
            WHERE rights.status IN ('pending', 'in_force')
            UNION ALL
            SELECT share, 'revenue_share', ends.which, ends.on_text, ends.on_earliest,
              ends.on_latest, payer, payee, \(noAmount), NULL, 0, agreement, event, stream
            FROM revenue_shares
            JOIN x_term_end AS ends ON ends.family = 'revenue_share'
              AND ends.thing = revenue_shares.share
            WHERE revenue_shares.status = 'in_force'
            UNION ALL
            SELECT warrant, 'warrant', 'expires', expires, expires_earliest, expires_latest, issuer,
              holder, \(noAmount), NULL, 0, NULL, event, stream
            FROM warrants
            WHERE warrants.state = 'open'
            UNION ALL
            SELECT agreement, 'agreement', occasion.name,
              iif(occasion.name = 'notice', notice_by, ends_on),
              iif(occasion.name = 'notice', notice_by, ends_on),
              iif(occasion.name = 'notice', notice_by, ends_on), parties ->> 0, parties ->> 1,
              \(noAmount), NULL, 0, agreement, event, stream
            FROM agreements
            JOIN (
              SELECT 'notice' AS name UNION ALL SELECT 'ends' UNION ALL SELECT 'renews'
            ) AS occasion ON occasion.name
              IN ('notice', iif(coalesce(agreements.renews, 0), 'renews', 'ends'))
            WHERE ended_by IS NULL
            UNION ALL
            SELECT condition, 'condition', occasion.name,
              \(ofOccasion("or_on", "decision", orElse: "long_stop")),
              \(ofOccasion("or_on", "decision", orElse: "long_stop", end: "_earliest")),
              \(ofOccasion("or_on", "decision", orElse: "long_stop", end: "_latest")),
              declarer, NULL, \(noAmount), NULL,
              occasion.name = 'long_stop' AND long_stop_latest < clock.as_of, NULL,
              conditions.event, conditions.stream
            FROM x_clock AS clock, conditions
            JOIN (
              SELECT 'long_stop' AS name UNION ALL SELECT 'or_on' UNION ALL SELECT 'decision'
            ) AS occasion
            \(waitingAgreement("conditions.event", firm: firmness))
            WHERE conditions.status IN ('open', 'declared')
            AND (occasion.name = 'or_on' OR NOT coalesce(frame.is_over, 0))
            UNION ALL
            SELECT dispute, 'dispute', 'decision', decision, decision_earliest, decision_latest,
              parties ->> 1, parties ->> 0, \(noAmount), NULL, 0, agreement, event, stream
            FROM disputes
            WHERE disputes.status = 'open'
          )
          SELECT thing, what, occasion, day, first, last, from_entity, to_entity, amount, minor, low,
            high, currency, standing, coalesce(overdue, 0), agreement, event, stream, conversions
          FROM day
          WHERE last IS NOT NULL
          """)
    ])

  /// How sure it is that there is a condition.
  private static let firmness =
    "coalesce((SELECT firm FROM x_counted WHERE key = 'condition:' || condition || '#criterion'), 0)"

  /// A join, as `frame`, with the end of the agreement in which an event of a condition stands: once it has
  /// ended, nobody waits for the condition by a day.
  static func waitingAgreement(_ event: String, firm: String) -> String {
    """
    LEFT JOIN event AS waiting ON waiting.seq = \(event)
            \(Fragments.joinAgreementEnd(
              "waiting.data ->> 'agreement'", survives: "0", firm: firm,
              since: "waiting.effective_earliest"))
    """
  }

  /// The promises of which something is left, and as what that counts.
  static let owing = """
    SELECT *, iif(counts_as = 'whole', rest_counts_as, counts_as) AS standing
            FROM x_pledge
            WHERE expired = 0 AND paid_in_full = 0 AND outstanding_high_minor IS NOT 0
              AND left_quantity_high_milli IS NOT 0
    """

  /// Of such a promise: whether it should have been kept by the as-of day, and surely was not.
  static let isOverdue =
    "due_latest < clock.as_of AND standing = 'committed' AND outstanding_low_minor > 0"

  /// The same of a row of `debts`.
  static let isDebtOverdue = "matured AND outstanding_low_minor > 0"

  /// The day of an occasion, in the column of its name.
  private static func ofOccasion(
    _ names: String..., orElse other: String, end: String = ""
  ) -> String {
    let days = names.map { "WHEN '\($0)' THEN \($0)\(end)" }.joined(separator: " ")
    return "CASE occasion.name \(days) ELSE \(other)\(end) END"
  }

  private static func amount(_ name: String, _ conversions: String = "'[]'") -> String {
    "\(name) AS amount, \(name)_minor AS minor, \(name)_low_minor AS low, "
      + "\(name)_high_minor AS high, currency, \(conversions) AS conversions"
  }

  private static let noAmount = "NULL, NULL, NULL, NULL, NULL, '[]'"
}
