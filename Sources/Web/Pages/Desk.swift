import Stakebook

/// The desk: which partnerships there are and how they stand, what comes due, what was recorded last,
/// what disagrees.
extension Site {
  func desk(_ asked: Asked) async throws -> Answer {
    let place = asked.place
    if asked.form == "json" {
      return try await spooled(
        ["sql", Self.partnershipRows, "--format", "json"], asked, "partnerships", "application/json"
      )
    }
    if asked.form == "csv" {
      return try await spooled(
        ["sql", Self.partnershipRows, "--format", "csv"], asked, "partnerships", "text/csv")
    }
    async let partnerships = ask(Self.partnershipRows + " LIMIT 301", at: place, most: 301)
    async let coming = whole(
      "SELECT * FROM upcoming WHERE overdue = 1 OR day_latest >= (SELECT as_of FROM x_clock) "
        + "ORDER BY day_latest, thing, occasion", at: place, most: 8)
    async let newest = ask(
      "SELECT event, type, stream, recorded_at, status, headline, details, withdrawn_by FROM events "
        + "ORDER BY event DESC LIMIT 10", at: place)
    async let findings = whole(
      "SELECT * FROM discrepancies WHERE silenced_by IS NULL ORDER BY severity, rule, events ->> '$[0]', finding",
      at: place,
      most: 8)
    async let change = days()
    let w = try await words(asked)
    let (due, open) = (await coming, await findings)
    let content: Markup = try await """
    <header><h1>\(w(.desk))</h1></header>
    <main id="content" class="desk">
    \(asked.isWritable ? actions(asked, w) : .none)
    <section aria-labelledby="partnerships"><h2 id="partnerships">\(w.view("partnerships"))</h2>
    \(partnershipList(partnerships, asked, w))</section>
    <div class="columns">
    <section aria-labelledby="due"><h2 id="due"><a href="\(place("upcoming"))">\(w(.comesDue))</a></h2>
    \(standing(due, asked, w))\(due.rows.map { dueList($0, asked, w) } ?? .none)</section>
    <section aria-labelledby="open"><h2 id="open"><a href="\(place("check"))">\(w(.openContradictions))</a></h2>
    \(standing(open, asked, w))\(open.rows.map { findingList($0, asked, w, none: .noneOpen) } ?? .none)</section>
    </div>
    <section aria-labelledby="newest"><h2 id="newest">\(w(.newestFacts))</h2>
    \(factList(newest, asked, w))
    <p class="forms"><a href="/feed.atom">\(w(.asFeed))</a></p></section>
    </main>
    """
    var answer = frame(asked, w, title: w(.desk), content, days: await change)
    // What was late now may be there the next time.
    answer.isLasting = due.isLasting && open.isLasting
    return answer
  }

  private static let partnershipRows =
    "SELECT partnership, name, parties, formed, ended FROM partnerships ORDER BY name, partnership"

  private func partnershipList(_ rows: [JSONObject], _ asked: Asked, _ w: WebWords) -> Markup {
    let place = asked.place
    guard !rows.isEmpty else {
      let first = ["entity.registered", "partnership.formed"].enumerated().markup { number, type in
        "\(number > 0 ? ", " : "")<a href=\"\(place("new", type))\">\(w.pages.stored("type", type))</a>"
      }
      return asked.isWritable
        ? "<p>\(w(.beginWith)) \(first).</p>" : "<p class=\"quiet\">\(w(.nothingYet))</p>"
    }
    let lines = rows.prefix(300).markup { row -> Markup in
      let slug = row.said("partnership")
      let parties = (try? JSON.read(row.said("parties")).arrayValue) ?? []
      let names = parties.compactMap(\.stringValue).enumerated().markup { number, party in
        "\(number > 0 ? ", " : "")<a href=\"\(place("entity", party))\">\(w.pages.name(party))</a>"
      }
      let ended = row.said("ended")
      let formed = row.said("formed")
      let day = w.pages.date(formed)
      let since = formed.isEmpty || formed.hasPrefix("..") ? day : w(.inForceSince, day)
      let state = ended.isEmpty ? since : w(.endedOn, w.pages.date(ended))
      let name = row.said("name")
      return """
        <li\(ended.isEmpty ? "" : " class=\"ended\"" as Markup)>\
        <a class="name" href="\(place("partnership", slug))">\(name.isEmpty ? slug : name)</a>
        <span class="quiet">\(state)</span> <span class="parties">\(names)</span></li>
        """
    }
    let more: Markup =
      rows.count > 300 ? "<p><a href=\"\(place("view", "partnerships"))\">\(w(.all))</a></p>" : ""
    return "<ul class=\"deals\">\(lines)</ul>\(more)"
  }

