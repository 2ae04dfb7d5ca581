import Foundation
import Stakebook

/// An event that is asked for, one answer after the other, and shown with what it would change before
/// anybody agrees to it.
///
/// What was said last of the same kind stands in brackets, but for the source: evidence is never taken
/// over by a key. The ledger is only read.
final class QuickEntry {
  private let ledger: Ledger
  private let option: LedgerOption
  private let terms: AppendOptions
  private let prompter = Prompter()
  private var saying: SayingOptions
  private var sources: [Source]
  private var documents: [Document]
  private var type = ""
  private var shape: Shape
  /// The arguments that each field was given, in the order in which they were asked.
  private var answers: [(path: String, arguments: [String])] = []
  /// The same of the last event of the kind.
  private var last: [String: [String]] = [:]

  /// What is said on the command line is not asked.
  init(
    _ ledger: Ledger, _ saying: SayingOptions, _ option: LedgerOption,
    _ given: (sources: [Source], documents: [Document]), _ terms: AppendOptions
  ) throws {
    self.ledger = ledger
    self.saying = saying
    self.option = option
    self.terms = terms
    (sources, documents) = given
    shape = try Catalogue.shape(of: NoteRecorded.type.text).shape
  }

  /// The event that was agreed to, and its documents; nil where nothing is to be recorded.
  func ask() throws -> (draft: Draft, documents: [Document])? {
    try askType()
    try askStream()
    try remember()
    try askDay()
    for field in shape.fields where isAsked(field) { try askField(field, at: field.name) }
    try askMore()
    try askStatus()
    try askSources()
    while true {
      do {
        let draft = try draft()
        try show(draft)
        if terms.isDryRun { return nil }
        switch prompter.line("append it (yes, no, or field=value to change)? ") {
        case "yes", "y": return (draft, documents)
        case "no", "n": return nil
        case let line: if !line.isEmpty { try take(line) }
        }
      } catch let rejection as Rejection {
        // What is wrong only together, or in the ledger's eyes: it can be changed.
        prompter.tell(rejection)
        try askMore()
      }
    }
  }

  // MARK: - What every event has

  private func askType() throws {
    let earlier = try lastEvent()?.type
    let names = Catalogue.types.map { $0.type.text }
    type = try prompter.answer("type\(bracketed(earlier)): ", offering: names) { line in
      let name = line.isEmpty ? earlier ?? "" : line
      shape = try Catalogue.shape(of: name).shape
      return name
    }
    try say(legible(shape.summary))
  }

  private func askStream() throws {
    if case .reserved = shape.stream { return saying.stream = nil }
    guard saying.stream == nil else { return }
    let reserved = Reading.reserved
    let known = try ledger.read { try $0.streams() }.filter { !reserved.contains($0) }
    let earlier = try lastEvent(of: type)?.stream ?? known.last
    saying.stream = try prompter.answer(
      "partnership\(bracketed(earlier)): ", offering: known
    ) { line in
      let name = line.isEmpty ? earlier ?? "" : line
      _ = try StreamID(name)
      guard known.contains(name) || shape.stream == .opening else {
        throw Rejection(
          .unknownStream, "there is no partnership '\(name.prefix(60))'",
          hint: nearest(to: name, among: known).map { "Did you mean '\($0)'?" }
            ?? "Begin it with partnership.formed.")
      }
      return name
    }
  }

  /// Looks what was said last of the kind.
  private func remember() throws {
    if let event = try lastEvent(of: type, in: saying.stream), let data = event.data {
      last = Dictionary(
        Self.arguments(of: try JSON.read(data).objectValue ?? [:], shape.fields),
        uniquingKeysWith: +)
    }
  }

  private func askDay() throws {
    guard saying.effective == nil else { return }
    let earlier =
      try shape.stream == .any ? ledger.today().text : lastEvent(of: type)?.effective
    saying.effective = try prompter.answer("holds from\(bracketed(earlier)): ") { line in
      try PartialDate(line.isEmpty ? earlier ?? "" : Writing.stated(line, as: .date)).text
    }
  }

