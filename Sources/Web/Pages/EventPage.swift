import Stakebook

/// One event whole, with what withdrew it; and why a row says what it says.
extension Site {
  func event(_ asked: Asked, _ name: String) async throws -> Answer {
    let place = asked.place
    let w = try await words(asked)
    let found = try await workers.read {
      ledger -> (
        line: JSONObject, row: JSONObject, withdrawn: Seq?, isOpen: Bool, head: Seq
      ) in
      let event = try ledger.event(name)
      let rows = try ledger.read { try $0.rows(named: "events", of: [event.seq]) }
      // What was withdrawn later stands as it did.
      let known = try Self.clock(asked, ledger).knownAt ?? .max
      let withdrawn = try ledger.withdrawal(of: event.seq)
      return (
        try event.line.objectValue ?? [:], Self.numbered(rows.first ?? [:], ledger),
        withdrawn.flatMap { $0 <= known ? $0 : nil },
        withdrawn == nil, try ledger.head()
      )
    }
    if asked.form == "json" { return .json(JSON.object(found.line).canonical + "\n") }
    let row = found.row
    let seq = row["event"]?.integerValue ?? 0
    var facts: [(String, Markup)] = [
      (
        w(.kind),
        "<a href=\"\(place("types", row.said("type")))\">\(w.pages.stored("type", row.said("type")))</a> <code class=\"quiet\">\(row.said("type"))</code>"
      ),
      (w(.stream), stream(row.said("stream"), asked, w)),
      (w(.holdsFrom), "\(w.pages.date(row.said("effective")))"),
      (w(.status), "\(w.pages.stored("status", row.said("status")))"),
      (
        w(.recordedAt),
        "<time datetime=\"\(row.said("recorded_at"))\">\(w.pages.date(String(row.said("recorded_at").prefix(10)))) \(String(row.said("recorded_at").prefix(19).dropFirst(11))) UTC</time>"
      ),
    ]
    if !row.said("actor").isEmpty { facts.append((w(.recordedBy), "\(row.said("actor"))")) }
    if !row.said("note").isEmpty { facts.append((w(.note), "\(row.said("note"))")) }
    facts.append((w(.id), "<code>\(row.said("id"))</code>"))
    if let by = found.withdrawn {
      facts.insert(
        (
          w(.withdrawn),
          "<strong class=\"late\">\(w(.withdrawnBy)) <a href=\"\(place("event", "\(by)"))\">\(by)</a></strong>"
        ), at: 0)
    }
    let list = facts.markup { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>\n" }
    let near: Markup = """
      \(seq > 1 ? "<a rel=\"prev\" href=\"\(place("event", "\(seq - 1)"))\">‹ \(w(.previousEvent))</a>" : "" as Markup) \
      \(seq < found.head ? "<a rel=\"next\" href=\"\(place("event", "\(seq + 1)"))\">\(w(.nextEvent)) ›</a>" : "" as Markup)
      """
    // What is said about events is not withdrawn.
    let isOpen =
      asked.isWritable && found.isOpen && !row.said("type").hasPrefix("event.")
    let revise: Markup =
      isOpen
      ? """
      <p class="actions"><a class="button" href="\(place("event", "\(seq)", "correct"))">\(w(.correct))</a>
      <a href="\(place("event", "\(seq)", "confirm"))">\(w(.confirm))</a>
      <a href="\(place("event", "\(seq)", "attach"))">\(w(.attach))</a></p>
      """ : ""
    let shape = try? Catalogue.shape(of: row.said("type")).shape
    let data: Markup =
      row["data"]?.objectValue.map { data in
        told(data, shape?.fields ?? [], asked, w)
      } ?? "<p class=\"quiet\">\(w(.erased))</p>"
    let content: Markup = """
      <header><p class="quiet">\(w(.eventNumber, "\(seq)"))</p>
      <h1\(found.withdrawn == nil ? "" : " class=\"gone\"" as Markup)>\(Markup(report: w.pages.headline(of: row)))</h1>
      <p class="forms"><a href="\(asked.address(as: "json"))">\(w(.asJSON))</a> \(near)</p></header>
      <main id="content">\(asked["kept"] == nil ? .none : "<p class=\"kept\" role=\"status\">\(w(.keptAs, "\(seq)"))</p>" as Markup)\(revise)
      <section aria-label="\(w(.event))"><dl class="facts">\(list)</dl></section>
      <section aria-labelledby="says"><h2 id="says">\(w(.saysWhat))</h2>\(data)</section>
      <section aria-labelledby="sources"><h2 id="sources">\(w(.sources))</h2>\
      \(sourceList(found.line["sources"]?.arrayValue ?? [], of: seq, asked, w))</section>
      </main>
      """
    return frame(
      asked, w, title: w(.eventNumber, "\(seq)"), content, days: await days())
  }

  /// With the numbers of the events that it names, as people meet them on pages, where they are here.
  private static func numbered(_ row: JSONObject, _ ledger: Ledger) -> JSONObject {
    guard var data = row["data"]?.objectValue,
      let fields = try? Catalogue.shape(of: row.said("type")).shape.fields
    else { return row }
    for field in fields {
      guard case .event = field.type, let id = data[field.name]?.stringValue,
        let seq = try? ledger.event(id).seq
      else { continue }
      data[field.name] = .string("\(seq)")
    }
    var row = row
    row["data"] = .object(data)
    return row
  }

  private func stream(_ name: String, _ asked: Asked, _ w: WebWords) -> Markup {
    Reading.reserved.contains(name)
      ? "–" : "<a href=\"\(asked.place("partnership", name))\">\(w.partnership(name))</a>"
  }

  /// The fields of an event, a table of what it says, as its type says what they are.
  private func told(_ data: JSONObject, _ fields: [Field], _ asked: Asked, _ w: WebWords) -> Markup
  {
    let lines = data.markup { name, value -> Markup in
      let type = fields.first { $0.name == name }?.type
      return
        "<div><dt>\(WebWords.begun(w.field(name)))</dt><dd>\(shown(value, name, type, asked, w))</dd></div>\n"
    }
    return "<dl class=\"facts\">\(lines)</dl>"
  }

  private func shown(
    _ value: JSON, _ name: String, _ type: FieldType?, _ asked: Asked, _ w: WebWords
  ) -> Markup {
    switch (value, type) {
    case (.string(let slug), .slug(.entity)?):
      return "<a href=\"\(asked.place("entity", slug))\">\(w.pages.name(slug))</a>"
    case (.string(let slug), .slug(let noun)?):
      let told = w.pages.things(slug)
      return FigureName.view(of: noun).map {
        "<a href=\"\(asked.place.why("\($0.name)/\(slug)"))\">\(told)</a>"
      } ?? "\(told)"
    case (.string(let condition), .conditionState?):
      return "\(w.shown(condition, of: "when", in: nil))"
    case (.bool(let flag), _): return "\(w(flag ? .yes : .no))"
    case (.string(let id), .event?):
      return "<a href=\"\(asked.place("event", id))\">\(id)</a>"
    case (.string(let word), .choice?): return "\(w.pages.stored(name, word))"
    case (.string(let day), .date?): return "\(w.pages.date(day))"
    case (.string(let text), .text?): return "\(text)"
    case (.string(let text), _): return "\(w.shown(text, of: name, in: nil))"
    case (.object(let object), _):
      // A value that was stated is shown as it was stated, in the reader's language.
      if let text = object["text"]?.stringValue {
        if case .text? = type { return "\(text)" }
        return "\(w.pages.stated(text))"
      }
      var fields: [Field] = []
      if case .object(let parts)? = type { fields = parts }
      return told(object, fields, asked, w)
    case (.array(let items), _):
      var element: FieldType?
      if case .list(let one)? = type { element = one }
      return items.markup { "<div class=\"item\">\(shown($0, name, element, asked, w))</div>" }
    default: return "\(value.canonical)"
    }
  }

  /// Sources with what they lead to.
  func sourceList(_ sources: [JSON], of event: Seq, _ asked: Asked, _ w: WebWords) -> Markup {
    guard !sources.isEmpty else { return "<p class=\"quiet none\">\(w(.noSource))</p>" }
    let lines = sources.compactMap(\.objectValue).markup { source -> Markup in
      let url = source.said("url")
      let title = source.said("title")
      let isAddress =
        url.lowercased().hasPrefix("https://") || url.lowercased().hasPrefix("http://")
      let link: Markup =
        isAddress ? "<a href=\"\(url)\" rel=\"noopener noreferrer\">\(title)</a>" : "\(title)"
      let kind = source.said("kind").isEmpty ? "" : w.pages.stored("source", source.said("kind"))
      let more = [
        source.said("publisher"), kind, w.pages.date(source.said("published")),
        source.said("locator"),
        source.said("retrieved"),
      ].filter { !$0.isEmpty }.joined(separator: ", ")
      let hash = source.said("sha256")
      let copy: Markup =
        hash.isEmpty
        ? ""
        : " <a href=\"/document/\(hash)?of=\(event)\" download>\(w(.download)) \(source.said("file"))</a> <code class=\"hash\">\(hash)</code>"
      return "<li>\(link)\(more.isEmpty ? "" : " (\(more))")\(copy)</li>"
    }
    return "<ul class=\"plain\">\(lines)</ul>"
  }

  /// The type of a document by the ending of its name; what a browser would run has none.
  private static func type(of name: String) -> String {
    let ending = name.split(separator: ".").dropFirst().last?.lowercased() ?? ""
    return types[ending] ?? "application/octet-stream"
  }

  private static let types = [
    "pdf": "application/pdf", "txt": "text/plain", "csv": "text/csv", "json": "application/json",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "tif": "image/tiff", "tiff": "image/tiff", "zip": "application/zip", "eml": "message/rfc822",
    "doc": "application/msword", "xls": "application/vnd.ms-excel",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
  ]

  /// The bytes of a document: something to save, which no browser shows as a page of ours.
  func document(_ asked: Asked, _ hash: String) async throws -> Answer {
    guard hash.utf8.count == 64,
      hash.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else {
      throw Rejection(.unknownDocument, "'\(hash.prefix(70))' is no SHA-256 of a document")
    }
    let found = try await workers.read { ledger -> (name: String, spool: Spool) in
      var name = "document"
      // One of the events that name it says how it is called; who names none gets the bytes.
      let event = asked["of"].flatMap { Seq($0) }
      for document in try ledger.documents(of: event.map { [$0] } ?? [])
      where document.sha256 == hash {
        name = Document.fileName(document.file, sha256: hash)
      }
      let spool = try Spool()
      try writeAll(try ledger.bytes(ofDocument: hash), to: spool.descriptor)
      return (name, spool)
    }
    var answer = Answer(type: Self.type(of: found.name), body: .file(found.spool)).saved(
      as: found.name)
    answer.isLasting = false
    return answer
  }
}
