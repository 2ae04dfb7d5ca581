import EventLog
import Events
import GRDB

/// All that is computed from the log.
///
/// A new projection is one file and one line here.
public enum Projections {
  /// Every projection, in the order in which tables are filled and views are told.
  public static let all: [Projection] = [
    .withdrawals,
    .names,
    .mentions,
    .claims,
    .log,
    .entities,
    .partnerships,
    .agreements,
    .disputes,
    .conditions,
    .stakes,
    .rounds,
    .valuations,
    .commitments,
    .balances,
    .warrants,
    .totals,
    .rates,
    .debts,
    .owed,
    .rightClaims,
    .ends,
    .rights,
    .options,
    .offices,
    .revenueShares,
    .upcoming,
    .exposures,
    .timeline,
    .discrepancies,
    .likenesses,
    .treeBlocks,
  ]

  /// Every view.
  public static let views: [View] = all.flatMap(\.views)

  /// The views that people may rely on.
  public static let publicViews: [View] = views.filter(\.isPublic)

  private static let publicViewsByName = Dictionary(
    uniqueKeysWithValues: publicViews.map { ($0.name, $0) })

  /// The view of that name that people may rely on.
  public static func view(named name: String) -> View? { publicViewsByName[name] }

  /// Everything that fills tables, in order; each takes the first seq, then the last.
  private static let fills = all.flatMap(\.fill)

  /// Which of them an append runs after an event of a type.
  private static let placesByType = fills.enumerated().reduce(into: [String: [Int]]()) {
    all, fill in
    guard !fill.element.isAtHand else { return }
    for type in fill.element.types { all[type, default: []].append(fill.offset) }
  }

  /// What is computed beside them.
  private static let computations = all.compactMap(\.compute)

  /// Every table that is filled.
  static let tables = all.flatMap(\.tables)

  /// By which version each projection was made.
  static let stamps = Projection.Table(
    name: "x_projection",
    definition: """
      (
        name TEXT NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        definition TEXT NOT NULL
      ) STRICT, WITHOUT ROWID
      """)

  /// By `table x_claim`, `view stakes` …, every statement that makes something of a projection, as SQLite
  /// keeps it.
  static let own = Dictionary(
    uniqueKeysWithValues: ([stamps] + tables).flatMap { $0.create() }
      + views.map { ("view \($0.name)", $0.createStatement) })

  /// The names of all that is made, which nothing of another kind may bear.
  static let ownNames = Set(own.keys.compactMap { $0.split(separator: " ").last })

  /// Whether it is word for word what a projection makes.
  public static func isMade(_ object: Schema.Object) -> Bool {
    own[object.key]?.isSame(as: object.sql) ?? false
  }

  /// Throws away what is there and computes it again from the whole log.
  public static func rebuild(_ database: Database) throws {
    // Rows come in the order of their keys, many at a time: half of what an import keeps is enough.
    try database.execute(sql: "PRAGMA main.cache_size = -32768")
    try drop(database)
    for (_, statement) in ([stamps] + tables).flatMap({ $0.create() }) {
      try database.execute(sql: statement)
    }
    // Programs that list what there is in the order of making show the public ones first; a view may read one
    // that comes later.
    for view in publicViews + views.filter({ !$0.isPublic }) {
      try database.execute(sql: view.createStatement)
    }
    for stamp in Stamp.own {
      try database.execute(
        sql: "INSERT INTO x_projection (name, version, definition) VALUES (?, ?, ?)",
        arguments: [stamp.name, stamp.version, stamp.definition])
    }
    let last = try Seq.fetchOne(database, sql: "SELECT coalesce(max(seq), 0) FROM event") ?? 0
    // With a gap as wide as numbers go this would go on for years.
    guard try Seq.fetchOne(database, sql: "SELECT count(*) FROM event") == last else {
      throw Rejection(
        .damagedLedger, "events are missing from the log",
        hint: "`stakebook verify` tells which.")
    }
    for first in stride(from: 1, through: last, by: rebuiltAtOnce) {
      let range = first...min(last, first + Seq(rebuiltAtOnce) - 1)
      for fill in fills { try run(fill, range, database) }
      for computation in computations { try computation.run(range, database) }
    }
  }

