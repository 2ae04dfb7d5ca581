import Events
import Projections

/// The terms that matter most, in the order in which people ask.
struct KeyTerms {
  private let page: FirstPage
  private let tables: ReportTables
  private var wording: Wording { tables.wording }
  private static let most = 4
  /// Of what is owed two more: whoever asks of it asks of all.
  private static let mostOwed = 6

  init(_ page: FirstPage) {
    self.page = page
    tables = page.tables
  }

  /// What people ask of every deal is answered, be it that the ledger tells nothing of it.
  func answers() throws -> [FirstPage.Told] {
    try [
      owners() ?? nobody(), owed() ?? nothing(), ends() ?? told(.whatEnds, .noEndRecorded),
    ].compactMap(\.self)
  }

  /// What else matters, where the ledger has it.
  func others() throws -> [FirstPage.Told] {
    try [options(), shares(), rights(), conditions()].compactMap(\.self)
  }

  private func told(_ label: Word, _ text: Word) -> FirstPage.Told {
    page.told(label, Phrase(wording(text)).ended, of: [])
  }

  /// That no shares are recorded; of those that do not compare nothing is said here.
  private func nobody() throws -> FirstPage.Told? {
    try tables.hasRows("stakes") ? nil : told(.whoOwns, .noneRecorded)
  }

  /// That nothing was promised, or nothing is left of it; nothing where nobody can tell how much is.
  private func nothing() throws -> FirstPage.Told? {
    let promised = try ["capital", "purchases", "commitments", "payments", "debts"]
      .flatMap(tables.rows)
    if promised.isEmpty { return told(.stillOwed, .noneRecorded) }
    let isNothing = promised.allSatisfy { row in
      row["left_quantity_high_milli"] == .integer(0)
        || Amounts.isNothing("outstanding", of: row)
          && ["conditional", "non_binding", "undrawn"].allSatisfy { name in
            row["\(name)_low_minor"] == nil || Amounts.isNothing(name, of: row)
          }
    }
    return isNothing ? told(.stillOwed, .noneOwed) : nil
  }

  /// The texts of the first rows, and how many more there are.
  private func list(
    _ label: Word, _ told: [(text: Phrase, row: JSONObject)], in view: String
  ) -> FirstPage.Told? {
    list(label, told.map { ($0.text, $0.row, view) })
  }

  /// The same where each is a row of its view.
  private func list(
    _ label: Word, _ told: [(text: Phrase, row: JSONObject, view: String)]
  ) -> FirstPage.Told? {
    guard !told.isEmpty else { return nil }
    let (first, left) = told.first(most: Self.most)
    var text = first.map(\.text).joined(separator: wording.semicolon)
    if left > 0 {
      text.append(wording.semicolon)
      text.append(wording.more(left, in: Projections.view(named: first[0].view)?.uses.topic))
    }
    return page.told(label, text.ended, of: first.map { ($0.view, $0.row) })
  }

  /// Who owns how much: company by company, on one basis.
  private func owners() throws -> FirstPage.Told? {
    let issuers = try Ownership(tables).issuers
    guard !issuers.isEmpty else { return nil }
    var rows: [JSONObject] = []
    var texts: [Phrase] = []
    for held in issuers.prefix(2) {
      let (shown, left) = held.rows.first(most: Self.most)
      rows += shown
      let holders = shown.map { row in
        var told = Phrase(wording.name(row.text("holder")) + " ")
        told.append(
          page.figure(wording.share(row, inSentence: true), of: row, in: "stakes"))
        told.append(" (\(wording.date(row.text("effective"))))")
        return told
      }
      let more = left > 0 ? [wording.more(left, in: .stakes)] : []
      let about = "\(wording.name(held.issuer)) (\(held.rows.first.map(wording.basis) ?? ""))"
      let list = (holders + more).joined(separator: ", ")
      texts.append(wording.phrase(.pair, Phrase(about), list))
    }
    let left = issuers.count - 2
    if left > 0 { texts.append(wording.more(left, in: .stakes)) }
    return page.told(
      .whoOwns, texts.joined(separator: wording.semicolon).ended, of: rows, in: "stakes")
  }

  /// What is still owed, the most money first, then things; of what kind it is and who owes it is said
  /// once of all that stand beside each other.
  private func owed() throws -> FirstPage.Told? {
    let rows = try money() + things()
    guard !rows.isEmpty else { return nil }
    let (shown, left) = rows.first(most: Self.mostOwed)
    let owing = try Owing(page)
    var behind: [(view: String, row: JSONObject)] = []
    var texts = try Array(shown).grouped { $0.text("owes") }.map { kind, rows -> Phrase in
      let pairs = rows.grouped { wording.fromTo($0, "from_entity", "to_entity") }
      let told = try pairs.map { pair, rows -> Phrase in
        var amounts = try rows.flatMap { row -> [Phrase] in
          let (told, of) = try owing.told(row)
          behind += of
          return told
        }
        .joined(separator: ", ")
        amounts.append(" \(pair)")
        return amounts
      }
      return wording.phrase(
        .pair, Phrase(wording(Self.owing[kind] ?? .purchases)), told.joined(separator: ", "))
    }
    if left > 0 { texts.append(wording.more(left, in: .exposures)) }
    return page.told(
      .stillOwed, texts.joined(separator: wording.semicolon).ended, of: behind)
  }

