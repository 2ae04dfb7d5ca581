import Events
import Projections

/// The tables of rights, payments, debts, options, offices and disputes.
extension ReportTables {
  var rights: ReportTable {
    ReportTable(
      .rights, "rights",
      [.text(.right), .text(.kind), .text(.grantor), .text(.grantee), .text(.status), .text(.ends)]
    ) { row in
      let parties = ["grantor", "grantee"].map { row.text($0) }
      return [wording.thing(row.text("right")), kind(row)]
        + parties.map { $0.isEmpty ? "" : wording.name($0) }
        + [([wording.state(row)] + start(ofRight: row)).joined(separator: ", "), end(ofRight: row)]
    }
  }

  /// When a right begins that has not begun, and what it waits for.
  func start(ofRight row: JSONObject) -> [String] {
    guard row.text("status") == "pending" else { return [] }
    let day = row.text("starts_on")
    let needs = beginning(ofRight: row)
    return (day.isEmpty ? [] : [wording.pair(wording(.begins), wording.date(day))])
      + (needs.isEmpty ? [] : [wording(.waitsFor, needs)])
  }

  /// The conditions that begin a right.
  func beginning(ofRight row: JSONObject) -> String {
    let isEarliest = row.text("starts_rule") == "earliest"
    return wording.joined(wording.conditions(row, "starts_when"), isEarliest ? .or : .and)
  }

  /// When a right ended; else by its terms, or on which day at the latest where other terms end it.
  func end(ofRight row: JSONObject) -> String {
    if ["waiver", "end", "agreement"].contains(row.text("ends_by")) {
      let isOver = ["waived", "ended", "expired"].contains(row.text("status"))
      let day = row.text("ends_at_latest")
      return isOver || day.isEmpty ? atLatest(row) : wording.until(day)
    }
    return wording.ends(row, "ends_on", "ends_when", rule: row.text("ends_rule"))
  }

  /// What sort of right it is, and whether it shuts others out: what is called exclusivity says so itself.
  func sort(ofRight row: JSONObject) -> String {
    let kind = wording.stored("kind", row.text("kind"))
    guard row.text("kind") != "exclusivity" else { return kind }
    let isInForce = ["in_force", "pending"].contains(row.text("status"))
    switch row["exclusive"] {
    case .integer(1):
      let ends = wording.ends(row, "exclusive_ends_on", "exclusive_ends_when", rule: nil)
      return "\(kind), \(wording(.exclusively))\(ends.prefixed(" "))"
    case .integer(0) where isInForce: return "\(kind), \(wording(.notExclusively))"
    default: return kind
    }
  }

  /// What sort of right it is, what it covers and what not.
  private func kind(_ right: JSONObject) -> String {
    let kind = sort(ofRight: right)
    let limits = (right["constraints"]?.arrayValue ?? []).compactMap {
      $0.objectValue?.text("text")
    }
    var parts = [(texts(right, "scope") + limits).joined(separator: wording.semicolon)]
    if let seats = seats(ofRight: right) { parts.append(seats) }
    for (name, title) in [
      ("product", wording(.product)), ("territory", wording(.territory)),
      ("exclusions", wording.stored("term", "exclusions")),
      ("exceptions", wording.stored("term", "exceptions")),
    ] {
      let list = texts(right, name)
      if !list.isEmpty { parts.append(wording.pair(title, list.joined(separator: ", "))) }
    }
    parts.removeAll(where: \.isEmpty)
    return parts.isEmpty
      ? kind
      : wording.pair(kind, wording.shortened(parts.joined(separator: wording.semicolon)))
  }

  /// How many seats a right gives, of how many; nil where it gives none. That they are seats the kind of right
  /// may say.
  func seats(ofRight row: JSONObject) -> String? {
    row["seats"]?.integerValue.map { seats in
      let all = row["of_seats"]?.integerValue.map(wording.grouped)
      let count = all.map { wording(.ofMany, wording.grouped(seats), $0) } ?? wording.grouped(seats)
      return row.text("kind") == "board_seat" ? count : wording.pair(wording(.seats), count)
    }
  }

  /// The day on which a right is over at the latest, `open` where nobody can say.
  func atLatest(_ row: JSONObject) -> String {
    let day = row.text("ends_at_latest")
    return day.isEmpty && !row.text("ends_by").isEmpty ? wording(.open) : wording.date(day)
  }

