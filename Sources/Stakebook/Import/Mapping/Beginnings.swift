import Events
import Tables

/// From which day on the names of a table are told of, so that what is introduced is there by then.
///
/// The rows of a table stand in any order: they are gone through once before they are imported.
struct Beginnings {
  private var days: [String: Day] = [:]
  private var deals: [String: Deal] = [:]
  private var meanings: [String: String] = [:]
  private let mapping: Mapping

  /// What all rows tell of a partnership that has a name.
  struct Deal {
    /// The name as it stands first.
    let name: String
    /// Its parties as they are written, each once.
    fileprivate(set) var parties: [Member] = []
    fileprivate var seen: Set<String> = []

    /// A party as a row names it.
    struct Member {
      let name: String
      /// Its number in a register, where the row tells one.
      let identifier: String?
    }
  }

  /// How many parties of one partnership are taken.
  private static let mostParties = 500

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
      guard !mapping.skips.contains(where: { row.isSkipped($0, columns) }) else { continue }
      noteDeal(row, columns)
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
      if let deal = dealName(row, columns) { note(Self.key(ofDeal: deal), day) }
    }
    meanings = [:]
  }

  private mutating func note(_ names: String, _ day: Day) {
    if let known = days[names], known <= day { return }
    days[names] = day
  }

  private func dealName(_ row: TableRow, _ columns: [String: Int]) -> String? {
    guard let place = mapping.deal.flatMap({ columns[$0] }), !mapping.isBlank(row[place]) else {
      return nil
    }
    return row[place].text.singleSpaced
  }

  private mutating func noteDeal(_ row: TableRow, _ columns: [String: Int]) {
    guard let name = dealName(row, columns) else { return }
    let says = mapping.events.contains { rule in
      rule.when.allSatisfy { column in columns[column].map { !mapping.isBlank(row[$0]) } ?? false }
    }
    guard says else { return }
    var deal = deals[Self.key(ofDeal: name)] ?? Deal(name: name)
    for party in mapping.parties where deal.parties.count < Self.mostParties {
      let column = party.column.flatMap { columns[$0] }
      guard
        let text = party.name
          ?? column.flatMap({ mapping.isBlank(row[$0]) ? nil : row[$0].text.singleSpaced }),
        deal.seen.insert(text).inserted
      else { continue }
      let number = party.column.flatMap { mapping.identifiers[$0] }.flatMap { columns[$0] }
      let identifier = number.flatMap {
        row[$0].isBlank ? nil : try? Mapping.identifier(row[$0].text)
      }
      deal.parties.append(Deal.Member(name: text, identifier: identifier))
    }
    deals[Self.key(ofDeal: name)] = deal
  }

  /// What all rows tell of the partnership of that name.
  func deal(_ name: String) -> Deal? { deals[Self.key(ofDeal: name)] }

  /// When the partnership of that name is there at the latest, as ``day(of:else:)``.
  func day(ofDeal name: String, else today: PartialDate) -> String {
    days[Self.key(ofDeal: name)].map { "..\($0)" } ?? "..\(today)"
  }

  private static func key(ofDeal name: String) -> String {
    "\u{1}" + name.singleSpaced.lowercased()
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
