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

  static let source = ["title", "publisher", "url", "kind", "published", "locator"]
  static let kept =
    [
      "stream", "effective", "status", "note", "actor", "reason", "position", "id", "expect",
      "stash",
    ] + source.map { "source.\($0)" }

  init(_ type: EventType, _ shape: Shape) { (self.type, self.shape) = (type, shape) }

  /// Takes what a form sent.
  mutating func take(_ sent: Sent) {
    for (name, value) in sent.fields where !value.isEmpty {
      if name.hasPrefix("f.") { values[String(name.dropFirst(2)), default: ""] = value }
      if Self.kept.contains(name) { besides[name] = value }
    }
  }

  /// The fields that can be filled in, each with its path.
  var fields: [(path: String, field: Field)] { shape.fields.flatMap { Self.leaves($0, "") } }

  private static func leaves(_ field: Field, _ parent: String) -> [(String, Field)] {
    let path = parent.isEmpty ? field.name : "\(parent).\(field.name)"
    if case .object(let parts) = field.type { return parts.flatMap { leaves($0, path) } }
    return [(path, field)]
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
    for (path, field) in fields {
      let value = (values[path] ?? "").replacing("\r\n", with: "\n").trimmingCharacters(
        in: .whitespacesAndNewlines)
      guard !value.isEmpty, value != earlier[path] else { continue }
      switch field.type {
      case .list(.object):
        let items = try value.split(separator: "\n").map { try JSON.read(String($0)) }
        assignments.append("\(path):=\(JSON.array(items).canonical)")
      case .list:
        // No slug has a comma: who names several on a line means each of them.
        assignments += value.split {
          $0.isNewline || $0 == "," && field.type.noun != nil
        }
        .map { "\(path)=\($0.trimmingCharacters(in: .whitespaces))" }
      default: assignments.append("\(path)=\(value)")
      }
    }
    return assignments
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
    for (path, _) in fields {
      var value: JSON? = .object(data)
      for part in path.split(separator: ".") { value = value?.objectValue?[String(part)] }
      values[path] = value.map(Self.written)
    }
  }

  /// An object with its values as they were stated.
  private static func plain(_ object: JSONObject) -> JSONObject {
    JSONObject(
      object.map { name, value in
        guard let inner = value.objectValue else { return (name, value) }
        return (name, inner["text"] ?? .object(plain(inner)))
      })
  }

  private static func written(_ value: JSON) -> String {
    switch value {
    case .string(let text): text
    case .object(let object): object["text"]?.stringValue ?? JSON.object(plain(object)).canonical
    case .array(let items): items.map(written).joined(separator: "\n")
    default: value.canonical
    }
  }
}
