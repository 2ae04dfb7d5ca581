import Events
import Projections

/// Of what a snapshot tells, the rows that are about an entity: those that name it as a party, and
/// what was said and found in the events behind them.
package struct RowsNaming: SnapshotRows {
  private let rows: SpooledRows
  private let slugs: Set<String>
  private let events: Set<Seq>

  /// The rows about the entity of that slug, whichever of its names it bears.
  package init(_ slug: String, in all: some SnapshotRows) throws {
    rows = all.spooled()
    var current = slug
    try rows.forEachRow(of: "entities") { row in
      if row.text("entity") == slug { current = row.text("current") }
    }
    var slugs: Set<String> = [slug, current]
    try rows.forEachRow(of: "entities") { row in
      if row.text("current") == current { slugs.insert(row.text("entity")) }
    }
    self.slugs = slugs
    var events: Set<Seq> = []
    for view in Snapshot.viewsInOrder where Self.hasParties(view) {
      try rows.forEachRow(of: view.name) { row in
        if Self.names(row, view, slugs) { events.formUnion(Snapshot.events(of: row)) }
      }
    }
    self.events = events
  }

  private static func hasParties(_ view: View) -> Bool {
    !view.parties.isEmpty || view.columns.contains { $0.name == "parties" }
  }

  private static func names(_ row: JSONObject, _ view: View, _ slugs: Set<String>) -> Bool {
    (view.parties + ["parties"]).contains { column in
      switch row[column] {
      case .string(let slug)?: slugs.contains(slug)
      case .array(let items)?: items.contains { $0.stringValue.map(slugs.contains) ?? false }
      default: false
      }
    }
  }

  /// The clocks, and that it is of no partnership alone.
  package var header: SnapshotHeader { rows.header }

  /// The rows of a view that are about it.
  package func forEachRow(of view: String, _ body: (JSONObject) throws -> Void) throws {
    guard view != "entities", let found = Projections.view(named: view) else {
      return try rows.forEachRow(of: view, body)
    }
    try rows.forEachRow(of: view) { row in
      let isAbout =
        !Self.hasParties(found)
        ? !events.isDisjoint(with: Snapshot.events(of: row)) : Self.names(row, found, slugs)
      if isAbout { try body(row) }
    }
  }

  /// What is told of events, as the whole tells it.
  package func forEachEvent(
    _ seqs: some Sequence<Seq>, _ body: (Seq, JSONObject) throws -> Void
  ) throws {
    try rows.forEachEvent(seqs, body)
  }
}
