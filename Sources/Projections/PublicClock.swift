import Events
import GRDB

// The third reading: what was public by a day.
//
// A fact is public from the day on which the earliest of its sources was published; where none of them
// has a day, from the day on which it was recorded. Nothing of this is stored: under such a reading TEMP
// views of the log and the claims stand before the tables of the file, or a copied part is cut down, so
// that every view is computed from what was public, and other readings pay nothing.
//
// - A source that says a month, a quarter or a year was surely public on its last day.
// - What replaces an event in a correction counts as recorded when that event was: corrections apply
//   as they are known now. So events about events are always there.
// - A registration gives a name, and tells a reader nothing: entities are always there. A partnership is
//   there from the first day on which anything of its stream was public, and always where the source of
//   its beginning has no day.

enum PublicClock {
  /// When what was replaced by a correction was recorded, by the seq of what replaces it.
  static let table = "CREATE TABLE temp.replacement (event INTEGER PRIMARY KEY, recorded_on TEXT)"

  /// Reads the corrections: of one of a correction the first event counts.
  static let fill = """
    INSERT INTO temp.replacement
    WITH RECURSIVE correction (event, earlier) AS MATERIALIZED (
      SELECT replacement.seq, corrected.seq
      FROM main.event AS said
      JOIN main.event AS corrected ON corrected.id = said.data ->> 'event'
      JOIN main.event AS replacement ON replacement.id = said.data ->> 'replacement'
      WHERE said.type = '\(EventCorrected.type)'
    ),
    chain (event, earlier) AS (
      SELECT event, earlier FROM correction
      UNION
      SELECT chain.event, correction.earlier
      FROM chain
      JOIN correction ON correction.event = chain.earlier
    )
    SELECT chain.event, substr(min(first.recorded_at), 1, 10)
    FROM chain
    JOIN main.event AS first ON first.seq = chain.earlier
    GROUP BY chain.event
    """

  /// What stands before the log and the claims of the file: that takes a pass over the log, so that each
  /// row is looked at once, whatever is asked.
  static func create(_ day: Day) -> [String] {
    [
      table, fill, "CREATE TABLE temp.hidden (event INTEGER PRIMARY KEY)",
      """
      INSERT INTO temp.hidden
      SELECT event.seq
      FROM main.event AS event
      WHERE NOT \(isPublic("event", by: day))
      """,
      """
      CREATE TEMP VIEW event AS
      SELECT event.*
      FROM main.event AS event
      WHERE event.seq NOT IN (SELECT hidden.event FROM temp.hidden)
      """,
      """
      CREATE TEMP VIEW x_claim AS
      SELECT claim.*
      FROM main.x_claim AS claim
      WHERE claim.id >> \(Projection.itemBits) NOT IN (SELECT hidden.event FROM temp.hidden)
      """,
      """
      CREATE TEMP VIEW x_name AS
      SELECT name.slug, name.noun, \(firstNaming) AS event
      FROM main.x_name AS name
      """,
    ]
  }

  /// Takes out of a copied part what was not public.
  static func cut(_ day: Day) -> [String] {
    [
      fill, "DELETE FROM temp.event WHERE NOT \(isPublic("event", by: day))",
      """
      DELETE FROM temp.x_claim AS claim
      WHERE NOT EXISTS (SELECT 1 FROM temp.event WHERE event.seq = claim.id >> \(Projection.itemBits))
      """,
      "UPDATE temp.x_name AS name SET event = \(firstNaming) WHERE noun = 'condition'",
    ]
  }

  /// The same views over these: of a TEMP view no index can be asked for.
  static func views(_ views: [View]) -> [View] {
    views.map { view in
      var view = view
      view.sql = view.sql.replacing(" INDEXED BY claim_long", with: "")
      return view
    }
  }

