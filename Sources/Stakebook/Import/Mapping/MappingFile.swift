import Events
import Tables
import Yams

/// Reads a mapping from YAML; each fault is told with its line.
struct MappingFile {
  let file: String

  /// The most bytes of a mapping.
  static let mostBytes = 256 << 10

  init(_ file: String) { self.file = file }

  /// The mapping that a file holds; its own name is that of the file where it says none.
  static func read(_ path: String) throws -> Mapping {
    let bytes = try FileBytes(path).all(
      most: mostBytes,
      else: Rejection(.badMapping, "the file \(path) is longer than 256 KiB and no mapping"))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Rejection(.badUTF8, "the mapping \(path) is not UTF-8", hint: "Save it as UTF-8.")
    }
    return try MappingFile(path).mapping(text)
  }

  func mapping(_ text: String) throws(Rejection) -> Mapping {
    try requireShallow(text)
    let root: Node?
    do {
      root = try compose(yaml: text)
    } catch let error as YamlError {
      var line: Int?
      if case .scanner(_, _, let mark, _) = error { line = mark.line }
      if case .parser(_, _, let mark, _) = error { line = mark.line }
      throw Rejection(
        .badMapping, "the mapping is not YAML",
        hint: "Indent with spaces, and put quotes around what holds a colon or a brace.",
        at: line.map { .init(file: file, line: $0) } ?? .init(file: file, line: 1))
    } catch {
      throw Rejection(.badMapping, "the mapping is not YAML", at: .init(file: file, line: 1))
    }
    guard let root else { throw fault(nil, "the mapping is empty") }
    return try mapping(try members(root, Self.keys, of: "a mapping"))
  }

  /// Reading what lies in each other goes as deep as that does.
  private func requireShallow(_ text: String) throws(Rejection) {
    var depth = 0
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      for byte in line.utf8 {
        if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { depth += 1 }
        if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth -= 1 }
        guard depth <= 64 else { break }
      }
      let marks = line.prefix { "-? \t:".contains($0) }.count { "-?:".contains($0) }
      guard depth <= 64, marks <= 8 else {
        throw Rejection(
          .badMapping, "the mapping lies too deep in itself",
          at: .init(file: file, line: number + 1))
      }
    }
  }

  private static let keys = [
    "name", "sheet", "encoding", "separator", "header", "dates", "decimals", "currency", "scale",
    "percents", "blank", "skip", "key", "unreadable", "entities", "partnership", "events",
  ]

  private func mapping(_ members: [String: Node]) throws(Rejection) -> Mapping {
    var base = file.split(separator: "/").last.map(String.init) ?? file
    for ending in [".yaml", ".yml", ".map"] where base.hasSuffix(ending) {
      base.removeLast(ending.count)
    }
    var mapping = Mapping(name: try text(members["name"]) ?? base)
    guard !mapping.name.isEmpty, !mapping.name.contains(": ") else {
      throw fault(members["name"], "the name of the mapping is empty or holds a colon")
    }
    mapping.table.sheet = try text(members["sheet"])
    if let name = try text(members["encoding"]) {
      guard let encoding = TextEncoding(name: name) else {
        throw fault(
          members["encoding"], "'\(name)' is no encoding that is read",
          hint: "Write utf-8, utf-16 or windows-1252.")
      }
      mapping.table.encoding = encoding
    }
    if let name = try text(members["separator"]) {
      mapping.table.separator = try TableTerms.separator(named: name)
    }
    mapping.header = try rows(members["header"])
    mapping.writing = try writing(members, Writing())
    mapping.blank = Set(try texts(members["blank"]).map { $0.lowercased() })
    mapping.skips = try list(members["skip"]).map { (node) throws(Rejection) in try skip(node) }
    mapping.key = try texts(members["key"])
    mapping.unreadable = try choice(members["unreadable"], Mapping.Unreadable.self) ?? .refuse
    try readEntities(members["entities"], into: &mapping)
    try readPartnership(members["partnership"], into: &mapping)
    guard let events = members["events"] else {
      throw fault(nil, "the mapping has no 'events'", hint: "Say what a row records.")
    }
    for node in try list(events) {
      let event = try event(node, mapping.writing, before: mapping.events)
      mapping.events.append(event)
    }
    guard !mapping.events.isEmpty else { throw fault(events, "the mapping has no event") }
    for event in mapping.events where mapping.parties.isEmpty && mapping.partnership == nil {
      if case .reserved = event.shape.stream { continue }
      throw fault(
        events, "\(event.type) stands in a partnership, and the mapping names none",
        hint: "Write partnership: {parties: [Investor, Target]}, or {slug: microsoft-openai}.")
    }
    if mapping.key.isEmpty {
      // A row is known again where all of it is the same.
      var seen: Set<String> = []
      mapping.key = mapping.columns.filter { seen.insert($0).inserted }
    }
    return mapping
  }

  private func skip(_ node: Node) throws(Rejection) -> Mapping.Skip {
    let members = try members(node, ["column", "is"], of: "a skip")
    guard let column = try text(members["column"]) else {
      throw fault(node, "a skip names no column", hint: "Write {column: Notes, is: [Total]}.")
    }
    return Mapping.Skip(
      column: column, texts: Set(try texts(members["is"]).map { $0.lowercased() }))
  }

  private func readEntities(_ node: Node?, into mapping: inout Mapping) throws(Rejection) {
    guard let node else { return }
    let members = try members(node, ["kind", "names", "identifiers"], of: "'entities'")
    if let kind = try choice(members["kind"], EntityKind.self) {
      mapping.entityKind = kind.rawValue
    }
    for (name, slug) in try pairs(members["names"]) {
      guard let slug = try text(slug) else { continue }
      do { _ = try EntityID(slug) } catch { throw fault(node, error.message, hint: error.hint) }
      mapping.entities[name] = slug
    }
    for (column, number) in try pairs(members["identifiers"]) {
      mapping.identifiers[column] = try text(number)
    }
  }

  private func readPartnership(_ node: Node?, into mapping: inout Mapping) throws(Rejection) {
    guard let node else { return }
    let members = try members(node, ["parties", "slug", "name"], of: "'partnership'")
    let parties = members["parties"]
    if let column = parties?.scalar?.string {
      mapping.parties = [.column(column)]
    } else {
      mapping.parties = try list(parties).map { (node) throws(Rejection) in try party(node) }
    }
    mapping.partnership = try members["slug"].map { (slug) throws(Rejection) in
      try value(slug, mapping.writing)
    }
    mapping.deal = try text(members["name"])
    guard mapping.deal == nil || mapping.partnership == nil else {
      throw fault(
        members["name"],
        "a partnership has a 'slug' for all rows or a column of its 'name', not both")
    }
    guard mapping.deal == nil || !mapping.parties.isEmpty else {
      throw fault(
        members["name"], "a partnership with a 'name' needs its 'parties'",
        hint: "Write parties: [Investor, Target].")
    }
  }
}

