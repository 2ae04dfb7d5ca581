import Stakebook

/// What two readings tell otherwise, row by row.
extension Site {
  func difference(_ asked: Asked) async throws -> Answer {
    // "Compare with…" of a page sends its own clocks, the other day, and what it is about.
    func pair(_ name: String, _ other: String?) -> (String?, String?) {
      guard let said = asked[name] else { return (other, nil) }
      guard let dots = said.firstRange(of: "..") else { return (other ?? said, said) }
      return (String(said[..<dots.lowerBound]), String(said[dots.upperBound...]))
    }
    let days = pair("as_of", asked["with"])
    let known = pair("known_at", nil)
    let open = pair("public_by", nil)
    // What is called how, and what the rows lead to, is as of the later side.
    var later = asked
    later.query = asked.query.filter { !["as_of", "known_at", "public_by"].contains($0.name) }
    for (name, side) in [("as_of", days.1), ("known_at", known.1), ("public_by", open.1)] {
      if let side { later.query.append((name, side)) }
    }
    let w = try await words(later)
    let about: String? =
      if let name = asked["about"] { try await partnership(name, later) } else { nil }
    guard days.0 != days.1 || known.0 != known.1 || open.0 != open.1 else {
      let content: Markup = """
        <header><h1>\(w(.diffTitle))</h1></header>
        <main id="content">\(choice(asked, w, days, about))<p class="quiet">\(w(.diffHelp))</p></main>
        """
      return frame(asked, w, title: w(.diffTitle), content, hasClocks: false)
    }
    var arguments = ["diff"]
    if let about {
      // What begins as an option would be one to the child process.
      guard !about.hasPrefix("-") else {
        throw Rejection(.unknownPartnership, "there is no partnership '\(about.prefix(60))'")
      }
      arguments.append(about)
    }
    for (option, sides) in [("--as-of", days), ("--known-at", known), ("--public-by", open)] {
      guard sides.0 != nil || sides.1 != nil else { continue }
      arguments.append("\(option)=\(sides.0 ?? "today")..\(sides.1 ?? "today")")
    }
    let isFile = asked.form == "json" || asked.form == "csv"
    let output: Children.Output
    do {
      output = try await children.ask(
        arguments + ["--format", isFile ? asked.form ?? "json" : "jsonl"], seconds: 40,
        codes: [0, 1])
    } catch let rejection as Rejection where !isFile {
      // Other days can be chosen.
      let content: Markup = """
        <header><h1>\(w(.diffTitle))</h1></header>
        <main id="content">\(choice(asked, w, days, about))\(fault(rejection, w))</main>
        """
      var answer = frame(
        asked, w, title: w(.diffTitle), content, hasClocks: false, status: rejection.webStatus)
      answer.isLasting = false
      return answer
    }
    if isFile {
      return Self.answer(
        output.spool, "diff", asked.form == "csv" ? "text/csv" : "application/json")
    }
    let changes = Self.grouped(output.objects(most: 3000))
    let found = try await findings(
      changes, [(days.0, known.0, open.0), (days.1, known.1, open.1)])
    let content: Markup = """
      <header><h1>\(w(.diffTitle))</h1>
      <p class="readings">\(days.0.map(w.pages.date) ?? w(.today)) → \(days.1.map(w.pages.date) ?? w(.today))\(about.map { ", \(w.partnership($0))" } ?? "")</p>
      <p class="forms"><a href="\(asked.address(as: "json"))">\(w(.asJSON))</a> \
      <a href="\(asked.address(as: "csv"))">\(w(.asCSV))</a></p></header>
      <main id="content">\(choice(asked, w, days, about))\(changed(changes, later, w, before: days.0, found))</main>
      """
    return frame(asked, w, title: w(.diffTitle), content, hasClocks: false)
  }

  private func choice(_ asked: Asked, _ w: WebWords, _ days: (String?, String?), _ about: String?)
    -> Markup
  {
    let kept = asked.query.filter { ["known_at", "public_by", "lang"].contains($0.name) }
      .markup { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">" }
    return """
      <form class="filter" method="get" action="/diff" aria-label="\(w(.compare))">\(kept)
      <label>\(w(.from)) \(dateField("with", days.0))</label>
      <label>\(w(.to)) \(dateField("as_of", days.1))</label>
      <label>\(w(.narrow)) <input name="about" value="\(about ?? "")" list="partnerships-known" maxlength="100"></label>
      <button>\(w(.compare))</button></form>\(partnershipNames(w))
      """
  }

  /// A row that came, went or changed, with its figures.
  struct Changed {
    let kind: String
    let view: String
    let row: String
    let events: [Seq]
    var figures: [(name: String, before: String, after: String)]
  }

  static func grouped(_ lines: [JSONObject]) -> [Changed] {
    var changes: [Changed] = []
    for line in lines {
      let figure = (line.said("figure"), line.said("before"), line.said("after"))
      if let last = changes.last, last.view == line.said("view"), last.row == line.said("row") {
        changes[changes.count - 1].figures.append(figure)
      } else {
        changes.append(
          Changed(
            kind: line.said("change"), view: line.said("view"), row: line.said("row"),
            events: line.said("events").split(separator: ",").compactMap {
              Seq($0.filter { $0 != " " })
            },
            figures: [figure]))
      }
    }
    return changes
  }

  /// The name of a row, leading to why it is so; of one that went as of the day before.
  private func rowLink(
    _ change: Changed, _ asked: Asked, _ w: WebWords, before: String?, isThere: Bool
  ) -> Markup {
    let shown = Markup(report: Self.told(change.row, of: change.view, w).pageText)
    guard isThere, Projections.view(named: change.view)?.uses.claims != nil else { return shown }
    var place = asked.place
    if change.kind == "removed" { place.asOf = before ?? place.asOf }
    return "<a class=\"why\" href=\"\(place.why("\(change.view)/\(change.row)"))\">\(shown)</a>"
  }

