import Events
import Tables

/// The events of a CSV file (RFC 4180), or of any other table, whose header names the fields.
///
/// Besides the fields of the row's type stand `type`, `stream`, `effective`, `status`, `id`,
/// `actor`, `note`, and `source.title` with the other members of one source. An empty cell says
/// nothing; a list's items are separated by semicolons. Line ends in quotes are kept as they stand.
final class CSVLines {
  private enum Rows {
    case lines(LineReader)
    case table(Table)
  }

  private let rows: Rows
  private let name: String
  private var header: [String] = []
  private var line = 0

  init(_ reader: LineReader) { (rows, name) = (.lines(reader), reader.name) }

  /// The events of a table that was read in another way.
  init(_ table: Table, of name: String) { (rows, self.name) = (.table(table), name) }

  private static let envelope = [
    "type", "stream", "effective", "status", "id", "actor", "note", "correlation_id",
    "causation_id",
  ]

  /// The header of a type's template.
  static func template(for shape: Shape, type: EventType) -> [String] {
    var columns = ["type"]
    if case .reserved = shape.stream {} else { columns.append("stream") }
    columns += ["effective", "status"] + paths(of: shape.fields)
    return columns + ["source.title", "source.publisher", "source.url", "source.kind", "note"]
  }

  private static func paths(of fields: [Field], under parent: String = "") -> [String] {
    fields.flatMap { field -> [String] in
      switch field.type {
      case .object(let parts): paths(of: parts, under: parent + field.name + ".")
      case .list(.object): []
      default: [parent + field.name]
      }
    }
  }

  func next() throws -> Draft? {
    do {
      if header.isEmpty { try readHeader() }
      while let cells = try record() {
        if cells == [""] { continue }
        guard cells.count == header.count else {
          throw Rejection(
            .csvCells, "the row has \(cells.count) cells, the header \(header.count)",
            hint: "Put quotes around a cell that holds a comma.")
        }
        return try draft(cells)
      }
      return nil
    } catch var rejection as Rejection {
      if rejection.location == nil {
        rejection.location = Rejection.Location(file: name, line: max(1, line))
      }
      throw rejection
    }
  }

  private func readHeader() throws {
    guard let names = try record(), names != [""] else {
      throw Rejection(
        .csvHeader, "the file has no header",
        hint: "`stakebook types TYPE --csv` prints a template.")
    }
    var seen: Set<String> = []
    for name in names {
      guard seen.insert(name).inserted else {
        throw Rejection(.csvHeader, "the column '\(name.prefix(60))' stands twice")
      }
      guard Self.columns.contains(name) else {
        guard names.contains("type") else { throw unmapped(name) }
        throw Self.unknown(name)
      }
    }
    guard seen.contains("type"), seen.contains("effective") else {
      throw Rejection(
        .csvHeader, "the header needs the columns type and effective",
        hint: "`stakebook types TYPE --csv` prints a template.")
    }
    header = names
  }

  /// What may stand in a header: a column of no type would be taken for nothing, row by row.
  private static let columns = Set(
    envelope + Source.fields.map { "source.\($0.name)" }
      + Catalogue.types.flatMap { allPaths(of: $0.shape.fields) })

  private static func allPaths(of fields: [Field], under parent: String = "") -> [String] {
    fields.flatMap { field -> [String] in
      let path = parent + field.name
      guard case .object(let parts) = field.type else { return [path] }
      return [path] + allPaths(of: parts, under: path + ".")
    }
  }

  private static func unknown(_ name: String) -> Rejection {
    Rejection(
      .unknownField, "there is no field '\(name.prefix(60))'",
      hint: nearest(to: name, among: columns.sorted()).map { "Did you mean '\($0)'?" }
        ?? "`stakebook types TYPE --csv` prints the columns of a type.")
  }

  /// A table that somebody made for other ends than this.
  private func unmapped(_ column: String) -> Rejection {
    Rejection(
      .csvHeader, "the table has columns of its own, such as '\(column.prefix(60))'",
      hint: "`stakebook import \(name) --guide` writes a mapping, with which it can be read.")
  }

  private func draft(_ cells: [String]) throws -> Draft {
    var envelope: [String: String] = [:]
    var source: [(String, JSON)] = []
    var fields: [(String, String)] = []
    for (name, cell) in zip(header, cells) where !cell.isEmpty {
      if Self.envelope.contains(name) {
        envelope[name] = cell
      } else if name.hasPrefix("source.") {
        source.append((String(name.dropFirst(7)), .string(cell)))
      } else {
        fields.append((name, cell))
      }
    }
    let (type, shape) = try Catalogue.shape(of: envelope["type"] ?? "")
    var assignments = Assignments(shape)
    for (name, cell) in fields { try assignments.add(name, cell, separator: ";") }
    var draft = Draft(
      type: type.text, stream: envelope["stream"], effective: envelope["effective"] ?? "",
      data: .object(assignments.data), id: envelope["id"], status: envelope["status"],
      sources: source.isEmpty ? [] : [.object(JSONObject(source))], actor: envelope["actor"],
      note: envelope["note"], correlationID: envelope["correlation_id"],
      causationID: envelope["causation_id"])
    draft.location = Rejection.Location(file: name, line: line)
    return draft
  }

  /// One record, which may take several lines where a cell in quotes does.
  private func record() throws -> [String]? {
    switch rows {
    case .lines(let reader): return try record(of: reader)
    case .table(let table):
      guard let row = try table.next() else { return nil }
      line = row.number
      let cells = row.cells.map { cell in
        if case .money(let currency?) = cell.kind { "\(currency) \(cell.text)" } else { cell.text }
      }
      // What is blank at the end of a row does not stand in it.
      return cells + Array(repeating: "", count: max(0, header.count - cells.count))
    }
  }

  private func record(of reader: LineReader) throws -> [String]? {
    guard var bytes = try reader.next() else { return nil }
    line = reader.line
    if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    while !bytes.count(where: { $0 == 0x22 }).isMultiple(of: 2) {
      let end = reader.end
      guard let more = try reader.next() else {
        throw Rejection(.csvQuotes, "a cell in quotes does not end")
      }
      bytes += end
      bytes += more
      guard bytes.count <= 1_048_576 else {
        throw Rejection(.jsonSize, "a row is longer than 1 MiB")
      }
    }
    return try Self.cells(bytes)
  }

  private static func cells(_ bytes: [UInt8]) throws -> [String] {
    var cells: [String] = []
    var cell: [UInt8] = []
    var place = 0
    func finish() throws {
      guard let text = String(validating: cell, as: UTF8.self) else {
        throw Rejection(.jsonUTF8, "a cell is not UTF-8")
      }
      cells.append(text)
      cell = []
    }
    while place <= bytes.count {
      if place == bytes.count || bytes[place] == 0x2C {
        try finish()
        place += 1
      } else if bytes[place] == 0x22, cell.isEmpty {
        place += 1
        while place < bytes.count {
          if bytes[place] == 0x22 {
            if place + 1 < bytes.count, bytes[place + 1] == 0x22 { place += 1 } else { break }
          }
          cell.append(bytes[place])
          place += 1
        }
        place += 1
        guard place >= bytes.count || bytes[place] == 0x2C else {
          throw Rejection(
            .csvQuotes, "something stands behind the quotes of a cell",
            hint: "Write a quote in a cell twice.")
        }
      } else {
        guard bytes[place] != 0x22 else {
          throw Rejection(
            .csvQuotes, "a quote stands inside a cell that has none around it",
            hint: "Put the cell in quotes, and write the quote twice.")
        }
        cell.append(bytes[place])
        place += 1
      }
    }
    return cells
  }
}
