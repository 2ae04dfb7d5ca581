import Foundation
import Stakebook

/// What a form says of an event: the values of its fields as they were written.
struct Entry: Sendable {
  let type: EventType
  let shape: Shape
  /// By the path of a field what was written in it.
  var values: [String: String] = [:]
  /// What is said besides: stream, effective, status, note, actor, source members, and what the form keeps.
  var besides: [String: String] = [:]
  /// By the path of a list of objects how many rows its form has, each with a field for each part.
  private(set) var rows: [String: Int] = [:]
  /// A form has no more rows of a list than that.
  static let mostRows = 40

  static let source = ["title", "publisher", "url", "kind", "published", "locator"]
  static let kept =
    [
      "stream", "effective", "status", "note", "actor", "reason", "position", "id", "expect",
      "stash",
    ] + source.map { "source.\($0)" }

  init(_ type: EventType, _ shape: Shape) { (self.type, self.shape) = (type, shape) }

  /// Takes what a form sent.
  mutating func take(_ sent: Sent) {
    for (name, value) in sent.fields {
      if name.hasPrefix("f.") { countRow(of: String(name.dropFirst(2))) }
      guard !value.isEmpty else { continue }
      if name.hasPrefix("f.") { values[String(name.dropFirst(2)), default: ""] = value }
      if Self.kept.contains(name) { besides[name] = value }
    }
    // One more row, where the form's button for it was pressed.
    guard let list = sent["do"]?.split(separator: "."), list.first == "add", list.count == 2,
      let more = rows[String(list[1])]
    else { return }
    rows[String(list[1])] = min(Self.mostRows, more + 1)
  }

  /// A form has as many rows of a list as were sent with it, filled or not.
  private mutating func countRow(of path: String) {
    let parts = path.split(separator: ".")
    guard parts.count > 2, let number = Int(parts[1]), (1...Self.mostRows).contains(number) else {
      return
    }
    let list = String(parts[0])
    rows[list] = max(rows[list] ?? 1, number)
  }

  /// Says what an event says already, with the day from which it holds.
  mutating func `repeat`(_ earlier: Entry) {
    (values, rows) = (earlier.values, earlier.rows)
    besides["effective"] = earlier.besides["effective"]
  }

  /// The fields that can be filled in, each with its path; of a list of objects the parts of each row,
  /// with the row's number in their paths.
  var fields: [(path: String, field: Field)] { shape.fields.flatMap { leaves($0, "") } }

  /// The fields within one, with the paths that they have in the form.
  func leaves(_ field: Field, _ parent: String) -> [(path: String, field: Field)] {
    let path = parent.isEmpty ? field.name : "\(parent).\(field.name)"
    switch field.type {
    case .object(let parts): return parts.flatMap { leaves($0, path) }
    case .list(.object(let parts)):
      return (1...(rows[path] ?? 1)).flatMap { row in
        parts.flatMap { leaves($0, "\(path).\(row)") }
      }
    default: return [(path, field)]
    }
  }

  /// The field at a path, whatever the number of its row. Nil where there is none.
  func field(at path: String) -> Field? {
    let plain = Self.unnumbered(path)
    return fields.first { Self.unnumbered($0.path) == plain }?.field
  }

  /// A path as the ledger has it, which does not number the objects of a list.
  static func unnumbered(_ path: String) -> String {
    path.split(separator: ".").filter { Int($0) == nil }.joined(separator: ".")
  }

  /// Takes the name of an entity or a partnership for its slug.
  mutating func resolve(_ names: PageWords.Names) {
    func slug(_ text: String, among names: [String: String]) -> String {
      let text = text.trimmingCharacters(in: .whitespaces)
      return names[text] == nil ? WebWords.slug(of: text, among: names) ?? text : text
    }
    besides["stream"] = besides["stream"].map { slug($0, among: names.partnerships) }
    for (path, field) in fields where field.type.noun == .entity {
      guard let value = values[path] else { continue }
      values[path] = value.split(whereSeparator: \.isNewline)
        .map { slug(String($0), among: names.entities) }.joined(separator: "\n")
    }
  }

