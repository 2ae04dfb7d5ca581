import GRDB

/// What many views are built on, computed once for a reading that asks much.
///
/// Of some partnerships, what bears on them is copied out of the log and the claims: the events of
/// their streams and of every stream that names what theirs name, the facts that those events claim,
/// and whoever else says something about one of these facts. Views that read it show the same rows
/// of these partnerships as views over the whole ledger, and their cost does not grow with the
/// ledger. So it is with single events: whatever row follows from one of them, among others, is there
/// as in the whole.
///
/// All tables that are computed stand in the copy, so that an append can be tried in it.
///
/// The clock stands still while it is read: the steps that many views share are tables in the place
/// of views, and so are short to prepare where they are named.
enum Scope {
  /// Fills the TEMP tables that shadow those which views read, and sets the clock.
  ///
  /// Its tables and views stay with their connection, and so do the statements that read them.
  static func enter(_ seeds: Reading.Seeds, _ clock: Clock, _ database: Database) throws {
    try prepare(database)
    for table in tables + computed.map(\.view.name) {
      try execute("DELETE FROM temp.\(table)", database)
    }
    try set(clock, database)
    for (table, values) in [("scope", seeds.streams), ("kin", seeds.slugs)] {
      for value in values {
        try execute("INSERT OR IGNORE INTO temp.\(table) VALUES (?)", database, [value])
      }
    }
    for event in seeds.events {
      try execute("INSERT OR IGNORE INTO temp.seed VALUES (?)", database, [event])
    }
    for fill in sowing + [kin, near, kin] + fills { try execute(fill, database) }
    for (view, _) in computed { try fill(view, database) }
  }

  /// Sets another clock over the same copy.
  static func move(_ clock: Clock, _ database: Database) throws {
    try execute("DELETE FROM temp.reading", database)
    try set(clock, database)
    try recompute(database)
  }

  /// Computes anew what many views share, where something was added to the copy.
  static func recompute(_ database: Database) throws {
    for (view, _) in computed { try execute("DELETE FROM temp.\(view.name)", database) }
    for (view, _) in computed { try fill(view, database) }
  }

  /// The same of the whole ledger, of which nothing is copied; it goes with its transaction.
  static func enterAll(_ clock: Clock, _ database: Database) throws {
    try database.execute(sql: createReading)
    try set(clock, database)
    try makeViews(database, areFilled: true)
  }

  private static func set(_ clock: Clock, _ database: Database) throws {
    try execute(
      "INSERT INTO temp.reading VALUES (1, coalesce(?, date('now')), ?)", database,
      [clock.asOf?.description, clock.knownAt ?? .max])
  }

  private static func execute(
    _ sql: String, _ database: Database, _ arguments: StatementArguments = []
  ) throws {
    try database.cachedStatement(sql: sql).execute(arguments: arguments)
  }

  private static let copied =
    [Projection.claims, .names, .withdrawals, .mentions, .discrepancies].flatMap(\.tables)
  private static let tables = ["reading", "seed", "scope", "kin", "event"] + copied.map(\.name)

  private static func prepare(_ database: Database) throws {
    let isReady = try database.cachedStatement(
      sql: "SELECT 1 FROM temp.sqlite_schema WHERE name = 'scope'")
    guard try Row.fetchOne(isReady) == nil else { return }
    for statement in [createReading] + create { try database.execute(sql: statement) }
    for statement in copied.flatMap(\.create) {
      try database.execute(
        sql: statement.replacing("CREATE TABLE ", with: "CREATE TABLE temp.")
          .replacing("INDEX ", with: "INDEX temp."))
    }
    try makeViews(database, areFilled: false)
  }

  private static func makeViews(_ database: Database, areFilled: Bool) throws {
    try database.execute(
      sql: "CREATE TEMP VIEW clock AS SELECT as_of, known_at FROM temp.reading WHERE id = 1")
    for view in Projections.views where view.name != "clock" {
      guard let (_, lookups) = computed.first(where: { $0.view.name == view.name }) else {
        try database.execute(sql: view.createTemporaryStatement)
        continue
      }
      try makeTable(of: view, database)
      if areFilled { try fill(view, database) }
      for (place, lookup) in lookups.enumerated() {
        try database.execute(
          sql: "CREATE INDEX temp.\(view.name)_\(place) ON \(view.name) (\(lookup))")
      }
    }
  }

  private static func fill(_ view: View, _ database: Database) throws {
    try execute("INSERT INTO temp.\(view.name) SELECT * FROM (\(view.sql))", database)
  }

  /// Makes the table in the place of a view. Its columns have no types, so that every value stays what
  /// it is; a view must not count on SQLite to make a number of a text.
  private static func makeTable(of view: View, _ database: Database) throws {
    let columns =
      try view.columns.isEmpty
      ? database.makeStatement(sql: view.sql).columnNames : view.columns.map(\.name)
    let list = columns.map(\.quotedDatabaseIdentifier).joined(separator: ", ")
    try database.execute(sql: "CREATE TABLE temp.\(view.name) (\(list))")
  }

