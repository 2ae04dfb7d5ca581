import Stakebook

/// Saying otherwise what an event says: correcting it, confirming it, giving it a document.
extension Site {
  /// The form for an event that is recorded.
  func revision(_ asked: Asked, _ name: String, _ what: String) async throws -> Answer {
    let entry = try await recorded(name, asked)
    switch what {
    case "correct": return try await correctionForm(entry, asked, name)
    case "confirm", "attach": return try await sourceForm(entry, asked, name, what)
    default: throw Rejection(.badUsage, "an event is corrected, confirmed or given a document")
    }
  }

  /// What the event says now, as a form.
  private func recorded(_ name: String, _ asked: Asked) async throws -> Entry {
    let w = WebWords(asked.language)
    return try await workers.read { ledger in
      let event = try ledger.event(name)
      if let by = try ledger.withdrawal(of: event.seq) {
        throw Rejection(
          .alreadyWithdrawn, "the event \(event.seq) is already withdrawn",
          hint: try Self.replacement(in: by, ledger).map { w(.newerEvent, "\($0)") })
      }
      let (type, shape) = try Catalogue.shape(of: event.type)
      var entry = Entry(type, shape)
      entry.take(try ledger.said(by: event, shape, with: []))
      entry.besides["effective"] = event.effective
      entry.besides["status"] = event.status
      entry.besides["expect"] = String(try ledger.version(of: event.stream))
      return entry
    }
  }

  /// The event that a correction put in the place of the one that it withdrew.
  private static func replacement(in correction: Seq, _ ledger: Ledger) throws -> Seq? {
    guard let text = try ledger.event("\(correction)").data,
      let id = try JSON.read(text).objectValue?["replacement"]?.stringValue
    else { return nil }
    return try ledger.event(id).seq
  }

  /// The sources of the event, of which a document can be one's.
  private func titles(_ name: String) async throws -> [String] {
    try await workers.read { ledger in
      (try ledger.event(name).line.objectValue?["sources"]?.arrayValue ?? []).map {
        $0.objectValue?.said("title") ?? ""
      }
    }
  }

  /// What the event is called.
  private func headline(_ name: String, _ asked: Asked) async throws -> Markup {
    let w = try await words(asked)
    let row = try await workers.read { ledger in
      let seq = try ledger.event(name).seq
      return try ledger.read { try $0.rows(named: "events", of: [seq]) }.first ?? [:]
    }
    return Markup(report: w.pages.headline(of: row))
  }

  private func correctionForm(
    _ entry: Entry, _ asked: Asked, _ name: String, fault: Rejection? = nil
  )
    async throws -> Answer
  {
    let w = WebWords(asked.language)
    return try await form(
      entry, asked, action: asked.place("event", name, "correct"),
      title: w.pages.pair(w(.correct), w(.eventNumber, name)),
      about: try await headline(name, asked), isRevision: true, fault: fault)
  }

  private func sourceForm(
    _ entry: Entry, _ asked: Asked, _ name: String, _ what: String, fault: Rejection? = nil
  ) async throws -> Answer {
    let w = WebWords(asked.language)
    let title = w.pages.pair(
      w(what == "confirm" ? .confirm : .attach), w(.eventNumber, name))
    let wrong: Markup =
      fault.map { self.fault($0, w, in: entry) } ?? .none
    let titles = what == "attach" ? try await titles(name) : []
    let options = titles.enumerated().markup { place, title -> Markup in
      let value = "\(place + 1) \(title)"
      return
        "<option value=\"\(value)\"\(value == entry.besides["position"] ? " selected" : "" as Markup)>\(title)</option>"
    }
    let position: Markup =
      titles.count < 2
      ? ""
      : "<label for=\"position\">\(w(.whoseDocument))</label><select id=\"position\" name=\"position\">\(options)<option value=\"0\"\(entry.besides["position"] == "0" ? " selected" : "" as Markup)>\(w(.anotherSource))</option></select>"
    let content: Markup = try await """
    <header><h1>\(title)</h1><p class="readings">\(headline(name, asked))</p></header><main id="content">\(wrong)
    <form class="entry" method="post" action="\(asked.place("event", name, what))" enctype="multipart/form-data" aria-label="\(title)">
    \(keep(["expect", "stash"], entry))
    \(position)\(sourceFields(entry, w, needsFile: what == "attach" && entry.besides["stash"] == nil))
    <p class="actions"><button class="button" name="do" value="preview">\(w(.preview))</button></p></form></main>
    """
    var answer = frame(
      asked, w, title: title, content, hasClocks: false, status: fault?.formStatus ?? 200)
    answer.isLasting = false
    return answer
  }

