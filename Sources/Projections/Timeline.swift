import Events

extension Projection {
  /// What happened, a line an event, in the order of the world.
  static let timeline = Projection(
    name: "timeline", version: 2,
    views: [
      .contract(
        "timeline", "event that is not withdrawn, with a one-line headline",
        .state(topic: .timeline, otherwise: "its rows are events, which `log` and `show` tell"),
        order: "effective_earliest, substr(effective, 1, 2) <> '..', event",
        [
          .event("event", "its seq"),
          .text("stream", "the stream in which it stands").aside,
          .text("effective", "when it holds, as stated"),
          .text("effective_earliest", "first day that can mean").aside,
          .text("effective_latest", "last day that can mean").aside,
          .whole("pending", "1 when it begins after the as-of day"),
          .text("type", "what kind of event it is"),
          .text("headline", "what it says, in a line"),
          .text("status", "confirmed, reported, estimated, rumoured, denied"),
          .whole("sources", "number of sources").aside,
          .text("source", "title of the best source").aside,
          .text("recorded_at", "when it was recorded, UTC"),
          .json("details", "the values that its headline names; NULL when erased").aside,
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