  var payments: ReportTable {
    ReportTable(
      .payments, "payments",
      [
        .text(.payment), .text(.from), .text(.to), .figure(.amount), .figure(.paid),
        .figure(.outstanding), .text(.besides), .text(.status),
      ]
    ) { row in
      let isPromised = !row.text("payment").isEmpty
      var besides: [String] = []
      if isPromised {
        besides.append(wording.stored("counts_as", row.text("counts_as")))
        besides += held(row)
      }
      for (name, word) in [("product", Word.product), ("territory", .territory)] {
        let list = texts(row, name)
        if !list.isEmpty {
          besides.append(wording.pair(wording(word), list.joined(separator: ", ")))
        }
      }
      if !row.text("part_of").isEmpty {
        besides.append(wording(.partOf, wording.thing(row.text("part_of"))))
      }
      if isReleased(row, "paid") { besides.append(wording(.expired)) }
      if row["paid_in_full"] == .integer(1) { besides.append(wording(.paidInFull)) }
      if !row.text("unconverted").isEmpty {
        besides.append(wording(.unconverted, row.text("unconverted")))
      }
      let category = wording.stored("category", row.text("category"))
      return [
        isPromised ? wording.pair(wording.thing(row.text("payment")), category) : category,
        wording.name(row.text("payer")), wording.name(row.text("payee")),
        wording.stated(row.text("stated")),
        wording.came("paid", of: row), isPromised ? wording.money("outstanding", of: row) : "",
        besides.joined(separator: ", "), wording.standing(row),
      ]
    }
  }

  /// What a promise waits for, and until when.
  func held(_ row: JSONObject) -> [String] {
    return wording.waits(row)
      + [("due", Word.due), ("expires", .expires)].compactMap { name, word in
        row[name].map { _ in wording(word, wording.date(row.text(name))) }
      }
  }

  /// The texts of a list.
  func texts(_ row: JSONObject, _ name: String) -> [String] {
    (row[name]?.arrayValue ?? []).compactMap(\.stringValue)
  }

  var debts: ReportTable {
    ReportTable(
      .debts, "debts",
      [
        .text(.debt), .text(.lender), .text(.borrower), .figure(.principal), .figure(.outstanding),
        .text(.state), .text(.rate), .day(.maturity), .text(.besides),
      ]
    ) { row in
      let rate = ["rate", "reference", "spread"].map { wording.stated(row.text($0)) }
      let kind = row.text("kind")
      var besides = [wording.file["what.\(kind)"] ?? kind]
      for (name, word) in [("repaid", Word.repaid), ("converted", .converted)]
      where row["\(name)_low_minor"] != nil {
        besides.append(wording.pair(wording(word), wording.money(name, of: row)))
      }
      if !Amounts.isNothing("undrawn", of: row) {
        besides.append(
          wording.pair(wording.stored("status", "undrawn"), wording.money("undrawn", of: row)))
      }
      for name in ["price", "cap", "discount"] where row["conversion_\(name)"] != nil {
        besides.append(
          wording.pair(
            wording.stored("term", "conversion.\(name)"),
            wording.stated(row.text("conversion_\(name)"))))
      }
      besides.append(row.text("conversion_formula"))
      if row["secured"] != nil {
        besides.append(wording.pair(wording(.secured), wording.yesOrNo(row["secured"])))
      }
      if row["available"] != nil {
        besides.append(wording.dated(.availableFrom, day: .availableFromDay, row.text("available")))
      }
      if row["available_until"] != nil {
        besides.append(wording(.availableUntil, wording.until(row.text("available_until"))))
      }
      let needs = wording.conditions(row, "conditions")
      if !needs.isEmpty {
        besides.append(
          wording.pair(wording.stored("term", "conditions"), wording.joined(needs, .and)))
      }
      // A rate may be recorded: a debt takes none.
      besides += unconverted(row, .notConverted)
      return [
        wording.thing(row.text("debt")), wording.name(row.text("lender")),
        wording.name(row.text("borrower")),
        wording.stated(row.text("stated")), wording.money("outstanding", of: row),
        wording.state(row), rate.filter { !$0.isEmpty }.joined(separator: " + "),
        wording.date(row.text("maturity")),
        wording.shortened(besides.filter { !$0.isEmpty }.joined(separator: ", ")),
      ]
    }
  }

