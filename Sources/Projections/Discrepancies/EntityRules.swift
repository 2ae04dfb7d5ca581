import Events

// Rules over who and what facts name: what names itself, what began later, what is nowhere recorded.

extension DiscrepancyRule {
  /// The fields of events that name two sides.
  private static let sides = [
    ("investor", "issuer"), ("holder", "issuer"), ("buyer", "supplier"), ("grantor", "grantee"),
    ("payer", "payee"), ("from", "to"), ("entity", "successor"), ("lender", "borrower"),
    ("holder", "writer"), ("person", "entity"),
  ]

  /// The types of events that have both fields. The sides of an option are its holder and its writer: whose
  /// shares it is on may be either, as where a company may buy its own. And it may hold its own, which is
  /// told on some basis.
  private static func types(with one: String, _ other: String) -> String {
    Catalogue.types
      .filter { $0.shape.field(one) != nil && $0.shape.field(other) != nil }
      .filter { type in
        other != "issuer" || ["writer", "basis"].allSatisfy { type.shape.field($0) == nil }
      }
      .map { "'\($0.type)'" }.joined(separator: ", ")
  }

  /// The branches of a CASE that gives the entity which stands on both sides of an event.
  private static var bothSides: String {
    let branches = sides.map { one, other -> String in
      let isOne = "event.data ->> '\(one)' = event.data ->> '\(other)'"
      return
        "WHEN event.type IN (\(types(with: one, other))) AND \(isOne) THEN event.data ->> '\(one)'"
    }
    return branches.joined(separator: "\n            ")
  }

  /// An event that names one entity on both sides; a recapitalization is of one entity.
  static let selfReference = DiscrepancyRule(
    "self-reference", .error,
    "Event {event} ({type}, {effective}) names {entity} on both sides.",
    together: """
      These events name one entity on both sides: <alike|; |{event} ({type}, {effective}): \
      {entity}>.
      """,
    sql: """
      SELECT event.stream || '/' || event.seq AS subject,
        json_object(
          'event', event.seq, 'type', event.type, 'effective', event.effective, 'entity', entity)
          AS details,
        json_array(event.seq) AS events
      FROM (
        SELECT event.*,
          CASE
            \(bothSides)
          END AS entity
        FROM x_clock AS clock
        JOIN event ON event.seq <= clock.known_at
        WHERE event.effective_earliest <= clock.as_of
        AND event.status <> 'denied'
        AND \(FactWords.isNotWithdrawn("event"))
      ) AS event
      WHERE entity IS NOT NULL
      AND coalesce(event.data ->> 'form', '') <> 'recapitalization'
      """)

  /// Over how many stakes one entity's way to another is followed: a ledger in which everybody holds a
  /// stake in the next would have as many ways as the square of its entities.
  private static let longestWay = 32

  /// Entities of which each holds a stake in the next, round in a circle: shares of the whole cannot
  /// be had by multiplying them. A circle of more than ``longestWay`` entities is not seen.
  static let ownershipCircle = DiscrepancyRule(
    "ownership-circle", .warning,
    "Ownership runs in a circle: each of {holders} holds a stake in another of them.",
    sql: """
      WITH RECURSIVE edge (holder, issuer, event) AS MATERIALIZED (
        SELECT holder, issuer, event FROM held WHERE holder <> issuer
      ),
      -- Whom nobody holds, and who holds nobody, is in no circle.
      inner_edge AS MATERIALIZED (
        SELECT *
        FROM edge
        WHERE holder IN (SELECT issuer FROM edge)
        AND issuer IN (SELECT holder FROM edge)
      ),
      -- Whom one reaches, and over how many stakes.
      reach (first, at, steps) AS (
        SELECT holder, issuer, 1 FROM inner_edge
        UNION
        SELECT reach.first, inner_edge.issuer, reach.steps + 1
        FROM reach
        JOIN inner_edge ON inner_edge.holder = reach.at
        WHERE reach.at <> reach.first
        AND reach.steps < \(longestWay)
      ),
      way AS MATERIALIZED (
        SELECT DISTINCT first, at FROM reach
      ),
      -- Who reach each other are one circle, under the name that comes first.
      circle AS MATERIALIZED (
        SELECT out.first AS entity, min(out.at) AS name
        FROM way AS out
        JOIN way AS back ON back.first = out.at AND back.at = out.first
        GROUP BY out.first
      )
      SELECT group_concat(entity, '/') AS subject,
        json_object('holders', json_group_array(entity)) AS details,
        json_group_array(json(events)) AS events
      FROM (
        SELECT entity, name, json_group_array(inner_edge.event) AS events
        FROM circle
        JOIN inner_edge ON inner_edge.holder = circle.entity
        JOIN way ON way.first = inner_edge.issuer AND way.at = circle.entity
        GROUP BY entity
        ORDER BY entity
      )
      GROUP BY name
      """)