  /// Contradictions as they were and as they are, by their names.
  struct Findings: Sendable {
    var before: [String: JSONObject] = [:]
    var after: [String: JSONObject] = [:]

    init(_ rows: (before: [String: JSONObject], after: [String: JSONObject])? = nil) {
      if let rows { (before, after) = rows }
    }
  }

  /// The contradictions that changed, which the difference tells in English only: what bears on them is read
  /// again on either side.
  private func findings(
    _ changes: [Changed], _ sides: [(asOf: String?, knownAt: String?, publicBy: String?)]
  )
    async throws -> Findings
  {
    let told = changes.filter { $0.view == "discrepancies" }.prefix(Self.mostFindings)
    guard !told.isEmpty else { return Findings() }
    let names = Set(told.map(\.row))
    var seeds = Reading.Seeds(events: told.flatMap(\.events))
    for name in names {
      seeds.slugs.formUnion(name.split { $0 == ":" || $0 == "/" }.map(String.init))
    }
    let found = try await workers.read { [seeds] ledger in
      try sides.map { side in
        let clock = try ledger.clock(
          asOf: side.asOf, knownAt: side.knownAt, publicBy: side.publicBy)
        let rows = try ledger.read(clock, .around(seeds)) { try $0.rows(named: "discrepancies") }
        return Dictionary(
          rows.filter { names.contains($0.said("finding")) }.map { ($0.said("finding"), $0) },
          uniquingKeysWith: { $1 })
      }
    }
    return Findings((found[0], found[1]))
  }

  /// More of them are told as the ledger tells them.
  private static let mostFindings = 60

  /// A contradiction that came, went or reads otherwise now: its rule, and what it says.
  private func finding(
    _ change: Changed, _ sign: Markup, _ by: Markup, _ w: WebWords, _ known: Findings
  )
    -> Markup
  {
    func said(
      _ finding: JSONObject?,
      _ english: KeyPath<(name: String, before: String, after: String), String>
    )
      -> Markup?
    {
      if let finding { return Markup(report: w.pages.sentence(of: finding)) }
      let text = change.figures.first { $0.name == "sentence" }?[keyPath: english] ?? ""
      return text.isEmpty ? nil : "<span lang=\"en\">\(text)</span>"
    }
    let (before, after) = (
      change.kind == "added" ? nil : said(known.before[change.row], \.before),
      change.kind == "removed" ? nil : said(known.after[change.row], \.after)
    )
    let told: Markup =
      if let before, let after { "<del>\(before)</del> → <ins>\(after)</ins>" } else {
        before ?? after ?? ""
      }
    let rule = w.pages.stored("rule", String(change.row.prefix { $0 != ":" }))
    return """
      <li class="\(change.kind)"><p>\(sign)<strong>\(WebWords.begun(rule))</strong>\(by)</p><p>\(told)</p></li>
      """
  }

  /// Changes under the titles of their views; `trial` are events that are not recorded yet.
  func changed(
    _ changes: [Changed], _ asked: Asked, _ w: WebWords, before: String? = nil,
    trial: Set<Seq> = [], _ findings: Findings = Findings()
  ) -> Markup {
    guard !changes.isEmpty else { return "<p class=\"quiet\">\(w(.noDifference))</p>" }
    var content = Markup.none
    var view = ""
    for change in changes {
      if change.view != view {
        if !view.isEmpty { content += "</ul></section>" }
        view = change.view
        content +=
          "<section aria-label=\"\(w.view(view))\"><h2>\(w.view(view))</h2><ul class=\"changes\">"
      }
      let (sign, word): (String, WebWord) =
        switch change.kind {
        case "added": ("+", .added)
        case "removed": ("−", .removedRow)
        default: ("~", .changed)
        }
      let found = Projections.view(named: view)
      let key = Set(found?.key ?? [])
      let figures = change.figures.prefix(40).markup { figure -> Markup in
        func shown(_ text: String) -> String { w.shown(text, of: figure.name, in: found) }
        let whole = figure.before + figure.after
        // A row that came or went is told without its name and without zeros.
        let isNews =
          change.kind == "changed"
          || !key.contains(figure.name) && figure.name != "current" && whole != "0"
            && !whole.hasSuffix(" 0")
        guard isNews else { return "" }
        let value: Markup =
          change.kind == "changed"
          ? "<del>\(figure.before.isEmpty ? "–" : shown(figure.before))</del> → <ins>\(figure.after.isEmpty ? "–" : shown(figure.after))</ins>"
          : "\(shown(whole))"
        return "<div><dt>\(WebWords.begun(w.field(figure.name)))</dt><dd>\(value)</dd></div>"
      }
      let events = change.events.filter { !trial.contains($0) }
      let by: Markup =
        change.events.isEmpty && trial.isEmpty
        ? " <span class=\"quiet\">\(w(.asTimePassed))</span>" : marks(events, asked)
      let mark: Markup =
        "<span class=\"sign\" aria-hidden=\"true\">\(sign)</span> <span class=\"unseen\">\(w(word))</span>"
      if view == "discrepancies" {
        content += finding(change, mark, by, w, findings)
        continue
      }
      content += """
        <li class="\(change.kind)"><p>\(mark)<strong>\(rowLink(change, asked, w, before: before, isThere: trial.isEmpty || change.kind != "added"))</strong>\(by)</p><dl class="facts">\(figures)</dl></li>
        """
    }
    return content + "</ul></section>"
  }
}
