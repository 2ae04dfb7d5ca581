import Events
import Tables

/// What the rows of a table say, as a file beside the table tells it: which column goes to which field of
/// which event, how dates and numbers are written, what an entity is called.
///
/// `MappingFile` reads it from YAML, ``Guess`` writes one for a table that has none.
public struct Mapping: Sendable {
  /// What becomes of a row of which something cannot be read.
  public enum Unreadable: String, CaseIterable, Sendable {
    /// Nothing of the table is imported.
    case refuse
    /// The event that rests on it is left out, and told.
    case tell
  }

  /// A row that says nothing that is wanted.
  struct Skip: Sendable {
    let column: String
    /// The texts that it has there; none: it is blank there.
    let texts: Set<String>
  }

  /// By which its rows are known again: the same for next month's file.
  var name: String
  /// How its file is read.
  public var table = TableTerms()
  /// The rows that name the columns; nil: the first in which something stands.
  var header: ClosedRange<Int>?
  /// How values are written.
  var writing = Writing()
  /// What a cell says that says nothing, in small letters.
  var blank: Set<String> = []
  /// Rows to pass over.
  var skips: [Skip] = []
  /// The columns that tell a row from the others.
  var key: [String] = []
  /// What becomes of what cannot be read.
  var unreadable = Unreadable.refuse
  /// What sort of thing an entity is that the ledger does not know.
  var entityKind = "company"
  /// By name as written, the slug of an entity; what was decided.
  var entities: [String: String] = [:]
  /// By column of names, the column of the entities' numbers in registers.
  var identifiers: [String: String] = [:]
  /// Whose partnership a row is about.
  var parties: [Party] = []
  /// The partnership's slug, where the parties do not tell it.
  var partnership: ValueRule?
  /// The column that names the partnership: the rows of one name are about one, whoever their parties are.
  var deal: String?
  /// The events of a row, in order.
  var events: [EventRule] = []
}

/// Who a party of a row's partnership is.
enum Party: Sendable, Equatable {
  /// Whom the column names.
  case column(String)
  /// The same in all rows.
  case name(String)

  var column: String? { if case .column(let name) = self { name } else { nil } }
  var name: String? { if case .name(let name) = self { name } else { nil } }
}

/// One event of a row.
struct EventRule: Sendable {
  /// The type's stored name.
  let type: EventType
  let shape: Shape
  /// Its name among the events of a row: the type, and a number where there are several of it.
  let name: String
  /// The columns that must not be blank for there to be an event.
  let when: [String]
  let effective: ValueRule
  let status: ValueRule?
  let note: ValueRule?
  let fields: [(path: String, type: FieldType, value: ValueRule)]
  let source: [(member: String, type: FieldType, value: ValueRule)]
}

/// Where a value comes from: words and columns between braces.
struct ValueRule: Sendable {
  enum Piece: Sendable, Equatable {
    case text(String)
    case column(String)
    /// The host of the web address in a column.
    case site(String)
    /// The basis of a value that a column tells beside an amount.
    case basis(String)
    /// The kind of source that an address or a title in a column tells.
    case kind(String)
    /// The cells that tell the row from others, as a slug.
    case key
    case row
  }

  let pieces: [Piece]
  /// How it is written, where that is not as in the rest of the table.
  let writing: Writing
  /// By what a cell says, in small letters, what is meant.
  let words: [String: String]
  /// Other columns that must not be blank for there to be a value.
  let when: [String]
  /// What is meant where a column of it is blank.
  let otherwise: String?

  /// The column that it is and nothing else.
  let onlyColumn: String?
  /// The text that it is in all rows.
  let constant: String?
  /// The column of a date that says by when at the latest: `..{Paid on}`.
  var columnOfEnd: String? {
    guard pieces.count == 2, pieces[0] == .text(".."), case .column(let name) = pieces[1] else {
      return nil
    }
    return name
  }
  /// The columns that it reads.
  let columns: [String]

  init(
    pieces: [Piece], writing: Writing, words: [String: String] = [:], when: [String] = [],
    otherwise: String? = nil
  ) {
    (self.pieces, self.writing, self.words, self.when) = (pieces, writing, words, when)
    self.otherwise = otherwise
    columns = pieces.compactMap { piece in
      switch piece {
      case .column(let name), .site(let name), .basis(let name), .kind(let name): name
      case .text, .key, .row: nil
      }
    }
    onlyColumn = if pieces.count == 1, case .column(let name) = pieces[0] { name } else { nil }
    let texts = pieces.compactMap { piece in
      if case .text(let text) = piece { text } else { nil as String? }
    }
    constant = texts.count == pieces.count ? texts.joined() : nil
  }

  /// The columns of which it reads the basis of a value.
  var columnsOfBases: [String] {
    pieces.compactMap { if case .basis(let name) = $0 { name } else { nil } }
  }

  /// Whether it is what a cell tells beside something else, which it need not.
  var mayTellNothing: Bool {
    switch pieces.first {
    case .basis, .kind: pieces.count == 1
    default: false
    }
  }

  /// The same where what tells a basis in these columns is no part of it.
  func besideBases(in columns: Set<String>) -> ValueRule {
    guard !columns.isDisjoint(with: self.columns) else { return self }
    var writing = writing
    writing.isBasisApart = true
    return ValueRule(
      pieces: pieces, writing: writing, words: words, when: when, otherwise: otherwise)
  }