  /// What is said to have happened in a partnership, or of an entity, before it began. The events of
  /// one type and day are one finding. Shares, values and offices are no acts of partners: they were there before.
  static let beforeTheBeginning = DiscrepancyRule(
    "before-the-beginning", .warning,
    "The {what} {thing} began later ({since}) than what is told of it ({effective}): <events|; |{headline}>.",
    sql: """
      WITH begun AS MATERIALIZED (
        SELECT claim_key.family AS what, claim_key.part1 AS thing, event.effective AS since,
          min(claim.effective_earliest) AS day, event.seq AS start
        FROM x_clock AS clock
        JOIN x_claim_key AS claim_key ON claim_key.family IN ('entity', 'partnership')
          AND claim_key.aspect IN ('#kind', '')
        -- What was there by some day may have begun long before.
        JOIN x_claim AS claim ON claim.key = claim_key.key AND claim.firm = 3 AND claim.dated
        JOIN event ON event.seq = claim.id >> \(Projection.itemBits)
        WHERE \(Projection.isLive("claim"))
        GROUP BY claim_key.family, claim_key.part1
      ),
      early AS MATERIALIZED (
        SELECT begun.*, event.seq, event.type, event.effective_earliest
        FROM begun
        CROSS JOIN event ON event.stream = begun.thing AND event.effective_latest < begun.day
        WHERE begun.what = 'partnership'
        UNION
        SELECT begun.*, event.seq, event.type, event.effective_earliest
        FROM event
        CROSS JOIN json_each(event.data) AS named ON named.key IN (\(entityFields))
        CROSS JOIN begun ON begun.what = 'entity'
          AND begun.thing = named.atom
          AND event.effective_latest < begun.day
        WHERE event.effective_latest < (SELECT max(day) FROM begun WHERE what = 'entity')
      )
      SELECT what || '/' || thing || '/' || replace(\(FactWords.slug("type")), '.', '-') || '/'
          || effective_earliest AS subject,
        json_object(
          'what', what, 'thing', thing, 'since', since, 'effective', effective,
          'events', json_group_array(
            json_object('headline', headline, 'type', type, 'details', json(said)))) AS details,
        json_array(json_group_array(seq), start) AS events
      FROM (
        SELECT early.*, events.effective, events.headline, events.details AS said
        FROM x_clock AS clock, early
        JOIN events ON events.event = early.seq
        WHERE early.seq <= clock.known_at
        AND early.effective_earliest <= clock.as_of
        AND events.status <> 'denied'
        AND early.type NOT LIKE 'event.%'
        AND early.type NOT IN ('note.recorded', 'entity.registered', 'partnership.formed')
        AND (early.what = 'entity' OR early.type NOT IN (\(circumstances)))
        AND \(FactWords.isNotWithdrawn("early"))
        ORDER BY early.what, early.thing, early.type, early.effective_earliest, early.seq
      )
      GROUP BY what, thing, type, effective_earliest
      """)

  /// The types of events that tell how things stood, whoever was a partner of whom.
  private static let circumstances = [
    StakeReported.type, StakeEnded.type, ValuationReported.type, OfficeTaken.type, OfficeLeft.type,
  ].map { "'\($0)'" }.joined(separator: ", ")

  /// The fields that name an entity.
  private static var entityFields: String {
    let fields = Catalogue.types.flatMap { $0.shape.fields }
    let names = fields.filter { if case .slug(.entity) = $0.type { true } else { false } }.map(
      \.name)
    return Set(names).sorted().map { "'\($0)'" }.joined(separator: ", ")
  }

  /// Entities whose names look alike, or that have one identifier, and of which none succeeded the
  /// other.
  static let sameEntity = DiscrepancyRule(
    "same-entity", .warning,
    """
    [{?lei}One identifier is told of|These names look alike:] {slugs}[ and {more} more]: they may be \
    one entity.
    """,
    together: """
      Each of these may be one entity: <alike|; |{slugs}[ and {more} more] ([{?lei}one \
      identifier|names that look alike])>.
      """,
    sql: """
      WITH called AS MATERIALIZED (
        SELECT likeness.form, likeness.entity, likeness.event,
          \(Fragments.heir(of: "likeness.entity")) AS current
        FROM x_likeness AS likeness
        \(Fragments.joinHeirs)
        JOIN x_counted AS counted ON counted.key IN (
            'entity:' || likeness.entity || iif(likeness.form GLOB 'id:*', '#lei', '#name'),
            'entity:' || likeness.entity || iif(likeness.form GLOB 'id:*', '#ids', '#name')
          )
          AND counted.id >> \(Projection.itemBits) = likeness.event
        WHERE likeness.form IN (
          SELECT form FROM x_likeness AS likeness GROUP BY form HAVING min(entity) < max(entity)
        )
      )
      SELECT iif(form GLOB 'id:*', 'identifier/', 'name/')
          || group_concat(entity, '/') FILTER (WHERE place <= 8) AS subject,
        json_object(
          'lei', iif(form GLOB 'id:*', 1, NULL), 'more', nullif(max(0, count(*) - 8), 0),
          'slugs', json_group_array(entity) FILTER (WHERE place <= 8)) AS details,
        json_group_array(event) FILTER (WHERE place <= 8) AS events
      FROM (
        SELECT *, row_number() OVER (PARTITION BY form ORDER BY entity, event) AS place
        FROM called
        ORDER BY form, entity
      )
      GROUP BY form
      HAVING min(current) < max(current)
      """)

  /// An agreement in which facts are said to stand, and of which nobody says that it was signed.
  static let neverSigned = DiscrepancyRule(
    "never-signed", .warning,
    "The agreement {thing} is named, and nothing tells that it was signed.",
    together: """
      These agreements are named, and nothing tells that they were signed: <alike|; |{thing}>.
      """,
    sql: """
      SELECT agreement AS subject, json_object('thing', agreement) AS details,
        json_group_array(seq) AS events
      FROM (
        SELECT event.data ->> 'agreement' AS agreement, event.seq
        FROM x_clock AS clock
        JOIN event ON event.seq <= clock.known_at
        WHERE event.data ->> 'agreement' IS NOT NULL
        AND event.effective_earliest <= clock.as_of
        AND event.status <> 'denied'
        AND \(FactWords.isNotWithdrawn("event"))
        ORDER BY event.seq
      )
      WHERE NOT EXISTS (
        SELECT 1
        FROM x_clock AS clock
        JOIN x_claim AS claim ON claim.key = 'agreement:' || agreement || '#kind'
        WHERE claim.firm > 0
        AND \(Projection.isKnown("claim"))
      )
      GROUP BY agreement
      """)
}
