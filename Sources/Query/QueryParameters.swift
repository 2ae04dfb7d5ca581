import Events
import GRDBSQLite
import Projections

/// The values of a query's named parameters: `:name`, `@name` and `$name` are the same one.
public struct QueryParameters: Sendable {
  private var values: [String: Cell]
  /// Whether a value that no statement takes is left alone, as those of a whole session are.
  public var areSpare = false
  /// What was written for those that were not given as JSON.
  private var written: [String: String] = [:]

  /// Values by name, without `:`.
  public init(_ values: [String: Cell] = [:]) { self.values = values }

  /// Reads words such as `name=value` and `name:=JSON`.
  ///
  /// A value is text, unless it is a whole number (`7`, `-12`: INTEGER) or a decimal (`0.5`: REAL).
  /// Numerals that are written otherwise, such as `007`, `+1` or `1e3`, stay text. `:=` takes a
  /// number, a text in double quotes, true (1), false (0) or null; arrays and objects come as their
  /// text. Throws `bad-parameter`.
  public init(words: [String]) throws(Rejection) {
    values = [:]
    for word in words {
      guard let sign = word.firstIndex(of: "="), sign > word.startIndex else {
        throw Rejection(
          .badParameter, "'\(word.prefix(60))' is no parameter", hint: "Write name=value.")
      }
      var name = word[..<sign]
      let text = String(word[word.index(after: sign)...])
      let isJSON = name.last == ":"
      if isJSON { name.removeLast() }
      if let first = name.first, ":@$".contains(first) { name.removeFirst() }
      guard !name.isEmpty, name.utf8.allSatisfy(Self.isOfName) else {
        throw Rejection(
          .badParameter, "'\(word.prefix(60))' has no name that a parameter can have",
          hint: "Names are of letters, digits and underscores.")
      }
      let value = isJSON ? try Self.value(json: text, of: name) : Self.value(text)
      guard values.updateValue(value, forKey: String(name)) == nil else {
        throw Rejection(.badParameter, "the parameter '\(name)' is given twice")
      }
      if !isJSON { written[String(name)] = text }
    }
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...: true
    default: false
    }
  }

  /// A number where the text is one in its plainest form, else text.
  static func value(_ text: String) -> Cell {
    if let number = Int64(text), String(number) == text { return .integer(number) }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let digits = parts.first.map { $0.hasPrefix("-") ? $0.dropFirst() : $0 } ?? ""
    if parts.count == 2, isDigits(digits), isDigits(parts[1]),
      digits == "0" || digits.first != "0", let number = Double(text)
    {
      return .real(number)
    }
    return .text(text)
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
  }

  private static func value(json text: String, of name: Substring) throws(Rejection) -> Cell {
    let json: JSON
    do {
      json = try JSON.read(text)
    } catch {
      throw Rejection(
        .badParameter, "the value of '\(name)' is no JSON: \(error.message)", hint: error.hint)
    }
    switch json {
    case .null: return .null
    case .bool(let bool): return .integer(bool ? 1 : 0)
    case .integer(let number): return .integer(number)
    case .string(let text): return .text(text)
    case .array, .object: return .text(json.canonical)
    default:
      guard let number = Double(text) else { return .text(json.canonical) }
      return .real(number)
    }
  }

  /// The names that have a value.
  var names: [String] { values.keys.sorted() }

  /// The value of a name for one who knows its type: as it was written.
  func untyped(_ name: String) -> Cell? { written[name].map(Cell.text) ?? values[name] }

  /// The value of a name.
  public subscript(name: String) -> Cell? { values[name] }

  /// Gives each parameter of the statements its value.
  ///
  /// Throws `missing-parameter` for one without, `unused-parameter` for a value that none takes.
  func bind(to statements: [OpaquePointer]) throws(Rejection) {
    var used: Set<String> = []
    var missing: String?
    for statement in statements {
      for place in stride(from: 1, through: sqlite3_bind_parameter_count(statement), by: 1) {
        guard
          let written = sqlite3_bind_parameter_name(statement, place).map(String.init(cString:)),
          !written.hasPrefix("?")
        else {
          throw Rejection(
            .missingParameter, "the parameter ? has no name",
            hint: "Write :name, and give its value with -p name=value.")
        }
        let name = String(written.dropFirst())
        guard let value = values[name] else {
          missing = missing ?? name
          continue
        }
        used.insert(name)
        guard value.bind(statement, place) == SQLITE_OK else {
          throw Rejection(.tooBig, "the value of '\(name)' is larger than ten million bytes")
        }
      }
    }
    let unused = names.filter { !used.contains($0) }
    if let missing {
      let near = nearest(to: missing, among: unused)
      throw Rejection(
        .missingParameter, "the parameter '\(missing)' has no value",
        hint: near.map { "Is it the '\($0)' that was given?" }
          ?? "Give it with -p \(missing)=value.")
    }
    guard !areSpare, let first = unused.first else { return }
    throw Rejection(
      .unusedParameter, "the query has no parameter '\(first)'",
      hint: nearest(to: first, among: used).map { "Did you mean '\($0)'?" }
        ?? (used.isEmpty
          ? "Parameters are written :name." : "It has \(used.sorted().joined(separator: ", "))."))
  }
}
