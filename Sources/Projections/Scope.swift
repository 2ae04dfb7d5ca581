import GRDB

/// What bears on some partnerships, copied out of the log and the claims for one session.
///
/// It holds the events of their streams and of every stream that names what theirs name, the facts
/// that those events claim, and whoever else says something about one of these facts. Views that
/// read it show the same rows of these partnerships as views over the whole ledger, and their cost
/// does not grow with the ledger.
enum Scope {
  /// Shadows the tables that views read by TEMP ones; they go with the transaction.
  static func enter(_ partnerships: [String], _ database: Database) throws {
    try database.execute(sql: "CREATE TEMP TABLE scope (stream TEXT PRIMARY KEY) WITHOUT ROWID")
    for partnership in partnerships {
      try database.execute(
        sql: "INSERT OR IGNORE INTO temp.scope VALUES (?)", arguments: [partnership])
    }
    try database.execute(sql: kin)
    try database.execute(sql: near)
    try database.execute(sql: createEvent)
    for table in [Projection.claims, .names].flatMap(\.tables) {
      if let create = table.create.first {
        try database.execute(sql: create.replacing("CREATE TABLE ", with: "CREATE TABLE temp."))
      }
    }
    for fill in fills { try database.execute(sql: fill) }
    for table in [Projection.claims, .names].flatMap(\.tables) {
      for index in table.create.dropFirst() {
        try database.execute(sql: index.replacing("INDEX ", with: "INDEX temp."))
      }
    }
  }

  /// The slugs that theirs name, and whoever succeeded or preceded these.
  private static let kin = """
    CREATE TEMP TABLE kin AS
    WITH RECURSIVE succession (one, other) AS MATERIALIZED (
      SELECT claim_key.part1, event.data ->> 'successor'
      FROM main.claim_key
      JOIN main.claim ON claim.key = claim_key.key
      JOIN main.event ON event.seq = claim.id >> \(Projection.itemBits)
      WHERE claim_key.family = 'entity' AND claim_key.aspect = '/succeeded'
    ),
    kin (slug) AS (
      SELECT mention.slug
      FROM temp.scope
      JOIN main.mention ON mention.stream = scope.stream
      UNION
      SELECT succession.other FROM kin JOIN succession ON succession.one = kin.slug
      UNION
      SELECT succession.one FROM kin JOIN succession ON succession.other = kin.slug
    )
    SELECT slug FROM kin
    """

  /// The streams that name these, then those that name the same rights, conditions, commitments and
  /// so on, as far as that leads.
  private static let near = """
    INSERT OR IGNORE INTO temp.scope (stream)
    WITH RECURSIVE reach (stream) AS (
      SELECT mention.stream
      FROM temp.kin
      JOIN main.mention ON mention.slug = kin.slug
      UNION
      SELECT other.stream
      FROM reach
      JOIN main.mention AS mine ON mine.stream = reach.stream
      JOIN main.name ON name.slug = mine.slug AND name.noun <> 'entity'
      JOIN main.mention AS other ON other.slug = mine.slug
    )
    SELECT stream FROM reach
    """

  /// Content without what only proofs need.
  private static let createEvent = """
    CREATE TABLE temp.event (
      seq INTEGER PRIMARY KEY, id TEXT, stream TEXT, version INTEGER, type TEXT, effective TEXT,
      effective_earliest TEXT, effective_latest TEXT, recorded_at TEXT, status TEXT, data TEXT,
      sources TEXT, actor TEXT, note TEXT, correlation_id TEXT, causation_id TEXT
    )
    """

  private static func copy(_ condition: String) -> String {
    """
    INSERT OR IGNORE INTO temp.event
    SELECT seq, id, stream, version, type, effective, effective_earliest, effective_latest,
      recorded_at, status, data, sources, actor, note, correlation_id, causation_id
    FROM main.event
    WHERE \(condition)
    """
  }

  private static let fills = [
    copy("stream IN (SELECT stream FROM temp.scope)"),
    """
    INSERT INTO temp.claim_key
    SELECT *
    FROM main.claim_key
    WHERE key IN (
      SELECT claim.key
      FROM temp.event
      JOIN main.claim ON claim.id BETWEEN event.seq << \(Projection.itemBits)
        AND (event.seq << \(Projection.itemBits)) + \((1 << Projection.itemBits) - 1)
    )
    OR key IN (
      SELECT entity.key
      FROM temp.scope
      JOIN main.mention ON mention.stream = scope.stream
      JOIN main.claim_key AS entity ON entity.family = 'entity' AND entity.part1 = mention.slug
      UNION ALL
      SELECT entity.key
      FROM temp.kin
      JOIN main.claim_key AS entity ON entity.family = 'entity' AND entity.part1 = kin.slug
    )
    """,
    "INSERT INTO temp.claim SELECT * FROM main.claim WHERE key IN (SELECT key FROM temp.claim_key)",
    copy("seq IN (SELECT id >> \(Projection.itemBits) FROM temp.claim)"),
    copy("seq IN (SELECT event FROM main.explanation)"),
    copy("id IN (SELECT data ->> 'about' FROM temp.event WHERE type = 'note.recorded')"),
    "CREATE INDEX temp.event_id ON event (id)",
    "CREATE INDEX temp.event_type ON event (type)",
    """
    INSERT INTO temp.name
    SELECT *
    FROM main.name
    WHERE slug IN (
      SELECT mention.slug
      FROM temp.scope
      JOIN main.mention ON mention.stream = scope.stream
    )
    """,
  ]
}
