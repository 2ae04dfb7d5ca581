import Events

extension Projection {
  /// Rights, whether they are in force, and what ends them.
  static let rights = Projection(
    name: "rights", version: 8,
    views: [
      .step(
        "x_right_term", "right: its terms and acts side by side",
        sql: """
          SELECT part1 AS right_slug,
            \(["kind", "grantor", "grantee", "scope", "exclusions", "exceptions", "constraints",
              "exclusive", "survives", "agreement", "product", "territory", "seats", "of_seats"].map { Fragments.term($0) }.joined(separator: ",\n  ")),
            \(["granted", "affirmed", "waived", "ended"].map(Fragments.act).joined(separator: ",\n  ")),
            max(is_coming) AS is_coming,
            -- What a grant to come says otherwise is still said of the right.
            iif(
              max(is_coming),
              max(max(firm), coalesce((
                SELECT max(counted.firm)
                FROM x_counted AS counted
                WHERE counted.family = 'right' AND counted.part1 = right_said.part1
              ), 0)), max(firm)) AS firm, \(Fragments.onlyTold) AS told_as, max(event) AS last_event,
            json_group_array(DISTINCT event) AS events
          FROM x_right_said AS right_said
          GROUP BY part1
          """),
      .step(
        "x_right_standing", "right: its terms, the acts that no later grant revokes, and its ends",
        sql: """
          SELECT *,
            nullif(
              min(
                coalesce(waived_day, 'never'), coalesce(ended_day, 'never'),
                iif(is_over, agreement_day, 'never'), iif(has_ended, at_latest, 'never')),
              'never') AS over_day
          FROM (
            SELECT right_slug, kind, grantor, grantee, scope, exclusions, exceptions, constraints,
              iif(coalesce(exclusivity.has_ended, 0), 0, exclusive) AS exclusive,
              exclusivity.on_text AS exclusive_ends_on,
              coalesce(exclusivity.needs, '[]') AS exclusive_ends_when,
              is_coming, waived_event, ended_event, affirmed_on, granted_on, right_term.agreement, events,
              \(sinceGrant("waived")) AS waived_day,
              \(sinceGrant("ended")) AS ended_day,
              ends.on_text AS ends_on, coalesce(ends.needs, '[]') AS ends_when,
              iif(ends.thing IS NULL, NULL, coalesce(ends.rule, 'earliest')) AS rule,
              coalesce(ends.has_ended, 0) AS has_ended, ends.at_latest, ends.ends_by, ends.met_by,
              coalesce(starts.has_started, 1) AS has_started,
              starts.on_text AS starts_on, coalesce(starts.needs, '[]') AS starts_when,
              iif(starts.thing IS NULL, NULL, coalesce(starts.rule, 'latest')) AS starts_rule,
              survives, product, territory, seats, of_seats, frame.day AS agreement_day, coalesce(frame.is_over, 0) AS is_over,
              frame.way AS agreement_way, frame.event AS agreement_event, told_as,
              \(Fragments.merged("last"))
            FROM x_right_term AS right_term
            JOIN (
              SELECT part1, \(Fragments.merged("right_said"))
              FROM x_right_said AS right_said
              GROUP BY part1, event
            ) AS last ON last.part1 = right_slug AND last.event = last_event
            LEFT JOIN x_term_end AS ends ON ends.family = 'right'
              AND ends.thing = right_slug AND ends.which = 'ends'
            LEFT JOIN x_term_end AS exclusivity ON exclusivity.family = 'right'
              AND exclusivity.thing = right_slug AND exclusivity.which = 'exclusive_ends'
            LEFT JOIN x_term_end AS starts ON starts.family = 'right'
              AND starts.thing = right_slug AND starts.which = 'starts'
            \(Fragments.joinAgreementEnd(
              "right_term.agreement", survives: "survives", firm: "right_term.firm",
              since: "granted_earliest"))
          )
          """),
      .contract(
        "rights", "right", .everywhere(140, .rights, claims: [.right]),
        parties: ["grantor", "grantee"], lookups: ["\"right\""],
        [
          .text("right", "its slug"),
          .text("kind", "exclusivity, ip_licence, right_of_first_refusal, permission …"),
          .text("grantor", "against whom it is held"),
          .text("grantee", "who holds it"),
          .json("scope", "what it covers"),
          .json("exclusions", "what it leaves out"),
          .json("exceptions", "when it does not hold"),
          .json("constraints", "limits on its use"),
          .whole("exclusive", "1 while it is in force and the grantee alone has it"),
          .text("exclusive_ends_on", "until when it is exclusive, as stated"),
          .json("exclusive_ends_when", "the conditions that end its exclusivity"),
          .text("status", "pending, in_force, waived, expired, ended"),
          .text("ends_on", "the day on which it ends at the latest, as stated"),
          .json("ends_when", "the conditions that end it"),
          .text("ends_rule", "earliest or latest of day and conditions"),
          .event("ended_by", "seq of the event that ended it").shown,
          .text("replaced_by", "the right in its place"),
          .text("confirmed_on", "when it was last affirmed, as stated"),
          .text("granted", "when it was granted, as stated; NULL: never recorded"),
          .text("agreement", "the agreement in which it stands"),
          .events("events", "seqs of the events whose terms and acts count"),
        ] + .commonBesideStatus + [
          .text(
            "ends_at_latest",
            "the last day on which it can hold, or the day on which it ended; NULL: nobody can say"),
          .text(
            "ends_by",
            "what ends it: day, condition, either, both, waiver, end, agreement; NULL: nothing"),
          .whole("survives", "1 where it holds on when its agreement ends").aside,
          .toldAs,
          .json("product", "for which products"),
          .json("territory", "where"),
          .whole("seats", "how many seats it gives"),
          .whole("of_seats", "of how many in all"),
          .text("starts_on", "the day on which it begins, as stated"),
          .json("starts_when", "the conditions that begin it"),
          .text("starts_rule", "earliest or latest of day and conditions"),
        ],
        sql: """
          SELECT right_slug, kind, \(Fragments.heir(of: "grantor")),
            \(Fragments.heir(of: "grantee")), coalesce(scope, '[]'),
            coalesce(exclusions, '[]'), coalesce(exceptions, '[]'), coalesce(constraints, '[]'),
            iif(state <> 'in_force' AND exclusive, 0, exclusive), exclusive_ends_on, exclusive_ends_when, state, ends_on, ends_when, rule,
            CASE
              WHEN is_by_agreement THEN iif(is_over, agreement_event, NULL)
              WHEN state = 'waived' THEN waived_event
              WHEN state = 'ended' THEN ended_event
              WHEN state = 'expired' THEN met_by
            END,
            CASE
              WHEN ended_day IS NOT NULL THEN (
                SELECT event.data ->> 'replaced_by' FROM event WHERE event.seq = ended_event
              )
            END,
            affirmed_on, granted_on, agreement, events,
            event, stream, effective, effective_earliest, effective_latest, status, sources, source,
            CASE
              WHEN is_by_agreement THEN agreement_day
              WHEN state IN ('waived', 'ended') THEN over_day
              ELSE at_latest
            END,
            CASE
              WHEN is_by_agreement THEN 'agreement'
              WHEN state = 'waived' THEN 'waiver'
              WHEN state = 'ended' THEN 'end'
              ELSE ends_by
            END, survives, told_as, coalesce(product, '[]'), coalesce(territory, '[]'), seats, of_seats,
            starts_on, starts_when, starts_rule
          FROM (
            SELECT *,
              CASE
                WHEN is_coming THEN 'pending'
                WHEN over_day = waived_day THEN 'waived'
                WHEN over_day = ended_day THEN 'ended'
                WHEN has_ended AND over_day = at_latest THEN 'expired'
                WHEN is_over THEN iif(agreement_way = 'term', 'expired', 'ended')
                WHEN NOT has_started THEN 'pending'
                ELSE 'in_force'
              END AS state,
              -- What ends it first, of the days that are known.
              coalesce(
                agreement_day < min(
                  coalesce(waived_day, 'never'), coalesce(ended_day, 'never'),
                  coalesce(at_latest, 'never')),
                0) AS is_by_agreement
            FROM x_right_standing
          )
          \(Fragments.joinHeirs)
          """),
    ])

  /// The day of an act, unless the right was granted since; `..D` is before what holds on D.
  private static func sinceGrant(_ act: String) -> String {
    """
    iif(
                (\(act)_earliest, \(act)_dated)
                  >= (coalesce(granted_earliest, ''), coalesce(granted_dated, 0)),
                \(act)_earliest, NULL)
    """
  }
}