  private static let owing: [String: Word] = [
    "committed_capital": .capital, "owes_purchases": .purchases, "owes_payments": .payments,
    "owes_debt": .debts,
  ]

  /// A sum of money that one owes another, of which kind as `owes`.
  private func money() throws -> [JSONObject] {
    let rows = try tables.rows("exposures").filter { row in
      Self.owing[row.text("kind")] != nil && row["amount_low_minor"] != nil
        && !Amounts.isNothing("amount", of: row)
    }
    let sorted = rows.enumerated().sorted { one, other in
      (other.element.least("amount"), one.offset) < (one.element.least("amount"), other.offset)
    }
    return sorted.map { _, row in row.owing(row.text("kind")) }
  }

  /// The promises of things and of shares, which are owed one by one.
  private func things() throws -> [JSONObject] {
    try tables.rows("commitments").filter { row in
      row.text("currency").isEmpty && !row.isExpired && !row.isPaid
        && ["committed", "conditional"].contains(row.text("counts_as"))
        && !row.text("left_quantity").isEmpty && row["left_quantity_high_milli"] != .integer(0)
    }
    .map { $0.owing($0.text("kind") == "capital" ? "committed_capital" : "owes_purchases") }
  }

  /// The options and warrants that somebody may still use: of what, at which price, and who gives them.
  private func options() throws -> FirstPage.Told? {
    func told(
      _ view: String, _ row: JSONObject, _ name: String, _ terms: [String], _ remarks: [String]
    ) -> (text: Phrase, row: JSONObject, view: String) {
      let terms = terms.filter { !$0.isEmpty }.joined(separator: ", ")
      var text = page.figure(terms.isEmpty ? name : terms, of: row, in: view)
      if !terms.isEmpty { text = wording.phrase(.pair, Phrase(name), text) }
      text.append(wording.aside(remarks.joined(separator: ", "), after: text.text))
      return (text, row, view)
    }
    let table = tables.options
    let options = try tables.rows("options")
      .filter { ["open", "pending"].contains($0.text("status")) }
      .map { row in
        let cells = table.cells(row)
        let parties = wording.fromTo(row, "writer", "holder")
        return told("options", row, cells[0], Array(cells[4...5]), [cells[1], parties])
      }
    let warrants = try tables.rows("warrants").filter { $0.text("state") == "open" }
      .map { row in
        let strike = wording.stated(row.text("strike"))
        let terms = [
          wording.stated(row.text("units")),
          strike.isEmpty ? "" : wording.pair(wording(.strike), strike),
        ]
        let parties = wording.fromTo(row, "issuer", "holder")
        return told("warrants", row, wording.thing(row.text("warrant")), terms, [parties])
      }
    return list(.optionsAndWarrants, options + warrants)
  }

  private func shares() throws -> FirstPage.Told? {
    let table = tables.revenueShares
    let rows = try tables.rows("revenue_shares").filter { $0.text("status") == "in_force" }
    return list(
      .revenueShares,
      rows.map { row in
        let cap = wording.stated(row.text("cap_stated"))
        let cells = table.cells(row)
        func figure(_ text: String) -> Phrase {
          page.figure(text, of: row, in: "revenue_shares")
        }
        let parts = [
          figure(cells[3]),
          cap.isEmpty ? Phrase() : wording.phrase(.pair, Phrase(wording(.cap)), figure(cap)),
          Phrase(cells[7]),
        ]
        let kind = row.text("kind").isEmpty ? "" : wording.stored("kind", row.text("kind")) + " "
        var told = Phrase(kind)
        told.append(parts.filter { !$0.text.isEmpty }.joined(separator: ", "))
        told.append(" (\(wording.fromTo(row, "payer", "payee")))")
        return (told, row)
      }, in: "revenue_shares")
  }

