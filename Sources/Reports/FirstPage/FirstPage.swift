import Events
import Projections

/// What a reader has to know who reads one page: a paragraph in plain words, the terms that matter, what
/// is disputed and what was changed last.
///
/// Every statement names its events and the rows of which it is made. Nothing is said of what the ledger
/// does not have, and of much the first and how much more there is.
struct FirstPage {
  /// A statement: in a paragraph a sentence, else behind its label.
  struct Told {
    var label = ""
    let text: Phrase
    let events: [Seq]
    /// How many more events it rests on.
    let more: Int
    let view: View?
    /// The names of its rows, for `why`.
    let rows: [String]
  }

  private static let mostEvents = 4
  let tables: ReportTables
  var wording: Wording { tables.wording }
  /// How partners are called where they are first named.
  private let whole: Wording

  init(_ tables: ReportTables) {
    self.tables = tables.withBriefNames
    whole = tables.wording
  }

  /// Who, since when, what holds now, what changed last.
  func paragraph() throws -> [Told] {
    try [begun(), stake(), balance("capital", .capitalTold), balance("purchases", .purchasesTold)]
      .compactMap(\.self) + last()
  }

  /// What people ask of every deal: who owns how much, what is owed, what ends when, what was amended last,
  /// what is disputed; then the other terms.
  func terms() throws -> [Told] {
    let terms = KeyTerms(self)
    return try terms.answers() + amendment() + terms.disputes() + disputed() + terms.others()
  }

  /// A statement of rows of a view.
  func told(
    _ label: Word? = nil, _ text: Phrase, of rows: [JSONObject], in view: String
  ) -> Told {
    told(label, text, of: rows.map { (view, $0) })
  }

  /// A statement of rows, each of its view; the first of their events.
  func told(
    _ label: Word? = nil, _ text: Phrase, of rows: [(view: String, row: JSONObject)]
  ) -> Told {
    let events = Set(rows.flatMap { Snapshot.events(of: $0.row) }).sorted()
    let (first, more) = events.first(most: Self.mostEvents)
    return Told(
      label: label.map { wording($0) } ?? "", text: text, events: Array(first), more: more,
      view: rows.first.flatMap { Projections.view(named: $0.view) },
      rows: rows.compactMap { Projections.view(named: $0.view)?.name(of: $0.row) })
  }

  /// A figure of a row of a view, which leads to why it is so.
  func figure(_ text: String, of row: JSONObject, in view: String) -> Phrase {
    Phrase(text, of: Projections.view(named: view)?.explaining(row))
  }

  /// What an event says, which leads to the event.
  ///
  /// Where it goes on with a sentence it begins with a small letter, unless a name stands there.
  private func headline(of row: JSONObject, goesOn: Bool = false) -> Phrase {
    let name = Projections.view(named: "timeline")?.name(of: row)
    let told = wording.headline(of: row, goesOn: goesOn)
    return told.leading(to: name.map(Phrase.Lead.row))
  }

  /// Who are partners since when; of many how many they are.
  private func begun() throws -> Told? {
    let rows = try tables.rows("partnerships")
    if rows.count > 1 {
      let first = rows.min { $0.text("effective_earliest") < $1.text("effective_earliest") }
      let parties = Set(rows.flatMap { tables.texts($0, "parties") })
      let lead = Phrase.Lead.events(Set(rows.flatMap { Snapshot.events(of: $0) }).sorted())
      let text = wording.phrase(
        .manyPartners, Phrase(wording.grouped(Int64(rows.count)), leadsTo: lead),
        Phrase(wording.grouped(Int64(parties.count)), leadsTo: lead),
        Phrase(since(first?.text("effective") ?? "")))
      return told(nil, text, of: rows, in: "partnerships")
    }
    guard let row = rows.first else { return nil }
    let names = tables.texts(row, "parties").map(whole.name)
    let since = row["ended"] == nil ? since(row.text("effective")) : day(row.text("effective"))
    guard names.count > 1, !since.isEmpty else { return nil }
    let parties = wording(.and, names.dropLast().joined(separator: ", "), names.last ?? "")
    let text =
      row["ended"] == nil
      ? wording(.partnersSince, parties, since)
      : wording(.partnersUntil, parties, since, day(row.text("ended")))
    return told(nil, Phrase(text), of: [row], in: "partnerships")
  }

  /// A date of which only the latest day is known, as that day.
  private func day(_ date: String) -> String {
    wording.date(date.hasPrefix("..") ? String(date.dropFirst(2)) : date, inSentence: true)
  }

  private func since(_ date: String) -> String {
    let told = day(date)
    let stated = date.hasPrefix("..") ? String(date.dropFirst(2)) : date
    return (try? Day(stated)) == nil ? told : wording(.theDay, told)
  }

  private func stake() throws -> Told? {
    guard let row = try Ownership(tables).issuers.first?.main else { return nil }
    let text = wording.phrase(
      .stakeTold,
      [
        "holder": Phrase(wording.name(row.text("holder"))),
        "issuer": Phrase(wording.name(row.text("issuer"))),
        "percent": figure(wording.share(row, inSentence: true), of: row, in: "stakes"),
        "basis": Phrase(wording.basis(row)),
        "date": Phrase(wording.date(row.text("effective"), inSentence: true)),
      ])
    return told(nil, text, of: [row], in: "stakes")
  }