extension MappingFile {
  /// A column, or `{name: …}`.
  private func party(_ node: Node) throws(Rejection) -> Party {
    if let column = node.scalar?.string { return .column(column) }
    guard let name = try text(members(node, ["name"], of: "a party")["name"]), !name.isEmpty else {
      throw fault(node, "a party names no one", hint: "Write a column's name, or {name: Acme}.")
    }
    return .name(name)
  }

  private func event(
    _ node: Node, _ writing: Writing, before: [EventRule]
  ) throws(Rejection) -> EventRule {
    let members = try members(
      node, ["type", "when", "effective", "status", "note", "fields", "source"], of: "an event")
    guard let name = try text(members["type"]) else {
      throw fault(node, "an event has no 'type'", hint: "`stakebook types` lists them.")
    }
    let type: EventType
    let shape: Shape
    do {
      (type, shape) = try Catalogue.shape(of: name)
    } catch {
      throw fault(members["type"], error.message, hint: error.hint)
    }
    guard let effective = members["effective"] else {
      throw fault(node, "\(type) has no 'effective'", hint: "Write effective: \"{Date}\".")
    }
    var fields: [(String, FieldType, ValueRule)] = []
    for (path, node) in try pairs(members["fields"]) {
      fields.append((path, try fieldType(path, shape, node), try value(node, writing)))
    }
    let bases = Set(fields.flatMap(\.2.columnsOfBases))
    fields = fields.map { ($0.0, $0.1, $0.2.besideBases(in: bases)) }
    var source: [(String, FieldType, ValueRule)] = []
    for (member, node) in try pairs(members["source"]) {
      guard let field = Source.fields.first(where: { $0.name == member }) else {
        throw fault(
          node, "a source has no '\(member)'",
          hint: "It has \(Source.fields.map(\.name).joined(separator: ", ")).")
      }
      source.append((member, field.type, try value(node, writing)))
    }
    let same = before.count { $0.type == type }
    return EventRule(
      type: type, shape: shape, name: same == 0 ? type.text : "\(type.text) \(same + 1)",
      when: try texts(members["when"]), effective: try value(effective, writing),
      status: try members["status"].map { (node) throws(Rejection) in try value(node, writing) },
      note: try members["note"].map { (node) throws(Rejection) in try value(node, writing) },
      fields: fields, source: source)
  }

