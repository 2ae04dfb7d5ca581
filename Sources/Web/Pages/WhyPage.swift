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
        try ledger.explain([$0], clock: clock).map(\.json)
      }
    }
    if asked.form == "json" { return .json(JSON.array(explained).canonical + "\n") }
    let parts = explained.compactMap(\.objectValue).enumerated().markup {
      explanation($1, $0, asked, w)
    }
    let content: Markup = """
      <header><h1>\(w(.why))</h1>
      <p class="forms"><a href="\(asked.address(as: "json"))">\(w(.asJSON))</a></p></header>
      <main id="content">\(parts)</main>
      """
    return frame(asked, w, title: "\(w(.why)) \(name)", content, days: await days())
  }

  private func explanation(_ it: JSONObject, _ number: Int, _ asked: Asked, _ w: WebWords) -> Markup
  {
    let name = it.said("row")
    let view = name.split(separator: "/").first.map(String.init) ?? ""
    let row = it["values"]?.objectValue ?? [:]
    let events = it["events"]?.objectValue ?? [:]
    let claims = (it["claims"]?.arrayValue ?? []).compactMap(\.objectValue)
    var figures = Markup.none
    if let found = Projections.view(named: view) {
      let table = PageTable(of: found, [row], w.pages)
      for (column, cell) in zip(table.columns, table.rows.first?.cells ?? []) {
        figures += "<div><dt>\(column.title)</dt><dd>\(cell)</dd></div>\n"
      }
    }
    let lines = (it["arithmetic"]?.arrayValue ?? []).compactMap(\.stringValue)
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
      : "<h3>\(w(.arithmetic))</h3><ul class=\"plain arithmetic\" lang=\"en\">\(lines.map { "<li>\(leading($0, asked))</li>" as Markup })</ul>"
    let lost: Markup =
      losing.isEmpty
      ? ""
      : "<h3>\(w(.otherClaims))</h3><ul class=\"plain\">\(losing.map { claim(of: $0, events, asked, w) })</ul>"
    let wrong: Markup =
      findings.isEmpty
      ? "" : "<h3>\(w(.disagrees))</h3>\(findingList(findings, asked, w, none: .noneOpen))"
    let who = counting.sorted().markup { seq in said(seq, events["\(seq)"]?.objectValue, asked, w) }
    return """
      <section aria-labelledby="\(id)"><h2 id="\(id)">\(heading(name, w))</h2>
      <p class="quiet"><code>\(name)</code></p>
      <dl class="facts">\(figures)</dl>
      \(arithmetic)
      <h3>\(w(.whoSays))</h3><ul class="plain">\(who)</ul>
      \(lost)\(wrong)
      </section>
      """
  }

  /// A line of arithmetic, the numbers of events in it leading to them.
  private func leading(_ line: String, _ asked: Asked) -> Markup {
    line.split(separator: "[", omittingEmptySubsequences: false).enumerated().markup {
      place, part -> Markup in
      let end = part.firstIndex(of: "]") ?? part.startIndex
      guard place > 0 else { return "\(String(part))" }
      guard let seq = Seq(part[..<end]) else { return "[\(String(part))" }
      return "[<a href=\"\(asked.place("event", "\(seq)"))\">\(seq)</a>\(String(part[end...]))"
    }
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
    let parts = key.split(separator: "/", omittingEmptySubsequences: false)
    // The last parts are left out where they are empty.
    let areNamed = parts.count <= names.count
    return parts.enumerated().compactMap { place, part in
      let isNumber = areNamed && parts.count > 1 && columns.contains(names[place])
      guard !part.isEmpty, !isNumber else { return nil }
      let part = String(part)
      let known = w.names.entities[part] != nil ? w.pages.name(part) : w.partnership(part)
      guard known == part else { return known }
      if areNamed {
        let told = w.pages.stored(names[place], part)
        if told != part { return told }
      }
      return part.contains("_") ? part.replacing("_", with: " ") : w.pages.things(part)
    }.joined(separator: ", ")
  }

  private func claim(of claim: JSONObject, _ events: JSONObject, _ asked: Asked, _ w: WebWords)
    -> Markup
  {
    let seq = claim["event"]?.integerValue ?? 0
    return said(
      seq, events["\(seq)"]?.objectValue, asked, w,
      because:
        "\(claim.said("value"))\(claim.said("value").isEmpty ? "" : " – ")\(w.reason(claim.said("why_not")))"
    )
  }

  private func said(
    _ seq: Seq, _ event: JSONObject?, _ asked: Asked, _ w: WebWords, because: String? = nil
  ) -> Markup {
    guard let event else { return "" }
    let why: Markup = because.map { " <em>\($0)</em>" } ?? ""
    return """
      <li class="said"><a href="\(asked.place("event", "\(seq)"))">\(seq)</a> \
      <strong>\(Markup(report: w.pages.headline(of: event)))</strong>\(why)
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
