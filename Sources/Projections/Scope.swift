import Events
import GRDB

/// What bears on some partnerships, copied out of the log and the claims for a reading of them.
///
/// It is the events of their streams and of every stream that names what theirs name, the facts that
/// those events claim, and whoever else says something about one of these facts. Views that read the
/// copy show the same rows of these partnerships as views over the whole ledger, and their cost does
/// not grow with the ledger. So it is with single events: whatever row follows from one of them, among
/// others, is there as in the whole.
///
/// All tables that are filled stand in the copy, so that an append can be tried in it.
///
/// What is small leads in every statement (CROSS JOIN): SQLite knows nothing of the sizes of TEMP tables,
/// and took the log for the smaller one.
enum Scope {
  /// Fills the TEMP tables that stand before those of the file, and computes the views under a clock.
  ///
  /// Its tables and views stay with their connection, and so do the statements that read them.
  static func enter(_ seeds: Reading.Seeds, _ clock: Clock, _ database: Database) throws {
    let made = try String.fetchAll(
      database.cachedStatement(sql: "SELECT name FROM temp.sqlite_schema WHERE type = 'table'"))
    if made.isEmpty { try make(database) }
    for table in made { try execute("DELETE FROM temp.\(table)", database) }
    for (table, values) in [("scope", seeds.streams), ("kin", seeds.slugs)] {
      for value in values {
        try execute("INSERT OR IGNORE INTO temp.\(table) VALUES (?)", database, [value])
      }
    }
    for event in seeds.events {
      try execute("INSERT OR IGNORE INTO temp.seed VALUES (?)", database, [event])
    }
    for fill in filling(clock) { try execute(fill, database) }
    try Shadows.set(clock, database)
  }

  /// The statements that fill the tables from what is sown.
  static func filling(_ clock: Clock) -> [String] {
    sowing + [kin, near, kin] + fills + (clock.publicBy.map(PublicClock.cut) ?? [])
  }

  private static func execute(
    _ sql: String, _ database: Database, _ arguments: StatementArguments = []
  ) throws {
    try database.cachedStatement(sql: sql).execute(arguments: arguments)
  }

  private static func make(_ database: Database) throws {
    let columns = try database.columns(in: "event", in: "main").map { column in
      "\(column.name) \(column.type)\(column.primaryKeyIndex > 0 ? " PRIMARY KEY" : "")"
    }
    let log = "CREATE TABLE temp.event (\(columns.joined(separator: ", ")))"
    let copies = Projections.tables.flatMap { $0.create(in: "temp.").map(\.sql) }
    for statement in [log, PublicClock.table] + create + copies {
      try database.execute(sql: statement)
    }
    try Shadows.make(database)
  }

  private static let create = [
    "CREATE TABLE temp.seed (event INTEGER PRIMARY KEY)",
    "CREATE TABLE temp.scope (stream TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE temp.kin (slug TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE INDEX temp.event_id ON event (id)",
    "CREATE INDEX temp.event_type ON event (type)",
    "CREATE INDEX temp.event_stream ON event (stream)",
  ]

  /// From single events: those that they are about, their partnerships, and the slugs that they
  /// name.
  ///
  /// Streams that are no partnership's are not read whole. A finding is told by slugs.
  private static let sowing = [
    """
    INSERT OR IGNORE INTO temp.seed
    SELECT target.seq
    FROM temp.seed
    CROSS JOIN main.event ON event.seq = seed.event
    CROSS JOIN main.event AS target ON target.id IN (
      event.data ->> 'event', event.data ->> 'replacement', event.data ->> 'about')
    """,
    """
    INSERT OR IGNORE INTO temp.scope
    SELECT event.stream
    FROM temp.seed
    CROSS JOIN main.event ON event.seq = seed.event
    WHERE event.stream NOT IN (\(reserved))
    """,
    """
    INSERT OR IGNORE INTO temp.kin
    SELECT name.slug
    FROM temp.seed
    CROSS JOIN main.event ON event.seq = seed.event
    CROSS JOIN json_tree(event.data) AS said ON said.type = 'text'
    CROSS JOIN main.x_name AS name ON name.slug = said.atom
    """,
    findingParts(into: "scope"), findingParts(into: "kin"),
  ]

  private static func findingParts(into table: String) -> String {
    """
    INSERT OR IGNORE INTO temp.\(table)
    SELECT part.value
    FROM temp.seed
    CROSS JOIN main.event ON event.seq = seed.event
    CROSS JOIN json_each(
      '[' || replace(replace(json_quote(event.data ->> 'finding'), ':', '/'), '/', '","') || ']'
    ) AS part
    WHERE event.type = 'note.recorded'
    AND event.data ->> 'finding' IS NOT NULL
    """
  }

  private static let reserved = Reading.reserved.map { "'\($0)'" }.joined(separator: ", ")

  /// The slugs that theirs name, whoever succeeded or preceded these, and whoever looks like them.
  private static let kin = """
    INSERT OR IGNORE INTO temp.kin
    WITH RECURSIVE succession (one, other) AS MATERIALIZED (
      SELECT event.data ->> 'entity', event.data ->> 'successor'
      FROM main.event
      WHERE event.type = 'entity.succeeded'
    ),
    kin (slug) AS (
      SELECT slug FROM temp.kin
      UNION
      SELECT mention.slug
      FROM temp.scope
      CROSS JOIN main.x_mention AS mention ON mention.stream = scope.stream
      UNION
      SELECT succession.other FROM kin CROSS JOIN succession ON succession.one = kin.slug
      UNION
      SELECT succession.one FROM kin CROSS JOIN succession ON succession.other = kin.slug
      UNION
      SELECT other.entity
      FROM kin
      CROSS JOIN main.x_likeness AS mine ON mine.entity = kin.slug
      CROSS JOIN main.x_likeness AS other ON other.form = mine.form
    )
    SELECT slug FROM kin WHERE slug IS NOT NULL
    """

