import Events

extension Projection {
  /// What happened, a line an event, in the order of the world.
  static let timeline = Projection(
    name: "timeline", version: 2,
    views: [
      .contract(
        "timeline", "event that is not withdrawn, with a one-line headline",
        order: "effective_earliest, substr(effective, 1, 2) <> '..', event",
        [
          .plain("event", "its seq"),
          .plain("stream", "the stream in which it stands"),
          .plain("effective", "when it holds, as stated"),
          .plain("effective_earliest", "first day that can mean"),
          .plain("effective_latest", "last day that can mean"),
          .plain("pending", "1 when it begins after the as-of day"),
          .plain("type", "what kind of event it is"),
          .plain("headline", "what it says, in a line"),
          .plain("status", "confirmed, reported, estimated, rumoured, denied"),
          .plain("sources", "number of sources"),
          .plain("source", "title of the best source"),
          .plain("recorded_at", "when it was recorded, UTC"),
          .json("details", "the values that its headline names; NULL when erased"),
        ],
        sql: """
          SELECT event, stream, effective, effective_earliest, effective_latest, pending, type,
            headline,
            status, sources, source, recorded_at, details
          FROM events
          WHERE withdrawn_by IS NULL
          """)
    ])
}
