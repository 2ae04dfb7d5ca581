import Events
import GRDB

/// A fact at one reading of the two clocks: the claim about it that counts.
public struct Fact: Sendable, Equatable {
  /// What it is about, such as `stake:microsoft/openai-group/as_converted/`.
  public let key: String
  /// The value, as stated.
  public let stated: String?
  /// Currency or unit of the value.
  public let unit: String?
  /// The low end, in minor units, parts per billion or thousandths.
  public let low: Int64?
  /// The high end; nil where it is open.
  public let high: Int64?
  /// seq of the event that says it.
  public let event: Seq
  /// The first day that its date can mean.
  public let effectiveEarliest: String
  /// The last day that its date can mean.
  public let effectiveLatest: String
  /// How sure it is: confirmed, reported, estimated or rumoured.
  public let status: String
}

extension Reading {
  /// The facts that the events of a stream speak of, in order of their keys, whoever says what counts.
  ///
  /// It asks for single keys, so that its cost depends neither on the length of the ledger nor on
  /// that of the keys' histories, and it reads claims alone, which lie together where events of
  /// one stream do not; nothing is made for the session.
  public func facts(of stream: String, _ clock: Clock = .today) throws -> [Fact] {
    let rows = try Row.fetchCursor(
      database.cachedStatement(sql: Self.factsOfStream),
      arguments: [
        "stream": stream, "as_of": clock.asOf?.description, "known_at": clock.knownAt ?? .max,
      ])
    var facts: [Fact] = []
    while let row = try rows.next() {
      facts.append(
        Fact(
          key: row[0], stated: row[1], unit: row[2], low: row[3], high: row[4], event: row[5],
          effectiveEarliest: row[6], effectiveLatest: row[7], status: row[8]))
    }
    return facts
  }

  /// The view `counted` under a clock of its own: a statement that is prepared once.
  private static let factsOfStream = """
    WITH clock (as_of, known_at) AS (SELECT coalesce(:as_of, date('now')), :known_at),
    counted AS (
      \(Projection.counted.sql)
    )
    SELECT counted.key, \(Projection.stated("counted")), counted.unit, counted.low, counted.high,
      counted.id >> \(Projection.itemBits), counted.effective_earliest, counted.effective_latest,
      \(Projection.status("counted"))
    FROM (
      SELECT DISTINCT claim.key
      FROM event AS mine
      JOIN claim ON claim.id BETWEEN mine.seq << \(Projection.itemBits)
        AND (mine.seq << \(Projection.itemBits)) + \((1 << Projection.itemBits) - 1)
      WHERE mine.stream = :stream
    ) AS mine
    CROSS JOIN counted ON counted.key = mine.key
    ORDER BY counted.key
    """
}
