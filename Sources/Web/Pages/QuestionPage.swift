import Stakebook

/// Questions in SQL: each is asked in a process of its own, in bounds of time, rows and memory, so that
/// no question harms the server. The address is the question: it can be kept and sent.
extension Site {
  private static let shownRows = 500

  func question(_ asked: Asked) async throws -> Answer {
    let w = WebWords(asked.language)
    let saved = SavedQueries(ledger: settings.ledger)
    let query = try asked["saved"].map { try saved.named($0) }
    let sql = query?.sql ?? asked["q"] ?? ""
    let given = asked.query.filter { $0.name.hasPrefix("p_") && !$0.value.isEmpty }
      .map { (String($0.name.dropFirst(2)), $0.value) }
    if asked.form == "sql" { return .text(sql, type: "application/sql; charset=utf-8") }
    if asked.form != nil {
      let type = asked.form == "csv" ? "text/csv" : "application/json"
      guard !sql.isEmpty else {
        throw Rejection(.emptyQuery, "there is no question", hint: "Write it as q=SELECT….")
      }
      let output = try await run(sql, query, given, asked, format: asked.form ?? "json")
      var answer = Self.answer(output.spool, query?.name ?? "answer", type)
      // A saved query can be edited at any time.
      answer.isLasting = query == nil && Self.isLasting(sql)
      return answer
    }
    var result = Markup.none
    var status = 200
    // Where a value is missing it is asked for.
    let isWhole =
      query?.isComplete(given)
      ?? Self.parameters(in: sql).allSatisfy { name in given.contains { $0.0 == name } }
    if !sql.isEmpty, isWhole {
      do {
        let output = try await run(sql, query, given, asked, format: "jsonl")
        result = shown(output, asked, w)
      } catch let rejection as Rejection {
        status = rejection.webStatus
        result = fault(rejection, w) + sooner(sql, rejection, asked, w)
      }
    }
    let content: Markup = """
      <header><h1>\(query.map(w.title) ?? w(.sqlTitle))</h1>\
      \(query.map { "<p class=\"readings\">\(w.description(of: $0))</p>" as Markup } ?? .none)</header>
      <main id="content">
      \(editor(sql, query, given, asked, w))
      \(result)
      <section aria-labelledby="saved"><h2 id="saved">\(w(.savedQueries))</h2>\(list(saved.queries, asked, w))</section>
      <section aria-labelledby="views"><h2 id="views">\(w(.views))</h2>\(viewList(asked, w))</section>
      </main>
      """
    var answer = frame(
      asked, w, title: query.map(w.title) ?? w(.sqlTitle), content, days: await days(),
      status: status)
    answer.isLasting = status == 200 && query == nil && Self.isLasting(sql)
    return answer
  }

  /// What answers where a question over the whole ledger took too long or too much: the pages of the views
  /// that it names.
  private func sooner(_ sql: String, _ rejection: Rejection, _ asked: Asked, _ w: WebWords)
    -> Markup
  {
    guard [.timeout, .rowLimit, .byteLimit, .memoryLimit].contains(rejection.code) else {
      return ""
    }
    let words = Set(sql.lowercased().split { !$0.isLetter && $0 != "_" }.map(String.init))
    let links = Projections.publicViews.filter { words.contains($0.name) }.prefix(4).markup {
      view in
      "<a href=\"\(asked.place("view", view.name))\">\(w.view(view.name))</a> "
    }
    return links.text.isEmpty ? "" : "<p>\(w(.soonerHelp)) \(links)</p>"
  }

  private func run(
    _ sql: String, _ query: SavedQuery?, _ given: [(String, String)], _ asked: Asked, format: String
  ) async throws -> Children.Output {
    let isPlan = asked["plan"] != nil
    let parameters = given.flatMap { ["-p", "\($0.0)=\($0.1)"] }
    let words =
      query.map { ["queries", $0.name] } ?? ["sql", "-"]
    return try await children.ask(
      words + parameters + [
        "--format", format, "--timeout",
        asked["seconds"].flatMap(Int.init).map { "\(max(1, min(10, $0)))" } ?? "10", "--max-memory",
        "512M", "--max-bytes", "200M",
      ]
        + Self.clockOptions(asked.place),
      input: query == nil ? Array(((isPlan ? "EXPLAIN QUERY PLAN " : "") + sql).utf8) : nil,
      seconds: 14)
  }

  /// Whether the same question has the same answer.
  private static func isLasting(_ sql: String) -> Bool {
    let text = sql.lowercased()
    return !["random", "now", "current_", "date()", "time()", "julianday()", "unixepoch()"]
      .contains(where: text.contains)
  }

