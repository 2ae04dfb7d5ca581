import Stakebook

/// A partnership and an entity: the report of what is about them, each figure leading to its why, and on a
/// page of its own the events behind it with their sources.
extension Site {
  /// What of a report a page shows.
  enum Part {
    case figures, sources
  }

  func partnership(_ asked: Asked, _ slug: String, _ part: Part = .figures) async throws -> Answer {
    if asked.form == "json" { return try await snapshot(asked, [slug]) }
    if asked.form == "csv" {
      return try await events(of: slug, asked)
    }
    let w = WebWords(asked.language)
    let made = try await workers.read {
      ledger -> (title: String, content: String, days: ChangeDays?) in
      let clock = try Self.clock(asked, ledger)
      var content = ""
      var title = slug
      try ledger.withState(
        partnerships: [slug], clock: clock, showsEvents: part == .sources
      ) { rows in
        title = try Self.write(
          part, of: rows, ledger, asked,
          lead: part == .figures
            ? Self.forms(asked, w) : Self.back(to: ["partnership", slug], asked, w)
        ) { content += $0 }
      }
      return (title, content, try? ChangeDays(of: slug, in: ledger))
    }
    return frame(asked, w, title: made.title, Markup(report: made.content), days: made.days)
  }

  /// Writes a part of a report of rows, and gives the report's title.
  private static func write(
    _ part: Part, of rows: some SnapshotRows, _ ledger: Ledger, _ asked: Asked,
    title: String? = nil, lead: Markup, to write: (String) throws -> Void
  ) throws -> String {
    let links = asked.place.links
    switch part {
    case .figures:
      return try HTMLReport.writeContent(
        rows, in: asked.language, title: title, lead: lead.text, links: links,
        notes: asked.place(asked.path[0], asked.path[1], "sources"), to: write)
    case .sources:
      return try HTMLReport.writeNotes(
        rows, in: asked.language, title: title, lead: lead.text,
        copies: try copies(of: ledger, rows), links: links, to: write)
    }
  }

  /// The way back from the sources.
  private static func back(to path: [String], _ asked: Asked, _ w: WebWords) -> Markup {
    "<p class=\"forms\"><a href=\"\(asked.place(path[0], path[1]))\">\(w(.backToFigures))</a></p>"
  }

  func entity(_ asked: Asked, _ slug: String, _ part: Part = .figures) async throws -> Answer {
    let w = try await words(asked)
    let made = try await workers.read {
      ledger -> (row: JSONObject, content: String, json: String) in
      let clock = try Self.clock(asked, ledger)
      let known = try ledger.read(clock) { try $0.rows(named: "entities") }
      guard let row = known.first(where: { $0.said("entity") == slug }) else {
        let near = nearest(to: slug, among: known.map { $0.said("entity") })
        throw Rejection(
          .unknownEntity, "there is no entity '\(slug.prefix(60))'",
          hint: near.map { "Did you mean '\($0)'?" })
      }
      var seeds = Reading.Seeds()
      seeds.slugs = Set(
        known.filter { $0.said("current") == row.said("current") }.map { $0.said("entity") })
      return try ledger.read(clock, .around(seeds)) { reading in
        let rows = try RowsNaming(
          slug, in: SnapshotReading(reading, showsEvents: part == .sources || asked.form != nil))
        if asked.form == "json" { return (row, "", try Snapshot(rows).text) }
        var partnerships: [JSONObject] = []
        try rows.forEachRow(of: "partnerships") { partnerships.append($0) }
        var content = ""
        _ = try Self.write(
          part, of: rows, ledger, asked, title: row.said("name").isEmpty ? slug : row.said("name"),
          lead: part == .figures
            ? Self.lead(row, partnerships, asked, w) : Self.back(to: ["entity", slug], asked, w)
        ) { content += $0 }
        return (row, content, "")
      }
    }
    if asked.form == "json" { return .json(made.json + "\n") }
    return frame(
      asked, w, title: w.pages.name(slug), Markup(report: made.content), days: await days())
  }

  /// What an entity is, and of which partnerships it is a party.
  private static func lead(
    _ row: JSONObject, _ partnerships: [JSONObject], _ asked: Asked, _ w: WebWords
  ) -> Markup {
    let place = asked.place
    let slug = row.said("entity")
    var facts: [(String, Markup)] = [(w(.entity), "<code>\(slug)</code>")]
    if !row.said("kind").isEmpty {
      facts.append((w(.kind), "\(w.pages.stored("kind", row.said("kind")))"))
    }
    if !row.said("jurisdiction").isEmpty {
      facts.append((w(.jurisdiction), "\(row.said("jurisdiction"))"))
    }
    let ids = (row["ids"]?.arrayValue ?? []).compactMap(\.stringValue)
    if !ids.isEmpty { facts.append((w(.identifiers), "\(ids.joined(separator: ", "))")) }
    let current = row.said("current")
    if !current.isEmpty, current != slug {
      facts.append(
        (w(.nowCalled), "<a href=\"\(place("entity", current))\">\(w.pages.name(current))</a>"))
    }
    if !partnerships.isEmpty {
      let links = partnerships.enumerated().markup { number, partnership in
        "\(number > 0 ? ", " : "")<a href=\"\(place("partnership", partnership.said("partnership")))\">\(partnership.said("name").isEmpty ? partnership.said("partnership") : partnership.said("name"))</a>"
      }
      facts.append((w(.itsPartnerships), links))
    }
    let list = facts.markup { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" }
    return "<dl class=\"facts\">\(list)</dl>\(forms(asked, w))"
  }

  /// The same page in other forms.
  static func forms(_ asked: Asked, _ w: WebWords) -> Markup {
    let csv: Markup =
      asked.path.first == "entity"
      ? "" : " <a href=\"\(asked.address(as: "csv"))\">\(w(.asCSV))</a>"
    let entry: Markup =
      asked.isWritable && asked.path.first == "partnership"
      ? "<p class=\"actions\"><a class=\"button\" href=\"\(asked.place("types", with: [("stream", asked.path[1])]))\">\(w(.newFact))</a></p>"
      : ""
    return
      "\(entry)<p class=\"forms\"><a href=\"\(asked.address(as: "json"))\">\(w(.asJSON))</a>\(csv)</p>"
  }

  /// By hash, where the copies of documents are that these rows cite.
  private static func copies(of ledger: Ledger, _ rows: some SnapshotRows) throws -> [String:
    String]
  {
    var copies: [String: String] = [:]
    for document in try ledger.documents(of: Array(try rows.seqs)) where document.size != nil {
      copies[document.sha256] = "/document/\(document.sha256)?of=\(document.event)"
    }
    return copies
  }

  /// The snapshot of some partnerships.
  private func snapshot(_ asked: Asked, _ partnerships: [String]) async throws -> Answer {
    let text = try await workers.read { ledger in
      var text = ""
      try ledger.withSnapshot(partnerships: partnerships, clock: Self.clock(asked, ledger)) {
        try $0.write { text += $0 }
      }
      return text
    }
    return .json(text)
  }

  private func events(of slug: String, _ asked: Asked) async throws -> Answer {
    try await spooled(
      [
        "sql", "SELECT * FROM timeline WHERE stream = :stream", "-p",
        "stream:=\(JSON.string(slug).canonical)",
        "--format", "csv",
      ], asked, slug, "text/csv")
  }
}
