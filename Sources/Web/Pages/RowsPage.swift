import Stakebook

/// The rows of a view: filtered and sorted as the address says, a page at a time, or all of them as a
/// file.
extension Site {
  private static let pageRows = 200

  func rows(_ asked: Asked, view name: String) async throws -> Answer {
    guard let view = Projections.publicViews.first(where: { $0.name == name }) else {
      let names = Projections.publicViews.map(\.name)
      throw Rejection(
        .unknownView, "there is no view '\(name.prefix(60))'",
        hint: nearest(to: name, among: names).map { "Did you mean '\($0)'?" }
          ?? "There are \(names.joined(separator: ", ")).")
    }
    let question = RowsQuestion(asked, view)
    switch asked.form {
    case "json"?:
      return try await spooled(
        ["sql", question.sql, "--format", "json"] + question.parameters, asked, name,
        "application/json")
    case "csv"?:
      return try await spooled(
        ["sql", question.sql, "--format", "csv"] + question.parameters, asked, name, "text/csv")
    case "ics"?: return try await calendar(asked)
    default: break
    }
    let page = max(0, min(100_000, Int(asked["page"] ?? "0") ?? 0))
    let most = Self.pageRows
    let found = try await children.ask(
      [
        "sql", "\(question.sql) LIMIT \(most + 1) OFFSET \(page * most)", "--format", "jsonl",
        "--timeout", "15",
      ]
        + question.parameters + Self.clockOptions(asked.place), seconds: 20
    ).objects(most: most + 1).map { $0.read(as: view) }
    let w = try await words(asked)
    let table = PageTable(of: view, Array(found.prefix(most)), w.pages)
    let title =
      name == "upcoming" ? w(.upcoming) : name == "owed" ? w(.owed) : w.pages.title("view.\(name)")
    let calendar: Markup =
      name == "upcoming"
      ? " <a href=\"/upcoming.ics?key=\(Secret.key(of: settings.token))\">\(w(.asCalendar))</a>"
        + " <a href=\"/feed.atom?key=\(Secret.key(of: settings.token))\">\(w(.asFeed))</a>" : ""
    func turned(_ page: Int) -> String {
      var other = asked
      other.query =
        asked.query.filter { $0.name != "page" } + (page > 0 ? [("page", "\(page)")] : [])
      return other.address(as: nil)
    }
    let next: Markup =
      found.count > most ? "<a rel=\"next\" href=\"\(turned(page + 1))\">\(w(.nextPage))</a>" : ""
    let first: Markup = page > 0 ? "<a href=\"\(turned(0))\">\(w(.firstPage))</a> " : ""
    let content: Markup = """
      <header><h1>\(title)</h1>
      <p class="forms"><a href="\(asked.address(as: "json"))">\(w(.asJSON))</a> \
      <a href="\(asked.address(as: "csv"))">\(w(.asCSV))</a>\(calendar)</p></header>
      <main id="content">\(filters(asked, question, view, w))
      \(grid(table, title, asked, w, sorted: question.sort))
      <p class="pager">\(first)\(next)</p></main>
      """
    return frame(asked, w, title: title, content, days: await days())
  }

  private func filters(_ asked: Asked, _ question: RowsQuestion, _ view: View, _ w: WebWords)
    -> Markup
  {
    let set = question.filters.markup { column, value -> Markup in
      var other = asked
      other.query = asked.query.filter { $0.name != column && $0.name != "page" }
      return
        "<a class=\"chip\" href=\"\(other.address(as: nil))\" title=\"\(w(.remove))\">\(column) = \(value) ×</a> "
    }
    let kept = asked.query.filter { $0.name != "page" && $0.name != "column" && $0.name != "is" }
      .markup { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">" }
    let options = view.columns.filter { [.text, .whole, .event].contains($0.kind) }.markup {
      "<option value=\"\($0.name)\">\(w.pages.field($0.name))</option>"
    }
    let path = String(asked.address(as: nil).prefix { $0 != "?" })
    return """
      <form class="filter" method="get" action="\(path)" aria-label="\(w(.filter))">\(kept)
      <label>\(w(.filter)) <select name="column">\(options)</select></label>
      <label><span class="unseen">\(w(.value))</span><input name="is" maxlength="200"></label>
      <button>\(w(.apply))</button> \(set)</form>
      """
  }