  /// The streams that name these, then those that name the same rights, conditions, commitments and
  /// so on, as far as that leads.
  private static let near = """
    INSERT OR IGNORE INTO temp.scope (stream)
    WITH RECURSIVE reach (stream) AS (
      SELECT mention.stream
      FROM temp.kin
      CROSS JOIN main.x_mention AS mention ON mention.slug = kin.slug
      UNION
      SELECT other.stream
      FROM reach
      CROSS JOIN main.x_mention AS mine ON mine.stream = reach.stream
      CROSS JOIN main.x_name AS name ON name.slug = mine.slug AND name.noun <> 'entity'
      CROSS JOIN main.x_mention AS other ON other.slug = mine.slug
    )
    SELECT stream FROM reach
    """

  private static func copy(_ condition: String) -> String {
    "INSERT OR IGNORE INTO temp.event SELECT * FROM main.event WHERE \(condition)"
  }

  /// The rows of a table about something that theirs name, so far as the events are copied.
  ///
  /// Without the plus SQLite would try every event for each name, as its index goes on with events.
  private static func copy(_ table: String, of column: String) -> String {
    """
    INSERT INTO temp.\(table)
    SELECT \(table).*
    FROM temp.kin
    CROSS JOIN main.\(table) ON \(table).\(column) = kin.slug
    WHERE +\(table).event IN (SELECT seq FROM temp.event)
    """
  }

  /// The events that may say what they settle in another currency.
  private static let settling = Catalogue.types.filter { $0.shape.field("settles") != nil }
    .map { "'\($0.type)'" }.joined(separator: ", ")

  private static let fills = [
    copy("stream IN (SELECT stream FROM temp.scope)"),
    copy("seq IN (SELECT event FROM temp.seed)"),
    """
    INSERT INTO temp.x_claim_key
    SELECT *
    FROM main.x_claim_key
    WHERE key IN (
      SELECT claim.key
      FROM temp.event
      CROSS JOIN main.x_claim AS claim ON claim.id BETWEEN event.seq << \(Projection.itemBits)
        AND (event.seq << \(Projection.itemBits)) + \((1 << Projection.itemBits) - 1)
    )
    OR key IN (
      SELECT entity.key
      FROM temp.kin
      CROSS JOIN main.x_claim_key AS entity ON entity.family = 'entity' AND entity.part1 = kin.slug
    )
    """,
    """
    INSERT INTO temp.x_claim
    SELECT *
    FROM main.x_claim
    WHERE key IN (SELECT key FROM temp.x_claim_key)
    """,
    // What ties together the currencies of their amounts, by itself or over a third currency.
    """
    INSERT OR IGNORE INTO temp.x_claim_key
    WITH currency (code) AS MATERIALIZED (
      SELECT unit FROM temp.x_claim WHERE measure = 'money'
      UNION
      SELECT data ->> '$.settles.currency' FROM temp.event WHERE type IN (\(settling))
    ),
    leg (code, other) AS MATERIALIZED (
      SELECT part1, part2 FROM main.x_claim_key
      WHERE family = 'fx_rate' AND part1 IN currency AND (SELECT count(code) FROM currency) > 1
      UNION
      SELECT part2, part1 FROM main.x_claim_key
      WHERE family = 'fx_rate' AND part2 IN currency AND (SELECT count(code) FROM currency) > 1
    ),
    tying (code) AS MATERIALIZED (
      SELECT other FROM leg GROUP BY other HAVING count(*) > 1
      UNION
      SELECT code FROM currency
    )
    SELECT DISTINCT rate.*
    FROM leg
    CROSS JOIN main.x_claim_key AS rate ON rate.family = 'fx_rate'
      AND rate.part1 IN (leg.code, leg.other) AND rate.part2 IN (leg.code, leg.other)
    WHERE leg.other IN tying
    """,
    """
    INSERT OR IGNORE INTO temp.x_claim
    SELECT *
    FROM main.x_claim
    WHERE key IN (SELECT key FROM temp.x_claim_key WHERE family = 'fx_rate')
    """,
    copy("seq IN (SELECT id >> \(Projection.itemBits) FROM temp.x_claim)"),
    copy("seq IN (SELECT event FROM main.x_explanation)"),
    copy("id IN (SELECT data ->> 'about' FROM temp.event WHERE type = 'note.recorded')"),
    "INSERT INTO temp.x_explanation SELECT * FROM main.x_explanation",
    """
    INSERT INTO temp.x_withdrawal
    SELECT *
    FROM main.x_withdrawal
    WHERE event IN (SELECT seq FROM temp.event)
    """,
    copy("x_need", of: "condition"),
    copy("x_likeness", of: "entity"),
    """
    INSERT INTO temp.x_name
    SELECT *
    FROM main.x_name
    WHERE slug IN (
      SELECT mention.slug
      FROM temp.scope
      CROSS JOIN main.x_mention AS mention ON mention.stream = scope.stream
    )
    """,
  ]
}
