import Stakebook

/// Why a row says what it says: its figures, how they come about, who says so, what else was said.
extension Site {
  func why(_ asked: Asked, _ words: [String]) async throws -> Answer {
    let w = try await self.words(asked)
    let name = words.joined(separator: "/")
    // A sum is explained by all of its rows.
    let others = asked.query.filter { $0.name == "row" && !$0.value.isEmpty }.prefix(20)
    let explained = try await workers.read { ledger in
      let clock = try Self.clock(asked, ledger)
      return try ([words.count == 1 ? words[0] : name] + others.map(\.value)).flatMap {
        try ledger.explain([$0], clock: clock)
      }
    }
    if asked.form == "json" { return .json(JSON.array(explained.map(\.json)).canonical + "\n") }
    let parts = explained.enumerated().markup { explanation($1, $0, asked, w) }
    let sums = Explanation.sums(of: explained, in: w.pages, asked.place.links)
    let sum: Markup =
      sums.isEmpty
      ? ""
      : "<section aria-labelledby=\"sum\"><h2 id=\"sum\">\(w(.together))</h2>\(Self.lines(sums))</section>\n"
    let content: Markup = """
      <header><h1>\(w(.why))</h1>
      <p class="forms"><a href="\(asked.address(as: "json"))">\(w(.asJSON))</a></p></header>
      <main id="content">\(sum)\(parts)</main>
      """
    return frame(asked, w, title: "\(w(.why)) \(name)", content, days: await days())
  }

  /// Lines of arithmetic.
  private static func lines(_ lines: [String]) -> Markup {
    "<ul class=\"plain arithmetic\">\(lines.map { "<li>\(Markup(report: $0))</li>" as Markup })</ul>"
  }

  private func explanation(
    _ explained: Explanation, _ number: Int, _ asked: Asked, _ w: WebWords
  ) -> Markup {
    let it = explained.json.objectValue ?? [:]
    let name = it.said("row")
    let view = name.split(separator: "/").first.map(String.init) ?? ""
    let row = it["values"]?.objectValue ?? [:]
    let events = it["events"]?.objectValue ?? [:]
    let claims = (it["claims"]?.arrayValue ?? []).compactMap(\.objectValue)
    let found = Projections.view(named: view)
    var figures = Markup.none
    if let found {
      let table = PageTable(of: found, [row], w.pages)
      for (column, cell) in zip(table.columns, table.rows.first?.cells ?? []) {
        figures +=
          "<div><dt>\(WebWords.begun(column.title))</dt><dd>\(w.shown(cell, of: column.name, in: found))</dd></div>\n"
      }
    }
    let lines =
      explained.arithmetic(in: w.pages, asked.place.links)
      + explained.parts.map { field, value, event in
        let told: Markup = """
          \(WebWords.begun(w.field(field))) = \(w.shown(value, of: field, in: found)) \
          [<a href="\(asked.place("event", "\(event)"))">\(event)</a>]
          """
        return told.text
      }
    let counting = Set(
      claims.filter { $0["counts"] == .bool(true) }.compactMap { $0["event"]?.integerValue }
    )
    .union(Snapshot.events(of: row))
    let losing = claims.filter {
      $0["counts"] == .bool(false) && !counting.contains($0["event"]?.integerValue ?? 0)
    }
    let findings = (it["findings"]?.arrayValue ?? []).compactMap(\.objectValue)
    let id = "why-\(number)"
    let arithmetic: Markup =
      lines.isEmpty
      ? ""
      : "<h3>\(w(.arithmetic))</h3>\(Self.lines(lines))"
    let lost: Markup =
      losing.isEmpty
      ? ""
      : "<h3>\(w(.otherClaims))</h3><ul class=\"plain\">\(lost(losing, events, found, asked, w))</ul>"
    let wrong: Markup =
      findings.isEmpty
      ? "" : "<h3>\(w(.disagrees))</h3>\(findingList(findings, asked, w, none: .noneOpen))"
    let who = counting.sorted().markup { seq in said(seq, events["\(seq)"]?.objectValue, asked, w) }
    return """
      <section aria-labelledby="\(id)"><h2 id="\(id)">\(Markup(report: heading(name, w).pageText))</h2>
      <p class="quiet"><code>\(name)</code></p>
      <dl class="facts">\(figures)</dl>
      \(arithmetic)
      <h3>\(w(.whoSays))</h3><ul class="plain">\(who)</ul>
      \(lost)\(wrong)
      </section>
      """
  }

  /// What a row is about, in words: its view, and the parts of its key.
  private func heading(_ name: String, _ w: WebWords) -> String {
    let view = String(name.prefix { $0 != "/" })
    return w.pages.pair(
      w.view(view), Self.told(name.dropFirst(view.count + 1), of: view, w))
  }