  private func askStatus() throws {
    guard saying.status == nil else { return }
    let words = Status.allCases.map(\.rawValue)
    saying.status = try prompter.answer("status [reported]: ", offering: words) { line in
      guard line.isEmpty || words.contains(line) else {
        throw Rejection(.badStatus, line, notAmong: words)
      }
      return line.isEmpty ? "reported" : line
    }
  }

  /// Tab offers the sources of the last event.
  private func askSources() throws {
    let earlier = try lastEvent()?.sourceTexts ?? []
    while sources.isEmpty || saying.sources.areEmpty {
      let prompt =
        "\(sources.isEmpty ? "source" : "another source") (TITLE,URL or title=…,kind=…): "
      let source = try prompter.answer(prompt, offering: earlier) { line in
        ["", "-"].contains(line) ? nil : try Source(reading: line)
      }
      guard let source else { return }
      let document = try prompter.answer("the file of its document: ") { line in
        ["", "-"].contains(line) ? nil : try option.document(line)
      }
      sources.append(
        try document.map { try source.with(file: $0.name, sha256: $0.sha256) } ?? source)
      documents += [document].compactMap(\.self)
    }
  }

  // MARK: - Fields

  /// Whether an event is not whole without it, or without one of which none was given yet.
  private func isAsked(_ field: Field) -> Bool {
    field.isRequired
      || shape.rules.contains { rule in
        switch rule {
        case .exactlyOne(let names), .atLeastOne(let names):
          names.contains(field.name) && !answers.contains { names.contains($0.path) }
        case .onlyWhen, .barredUnless, .onlyWith: false
        }
      }
  }

  /// Asks for a field, or for the parts of an object that it must have.
  private func askField(_ field: Field, at path: String) throws {
    switch field.type {
    case .object(let parts), .list(.object(let parts)):
      for part in parts where part.isRequired { try askField(part, at: "\(path).\(part.name)") }
      return
    default: break
    }
    let isList = if case .list = field.type { true } else { false }
    let earlier = last[path].map { $0.map(Self.value).joined(separator: "; ") }
    let prompt =
      "\(path), \(field.meaning)\(isList ? ", several with ;" : "")\(bracketed(earlier)): "
    try prompter.answer(prompt, offering: words(for: field.type)) { line in
      guard line != "-" else { return }
      if line.isEmpty, let given = last[path] { return set(path, given) }
      guard !line.isEmpty || !field.isRequired else {
        throw Rejection(
          .missingField, "'\(path)' is needed", hint: "Write it like \(field.type.grammar).")
      }
      if !line.isEmpty { try take("\(path)=\(line)") }
    }
  }

  /// Takes other fields until there is an empty line.
  private func askMore() throws {
    while true {
      let paths = Completion.paths(of: shape.fields)
      let values = try paths.flatMap { path in
        try words(for: Assignments(shape).type(at: path)).map { "\(path)=\($0)" }
      }
      let isOver = try prompter.answer(
        "more (field=value, Tab shows which; Enter goes on): ",
        offering: paths.map { "\($0)=" } + values
      ) { line in
        if !line.isEmpty, line != "-" { try take(line) }
        return line.isEmpty || line == "-"
      }
      if isOver { return }
    }
  }

