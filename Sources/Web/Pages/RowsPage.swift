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
    if asked.form == "ics" { return try await calendar(asked) }
    if let about = asked["about"] {
      let found = question.rows(among: try await rows(of: view, about: about, asked))
      if let form = asked.form { return try Self.file(found, of: view, as: form, named: name) }
      let page = Self.page(asked)
      let shown = found.dropFirst(page * Self.pageRows)
      return try await rowsPage(
        .rows(
          Array(shown.prefix(Self.pageRows)), areMore: shown.count > Self.pageRows),
        asked, view, question)
    }
    if let form = asked.form {
      return try await spooled(
        ["sql", question.sql, "--format", form] + question.parameters, asked, name,
        form == "csv" ? "text/csv" : "application/json")
    }
    return try await rowsPage(
      await whole(
        question.sql, question.parameters, at: asked.place,
        from: Self.page(asked) * Self.pageRows, most: Self.pageRows), asked, view, question)
  }

  /// The page of many, counted from none.
  static func page(_ asked: Asked) -> Int { max(0, min(100_000, Int(asked["page"] ?? "0") ?? 0)) }

  private func rowsPage(
    _ whole: Whole, _ asked: Asked, _ view: View, _ question: RowsQuestion
  ) async throws -> Answer {
    let w = try await words(asked)
    let name = view.name
    let title = w.view(name)
    let calendar: Markup =
      name == "upcoming"
      ? " <a href=\"/upcoming.ics?key=\(Secret.key(of: settings.token))\">\(w(.asCalendar))</a>"
        + " <a href=\"/feed.atom?key=\(Secret.key(of: settings.token))\">\(w(.asFeed))</a>" : ""
    var (table, isCut, areMore): (Markup, Markup, Bool) = ("", "", false)
    if case .rows(let rows, let more, _) = whole {
      table = grid(
        PageTable(of: view, rows.map { $0.read(as: view) }, w.pages), of: view, title, asked, w,
        sorted: question.sort)
      areMore = more
      if !more, (Self.page(asked) + 1) * Self.pageRows >= Self.mostKept {
        isCut =
          "<p class=\"quiet\">\(w(.moreRows, w.pages.grouped(Int64(Self.mostKept))))</p>"
      }
    }
    let content: Markup = """
      <header><h1>\(title)</h1>
      <p class="forms"><a href="\(asked.address(as: "json"))">\(w(.asJSON))</a> \
      <a href="\(asked.address(as: "csv"))">\(w(.asCSV))</a>\(calendar)</p></header>
      <main id="content"><div class="filters">\(filters(asked, question, view, w))\(narrowing(asked, w))</div>
      \(standing(whole, asked, w))\(table)\(isCut)
      \(pager(asked, Self.page(asked), areMore: areMore, w))</main>
      """
    var answer = frame(
      asked, w, title: title, content, days: await days(), status: whole.status)
    answer.isLasting = whole.isLasting
    return answer
  }

  private func filters(_ asked: Asked, _ question: RowsQuestion, _ view: View, _ w: WebWords)
    -> Markup
  {
    let titles = PageTable.titles(of: view, w.pages)
    let set = question.filters.markup { column, value in
      "<a class=\"chip\" href=\"\(asked.without([column, "page"]))\" title=\"\(w(.remove))\">\(w.pages.pair(titles.first { $0.name == column }.map { WebWords.begun($0.title) } ?? column, w.shown(value, of: column, in: view))) ×</a> "
    }
    let kept = asked.query.filter { $0.name != "page" && $0.name != "column" && $0.name != "is" }
      .markup { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">" }
    let kinds = Dictionary(view.columns.map { ($0.name, $0.kind) }, uniquingKeysWith: { $1 })
    let options = titles.filter { name, _ in
      kinds[name].map { [.text, .whole, .event].contains($0) } ?? false
    }.markup { "<option value=\"\($0.name)\">\(WebWords.begun($0.title))</option>" }
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
    _ table: PageTable, of view: View, _ title: String, _ asked: Asked, _ w: WebWords,
    sorted: String? = nil
  ) -> Markup {
    guard !table.rows.isEmpty else { return "<p class=\"quiet\">\(w(.noRows))</p>" }
    let (kept, folded) = Self.columns(table, of: view)
    let heads = kept.map { table.columns[$0] }.markup { column -> Markup in
      var other = asked
      let next = sorted == column.name ? "-\(column.name)" : column.name
      other.query = asked.query.filter { $0.name != "sort" && $0.name != "page" } + [("sort", next)]
      let order: Markup =
        sorted == column.name
        ? " aria-sort=\"ascending\""
        : sorted == "-\(column.name)" ? " aria-sort=\"descending\"" : ""
      return
        "<th scope=\"col\"\(column.isFigure ? " class=\"n\"" : "" as Markup)\(order)><a href=\"\(other.address(as: nil))\">\(WebWords.begun(column.title))</a></th>"
    }
    let besides = WebWords.begun(w.pages.title("besides"))
    let lines = table.rows.markup { row -> Markup in
      let isEvent = row.why == nil && row.events.count == 1
      let why =
        row.why.map { asked.place.why($0) }
        ?? (isEvent ? asked.place("event", "\(row.events[0])") : nil)
      let cells = kept.markup { place -> Markup in
        let column = table.columns[place]
        let cell = w.shown(row.cells[place], of: column.name, in: view)
        let isDay = [
          "effective", "day", "due", "formed", "ended", "granted", "expires", "recorded_at",
        ].contains(
          column.name)
        // Keys and the like are broken anywhere.
        let isLong = cell.split(separator: " ").contains { $0.count > 24 }
        let kind: Markup =
          column.isFigure
          ? " class=\"n\"" : isDay ? " class=\"d\"" : isLong ? " class=\"long\"" : ""
        // One piece, which a phone sets beside its column.
        let text = cell.pageText
        var shown = Markup(report: text.contains("<") ? "<span>\(text)</span>" : text)
        if let why, column.isFigure || place == 0, !cell.isEmpty {
          shown = "<a class=\"why\" href=\"\(why)\">\(shown)</a>"
        }
        return place == 0
          ? "<th scope=\"row\"\(kind)>\(shown)</th>"
          : "<td\(kind) data-label=\"\(WebWords.begun(column.title))\">\(shown)</td>"
      }
      let details = folded.markup { place -> Markup in
        let column = table.columns[place]
        let cell = w.shown(row.cells[place], of: column.name, in: view)
        // What is not so, and what is nothing, goes without saying.
        return cell.isEmpty || cell == w(.no) || cell.wholeMatch(of: Self.nothing) != nil
          ? ""
          : "<span class=\"line\">\(Markup(report: w.pages.pair(WebWords.begun(column.title), cell).pageText))</span>"
      }
      let more: Markup =
        folded.isEmpty
        ? "" : "<td class=\"much\" data-label=\"\(besides)\"><div>\(details)</div></td>"
      return
        "<tr>\(cells)\(more)<td class=\"s\" data-label=\"\(w(.sources))\">\(marks(row.events, asked))</td></tr>\n"
    }
    return """
      <section><div class="scroll" role="region" tabindex="0" aria-label="\(title)"><table>
      <caption class="unseen">\(title)</caption>
      <thead><tr>\(heads)\(folded.isEmpty ? .none : "<th scope=\"col\">\(besides)</th>" as Markup)<th scope="col" class="s">\(w(.sources))</th></tr></thead>
      <tbody>\(lines)</tbody></table></div></section>
      """
  }

  private nonisolated(unsafe) static let nothing =
    /([A-Z]{3}[ \u{A0}\u{202F}])?0([ \u{A0}\u{202F}][A-Z]{3})?/

  /// So many columns have room beside each other.
  private static let mostColumns = 8

  /// Columns that other columns say more plainly, or that few rows have.
  private static let aside: Set<String> = [
    "low", "high", "unit", "quantity", "reduced_minor", "increased_minor", "conditional_minor",
    "non_binding_minor",
  ]

  /// The columns that stand beside each other, and those that one column tells line by line: of many the
  /// row's name, its parties, its figures, how it stands and since when come first.
  private static func columns(_ table: PageTable, of view: View) -> (kept: [Int], folded: [Int]) {
    let all = Array(table.columns.indices)
    guard all.count > mostColumns + 1 else { return (all, []) }
    let columns = table.columns
    let figures = all.filter { columns[$0].isFigure && !aside.contains(columns[$0].name) }.prefix(3)
    let parties = all.filter { view.parties.contains(columns[$0].name) }.prefix(2)
    let states = all.filter { ["status", "effective"].contains(columns[$0].name) }
    var kept: [Int] = []
    let others = all.filter { !aside.contains(columns[$0].name) && !columns[$0].isFigure }
    for place in [0] + parties + figures + states + others
    where kept.count < mostColumns && !kept.contains(place) { kept.append(place) }
    return (kept.sorted(), all.filter { !kept.contains($0) })
  }

  /// Rows of a command of the program, in a file that lies ready when it is whole. What takes long is
  /// waited for as long as who asks may wait, and kept for who asks again.
  func spooled(_ arguments: [String], _ asked: Asked, _ name: String, _ type: String) async throws
    -> Answer
  {
    let words = arguments + Self.clockOptions(asked.place)
    if !long.knows(words) {
      do {
        let output = try await children.ask(words + ["--timeout", "20"], seconds: 24)
        return Self.answer(output.spool, name, type)
      } catch let rejection as Rejection where rejection.code == .timeout {}
    }
    switch await long.ask(words, of: try await state(), waiting: 60) {
    case .found(let found, _):
      var answer = Self.answer(found.output.spool, name, type)
      answer.isLasting = false
      return answer
    case .failed(let rejection): throw rejection
    case .asked(let seconds):
      throw Rejection(
        .timeout, "it has been looked for for \(seconds) seconds in the whole ledger",
        hint: "Ask again, it will be kept when it is there; about=PARTNERSHIP answers at once.")
    }
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
    guard let view = Projections.view(named: "discrepancies") else { preconditionFailure() }
    let question = RowsQuestion(
      asked, view, order: "silenced_by IS NOT NULL, severity, rule, events ->> '$[0]', finding")
    let page = Self.page(asked)
    let whole: Whole
    if let about = asked["about"] {
      let all = question.rows(among: try await rows(of: view, about: about, asked))
      if let form = asked.form { return try Self.file(all, of: view, as: form, named: "check") }
      let shown = (all.filter(\.isOpen) + all.filter { !$0.isOpen }).dropFirst(page * Self.pageRows)
      whole = .rows(Array(shown.prefix(Self.pageRows)), areMore: shown.count > Self.pageRows)
    } else if let form = asked.form {
      return try await spooled(
        ["sql", question.sql, "--format", form] + question.parameters, asked, "check",
        form == "csv" ? "text/csv" : "application/json")
    } else {
      whole = await self.whole(
        question.sql, question.parameters, at: asked.place, from: page * Self.pageRows,
        most: Self.pageRows)
    }
    let w = try await words(asked)
    var (found, areMore): (Markup, Bool) = ("", false)
    if case .rows(let rows, let more, _) = whole {
      let explained = rows.filter { !$0.isOpen }
      let below: Markup =
        explained.isEmpty
        ? ""
        : "<section aria-labelledby=\"told\"><h2 id=\"told\">\(w(.explainedBy))</h2>\(findingList(explained, asked, w, none: .noneOpen))</section>"
      found =
        "<section aria-label=\"\(w(.openContradictions))\">\(findingList(rows.filter(\.isOpen), asked, w, none: .noneOpen))</section>\(below)"
      areMore = more
    }
    let set = question.filters.markup { column, value in
      "<a class=\"chip\" href=\"\(asked.without([column, "page"]))\" title=\"\(w(.remove))\">\(column == "rule" ? w.pages.stored("rule", value) : value) ×</a> "
    }
    let content: Markup = """
      <header><h1>\(w(.check))</h1>
      <p class="forms"><a href="\(asked.address(as: "json"))">\(w(.asJSON))</a> \
      <a href="\(asked.address(as: "csv"))">\(w(.asCSV))</a></p></header>
      <main id="content">\(narrowing(asked, w))\(set)\(standing(whole, asked, w))
      \(found)\(pager(asked, page, areMore: areMore, w))</main>
      """
    var answer = frame(
      asked, w, title: w(.check), content, days: await days(), status: whole.status)
    answer.isLasting = whole.isLasting
    return answer
  }
}

