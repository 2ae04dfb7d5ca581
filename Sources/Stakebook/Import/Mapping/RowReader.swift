import Events
import Tables

/// What is wrong with a cell, a row or what a row says.
public struct RowFault: Sendable, Equatable {
  /// The row, as a spreadsheet numbers it.
  public let row: Int
  /// The cell, as a spreadsheet calls it, where it is one.
  public let cell: String?
  /// The column's name, where it is one.
  public let column: String?
  /// What stands there.
  public let text: String?
  /// The event that is left out, where it is one.
  public let event: String?
  /// What is wrong with it.
  public let rejection: Rejection
}

/// Makes drafts of a row, and faults of what cannot be read.
struct RowReader {
  let mapping: Mapping
  let names: NameBook
  let columns: [String: Int]
  private let first: [UInt8]
  let readDates = ReadDates()
  /// The most bytes of what says nothing.
  private let longestBlank: Int
  let dates: [String: Writing]
  private let entities: Set<String>
  let figures: [String: Mapping.Figure]

  /// What a row says.
  struct Said {
    /// What it introduces, then its events with their names.
    var introductions: [Draft] = []
    var events: [(name: String, draft: Draft)] = []
    var key: RowKey?
    fileprivate var keyCells: [String] = []
    var faults: [RowFault] = []
    /// Why it is passed over.
    var skipped: String?
    /// Whether something of the event in hand could not be read.
    fileprivate var isBroken = false

    /// A fault; of a cell that several events rest on, once.
    fileprivate mutating func add(_ fault: RowFault) {
      isBroken = true
      let isKnown =
        fault.cell != nil
        && faults.contains { $0.cell == fault.cell && $0.rejection.code == fault.rejection.code }
      if !isKnown { faults.append(fault) }
    }
  }

  init(_ mapping: Mapping, _ names: NameBook, columns: [String: Int]) {
    (self.mapping, self.names, self.columns) = (mapping, names, columns)
    first = RowKey.first(of: mapping)
    longestBlank = mapping.blank.map { 3 * $0.utf8.count }.max() ?? -1
    (dates, entities, figures) = (
      mapping.dateColumns, mapping.entityColumns, mapping.figureColumns
    )
  }

  func read(_ row: TableRow) throws -> Said {
    var reading = Said()
    if let skip = mapping.skips.first(where: { row.isSkipped($0, columns) }) {
      let text = cell(skip.column, row).text.lowercased().trimmed
      reading.skipped = text.isEmpty ? "\(skip.column) is blank" : "\(skip.column) is '\(text)'"
      return reading
    }
    reading.keyCells = mapping.key.map { keyText($0, row) }
    reading.key = RowKey(mapping, first: first, reading.keyCells)
    let rules = mapping.events.filter { $0.when.allSatisfy { !isBlank(cell($0, row)) } }
    // Of whom a row speaks that says nothing is of no matter: it may be a remark or the head of a part.
    guard !rules.isEmpty else { return reading }
    let stream = try rowStream(row, &reading)
    for rule in rules {
      if let draft = try draft(rule, row, stream, &reading) {
        reading.events.append((rule.name, draft))
      }
    }
    return reading
  }

  // MARK: - Events

  private func rowStream(_ row: TableRow, _ reading: inout Said) throws -> String? {
    guard !mapping.parties.isEmpty || mapping.partnership != nil else { return nil }
    var parties: [(slug: String, name: String)] = []
    for party in mapping.parties {
      // Each is looked at, so that all that is wrong is told, and all names.
      if let found = try noting(nil, row, &reading, { try self.party(party, row, &$0) }) {
        parties.append(found)
      }
    }
    guard parties.count == mapping.parties.count else { return nil }
    return try noting(nil, row, &reading) { reading in
      if let deal = mapping.deal.map({ cell($0, row) }), !isBlank(deal) {
        let (slug, introductions) = try names.partnership(called: deal.text.singleSpaced)
        reading.introductions += introductions
        return slug
      }
      let said = try mapping.partnership.map { rule in
        try value(rule, .slug(.agreement), row, &reading)
      }
      let (slug, beginning) = try names.partnership(of: parties, slug: said ?? nil)
      if let beginning { reading.introductions.append(beginning) }
      return slug
    } ?? nil
  }

  private func party(
    _ party: Party, _ row: TableRow, _ reading: inout Said
  ) throws -> (slug: String, name: String) {
    guard let column = party.column else {
      let name = party.name ?? ""
      return (try constant(name, &reading), name)
    }
    let cell = cell(column, row)
    guard !isBlank(cell) else {
      throw CellFault(
        column,
        Rejection(.missingField, "the cell is blank, where a party of the partnership is named"))
    }
    return (try entity(cell.text, column, row, &reading), cell.text.trimmed)
  }