  /// Takes `field=value`; the field's earlier answer goes.
  private func take(_ line: String) throws {
    guard let sign = line.firstIndex(of: "=") else {
      throw Rejection(
        .badAssignment, "'\(line.prefix(60))' is not of the form field=value",
        hint: "The fields are \(shape.fields.map(\.name).joined(separator: ", ")).")
    }
    let isJSON = line[..<sign].hasSuffix(":")
    let path = line[..<sign].dropLast(isJSON ? 1 : 0).trimmingCharacters(in: .whitespaces)
    let value = line[line.index(after: sign)...].trimmingCharacters(in: .whitespaces)
    var trial = Assignments(shape)
    let isList = if case .list = try trial.type(at: path) { true } else { false }
    let items = isList && !isJSON ? value.components(separatedBy: ";") : [value]
    let arguments = items.map { item in
      "\(path)\(isJSON ? ":" : "")=\(item.trimmingCharacters(in: .whitespaces))"
    }
    if value != "-" {
      for argument in arguments { try trial.add(argument) }
      try trial.check(path)
    }
    set(path, value == "-" ? [] : arguments)
  }

  private func set(_ path: String, _ arguments: [String]) {
    answers.removeAll { $0.path == path }
    if !arguments.isEmpty { answers.append((path, arguments)) }
  }

  private func words(for type: FieldType) throws -> [String] {
    try ledger.read { reading in type.words { noun in (try? reading.slugs(of: noun)) ?? [] } }
  }

  // MARK: - What comes of it

  private func draft() throws -> Draft {
    var assignments = Assignments(shape)
    for argument in answers.flatMap(\.arguments) { try assignments.add(argument) }
    return try saying.draft(type, assignments.data, sources: sources, ledger)
  }

  /// Shows the sentence, its sources, and what would change.
  private func show(_ draft: Draft) throws {
    var trying = terms
    trying.isDryRun = true
    let seq = try ledger.head() + 1
    var sentence = ""
    let appended = try ledger.append(
      [draft], try trying.terms(stream: draft.stream, documents),
      beforeEnd: { reading in
        sentence =
          try reading.rows(named: "events", of: [seq], columns: ["headline"]).first?[
            "headline"]?.stringValue ?? ""
      })
    try say("\n\(draft.effective), \(draft.status ?? "reported"): \(legible(sentence))")
    for source in sources { try say("  \(legible(source.line))") }
    try trying.show(appended, in: ledger)
    try say("")
  }

  private func bracketed(_ text: String?) -> String { text.map { " [\($0)]" } ?? "" }

  private func lastEvent(of type: String? = nil, in stream: String? = nil) throws -> StoredEvent? {
    var question = LogQuestion()
    (question.type, question.stream, question.last) = (type, stream, 1)
    var seq: Seq?
    try ledger.forEachLogLine(question) { seq = $0.seq }
    return try seq.map { try ledger.event("\($0)") }
  }

  private static func value(_ argument: String) -> String {
    String(argument.drop { $0 != "=" }.dropFirst())
  }

  /// What an event says as arguments of the command line, field by field.
  private static func arguments(
    of data: JSONObject, _ fields: [Field], under parent: String = ""
  ) -> [(String, [String])] {
    fields.flatMap { field -> [(String, [String])] in
      let path = parent + field.name
      guard let value = data[field.name] else { return [] }
      switch (field.type, value) {
      case (.object(let parts), .object(let object)):
        return arguments(of: object, parts, under: path + ".")
      case (.list(.object), _): return [(path, ["\(path):=\(value.canonical)"])]
      case (.list, .array(let items)): return [(path, items.map { "\(path)=\(text(of: $0))" })]
      default: return [(path, ["\(path)=\(text(of: value))"])]
      }
    }
  }

  /// A stored value as it was stated.
  private static func text(of value: JSON) -> String {
    value.objectValue?["text"]?.stringValue ?? value.stringValue ?? value.canonical
  }
}

extension Source {
  /// The members as they are written on the command line.
  fileprivate var line: String {
    (said.objectValue ?? [:]).map { "\($0.name)=\($0.value.stringValue ?? "")" }
      .joined(separator: ",")
  }
}

extension StoredEvent {
  /// Its sources as they are written on the command line.
  fileprivate var sourceTexts: [String] {
    get throws {
      let list = try sources.map { try JSON.read($0).arrayValue ?? [] } ?? []
      return list.map { Source(said: $0).line }
    }
  }
}