  /// The greatest promise of its kind that still stands, and how much of it came.
  private func balance(_ view: String, _ word: Word) throws -> Told? {
    let (from, to, came) =
      view == "capital" ? ("investor", "issuer", "funded") : ("buyer", "supplier", "drawn")
    let rows = try tables.rows(view).filter {
      !Amounts.isNothing("committed", of: $0) && $0["committed_low_minor"] != nil
    }
    guard let row = rows.max(by: { $0.least("committed") < $1.least("committed") }) else {
      return nil
    }
    let text = wording.phrase(
      word,
      [
        "from": Phrase(wording.name(row.text(from))), "to": Phrase(wording.name(row.text(to))),
        "committed": figure(wording.range("committed", of: row), of: row, in: view),
        "came": figure(wording.came(came, of: row, and: "unconverted"), of: row, in: view),
        "left": figure(wording.money("outstanding", of: row), of: row, in: view),
      ])
    return told(nil, text, of: [row], in: view)
  }

  /// The newest of what holds by the day of the state; of a day on which much happened the last of it.
  private func last() throws -> [Told] {
    let chronicle = try tables.snapshot.chronicle()
    guard let newest = chronicle.newest.first else { return [] }
    let alike = chronicle.newest.grouped { headline(of: $0).text }.map(\.1)
    let (shown, others) = alike.first(most: 2)
    let left = others + chronicle.newestCount - chronicle.newest.count
    let day = wording.date(newest.text("effective"), inSentence: true)
    var text = Phrase(wording(.lastChange, day) + " ")
    text.append(changes(Array(shown), more: left))
    return [told(nil, text.ended, of: shown.flatMap { $0 }, in: "timeline")]
  }

  /// What events say, each with how sure it is; what several tell alike once, as the firmest tells it.
  private func changes(_ alike: [[JSONObject]], more left: Int) -> Phrase {
    var text = Phrase()
    for rows in alike {
      guard let row = rows.first(where: { $0.text("status") == "confirmed" }) ?? rows.first
      else { continue }
      if !text.text.isEmpty { text.append(wording.semicolon) }
      text.append(headline(of: row, goesOn: true))
      text.append(doubt(of: row, after: text))
    }
    if left > 0 {
      text.append(wording.semicolon)
      text.append(wording.more(left, in: .timeline))
    }
    return text
  }

  /// What was amended on the last day on which something was.
  private func amendment() throws -> [Told] {
    let rows = try tables.snapshot.chronicle().changed
    guard let first = rows.first else { return [] }
    var text = Phrase(wording.pair(wording.date(first.text("effective")), ""))
    let alike = rows.grouped { headline(of: $0).text }.map(\.1)
    let (shown, left) = alike.first(most: 4)
    text.append(changes(Array(shown), more: left))
    return [told(.lastAmendment, text.ended, of: rows, in: "timeline")]
  }

  /// How sure it is, where that is not plain; no parenthesis follows another one.
  private func doubt(of row: JSONObject, after text: Phrase) -> String {
    let status = row.text("status")
    guard status != "confirmed" else { return "" }
    let told = wording.stored("status", status)
    return wording.aside(told, after: text.text)
  }

  /// How many contradictions are open, and the first of the worst rules.
  private func disputed() throws -> [Told] {
    var (count, errors) = (Int64(0), Int64(0))
    var main: [(rank: Int, row: JSONObject)] = []
    try tables.forEachOpenFinding { row in
      let isError = row.text("severity") == "error"
      count += 1
      errors += isError ? 1 : 0
      let rule = row.text("rule")
      guard !main.contains(where: { $0.row.text("rule") == rule }) else { return }
      main.append((isError ? 0 : 1, row))
    }
    guard count > 0 else {
      return [
        Told(
          label: wording(.disputed), text: Phrase(wording(.noContradictions)), events: [], more: 0,
          view: nil, rows: [])
      ]
    }
    let first = main.enumerated().sorted {
      ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
    }
    .prefix(2).map(\.element.row)
    let number = wording.counted(count, .openContradiction, .openContradictionsTold)
    var text = Phrase(
      errors == 0
        ? number
        : number + ", "
          + (errors == 1 ? wording(.oneError) : wording(.ofThemErrors, wording.grouped(errors))),
      leadsTo: .topic(.contradictions))
    text.append(". ")
    for (place, row) in first.enumerated() {
      if place > 0 { text.append(" ") }
      text.append(wording.sentence(of: row))
    }
    return [told(.disputed, text, of: first, in: "discrepancies")]
  }
}

extension Array {
  /// The first of them, and how many more there are: the one that is more takes the room of saying so.
  func first(most: Int) -> (ArraySlice<Element>, more: Int) {
    count <= most + 1 ? (self[...], 0) : (prefix(most), count - most)
  }
}

extension JSONObject {
  /// An amount or a share, at least.
  func least(_ name: String, _ unit: String = "minor") -> Int64 {
    integer("\(name)_\(unit)") ?? integer("\(name)_low_\(unit)") ?? 0
  }
}
