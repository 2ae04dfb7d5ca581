import Events

extension Projection {
  /// The log as rows: events, their sources, notes, and every claim with why it counts or not.
  static let log = Projection(
    name: "log", version: 9,
    views: [
      .contract(
        "events", "event, withdrawn or not", .query(otherwise: "`log` and `show` tell events"),
        order: "event",
        [
          .event("event", "its seq"),
          .text("id", "its UUID"),
          .text("stream", "the stream in which it stands").aside,
          .whole("version", "its place in the stream"),
          .text("type", "what kind of event it is"),
          .text("effective", "when it holds, as stated"),
          .text("effective_earliest", "first day that can mean").aside,
          .text("effective_latest", "last day that can mean").aside,
          .text("recorded_at", "when it was recorded, UTC"),
          .text("status", "confirmed, reported, estimated, rumoured, denied"),
          .json("data", "what it says; NULL when erased"),
          .whole("sources", "number of sources").aside,
          .text("source", "title of the best source").aside,
          .text("actor", "who recorded it"),
          .text("note", "why it was recorded"),
          .text("correlation_id", "what it belongs with"),
          .text("causation_id", "what made it"),
          .whole("pending", "1 when it begins after the as-of day"),
          .whole("withdrawn_by", "seq of the event that withdrew it"),
          .text("headline", "what it says, in a line of at most 200 characters"),
          .json("details", "the values that its headline names; NULL when erased").aside,
        ],
        sql: """
          SELECT event.seq, event.id, event.stream, event.version, event.type, event.effective,
            event.effective_earliest, event.effective_latest, event.recorded_at, event.status,
            event.data, coalesce(json_array_length(event.sources), 0),
            (
              SELECT source.value ->> 'title'
              FROM json_each(event.sources) AS source
              ORDER BY \(sourceRank("source.value")), source.key
              LIMIT 1
            ),
            event.actor, event.note, event.correlation_id, event.causation_id,
            coalesce(event.effective_earliest > clock.as_of, 0),
            (
              SELECT withdrawal.withdrawn_by
              FROM x_withdrawal AS withdrawal
              WHERE withdrawal.event = event.seq
              AND withdrawal.withdrawn_by <= clock.known_at
            ),
            substr(
              coalesce(
                CASE CASE WHEN event.data IS NOT NULL THEN event.type END
                  \(Catalogue.types.map { $0.shape.headlineBranch(of: $0.type) }.joined(separator: "\n      "))
                END, event.type || CASE WHEN event.data IS NULL THEN ', erased' ELSE '' END
              ), 1, 200),
            \(Shape.headlineDetails)
          FROM x_clock AS clock
          JOIN event ON event.seq <= clock.known_at
          """),
      .contract(
        "sources", "source of an event",
        .query(otherwise: "every row names its events, and these their sources"),
        key: ["event", "position"],
        order: "event, position",
        [
          .event("event", "seq of the event"),
          .whole("position", "its place among the event's sources, from 1"),
          .text("title", "what it is called"),
          .text("publisher", "who published it"),
          .text("url", "where it can be read"),
          .text("kind", "filing, contract, company, press, other"),
          .text("via", "press, for a filing known only through press"),
          .text("published", "when it was published"),
          .text("retrieved", "when it was read"),
          .text("locator", "where in it the fact stands"),
          .text("file", "what the file of its document was called"),
          .text("sha256", "the SHA-256 of its document, in hex"),
          .whole("bytes", "the document's size; NULL where the ledger has not got it").aside,
        ],
        sql: """
          SELECT event.seq, source.key + 1, source.value ->> 'title',
            source.value ->> 'publisher', source.value ->> 'url', source.value ->> 'kind',
            source.value ->> 'via', source.value ->> 'published', source.value ->> 'retrieved',
            source.value ->> 'locator', source.value ->> 'file', source.value ->> 'sha256',
            length(document.bytes)
          FROM x_clock AS clock
          JOIN event ON event.seq <= clock.known_at
          JOIN json_each(event.sources) AS source
          LEFT JOIN document ON document.sha256 = source.value ->> 'sha256'
          """),
      .contract(
        "notes", "note, whether about an event or not",
        .state(
          comparison: 180, topic: .notes, otherwise: "a note has no figure to explain"),
        key: ["event"], order: "event",
        [.text("text", "the note"), .whole("about", "seq of the event it is about")] + .common
          + [.text("finding", "the finding that it explains and silences")],
        sql: """
          SELECT event.data ->> 'text',
            (SELECT target.seq FROM event AS target WHERE target.id = event.data ->> 'about'),
            event.seq, event.stream, event.effective, event.effective_earliest,
            event.effective_latest, event.status, events.sources, events.source, 0,
            event.data ->> 'finding'
          FROM event
          JOIN events ON events.event = event.seq
          WHERE event.type = 'note.recorded'
          AND event.data IS NOT NULL
          AND events.withdrawn_by IS NULL
          """),
      .contract(
        "claims", "claim: every statement about every fact, and which one counts",
        .query(otherwise: "`why` shows them behind the rows of other views"),
        key: ["key", "event"], order: "key, event",
        [
          .text("family", "what kind of fact: stake, commitment, right …"),
          .text("key", "the fact; equal keys are claims about one fact"),
          .event("event", "seq of the event that makes it"),
          .text("value", "as stated"),
          .text("unit", "currency or unit of the value"),
          .whole("low", "low end, in minor units, parts per billion or thousandths"),
          .whole("high", "high end"),
          .whole("counts", "1 when it is the one that counts"),
          .text("why_not", "why it does not count"),
          .text("effective", "when it holds, as stated"),
          .text("status", "confirmed, reported, estimated, rumoured, denied"),
          .text("source", "title of the best source").aside,
        ],
        sql: """
          \(claims(under: "claim.key", passed: "(\(isPassed) OR \(isOver))", where: "NOT \(isStakeEnd)"))
          UNION ALL
          -- The end of a stake is a claim about each of the holder's stakes that it may end.
          \(claims(
            under: "coalesce(held.key, claim.key)",
            joining: """
              LEFT JOIN x_claim_key AS held ON held.family = 'stake'
                AND held.part1 = claim_key.part1
                AND held.part2 = claim_key.part2
                AND claim_key.part3 IN ('', held.part3)
                AND held.key <> 'stake:' || held.part1 || '/' || held.part2 || '/' || held.part3
              """, passed: isPassed, where: isStakeEnd))
          """),
    ])