  /// Reads `{Investor}-{Target}`. A brace that is meant is written twice; in a column's name braces stand
  /// as they are, in pairs. A name between spaces is that of a column, whatever it is.
  static func pieces(of text: String) -> [Piece]? {
    var pieces: [Piece] = []
    var words = ""
    var rest = text[...]
    while let character = rest.first {
      rest.removeFirst()
      if "{}".contains(character), rest.first == character {
        rest.removeFirst()
        words.append(character)
      } else if character == "{" {
        guard let name = name(at: &rest) else { return nil }
        if !words.isEmpty { pieces.append(.text(words)) }
        words = ""
        switch name {
        case "key": pieces.append(.key)
        case "row": pieces.append(.row)
        case _ where name.hasSuffix(":site"):
          pieces.append(.site(String(name.dropLast(5)).trimmed))
        case _ where name.hasSuffix(":basis"):
          pieces.append(.basis(String(name.dropLast(6)).trimmed))
        case _ where name.hasSuffix(":kind"):
          pieces.append(.kind(String(name.dropLast(5)).trimmed))
        default: pieces.append(.column(name.trimmed))
        }
      } else if character == "}" {
        return nil
      } else {
        words.append(character)
      }
    }
    if !words.isEmpty { pieces.append(.text(words)) }
    return pieces
  }

  /// The name up to the brace that ends it; nil where none does.
  private static func name(at rest: inout Substring) -> String? {
    var depth = 1
    let end = rest.firstIndex { character in
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      return depth == 0
    }
    guard let end else { return nil }
    defer { rest = rest[rest.index(after: end)...] }
    return String(rest[..<end])
  }

  /// How a column is written between braces, with what stands behind its name; nil where its own braces
  /// are not in pairs.
  static func braces(_ column: String, _ behind: String = "") -> String? {
    let isPlain =
      !["key", "row"].contains(column) && column.first != "{"
      && ![":site", ":basis", ":kind"].contains(where: column.hasSuffix)
    let name = isPlain ? column : " " + column
    let text = "{" + name + (behind.isEmpty && !isPlain ? " " : behind) + "}"
    let piece: Piece =
      switch behind {
      case ":site": .site(column)
      case ":basis": .basis(column)
      case ":kind": .kind(column)
      default: .column(column)
      }
    return pieces(of: text) == [piece] ? text : nil
  }
}

extension Mapping {
  /// All columns that it names.
  var columns: [String] {
    var rules = events.flatMap { event in
      [event.effective] + [event.status, event.note].compactMap(\.self)
        + event.fields.map(\.value) + event.source.map(\.value)
    }
    if let partnership { rules.append(partnership) }
    return rules.flatMap { $0.columns + $0.when } + events.flatMap(\.when) + key
      + parties.compactMap(\.column) + [deal].compactMap(\.self) + skips.map(\.column)
      + identifiers.map(\.key)
      + identifiers.map(\.value)
  }

  /// The columns that hold dates, and how they are written.
  var dateColumns: [String: Writing] {
    let rules = events.flatMap { event in
      [event.effective]
        + event.fields.filter { if case .date = $0.type { true } else { false } }.map(\.value)
    }
    return Dictionary(
      rules.compactMap { rule in
        (rule.onlyColumn ?? rule.columnOfEnd).map { ($0, rule.writing) }
      },
      uniquingKeysWith: { first, _ in first })
  }

  /// The columns that hold the names of entities.
  var entityColumns: Set<String> {
    let fields = events.flatMap(\.fields).filter {
      if case .slug(.entity) = $0.type { true } else { false }
    }
    return Set(parties.compactMap(\.column) + fields.compactMap(\.value.onlyColumn))
  }

  /// The names of entities that are the same in all rows.
  var constantEntities: Set<String> {
    let fields = events.flatMap(\.fields).filter {
      if case .slug(.entity) = $0.type { true } else { false }
    }
    return Set(parties.compactMap(\.name) + fields.compactMap(\.value.constant))
  }

  /// The days from which on events of all rows hold.
  var constantDays: [Day] {
    events.compactMap { rule in
      rule.effective.constant.flatMap { try? PartialDate($0).earliest }
    }
  }

  /// A name as it is looked up: without the number of a note behind it, unless the mapping has it so.
  func name(of text: String) -> String {
    let name = text.singleSpaced
    return name.last != "]" || entities[name] != nil ? name : withoutNoteNumbers(name)
  }

  /// Whether a cell says nothing.
  func isBlank(_ cell: TableCell) -> Bool {
    cell.isBlank || blank.contains(cell.text.trimmed.lowercased())
  }

  /// A number in a register, of which an LEI needs no name before it.
  static func identifier(_ text: String) throws(Rejection) -> String {
    let text = text.trimmed
    return try Identifier((text.contains(":") ? "" : "lei:") + text).text
  }

  /// How the number of a column is read.
  struct Figure: Sendable {
    let type: FieldType
    let writing: Writing
  }

  /// The columns that hold numbers, alone or beside others such as their currency, and how they are read.
  var figureColumns: [String: Figure] {
    var figures: [String: Figure] = [:]
    for (_, type, rule) in events.flatMap(\.fields) {
      switch type {
      case .money, .percent, .quantity, .count: break
      default: continue
      }
      for column in rule.columns where figures[column] == nil {
        var writing = rule.writing
        // What stands beside may say another currency than the table's.
        if rule.onlyColumn == nil { writing.currency = nil }
        writing.isBasisApart = false
        figures[column] = Figure(type: type, writing: writing)
      }
    }
    return figures
  }
}

extension TableRow {
  /// Whether a row is to be passed over.
  func isSkipped(_ skip: Mapping.Skip, _ columns: [String: Int]) -> Bool {
    let text = columns[skip.column].map { self[$0].text.lowercased().trimmed } ?? ""
    return skip.texts.contains(text) || (skip.texts.isEmpty && text.isEmpty)
  }
}