  /// The first event that is public and names a condition; of other things, and where there is none,
  /// the first one of all.
  private static let firstNaming = """
    coalesce(
      iif(
        name.noun = 'condition',
        (
          SELECT min(naming.event)
          FROM (
            SELECT need.event
            FROM x_need AS need
            JOIN event ON event.seq = need.event
            WHERE need.condition = name.slug
            UNION ALL
            SELECT claim.id >> \(Projection.itemBits)
            FROM x_claim_key AS claim_key
            JOIN x_claim AS claim ON claim.key = claim_key.key
            WHERE claim_key.family = 'condition' AND claim_key.part1 = name.slug
          ) AS naming
        ), NULL
      ), name.event)
    """

  /// Whether what an event says was public.
  private static func isPublic(_ event: String, by day: Day) -> String {
    """
    (
      \(event).type IN (\(always))
      OR \(publicDay(event)) <= '\(day)'
      OR \(event).type = '\(PartnershipFormed.type)' AND (
        \(publishedDay(event)) IS NULL
        OR EXISTS (
          SELECT 1
          FROM main.event AS other
          WHERE other.stream = \(event).stream
          AND other.type NOT IN (\(always))
          AND \(publicDay("other")) <= '\(day)'
        )
      )
    )
    """
  }

  /// Events that give a name, or are about other events.
  private static let always = [
    EntityRegistered.type, EventRetracted.type, EventCorrected.type, EventRedacted.type,
  ].map { "'\($0)'" }.joined(separator: ", ")

  /// From which day on what an event says was public.
  static func publicDay(_ event: String) -> String {
    """
    coalesce(
        \(publishedDay(event)),
        (SELECT recorded_on FROM temp.replacement WHERE replacement.event = \(event).seq),
        substr(\(event).recorded_at, 1, 10))
    """
  }

  /// On which day the earliest of its sources was surely published; NULL where none has a day.
  private static func publishedDay(_ event: String) -> String {
    """
    (
          SELECT min(\(lastDay("said.atom")))
          FROM json_tree(\(event).sources) AS said
          WHERE said.key = 'published'
        )
    """
  }

  /// The last day that the text of a partial date can mean; NULL of `?` and of NULL.
  static func lastDay(_ text: String) -> String {
    // What most sources say comes first: the rest takes three times as long. Of two ends the second
    // counts, and what stands before a date does not.
    """
    CASE
            WHEN \(text) GLOB '????-??-??' THEN \(text)
            WHEN length(\(text)) = 4 THEN \(text) || '-12-31'
            ELSE (
              SELECT CASE
                WHEN date GLOB '????-??-??' THEN date
                WHEN length(date) = 4 THEN date || '-12-31'
                WHEN date LIKE '____-Q_' THEN date(
                  substr(date, 1, 4) || '-01-01', (substr(date, 7) * 3) || ' months', '-1 day')
                WHEN date LIKE '____-H_' THEN date(
                  substr(date, 1, 4) || '-01-01', (substr(date, 7) * 6) || ' months', '-1 day')
                WHEN length(date) = 7 THEN date(date || '-01', '+1 month', '-1 day')
              END
              FROM (
                SELECT trim(
                  substr(
                    stated,
                    CASE
                      WHEN instr(stated, '..') THEN instr(stated, '..') + 2
                      WHEN stated LIKE '~%' THEN 2
                      WHEN stated LIKE 'about %' OR stated LIKE 'circa %' THEN 7
                      ELSE 1
                    END)) AS date
                FROM (SELECT trim(\(text)) AS stated)
              )
            )
          END
    """
  }
}

extension Reading {
  /// From which day on anything of a stream was public; nil where nothing is recorded in it. Only
  /// under a reading of what was public.
  public func publicDay(of stream: String) throws -> String? {
    try String.fetchOne(
      database,
      sql: """
        SELECT min(\(PublicClock.publicDay("event")))
        FROM main.event AS event
        WHERE event.stream = ?
        """, arguments: [stream])
  }
}