  /// The rights in force; those that shut others out first.
  private func rights() throws -> FirstPage.Told? {
    let first = ["exclusivity", "ip_licence", "right_of_first_refusal", "non_compete", "veto"]
    let rows = try tables.rows("rights").filter { $0.text("status") == "in_force" }
    let sorted = rows.enumerated().sorted { one, other in
      let ranks = [one, other].map { item in
        (item.element["exclusive"] == .integer(1) ? -1 : 0)
          + (first.firstIndex(of: item.element.text("kind")) ?? first.count)
      }
      return (ranks[0], one.offset) < (ranks[1], other.offset)
    }.map(\.element)
    guard !sorted.isEmpty else { return nil }
    let (shown, left) = sorted.first(most: Self.most)
    // Who grants to whom is said once of all that stand beside each other.
    let pairs = Array(shown).grouped { wording.fromTo($0, "grantor", "grantee") }
    var texts = pairs.map { pair, rows -> Phrase in
      let rights = rows.map { row in
        let scope =
          tables.texts(row, "scope").first ?? tables.seats(ofRight: row)
          ?? wording.thing(row.text("right"))
        let isExclusive = row["exclusive"] == .integer(1) && row.text("kind") != "exclusivity"
        let kind = wording.stored("kind", row.text("kind"))
        let told =
          // A right may be called what it is.
          (scope.lowercased() == kind.lowercased() ? [] : [wording.shortened(scope, to: 120)])
          + tables.texts(row, "product").prefix(1) + (isExclusive ? [wording(.exclusively)] : [])
        return kind + (told.isEmpty ? "" : " (\(told.joined(separator: ", ")))")
      }
      return Phrase(wording.pair(pair, rights.joined(separator: ", ")))
    }
    if left > 0 { texts.append(wording.more(left, in: .rights)) }
    return page.told(
      .rightsInForce, texts.joined(separator: wording.semicolon).ended, of: pairs.flatMap(\.1),
      in: "rights")
  }

  /// What ends, the next first; what ends on no day, but when something comes true, last.
  private func ends() throws -> FirstPage.Told? {
    let today = tables.snapshot.header.asOf
    var told: [(text: Phrase, row: JSONObject, day: String, view: String)] = []
    func add(
      _ view: String, _ name: String, _ day: String,
      where stands: (JSONObject) -> Bool = { _ in true },
      _ text: (JSONObject) -> String
    ) throws {
      for row in try tables.rows(view) where stands(row) {
        let (last, own) = (row.text(day), text(row))
        guard !(last + own).isEmpty, last.isEmpty || last > today, row["ended_by"] == nil,
          ["", "in_force", "open", "pending", "outstanding", "undrawn"].contains(row.text("status"))
            || !["rights", "revenue_shares", "options"].contains(view)
        else { continue }
        // What its own terms do not end, the agreement does in which it stands.
        let end = page.figure(own.isEmpty ? wording.until(last) : own, of: row, in: view)
        let pair = wording.phrase(.pair, Phrase(wording.thing(row.text(name))), end)
        told.append((pair, row, last.isEmpty ? "never" : last, view))
      }
    }
    try add("rights", "right", "ends_at_latest") { tables.end(ofRight: $0) }
    try add("revenue_shares", "share", "ends_at_latest") { tables.end(ofShare: $0) }
    try add("agreements", "agreement", "ends_on") { wording.date($0.text("ends_on")) }
    try add("options", "option", "last_day") { wording.date($0.text("last_day")) }
    try add("debts", "debt", "maturity") { wording.date($0.text("maturity")) }
    try add("warrants", "warrant", "expires_latest", where: { $0.text("state") == "open" }) {
      wording.date($0.text("expires"))
    }
    let sorted = told.enumerated().sorted {
      ($0.element.day, $0.offset) < ($1.element.day, $1.offset)
    }.map(\.element)
    return list(.whatEnds, sorted.map { ($0.text, $0.row, $0.view) })
  }

  private func conditions() throws -> FirstPage.Told? {
    let ended = Set(
      try tables.rows("partnerships").filter { !$0.text("ended").isEmpty }
        .map { $0.text("partnership") })
    // Nobody waits for what a partnership needed that has ended.
    let rows = try tables.rows("conditions").filter {
      ["open", "declared"].contains($0.text("status")) && !ended.contains($0.text("stream"))
    }
    return list(
      .openConditions,
      rows.map { row in
        let criterion = wording.shortened(row.text("criterion"), to: 160)
        let name = wording.condition(row.text("condition"))
        // Of one that is only named nobody says what must come true.
        let told = criterion.isEmpty ? name : wording.pair(name, criterion)
        let isOpen = row.text("status") == "open"
        let state = isOpen ? "" : " (\(wording.stored("status", row.text("status"))))"
        return (Phrase(told + state), row)
      }, in: "conditions")
  }

  /// Over what people are at odds.
  func disputes() throws -> [FirstPage.Told] {
    let table = tables.disputes
    let rows = try tables.rows("disputes")
    let told = list(
      .disputes,
      rows.map { row in
        let cells = table.cells(row)
        let state = cells[4].isEmpty ? "" : " (\(cells[4]))"
        let about = cells[2].isEmpty ? cells[0] : wording.pair(cells[0], cells[2])
        return (Phrase(about + state), row)
      }, in: "disputes")
    return told.map { [$0] } ?? []
  }
}

extension JSONObject {
  /// The same, of a kind of `exposures`.
  fileprivate func owing(_ kind: String) -> JSONObject {
    var row = self
    row["owes"] = .string(kind)
    return row
  }
}
