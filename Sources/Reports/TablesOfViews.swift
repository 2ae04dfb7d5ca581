import Events
import Projections

/// The tables, one for each topic: which view they read and what stands in their columns.
extension ReportTables {
  var stakes: ReportTable {
    ReportTable(
      .stakes, "stakes",
      [
        .text(.issuer), .text(.holder), .figure(.percent), .text(.basis), .figure(.value),
        .day(.effective), .text(.status),
      ]
    ) { row in
      [
        wording.name(row.text("issuer")), holder(row),
        wording.stated(row.text("stated")), wording.basis(row),
        wording.stated(row.text("value_stated")), wording.date(row.text("effective")),
        wording.standing(row),
      ]
    }
  }

  /// Who holds a share; for whom, and within whose share it is counted.
  private func holder(_ stake: JSONObject) -> String {
    let (beneficiary, group) = (stake.text("beneficiary"), stake.text("within"))
    let holder = wording.name(stake.text("holder"))
    let told = beneficiary.isEmpty ? holder : wording(.heldFor, holder, wording.name(beneficiary))
    return group.isEmpty ? told : wording(.heldWithin, told, wording.name(group))
  }

  var valuations: ReportTable {
    ReportTable(
      .valuations, "valuations",
      [
        .text(.issuer), .text(.subject), .figure(.value), .text(.basis), .day(.effective),
        .text(.status),
      ]
    ) { row in
      let holder = wording.name(row.text("holder"))
      let subject =
        row.text("subject") == "stake" ? wording(.stakeOf, holder) : wording(.company)
      return [
        wording.name(row.text("issuer")), subject + wording.thing(row.text("round")).prefixed(", "),
        value(row, "amount"), wording.basis(row),
        wording.date(row.text("effective")), wording.standing(row),
      ]
    }
  }

  /// An amount as stated, and its interval where it says *about*.
  private func value(_ row: JSONObject, _ name: String) -> String {
    let stated = row.text("stated")
    let isApproximate = row.text("certainty") == "approximate"
    return isApproximate ? wording.money(name, of: row) : wording.stated(stated)
  }

  /// One row for each distinct result: several sources often give the same pair.
  var implied: Section {
    Section(
      topic: .valuations, title: wording(.implied),
      columns: [.text(.issuer), .figure(.value), .text(.derivedFrom), .day(.effective)]
    ) { body in
      try snapshot.forEachGroup(of: ["implied_valuations"], by: { $0.text("issuer") }) {
        try distinct($1).forEach(body)
      }
    }
  }

  private func distinct(_ implied: [JSONObject]) -> [Section.Row] {
    var places: [[String]: Int] = [:]
    var told: [Section.Row] = []
    for row in implied {
      let pair = ["value_stated", "percent_stated"].map { wording.stated(row.text($0)) }
      let result = [
        wording.name(row.text("issuer")),
        wording.money("amount", of: row, digits: Amounts.quotientDigits),
        "\(pair.joined(separator: " ÷ ")), \(wording.name(row.text("holder")))",
      ]
      let events = Snapshot.events(of: row)
      if let place = places[result] {
        let all = Set(told[place].events + events).sorted()
        told[place] = Section.Row(
          cells: told[place].cells, events: all, rows: told[place].rows + [row.text("row")])
      } else {
        places[result] = told.count
        told.append(
          Section.Row(
            cells: result + [wording.date(row.text("effective"))], events: events,
            rows: [row.text("row")]))
      }
    }
    return told
  }

  func balances(
    _ topic: View.Topic, _ view: String, _ from: String, _ to: String, _ came: Word,
    _ left: Word
  ) -> ReportTable {
    let cameName = view == "capital" ? "funded" : "drawn"
    return ReportTable(
      topic, view,
      [
        .text(.from), .text(.to), .figure(.committed), .figure(came), .figure(left),
        .text(.besides),
      ]
    ) { row in
      var besides = [
        ("conditional", Word.conditional), ("non_binding", .nonBinding), ("reduced", .reduced),
      ].compactMap { name, word in
        Amounts.isNothing(name, of: row)
          ? nil : wording.pair(wording(word), wording.money(name, of: row))
      }
      if let count = row["undisclosed"]?.integerValue, count > 0 {
        besides.append("+ " + wording.counted(count, .undisclosedOne, .undisclosedCount))
      }
      besides += unconverted(row)
      return [
        wording.name(row.text(from)), wording.name(row.text(to)),
        wording.money("committed", of: row), wording.came(cameName, of: row),
        wording.money("outstanding", of: row), besides.joined(separator: wording.semicolon),
      ]
    }
  }

