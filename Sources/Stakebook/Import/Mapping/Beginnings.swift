import Events
import Tables

/// From which day on the names of a table are told of, so that what is introduced is there by then.
///
/// The rows of a table stand in any order: they are gone through once before they are imported.
struct Beginnings {
  private var days: [Set<String>: Day] = [:]
  private let mapping: Mapping

  /// Goes through the rows below the columns' names.
  init(_ table: Table, _ mapping: Mapping, columns: [String: Int]) throws {
    self.mapping = mapping
    let names = mapping.entityColumns.compactMap { columns[$0] }
    let constants = mapping.constantEntities
    let dates = mapping.dateColumns.compactMap { name, writing in
      columns[name].map { ($0, writing) }
    }
    while let row = try table.next() {
      let told = dates.compactMap { column, writing -> Day? in
        let cell = row[column]
        guard !cell.isBlank,
          let text = cell.kind == .date ? cell.text : try? writing.date(cell.text)
        else { return nil }
        return (try? PartialDate(text))?.earliest
      }
      guard let day = told.min() else { continue }
      for column in names where !row[column].isBlank { note([meant(row[column].text)], day) }
      for name in constants { note([meant(name)], day) }
      let parties = mapping.parties.map { party in
        party.name ?? party.column.flatMap { columns[$0] }.map { row[$0].text } ?? ""
      }
      note(Set(parties.map(meant)), day)
    }
  }

  private mutating func note(_ names: Set<String>, _ day: Day) {
    if let known = days[names], known <= day { return }
    days[names] = day
  }

  /// The slug that a name has in the mapping, or that would be made of it.
  private func meant(_ name: String) -> String {
    let name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return mapping.entities[name] ?? name.lowercased()
  }

  /// When the entities of these names are there at the latest, as an introduction states it: `..DAY`.
  func day(of names: [String], else today: PartialDate) -> String {
    days[Set(names.map(meant))].map { "..\($0)" } ?? "..\(today)"
  }
}
