import Events
import Tables
import Yams

/// What a mapping is made of: names with values, lists, texts, numbers, words.
extension MappingFile {
  func fault(_ node: Node?, _ message: String, hint: String? = nil) -> Rejection {
    Rejection(
      .badMapping, message, hint: hint,
      at: .init(file: file, line: node?.mark?.line ?? 1, column: node?.mark?.column))
  }

  func pairs(_ node: Node?) throws(Rejection) -> [(String, Node)] {
    guard let node, !Self.isNothing(node) else { return [] }
    guard let mapping = node.mapping else {
      throw fault(node, "names and values are expected here", hint: "Write them as name: value.")
    }
    var pairs: [(String, Node)] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string else { throw fault(key, "a name is expected here") }
      guard !pairs.contains(where: { $0.0 == name }) else {
        throw fault(key, "'\(name.prefix(60))' is said twice")
      }
      pairs.append((name, value))
    }
    return pairs
  }

  func members(
    _ node: Node, _ known: [String], of what: String
  ) throws(Rejection) -> [String: Node] {
    var members: [String: Node] = [:]
    for (name, value) in try pairs(node) {
      guard known.contains(name) else {
        throw fault(
          value, "\(what) has no '\(name.prefix(60))'",
          hint: nearest(to: name, among: known).map { "Did you mean '\($0)'?" }
            ?? "It has \(known.joined(separator: ", ")).")
      }
      members[name] = value
    }
    return members
  }

  static func isNothing(_ node: Node) -> Bool {
    guard let scalar = node.scalar else { return false }
    return scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
  }

  func text(_ node: Node?) throws(Rejection) -> String? {
    guard let node, !Self.isNothing(node) else { return nil }
    guard let text = node.scalar?.string else { throw fault(node, "a text is expected here") }
    return text
  }

  func number(_ node: Node?) throws(Rejection) -> Int? {
    guard let text = try text(node) else { return nil }
    guard let number = Int(text), 1...1_000_000 ~= number else {
      throw fault(node, "a number of a row is expected here")
    }
    return number
  }

  /// One row, or a few that follow each other.
  func rows(_ node: Node?) throws(Rejection) -> ClosedRange<Int>? {
    guard let node, node.sequence != nil else { return try number(node).map { $0...$0 } }
    var rows: [Int] = []
    for item in try list(node) {
      guard let row = try number(item), rows.last.map({ row == $0 + 1 }) ?? true, rows.count < 9
      else { throw fault(item, "rows that follow each other are expected here") }
      rows.append(row)
    }
    guard let first = rows.first, let last = rows.last else {
      throw fault(node, "the number of a row is expected here")
    }
    return first...last
  }

  func list(_ node: Node?) throws(Rejection) -> [Node] {
    guard let node, !Self.isNothing(node) else { return [] }
    guard let items = node.sequence else {
      throw fault(node, "a list is expected here", hint: "Begin each item with a hyphen.")
    }
    return Array(items)
  }

  /// One text, or a list of them.
  func texts(_ node: Node?) throws(Rejection) -> [String] {
    guard let node, !Self.isNothing(node) else { return [] }
    if let text = node.scalar?.string { return [text] }
    var texts: [String] = []
    for item in try list(node) {
      guard let text = item.scalar?.string else { throw fault(item, "a text is expected here") }
      texts.append(text)
    }
    return texts
  }

  func choice<Words: RawRepresentable & CaseIterable>(
    _ node: Node?, _ words: Words.Type
  ) throws(Rejection) -> Words? where Words.RawValue == String {
    guard let text = try text(node) else { return nil }
    guard let choice = Words(rawValue: text) else {
      let all = words.allCases.map(\.rawValue)
      throw fault(
        node, "'\(text.prefix(60))' is not one of \(all.joined(separator: ", "))",
        hint: nearest(to: text, among: all).map { "Did you mean '\($0)'?" })
    }
    return choice
  }
}

extension TableTerms {
  /// What stands between cells by its name or itself.
  public static func separator(named name: String) throws(Rejection) -> Character {
    switch name.lowercased() {
    case "comma", ",": return ","
    case "semicolon", ";": return ";"
    case "tab", "\t", "\\t": return "\t"
    case "bar", "|": return "|"
    default:
      guard let only = name.first, name.count == 1, only.isASCII, only != "\"" else {
        throw Rejection(
          .badUsage, "'\(name.prefix(20))' cannot stand between cells",
          hint: "Write comma, semicolon, tab or bar.")
      }
      return only
    }
  }
}
