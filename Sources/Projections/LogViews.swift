import Events

extension Projection {
  /// The log as rows: events, their sources, notes, and every claim with why it counts or not.
  static let log = Projection(
    name: "log", version: 2,
    views: [
      .contract(
        "events", "event, withdrawn or not", order: "event",
        [
          .plain("event", "its seq"),
          .plain("id", "its UUID"),
          .plain("stream", "the stream in which it stands"),
          .plain("version", "its place in the stream"),
          .plain("type", "what kind of event it is"),
          .plain("effective", "when it holds, as stated"),
          .plain("effective_earliest", "first day that can mean"),
          .plain("effective_latest", "last day that can mean"),
          .plain("recorded_at", "when it was recorded, UTC"),
          .plain("status", "confirmed, reported, estimated, rumoured, denied"),
          .json("data", "what it says; NULL when erased"),
          .plain("sources", "number of sources"),
          .plain("source", "title of the best source"),
          .plain("actor", "who recorded it"),
          .plain("note", "why it was recorded"),
          .plain("correlation_id", "what it belongs with"),
          .plain("causation_id", "what made it"),
          .plain("pending", "1 when it begins after the as-of day"),
          .plain("withdrawn_by", "seq of the event that withdrew it"),
          .plain("headline", "what it says, in a line of at most 200 characters"),
          .json("details", "the values that its headline names; NULL when erased"),
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
              FROM withdrawal
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
          FROM clock
          JOIN event ON event.seq <= clock.known_at
          """),
      .contract(
        "sources", "source of an event", key: ["event", "position"],
        order: "event, position",
        [
          .plain("event", "seq of the event"),
          .plain("position", "its place among the event's sources, from 1"),
          .plain("title", "what it is called"),
          .plain("publisher", "who published it"),
          .plain("url", "where it can be read"),
          .plain("kind", "filing, contract, company, press, other"),
          .plain("via", "press, for a filing known only through press"),
          .plain("published", "when it was published"),
          .plain("retrieved", "when it was read"),
          .plain("locator", "where in it the fact stands"),
        ],
        sql: """
          SELECT event.seq, source.key + 1, source.value ->> 'title',
            source.value ->> 'publisher', source.value ->> 'url', source.value ->> 'kind',
            source.value ->> 'via', source.value ->> 'published', source.value ->> 'retrieved',
            source.value ->> 'locator'
          FROM clock
          JOIN event ON event.seq <= clock.known_at
          JOIN json_each(event.sources) AS source
          """),
      .contract(
        "notes", "note, whether about an event or not", key: ["event"], order: "event",
        [.plain("text", "the note"), .plain("about", "seq of the event it is about")] + .common
          + [.plain("finding", "the finding that it explains and silences")],
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
        key: ["key", "event"], order: "key, event",
        [
          .plain("family", "what kind of fact: stake, commitment, right …"),
          .plain("key", "the fact; equal keys are claims about one fact"),
          .plain("event", "seq of the event that makes it"),
          .plain("value", "as stated"),
          .plain("unit", "currency or unit of the value"),
          .plain("low", "low end, in minor units, parts per billion or thousandths"),
          .plain("high", "high end"),
          .plain("counts", "1 when it is the one that counts"),
          .plain("why_not", "why it does not count"),
          .plain("effective", "when it holds, as stated"),
          .plain("status", "confirmed, reported, estimated, rumoured, denied"),
          .plain("source", "title of the best source"),
        ],
        sql: """
          SELECT claim_key.family, claim.key, claim.id >> \(itemBits),
            \(stated("claim")),
            claim.unit, claim.low, claim.high, claim.id IS counted.id,
            CASE
              WHEN claim.withdrawn_by <= clock.known_at THEN 'withdrawn by ' || claim.withdrawn_by
              WHEN claim.firm = 0 THEN 'denied'
              WHEN claim.effective_earliest = '?' THEN 'undated'
              WHEN claim.effective_earliest > clock.as_of THEN 'holds only later'
              WHEN claim.id IS counted.id THEN NULL
              WHEN claim.firm = 1 AND counted.firm > 1 THEN 'undisclosed'
              WHEN claim.firm < counted.firm THEN 'less firm'
              WHEN claim.effective_latest < counted.effective_earliest
                OR claim.dated < counted.dated THEN 'earlier'
              WHEN claim.rank >> 3 > counted.rank >> 3 THEN 'weaker status'
              WHEN claim.rank > counted.rank THEN 'weaker source'
              ELSE 'recorded earlier'
            END,
            events.effective, events.status, events.source
          FROM clock
          JOIN claim ON claim.id >> \(itemBits) <= clock.known_at
          JOIN claim_key ON claim_key.key = claim.key
          JOIN events ON events.event = claim.id >> \(itemBits)
          LEFT JOIN counted ON counted.key = claim.key
          """),
    ])
}
