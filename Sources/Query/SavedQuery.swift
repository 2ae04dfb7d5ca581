import Events
import Projections

/// SQL with a name, a title and parameters.
///
/// A file of SQL that begins with comments in this form; the rest of it runs as any other query:
///
/// ```sql
/// -- title: Rights that end soon
/// -- description: Rights in force that end within some months.
/// -- parameter: months integer 12; how many months ahead
/// -- parameter: holder text null; of whom, else of everyone
/// SELECT … WHERE grantee = :holder OR :holder IS NULL
/// ```
public struct SavedQuery: Sendable {
  /// What a query is run by: the name of its file without `.sql`.
  public let name: String
  /// What it answers, in a few words.
  public let title: String
  /// The same at length; empty where the title says it all.
  public let description: String
  /// What has to be given, or may be.
  public let parameters: [Parameter]
  /// The whole file, so that faults are told with its lines.
  public let sql: String
  /// The file's path; nil for those that come with the program.
  public let file: String?

  /// A parameter of a saved query.
  public struct Parameter: Sendable {
    /// Its name, without `:`.
    public let name: String
    /// What its value must be.
    public let type: ParameterType
    /// What it is where nothing is given; nil: it has to be given.
    public let standard: Cell?
    /// The same as written.
    public let standardText: String?
    /// What it means.
    public let meaning: String
  }

  /// What a value must be.
  public enum ParameterType: String, CaseIterable, Sendable {
    case text
    case integer
    /// A number, which SQL takes as a REAL.
    case real
    /// A partial date, which stands for its last day, as in `--as-of`.
    case day
    /// A seq, as an INTEGER, or what a day may be, as in `--known-at`.
    case known
  }

  /// Reads a file. Throws `bad-query-file` with the line.
  public init(name: String, text: String, file: String? = nil) throws(Rejection) {
    self.name = name
    self.file = file
    sql = text
    guard name.wholeMatch(of: /[a-z][a-z0-9-]{0,62}/) != nil else {
      throw Rejection(
        .badQueryFile, "'\(name.prefix(60))' is no name for a query",
        hint: "Names are of small letters, digits and hyphens, and end in .sql.")
    }
    var (title, lines, parameters): (String?, [String], [Parameter]) = (nil, [], [])
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      guard line.hasPrefix("--") else { break }
      let place = Rejection.Location(file: file, line: number)
      guard let colon = line.firstIndex(of: ":") else { continue }
      let key = line[..<colon].dropFirst(2).trimmingSpaces
      let value = line[line.index(after: colon)...].trimmingSpaces
      switch key {
      case "title":
        guard title == nil else {
          throw Rejection(.badQueryFile, "it has two titles", at: place)
        }
        title = value
      case "description": lines.append(value)
      case "parameter":
        let parameter = try Parameter(value, at: place)
        guard !parameters.contains(where: { $0.name == parameter.name }) else {
          throw Rejection(
            .badQueryFile, "the parameter '\(parameter.name)' is declared twice", at: place)
        }
        parameters.append(parameter)
      default:
        guard !key.contains(" ") else { continue }
        throw Rejection(
          .badQueryFile, "'\(key.prefix(60))' is no key of a query's header",
          hint: nearest(to: key, among: Self.keys).map { "Did you mean '\($0)'?" }
            ?? "There are \(Self.keys.joined(separator: ", ")).", at: place)
      }
    }
    guard let title, !title.isEmpty else {
      throw Rejection(
        .badQueryFile, "it has no title",
        hint: "Begin it with a line such as '-- title: What it answers'.",
        at: Rejection.Location(file: file, line: 1))
    }
    self.title = title
    description = lines.joined(separator: " ")
    self.parameters = parameters
  }

  private static let keys = ["title", "description", "parameter"]

  /// The values that it runs with: those given, as its types want them, and its defaults.
  ///
  /// Throws `missing-parameter`, `unused-parameter` and `bad-parameter`.
  public func complete(_ given: QueryParameters) throws(Rejection) -> QueryParameters {
    if let unknown = given.names.first(where: { name in !parameters.contains { $0.name == name } })
    {
      let names = parameters.map(\.name)
      throw Rejection(
        .unusedParameter, "\(name) has no parameter '\(unknown)'",
        hint: nearest(to: unknown, among: names).map { "Did you mean '\($0)'?" }
          ?? (names.isEmpty ? "It has none." : "It has \(names.joined(separator: ", "))."))
    }
    var values: [String: Cell] = [:]
    for parameter in parameters {
      if let value = given.untyped(parameter.name) {
        values[parameter.name] = try parameter.type.value(value, of: parameter.name)
      } else if let standard = parameter.standard {
        values[parameter.name] = standard
      } else {
        throw Rejection(
          .missingParameter, "\(name) needs the parameter '\(parameter.name)'",
          hint: "Give it with -p \(parameter.name)=VALUE: \(parameter.meaning).")
      }
    }
    return QueryParameters(values)
  }
}