  private func fieldType(
    _ path: String, _ shape: Shape, _ node: Node
  ) throws(Rejection) -> FieldType {
    var fields = shape.fields
    var found: FieldType?
    for name in path.split(separator: ".").map(String.init) {
      guard let field = fields.first(where: { $0.name == name }) else {
        throw fault(
          node, "there is no field '\(name)'",
          hint: nearest(to: name, among: fields.map(\.name)).map { "Did you mean '\($0)'?" }
            ?? "The fields are \(fields.map(\.name).joined(separator: ", ")).")
      }
      found = field.type
      if case .object(let parts) = field.type { fields = parts }
      if case .list(.object(let parts)) = field.type { fields = parts }
    }
    guard let found else { throw fault(node, "a field has no name") }
    return found
  }

  private func value(_ node: Node, _ writing: Writing) throws(Rejection) -> ValueRule {
    if let text = node.scalar?.string {
      guard let pieces = ValueRule.pieces(of: text), !pieces.isEmpty else {
        throw fault(
          node, "'\(text.prefix(60))' has a brace without its other one, or is empty",
          hint: "A column is written {Name}; a brace that is meant, twice.")
      }
      return ValueRule(pieces: pieces, writing: writing)
    }
    let members = try members(
      node,
      [
        "column", "value", "words", "when", "else", "dates", "decimals", "currency", "scale",
        "percents",
      ],
      of: "a value")
    let column = try text(members["column"])
    let template = try text(members["value"])
    guard let pieces = column.map({ [.column($0)] }) ?? template.flatMap(ValueRule.pieces),
      (column == nil) != (template == nil)
    else { throw fault(node, "a value names a column or says a text, and one of them only") }
    var words: [String: String] = [:]
    for (word, meaning) in try pairs(members["words"]) {
      words[word.lowercased()] = try text(meaning) ?? ""
    }
    return ValueRule(
      pieces: pieces, writing: try self.writing(members, writing), words: words,
      when: try texts(members["when"]), otherwise: try text(members["else"]))
  }

  private func writing(
    _ members: [String: Node], _ base: Writing
  ) throws(Rejection) -> Writing {
    var writing = base
    if let dates = try choice(members["dates"], Writing.DateOrder.self) { writing.dates = dates }
    if let mark = try choice(members["decimals"], Writing.DecimalMark.self) {
      writing.decimals = mark
    }
    if let scale = try choice(members["scale"], Writing.Scale.self) { writing.scale = scale }
    if let share = try choice(members["percents"], Writing.Share.self) { writing.percents = share }
    if let code = try text(members["currency"]) {
      guard Currency.decimals(of: code) != nil else {
        throw fault(
          members["currency"], "'\(code.prefix(20))' is not a currency of ISO 4217",
          hint: nearest(to: code, among: Currency.codes).map { "Did you mean '\($0)'?" })
      }
      writing.currency = code
    }
    return writing
  }
}