extension JSONObject {
  /// Whether no note explains a contradiction.
  fileprivate var isOpen: Bool { self["silenced_by"] == nil || self["silenced_by"] == .null }
}

/// The question that an address puts to a view: only names of its columns come into the SQL, values go
/// in as parameters.
struct RowsQuestion {
  let sql: String
  let parameters: [String]
  let filters: [(column: String, value: String)]
  let sort: String?

  /// `order` is that of the rows where the address says none, else the view's own.
  init(_ asked: Asked, _ view: View, order own: String? = nil) {
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
      + " ORDER BY \(order ?? own ?? view.order)"
    parameters = filters.enumerated().flatMap { place, filter in
      let isNumber =
        Int64(filter.value) != nil
        && view.columns.contains { column in
          column.name == filter.column && ![.text, .json].contains(column.kind)
        }
      return ["-p", "f\(place):=\(isNumber ? filter.value : JSON.string(filter.value).canonical)"]
    }
  }

  /// Those of some rows that are asked for, in the order that is.
  func rows(among rows: [JSONObject]) -> [JSONObject] {
    let wanted = rows.filter { row in
      filters.allSatisfy { row[$0.column]?.plain == $0.value }
    }
    guard let sort else { return wanted }
    let name = String(sort.drop { $0 == "-" })
    let sorted = wanted.enumerated().sorted { one, other in
      let (left, right) = (one.element[name], other.element[name])
      if left == right { return one.offset < other.offset }
      return sort.hasPrefix("-") ? right.isBefore(left) : left.isBefore(right)
    }
    return sorted.map(\.element)
  }
}

extension JSON {
  /// As an address has it.
  fileprivate var plain: String { stringValue ?? canonical }
}

extension JSON? {
  /// Nothing stands before numbers, numbers before texts.
  fileprivate func isBefore(_ other: JSON?) -> Bool {
    switch (self, other) {
    case (.integer(let left)?, .integer(let right)?): left < right
    case (nil, _): true
    case (_, nil): false
    case (.integer?, _): true
    case (_, .integer?): false
    default: self?.plain ?? "" < other?.plain ?? ""
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