extension SavedQuery.Parameter {
  /// Reads `name type [default]; meaning`.
  fileprivate init(_ text: String, at place: Rejection.Location) throws(Rejection) {
    let parts = text.split(separator: ";", maxSplits: 1)
    let words = (parts.first ?? "").split(separator: " ", maxSplits: 2)
    guard parts.count == 2, words.count >= 2, !parts[1].trimmingSpaces.isEmpty,
      words[0].wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil
    else {
      throw Rejection(
        .badQueryFile, "a parameter is written 'name type default; meaning'",
        hint: "Such as 'months integer 12; how many months ahead'.", at: place)
    }
    guard let type = SavedQuery.ParameterType(rawValue: String(words[1])) else {
      throw Rejection(
        .badQueryFile, "'\(words[1].prefix(60))' is no type of a parameter",
        hint: "There are text, integer, real, day, known.", at: place)
    }
    name = String(words[0])
    self.type = type
    meaning = parts[1].trimmingSpaces
    guard words.count == 3, !words[2].trimmingSpaces.isEmpty else {
      (standard, standardText) = (nil, nil)
      return
    }
    let written = words[2].trimmingSpaces
    standardText = written
    do {
      standard = written == "null" ? .null : try type.value(.text(written), of: name)
    } catch {
      throw Rejection(.badQueryFile, error.message, hint: error.hint, at: place)
    }
  }
}

extension SavedQuery.ParameterType {
  /// What was given, as this type has it; NULL stays NULL. Throws `bad-parameter`.
  func value(_ given: Cell, of name: String) throws(Rejection) -> Cell {
    let text: String
    switch given {
    case .null: return .null
    case .integer where self == .known: return given
    case .blob: throw refusal(name, "a blob")
    case .text(let given): text = given
    case .integer(let number): text = String(number)
    case .real(let number): text = JSON.number(number).canonical
    }
    switch self {
    case .text: return .text(text)
    case .integer:
      guard let number = Int64(text) else { throw refusal(name, "'\(text.prefix(60))'") }
      return .integer(number)
    case .real:
      switch QueryParameters.value(text) {
      case .integer(let number): return .real(Double(number))
      case .real(let number): return .real(number)
      default: throw refusal(name, "'\(text.prefix(60))'")
      }
    case .known where !text.isEmpty && text.utf8.allSatisfy { 0x30...0x39 ~= $0 }:
      guard let seq = Seq(text) else { throw refusal(name, "'\(text.prefix(60))'") }
      guard !(1800..<2200).contains(seq) else {
        throw Rejection(
          .badParameter, "in '\(name)': '\(seq)' can be a year or a seq",
          hint: "Write \(seq)-12-31, or \(name):=\(seq) for the seq.")
      }
      return .integer(seq)
    case .day, .known:
      do throws(Rejection) {
        let date = try PartialDate(text)
        guard let day = date.latest else { throw refusal(name, "'?'") }
        return .text(day.description)
      } catch {
        throw Rejection(.badParameter, "in '\(name)': \(error.message)", hint: error.hint)
      }
    }
  }

  private func refusal(_ name: String, _ given: String) -> Rejection {
    let noun =
      switch self {
      case .text: "a text"
      case .integer: "a whole number"
      case .real: "a number"
      case .day: "a day"
      case .known: "a seq or a day"
      }
    return Rejection(.badParameter, "the parameter '\(name)' is \(noun), not \(given)")
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    let blanks: Set<Character> = [" ", "\t", "\r"]
    var rest = drop { blanks.contains($0) }
    while let last = rest.last, blanks.contains(last) { rest.removeLast() }
    return String(rest)
  }
}
