import Events

/// A table of a report: its title, its columns, its rows, and the events behind each row.
struct Section {
  struct Row {
    let cells: [String]
    let events: [Seq]
  }
  let title: String
  let columns: [String]
  let rows: [Row]
}

extension Snapshot {
  /// The tables of state and report, in the order in which people ask; empty ones are left out.
  var sections: [Section] {
    (byIssuer("Stakes in", stakes) + byIssuer("Valuations of", valuations) + [
      implied, balances("Capital", "capital", "investor", "issuer", "funded"),
      balances("Purchases", "purchases", "buyer", "supplier", "drawn"), commitments, totals,
      rounds, rights, conditions, revenueShares, warrants, agreements,
    ]).filter { !$0.rows.isEmpty }
  }

  private func section(
    _ title: String, _ view: String, _ columns: [String], _ cells: (JSONObject) -> [String]
  ) -> Section {
    Section(
      title: title, columns: columns,
      rows: rows(view).map { Section.Row(cells: cells($0), events: Self.events(of: $0)) })
  }

  /// A section whose first column is the issuer, as one section for each issuer.
  private func byIssuer(_ title: String, _ section: Section) -> [Section] {
    let issuers = Set(section.rows.map { $0.cells[0] }).sorted()
    return issuers.map { issuer in
      let rows = section.rows.filter { $0.cells[0] == issuer }
      return Section(
        title: "\(title) \(issuer)", columns: Array(section.columns.dropFirst()),
        rows: rows.map { Section.Row(cells: Array($0.cells.dropFirst()), events: $0.events) })
    }
  }

  private var stakes: Section {
    section(
      "Stakes", "stakes", ["issuer", "holder", "percent", "basis", "value", "effective", "status"]
    ) { row in
      let excludes = row.text("excludes")
      let basis = row.text("basis").spaced
      return [
        row.text("issuer"), row.text("holder"), row.text("stated"),
        basis + (excludes.isEmpty ? "" : ", without \(excludes.spaced)"),
        row.text("value_stated"), row.text("effective"), row.standing,
      ]
    }
  }

  private var valuations: Section {
    section(
      "Valuations", "valuations", ["issuer", "of", "value", "basis", "effective", "status"]
    ) { row in
      let subject = row.text("subject") == "stake" ? "stake of \(row.text("holder"))" : "company"
      let round = row.text("round")
      return [
        row.text("issuer"), round.isEmpty ? subject : "\(subject), \(round)", row.text("stated"),
        row.text("basis").spaced, row.text("effective"), row.standing,
      ]
    }
  }

  /// One row for each distinct result: several sources often give the same pair.
  private var implied: Section {
    var places: [[String]: Int] = [:]
    var rows: [Section.Row] = []
    for row in self.rows("implied_valuations") {
      let result = [
        row.text("issuer"), Amounts.money("amount", of: row),
        "\(row.text("value_stated")) / \(row.text("percent_stated")), \(row.text("holder"))",
      ]
      let events = Self.events(of: row)
      if let place = places[result] {
        let all = Set(rows[place].events + events).sorted()
        rows[place] = Section.Row(cells: rows[place].cells, events: all)
      } else {
        places[result] = rows.count
        rows.append(Section.Row(cells: result + [row.text("effective")], events: events))
      }
    }
    return Section(
      title: "Implied company values", columns: ["issuer", "value", "from", "effective"],
      rows: rows)
  }

  private func balances(
    _ title: String, _ view: String, _ from: String, _ to: String, _ came: String
  ) -> Section {
    section(title, view, ["from", "to", "committed", came, "outstanding", "besides"]) { row in
      var besides = ["conditional", "non_binding", "reduced"].compactMap { name -> String? in
        Amounts.isNothing(name, of: row) ? nil : "\(name.spaced): \(Amounts.money(name, of: row))"
      }
      if let count = row["undisclosed"]?.integerValue, count > 0 {
        besides.append("+ \(count) undisclosed")
      }
      return [
        row.text(from), row.text(to), Amounts.money("committed", of: row),
        Amounts.money(came, of: row), Amounts.money("outstanding", of: row),
        besides.joined(separator: "; "),
      ]
    }
  }

  private var commitments: Section {
    section(
      "Commitments", "commitments",
      ["commitment", "amount", "counts as", "outstanding", "effective", "status"]
    ) { row in
      var counts = row.text("counts_as").spaced
      if !row.text("part_of").isEmpty { counts += ", part of \(row.text("part_of"))" }
      if row["expired"] == .integer(1) { counts += ", expired" }
      let quantity = row.text("quantity")
      let amount = row.text("stated")
      return [
        row.text("commitment"),
        quantity.isEmpty || quantity == amount ? amount : "\(amount), \(quantity)", counts,
        Amounts.money("outstanding", of: row), row.text("effective"), row.standing,
      ]
    }
  }

