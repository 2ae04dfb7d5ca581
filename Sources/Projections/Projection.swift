import Events
import GRDB

/// Something computed from the log: tables that can be thrown away, how they are filled, and the
/// views over them.
///
/// The same SQL serves an append, an import and a rebuild: it reads the events from `:first` to
/// `:last` and nothing that a later event could have changed. Rows that an append can make of the event
/// at hand it makes so (``EventRows``); a rebuild and an audit make them by SQL, and find the same.
public struct Projection: Sendable {
  /// The name, unique among projections.
  public let name: String
  /// Raised with every change of tables, fill or views: the ledger is then rebuilt when opened.
  public let version: Int
  /// The tables, in the order in which they are compared by an audit.
  let tables: [Table]
  /// What puts rows into them, in order.
  let fill: [Fill]
  /// What SQL cannot compute.
  let compute: Computation?
  private let makingViews: @Sendable () -> [View]

  /// A projection; its views are made where they are asked for.
  init(
    name: String, version: Int, tables: [Table] = [], fill: [Fill] = [],
    compute: Computation? = nil,
    views: @autoclosure @escaping @Sendable () -> [View] = []
  ) {
    self.name = name
    self.version = version
    self.tables = tables
    self.fill = fill
    self.compute = compute
    makingViews = views
  }

  /// The views, which may read any other ones, made anew: their texts take longer to make than a small
  /// command takes, and an append needs none.
  public var views: [View] { makingViews() }

  /// A table, made in the ledger's file and, under a reading, beside it.
  struct Table: Sendable {
    let name: String
    /// Its columns in parentheses, and what is said behind them.
    let definition: String
    var indexes: [Index] = []

    /// An index: its name, what it is on in parentheses, and what is said behind them.
    struct Index: Sendable {
      let name: String
      let definition: String
      var isUnique = false
    }

    /// What makes the table and its indexes in a schema, each with what SQLite calls it.
    func create(in schema: String = "") -> [(object: String, sql: String)] {
      [("table \(name)", "CREATE TABLE \(schema)\(name) \(definition)")]
        + indexes.map { index in
          let kind = index.isUnique ? "UNIQUE INDEX" : "INDEX"
          let sql = "CREATE \(kind) \(schema)\(index.name) ON \(name) \(index.definition)"
          return ("index \(index.name)", sql)
        }
    }
  }

  /// One statement, and the types of events that it reads.
  struct Fill: Sendable {
    let types: Set<String>
    let sql: String
    /// Whether an append writes the same rows without it.
    var isAtHand = false
  }

  /// Something computed of the events of these seqs, and the types of events that it reads.
  struct Computation: Sendable {
    /// nil: all.
    var types: Set<String>?
    let run: @Sendable (ClosedRange<Seq>, Database) throws -> Void
  }
}
