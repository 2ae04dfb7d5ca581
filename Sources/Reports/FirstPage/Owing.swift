import Events
import Projections

/// How much one owes another: what is due in any case, and apart from it what conditions hold back.
struct Owing {
  private let page: FirstPage
  private let payments: [OwedPayments]
  private var wording: Wording { page.tables.wording }

  init(_ page: FirstPage) throws {
    self.page = page
    payments = try page.tables.owedPayments()
  }

  /// What a row of `exposures`, or a promise of things, tells, and the rows in which it stands.
  func told(_ row: JSONObject) throws -> (text: [Phrase], of: [(view: String, row: JSONObject)]) {
    let pair = ["from_entity", "to_entity", "currency"].map(row.text)
    switch row.text("kind") {
    case "capital", "purchase":
      return (things(row), [("commitments", row)])
    case "committed_capital":
      return try balance(pair, "capital", ["investor", "issuer", "currency"]) ?? whole(row)
    case "owes_purchases":
      return try balance(pair, "purchases", ["buyer", "supplier", "currency"]) ?? whole(row)
    case "owes_payments":
      guard let owed = payments.first(where: { $0.pair == pair }) else { return whole(row) }
      return parts(
        owed.due.isEmpty ? nil : amount("outstanding", owed.committed, of: owed.due),
        amount("outstanding", owed.conditional, of: owed.held),
        (owed.due + owed.held).filter { !Amounts.isNothing("outstanding", of: $0) }
          .map { ("payments", $0) }) ?? whole(row)
    default: return whole(row)
    }
  }

  private func whole(_ row: JSONObject) -> (text: [Phrase], of: [(view: String, row: JSONObject)]) {
    (
      [page.figure(wording.money("amount", of: row), of: row, in: "exposures")],
      [("exposures", row)]
    )
  }

  private func balance(
    _ pair: [String], _ view: String, _ names: [String]
  ) throws -> (text: [Phrase], of: [(view: String, row: JSONObject)])? {
    guard let row = try page.tables.rows(view).first(where: { names.map($0.text) == pair }) else {
      return nil
    }
    let amounts = ["outstanding", "conditional"].map { column -> Phrase? in
      Amounts.isTold(column, of: row)
        ? page.figure(wording.money(column, of: row), of: row, in: view) : nil
    }
    return parts(amounts[0], amounts[1], [(view, row)])
  }

  /// What is due, then what conditions hold back; nil where neither is told.
  private func parts(
    _ due: Phrase?, _ held: Phrase?, _ rows: [(view: String, row: JSONObject)]
  ) -> (text: [Phrase], of: [(view: String, row: JSONObject)])? {
    var held = held
    held?.append(" (\(wording(.conditional)))")
    let told = [due, held].compactMap(\.self)
    return told.isEmpty ? nil : (told, rows)
  }

  private func amount(_ name: String, _ sum: JSONObject, of rows: [JSONObject]) -> Phrase? {
    guard Amounts.isTold(name, of: sum) else { return nil }
    let names = rows.compactMap { Projections.view(named: "payments")?.explaining($0) }
    return Phrase(wording.money(name, of: sum), leadsTo: .rows(names))
  }

  /// How much of things is left, and what they are.
  private func things(_ row: JSONObject) -> [Phrase] {
    var told = page.figure(wording.stated(row.text("left_quantity")), of: row, in: "commitments")
    let subject = row.text("subject")
    if !subject.isEmpty { told.append(" (\(wording.shortened(subject, to: 80)))") }
    return [told]
  }
}

/// The payments that one owes another in one currency.
struct OwedPayments {
  /// Who pays, whom, in which currency.
  let pair: [String]
  /// All that are neither paid nor expired.
  let rows: [JSONObject]
  /// Those that are due in any case, and those that conditions hold back.
  let due: [JSONObject]
  let held: [JSONObject]
  /// What is left of these and of those, as `outstanding`.
  var committed: JSONObject { Addition.sum(due, ["outstanding"]) }
  var conditional: JSONObject { Addition.sum(held, ["outstanding"]) }
}

extension ReportTables {
  /// By pair and currency, those of which something is left.
  func owedPayments() throws -> [OwedPayments] {
    let names = ["payer", "payee", "currency"]
    return try rows("payments").filter { !$0.isExpired && !$0.isPaid }.map(\.own)
      .grouped { row in names.map(row.text).joined(separator: "/") }
      .compactMap { _, rows in
        let parts = ["committed", "conditional"].map { name in rows.filter { $0.standing == name } }
        let isNothing = parts.joined().allSatisfy { Amounts.isNothing("outstanding", of: $0) }
        return isNothing
          ? nil
          : OwedPayments(
            pair: names.map { rows[0].text($0) }, rows: rows, due: parts[0], held: parts[1])
      }
  }
}