  private var totals: Section {
    section(
      "Totals as stated (compared, never added)", "totals",
      ["measure", "from", "to", "amount", "effective", "status"]
    ) { row in
      [
        row.text("measure"), row.text("from_entity"), row.text("to_entity"), row.text("stated"),
        row.text("effective"), row.standing,
      ]
    }
  }

  private var rounds: Section {
    section(
      "Rounds", "rounds", ["round", "kind", "raised", "post-money", "investors", "effective"]
    ) { row in
      [
        row.text("round"), "\(row.text("kind")), \(row.text("state"))",
        row.text("raised_stated"), row.text("post_money_stated"), row.list("investors"),
        row.text("effective"),
      ]
    }
  }

  private var rights: Section {
    section(
      "Rights", "rights", ["right", "kind", "status", "exclusive", "ends", "at the latest"]
    ) { row in
      let exclusive =
        row["exclusive"] == .integer(1)
        ? "yes" + row.ends("exclusive_ends_on", "exclusive_ends_when", nil).prefixed(", ")
        : row["exclusive"] == .integer(0) ? "no" : ""
      return [
        row.text("right"), row.text("kind").spaced, row.text("status").spaced, exclusive,
        row.ends("ends_on", "ends_when", row.text("ends_rule")), row.atLatest,
      ]
    }
  }

  var conditions: Section {
    section(
      "Conditions", "conditions",
      ["condition", "status", "criterion", "declared by", "verified by"]
    ) { row in
      [
        row.text("condition"), row.text("status"), row.text("criterion"), row.text("declarer"),
        row.text("verifier"),
      ]
    }
  }

  private var revenueShares: Section {
    section(
      "Revenue shares", "revenue_shares",
      ["share", "payer", "payee", "rate", "cap", "status", "until"]
    ) { row in
      let tiers = (row["tiers"]?.arrayValue ?? []).compactMap(\.objectValue).map { tier in
        let rate = tier["rate"]?.objectValue?["text"]?.stringValue ?? ""
        return rate + (tier["until"]?.stringValue ?? "").prefixed(" until ")
      }
      let rate = ([row.text("share_rate_stated")] + tiers).filter { !$0.isEmpty }
      return [
        row.text("share"), row.text("payer"), row.text("payee"), rate.joined(separator: ", then "),
        row.text("cap_stated"), row.text("status").spaced,
        row.ends("until_on", "until_when", nil),
      ]
    }
  }

  private var warrants: Section {
    section(
      "Warrants", "warrants",
      ["warrant", "holder", "issuer", "units", "strike", "state", "effective"]
    ) { row in
      [
        row.text("warrant"), row.text("holder"), row.text("issuer"), row.text("units"),
        row.text("strike"), row.text("state"), row.text("effective"),
      ]
    }
  }

  private var agreements: Section {
    section(
      "Agreements", "agreements", ["agreement", "kind", "binding", "signed", "terminated"]
    ) { row in
      [
        row.text("agreement"), row.text("kind"), row["binding"] == .integer(1) ? "yes" : "no",
        row.text("signed"), row.text("terminated"),
      ]
    }
  }
}

extension JSONObject {
  /// The text of that name, empty where there is none.
  func text(_ name: String) -> String { self[name]?.stringValue ?? "" }

  /// How sure it is, and how many other claims about the same time it beat.
  var standing: String {
    guard let beaten = self["beaten"]?.integerValue, beaten > 0 else { return text("status") }
    return "\(text("status")), beat \(beaten)"
  }

  /// A list of texts, with commas.
  func list(_ name: String) -> String {
    (self[name]?.arrayValue ?? []).compactMap(\.stringValue).joined(separator: ", ")
  }

  /// `until 2032`, `when agi is verified`, or both with which of them counts.
  func ends(_ on: String, _ when: String, _ rule: String?) -> String {
    let needs = (self[when]?.arrayValue ?? []).compactMap(\.objectValue).map { need in
      "\(need.text("condition")) is \(need.text("state"))"
    }
    let conditions = needs.joined(separator: rule == "latest" ? " and " : " or ")
      .prefixed("until ")
    let day = text(on).prefixed("until ")
    if day.isEmpty { return conditions }
    if conditions.isEmpty { return day }
    return "\(day) or \(conditions), whichever is \(rule == "latest" ? "last" : "first")"
  }
}

extension JSONObject {
  /// The day on which a right is over at the latest, `open` where nobody can say.
  var atLatest: String {
    let day = text("ends_at_latest")
    return day.isEmpty && !text("ends_by").isEmpty ? "open" : day
  }
}

extension String {
  /// The text behind a prefix, or nothing at all.
  func prefixed(_ prefix: String) -> String { isEmpty ? "" : prefix + self }

  /// With spaces where stored words have underscores, and after commas.
  var spaced: String {
    var text = ""
    for character in self {
      text += character == "_" ? " " : character == "," ? ", " : String(character)
    }
    return text
  }
}