  /// The views that several others read or that read much, each after those that it reads, and by
  /// which columns they are searched.
  private static let computed: [(view: View, lookups: [String])] = {
    let lookups = [
      "counted": ["key", "family, part1, part2"], "fact": ["key", "family, part1, part2"],
      "successor": ["entity"], "partnership_party": ["partnership, entity"],
      "condition_met": ["condition"], "agreement_end": ["agreement"],
      "stake_claim": ["holder, issuer"], "stakes": ["issuer"], "stake_worth": ["issuer"],
      "valuation_history": ["issuer"],
      "promise": ["commitment", "part_of"], "own_draw": ["commitment"],
      "promise_left": ["commitment"], "draw_placed": ["commitment"], "balance": ["from_entity"],
      "right_said": ["part1"], "term": ["thing"], "term_met": ["thing"], "term_end": ["thing"],
      "rights": ["\"right\""], "revenue_shares": ["share"],
    ]
    let views = Projections.views.filter { lookups[$0.name] != nil }
    precondition(views.count == lookups.count, "a view that is to be computed does not exist")
    return views.map { ($0, lookups[$0.name] ?? []) }
  }()

  private static let createReading =
    "CREATE TABLE temp.reading (id INTEGER PRIMARY KEY, as_of TEXT, known_at INTEGER)"

  private static let create = [
    "CREATE TABLE temp.seed (event INTEGER PRIMARY KEY)",
    "CREATE TABLE temp.scope (stream TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE temp.kin (slug TEXT PRIMARY KEY) WITHOUT ROWID",
    """
    CREATE TABLE temp.event (
      seq INTEGER PRIMARY KEY, id TEXT, stream TEXT, version INTEGER, type TEXT, effective TEXT,
      effective_earliest TEXT, effective_latest TEXT, recorded_at TEXT, status TEXT, data TEXT,
      sources TEXT, actor TEXT, note TEXT, correlation_id TEXT, causation_id TEXT, salt BLOB,
      content_hash BLOB, leaf_hash BLOB
    )
    """,
    "CREATE INDEX temp.event_id ON event (id)",
    "CREATE INDEX temp.event_type ON event (type)",
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
    JOIN main.event ON event.seq = seed.event
    JOIN main.event AS target ON target.id IN (
      event.data ->> 'event', event.data ->> 'replacement', event.data ->> 'about')
    """,
    """
    INSERT OR IGNORE INTO temp.scope
    SELECT event.stream
    FROM temp.seed
    JOIN main.event ON event.seq = seed.event
    WHERE event.stream NOT IN (\(reserved))
    """,
    """
    INSERT OR IGNORE INTO temp.kin
    SELECT name.slug
    FROM temp.seed
    JOIN main.event ON event.seq = seed.event
    JOIN json_tree(event.data) AS said ON said.type = 'text'
    JOIN main.name ON name.slug = said.atom
    """,
    findingParts(into: "scope"), findingParts(into: "kin"),
  ]

  private static func findingParts(into table: String) -> String {
    """
    INSERT OR IGNORE INTO temp.\(table)
    SELECT part.value
    FROM temp.seed
    JOIN main.event ON event.seq = seed.event
    JOIN json_each(
      '[' || replace(replace(json_quote(event.data ->> 'finding'), ':', '/'), '/', '","') || ']'
    ) AS part
    WHERE event.type = 'note.recorded'
    AND event.data ->> 'finding' IS NOT NULL
    """
  }

  private static let reserved = Reading.reserved.map { "'\($0)'" }.joined(separator: ", ")

  /// The slugs that theirs name, and whoever succeeded or preceded these.
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
      JOIN main.mention ON mention.stream = scope.stream
      UNION
      SELECT succession.other FROM kin JOIN succession ON succession.one = kin.slug
      UNION
      SELECT succession.one FROM kin JOIN succession ON succession.other = kin.slug
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

  private static func copy(_ condition: String) -> String {
    "INSERT OR IGNORE INTO temp.event SELECT * FROM main.event WHERE \(condition)"
  }

  private static let fills = [
    copy("stream IN (SELECT stream FROM temp.scope)"),
    copy("seq IN (SELECT event FROM temp.seed)"),
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
      FROM temp.kin
      JOIN main.claim_key AS entity ON entity.family = 'entity' AND entity.part1 = kin.slug
    )
    """,
    "INSERT INTO temp.claim SELECT * FROM main.claim WHERE key IN (SELECT key FROM temp.claim_key)",
    // What ties together the currencies of their amounts.
    """
    INSERT OR IGNORE INTO temp.claim_key
    WITH currency (code) AS MATERIALIZED (SELECT DISTINCT unit FROM temp.claim)
    SELECT rate.*
    FROM currency AS base
    JOIN currency AS quote
    JOIN main.claim_key AS rate ON rate.family = 'fx_rate'
      AND rate.part1 = base.code AND rate.part2 = quote.code
    """,
    """
    INSERT OR IGNORE INTO temp.claim
    SELECT *
    FROM main.claim
    WHERE key IN (SELECT key FROM temp.claim_key WHERE family = 'fx_rate')
    """,
    copy("seq IN (SELECT id >> \(Projection.itemBits) FROM temp.claim)"),
    copy("seq IN (SELECT event FROM main.explanation)"),
    copy("id IN (SELECT data ->> 'about' FROM temp.event WHERE type = 'note.recorded')"),
    "INSERT INTO temp.explanation SELECT * FROM main.explanation",
    """
    INSERT INTO temp.withdrawal
    SELECT *
    FROM main.withdrawal
    WHERE event IN (SELECT seq FROM temp.event)
    """,
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
