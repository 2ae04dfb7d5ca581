import Events
import Projections

/// What rows of a view come to together, and how: the sums that charts, the figures at the head of a report and
/// the last rows of its tables tell.
struct Addition {
  private let view: String
  private let rows: [JSONObject]

  init(_ rows: [JSONObject], of view: String) {
    self.rows = rows
    self.view = view
  }

  /// A line for each figure that is a sum of theirs.
  var lines: [Saying] {
    switch view {
    case "payments": payments
    case "debts": debts
    case "stakes": Shares(rows).lines
    default: []
    }
  }

  // MARK: - Amounts

  /// What one owes another in one currency, what conditions hold back, and what was paid.
  private var payments: [Saying] {
    grouped("payer", "payee").flatMap { rows -> [Saying] in
      let standing = rows.filter { !$0.isExpired }
      func own(_ standing: String) -> [JSONObject] {
        rows.filter { !$0.isExpired && $0.standing == standing }.map(\.own)
      }
      var lines = [line("committed", own("committed"), "promised", by: "payment")]
      lines.append(line("paid", standing.filter { !$0.isWhole }, "paid", by: "payment"))
      lines.append(line("outstanding", own("committed"), "outstanding", by: "payment"))
      for name in ["conditional", "non_binding"] {
        lines.append(line(name, own(name), "outstanding", by: "payment"))
      }
      return lines.compactMap(\.self)
    }
  }

  private var debts: [Saying] {
    grouped("lender", "borrower").flatMap { rows in
      ["outstanding", "undrawn"].compactMap { line($0, rows, $0, by: "debt") }
    }
  }

  /// The rows of each pair and currency.
  private func grouped(_ from: String, _ to: String) -> [[JSONObject]] {
    rows.grouped { row in [from, to, "currency"].map(row.text).joined(separator: "/") }.map(\.1)
  }

  /// `outstanding = USD 1bn (loan) [4] + USD 2bn (bridge) [8] = USD 3bn`; nil where nothing is added.
  private func line(
    _ name: String, _ rows: [JSONObject], _ column: String, by thing: String
  ) -> Saying? {
    let added = rows.filter { row in
      ["minor", "low_minor"].contains { row["\(column)_\($0)"] != nil }
        && !Amounts.isNothing(column, of: row)
    }
    guard !added.isEmpty else { return nil }
    let terms = added.enumerated().flatMap { place, row -> [Saying] in
      let events = Snapshot.events(of: row)
      let slug = row.text(thing)
      let label: Saying = slug.isEmpty ? .events(events) : .of(.thing(slug), events)
      return (place > 0 ? [.text(" + ")] : []) + [.money(column, row, nil), .text(" "), label]
    }
    // What is nothing adds nothing, and says whether the sum has an end.
    let sum: Saying = .money(column, Self.sum(rows, [column]), nil)
    return .all([.figure(name), .text(" = ")] + terms + [.text(" = "), sum])
  }

  /// A row with the sums of amounts; of one that is too great to be told only that it is.
  static func sum(_ rows: [JSONObject], _ names: [String]) -> JSONObject {
    var sum: JSONObject = [
      "currency": .string(rows.first?.text("currency") ?? ""),
      "conversions": .array(rows.flatMap { $0["conversions"]?.arrayValue ?? [] }),
    ]
    for name in names {
      // Where none is recorded nothing is added, and the sum of none is none.
      let rows = rows.filter { $0["\(name)_low_minor"] != nil || $0["\(name)_minor"] != nil }
      guard !rows.isEmpty else { continue }
      for end in ["minor", "low_minor", "high_minor"] {
        var total: Int128 = 0
        var isKnown = true
        for row in rows {
          guard
            let amount = row.integer("\(name)_\(end)")
              ?? (end == "minor" ? row.integer("\(name)_low_minor") : nil)
          else {
            isKnown = false
            continue
          }
          total += Int128(amount)
        }
        let isTold = total < Int128(Money.greatestSum)
        // Without a high end the sum has none; a point that is missing counts as its low end.
        guard isKnown || end != "high_minor", isTold || end == "low_minor" else { continue }
        sum["\(name)_\(end)"] = .integer(isTold ? Int64(total) : Money.greatestSum)
      }
    }
    return sum
  }
}

/// Shares of an issuer on one basis, what they come to and what is not accounted for.
///
/// Members of a group are counted with the group. Nothing where a share or its basis is not told, or where they
/// come to more than all: a contradiction tells that.
struct Shares {
  /// A share with its ends, in parts per billion.
  typealias Share = (point: Int64, low: Int64, high: Int64)

  /// Those that are added.
  let rows: [JSONObject]
  let total: Share?
  static let whole: Int64 = 1_000_000_000

  init(_ all: [JSONObject]) {
    let holders = Set(all.map { $0.text("holder") })
    rows = all.filter { !holders.contains($0.text("within")) }
    let shares = rows.compactMap(Self.share)
    // Shares of unknown bases may be of different wholes.
    let (issuer, basis) = (all.first?["issuer"], all.first?["basis"])
    guard rows.count > 1, shares.count == rows.count, basis != .string("unstated"),
      all.allSatisfy({ $0["issuer"] == issuer && $0["basis"] == basis })
    else {
      total = nil
      return
    }
    func sum(_ end: (Share) -> Int64) -> Int64 { min(Self.whole + 1, shares.map(end).reduce(0, +)) }
    let point = sum(\.point)
    total =
      point > Self.whole ? nil : (point, sum(\.low), min(Self.whole, sum(\.high)))
  }

  private static func share(_ row: JSONObject) -> Share? {
    let ends = ["", "low_", "high_"].compactMap { row["percent_\($0)ppb"]?.integerValue }
    return ends.count == 3 ? (ends[0], ends[1], ends[2]) : nil
  }

  /// What they leave of the whole.
  var rest: Share? {
    total.map { (Self.whole - $0.point, Self.whole - $0.high, Self.whole - $0.low) }
  }

  fileprivate var lines: [Saying] {
    guard let total, let rest else { return [] }
    let terms = rows.enumerated().flatMap { place, row -> [Saying] in
      (place > 0 ? [.text(" + ")] : []) + [
        .share(Self.share(row) ?? total), .text(" "),
        .of(.entity(row.text("holder")), Snapshot.events(of: row)),
      ]
    }
    let sum: Saying = .share(total)
    return [
      .all([.said(.total, []), .text(" = ")] + terms + [.text(" = "), sum]),
      .all([
        .said(.unaccounted, []), .text(" = "), .share((Self.whole, Self.whole, Self.whole)),
        .text(" − "), sum, .text(" = "), .share(rest),
      ]),
    ]
  }
}