  /// How many events a rebuild reads at once: enough to write their rows in the order of the keys,
  /// few enough to sort them in memory.
  private static let rebuiltAtOnce = 50_000

  /// Adds events that were just written, which follow each other.
  public static func project(_ events: [Written], _ database: Database) throws {
    let range = try fill(events, database)
    for computation in computations {
      if let types = computation.types, !events.contains(where: { types.contains($0.type.text) }) {
        continue
      }
      try computation.run(range, database)
    }
  }

  /// The same in a copy of a part of the ledger, where an append is tried; what is computed of the log
  /// beside its rows no view reads.
  public static func projectTrial(_ events: [Written], _ database: Database) throws {
    _ = try fill(events, database)
    try Shadows.compute(database)
  }

  private static func fill(_ events: [Written], _ database: Database) throws -> ClosedRange<Seq> {
    guard let first = events.first, let last = events.last else {
      preconditionFailure("nothing was written")
    }
    try EventRows.insert(events, database)
    let places = events.reduce(into: Set<Int>()) { $0.formUnion(placesByType[$1.type.text] ?? []) }
    for place in places.sorted() { try run(fills[place], first.seq...last.seq, database) }
    return first.seq...last.seq
  }

  private static func run(
    _ fill: Projection.Fill, _ range: ClosedRange<Seq>, _ database: Database
  ) throws {
    try RawStatement(database, fill.sql)
      .run([.integer(range.lowerBound), .integer(range.upperBound)])
  }

  /// The SQL that computes from the events up to that seq all that SQL can, for the sqlite3 shell.
  package static func rebuildStatements(upTo last: Seq) -> [String] {
    let fills = fills.map { fill in
      fill.sql.replacing(":first", with: "1").replacing(":last", with: "\(last)")
    }
    return ["BEGIN IMMEDIATE"] + tables.reversed().map { "DROP TABLE \($0.name)" }
      + tables.flatMap { $0.create().map(\.sql) } + fills + ["COMMIT"]
  }

  private static func drop(_ database: Database) throws {
    // Views go last to first, so that none is left that reads one already gone.
    let objects = try Schema.objects(database).reversed()
    let retired = Retired.made(objects)
    for type in ["view", "table"] {
      // What is not ours stays: it is somebody's.
      for object in objects where object.type == type {
        guard own[object.key] != nil || retired.contains(object.key) else { continue }
        // SQLite keeps in memory what a DROP changes, to take it back alone; of a table that is emptied
        // whole it keeps nothing.
        if type == "table" {
          try database.execute(sql: "DELETE FROM main.\(object.name.quotedDatabaseIdentifier)")
        }
        try database.execute(sql: object.drop)
      }
    }
  }

  /// What a ledger remembers of a projection, to know when it was made by another program.
  struct Stamp: Equatable {
    let name: String
    let version: Int64
    let definition: String

    private init(name: String, version: Int64, definition: String) {
      self.name = name
      self.version = version
      self.definition = definition
    }

    private init(_ projection: Projection) {
      let statements =
        projection.tables.flatMap { $0.create().map(\.sql) } + projection.fill.map(\.sql)
        + projection.views.map(\.createStatement)
      self.init(
        name: projection.name, version: Int64(projection.version),
        definition: Hashes.name(of: statements))
    }

    /// Those of this program, by name.
    static let own = all.map(Stamp.init).sorted { $0.name < $1.name }

    /// Those of a ledger in whose schema these objects stand, by name; none where their table has another
    /// form, of which nothing is read.
    static func stored(in objects: [Schema.Object], _ database: Database) throws -> [Stamp] {
      guard
        let table = objects.first(where: { $0.key == "table x_projection" }),
        stamps.create().contains(where: { $0.object == table.key && $0.sql.isSame(as: table.sql) })
      else { return [] }
      var stored: [Stamp] = []
      do {
        let columns = ["name", "version", "definition"]
        try RawStatement(
          database, "SELECT name, version, definition FROM main.x_projection ORDER BY name",
          isKept: false
        ).forEach([]) { statement in
          let row = StoredRow(statement, columns, of: "a stamp of the state")
          stored.append(
            Stamp(name: try row.text(0), version: try row.integer(1), definition: try row.text(2)))
        }
      } catch is Rejection { return [] }
      return stored
    }
  }
}
