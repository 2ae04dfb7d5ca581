/// What the check of one event meets on its way: whom it names.
struct Findings {
  var references: [Reference] = []
  var events: [EventID] = []
}

/// A thing that an event names.
public struct Reference: Hashable, Sendable {
  /// What kind of thing.
  public let noun: Noun
  /// Its slug.
  public let slug: String
}

extension FieldType {
  /// The stored form of a value as said: a text, or a stored object said again unaltered.
  func stored(_ said: JSON, at path: String, _ findings: inout Findings) throws(Rejection) -> JSON {
    do throws(Rejection) {
      switch self {
      case .slug(let noun):
        return .string(try Self.named(noun, Self.text(said), &findings))
      case .event:
        let id = try EventID(Self.text(said))
        findings.events.append(id)
        return .string(id.text)
      case .money: return try Self.parsed(Money.self, said)
      case .percent: return try Self.parsed(Percent.self, said)
      case .quantity: return try Self.parsed(Quantity.self, said)
      case .period: return try Self.parsed(Period.self, said)
      case .date: return try Self.parsed(PartialDate.self, said)
      case .rate: return try Self.parsed(ExchangeRate.self, said)
      case .price: return try Self.parsed(Price.self, said)
      case .identifier: return try Self.parsed(Identifier.self, Self.joined(said, at: path))
      case .count:
        guard case .integer(let number) = said, number >= 0 else {
          throw Rejection(.badCount, "expected a whole number, found \(said.brief)")
        }
        return said
      case .conditionState: return try Self.conditionState(said, &findings)
      case .text: return .string(try Self.free(Self.text(said)))
      case .url: return .string(try Self.address(Self.text(said)))
      case .day:
        let text = try Self.text(said)
        _ = try PartialDate(text)
        return .string(text)
      case .digest: return .string(try Self.digest(Self.text(said)))
      case .flag:
        guard case .bool = said else {
          throw Rejection(.badFlag, "expected true or false, found \(said.brief)")
        }
        return said
      case .choice(let words):
        let word = try Self.text(said)
        guard words.contains(word) else {
          throw Rejection(.badChoice, word, notAmong: words)
        }
        return said
      case .object(let fields):
        return try fields.stored(said, within: path, &findings)
      case .list(let element):
        return try Self.list(of: element, said, at: path, &findings)
      }
    } catch {
      throw error.inField(path)
    }
  }

  private static func text(_ said: JSON) throws(Rejection) -> String {
    guard case .string(let text) = said else {
      throw Rejection(.badValue, "expected text, found \(said.brief)")
    }
    // No reader of JSON lets one in; a program may say it.
    guard !text.utf8.contains(0) else {
      throw Rejection(.jsonControl, "a text holds NUL", hint: "Remove it.")
    }
    return text
  }

  private static func free(_ text: String) throws(Rejection) -> String {
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw Rejection(.emptyText, "the text is empty", hint: "Leave the field out instead.")
    }
    return text
  }

  private static func address(_ text: String) throws(Rejection) -> String {
    let bytes = text.utf8
    let isWeb = text.hasPrefix("https://") || text.hasPrefix("http://")
    guard isWeb, bytes.count > 8, bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
      throw Rejection(
        .badURL, "'\(text.prefix(60))' is not a web address",
        hint: "Write it whole: https://example.org/page.")
    }
    return text
  }

  private static func digest(_ text: String) throws(Rejection) -> String {
    let digits = text.lowercased()
    guard let bytes = [UInt8](hexadecimal: digits), bytes.count == 32 else {
      throw Rejection(
        .badDocument, "'\(text.prefix(70))' is not a SHA-256",
        hint: "It has 64 hex digits; `--attach FILE` works it out.")
    }
    return digits
  }

  private static func named(
    _ noun: Noun, _ text: String, _ findings: inout Findings
  ) throws(Rejection) -> String {
    let slug = try StreamID(text).text
    findings.references.append(Reference(noun: noun, slug: slug))
    return slug
  }

  private static func parsed<Value: StatedValue>(
    _ type: Value.Type, _ said: JSON
  ) throws(Rejection) -> JSON {
    switch said {
    case .string:
      return try Value(text(said)).stored
    case .object(let object):
      guard case .string(let text)? = object["text"] else {
        throw Rejection(.badValue, "expected text, found an object without 'text'")
      }
      let stored = try Value(recorded: text).stored
      guard stored == said else {
        throw Rejection(
          .alteredValue, "the parsed members do not follow from the text '\(text.prefix(60))'",
          hint: "Give the text alone; the rest is worked out from it.")
      }
      return stored
    default:
      throw Rejection(
        .badValue, "expected text, found \(said.brief)", hint: "Write it like \(Value.grammar).")
    }
  }

  /// An identifier that was given in two members, as the text of both.
  private static func joined(_ said: JSON, at path: String) throws(Rejection) -> JSON {
    guard let object = said.objectValue, object["text"] == nil else { return said }
    var findings = Findings()
    let parts = try Identifier.parts.stored(said, within: path, &findings).objectValue
    return .string(
      "\(parts?["scheme"]?.stringValue ?? ""):\(parts?["id"]?.stringValue ?? "")")
  }

  private static func conditionState(
    _ said: JSON, _ findings: inout Findings
  ) throws(Rejection) -> JSON {
    var text = ""
    if case .object(let object) = said, case .string(let stated)? = object["text"] {
      text = stated
    } else {
      text = try Self.text(said)
    }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let state = parts.count > 1 ? String(parts[1]) : "verified"
    guard state == "verified" || state == "declared" else {
      throw Rejection(
        .badCondition, "'\(text.prefix(60))' names no state of a condition",
        hint: "Write agi, agi:declared or agi:verified.")
    }
    let slug = try named(.condition, String(parts.first ?? ""), &findings)
    let stored: JSON = [
      "condition": .string(slug), "state": .string(state), "text": .string(text),
    ]
    if case .object = said, stored != said {
      throw Rejection(
        .alteredValue, "the members do not follow from the text '\(text.prefix(60))'",
        hint: "Give the text alone; the rest is worked out from it.")
    }
    return stored
  }

  private static func list(
    of element: FieldType, _ said: JSON, at path: String, _ findings: inout Findings
  ) throws(Rejection) -> JSON {
    guard case .array(let items) = said else {
      throw Rejection(
        .badList, "expected a list, found \(said.brief)",
        hint: "Write it between brackets: \(JSON.array([said]).canonical.prefix(80)).")
    }
    guard !items.isEmpty else {
      throw Rejection(.emptyList, "the list is empty", hint: "Leave the field out instead.")
    }
    var stored: [JSON] = []
    var seen: Set<String> = []
    for item in items {
      if case .string(let text) = item {
        try element.requireOne(text, of: path) {
          "Write \(JSON.array($0.map(JSON.string)).canonical)."
        }
      }
      let value = try element.stored(item, at: path, &findings)
      guard items.count == 1 || seen.insert(value.canonical).inserted else {
        throw Rejection(.repeated, "the list holds \(item.brief) twice")
      }
      stored.append(value)
    }
    return .array(stored)
  }
}

