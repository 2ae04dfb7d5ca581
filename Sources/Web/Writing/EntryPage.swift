import Foundation
import Stakebook

/// Entering a fact: a form made from the catalogue, what it would change, and only then the fact.
extension Site {
  /// The empty form of a type.
  func entry(_ asked: Asked, _ name: String) async throws -> Answer {
    let (type, shape) = try Catalogue.shape(of: name)
    var entry = Entry(type, shape)
    entry.besides["id"] = UUID().uuidString.lowercased()
    entry.besides["stream"] = asked["stream"]
    return try await form(entry, asked, action: asked.place("new", name))
  }

  /// How many slugs a form offers for a field.
  private static let mostListed = 2000

  /// A form, with what was wrong with it where something was.
  func form(
    _ entry: Entry, _ asked: Asked, action: String, title: String? = nil, about: Markup? = nil,
    isRevision: Bool = false, fault: Rejection? = nil
  ) async throws -> Answer {
    let w = try await words(asked)
    let known = try await workers.read { ledger in
      try ledger.read { reading in
        var known: [String: [String]] = [:]
        for (_, field) in entry.fields {
          if let noun = field.type.noun {
            known[noun.rawValue] = try reading.slugs(of: noun, most: Self.mostListed)
          }
        }
        known["partnership"] = try reading.keys(of: "partnership").map {
          String($0.dropFirst("partnership:".count))
        }.sorted()
        return known
      }
    }
    let lists = known.sorted { $0.key < $1.key }.markup { noun, slugs -> Markup in
      let options = slugs.prefix(Self.mostListed).markup { slug -> Markup in
        let name = noun == "entity" ? w.pages.name(slug) : w.partnership(slug)
        return "<option value=\"\(slug)\">\(name == slug ? "" : name)</option>"
      }
      return "<datalist id=\"known-\(noun.replacing(" ", with: "-"))\">\(options)</datalist>"
    }
    let title = title ?? w.type(entry.type)
    let wrong: Markup =
      fault.map {
        self.fault(
          $0, w, $0.code == .versionConflict ? since(entry, asked, w) : .none, in: entry)
      } ?? .none
    let told = fault.map { entry.placed(w.told($0)) }
    let content: Markup = """
      <header><h1>\(title)</h1><p class="readings">\(about ?? w.summary(of: entry.type, entry.shape))</p></header>
      <main id="content">\(wrong)
      <form class="entry" method="post" action="\(action)" enctype="multipart/form-data" aria-label="\(title)" data-type="\(entry.type.text)">
      \(keep(["id", "expect", "stash"], entry))\(entry.hasRows ? Self.pressedByEnter : .none)
      \(isRevision ? reason(entry, w) : stream(entry, w))
      \(entry.shape.fields.markup { inputs(of: $0, entry, asked, action: action, w, told) })
      \(besides(entry, w, isRevision: isRevision))
      \(sourceFields(entry, w))
      <p class="actions"><button class="button" name="do" value="preview">\(w(.preview))</button></p>
      </form>\(lists)</main>
      """
    var answer = frame(
      asked, w, title: title, content, hasClocks: false, status: fault?.formStatus ?? 200)
    answer.isLasting = false
    return answer
  }

  /// Where one sees what was recorded since the form was made.
  private func since(_ entry: Entry, _ asked: Asked, _ w: WebWords) -> Markup {
    guard let stream = entry.besides["stream"] else { return "" }
    let place = asked.place("view", "events", with: [("stream", stream), ("sort", "-event")])
    return " <a href=\"\(place)\">\(w(.staleHint))</a>"
  }

  private func stream(_ entry: Entry, _ w: WebWords) -> Markup {
    if case .reserved = entry.shape.stream { return "" }
    let isNeeded = entry.shape.stream == .partnership || entry.shape.stream == .opening
    let help =
      entry.shape.stream == .opening ? w(.openingHelp, "microsoft-openai") : w(.partnershipHelp)
    let list: Markup = entry.shape.stream == .opening ? "" : " list=\"known-partnership\""
    return """
      <label for="stream"\(isNeeded ? " class=\"needed\"" : "" as Markup)>\(w(.stream)) <span class="help">\(help)</span></label>
      <input id="stream" name="stream"\(list)\(isNeeded ? " required" : "" as Markup) value="\(entry.besides["stream"] ?? "")" maxlength="100" autocomplete="off">
      """
  }