  func revised(_ asked: Asked, _ sent: Sent, _ name: String, _ what: String) async throws -> Answer
  {
    let earlier = try await recorded(name, asked)
    var entry = Entry(earlier.type, earlier.shape)
    entry.take(sent)
    entry.resolve(try await words(asked).names)
    try stash(sent, &entry)
    func again(_ fault: Rejection?) async throws -> Answer {
      what == "correct"
        ? try await correctionForm(entry, asked, name, fault: fault)
        : try await sourceForm(entry, asked, name, what, fault: fault)
    }
    if sent.asksForForm { return try await again(nil) }
    do {
      let document = try entry.besides["stash"].map { try Document(file: try stash.path($0)) }
      let isTrial = sent["do"] != "append"
      let (given, user) = (entry, asked.user)
      // What the event says already is shown with what confirms it.
      if what != "correct" {
        entry.repeat(earlier)
        entry.besides["status"] =
          what == "confirm" ? Status.confirmed.rawValue : earlier.besides["status"]
      }
      let body: @Sendable (Ledger) throws -> Tried = { ledger in
        var terms = AppendTerms()
        terms.isDryRun = isTrial
        terms.actor = user
        terms.wait = .seconds(10)
        terms.documents = DocumentSupply(document.map { [$0] } ?? [])
        let event = try ledger.event(name)
        if let expected = given.besides["expect"].flatMap(Int64.init) {
          terms.expecting = [event.stream: expected]
        }
        return try Tried(Self.revise(ledger, name, what, given, earlier, document, terms), ledger)
      }
      let tried = isTrial ? try await workers.read(body) : try await writer.write(body)
      if !isTrial {
        return .leads(
          to: asked.place("event", "\(tried.receipts.first?.seq ?? 0)", with: [("kept", "1")]))
      }
      return try await preview(tried, entry, asked, action: asked.place("event", name, what))
    } catch let rejection as Rejection {
      if rejection.code == .versionConflict { entry.besides["expect"] = earlier.besides["expect"] }
      return try await again(rejection)
    }
  }

  private static func revise(
    _ ledger: Ledger, _ name: String, _ what: String, _ entry: Entry, _ earlier: Entry,
    _ document: Document?, _ terms: AppendTerms
  ) throws -> Appended {
    let sources = try entry.sources(document)
    switch what {
    case "correct":
      guard let reason = entry.besides["reason"] else {
        throw Rejection(.badUsage, "a correction says why", hint: "Write the reason.")
      }
      var correction = Correction(reason: reason)
      correction.assignments = try entry.assignments(besides: earlier.values)
      if entry.besides["effective"] != earlier.besides["effective"] {
        correction.effective = try entry.besides["effective"].map { (text) throws(Rejection) in
          try Writing.stated(text, as: .date)
        }
      }
      if entry.besides["status"] != earlier.besides["status"] {
        correction.status = entry.besides["status"]
      }
      correction.sources = sources
      guard
        !correction.assignments.isEmpty || correction.effective != nil || correction.status != nil
          || !sources.isEmpty
      else {
        throw Rejection(
          .badUsage, "nothing is said otherwise", hint: "Change a field, or name a source.")
      }
      return try ledger.correct(name, correction, terms)
    case "confirm":
      guard !sources.isEmpty else {
        throw Rejection(.badUsage, "nothing confirms it", hint: "Name the source that does.")
      }
      var correction = Correction(reason: "confirmed")
      correction.status = Status.confirmed.rawValue
      correction.sources = sources
      return try ledger.correct(name, correction, terms)
    default:
      guard let document else {
        throw Rejection(.badUsage, "there is no document", hint: "Choose a file.")
      }
      let said = entry.besides["position"]?.prefix { $0 != " " } ?? ""
      let position = Int(said).flatMap { $0 > 0 ? $0 : nil }
      let source = try position == nil ? entry.sources(nil).first : nil
      let isNew = said == "0" && source == nil
      let new = isNew ? Source(said: .object(JSONObject())) : source
      switch try ledger.attach(document, to: name, at: position, as: new, terms) {
      case .said(let appended): return appended
      case .known, .kept:
        throw Rejection(
          .badUsage, "the event has this document already", hint: "There is nothing to do.")
      }
    }
  }
}
