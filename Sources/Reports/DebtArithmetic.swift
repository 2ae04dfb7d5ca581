import Events

extension Arithmetic {
  /// What is outstanding of a debt and what is undrawn, from what was lent, paid back and converted.
  ///
  /// Where what is left follows otherwise, from a payment in full or not at all, no line pretends to
  /// compute it.
  func debt(_ row: JSONObject) -> [Sum] {
    let lent = claims.first { $0.text("key") == "debt:\(row.text("debt"))#principal" }
    let principal = Sum.Term(
      Interval(stated: row.text("stated")),
      .all([.said(.sumLent, [])] + (lent.map { [.text(" "), .events([$0.event])] } ?? [])),
      as: row.text("stated"))
    let drawn = moved("drawn", "debt_draw", of: row)
    let gone = [("repaid", "debt_repayment"), ("converted", "debt_conversion")].compactMap {
      moved($0.0, $0.1, of: row, sign: -1)
    }
    var sums: [Sum] = []
    func add(_ name: String, _ terms: [Sum.Term]) {
      let sum = Sum(name, terms, Interval(name, of: row), row.text("currency"))
      if terms.count > 1 || drawn != nil, sum.computed == sum.result { sums.append(sum) }
    }
    add("outstanding", [drawn ?? principal] + gone)
    if let drawn, !Amounts.isNothing("undrawn", of: row) {
      add("undrawn", [principal, Sum.Term(drawn.amount, drawn.label, -1)])
    }
    return sums
  }

  /// What was done of one kind, with the events that tell it.
  private func moved(
    _ name: String, _ family: String, of row: JSONObject, sign: Int = 1
  ) -> Sum.Term? {
    guard row["\(name)_low_minor"] != nil else { return nil }
    let seqs = Set(Snapshot.events(of: row))
    let events = Set(claims.filter { $0.text("family") == family }.map(\.event))
      .intersection(seqs).sorted()
    return Sum.Term(
      Interval(name, of: row), .all([.figure(name), .text(" "), .events(events)]), sign)
  }
}