  private func dueList(_ rows: [JSONObject], _ asked: Asked, _ w: WebWords) -> Markup {
    guard !rows.isEmpty, let view = Projections.view(named: "upcoming") else {
      return "<p class=\"quiet\">\(w(.nothingDue))</p>"
    }
    let lines = rows.map { $0.read(as: view) }.markup { row -> Markup in
      let late: Markup =
        row["overdue"] == .integer(1) ? " <em class=\"late\">\(w(.overdue))</em>" : ""
      let amount =
        row["amount_minor"] == nil && row["amount_low_minor"] == nil
        ? "" : w.pages.money("amount", of: row)
      let occasion = w.pages.stored("occasion", row.said("occasion"))
      let parties = [row.said("from_entity"), row.said("to_entity")].filter { !$0.isEmpty }
        .map(w.pages.name).joined(separator: " → ")
      let why = view.explaining(row).map { asked.place.why($0) } ?? place(of: row, asked)
      let figure: Markup =
        amount.isEmpty ? "" : ", <a class=\"why\" href=\"\(why)\">\(amount)</a>"
      return """
        <li><span class="date">\(w.pages.date(row.said("day")))</span> <span><a href="\(place(of: row, asked))">\(w.pages.things(row.said("thing")))</a>\(w.pages.colon)\
        \(occasion)\(figure)\(late) <span class="quiet">\(parties)</span></span></li>
        """
    }
    return "<ul class=\"dated\">\(lines)</ul>"
  }

  private func place(of row: JSONObject, _ asked: Asked) -> String {
    let stream = row.said("stream")
    let event = row["event"]?.integerValue.map(String.init) ?? ""
    return stream.isEmpty || !event.isEmpty
      ? asked.place("event", event) : asked.place("partnership", stream)
  }

  /// Findings, each with its rule and its events.
  func findingList(_ rows: [JSONObject], _ asked: Asked, _ w: WebWords, none: WebWord) -> Markup {
    guard !rows.isEmpty, let view = Projections.view(named: "discrepancies") else {
      return "<p class=\"quiet\">\(w(none))</p>"
    }
    func told(_ text: String, _ row: JSONObject) -> Markup {
      let events = (row["events"]?.arrayValue ?? []).compactMap(\.integerValue)
      let note: Markup =
        row["silenced_by"]?.integerValue.map {
          " <span class=\"quiet\">\(w(.explainedBy)) <a href=\"\(asked.place("event", "\($0)"))\">\($0)</a>\(w.pages.colon)\(row.said("reason"))</span>"
        } ?? ""
      return "<span>\(Markup(report: text))</span>\(marks(events, asked))\(note)"
    }
    let links = asked.place.links
    let lines = w.pages.alike(rows.map { $0.read(as: view) }).markup { shared, rows -> Markup in
      guard let first = rows.first else { return .none }
      let isError = first.said("severity") == "error"
      let body: Markup
      if let shared {
        let each = rows.markup { "<li>\(told(w.pages.own($0, links), $0))</li>\n" }
        body = "<span>\(Markup(report: shared))</span>\n<ul>\n\(each)</ul>"
      } else {
        body = told(w.pages.sentence(of: first, links), first)
      }
      return """
        <li\(isError ? " class=\"error\"" : "" as Markup)><strong>\(w.pages.pair(w(isError ? .error : .warning), w.pages.stored("rule", first.said("rule"))))</strong>
        \(body)</li>
        """
    }
    return "<ul class=\"findings\">\(lines)</ul>"
  }

  /// Marks that lead to events.
  func marks(_ events: [Seq], _ asked: Asked) -> Markup {
    guard !events.isEmpty else { return "" }
    let links = events.markup { "<a href=\"\(asked.place("event", "\($0)"))\">\($0)</a> " }
    return "<sup class=\"refs\">\(links)</sup>"
  }

  /// Events, each with the day on which it was recorded.
  func factList(_ rows: [JSONObject], _ asked: Asked, _ w: WebWords) -> Markup {
    guard !rows.isEmpty, let view = Projections.view(named: "events") else {
      return "<p class=\"quiet\">\(w(.nothingYet))</p>"
    }
    let lines = rows.map { $0.read(as: view) }.markup { row -> Markup in
      let seq = row["event"]?.integerValue ?? 0
      let isGone = row["withdrawn_by"] != nil
      let status = row.said("status")
      return """
        <li><span class="date">\(w.pages.date(String(row.said("recorded_at").prefix(10))))</span>
        <span><a href="\(asked.place("event", "\(seq)"))">\(seq)</a> \
        <span\(isGone ? " class=\"gone\"" : "" as Markup)>\(Markup(report: w.pages.headline(of: row)))</span> \
        <span class="quiet">\(status == "confirmed" ? "" : w.pages.stored("status", status))\
        \(isGone ? " " + w(.withdrawn) : "")</span></span></li>
        """
    }
    return "<ul class=\"dated\">\(lines)</ul>"
  }

  private func actions(_ asked: Asked, _ w: WebWords) -> Markup {
    """
    <p class="actions"><a class="button" href="\(asked.place("types"))">\(w(.newFact))</a>
    <a href="\(asked.place("import"))">\(w(.importSheet))</a></p>
    """
  }
}

extension JSONObject {
  /// A text of a row; what is none is empty.
  func said(_ name: String) -> String { self[name]?.stringValue ?? "" }
}