  /// A table, each figure leading to its why, each head to the rows in its order.
  func grid(
    _ table: PageTable, _ title: String, _ asked: Asked, _ w: WebWords, sorted: String? = nil
  ) -> Markup {
    guard !table.rows.isEmpty else { return "<p class=\"quiet\">\(w(.noRows))</p>" }
    let heads = table.columns.markup { column -> Markup in
      var other = asked
      let next = sorted == column.name ? "-\(column.name)" : column.name
      other.query = asked.query.filter { $0.name != "sort" && $0.name != "page" } + [("sort", next)]
      let order: Markup =
        sorted == column.name
        ? " aria-sort=\"ascending\""
        : sorted == "-\(column.name)" ? " aria-sort=\"descending\"" : ""
      return
        "<th scope=\"col\"\(column.isFigure ? " class=\"n\"" : "" as Markup)\(order)><a href=\"\(other.address(as: nil))\">\(column.title)</a></th>"
    }
    let lines = table.rows.markup { row -> Markup in
      let isEvent = row.why == nil && row.events.count == 1
      let why =
        row.why.map { asked.place.why($0) }
        ?? (isEvent ? asked.place("event", "\(row.events[0])") : nil)
      let cells = zip(table.columns, row.cells).enumerated().markup { place, pair -> Markup in
        let (column, cell) = pair
        let isDay = ["effective", "day", "due", "formed", "ended", "granted", "expires"].contains(
          column.name)
        let kind: Markup = column.isFigure ? " class=\"n\"" : isDay ? " class=\"d\"" : ""
        var shown: Markup = "\(cell)"
        if let why, column.isFigure || place == 0, !cell.isEmpty {
          shown = "<a class=\"why\" href=\"\(why)\">\(cell)</a>"
        }
        return place == 0
          ? "<th scope=\"row\">\(shown)</th>"
          : "<td\(kind) data-label=\"\(column.title)\">\(shown)</td>"
      }
      return
        "<tr>\(cells)<td class=\"s\" data-label=\"\(w(.sources))\">\(marks(row.events, asked))</td></tr>\n"
    }
    return """
      <section><div class="scroll" role="region" tabindex="0" aria-label="\(title)"><table>
      <caption class="unseen">\(title)</caption>
      <thead><tr>\(heads)<th scope="col" class="s">\(w(.sources))</th></tr></thead>
      <tbody>\(lines)</tbody></table></div></section>
      """
  }

  /// Rows of a command of the program, in a file that lies ready when it is whole.
  func spooled(_ arguments: [String], _ asked: Asked, _ name: String, _ type: String) async throws
    -> Answer
  {
    let output = try await children.ask(
      arguments + ["--timeout", "30"] + Self.clockOptions(asked.place), seconds: 40)
    return Self.answer(output.spool, name, type)
  }

  static func answer(_ spool: Spool, _ name: String, _ type: String) -> Answer {
    let size = spool.size
    let body: Answer.Body = size < 1 << 18 ? .bytes(spool.bytes(from: 0, most: size)) : .file(spool)
    let answer = Answer(type: "\(type); charset=utf-8", body: body)
    return type == "text/csv" ? answer.saved(as: "\(name).csv") : answer
  }

  private func calendar(_ asked: Asked) async throws -> Answer {
    let text = try await workers.read { try $0.calendar(clock: Self.clock(asked, $0)) }
    return .text(text, type: "text/calendar; charset=utf-8")
  }

  func feed(_ asked: Asked) async throws -> Answer {
    let stream = asked["stream"]
    let text = try await workers.read {
      try $0.feed(of: stream, last: 50, clock: Self.clock(asked, $0))
    }
    return .text(text, type: "application/atom+xml; charset=utf-8")
  }

  /// The contradictions, those that notes explain below.
  func check(_ asked: Asked) async throws -> Answer {
    let sql = "SELECT * FROM discrepancies ORDER BY severity, finding"
    switch asked.form {
    case "json"?:
      return try await spooled(
        ["sql", sql, "--format", "json"], asked, "check", "application/json")
    case "csv"?:
      return try await spooled(["sql", sql, "--format", "csv"], asked, "check", "text/csv")
    default: break
    }
    let found = try await ask(sql, at: asked.place, most: 1000, seconds: 30)
    let w = try await words(asked)
    let rule = asked["rule"]
    let wanted = found.filter { rule == nil || $0.said("rule") == rule }
    let open = wanted.filter { $0["silenced_by"] == nil || $0["silenced_by"] == .null }
    let explained = wanted.filter { !($0["silenced_by"] == nil || $0["silenced_by"] == .null) }
    let below: Markup =
      explained.isEmpty
      ? ""
      : "<section aria-labelledby=\"told\"><h2 id=\"told\">\(w(.explainedBy))</h2>\(findingList(explained, asked, w, none: .noneOpen))</section>"
    let content: Markup = """
      <header><h1>\(w(.check))</h1>
      <p class="forms"><a href="\(asked.address(as: "json"))">\(w(.asJSON))</a> \
      <a href="\(asked.address(as: "csv"))">\(w(.asCSV))</a></p></header>
      <main id="content"><section aria-label="\(w(.openContradictions))">\(findingList(open, asked, w, none: .noneOpen))</section>\(below)</main>
      """
    return frame(asked, w, title: w(.check), content, days: await days())
  }
}

/// The question that an address puts to a view: only names of its columns come into the SQL, values go
/// in as parameters.
struct RowsQuestion {
  let sql: String
  let parameters: [String]
  let filters: [(column: String, value: String)]
  let sort: String?

  init(_ asked: Asked, _ view: View) {
    let names = Set(view.columns.map(\.name))
    var filters = asked.query.filter { names.contains($0.name) && !$0.value.isEmpty }
      .map { (column: $0.name, value: $0.value) }
    if let column = asked["column"], let value = asked["is"], names.contains(column) {
      filters.append((column, value))
    }
    filters = Array(filters.prefix(20))
    let sort = asked["sort"].flatMap { name in
      names.contains(String(name.drop { $0 == "-" })) ? name : nil
    }
    self.filters = filters
    self.sort = sort
    let wanted = filters.indices.map { "\"\(filters[$0].column)\" = :f\($0)" }
    let order = sort.map { name in
      "\"\(name.drop { $0 == "-" })\" \(name.hasPrefix("-") ? "DESC" : "ASC"), \(view.order)"
    }
    sql =
      "SELECT * FROM \"\(view.name)\""
      + (wanted.isEmpty ? "" : " WHERE \(wanted.joined(separator: " AND "))")
      + " ORDER BY \(order ?? view.order)"
    parameters = filters.enumerated().flatMap { place, filter in
      let isNumber =
        Int64(filter.value) != nil
        && view.columns.contains { column in
          column.name == filter.column && ![.text, .json].contains(column.kind)
        }
      return ["-p", "f\(place):=\(isNumber ? filter.value : JSON.string(filter.value).canonical)"]
    }
  }
}

extension Markup {
  static func + (left: Markup, right: Markup) -> Markup {
    var both = left
    both += right
    return both
  }
}