  private func draft(
    _ rule: EventRule, _ row: TableRow, _ stream: String?, _ reading: inout Said
  ) throws -> Draft? {
    reading.isBroken = false
    var assignments = Assignments(rule.shape)
    var data = JSONObject()
    for (path, type, value) in rule.fields {
      _ = try noting(rule, row, &reading) { reading in
        guard let text = try self.value(value, type, row, &reading) else {
          guard rule.shape.field(path)?.isRequired == true else { return }
          throw CellFault(
            value.columns.first,
            Rejection(
              .missingField, "the cell is blank, and \(rule.type) needs its \(path)",
              hint: "Fill it, or say in the mapping when there is no such event: "
                + "when: \(value.columns.first ?? path)."))
        }
        do {
          if type.isText, !path.utf8.contains(UInt8(ascii: ".")) {
            // It was read already; the check reads it once more.
            data[path] = .string(text)
          } else {
            try assignments.add(path, text, separator: ";")
          }
        } catch let rejection as Rejection { throw CellFault(value.columns.first, rejection) }
      }
    }
    let effective = try noting(rule, row, &reading) { reading -> String in
      guard let text = try self.value(rule.effective, .date, row, &reading) else {
        throw CellFault(
          rule.effective.columns.first,
          Rejection(
            .missingField, "the cell is blank, and nothing else tells when it holds",
            hint:
              "Write a date, or ..2024 for one by then at the latest; or say in the mapping what "
              + "is meant: effective: {column: Date, else: ..2024}."))
      }
      return text
    }
    let status = try noting(rule, row, &reading) { reading in
      try rule.status.flatMap { try value($0, .choice(Status.self), row, &reading) }
    }
    let note = try noting(rule, row, &reading) { reading in
      try rule.note.flatMap { try value($0, .text, row, &reading) }
    }
    let source = try noting(rule, row, &reading) { try self.source(rule, row, &$0) }
    let isReserved = if case .reserved = rule.shape.stream { true } else { false }
    guard !reading.isBroken, let effective else { return nil }
    // What is wrong with the partnership was told of the row.
    if !isReserved, stream == nil, !reading.faults.isEmpty { return nil }
    for (name, value) in assignments.data { data[name] = value }
    return Draft(
      type: rule.type.text, stream: isReserved ? nil : stream, effective: effective,
      data: .object(data), status: status ?? nil,
      sources: (source ?? nil).map { [$0] } ?? [], note: note ?? nil,
      correlationID: reading.key?.text)
  }

  private func source(
    _ rule: EventRule, _ row: TableRow, _ reading: inout Said
  ) throws -> JSON? {
    var members: [(String, JSON)] = []
    for (member, type, value) in rule.source {
      guard let text = try self.value(value, type, row, &reading) else {
        // Without what it is called it is no source, whatever else is said of it.
        if member == "title" { return nil }
        continue
      }
      // A source that is named and not linked: its name stands as the title already.
      if case .url = type, !text.contains("://"),
        members.contains(where: { $0.0 == "title" && $0.1 == .string(text) })
      {
        continue
      }
      members.append((member, .string(text)))
    }
    return members.contains { $0.0 == "title" } ? .object(JSONObject(members)) : nil
  }

  /// Keeps what is wrong as a fault of the row.
  private func noting<Result>(
    _ rule: EventRule?, _ row: TableRow, _ reading: inout Said,
    _ body: (inout Said) throws -> Result
  ) throws -> Result? {
    func fault(_ column: String?, _ rejection: Rejection) -> RowFault {
      RowFault(
        row: row.number,
        cell: column.flatMap { columns[$0] }.map { TableRow.name(column: $0, row: row.number) },
        column: column, text: column.map { cell($0, row).text }, event: rule?.name,
        rejection: rejection)
    }
    do {
      return try body(&reading)
    } catch let error as CellFault {
      reading.add(fault(error.column, error.rejection))
    } catch let error as Rejection {
      reading.add(fault(nil, error))
    }
    return nil
  }
}

/// What is wrong with a cell.
struct CellFault: Error {
  let column: String?
  let rejection: Rejection

  init(_ column: String?, _ rejection: Rejection) {
    (self.column, self.rejection) = (column, rejection)
  }
}

// MARK: - Values

extension RowReader {
  func cell(_ column: String, _ row: TableRow) -> TableCell {
    columns[column].map { row[$0] } ?? .empty
  }

  func isBlank(_ cell: TableCell) -> Bool {
    if cell.isBlank { return true }
    return cell.text.trimmed.utf8.count <= longestBlank && mapping.isBlank(cell)
  }

