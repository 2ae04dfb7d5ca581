/// Fields as they are written on the command line, made into the object that the check reads.
///
/// `field=value`, `part.of=value` for a part of an object or of a list's only object, a list of values by
/// repeating its field, and `field:=JSON` for anything else.
public struct Assignments: Sendable {
  /// The object so far.
  public private(set) var data = JSONObject()
  private let shape: Shape
  private var single: Set<String> = []

  /// Nothing assigned yet, of a type with this shape.
  public init(_ shape: Shape) { self.shape = shape }

  /// Adds one argument such as `percent=about 27%`.
  public mutating func add(_ argument: String) throws(Rejection) {
    guard let equals = argument.firstIndex(of: "=") else {
      throw Rejection(
        .badAssignment, "'\(argument.prefix(60))' is not of the form field=value",
        hint: "The fields are \(shape.fields.map(\.name).joined(separator: ", ")).")
    }
    let value = String(argument[argument.index(after: equals)...])
    var path = argument[..<equals]
    if path.hasSuffix(":") {
      path = path.dropLast()
      try set(String(path), .read(value))
    } else {
      try add(String(path), value)
    }
  }

  /// Adds one value by its field's path; a list takes several, or those between separators.
  public mutating func add(
    _ path: String, _ text: String, separator: Character? = nil
  ) throws(Rejection) {
    switch try type(at: path) {
    case .flag:
      guard text == "true" || text == "false" else {
        throw Rejection(
          .badFlag, "in '\(path)': expected true or false, found '\(text.prefix(60))'")
      }
      try set(path, .bool(text == "true"))
    case .count:
      guard let number = Int64(text) else {
        throw Rejection(
          .badCount, "in '\(path)': expected a whole number, found '\(text.prefix(60))'")
      }
      try set(path, .integer(number))
    case .list(.object), .object:
      throw Rejection(
        .badAssignment, "'\(path)' is an object",
        hint: separator == nil
          ? try Self.writing(type(at: path), at: path)
          : "No single column holds one: write such events as JSONL.")
    case .list(let element):
      var items: [JSON] = []
      if case .array(let earlier)? = value(at: path) { items = earlier }
      for item in separator.map({ text.split(separator: $0).map(String.init) }) ?? [text] {
        try Self.requireNoJSON(item, at: path, separator)
        try element.requireOne(item, of: path) { items in
          separator.map { "Write them as \(items.joined(separator: String($0)))." }
            ?? "Repeat the field: \(items.map { "\(path)=\($0)" }.joined(separator: " "))."
        }
        items.append(.string(item.trimmed))
      }
      single.remove(path)
      try set(path, .array(items), isMore: true)
      single.remove(path)
    default:
      try set(path, .string(try Writing.stated(text, as: type(at: path))))
    }
  }

  /// Refuses a list that is written as JSON where one item is due: the command line has `:=` for that.
  private static func requireNoJSON(
    _ text: String, at path: String, _ separator: Character?
  ) throws(Rejection) {
    guard text.first == "[", case .array(let items)? = try? JSON.read(text), items.count > 1
    else { return }
    let texts = items.compactMap(\.stringValue)
    let isPlain = texts.count == items.count && !texts.contains { $0.contains(" ") }
    let hint =
      if let separator {
        isPlain
          ? "Write them as \(texts.joined(separator: String(separator)))."
          : "Write one behind the other, with \(separator) between."
      } else {
        "Repeat the field"
          + (isPlain ? ": \(texts.map { "\(path)=\($0)" }.joined(separator: " "));" : ",")
          + " or write JSON as \(path):='\(text.prefix(200))'."
      }
    throw Rejection(
      .badList, "in '\(path)': '\(text.prefix(60))' is several items written as one", hint: hint)
  }

  /// Checks the value of a field by itself, before the others are there.
  public func check(_ path: String) throws(Rejection) {
    guard let value = value(at: path) else { return }
    var findings = Findings()
    _ = try type(at: path).stored(value, at: path, &findings)
  }

