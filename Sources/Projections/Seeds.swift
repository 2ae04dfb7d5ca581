import EventLog
import Events
import GRDB

extension Reading {
  /// From what a reading begins that reads only what bears on it.
  public struct Seeds: Sendable {
    /// Streams, with all that their events name.
    public var streams: Set<String>
    /// Slugs, as if such streams named them.
    public var slugs: Set<String>
    /// Events, with their streams and all that they name.
    public var events: Set<Seq>

    /// Begins with these.
    public init(streams: [String] = [], slugs: [String] = [], events: [Seq] = []) {
      self.streams = Set(streams)
      self.slugs = Set(slugs)
      self.events = Set(events)
    }
  }

  /// The streams of events that are no partnership's, such as entities.
  public static let reserved = Set(
    Catalogue.types.compactMap { type in
      if case .reserved(let stream) = type.shape.stream { stream } else { nil }
    }
  ).sorted()

  /// The streams that name a slug of any kind; of a partnership's slug its own.
  public func streams(naming slug: String) throws -> [String] {
    try String.fetchAll(
      database,
      sql: """
        SELECT stream FROM x_mention WHERE slug = ?1
        UNION
        SELECT stream FROM event WHERE stream = ?1 AND version = 1
        """, arguments: [slug])
  }

  /// Whether something has that slug.
  public func isName(_ slug: String) throws -> Bool {
    try noun(of: slug) != nil
  }

  /// What has that slug.
  public func noun(of slug: String) throws -> Noun? {
    try String.fetchOne(
      database, sql: "SELECT noun FROM x_name AS name WHERE slug = ?", arguments: [slug]
    )
    .flatMap(Noun.init)
  }

  /// The partnerships in whose streams these events stand.
  public func streams(of events: [Seq]) throws -> Set<String> {
    let streams = try String.fetchSet(
      database,
      sql: "SELECT stream FROM event WHERE seq IN (SELECT value FROM json_each(?))",
      arguments: [JSON.array(events.map(JSON.integer)).canonical])
    return streams.subtracting(Self.reserved)
  }

  /// Whether what follows from these events is all near them.
  ///
  /// An exchange rate is not: it ties together amounts wherever they are.
  public func isBounded(_ events: ClosedRange<Seq>) throws -> Bool {
    try Row.fetchOne(
      database,
      sql: """
        SELECT 1
        FROM event
        LEFT JOIN event AS target ON target.id = event.data ->> 'event'
        WHERE event.seq BETWEEN :first AND :last
        AND 'fx_rate.recorded' IN (event.type, target.type)
        LIMIT 1
        """, arguments: ["first": events.lowerBound, "last": events.upperBound]) == nil
  }
}