  private static let isStakeEnd = """
    (claim_key.family = 'stake'
            AND claim_key.key
              = 'stake:' || claim_key.part1 || '/' || claim_key.part2 || '/' || claim_key.part3)
    """

  private static func claims(
    under key: String, joining: String = "", passed: String, where condition: String
  ) -> String {
    """
    SELECT claim_key.family, \(key), claim.id >> \(itemBits),
            \(stated("claim")),
            claim.unit, claim.low, claim.high,
            claim.id IS counted.id AND NOT \(passed),
            CASE
              WHEN claim.withdrawn_by <= clock.known_at THEN 'withdrawn by ' || claim.withdrawn_by
              WHEN claim.firm = 0 THEN 'denied'
              WHEN claim.effective_earliest = '?' THEN 'undated'
              WHEN claim.effective_earliest > clock.as_of THEN 'holds only later'
              WHEN claim.id IS counted.id AND NOT \(passed) THEN NULL
              WHEN claim.id IS counted.id THEN CASE
                WHEN \(isStakeEnd) THEN 'ends nothing'
                WHEN claim_key.part1 IN (SELECT entity FROM x_successor)
                  OR claim_key.part2 IN (SELECT entity FROM x_successor) THEN 'succeeded'
                ELSE 'ended'
              END
              WHEN claim.firm = 1 AND counted.firm > 1 THEN 'undisclosed'
              WHEN \(isIdle("claim", key: "claim_key")) THEN 'only ' || events.status
              WHEN claim.firm < counted.firm THEN 'less firm'
              WHEN claim.effective_latest < counted.effective_earliest
                OR claim.dated < counted.dated THEN 'earlier'
              WHEN claim.rank >> 3 > counted.rank >> 3 THEN 'weaker status'
              WHEN claim.rank > counted.rank THEN 'weaker source'
              WHEN claim.breadth > counted.breadth THEN 'wider period'
              ELSE 'recorded earlier'
            END,
            events.effective, events.status, events.source
          FROM x_clock AS clock
          JOIN x_claim AS claim ON claim.id >> \(itemBits) <= clock.known_at
          JOIN x_claim_key AS claim_key ON claim_key.key = claim.key
          JOIN events ON events.event = claim.id >> \(itemBits)
          LEFT JOIN x_counted AS counted ON counted.key = claim.key
          \(joining)
          WHERE \(condition)
    """
  }

  /// Whether a claim that counts under its own key does not: a stake ended, or was its issuer's before
  /// a successor; an office is held at a successor by a taking there.
  private static let isPassed = """
    (
              claim_key.family = 'stake'
              AND \(isContended("claim_key"))
              AND claim.id NOT IN (SELECT id FROM x_stake_ranked)
              OR claim_key.family = 'office' AND claim.id NOT IN (SELECT id FROM x_office_taken)
            )
    """

  /// Whether it is a value of a stake that ended.
  private static let isOver =
    "claim_key.family = 'valuation' AND claim.id IN (SELECT id FROM x_valuation_over)"
}