  /// What may stand in the field of a path. Throws `unknown-field`.
  public func type(at path: String) throws(Rejection) -> FieldType {
    var fields = shape.fields
    var walked = ""
    var found: FieldType?
    for name in path.split(separator: ".", omittingEmptySubsequences: false) {
      guard let field = fields.first(where: { $0.name == name }) else {
        guard fields.isEmpty, let found else { throw fields.unknown(String(name), within: walked) }
        throw Rejection(
          .unknownField, "'\(walked)' is one value and has no part '\(name.prefix(60))'",
          hint: "Write \(walked)=… (\(found.grammar)).")
      }
      walked += walked.isEmpty ? field.name : ".\(field.name)"
      found = field.type
      fields = field.type.parts
    }
    guard let found else {
      throw Rejection(.badAssignment, "an argument begins with '='", hint: "Write field=value.")
    }
    return found
  }

  private func value(at path: String) -> JSON? {
    var value: JSON = .object(data)
    for name in path.split(separator: ".") {
      guard let next = value.onlyObject?[String(name)] else { return nil }
      value = next
    }
    return value
  }

  private mutating func set(
    _ path: String, _ value: JSON, isMore: Bool = false
  ) throws(Rejection) {
    _ = try type(at: path)
    guard single.insert(path).inserted, isMore || self.value(at: path) == nil else {
      let list = String(path.prefix { $0 != "." })
      var hint = "Give it once."
      if list != path, case .list = try type(at: list) {
        hint = try Self.several(type(at: list), at: list)
      }
      throw Rejection(.assignedTwice, "'\(path)' is given twice", hint: hint)
    }
    let names = path.split(separator: ".").map(String.init)
    data = try Self.setting(names[...], to: value, in: data, shape.fields, path)
  }

  /// How an object, or the objects of a list, are written.
  private static func writing(_ type: FieldType, at path: String) -> String {
    let parts = type.examples.map { "\(path).\($0)=…" }.joined(separator: " ")
    if case .list = type { return "Write \(parts), and \(several(type, at: path, asPart: true))" }
    return "Write its parts: \(parts)."
  }

  /// How several objects are written.
  private static func several(
    _ type: FieldType, at path: String, asPart: Bool = false
  ) -> String {
    let object = "{" + type.examples.map { "\"\($0)\": \"…\"" }.joined(separator: ", ") + "}"
    return (asPart ? "several as " : "Write several as ") + "\(path):='[\(object), \(object)]'."
  }

  private static func setting(
    _ names: ArraySlice<String>, to value: JSON, in object: JSONObject, _ fields: [Field],
    _ path: String
  ) throws(Rejection) -> JSONObject {
    var object = object
    guard let name = names.first else { return object }
    let rest = names.dropFirst()
    if rest.isEmpty {
      object[name] = value
      return object
    }
    guard let type = fields.first(where: { $0.name == name })?.type,
      let inner = object[name].map(\.onlyObject) ?? JSONObject()
    else {
      throw Rejection(.assignedTwice, "'\(path)' lies in a field that was given whole")
    }
    let made = JSON.object(try setting(rest, to: value, in: inner, type.parts, path))
    if case .list = type { object[name] = .array([made]) } else { object[name] = made }
    return object
  }
}

extension FieldType {
  /// The fields of an object, or of the objects of a list.
  fileprivate var parts: [Field] {
    switch self {
    case .object(let parts), .list(.object(let parts)): parts
    case .identifier, .list(.identifier): Identifier.parts
    default: []
    }
  }

  /// Names of parts that an example of it shows: those that must be there, else the first two.
  fileprivate var examples: [String] {
    let required = parts.filter(\.isRequired)
    return (required.isEmpty ? Array(parts.prefix(2)) : required).map(\.name)
  }
}

extension JSON {
  /// The object that it is, or the only one of a list.
  fileprivate var onlyObject: JSONObject? {
    if case .array(let items) = self { return items.count == 1 ? items[0].objectValue : nil }
    return objectValue
  }
}

extension String {
  /// The text without spaces around it.
  fileprivate var trimmed: String { String(trimmingSpaces(self[...])) }
}