  /// The fields as they are written on the command line; of those that were there before only the
  /// changed ones.
  func assignments(besides earlier: [String: String] = [:]) throws -> [String] {
    var assignments: [String] = []
    for field in shape.fields {
      if case .list(.object) = field.type {
        let items = try items(of: field)
        if !items.isEmpty,
          leaves(field, "").contains(where: {
            written(at: $0.path) != earlier[$0.path, default: ""]
          })
        {
          assignments.append("\(field.name):=\(JSON.array(items).canonical)")
        }
        continue
      }
      for (path, field) in leaves(field, "") where written(at: path) != earlier[path] {
        assignments += self.assignments(path, field, as: path)
      }
    }
    return assignments
  }

  private func written(at path: String) -> String {
    (values[path] ?? "").replacing("\r\n", with: "\n").trimmingCharacters(
      in: .whitespacesAndNewlines)
  }

  /// What is written in a field, under the name that the ledger has for it.
  private func assignments(_ path: String, _ field: Field, as name: String) -> [String] {
    let value = written(at: path)
    guard !value.isEmpty else { return [] }
    guard case .list = field.type else { return ["\(name)=\(value)"] }
    // No slug has a comma: who names several on a line means each of them.
    return value.split { $0.isNewline || $0 == "," && field.type.noun != nil }
      .map { "\(name)=\($0.trimmingCharacters(in: .whitespaces))" }
  }

  /// The objects of a list, one for each row in which something is written. What is wrong with one is
  /// told with the number of its row.
  private func items(of field: Field) throws -> [JSON] {
    guard case .list(.object(let parts)) = field.type else { return [] }
    var items: [JSON] = []
    for row in 1...(rows[field.name] ?? 1) {
      var one = Assignments(shape)
      do throws(Rejection) {
        for (path, part) in parts.flatMap({ leaves($0, "\(field.name).\(row)") }) {
          for argument in assignments(path, part, as: Self.unnumbered(path)) {
            try one.add(argument)
          }
        }
        try one.check(field.name)
      } catch {
        throw Rejection(
          error.code,
          error.message.replacing("'\(field.name).", with: "'\(field.name).\(row)."),
          hint: error.hint)
      }
      items += one.data[field.name]?.arrayValue ?? []
    }
    return items
  }

  /// The source, where one is named, with its document.
  func sources(_ document: Document?) throws -> [Source] {
    let members = Self.source.compactMap { name in
      besides["source.\(name)"].map { (name: name, value: JSON.string($0)) }
    }
    guard !members.isEmpty || document != nil else { return [] }
    let source = Source(said: .object(JSONObject(members.map { ($0.name, $0.value) })))
    return [try document.map { try source.with(file: $0.name, sha256: $0.sha256) } ?? source]
  }

  /// The event, as the command line would say it.
  func draft(_ ledger: Ledger, _ document: Document?, user: String?) throws -> Draft {
    var assigned = Assignments(shape)
    for argument in try assignments() { try assigned.add(argument) }
    return try ledger.drafted(
      type.text, assigned.data, stream: besides["stream"], effective: besides["effective"],
      status: besides["status"], sources: try sources(document), actor: user ?? besides["actor"],
      note: besides["note"], id: besides["id"])
  }

  /// What an event says, as it stands in the fields of a form.
  mutating func take(_ data: JSONObject) {
    for field in shape.fields {
      if case .list(.object) = field.type, let items = data[field.name]?.arrayValue {
        rows[field.name] = max(1, items.count)
      }
    }
    for (path, _) in fields {
      var value: JSON? = .object(data)
      for part in path.split(separator: ".") {
        if let row = Int(part), let items = value?.arrayValue {
          value = items.indices.contains(row - 1) ? items[row - 1] : nil
        } else {
          value = value?.objectValue?[String(part)]
        }
      }
      values[path] = value.map(Self.written)
    }
  }

  private static func written(_ value: JSON) -> String {
    switch value {
    case .string(let text): text
    case .object(let object): object["text"]?.stringValue ?? value.canonical
    case .array(let items): items.map(written).joined(separator: "\n")
    default: value.canonical
    }
  }
}
