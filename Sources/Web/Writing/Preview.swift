import Stakebook

/// What would be recorded and what it would change, before anything is kept.
extension Site {
  func preview(_ tried: Tried, _ entry: Entry, _ asked: Asked, action: String) async throws
    -> Answer
  {
    let w = try await words(asked)
    let fields = entry.values.sorted { $0.key < $1.key }.markup {
      "<input type=\"hidden\" name=\"f.\($0.key)\" value=\"\(value: $0.value)\">"
    }
    let besides = entry.besides.sorted { $0.key < $1.key }.markup {
      "<input type=\"hidden\" name=\"\($0.key)\" value=\"\(value: $0.value)\">"
    }
    let said = entry.fields.markup { path, field -> Markup in
      guard let value = entry.values[path], !value.isEmpty else { return "" }
      return Self.line(w.field(path), value, w.shown(value, of: field, in: entry.type))
    }
    let introduced = tried.introduced.markup { slug, noun, near -> Markup in
      "<p\(near == nil ? "" : " class=\"fault\"" as Markup) role=\"status\">\(w(.introduces)) <strong>\(slug)</strong> (\(w.noun(noun)))\(near.map { ". \(w(.didYouMean, $0))" } ?? "")</p>"
    }
    let changes = Self.grouped(tried.lines)
    let content: Markup = """
      <header><h1>\(w(.previewTitle))</h1><p class="readings">\(w(.previewHelp))</p></header>
      <main id="content">
      <section aria-labelledby="said"><h2 id="said">\(w.type(entry.type))</h2><dl class="facts">\(said)\(others(entry, w))</dl>
      \(source(entry, w))</section>
      \(introduced)
      <section aria-labelledby="change"><h2 id="change">\(w(.wouldChange))</h2>
      \(changes.isEmpty ? "<p class=\"quiet\">\(w(.noFigureChanges))</p>" : changed(changes, asked, w, trial: Set(tried.receipts.map(\.seq)), tried.findings))</section>
      <form class="entry confirm" method="post" action="\(action)" enctype="multipart/form-data" aria-label="\(w(.previewTitle))">\(fields)\(besides)
      <p class="actions"><button class="button" name="do" value="append">\(w(.append))</button>
      <button name="do" value="change">\(w(.change))</button></p></form>
      </main>
      """
    return frame(asked, w, title: w(.previewTitle), content, hasClocks: false)
  }

  private static func line(_ label: String, _ value: String, _ shown: String) -> Markup {
    value.isEmpty
      ? ""
      : "<div><dt>\(WebWords.begun(label))</dt><dd class=\"lines\">\(value: shown)</dd></div>\n"
  }

  /// What is said besides the fields of the type.
  private func others(_ entry: Entry, _ w: WebWords) -> Markup {
    let lines: [(name: String, label: WebWord, shown: (String) -> String)] = [
      ("stream", .stream, w.partnership), ("effective", .holdsFrom, w.pages.date),
      ("status", .status, { w.pages.stored("status", $0) }), ("note", .note, { $0 }),
      ("reason", .reason, { $0 }), ("position", .whoseDocument, { $0 }),
      ("actor", .recordedBy, { $0 }),
    ]
    return lines.markup { name, label, shown in
      let value = entry.besides[name] ?? ""
      return Self.line(w(label), value, shown(value))
    }
  }

  /// The source, and its document.
  private func source(_ entry: Entry, _ w: WebWords) -> Markup {
    var lines = Entry.source.markup { name -> Markup in
      let value = entry.besides["source.\(name)"] ?? ""
      return Self.line(
        w.field(name), value, name == "kind" ? w.pages.stored("source", value) : value)
    }
    let file = entry.besides["stash"].flatMap { try? stash.path($0) }?.split(separator: "/").last
    lines += Self.line(w(.document), file.map(String.init) ?? "", file.map(String.init) ?? "")
    return lines.text.isEmpty ? "" : "<h3>\(w(.sources))</h3><dl class=\"facts\">\(lines)</dl>"
  }
}

extension WebWords {
  /// What was written in a field, as a page tells it.
  func shown(_ value: String, of field: Field, in type: EventType) -> String {
    switch field.type {
    case .slug(.entity): pages.name(value)
    case .choice: choice(value, of: field.name)
    case .flag: self(value == "true" ? .yes : .no)
    case .date: pages.date(value)
    case .list(.conditionState):
      value.split(whereSeparator: { $0.isNewline || $0 == "," }).map {
        let parts = $0.split(separator: ":").map(String.init)
        return state(parts.first ?? "", parts.count > 1 ? parts[1] : "verified")
      }.joined(separator: "\n")
    case .list(.slug(.entity)):
      value.split(whereSeparator: \.isNewline).map { pages.name(String($0)) }
        .joined(separator: "\n")
    default: value
    }
  }

  /// A condition and its state.
  private func state(_ condition: String, _ state: String) -> String {
    pages.pair(condition.replacing("-", with: " "), pages.stored("status", state))
  }

  /// A figure of a row, as a page tells it.
  func shown(_ value: String, of figure: String, in view: View?) -> String {
    let column = view?.columns.first { $0.figure == figure }
    if column?.isFlag == true { return self(value == "1" ? .yes : .no) }
    if value.hasPrefix("[\""), let items = try? JSON.read(Array(value.utf8)).arrayValue {
      return items.compactMap(\.stringValue).map { shown($0, of: figure, in: view) }
        .joined(separator: ", ")
    }
    let parts = value.split(separator: ", ", omittingEmptySubsequences: false).map(String.init)
    if parts.allSatisfy({ names.entities[$0] != nil }) {
      return parts.map(pages.name).joined(separator: ", ")
    }
    let date = /(\.\.|~|about )?[0-9]{4}(-[0-9QH]{2}(-[0-9]{2})?)?(\.\.[0-9-]{4,10})?/
    if value.wholeMatch(of: date) != nil { return pages.date(value) }
    if PageTable.hasThings(figure) { return pages.things(parts.joined(separator: ", ")) }
    // Conditions, each with the state that it is to have.
    let states = parts.map { $0.wholeMatch(of: /([a-z0-9-]+):(declared|verified|defined)/)?.output }
    if figure.hasSuffix("when") || figure == "conditions" || states.allSatisfy({ $0 != nil }) {
      return zip(parts, states).map { part, state in
        state.map { self.state(String($0.1), String($0.2)) } ?? pages.things(part)
      }.joined(separator: ", ")
    }
    if let told = catalogue["\(figure).\(value)"] { return told }
    if column?.kind == .text, value.wholeMatch(of: /[a-z][a-z_]*/) != nil {
      // A part of a value is stored under its own name; what is owed, and how it stands, under one for all.
      let kinds = [figure, String(figure.split(separator: "_").last ?? ""), "what", "status"]
      return kinds.lazy.map { self.pages.stored($0, value) }.first { $0 != value } ?? value
    }
    return names.partnerships[value].flatMap { $0.isEmpty ? nil : $0 } ?? pages.told(figure: value)
  }
}