  var commitments: ReportTable {
    ReportTable(
      .commitments, "commitments",
      [
        .text(.commitment), .figure(.amount), .text(.countsAs), .figure(.outstanding),
        .day(.effective), .text(.status),
      ]
    ) { row in
      var counts = wording.stored("counts_as", row.text("counts_as"))
      if row["not_broken_down_high_minor"] != .integer(0), row.text("counts_as") == "whole" {
        counts += ", " + wording(.notBrokenDown, wording.money("not_broken_down", of: row))
      }
      if !row.text("part_of").isEmpty {
        counts += ", " + wording(.partOf, wording.thing(row.text("part_of")))
      }
      if isReleased(row, "drawn") { counts += ", " + wording(.expired) }
      if row["paid_in_full"] == .integer(1) { counts += ", " + wording(.paidInFull) }
      if row["paid_in_sum"] == .integer(1) { counts += ", " + wording(.paidInSum) }
      counts += held(row).map { ", \($0)" }.joined()
      let quantity = row.text("quantity")
      let amount = row.text("stated")
      let both = quantity.isEmpty || quantity == amount ? [amount] : [amount, quantity]
      var amounts = both.map { wording.stated($0) }
      if row["increased_low_minor"] != nil, !Amounts.isNothing("increased", of: row) {
        amounts.append(wording.pair(wording(.increased), wording.money("increased", of: row)))
      }
      return [
        wording.thing(row.text("commitment")), amounts.joined(separator: ", "), counts,
        owed(row), wording.date(row.text("effective")), wording.standing(row),
      ]
    }
  }

  /// Whether something of a promise was left when its time was over.
  func isReleased(_ row: JSONObject, _ came: String) -> Bool {
    let promised = row.least("amount")
    return row["expired"] == .integer(1) && (promised == 0 || row.least(came) < promised)
  }

  /// What is left of a commitment, of money or of things.
  private func owed(_ row: JSONObject) -> String {
    guard !row.text("currency").isEmpty else { return wording.stated(row.text("left_quantity")) }
    let left = wording.money("outstanding", of: row)
    let remarks = unconverted(row)
    return remarks.isEmpty ? left : "\(left) (\(remarks.joined(separator: wording.semicolon)))"
  }

  /// What was paid in other currencies and was not converted, and why.
  func unconverted(_ row: JSONObject, _ reason: Word = .unconverted) -> [String] {
    let stated = row.text("unconverted").split(separator: ", ").map { wording.stated(String($0)) }
    return stated.isEmpty ? [] : [wording(reason, stated.joined(separator: ", "))]
  }

  var totals: ReportTable {
    ReportTable(
      .totals, "totals",
      [
        .text(.measure), .text(.from), .text(.to), .figure(.amount), .day(.effective),
        .text(.status),
      ]
    ) { row in
      [
        wording.stored("measure", row.text("measure")) + wording.asserted(row),
        wording.name(row.text("from_entity")),
        wording.name(row.text("to_entity")), wording.stated(row.text("stated")),
        wording.date(row.text("effective")), wording.standing(row),
      ]
    }
  }

  var rounds: ReportTable {
    ReportTable(
      .rounds, "rounds",
      [
        .text(.round), .text(.kind), .figure(.raised), .figure(.postMoney), .text(.investors),
        .day(.effective),
      ]
    ) { row in
      let investors = (row["investors"]?.arrayValue ?? []).compactMap(\.stringValue)
      return [
        wording.thing(row.text("round"), isBare: true),
        [("kind", row.text("kind")), ("status", row.text("state"))].map(wording.stored)
          .joined(separator: ", "),
        wording.stated(row.text("raised_stated")), wording.stated(row.text("post_money_stated")),
        investors.map(wording.name).joined(separator: ", "),
        wording.date(row.text("effective")),
      ]
    }
  }

  var conditions: ReportTable {
    ReportTable(
      .conditions, "conditions",
      [
        .text(.condition), .text(.status), .text(.criterion), .text(.declaredBy),
        .text(.verifiedBy),
      ]
    ) { row in
      let parties = ["declarer", "verifier"].map { row.text($0) }
      return [
        wording.thing(row.text("condition")),
        wording.stored(
          row.text("status") == "open" ? "condition" : "status", row.text("status")),
        wording.shortened(criterion(row)),
      ] + parties.map { $0.isEmpty ? "" : wording.name($0) }
    }
  }