extension FieldType {
  /// Refuses several items that were written as one, where no item has a comma or semicolon of its own;
  /// what to write instead is told by the hint.
  func requireOne(
    _ text: String, of path: String, hint: ([String]) -> String
  ) throws(Rejection) {
    switch self {
    case .slug, .event, .conditionState, .choice: break
    default: return
    }
    let items = text.split { ",;|\n".contains($0) }.map { String(trimmingSpaces($0)) }
      .filter { !$0.isEmpty }
    guard items.count > 1 else { return }
    throw Rejection(
      .badList, "in '\(path)': '\(text.prefix(60))' is several items written as one",
      hint: hint(items))
  }
}

extension [Field] {
  /// The stored form of an object with these fields.
  func stored(
    _ said: JSON, within path: String, _ findings: inout Findings
  ) throws(Rejection) -> JSON {
    guard case .object(let object) = said else {
      throw Rejection(
        .badObject, "expected an object, found \(said.brief)",
        hint: "Its parts are \(map(\.name).joined(separator: ", ")).")
    }
    for (name, _) in object where !contains(where: { $0.name == name }) {
      throw unknown(name, within: path)
    }
    var stored = JSONObject()
    for field in self {
      let fieldPath = path.isEmpty ? field.name : "\(path).\(field.name)"
      guard let value = object[field.name] else {
        if field.isRequired {
          throw Rejection(
            .missingField, "'\(fieldPath)' is missing: \(field.meaning)",
            hint: field.type.howToWrite(fieldPath))
        }
        continue
      }
      if value == .null, field.isRemovable {
        stored[field.name] = .null
      } else if value == .null {
        throw Rejection(
          .null, "'\(fieldPath)' is null", hint: "Leave out what is not known.")
      } else {
        do throws(Rejection) {
          stored[field.name] = try field.type.stored(value, at: fieldPath, &findings)
        } catch {
          throw error.pointing(to: others(for: value, besides: field), within: path)
        }
      }
    }
    guard path.isEmpty || !stored.isEmpty else {
      throw Rejection(
        .emptyObject, "'\(path)' says nothing",
        hint: "Its parts are \(map(\.name).joined(separator: ", ")).")
    }
    return .object(stored)
  }

  /// The refusal of a field that is not among these.
  func unknown(_ name: String, within path: String) -> Rejection {
    guard !isEmpty else {
      return Rejection(
        .unknownField, "'\(path)' is one value and has no part '\(name.prefix(60))'",
        hint: "Write \(path)=….")
    }
    let near = nearest(to: name, among: map(\.name))
    let whole = path.isEmpty ? name : "\(path).\(name)"
    return Rejection(
      .unknownField, "there is no field '\(whole.prefix(60))'",
      hint: near.map { "Did you mean '\(path.isEmpty ? $0 : "\(path).\($0)")'?" }
        ?? "The fields are \(map(\.name).joined(separator: ", ")).")
  }
}

extension Rejection {
  /// The same refusal, saying in which field the fault lies, once.
  func inField(_ path: String) -> Rejection {
    guard !path.isEmpty, !message.contains("'\(path)"), !message.hasPrefix("in '") else {
      return self
    }
    return Rejection(code, "in '\(path)': \(message)", hint: hint, at: location)
  }
}

extension JSON {
  /// What it is, for an error message: the kind, and the value where it is short.
  var brief: String {
    switch self {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .integer(let number): "the number \(number)"
    case .number(let number): "the number \(number)"
    case .string(let text): "'\(text.prefix(60))'"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
