import Events
import Projections

/// The tables of state and reports in the words of one language, each made of the rows of a view.
///
/// Nothing in it holds the rows of a view that may be long: they are gone through, one after the
/// other or an issuer at a time.
struct ReportTables {
  let snapshot: SpooledRows
  let wording: Wording
  /// Where figures lead as those of a server's page; nil elsewhere.
  var links: PageLinks?

  /// With the names that the snapshot's entities have now. `copies` leads to those of documents, by hash.
  init(
    _ snapshot: some SnapshotRows, _ language: Language, copies: [String: String] = [:],
    links: PageLinks? = nil
  ) throws {
    let kept = snapshot.spooled()
    var wording = try Wording(language, namesOf: kept)
    wording.copies = copies
    self.init(kept, wording)
    self.links = links
  }

  init(_ snapshot: SpooledRows, _ wording: Wording) {
    self.snapshot = snapshot
    self.wording = wording
  }

  /// The same in words in which very long names stand without their additions.
  var withBriefNames: ReportTables {
    var tables = ReportTables(snapshot, wording.withBriefNames)
    tables.links = links
    return tables
  }

  /// Gives the tables in the order in which people ask; empty ones are left out.
  func forEachSection(_ body: (Section) throws -> Void) throws {
    for topic in View.Topic.allCases { try forEachSection(of: topic, body) }
  }

  /// Gives the tables of one topic; none where it has no rows, or is not told by tables.
  func forEachSection(of topic: View.Topic, _ body: (Section) throws -> Void) throws {
    func give(_ section: Section) throws {
      if let section = try section.withoutEmptyColumns() { try body(section) }
    }
    for view in topic.views {
      switch view.name {
      case "stakes": try forEachIssuer(stakes, .stakesIn, give)
      case "valuations": try forEachIssuer(valuations, .valuationsOf, give)
      case "implied_valuations": try give(implied)
      default: if let table = table(of: view) { try give(section(table)) }
      }
    }
  }

  /// The table of a view: its own, or one by what the view says of its columns; nil where its rows are
  /// told otherwise.
  func table(of view: View) -> ReportTable? {
    switch view.name {
    case "stakes", "valuations", "implied_valuations", "discrepancies", "timeline", "notes": nil
    case "capital": balances(.capital, "capital", "investor", "issuer", .funded, .undrawn)
    case "purchases":
      balances(.purchases, "purchases", "buyer", "supplier", .drawn, .outstanding)
    case "commitments": commitments
    case "payments": payments
    case "debts": debts
    case "totals": totals
    case "rounds": rounds
    case "rights": rights
    case "options": options
    case "offices": offices
    case "conditions": conditions
    case "revenue_shares": revenueShares
    case "warrants": warrants
    case "agreements": agreements
    case "disputes": disputes
    case "exposures": exposures
    default: view.uses.topic.map { ReportTable(of: view, in: $0, wording) }
    }
  }

  /// The rows of a view of which there are not more than things in the ledger, in memory.
  func rows(_ view: String) throws -> [JSONObject] {
    var rows: [JSONObject] = []
    try snapshot.forEachRow(of: view) { rows.append($0) }
    return rows
  }

  /// Whether a view has rows.
  ///
  /// That entities are known by names is not what happened.
  func hasRows(_ view: String) throws -> Bool {
    struct Found: Error {}
    do {
      try snapshot.forEachRow(of: view) { row in
        if view != "timeline" || Moments.isTold(row) { throw Found() }
      }
      return false
    } catch is Found {
      return true
    }
  }

  /// Whether there is nothing that a report tells.
  func isEmpty() throws -> Bool {
    try !View.Topic.allCases.contains { try $0.views.contains { try hasRows($0.name) } }
  }

  /// Gives the findings that no note explains.
  func forEachOpenFinding(_ body: (JSONObject) throws -> Void) throws {
    try snapshot.forEachRow(of: "discrepancies") { row in
      if row["silenced_by"] == nil { try body(row) }
    }
  }

  /// What the whole is called: the names of its partnerships.
  var title: String {
    get throws {
      var names: [String: String] = [:]
      try snapshot.forEachRow(of: "partnerships") {
        names[$0.text("partnership")] = $0.text("name")
      }
      var slugs = snapshot.header.partnerships
      // Everything of a ledger with one partnership is that partnership.
      if slugs.isEmpty, names.count == 1 { slugs = Array(names.keys) }
      if slugs.isEmpty { return wording(.partnerships) }
      let named = slugs.map { slug in
        let name = names[slug] ?? ""
        if name.isEmpty { return wording.thing(slug) }
        return wording.spellings == nil ? "\(name) (\(slug))" : name
      }
      return wording.shortened(named.joined(separator: ", "), to: 300)
    }
  }

  /// Which of its partnerships and agreements have ended, and when; nil where none has.
  var endings: String? {
    get throws {
      var ended: [String] = []
      try snapshot.forEachRow(of: "partnerships") { row in
        guard row["ended"] != nil else { return }
        ended.append("\(row.text("name")) (\(wording.date(row.text("ended"))))")
      }
      try snapshot.forEachRow(of: "agreements") { row in
        guard row["ended_by"] != nil else { return }
        let day = wording.date(Self.end(ofAgreement: row))
        ended.append("\(wording.thing(row.text("agreement"))) (\(day))")
      }
      guard !ended.isEmpty else { return nil }
      return wording.shortened(wording(.ended, ended.joined(separator: ", ")), to: 300)
    }
  }

  /// When an agreement ends or ended: its termination as stated, else the last day of its term.
  static func end(ofAgreement row: JSONObject) -> String {
    row.text(row["terminated"] == nil ? "ends_on" : "terminated")
  }

  /// How many findings notes explain; nil where there is none.
  var explained: String? {
    get throws {
      var count = 0
      try snapshot.forEachRow(of: "discrepancies") { count += $0["silenced_by"] == nil ? 0 : 1 }
      return count == 0
        ? nil
        : wording(
          count == 1 ? .oneExplained : .explained, wording.counted(count, .finding, .findings))
    }
  }

  private func section(_ table: ReportTable) -> Section {
    Section(topic: table.topic, title: wording.title(table.title), columns: table.columns) { body in
      try snapshot.forEachRow(of: table.view) { try body(table.row($0)) }
    }
  }

  /// A table whose first column is the issuer, as one section for each issuer.
  private func forEachIssuer(
    _ table: ReportTable, _ title: Word, _ body: (Section) throws -> Void
  ) throws {
    try snapshot.forEachGroup(
      of: [table.view], by: { wording.name($0.text("issuer")) }, order: .words
    ) { issuer, rows in
      let rows = told(rows, of: table)
      try body(
        Section(
          topic: table.topic, title: wording(title, issuer),
          columns: Array(table.columns.dropFirst())
        ) { body in
          for row in rows {
            try body(
              Section.Row(
                cells: Array(row.cells.dropFirst()), events: row.events, rows: row.rows,
                isSum: row.isSum))
          }
        })
    }
  }

  /// The titles of a section's columns, and of the column of its sources.
  func titles(of section: Section) -> [String] { section.columns.map { wording.title($0.title) } }
}
