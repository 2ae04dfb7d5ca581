import Events

/// A table of a report: its title, its columns, its rows, and the events behind each row.
struct Section {
  struct Row {
    let cells: [String]
    let events: [Seq]
  }

  /// What a section is about: a chapter of a page holds the sections of one topic.
  enum Topic: String, CaseIterable {
    case stakes, valuations, capital, purchases, commitments, totals, rounds, rights, conditions
    case revenueShares = "revenue-shares"
    case warrants, agreements, exposures, contradictions, timeline, notes

    var title: Word {
      switch self {
      case .stakes: .stakes
      case .valuations: .valuations
      case .capital: .capital
      case .purchases: .purchases
      case .commitments: .commitments
      case .totals: .totals
      case .rounds: .rounds
      case .rights: .rights
      case .conditions: .conditions
      case .revenueShares: .revenueShares
      case .warrants: .warrants
      case .agreements: .agreements
      case .exposures: .exposures
      case .contradictions: .contradictions
      case .timeline: .timeline
      case .notes: .notes
      }
    }

    /// The views that it is told from.
    var views: [String] {
      switch self {
      case .valuations: ["valuations", "implied_valuations"]
      case .revenueShares: ["revenue_shares"]
      case .contradictions: ["discrepancies"]
      default: [rawValue]
      }
    }
  }

  /// A column: its title, and what kind of thing it holds.
  struct Column {
    /// Figures stand to the right; neither they nor days are broken into lines.
    enum Kind { case text, figure, day }

    let word: Word
    let kind: Kind

    static func text(_ word: Word) -> Column { Column(word: word, kind: .text) }
    static func figure(_ word: Word) -> Column { Column(word: word, kind: .figure) }
    static func day(_ word: Word) -> Column { Column(word: word, kind: .day) }
  }

  let topic: Topic
  let title: String
  let columns: [Column]
  let rows: [Row]
}

extension Section {
  /// Without the columns in which no row has anything.
  var withoutEmptyColumns: Section {
    let kept = columns.indices.filter { place in rows.contains { !$0.cells[place].isEmpty } }
    guard kept.count < columns.count else { return self }
    return Section(
      topic: topic, title: title, columns: kept.map { columns[$0] },
      rows: rows.map { row in Row(cells: kept.map { row.cells[$0] }, events: row.events) })
  }
}

/// The tables of state and reports in the words of one language, each made of the rows of a view.
struct Contents {
  let snapshot: KeptRows
  let wording: Wording

  init(_ snapshot: some SnapshotRows, _ wording: Wording) {
    self.snapshot = KeptRows(snapshot)
    self.wording = wording
  }

  /// The tables in the order in which people ask; empty ones are left out.
  var sections: [Section] {
    get throws { try Section.Topic.allCases.flatMap(sections) }
  }

  /// The tables of one topic; none where it has no rows, or is not told by tables.
  func sections(_ topic: Section.Topic) throws -> [Section] {
    let sections =
      switch topic {
      case .stakes: try byIssuer(.stakesIn, stakes)
      case .valuations: try byIssuer(.valuationsOf, valuations) + [implied]
      case .capital: try [balances(.capital, "capital", "investor", "issuer", .funded, .undrawn)]
      case .purchases:
        try [balances(.purchases, "purchases", "buyer", "supplier", .drawn, .outstanding)]
      case .commitments: try [commitments]
      case .totals: try [totals]
      case .rounds: try [rounds]
      case .rights: try [rights]
      case .conditions: try [conditions]
      case .revenueShares: try [revenueShares]
      case .warrants: try [warrants]
      case .agreements: try [agreements]
      case .exposures: try [exposures]
      case .contradictions, .timeline, .notes: [Section]()
      }
    return sections.filter { !$0.rows.isEmpty }.map(\.withoutEmptyColumns)
  }

  /// The rows of a view, all of them in memory.
  func rows(_ view: String) throws -> [JSONObject] {
    var rows: [JSONObject] = []
    try snapshot.forEachRow(of: view) { rows.append($0) }
    return rows
  }

  /// Whether a view has rows.
  func hasRows(_ view: String) throws -> Bool {
    struct Found: Error {}
    do {
      try snapshot.forEachRow(of: view) { _ in throw Found() }
      return false
    } catch is Found {
      return true
    }
  }

  /// The findings that no note explains.
  var openFindings: [JSONObject] {
    get throws { try rows("discrepancies").filter { $0["silenced_by"] == nil } }
  }

  /// What the whole is called: the names of its partnerships.
  var title: String {
    get throws {
      let slugs = snapshot.header.partnerships
      if slugs.isEmpty { return wording(.partnerships) }
      var names: [String: String] = [:]
      try snapshot.forEachRow(of: "partnerships") {
        names[$0.text("partnership")] = $0.text("name")
      }
      let named = slugs.map { slug in
        let name = names[slug] ?? ""
        return name.isEmpty ? slug : "\(name) (\(slug))"
      }
      return wording.shortened(named.joined(separator: ", "), to: 300)
    }
  }

  /// How many findings notes explain; nil where there is none.
  var explained: String? {
    get throws {
      var count = 0
      try snapshot.forEachRow(of: "discrepancies") { count += $0["silenced_by"] == nil ? 0 : 1 }
      return count == 0
        ? nil : wording(.explained, wording.counted(count, .finding, .findings))
    }
  }

  /// A section with a row for each row of a view.
  func section(
    _ topic: Section.Topic, _ view: String, _ columns: [Section.Column],
    _ cells: (JSONObject) -> [String]
  ) throws -> Section {
    var rows: [Section.Row] = []
    try snapshot.forEachRow(of: view) {
      rows.append(Section.Row(cells: cells($0), events: Snapshot.events(of: $0)))
    }
    return section(topic, wording(topic.title), columns, rows)
  }

  /// The titles of a section's columns, and of the column of its sources.
  func titles(of section: Section) -> [String] { section.columns.map { wording($0.word) } }

  func section(
    _ topic: Section.Topic, _ title: String, _ columns: [Section.Column], _ rows: [Section.Row]
  ) -> Section {
    Section(topic: topic, title: title, columns: columns, rows: rows)
  }

  /// A section whose first column is the issuer, as one section for each issuer.
  private func byIssuer(_ title: Word, _ section: Section) -> [Section] {
    let byIssuer = Dictionary(grouping: section.rows) { $0.cells[0] }
    return byIssuer.keys.sorted().map { issuer in
      Section(
        topic: section.topic, title: wording(title, issuer),
        columns: Array(section.columns.dropFirst()),
        rows: (byIssuer[issuer] ?? []).map {
          Section.Row(cells: Array($0.cells.dropFirst()), events: $0.events)
        })
    }
  }
}
