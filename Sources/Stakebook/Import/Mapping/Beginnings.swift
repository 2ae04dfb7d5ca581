import Events
import Tables

/// From which day on the names of a table are told of, so that what is introduced is there by then.
///
/// The rows of a table stand in any order: they are gone through once before they are imported.
struct Beginnings {
  private var days: [String: Day] = [:]
  private var meanings: [String: String] = [:]
  private let mapping: Mapping

  /// Goes through the rows below the columns' names.
  init(_ table: Table, _ mapping: Mapping, columns: [String: Int]) throws {
    self.mapping = mapping
    let names = mapping.entityColumns.compactMap { columns[$0] }
    let constants = mapping.constantEntities
    let dates = mapping.dateColumns.compactMap { name, writing in
      columns[name].map { ($0, writing) }
    }
    let always = mapping.constantDays
    let readDates = ReadDates()
    var firstDays: [String: Day?] = [:]
    while let row = try table.next() {
      let told =
        always
        + dates.compactMap { column, writing -> Day? in
          let cell = row[column]
          guard !cell.isBlank,
            let text = cell.kind == .date ? cell.text : try? readDates.date(cell.text, writing)
          else { return nil }
          if let known = firstDays[text] { return known }
          let day = (try? PartialDate(text))?.earliest
          firstDays[text] = day
          return day
        }
      guard let day = told.min() else { continue }
      for column in names where !row[column].isBlank { note(meant(row[column].text), day) }
      for name in constants { note(meant(name), day) }
      let parties = mapping.parties.map { party in
        meant(party.name ?? party.column.flatMap { columns[$0] }.map { row[$0].text } ?? "")
      }
      note(Self.joined(parties), day)
    }
    meanings = [:]
  }

  private mutating func note(_ names: String, _ day: Day) {
    if let known = days[names], known <= day { return }
    days[names] = day
  }

  /// The parties of a partnership, in whatever order.
  private static func joined(_ names: [String]) -> String {
    names.count < 2 ? names.first ?? "" : Set(names).sorted().joined(separator: "\u{0}")
  }

  /// The slug that a name has in the mapping, or that would be made of it.
  private mutating func meant(_ name: String) -> String {
    if let known = meanings[name] { return known }
    let meaning = meaning(of: name)
    meanings[name] = meaning
    return meaning
  }

  private func meaning(of name: String) -> String {
    let name = mapping.name(of: name)
    return mapping.entities[name] ?? name.lowercased()
  }

  /// When the entities of these names are there at the latest, as an introduction states it: `..DAY`.
  func day(of names: [String], else today: PartialDate) -> String {
    days[Self.joined(names.map(meaning))].map { "..\($0)" } ?? "..\(today)"
  }
}
