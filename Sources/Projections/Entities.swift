import Events

extension Projection {
  /// Who there is, under which name, and what became of them.
  static let entities = Projection(
    name: "entities", version: 4,
    views: [
      .step(
        "x_successor",
        "entity that was succeeded: the one that stands for it in the end, and all on the way",
        lookups: ["entity"],
        sql: """
          WITH RECURSIVE step (entity, next, depth) AS (
            SELECT fact.part1, fact.data ->> 'successor', 1
            FROM x_fact AS fact
            WHERE fact.family = 'entity' AND fact.aspect = '/succeeded'
            UNION ALL
            SELECT step.entity, fact.data ->> 'successor', step.depth + 1
            FROM step
            JOIN x_fact AS fact ON fact.family = 'entity' AND fact.aspect = '/succeeded'
              AND fact.part1 = step.next
            WHERE step.depth < 32
          )
          SELECT entity, next AS current, max(depth) AS depth,
            json_group_array(next) AS way
          FROM step
          GROUP BY entity
          """),
      .contract(
        "entities", "registered entity, under its current name",
        .state(
          comparison: 20, claims: [.entity], otherwise: "a report calls entities by their names"),
        parties: ["entity"],
        [
          .text("entity", "its slug"),
          .text("name", "the name it has on the as-of day"),
          .text("kind", "company, nonprofit, fund, trust, government, person, group"),
          .text("jurisdiction", "where it is incorporated"),
          .text("lei", "legal entity identifier (ISO 17442)"),
          .text("successor", "who succeeded it"),
          .text("current", "who stands for it now: itself, or its last successor"),
          .text("succeeded_on", "when it was succeeded, as stated"),
          .event("event", "seq of the event that gives its name"),
          .json("ids", "its numbers in registers, as scheme:number"),
        ],
        sql: """
          SELECT entity, name, kind, jurisdiction,
            coalesce(
              lei,
              (SELECT value ->> '$.id' FROM json_each(ids) WHERE value ->> '$.scheme' = 'lei')),
            successor,
            coalesce((SELECT current FROM x_successor AS heir WHERE heir.entity = known.entity), entity),
            succeeded_on, event,
            (SELECT json_group_array(value ->> '$.text') FROM json_each(coalesce(ids, '[]')))
          FROM (
            SELECT part1 AS entity,
              \(["name", "kind", "jurisdiction", "lei", "ids"].map { Fragments.term($0) }
                .joined(separator: ",\n              ")),
              max(data ->> 'successor') FILTER (WHERE aspect = '/succeeded') AS successor,
              max(effective) FILTER (WHERE aspect = '/succeeded') AS succeeded_on,
              max(event) FILTER (WHERE aspect = '#name') AS event
            FROM x_fact
            WHERE family = 'entity'
            GROUP BY part1
          ) AS known
          """),
    ])
}

extension Projection {
  /// The partnerships, whose slugs name the streams.
  static let partnerships = Projection(
    name: "partnerships", version: 3,
    views: [
      .contract(
        "partnerships", "partnership",
        .state(
          comparison: 10, claims: [.partnership], otherwise: "a report has their names as its title"
        ),
        [
          .text("partnership", "its slug, and the stream of its events"),
          .text("name", "what it is called"),
          .json("parties", "slugs of its parties"),
          .text("formed", "when it began, as stated"),
          .text("ended", "when it ended, as stated; NULL where it was formed anew since"),
          .text("reason", "why it ended"),
        ] + .common,
        sql: """
          SELECT fact.part1, fact.data ->> 'name', fact.data -> 'parties', fact.effective,
            ended.effective, ended.data ->> 'reason', \(Fragments.common("fact"))
          FROM x_fact AS fact
          \(Fragments.joinEvent("ended", key: "fact.key || '/ended'"))
            AND ended.effective_latest >= fact.effective_earliest
          WHERE fact.family = 'partnership' AND fact.aspect = ''
          """),
      .step(
        "x_partnership_party", "partnership and one of its parties, former and current",
        lookups: ["partnership, entity"],
        sql: """
          SELECT partnerships.partnership, party.value AS entity
          FROM partnerships, json_each(partnerships.parties) AS party
          UNION
          SELECT partnerships.partnership, successor.current
          FROM partnerships, json_each(partnerships.parties) AS party
          JOIN x_successor AS successor ON successor.entity = party.value
          """),
    ])

