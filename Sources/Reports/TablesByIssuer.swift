import Events

/// The tables of stakes and values, company by company.
extension ReportTables {
  /// The rows of an issuer: shares by basis and size with their sums, values in the order of their days.
  func told(_ rows: [JSONObject], of table: ReportTable) -> [Section.Row] {
    guard table.view == "stakes" else {
      let sorted = rows.enumerated().sorted {
        ($0.element.text("effective_earliest"), $0.offset)
          < ($1.element.text("effective_earliest"), $1.offset)
      }
      return sorted.map { table.row($0.element) }
    }
    let bases = rows.grouped { row in
      ["basis", "excludes", "asserted_by"].map(row.text).joined(separator: "/")
    }
    let sorted = bases.enumerated().sorted {
      ($1.element.1.count, $0.offset) < ($0.element.1.count, $1.offset)
    }
    return sorted.flatMap { _, basis -> [Section.Row] in
      let rows = basis.1.enumerated().sorted {
        ($1.element.least("percent", "ppb"), $0.offset)
          < ($0.element.least("percent", "ppb"), $1.offset)
      }.map(\.element)
      return rows.map(table.row) + sums(of: rows, table.columns.count)
    }
  }

  /// What the shares on one basis come to, and what is not accounted for.
  private func sums(of all: [JSONObject], _ columns: Int) -> [Section.Row] {
    let shares = Shares(all)
    guard let total = shares.total, let rest = shares.rest, let first = shares.rows.first else {
      return []
    }
    let isBounded = shares.rows.contains { row in
      let certainty = (try? Percent(recorded: row.text("stated")))?.certainty
      return certainty == .atMost || certainty == .atLeast
    }
    func row(_ word: Word, _ share: Shares.Share) -> Section.Row {
      var cells = Array(repeating: "", count: columns)
      cells[1] = wording(word)
      // Where one is only known to lie under or over a limit, there is no figure that is nearer than others.
      cells[2] = wording.percent(
        isBounded && share.low < share.high ? nil : share.point, low: share.low, high: share.high)
      cells[3] = wording.basis(first)
      return Section.Row(
        cells: cells, events: Set(shares.rows.flatMap(Snapshot.events)).sorted(),
        rows: shares.rows.compactMap { $0["row"]?.stringValue }, isSum: true)
    }
    return [row(.total, total), row(.unaccounted, rest)]
  }
}