  var options: ReportTable {
    ReportTable(
      .options, "options",
      [
        .text(.option), .text(.kind), .text(.holder), .text(.writer), .text(.subject),
        // A price may be a formula in words.
        .text(.price), .text(.state), .day(.lastDay),
      ]
    ) { row in
      let share = wording.stated(row.text("percent_stated"))
      let units = wording.stated(row.text("units"))
      let amount = [share, units].filter { !$0.isEmpty }.joined(separator: ", ")
      let issuer = row.text("issuer").isEmpty ? "" : wording.name(row.text("issuer"))
      let shares =
        issuer.isEmpty || amount.isEmpty ? issuer + amount : wording.pair(issuer, amount)
      let subject = [shares, row.text("asset")].filter { !$0.isEmpty }
      return [
        wording.thing(row.text("option")), wording.stored("kind", row.text("kind")),
        wording.name(row.text("holder")), wording.name(row.text("writer")),
        subject.joined(separator: ", "), wording.shortened(price(ofOption: row)),
        optionState(row), wording.date(row.text("last_day")),
      ]
    }
  }

  /// How far an option has come; of one that is pending from when, of one that was used for what part.
  private func optionState(_ row: JSONObject) -> String {
    let used = wording.stated(row.text("exercised_share"))
    let left = wording.stated(row.text("left_share"))
    var parts = [wording.state(row)]
    if left.isEmpty {
      parts.append(used)
    } else {
      parts.append(wording.pair(wording.stored("status", "exercised"), used))
      parts.append(wording.pair(wording(.outstanding), left))
    }
    if row.text("status") == "pending" {
      parts.append(wording.date(row.text("opens_on")))
      let needs = wording.conditions(row, "opens_when")
      // Beside a day nobody says for which of them it waits.
      if !needs.isEmpty {
        parts.append(
          row.text("opens_on").isEmpty
            ? wording(.waitsFor, wording.joined(needs, .and)) : needs.joined(separator: ", "))
      }
    }
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// What is paid: as it turned out, else what the terms say.
  private func price(ofOption row: JSONObject) -> String {
    // The rest of what was exercised for a part has the price of the terms.
    let turned = ["exercised_stated", "exercised_price"].map { name in
      row.text("left_share").isEmpty ? wording.stated(row.text(name)) : ""
    }
    var parts = turned.filter { !$0.isEmpty }
    let toldAs = row.text("price_told_as")
    if !parts.isEmpty, !toldAs.isEmpty {
      parts[parts.count - 1] += " (\(wording.stored("status", toldAs)))"
    }
    if parts.isEmpty {
      parts = ["strike_stated", "price"].map { wording.stated(row.text($0)) }
      if !row.text("floor_stated").isEmpty {
        parts.append(wording.pair(wording(.floor), wording.stated(row.text("floor_stated"))))
      }
      if !row.text("cap_stated").isEmpty {
        parts.append(wording.pair(wording(.cap), wording.stated(row.text("cap_stated"))))
      }
      parts.append(row.text("formula"))
    }
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  var offices: ReportTable {
    ReportTable(
      .offices, "offices",
      [
        .text(.entity), .text(.person), .text(.office), .text(.nominatedBy), .day(.since),
        .day(.until), .text(.status),
      ]
    ) { row in
      let title = row.text("title")
      let named = row.text("nominated_by")
      return [
        wording.name(row.text("entity")), wording.name(row.text("person")),
        title.isEmpty ? wording.stored("office", row.text("office")) : title,
        named.isEmpty ? "" : wording.name(named), wording.date(row.text("since")),
        wording.date(row.text("until")), wording.standing(row),
      ]
    }
  }

  var disputes: ReportTable {
    ReportTable(
      .disputes, "disputes",
      [
        .text(.dispute), .text(.parties), .text(.subject), .text(.forum), .text(.state),
        .text(.outcome), .day(.date),
      ]
    ) { row in
      let outcome = [
        row.text("outcome"), wording.stated(row.text("awarded")), row.text("terms"),
        wording.stated(row.text("settled_for")),
      ]
      let day = ["closed", "settled", "ruled", "opened"].lazy.map { row.text($0) }.first {
        !$0.isEmpty
      }
      return [
        wording.thing(row.text("dispute")),
        texts(row, "parties").map(wording.name).joined(separator: ", "),
        wording.shortened(row.text("subject")), row.text("forum"), disputeState(row),
        wording.shortened(outcome.filter { !$0.isEmpty }.joined(separator: ", ")),
        wording.date(day ?? ""),
      ]
    }
  }

  /// How far a dispute has come; of one that is open by when a decision is expected.
  private func disputeState(_ row: JSONObject) -> String {
    let day = row.text("decision")
    guard row.text("status") == "open", !day.isEmpty else { return wording.state(row) }
    return "\(wording.state(row)), \(wording(.decisionExpected, wording.date(day)))"
  }
}