  private func shown(_ output: Children.Output, _ asked: Asked, _ w: WebWords) -> Markup {
    let isPlan = asked["plan"] != nil && asked["saved"] == nil
    let rows = output.objects(most: Self.shownRows + 1)
    if isPlan, !rows.isEmpty { return Self.plan(rows, w) }
    guard let first = rows.first else {
      return "<p class=\"quiet\" role=\"status\">\(w(.noAnswer))</p>"
    }
    let names = first.names
    let isNumber = names.map { name in
      rows.contains { Self.number($0[name]) != nil }
        && rows.allSatisfy { Self.number($0[name]) != nil || $0[name] == .null || $0[name] == nil }
    }
    let heads = zip(names, isNumber).markup {
      "<th scope=\"col\"\($1 ? " class=\"n\"" : "" as Markup)>\($0)</th>"
    }
    let lines = rows.prefix(Self.shownRows).markup { row -> Markup in
      let cells = zip(names, isNumber).markup { name, isNumber -> Markup in
        "<td\(isNumber ? " class=\"n\"" : Self.kind(row[name])) data-label=\"\(name)\">\(cell(name, row[name], asked))</td>"
      }
      return "<tr>\(cells)</tr>\n"
    }
    let more: Markup =
      rows.count > Self.shownRows
      ? "<p class=\"quiet\">\(w(.moreRows, "\(Self.shownRows)"))</p>" : ""
    // Few columns have room everywhere; more become cards where a window is narrow.
    let isNarrow = names.count < 4
    let count =
      rows.count == 1
      ? w(.oneRow) : w(.manyRows, w.pages.grouped(Int64(min(rows.count, Self.shownRows))))
    let chart = ResultChart(rows, names, isNumber).map { chart in
      "<figure><figcaption>\(w(.chart))</figcaption><div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"\(w(.chart))\">\(chart.svg(title: w(.chart)))</div></figure>"
        as Markup
    }
    return """
      <section aria-labelledby="answer"><h2 id="answer">\(w(.answer))</h2>
      <p class="forms" role="status"><span>\(count)</span> <a href="\(asked.address(as: "json"))">\(w(.asJSON))</a> <a href="\(asked.address(as: "csv"))">\(w(.asCSV))</a> \
      <a href="\(asked.address(as: nil))">\(w(.permalink))</a></p>
      \(chart ?? .none)
      \(isNarrow ? "<div>" : "" as Markup)<div class="scroll" role="region" tabindex="0" aria-label="\(count)"><table\(isNarrow ? " class=\"few\"" : "" as Markup)><thead><tr>\(heads)</tr></thead>
      <tbody>\(lines)</tbody></table></div>\(isNarrow ? "</div>" : "" as Markup)\(more)</section>
      """
  }

  /// How SQLite computes an answer, each step under the one of which it is part.
  private static func plan(_ rows: [JSONObject], _ w: WebWords) -> Markup {
    var depths: [Int64: Int] = [:]
    let steps = rows.prefix(shownRows).map { row -> String in
      let depth = (row["parent"]?.integerValue).flatMap { depths[$0] }.map { $0 + 1 } ?? 0
      if let id = row["id"]?.integerValue { depths[id] = depth }
      return String(repeating: "  ", count: min(depth, 20)) + row.said("detail")
    }
    return """
      <section aria-labelledby="answer"><h2 id="answer">\(w(.plan))</h2>
      <pre class="plan" tabindex="0">\(lines: steps.joined(separator: "\n"))</pre></section>
      """
  }

  /// How a text is set: a day, or as much of one as is known, stays on its line, and much text has room.
  private static func kind(_ value: JSON?) -> Markup {
    guard let text = value?.stringValue else { return "" }
    if text.wholeMatch(of: /\.{0,2}[0-9]{4}(-[0-9Q]{2}){0,2}/) != nil { return " class=\"d\"" }
    return text.count > 30 ? " class=\"t\"" : ""
  }

  static func number(_ value: JSON?) -> Double? {
    switch value {
    case .integer(let number)?: Double(number)
    case .number(let number)?: number
    default: nil
    }
  }

  /// A cell; what names an event, an entity or a partnership leads there.
  private func cell(_ name: String, _ value: JSON?, _ asked: Asked) -> Markup {
    switch value {
    case nil, .null?: return ""
    case .integer(let seq)? where name == "event" || name.hasSuffix("_event"):
      return "<a href=\"\(asked.place("event", "\(seq)"))\">\(seq)</a>"
    case .string(let slug)?
    where ["entity", "holder", "issuer", "investor", "from_entity", "to_entity"].contains(name):
      return "<a href=\"\(asked.place("entity", slug))\">\(slug)</a>"
    case .string(let slug)?
    where ["partnership", "stream"].contains(name) && !Reading.reserved.contains(slug):
      return "<a href=\"\(asked.place("partnership", slug))\">\(slug)</a>"
    case .string(let text)?: return "\(text.count > 600 ? text.prefix(600) + "…" : text)"
    case let other?: return "\(other.canonical)"
    }
  }

  private func editor(
    _ sql: String, _ query: SavedQuery?, _ given: [(String, String)], _ asked: Asked, _ w: WebWords
  ) -> Markup {
    let wanted: [(name: String, meaning: String, standard: String)] =
      query.map { $0.parameters.map { ($0.name, $0.meaning, $0.standardText ?? "") } }
      ?? Self.parameters(in: sql).map { ($0, "", "") }
    let fields = wanted.markup { name, meaning, standard -> Markup in
      let value = given.first { $0.0 == name }?.1 ?? ""
      return """
        <label><code>:\(name)</code> <span class="quiet">\(w.meaning(meaning).map { "\($0)" } ?? "<span lang=\"en\">\(meaning)</span>" as Markup)</span> \
        <input name="p_\(name)" value="\(value)" placeholder="\(standard == "null" ? "" : standard)" maxlength="400"></label>
        """
    }
    let parameters: Markup =
      wanted.isEmpty
      ? "" : "<fieldset class=\"row\"><legend>\(w(.parameters))</legend>\(fields)</fieldset>"
    let text: Markup =
      query != nil
      ? "<input type=\"hidden\" name=\"saved\" value=\"\(query?.name ?? "")\"><details class=\"more\"><summary>SQL</summary><pre tabindex=\"0\">\(lines: sql)</pre></details>"
      : """
      <label for="q">\(w(.sqlText))</label>
      <textarea id="q" name="q" rows="6" spellcheck="false" autocapitalize="off" autocomplete="off" data-complete="\(Self.vocabulary)">
      \(value: sql)</textarea>
      """
    let plan: Markup =
      query != nil
      ? ""
      : "<label class=\"check\"><input type=\"checkbox\" name=\"plan\" value=\"1\"\(asked["plan"] != nil ? " checked" : "" as Markup)> \(w(.explainPlan))</label>"
    return """
      <form class="ask" method="get" action="/sql" aria-label="\(w(.question))">\(hidden(asked.place))
      \(text)\(parameters)<p class="row"><button class="button">\(w(.run))</button> \(plan)</p></form>
      """
  }

  /// The names of views and their columns, for completion.
  private static let vocabulary: String = {
    var names: Set<String> = []
    for view in Projections.publicViews {
      names.insert(view.name)
      names.formUnion(view.columns.map(\.name))
    }
    return names.sorted().joined(separator: " ")
  }()

  /// The names of parameters in a question, outside of texts.
  static func parameters(in sql: String) -> [String] {
    var names: [String] = []
    let plain = sql.replacing(/'[^']*'|"[^"]*"|--[^\n]*/, with: " ")
    for match in plain.matches(of: /[:@$]([A-Za-z_][A-Za-z0-9_]*)/) {
      let name = String(match.output.1)
      if !names.contains(name), names.count < 20 { names.append(name) }
    }
    return names
  }

  private func list(_ queries: [SavedQuery], _ asked: Asked, _ w: WebWords) -> Markup {
    let lines = queries.markup { query -> Markup in
      "<div><dt><a href=\"\(asked.place("sql", with: [("saved", query.name)]))\">\(query.name)</a></dt><dd>\(w.title(of: query))</dd></div>"
    }
    return "<dl class=\"facts wide\">\(lines)</dl>"
  }

  private func viewList(_ asked: Asked, _ w: WebWords) -> Markup {
    let lines = Projections.publicViews.markup { view -> Markup in
      let columns = view.columns.map(\.name).joined(separator: ", ")
      let summary = w(.oneRowFor, w.meaning(view.summary) ?? view.summary)
      return """
        <div><dt><a href="\(asked.place("view", view.name))">\(view.name)</a></dt>\
        <dd><details><summary>\(w.view(view.name)) <span class="quiet">– \(summary)</span></summary>\
        <code>\(columns)</code></details></dd></div>
        """
    }
    return "<dl class=\"facts wide\">\(lines)</dl>"
  }
}

extension SavedQuery {
  /// Whether each parameter that has no value of its own is given one.
  fileprivate func isComplete(_ given: [(String, String)]) -> Bool {
    parameters.allSatisfy { parameter in
      parameter.standard != nil || parameter.standardText != nil
        || given.contains { $0.0 == parameter.name }
    }
  }
}