  /// The contracts and letters in which facts stand.
  ///
  /// An agreement ends when it is terminated, unless it is signed anew since, or when its term is over:
  /// the last day of a stretch of the calendar, or as long after its signing. What stands in it ends
  /// with it, unless it is said to survive; only what is itself no more than rumoured ends with a
  /// rumour.
  static let agreements = Projection(
    name: "agreements", version: 4,
    views: [
      .step(
        "x_agreement_end",
        "agreement: the day on which it is terminated, or the last one of its term",
        lookups: ["agreement"],
        sql: """
          -- What goes on unless notice is given has its next end ahead, until a termination is told.
          SELECT agreement, way,
            CASE
              WHEN way = 'termination' THEN ended_on
              WHEN step IS NULL OR term_day >= clock.as_of THEN term_day
              ELSE (
                SELECT min(day)
                FROM (
                  SELECT date(term_day, '+' || (whole.value * step) || unit) AS day
                  FROM json_each(json_array(passed / step, passed / step + 1)) AS whole
                )
                WHERE day >= clock.as_of
              )
            END AS day,
            way = 'termination' OR NOT automatic AND term_day < clock.as_of AS is_over,
            iif(way = 'term', term_event, terminated_by) AS event,
            iif(way = 'term', term_firm, ended_firm) AS firm, terminated_by
          FROM x_clock AS clock, (
            SELECT *,
              iif(automatic, coalesce(period ->> '$.months', period ->> '$.days'), NULL) AS step,
              iif(period ->> '$.months' IS NULL, ' days', ' months') AS unit,
              CASE
                WHEN period ->> '$.months' IS NULL
                  THEN CAST(julianday(clock.as_of) - julianday(term_day) AS INTEGER)
                ELSE (substr(clock.as_of, 1, 4) - substr(term_day, 1, 4)) * 12
                  + substr(clock.as_of, 6, 2) - substr(term_day, 6, 2)
              END AS passed,
              CASE
                WHEN terminated_by IS NOT NULL AND (automatic OR ended_on <= coalesce(term_day, ended_on))
                  THEN 'termination'
                WHEN term_day IS NOT NULL THEN 'term'
              END AS way
            FROM x_clock AS clock, (
              -- Whether it was signed anew since, and the last day of its term.
              SELECT agreement, ended_on, ended_firm, term_event, term_firm, period,
                coalesce(automatic, 0) AS automatic,
                iif((signed_on, signed_dated) > (ended_on, ended_dated), NULL, ended_event) AS terminated_by,
                coalesce(
                  term ->> '$.latest', date(term_from, '+' || (term ->> '$.months') || ' months', '-1 day'),
                  date(term_from, '+' || (term ->> '$.days') || ' days', '-1 day')) AS term_day
              FROM (
                SELECT part1 AS agreement,
                  max(effective_earliest) FILTER (WHERE aspect = '/terminated') AS ended_on,
                  max(dated) FILTER (WHERE aspect = '/terminated') AS ended_dated,
                  max(firm) FILTER (WHERE aspect = '/terminated') AS ended_firm,
                  max(id >> \(itemBits)) FILTER (WHERE aspect = '/terminated') AS ended_event,
                  max(effective_earliest) FILTER (WHERE aspect = '#kind') AS signed_on,
                  max(dated) FILTER (WHERE aspect = '#kind') AS signed_dated,
                  max(value) FILTER (WHERE aspect = '#term') AS term,
                  max(value) FILTER (WHERE aspect = '#renewal.automatic') AS automatic,
                  max(value) FILTER (WHERE aspect = '#renewal.period') AS period,
                  max(effective_latest) FILTER (WHERE aspect = '#term') AS term_from,
                  max(firm) FILTER (WHERE aspect = '#term') AS term_firm,
                  max(id >> \(itemBits)) FILTER (WHERE aspect = '#term') AS term_event
                FROM x_counted
                WHERE family = 'agreement'
                AND aspect IN (
                  '/terminated', '#kind', '#term', '#renewal.automatic', '#renewal.period')
                GROUP BY part1
              )
            )
          )
          WHERE way IS NOT NULL
          """),
      .contract(
        "agreements", "agreement, signed or only named as amended or terminated",
        .everywhere(30, .agreements, claims: [.agreement, .agreementAmendment, .assignment]),
        [
          .text("agreement", "its slug"),
          .text("kind", "loi, mou, definitive"),
          .json("parties", "slugs of its parties"),
          .whole("binding", "1 when it binds"),
          .text("summary", "what it is about"),
          .text("signed", "when it was signed, as stated"),
          .whole("amendments", "how often it was amended"),
          .text("amended", "when it was last amended, as stated"),
          .text(
            "terminated", "when it was terminated, as stated; NULL where it was signed anew since"),
          .text("reason", "why it was terminated"),
        ] + .common + [
          .text("term", "over which time it runs, as stated"),
          .text("ends_on", "the day of its termination, or the last one of its term"),
          .text("ended_by", "termination, term; NULL: it has not ended"),
          .whole("renews", "1 where it goes on unless notice is given"),
          .text("renewal_period", "for how long each time, as stated"),
          .text("notice", "how long before its end notice must be given, as stated"),
          .text("notice_by", "the last day for that notice"),
          .text("governing_law", "under whose law it stands"),
          .text("value_stated", "what it is said to be worth"),
        ],
        sql: """
          SELECT known.part1,
            (SELECT value FROM x_counted WHERE key = 'agreement:' || known.part1 || '#kind'),
            (
              SELECT json_group_array(coalesce(assigned.data ->> 'to', party.value))
              FROM json_each(
                (SELECT value FROM x_counted WHERE key = 'agreement:' || known.part1 || '#parties')
              ) AS party
              \(Fragments.joinEvent(
                "assigned", key: "'assignment:' || known.part1 || '/' || party.value"))
            ),
            (SELECT value FROM x_counted WHERE key = 'agreement:' || known.part1 || '#binding'),
            (SELECT value FROM x_counted WHERE key = 'agreement:' || known.part1 || '#summary'),
            signed.effective,
            (
              SELECT count(*)
              FROM x_counted AS counted
              WHERE counted.family = 'agreement_amendment' AND counted.part1 = known.part1
            ),
            (
              SELECT fact.effective
              FROM x_fact AS fact
              WHERE fact.family = 'agreement_amendment' AND fact.part1 = known.part1
              ORDER BY fact.effective_earliest DESC
              LIMIT 1
            ),
            ended.effective, ended.data ->> 'reason', \(Fragments.common("last")),
            (
              SELECT value ->> '$.text'
              FROM x_counted AS counted
              WHERE key = 'agreement:' || known.part1 || '#term'
            ),
            finish.day, iif(finish.is_over, finish.way, NULL), automatic.value,
            period.value ->> '$.text', notice.value ->> '$.text',
            date(
              finish.day,
              coalesce(
                '-' || (notice.value ->> '$.months') || ' months',
                '-' || (notice.value ->> '$.days') || ' days')),
            law.value, worth.value ->> '$.text'
          FROM (
            SELECT part1, max(id) AS id
            FROM x_counted AS counted
            WHERE family IN ('agreement', 'agreement_amendment', 'assignment')
            GROUP BY part1
          ) AS known
          JOIN x_fact AS last ON last.family IN ('agreement', 'agreement_amendment', 'assignment')
            AND last.part1 = known.part1 AND last.id = known.id
          \(Fragments.joinEvent("signed", key: "'agreement:' || known.part1 || '#kind'"))
          LEFT JOIN x_agreement_end AS finish ON finish.agreement = known.part1
          \([
            ("automatic", "renewal.automatic"), ("period", "renewal.period"),
            ("notice", "renewal.notice"), ("law", "governing_law"), ("worth", "value"),
          ].map { Fragments.joinClaim($0, key: "'agreement:' || known.part1 || '#\($1)'") }
            .joined(separator: "\n"))
          LEFT JOIN event AS ended ON ended.seq = finish.terminated_by
          """),
    ])
}