  /// What a rule says of a row; nil where a column of it is blank.
  private func value(
    _ rule: ValueRule, _ type: FieldType, _ row: TableRow, _ reading: inout Said
  ) throws -> String? {
    guard rule.when.allSatisfy({ !isBlank(cell($0, row)) }) else { return nil }
    var writing = rule.writing
    for column in rule.columns {
      let cell = cell(column, row)
      if cell.kind == .fault {
        throw CellFault(
          column,
          cell == .unreckoned
            ? Rejection(
              .badValue, "the cell holds a formula whose result is not stored",
              hint: "Open the file in a spreadsheet program, and save it.")
            : Rejection(
              .badValue, "'\(cell.text.prefix(40))' is what a formula gives that fails",
              hint: "Mend the formula, and let the spreadsheet compute it."))
      }
      if isBlank(cell) { return rule.otherwise }
      // What a spreadsheet has as a number has a decimal point.
      if cell.kind == .number || cell.kind == .percent { writing.decimals = .point }
      if case .money = cell.kind { writing.decimals = .point }
    }
    if let column = rule.onlyColumn {
      let cell = cell(column, row)
      let text = cell.text.trimmed
      if let word = rule.words[text.lowercased()] { return word.isEmpty ? nil : word }
      do {
        return try self.text(of: cell, rule.writing, type, column, row, &reading)
      } catch let rejection as Rejection { throw CellFault(column, rejection) }
    }
    let joined = try rule.pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .site(let column): cell(column, row).text.site
      case .basis(let column): BasisWords.split(cell(column, row).text).basis?.rawValue ?? ""
      case .kind(let column): SourceWords.kind(of: cell(column, row).text)?.rawValue ?? ""
      case .key: slugged(reading.keyCells.joined(separator: "-"))
      case .row: String(row.number)
      case .column(let column): try part(column, type, row, &reading)
      }
    }
    if joined == [""], rule.mayTellNothing { return rule.otherwise }
    switch type {
    case .slug(.entity):
      return rule.constant == nil
        ? try entity(joined.joined(), nil, row, &reading)
        : try constant(joined.joined(), &reading)
    case .slug: return slugged(joined.joined())
    case .money:
      // A currency with a column of its own is that of a bare amount beside it: the scale counts.
      let codes = joined.map { $0.trimmed.uppercased() }
      let place = codes.firstIndex { Currency.decimals(of: $0) != nil }
      if let place { writing.currency = codes[place] }
      let rest = joined.enumerated().filter { $0.offset != place }.map(\.element)
      do { return try writing.money(rest.joined().trimmed) } catch {
        throw CellFault(rule.columns.first, error)
      }
    default:
      do { return try writing.read(joined.joined(), as: type) } catch {
        throw CellFault(rule.columns.first, error)
      }
    }
  }

  /// An entity that is named in all rows, by its slug or a name.
  private func constant(_ name: String, _ reading: inout Said) throws -> String {
    let (slug, registration) = try names.constant(name)
    if let registration { reading.introductions.append(registration) }
    return slug
  }

  /// A column within a longer text: a date as the ledger writes it where a date or slug is due.
  private func part(
    _ column: String, _ type: FieldType, _ row: TableRow, _ reading: inout Said
  ) throws -> String {
    switch type {
    case .date:
      if let writing = dates[column] {
        do { return try date(cell(column, row), writing) } catch let rejection as Rejection {
          throw CellFault(column, rejection)
        }
      }
    case .slug:
      if entities.contains(column) {
        return try entity(cell(column, row).text, column, row, &reading)
      }
      return keyText(column, row)
    default: break
    }
    return cell(column, row).text.trimmed
  }

  private func text(
    of cell: TableCell, _ writing: Writing, _ type: FieldType, _ column: String, _ row: TableRow,
    _ reading: inout Said
  ) throws -> String {
    let text = cell.text.trimmed
    switch type {
    case .slug(.entity): return try entity(text, column, row, &reading)
    case .list(.slug(.entity)):
      return try text.split { $0 == ";" || $0.isNewline }.map {
        try entity(String($0), nil, row, &reading)
      }.joined(separator: ";")
    case .slug: return slugged(text)
    case .date, .day: return try date(cell, writing)
    case .money, .percent, .quantity, .count:
      switch cell.kind {
      case .number, .percent:
        var exact = writing
        exact.decimals = .point
        return try exact.reckoned(text, as: type)
      case .money(let currency):
        var exact = writing
        exact.decimals = .point
        return try exact.reckoned(currency.map { "\($0) \(text)" } ?? text, as: type)
      case .text, .date, .flag, .fault: return try writing.read(text, as: type)
      }
    default: return try writing.read(text, as: type)
    }
  }

  func date(_ cell: TableCell, _ writing: Writing) throws -> String {
    cell.kind == .date ? cell.text : try readDates.date(cell.text, writing)
  }

  private func entity(
    _ name: String, _ column: String?, _ row: TableRow, _ reading: inout Said
  ) throws -> String {
    var identifier: String?
    if let column, let beside = mapping.identifiers[column] {
      let cell = cell(beside, row)
      if !isBlank(cell) {
        do { identifier = try Mapping.identifier(cell.text) } catch {
          throw CellFault(beside, error)
        }
      }
    }
    do {
      let (slug, registration) = try names.entity(name, identifier: identifier)
      if let registration { reading.introductions.append(registration) }
      return slug
    } catch let rejection as Rejection { throw CellFault(column, rejection) }
  }

}
