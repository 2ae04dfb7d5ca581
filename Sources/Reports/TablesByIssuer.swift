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
    let bases = grouped(rows) { row in
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
  ///
  /// Members of a group are counted with the group. Nothing where a share or its basis is not told, or where
  /// they come to more than all: a contradiction tells that.
  private func sums(of all: [JSONObject], _ columns: Int) -> [Section.Row] {
    let holders = Set(all.map { $0.text("holder") })
    let rows = all.filter { !holders.contains($0.text("within")) }
    let whole: Int64 = 1_000_000_000
    let names = ["percent_ppb", "percent_low_ppb", "percent_high_ppb"]
    let ends = names.map { name in rows.compactMap { $0.integer(name) } }
    // Shares of unknown bases may be of different wholes.
    guard rows.count > 1, rows.first?.text("basis") != "unstated",
      ends.allSatisfy({ $0.count == rows.count }), let first = rows.first
    else {
      return []
    }
    let sums = ends.map { min(whole + 1, $0.reduce(0, +)) }
    guard sums[0] <= whole else { return [] }
    let isBounded = rows.contains { row in
      let certainty = (try? Percent(recorded: row.text("stated")))?.certainty
      return certainty == .atMost || certainty == .atLeast
    }
    func row(_ word: Word, _ point: Int64, _ low: Int64, _ high: Int64) -> Section.Row {
      var cells = Array(repeating: "", count: columns)
      cells[1] = wording(word)
      // Where one is only known to lie under or over a limit, there is no figure that is nearer than others.
      cells[2] = wording.percent(isBounded && low < high ? nil : point, low: low, high: high)
      cells[3] = wording.basis(first)
      return Section.Row(
        cells: cells, events: Set(rows.flatMap(Snapshot.events)).sorted(),
        rows: rows.compactMap { $0["row"]?.stringValue }, isSum: true)
    }
    let high = min(whole, sums[2])
    return [
      row(.total, sums[0], sums[1], high),
      row(.unaccounted, whole - sums[0], whole - high, whole - sums[1]),
    ]
  }
}
