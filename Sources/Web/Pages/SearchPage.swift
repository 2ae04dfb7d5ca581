import Stakebook

/// What has a word in it: names, identifiers, headlines, notes.
extension Site {
  func search(_ asked: Asked) async throws -> Answer {
    let w = try await words(asked)
    let wanted = String((asked["q"] ?? "").prefix(200))
    let place = asked.place
    var content = Markup.none
    if !wanted.isEmpty {
      // No pattern: every sign of what is searched for stands for itself, however long it is.
      func has(_ columns: String...) -> String {
        columns.map { "instr(lower(\($0)), lower(:q))" }.joined(separator: " OR ")
      }
      async let entities = ask(
        "SELECT entity AS slug, name, 'entity' AS what FROM entities WHERE \(has("entity", "name", "ids")) "
          + "UNION ALL SELECT partnership, name, 'partnership' FROM partnerships WHERE \(has("partnership", "name")) "
          + "ORDER BY what DESC, name LIMIT 60", [("q", wanted)], at: place)
      async let facts = ask(
        "SELECT event, type, stream, recorded_at, status, headline, details, withdrawn_by FROM events "
          + "WHERE \(has("headline", "note")) OR id = :id ORDER BY event DESC LIMIT 60",
        [("q", wanted), ("id", wanted)], at: place)
      async let notes = ask(
        "SELECT event, text FROM notes WHERE \(has("text")) ORDER BY event DESC LIMIT 30",
        [("q", wanted)], at: place)
      let (named, said, noted) = try await (entities, facts, notes)
      if asked.form == "json" {
        return .json(
          JSON.object([
            "names": .array(named.map(JSON.object)), "facts": .array(said.map(JSON.object)),
            "notes": .array(noted.map(JSON.object)),
          ]).canonical + "\n")
      }
      let names = named.markup { row -> Markup in
        "<li><a class=\"name\" href=\"\(place(row.said("what"), row.said("slug")))\">\(row.said("name").isEmpty ? row.said("slug") : row.said("name"))</a> <span class=\"quiet\">\(row.said("what") == "entity" ? w(.entity) : w.view("partnerships"))</span></li>"
      }
      if !named.isEmpty {
        content +=
          "<section aria-labelledby=\"names\"><h2 id=\"names\">\(w(.names))</h2><ul class=\"deals\">\(names)</ul></section>"
      }
      if !noted.isEmpty {
        let lines = noted.markup { row -> Markup in
          let seq = row["event"]?.integerValue ?? 0
          return "<li><a href=\"\(place("event", "\(seq)"))\">\(seq)</a> \(row.said("text"))</li>"
        }
        content +=
          "<section aria-labelledby=\"noted\"><h2 id=\"noted\">\(w(.notes))</h2><ul class=\"plain\">\(lines)</ul></section>"
      }
      if !said.isEmpty {
        content +=
          "<section aria-labelledby=\"facts\"><h2 id=\"facts\">\(w(.facts))</h2>\(factList(said, asked, w))</section>"
      }
      if named.isEmpty, said.isEmpty, noted.isEmpty {
        content = "<p class=\"quiet\">\(w(.foundNothing, wanted))</p>"
      }
    }
    return frame(
      asked, w, title: w(.searchTitle),
      """
      <header><h1>\(w(.searchTitle))</h1></header><main id="content">
      <form class="filter" action="/search" method="get" aria-label="\(w(.searchFor))">\(hidden(place))
      <label><span class="unseen">\(w(.searchFor))</span><input type="search" name="q" value="\(wanted)" maxlength="200"></label>
      <button>\(w(.search))</button></form>\(content)</main>
      """)
  }
}