  /// What must come true, of which kind it is, who decides, and until when it is waited for.
  private func criterion(_ condition: JSONObject) -> String {
    let kind = condition.text("kind")
    let criterion = condition.text("criterion")
    var parts = [
      ["", "other"].contains(kind)
        ? criterion : wording.pair(wording.stored("kind", kind), criterion)
    ]
    if !condition.text("authority").isEmpty {
      parts.append(wording.pair(wording.stored("term", "authority"), condition.text("authority")))
    }
    for (name, word, day) in [
      ("long_stop", Word.longStop, Word.longStop), ("or_on", .orOn, .orOnDay),
    ] where condition[name] != nil {
      parts.append(wording.dated(word, day: day, condition.text(name)))
    }
    // A decision that was taken is expected no longer.
    if condition["decision"] != nil, ["open", "declared"].contains(condition.text("status")) {
      parts.append(wording(.decisionExpected, wording.date(condition.text("decision"))))
    }
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  var revenueShares: ReportTable {
    ReportTable(
      .revenueShares, "revenue_shares",
      [
        .text(.share), .text(.payer), .text(.payee), .text(.rate), .figure(.cap), .figure(.paid),
        .text(.status), .text(.ends),
      ]
    ) { row in
      let tiers = (row["tiers"]?.arrayValue ?? []).compactMap(\.objectValue).map { tier in
        let rate = wording.stated(tier["rate"]?.objectValue?["text"]?.stringValue ?? "")
        let to = wording.stated(tier["to"]?.objectValue?["text"]?.stringValue ?? "")
        let until = tier["until"]?.stringValue.map(wording.quoted) ?? to
        return until.isEmpty ? rate : wording(.untilTier, rate, until)
      }
      let rate = [wording.stated(row.text("share_rate_stated"))] + tiers
      let kind = row.text("kind")
      return [
        kind.isEmpty
          ? wording.thing(row.text("share"))
          : wording.pair(wording.thing(row.text("share")), wording.stored("kind", kind)),
        wording.name(row.text("payer")), wording.name(row.text("payee")),
        wording.joined(rate.filter { !$0.isEmpty }, .then),
        wording.stated(row.text("cap_stated")), paid(row), wording.state(row),
        end(ofShare: row),
      ]
    }
  }

  /// When a share ended; else by its terms, or by those of its agreement where these end it first.
  func end(ofShare row: JSONObject) -> String {
    let day = row.text("ends_at_latest")
    let isOver = ["ended", "expired"].contains(row.text("status"))
    if !day.isEmpty, isOver || row.text("ends_by") == "agreement" {
      return isOver ? wording.date(day) : wording.until(day)
    }
    return wording.ends(row, "until_on", "until_when", rule: nil)
  }

  /// What was paid of a share: with its interval, or where there are several currencies the sums.
  private func paid(_ row: JSONObject) -> String {
    if row["paid_currency"] != nil {
      return wording.money("paid", of: row, currency: "paid_currency")
    }
    guard case .object(let sums)? = row["paid"] else { return "" }
    return sums.compactMap { currency, minor in
      minor.integerValue.map { wording.money($0, currency) }
    }.joined(separator: ", ")
  }

  var warrants: ReportTable {
    ReportTable(
      .warrants, "warrants",
      [
        .text(.warrant), .text(.holder), .text(.issuer), .figure(.units), .figure(.strike),
        .text(.state), .day(.effective),
      ]
    ) { row in
      var states = [wording.stored("status", row.text("state"))]
      if row.text("state") == "open", !row.text("expires").isEmpty {
        states.append(wording(.expires, wording.date(row.text("expires"))))
      }
      states += came(ofWarrant: row)
      return [
        wording.thing(row.text("warrant")), wording.name(row.text("holder")),
        wording.name(row.text("issuer")),
        wording.stated(row.text("units")), wording.stated(row.text("strike")),
        states.joined(separator: ", "), wording.date(row.text("effective")),
      ]
    }
  }

  /// What vested of a warrant and what was exercised, where anything is told.
  private func came(ofWarrant row: JSONObject) -> [String] {
    [
      ("vested_milli", wording(.vested)),
      ("exercised_milli", wording.stored("status", "exercised")),
    ]
    .compactMap { name, word in
      guard let milli = row.integer(name), milli > 0 else { return nil }
      let units = Amounts.quantity(milli, unit: row.text("unit"))
      return wording.pair(word, wording.stated(units))
    }
  }

  var agreements: ReportTable {
    ReportTable(
      .agreements, "agreements",
      [
        .text(.agreement), .text(.kind), .text(.binding), .day(.signed), .text(.besides),
        .day(.ends),
      ]
    ) { row in
      var besides = [wording.stated(row.text("value_stated"))]
      if !row.text("term").isEmpty { besides.append(wording.period(row.text("term"))) }
      if !row.text("governing_law").isEmpty {
        besides.append(
          wording.pair(wording.stored("term", "governing_law"), row.text("governing_law")))
      }
      if row["renews"] == .integer(1) { besides.append(wording(.renews)) }
      if row["notice_by"] != nil, row["ended_by"] == nil {
        besides.append(wording.dated(.notice, day: .noticeDay, row.text("notice_by")))
      }
      switch row.text("ended_by") {
      case "termination": besides.append(wording(.terminated))
      case "term": besides.append(wording(.expired))
      default: break
      }
      return [
        wording.thing(row.text("agreement")), wording.stored("kind", row.text("kind")),
        wording.yesOrNo(row["binding"]), wording.date(row.text("signed")),
        besides.filter { !$0.isEmpty }.joined(separator: ", "),
        wording.date(Self.end(ofAgreement: row)),
      ]
    }
  }
}
