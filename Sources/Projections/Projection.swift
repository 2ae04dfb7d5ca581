import Events
import GRDB

/// Something computed from the log: tables that can be thrown away, how they are filled, and the
/// views over them.
///
/// The same work serves an append, an import and a rebuild: it reads the events from `:first` to
/// `:last` and nothing that a later event could have changed.
public struct Projection: Sendable {
  /// The name, unique among projections.
  public let name: String
  /// Raised with every change of tables, fill or views: the ledger is then rebuilt when opened.
  public let version: Int
  /// The tables, in the order in which they are compared by an audit.
  var tables: [Table] = []
  /// What puts rows into them, in order.
  var fill: [Fill] = []
  /// What SQL cannot compute of the events of these seqs.
  var compute: (@Sendable (ClosedRange<Seq>, Database) throws -> Void)?
  /// The views, each after those that it reads.
  public var views: [View] = []

  /// A table and the statements that make it.
  struct Table: Sendable {
    let name: String
    let create: [String]
  }

  /// One statement, and the types of events that it reads.
  struct Fill: Sendable {
    let types: Set<String>
    let sql: String
  }
}