  private func reason(_ entry: Entry, _ w: WebWords) -> Markup {
    """
    <label for="reason" class="needed">\(w(.reason))</label>
    <input id="reason" name="reason" required value="\(entry.besides["reason"] ?? "")" maxlength="500">
    """
  }

  private func besides(_ entry: Entry, _ w: WebWords, isRevision: Bool) -> Markup {
    let statuses = (isRevision ? [] : [""]) + Status.allCases.map(\.rawValue)
    let said = entry.besides["status"] ?? ""
    let options = statuses.markup { status -> Markup in
      "<option value=\"\(status)\"\(status == said ? " selected" : "" as Markup)>\(status.isEmpty ? "–" : w.pages.stored("status", status))</option>"
    }
    let isOptional = isRevision || entry.shape.stream == .any
    return """
      <label for="effective"\(isOptional ? "" : " class=\"needed\"" as Markup)>\(w(.holdsFrom)) <span class="help">\(w(.effectiveHelp))</span></label>
      <input id="effective" name="effective"\(isOptional ? "" : " required" as Markup) value="\(entry.besides["effective"] ?? "")" maxlength="40" autocomplete="off">
      <label for="status">\(w(.status))</label><select id="status" name="status">\(options)</select>
      \(isRevision ? .none : "<label for=\"note\">\(w(.note))</label><input id=\"note\" name=\"note\" value=\"\(value: entry.besides["note"] ?? "")\" maxlength=\"2000\">" as Markup)
      """
  }

