import Events

extension Projection {
  /// When terms begin and end: on a day, when conditions come true, whichever is first or last.
  static let ends = Projection(
    name: "ends", version: 1,
    views: [
      .step(
        "term_end", "right or revenue share, and one of its ends: whether it has come",
        sql: """
          SELECT ends.*,
            CASE
              WHEN rule = 'latest' THEN
                (on_latest IS NULL OR on_latest < as_of)
                AND (needs IS NULL OR met = json_array_length(needs))
              ELSE coalesce(on_latest < as_of, 0) OR met > 0
            END AS has_ended,
            CASE
              WHEN rule = 'earliest' AND needs IS NOT NULL THEN
                coalesce(on_earliest <= as_of, 0) OR met > 0
              ELSE coalesce(on_earliest <= as_of, 1)
                AND (needs IS NULL OR met = json_array_length(needs))
            END AS has_started
          FROM (
            SELECT ends.*, clock.as_of,
              (
                SELECT count(*)
                FROM json_each(ends.needs) AS need
                JOIN condition_met ON condition_met.condition = need.value ->> 'condition'
                  AND condition_met.state = need.value ->> 'state'
              ) AS met,
              (
                SELECT min(condition_met.event)
                FROM json_each(ends.needs) AS need
                JOIN condition_met ON condition_met.condition = need.value ->> 'condition'
                  AND condition_met.state = need.value ->> 'state'
              ) AS met_by
            FROM clock, (
              SELECT family, part1 AS thing, which,
                max(value ->> '$.text') FILTER (WHERE part = 'on') AS on_text,
                max(value ->> '$.earliest') FILTER (WHERE part = 'on') AS on_earliest,
                max(value ->> '$.latest') FILTER (WHERE part = 'on') AS on_latest,
                max(value) FILTER (WHERE part = 'when') AS needs,
                max(value) FILTER (WHERE part = 'rule') AS rule,
                json_group_array(event) AS events
              FROM (
                SELECT family, part1, value, id >> \(itemBits) AS event,
                  substr(aspect, 2, instr(aspect, '.') - 2) AS which,
                  substr(aspect, instr(aspect, '.') + 1) AS part
                FROM counted
                WHERE family IN ('right', 'revenue_share')
                AND aspect LIKE '#%.%'
                AND value IS NOT NULL
              )
              GROUP BY family, part1, which
            ) AS ends
          ) AS ends
          """)
    ])

