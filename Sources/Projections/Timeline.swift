import Events

extension Projection {
  /// What happened, a line an event, in the order of the world.
  static let timeline = Projection(
    name: "timeline", version: 1,
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
        ],
        sql: """
          SELECT event, stream, effective, effective_earliest, effective_latest, pending, type,
            headline,
            status, sources, source, recorded_at
          FROM events
          WHERE withdrawn_by IS NULL
          """)
    ])
}

/// A headline's template as SQL: `{field}` is the field's text, `[ … ]` stands where it is known.
struct Headline {
  private let sql: String

  /// The branch of a CASE over the types, from the columns of `event`.
  static func sql(of type: any Event.Type) -> String {
    "WHEN '\(type.type)' THEN \(Headline(type.shape).sql)"
  }

  private init(_ shape: Shape) {
    var pieces: [String] = []
    var rest = shape.headline[...]
    while let open = rest.first {
      if open == "[", let close = rest.firstIndex(of: "]") {
        let inner = Self.pieces(rest[rest.index(after: rest.startIndex)..<close], shape)
        pieces.append("coalesce(\(inner.joined(separator: " || ")), '')")
        rest = rest[rest.index(after: close)...]
      } else {
        let plain = rest.prefix { $0 != "[" }
        pieces += Self.pieces(plain, shape)
        rest = rest.dropFirst(plain.count)
      }
    }
    sql = pieces.joined(separator: " || ")
  }

  private static func pieces(_ text: Substring, _ shape: Shape) -> [String] {
    var pieces: [String] = []
    var rest = text
    while !rest.isEmpty {
      if rest.first == "{", let close = rest.firstIndex(of: "}") {
        pieces.append(value(of: String(rest[rest.index(after: rest.startIndex)..<close]), shape))
        rest = rest[rest.index(after: close)...]
      } else {
        let plain = rest.prefix { $0 != "{" }
        pieces.append(
          "'\(plain.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
        )
        rest = rest.dropFirst(plain.count)
      }
    }
    return pieces
  }

  private static func value(of name: String, _ shape: Shape) -> String {
    guard let field = shape.field(name) else {
      preconditionFailure("a headline names '\(name)', which is no field")
    }
    switch field.type {
    case .money, .percent, .quantity, .period, .date, .rate:
      return "(event.data ->> '$.\(name).text')"
    case .list:
      return """
        (
          SELECT group_concat(coalesce(iif(item.type = 'object', item.value ->> '$.text', NULL), item.value), ', ')
          FROM json_each(event.data, '$.\(name)') AS item
        )
        """
    default:
      return "(event.data ->> '$.\(name)')"
    }
  }
}