  /// The parts of a row's key as names; numbers of events are none.
  static func told(_ key: some StringProtocol, of view: String, _ w: WebWords) -> String {
    let names = Projections.view(named: view)?.key ?? []
    let columns = Projections.view(named: view)?.columns.filter(\.isWhole).map(\.name) ?? []
    let parts = String(key).split(separator: "/", omittingEmptySubsequences: false)
    // The last parts are left out where they are empty.
    let areNamed = parts.count <= names.count
    func told(_ place: Int, _ part: Substring) -> String? {
      let isNumber = areNamed && parts.count > 1 && columns.contains(names[place])
      guard !part.isEmpty, !isNumber else { return nil }
      let part = String(part)
      let known = w.names.entities[part] != nil ? w.pages.name(part) : w.partnership(part)
      guard known == part else { return known }
      guard areNamed, !PageTable.hasThings(names[place]) else {
        return part.contains("_")
          ? part.replacing("_", with: " ") : w.pages.things(part.replacing(",", with: ", "))
      }
      // Of a stake's value its holder is told.
      if names[place] == "subject" { return part == "stake" ? nil : w.pages.title("company") }
      let told = w.pages.stored(names[place], part)
      return told == part ? part.replacing("_", with: " ") : told
    }
    let all = parts.enumerated().map { told($0.offset, $0.element) }
    // Who pays, sells or grants stands before to whom.
    let isPair =
      areNamed && names.count > 1 && names.first.flatMap { pairs[$0] } == names.dropFirst().first
    guard isPair, all.count > 1, let from = all[0], let to = all[1] else {
      return all.compactMap(\.self).joined(separator: ", ")
    }
    return (["\(from) → \(to)"] + all.dropFirst(2).compactMap(\.self)).joined(separator: ", ")
  }

  /// Of columns of a key that name who gives, those that name to whom.
  private static let pairs = [
    "investor": "issuer", "buyer": "supplier", "payer": "payee", "from_entity": "to_entity",
    "lender": "borrower",
  ]

  /// Claims that do not count: each event once, with what it says of the row and why that does not count.
  private func lost(
    _ claims: [JSONObject], _ events: JSONObject, _ view: View?, _ asked: Asked, _ w: WebWords
  ) -> Markup {
    var seqs: [Seq] = []
    for claim in claims {
      let seq = claim["event"]?.integerValue ?? 0
      if !seqs.contains(seq) { seqs.append(seq) }
    }
    return seqs.markup { seq in
      let own = claims.filter { $0["event"]?.integerValue == seq }
      var lines: [String] = []
      for claim in own {
        let field = claim.said("key").split(separator: "#").dropFirst().first.map(String.init)
        let value = w.shown(claim.said("value"), of: field ?? "", in: view)
        let label = field.map { w.pages.pair(WebWords.begun(w.field($0)), value) } ?? value
        let reason = w.reason(claim.said("why_not"))
        let line = value.isEmpty ? reason : "\(label) – \(reason)"
        if !lines.contains(line) { lines.append(line) }
      }
      return said(
        seq, events["\(seq)"]?.objectValue, asked, w,
        because: lines.markup { "<em class=\"lost\">\($0)</em>" })
    }
  }

  private func said(
    _ seq: Seq, _ event: JSONObject?, _ asked: Asked, _ w: WebWords, because: Markup = .none
  ) -> Markup {
    guard let event else { return "" }
    return """
      <li class="said"><a href="\(asked.place("event", "\(seq)"))">\(seq)</a> \
      <strong>\(Markup(report: w.pages.headline(of: event)))</strong>\(because)
      <span class="quiet">\(w.pages.date(event.said("effective"))), \(w.pages.stored("status", event.said("status")))</span>
      \(sourceList(event["sources"]?.arrayValue ?? [], of: seq, asked, w))</li>
      """
  }
}

extension WebWords {
  /// By what the view `claims` says, why a claim does not count.
  private static let reasons: [String: WebWord] = [
    "denied": .reasonDenied,
    "undated": .reasonUndated,
    "holds only later": .reasonLater,
    "ends nothing": .reasonEndsNothing,
    "succeeded": .reasonSucceeded,
    "ended": .reasonEnded,
    "undisclosed": .reasonUndisclosed,
    "less firm": .reasonLessFirm,
    "earlier": .reasonEarlier,
    "weaker status": .reasonStatus,
    "weaker source": .reasonSource,
    "wider period": .reasonPeriod,
    "recorded earlier": .reasonRecorded,
  ]

  /// The same in the reader's language; what withdrew it, or its status, stands at the end.
  func reason(_ said: String) -> String {
    if let word = Self.reasons[said] { return self(word) }
    if said.hasPrefix("withdrawn by ") { return self(.reasonWithdrawn, String(said.dropFirst(13))) }
    if said.hasPrefix("only ") {
      return self(.reasonOnly, pages.stored("status", String(said.dropFirst(5))))
    }
    return said
  }
}