  /// Rights, whether they are in force, and what ends them.
  static let rights = Projection(
    name: "rights", version: 1,
    views: [
      .step(
        "right_term", "right: its terms and acts side by side",
        sql: """
          SELECT part1 AS right_slug,
            \(["kind", "grantor", "grantee", "scope", "exclusions", "exceptions", "constraints",
              "exclusive", "agreement"].map { term($0) }.joined(separator: ",\n  ")),
            \(["granted", "affirmed", "waived", "ended"].map { act($0) }.joined(separator: ",\n  ")),
            max(event) AS last_event, json_group_array(DISTINCT event) AS events
          FROM fact
          WHERE family = 'right'
          GROUP BY part1
          """),
      .contract(
        "rights", "right", parties: ["grantor", "grantee"],
        [
          .plain("right", "its slug"),
          .plain("kind", "exclusivity, ip_licence, right_of_first_refusal, permission …"),
          .plain("grantor", "against whom it is held"),
          .plain("grantee", "who holds it"),
          .json("scope", "what it covers"),
          .json("exclusions", "what it leaves out"),
          .json("exceptions", "when it does not hold"),
          .json("constraints", "limits on its use"),
          .plain("exclusive", "1 while the grantee alone has it"),
          .plain("exclusive_ends_on", "until when it is exclusive, as stated"),
          .json("exclusive_ends_when", "the conditions that end its exclusivity"),
          .plain("status", "pending, in_force, waived, expired, ended"),
          .plain("ends_on", "the day on which it ends at the latest, as stated"),
          .json("ends_when", "the conditions that end it"),
          .plain("ends_rule", "earliest or latest of day and conditions"),
          .plain("ended_by", "seq of the event that ended it"),
          .plain("replaced_by", "the right in its place"),
          .plain("confirmed_on", "when it was last affirmed, as stated"),
          .plain("granted", "when it was granted, as stated; NULL: never recorded"),
          .plain("agreement", "the agreement in which it stands"),
          .json("events", "seqs of the events whose terms and acts count"),
        ] + .commonBesideStatus,
        sql: """
          SELECT r.right_slug, r.kind, r.grantor, r.grantee, coalesce(r.scope, '[]'),
            coalesce(r.exclusions, '[]'), coalesce(r.exceptions, '[]'),
            coalesce(r.constraints, '[]'),
            iif(coalesce(exclusivity.has_ended, 0), 0, r.exclusive),
            exclusivity.on_text, coalesce(exclusivity.needs, '[]'),
            CASE
              WHEN r.waived_event IS NOT NULL
                AND r.waived_earliest >= coalesce(r.granted_earliest, '') THEN 'waived'
              WHEN r.ended_event IS NOT NULL
                AND r.ended_earliest >= coalesce(r.granted_earliest, '') THEN 'ended'
              WHEN coalesce(ends.has_ended, 0) THEN 'expired'
              WHEN NOT coalesce(starts.has_started, 1) THEN 'pending'
              ELSE 'in_force'
            END,
            ends.on_text, coalesce(ends.needs, '[]'),
            iif(ends.thing IS NULL, NULL, coalesce(ends.rule, 'earliest')),
            coalesce(
              iif(r.waived_earliest >= coalesce(r.granted_earliest, ''), r.waived_event, NULL),
              iif(r.ended_earliest >= coalesce(r.granted_earliest, ''), r.ended_event, NULL),
              iif(ends.has_ended, ends.met_by, NULL)),
            (
              SELECT event.data ->> 'replaced_by' FROM event WHERE event.seq = r.ended_event
            ),
            r.affirmed_on, r.granted_on, r.agreement, r.events, \(Fragments.merged("last"))
          FROM right_term AS r
          JOIN fact AS last ON last.family = 'right' AND last.part1 = r.right_slug
            AND last.event = r.last_event
          LEFT JOIN term_end AS ends ON ends.family = 'right'
            AND ends.thing = r.right_slug AND ends.which = 'ends'
          LEFT JOIN term_end AS exclusivity ON exclusivity.family = 'right'
            AND exclusivity.thing = r.right_slug AND exclusivity.which = 'exclusive_ends'
          LEFT JOIN term_end AS starts ON starts.family = 'right'
            AND starts.thing = r.right_slug AND starts.which = 'starts'
          GROUP BY r.right_slug
          UNION ALL
          SELECT name.slug, \(later("kind")), \(later("grantor")), \(later("grantee")),
            coalesce(\(later("scope")), '[]'), coalesce(\(later("exclusions")), '[]'),
            coalesce(\(later("exceptions")), '[]'), coalesce(\(later("constraints")), '[]'),
            \(later("exclusive")), NULL, '[]', 'pending', NULL, '[]', NULL, NULL, NULL, NULL,
            event.effective, NULL, json_array(event.seq),
            event.seq, event.stream, event.effective, event.effective_earliest,
            event.effective_latest, event.status, coalesce(json_array_length(event.sources), 0),
            event.sources ->> '$[0].title'
          FROM clock
          JOIN name ON name.noun = 'right' AND name.event <= clock.known_at
          JOIN claim ON claim.key = 'right:' || name.slug || '/granted'
            AND claim.firm > 0
            AND claim.effective_earliest > clock.as_of
            AND claim.effective_earliest <> '?'
            AND claim.id >> \(itemBits) <= clock.known_at
            AND coalesce(claim.withdrawn_by > clock.known_at, 1)
          JOIN event ON event.seq = claim.id >> \(itemBits)
          WHERE name.slug NOT IN (SELECT right_slug FROM right_term)
          GROUP BY name.slug
          """),
    ])

  private static func term(_ name: String) -> String {
    "max(value) FILTER (WHERE aspect = '#\(name)') AS \(name)"
  }

  private static func act(_ name: String) -> String {
    """
    max(event) FILTER (WHERE aspect = '/\(name)') AS \(name)_event,
      max(effective_earliest) FILTER (WHERE aspect = '/\(name)') AS \(name)_earliest,
      max(effective) FILTER (WHERE aspect = '/\(name)') AS \(name)_on
    """
  }

  /// A term of a right whose grant holds only after the as-of day.
  private static func later(_ name: String) -> String {
    """
    (
              SELECT later.value
              FROM claim AS later
              WHERE later.key = 'right:' || name.slug || '#\(name)' AND later.id = claim.id - 131072
                + (later.id & 131071)
            )
    """
  }
}
