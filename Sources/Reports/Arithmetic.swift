import Events
import Projections

/// How the sums and quotients of a row come about, in figures as stated and the seqs behind them.
struct Arithmetic {
  private let commitments: [JSONObject]
  private let claims: [JSONObject]

  init(_ reading: Reading, claims: [JSONObject]) throws {
    commitments = try reading.rows(named: "commitments")
    self.claims = claims.filter { $0["counts"] == .integer(1) }
  }

  /// A line for each figure that is computed; none where all is as stated.
  func lines(for row: JSONObject, of view: String) -> [String] {
    switch view {
    case "capital": balance(row, from: "investor", to: "issuer", came: "funded")
    case "purchases": balance(row, from: "buyer", to: "supplier", came: "drawn")
    case "commitments": commitment(row)
    case "implied_valuations": [quotient(row)]
    default: []
    }
  }

  private func balance(
    _ row: JSONObject, from: String, to: String, came: String
  ) -> [String] {
    let own = commitments.filter {
      $0["from_entity"] == row[from] && $0["to_entity"] == row[to]
        && $0["currency"] == row["currency"]
    }
    var lines: [String] = []
    for name in ["committed", "conditional", "non_binding"] {
      let addends = own.filter { $0.text("counts_as") == name }.map(Self.addend)
      guard !addends.isEmpty else { continue }
      lines.append(
        "\(name.spaced) = \(addends.joined(separator: " + ")) = \(Amounts.money(name, of: row))")
    }
    for whole in own where whole.text("counts_as") == "whole" {
      lines.append("\(Self.addend(whole)) is only compared with its parts")
    }
    let draws = self.draws(of: row)
    if !draws.isEmpty {
      lines.append(
        "\(came) = \(draws.joined(separator: " + ")) = \(Amounts.money(came, of: row))")
    }
    let reduced =
      Amounts.isNothing("reduced", of: row) ? "" : " − \(Amounts.money("reduced", of: row))"
    lines.append(
      "outstanding = \(Amounts.money("committed", of: row))\(reduced) − "
        + "\(Amounts.money(came, of: row)) = \(Amounts.money("outstanding", of: row))")
    if let count = row["undisclosed"]?.integerValue, count > 0 {
      lines.append("\(counted(count, "amount")) undisclosed: the sums are lower bounds")
    }
    return lines
  }

  private static func addend(_ commitment: JSONObject) -> String {
    let event = commitment["event"]?.integerValue ?? 0
    return "\(commitment.text("stated")) (\(commitment.text("commitment"))) [\(event)]"
  }

  /// What came: levels and increments among the events of the row.
  private func draws(of row: JSONObject) -> [String] {
    let seqs = Set(Snapshot.events(of: row))
    return claims.filter { claim in
      ["funding", "drawdown"].contains(claim.text("family"))
        && (claim["event"]?.integerValue.map(seqs.contains) ?? false)
    }.map { claim in
      "\(claim.text("value")) (\(claim.text("effective"))) [\(claim["event"]?.integerValue ?? 0)]"
    }
  }

  private func commitment(_ row: JSONObject) -> [String] {
    guard row["outstanding_minor"] != nil else { return [] }
    var line = "outstanding = \(row.text("stated"))"
    if !Amounts.isNothing("reduced", of: row) { line += " − \(Amounts.money("reduced", of: row))" }
    line += " − \(Amounts.money("drawn", of: row)) = \(Amounts.money("outstanding", of: row))"
    return [line]
  }

  private func quotient(_ row: JSONObject) -> String {
    let parts = "\(row.text("value_stated")) ÷ \(row.text("percent_stated"))"
    return "value = \(parts) = \(Amounts.money("amount", of: row)); the low end is the least value "
      + "over the largest share, the high end the other way round"
  }
}
