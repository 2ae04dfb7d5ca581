import Events
import Projections

/// How much one owes another: what is due in any case, and apart from it what conditions hold back.
struct Owing {
  private let tables: ReportTables
  private let payments: [OwedPayments]
  private var wording: Wording { tables.wording }

  init(_ tables: ReportTables) throws {
    self.tables = tables
    payments = try tables.owedPayments()
  }

  /// What a row of `exposures`, or a promise of things, tells, and the rows in which it stands.
  func told(_ row: JSONObject) -> (text: [Phrase], of: [(view: String, row: JSONObject)]) {
    let pair = ["from_entity", "to_entity", "currency"].map(row.text)
    switch row.text("kind") {
    case "capital", "purchase":
      return (things(row), [("commitments", row)])
    case "committed_capital":
      return balance(pair, "capital", ["investor", "issuer", "currency"]) ?? whole(row)
    case "owes_purchases":
      return balance(pair, "purchases", ["buyer", "supplier", "currency"]) ?? whole(row)
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
    let name = Projections.view(named: "exposures")?.explaining(row)
    return ([Phrase(wording.money("amount", of: row), of: name)], [("exposures", row)])
  }

  private func balance(
    _ pair: [String], _ view: String, _ names: [String]
  ) -> (text: [Phrase], of: [(view: String, row: JSONObject)])? {
    guard let row = (try? tables.rows(view))?.first(where: { names.map($0.text) == pair }) else {
      return nil
    }
    let name = Projections.view(named: view)?.explaining(row)
    let amounts = ["outstanding", "conditional"].map { column -> Phrase? in
      Amounts.isTold(column, of: row) ? Phrase(wording.money(column, of: row), of: name) : nil
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
    let name = Projections.view(named: "commitments")?.explaining(row)
    var told = Phrase(wording.stated(row.text("left_quantity")), of: name)
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