  /// The fields of a source, and its document.
  func sourceFields(_ entry: Entry, _ w: WebWords, needsFile: Bool = false) -> Markup {
    let fields = Entry.source.markup { name -> Markup in
      let value = entry.besides["source.\(name)"] ?? ""
      let meaning = Source.fields.first { $0.name == name }?.meaning ?? ""
      let input: Markup =
        name == "kind"
        ? "<select id=\"source.kind\" name=\"source.kind\"><option value=\"\">–</option>\(Source.Kind.allCases.map { "<option value=\"\($0.rawValue)\"\($0.rawValue == value ? " selected" : "" as Markup)>\(w.pages.stored("source", $0.rawValue))</option>" as Markup })</select>"
        : "<input id=\"source.\(name)\" name=\"source.\(name)\" value=\"\(value: value)\" maxlength=\"1000\">"
      return
        "<label for=\"source.\(name)\">\(WebWords.begun(w.field(name))) <span class=\"help\">\(w.source(name, meaning))</span></label>\(input)"
    }
    return """
      <fieldset><legend>\(w(.sources))</legend>\(fields)
      <label for="file"\(needsFile ? " class=\"needed\"" : "" as Markup)>\(w(.document))</label><div class="drop"><input type="file" id="file" name="file"\(needsFile ? " required" : "" as Markup)></div></fieldset>
      """
  }

  /// What a form keeps without showing it.
  func keep(_ names: [String], _ entry: Entry) -> Markup {
    names.markup { name in
      entry.besides[name].map { "<input type=\"hidden\" name=\"\(name)\" value=\"\(value: $0)\">" }
        ?? ""
    }
  }

  // MARK: - What was sent

  /// Answers what a form sent.
  func written(_ asked: Asked) async throws -> Answer {
    guard let sent = asked.sent, asked.isWritable else {
      throw Rejection(.readOnly, "this server does not write", hint: "Start it with --write.")
    }
    var answer: Answer
    switch (asked.path.first, asked.path.count) {
    case ("new"?, 2): answer = try await entered(asked, sent, asked.path[1])
    case ("event"?, 3): answer = try await revised(asked, sent, asked.path[1], asked.path[2])
    case ("import"?, 1): answer = try await sheet(asked, sent)
    default: throw Rejection(.badUsage, "nothing is written there")
    }
    answer.isLasting = false
    return answer
  }

  private func entered(_ asked: Asked, _ sent: Sent, _ name: String) async throws -> Answer {
    let (type, shape) = try Catalogue.shape(of: name)
    var entry = Entry(type, shape)
    entry.take(sent)
    entry.resolve(try await words(asked).names)
    try stash(sent, &entry)
    let action = asked.place("new", name)
    if sent.asksForForm { return try await form(entry, asked, action: action) }
    do {
      let (ready, terms) = try await self.ready(entry, asked)
      if sent["do"] == "append" {
        let receipts = try await writer.append(ready, terms)
        return .leads(
          to: asked.place("event", "\(receipts.first?.seq ?? 0)", with: [("kept", "1")]))
      }
      entry.besides["expect"] = ready.stream.flatMap { terms.expecting[$0] }.map(String.init)
      let tried = try await workers.read { ledger -> Tried in
        var trial = terms
        trial.isDryRun = true
        return try Tried(try ledger.append([ready], trial), ledger)
      }
      return try await preview(tried, entry, asked, action: action)
    } catch let rejection as Rejection {
      // What stood at the form's time is not expected again.
      if rejection.code == .versionConflict { entry.besides["expect"] = nil }
      return try await form(entry, asked, action: action, fault: rejection)
    }
  }

  /// The event of a form, and the terms on which it is appended: at the version of its stream that
  /// whoever filled in the form has seen.
  private func ready(_ entry: Entry, _ asked: Asked) async throws -> (Draft, AppendTerms) {
    let document = try entry.besides["stash"].map { try Document(file: try stash.path($0)) }
    return try await workers.read { ledger in
      let draft = try entry.draft(ledger, document, user: asked.user)
      var terms = AppendTerms()
      terms.wait = .seconds(10)
      terms.documents = DocumentSupply(document.map { [$0] } ?? [])
      if let stream = draft.stream {
        terms.expecting = [
          stream: try entry.besides["expect"].flatMap(Int64.init) ?? ledger.version(of: stream)
        ]
      }
      return (draft, terms)
    }
  }

  /// Keeps a file that was sent, and its key in the form.
  func stash(_ sent: Sent, _ entry: inout Entry) throws {
    guard let file = sent.files.first(where: { $0.name == "file" })?.file, !file.bytes.isEmpty
    else { return }
    entry.besides["stash"] = try stash.keep(file)
  }
}

/// What a trial told.
struct Tried: Sendable {
  let receipts: [Receipt]
  let lines: [JSONObject]
  let introduced: [(slug: String, noun: String, near: String?)]
  let findings: Site.Findings

  init(_ appended: Appended, _ ledger: Ledger) throws {
    receipts = appended.receipts
    lines = (appended.difference?.cells ?? []).map { cells in
      JSONObject(
        zip(Difference.columns, cells).map { name, cell in
          if case .text(let text) = cell { (name, JSON.string(text)) } else { (name, JSON.null) }
        })
    }
    findings = Site.Findings(appended.difference?.rows(of: "discrepancies"))
    let near = try ledger.near(appended.introductions)
    introduced = appended.introductions.map { ($0.slug, $0.noun.rawValue, near[$0.slug]) }
  }
}

extension Ledger {
  /// The version at which a stream stands.
  func version(of stream: String) throws -> Int64 {
    var version: Int64 = 0
    try query(limits: QueryLimits(seconds: 4)).run(
      "SELECT max(version) FROM events WHERE stream = :s",
      QueryParameters(words: ["s:=\(JSON.string(stream).canonical)"]), columns: { _ in },
      row: { if case .integer(let found) = $0[0] { version = found } })
    return version
  }
}

extension FieldType {
  /// Of which things the slug stands in it.
  var noun: Noun? {
    switch self {
    case .slug(let noun): noun
    case .list(let element): element.noun
    default: nil
    }
  }
}
