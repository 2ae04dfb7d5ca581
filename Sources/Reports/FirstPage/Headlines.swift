import Events
import Projections

/// The figures that a reader looks for first: values, the main stakes, capital, purchases, rights,
/// contradictions.
///
/// What does not belong together is not added: an amount is of one payer to one payee, and the shares of
/// a card stand on one basis.
struct Headlines {
  struct Figure {
    let title: String
    let value: String
    let lines: [Phrase]
    let events: [Seq]
    /// How many more events it rests on.
    let more: Int
    /// The view of whose rows it is made, and of how many of them.
    let view: View?
    let count: Int64
    /// Their names, for `why`; of very many none.
    let rows: [String]
    /// Those of them whose figure it is.
    let behind: [String]

    /// All of it in a line: the figure and of what kind it is, then what else there is to say.
    func told(_ wording: Wording) -> String {
      let first = [value] + lines.prefix(1).map(\.text)
      return ([first.joined(separator: ", ")] + lines.dropFirst().map(\.text))
        .joined(separator: wording.semicolon)
    }

    /// The figure and its interval apart: the figure is read first.
    var parts: (value: String, interval: String?) {
      guard let mark = value.firstRange(of: " ("), value.last == ")" else { return (value, nil) }
      let interval = value[mark.upperBound...].dropLast()
      return (String(value[..<mark.lowerBound]), String(interval))
    }
  }

  private let tables: ReportTables
  private var wording: Wording { tables.wording }
  private static let mostValues = 2
  private static let mostStakes = 2
  private static let mostPairs = 2
  /// With more figures than these, what is told of one pair of each kind and of one holder is enough: the terms
  /// tell the others.
  private static let mostFigures = 10
  private static let mostHolders = 3
  private static let mostEvents = 4
  private static let mostNames = 40

  init(_ tables: ReportTables) { self.tables = tables.withBriefNames }

  func figures() throws -> [Figure] {
    let pairs = try [
      balance("capital", .committedCapital, "funded", .funded, .undrawn),
      balance("purchases", .committedPurchases, "drawn", .drawn, .outstanding), payments(),
      debts(),
    ]
    let values = try values()
    let held = try stakes()
    let after = try options() + rights() + contradictions()
    let count = values.count + held.count + pairs.map(\.count).reduce(0, +) + after.count
    guard count > Self.mostFigures else { return values + held + pairs.flatMap(\.self) + after }
    return try values + stakes(alone: true) + pairs.flatMap { $0.prefix(1) } + after
  }

  /// The latest company value of the issuers that are worth most.
  private func values() throws -> [Figure] {
    let rows = try tables.rows("valuations").filter {
      $0.text("subject") == "company" && $0["amount_minor"] != nil
    }
    let latest = rows.grouped { $0.text("issuer") }.compactMap { _, rows in
      rows.max { $0.text("effective_earliest") < $1.text("effective_earliest") }
    }
    let most = latest.sorted {
      ($0.integer("amount_minor") ?? 0) > ($1.integer("amount_minor") ?? 0)
    }
    return most.prefix(Self.mostValues).map { row in
      figure(
        wording(.valuationOf, wording.name(row.text("issuer"))),
        wording.stated(row.text("stated")),
        [Phrase(wording.basis(row) + ", " + wording.date(row.text("effective")))], of: [row],
        in: "valuations")
    }
  }

  /// Of the companies of which most is known the partner's share, else the greatest, and beside it those who hold on the same
  /// basis.
  private func stakes(alone: Bool = false) throws -> [Figure] {
    try Ownership(tables).issuers.prefix(Self.mostStakes).compactMap { held in
      guard let main = held.main else { return nil }
      let own = main.text("holder")
      let (others, left) =
        alone
        ? ([], 0)
        : held.rows.filter { $0.text("holder") != own }.first(most: Self.mostHolders)
      var lines = [Phrase(wording.basis(main) + ", " + wording.date(main.text("effective")))]
      lines += others.map { row in
        pair(
          wording.name(row.text("holder")), wording.share(row, inSentence: true), of: row,
          in: "stakes")
      }
      if left > 0 { lines.append(wording.more(left, in: .stakes)) }
      return figure(
        wording(.holds, wording.name(main.text("holder")), wording.name(main.text("issuer"))),
        wording.share(main), lines, of: [main] + others, in: "stakes", behind: [main])
    }
  }

  /// What one has promised another in one currency; of very many the greatest.
  private func balance(
    _ view: String, _ title: Word, _ came: String, _ cameWord: Word, _ leftWord: Word
  ) throws -> [Figure] {
    let rows = try tables.rows(view).filter { !Amounts.isNothing("committed", of: $0) }
    let greatest = rows.enumerated().sorted { one, other in
      (other.element.least("committed"), one.offset)
        < (one.element.least("committed"), other.offset)
    }
    let (from, to) = view == "capital" ? ("investor", "issuer") : ("buyer", "supplier")
    return greatest.prefix(Self.mostPairs).map { _, row in
      var lines = [Phrase(wording.fromTo(row, from, to))]
      lines += [(came, cameWord), ("outstanding", leftWord)].map { name, word in
        pair(
          wording(word), wording.came(name, of: row, and: name == came ? "unconverted" : nil),
          of: row,
          in: view)
      }
      if let undisclosed = row.integer("undisclosed"), undisclosed > 0 {
        lines.append(
          Phrase(
            wording.counted(undisclosed, .amountUndisclosed, .amountsUndisclosed),
            of: Projections.view(named: view)?.explaining(row)))
      }
      return figure(
        wording(title), wording.range("committed", of: row), lines, of: [row], in: view)
    }
  }

  /// What one owes another in payments, in one currency, and what conditions hold back.
  private func payments() throws -> [Figure] {
    try tables.owedPayments().prefix(Self.mostPairs).map { owed in
      let held =
        Amounts.isTold("outstanding", of: owed.conditional)
        ? [
          pair(
            wording(.conditional), wording.money("outstanding", of: owed.conditional),
            of: owed.held, in: "payments")
        ] : []
      return figure(
        wording(.owedPayments),
        owed.due.isEmpty ? wording(.noneOwed) : wording.money("outstanding", of: owed.committed),
        owed.rows.prefix(1).map { Phrase(wording.fromTo($0, "payer", "payee")) } + held,
        of: (owed.due + owed.held).filter { !Amounts.isNothing("outstanding", of: $0) },
        in: "payments")
    }
  }

  private func debts() throws -> [Figure] {
    let rows = try tables.rows("debts")
    let pairs = rows.grouped { row in
      ["lender", "borrower", "currency"].map(row.text).joined(separator: "/")
    }
    return pairs.lazy.compactMap { _, rows -> Figure? in
      let sum = Addition.sum(rows, ["outstanding", "undrawn"])
      let standing = rows.filter {
        !Amounts.isNothing("outstanding", of: $0) || !Amounts.isNothing("undrawn", of: $0)
      }
      guard !standing.isEmpty else { return nil }
      let undrawn =
        Amounts.isNothing("undrawn", of: sum)
        ? nil
        : pair(
          wording.stored("status", "undrawn"), wording.money("undrawn", of: sum), of: standing,
          in: "debts")
      return figure(
        wording(.outstandingDebt), wording.money("outstanding", of: sum),
        rows.prefix(1).map { Phrase(wording.fromTo($0, "borrower", "lender")) }
          + (undrawn.map { [$0] } ?? []), of: standing, in: "debts")
    }.prefix(Self.mostPairs).map(\.self)
  }

  private func options() throws -> [Figure] {
    let rows = try tables.rows("options")
    let open = rows.filter { ["open", "pending"].contains($0.text("status")) }
    guard !open.isEmpty else { return [] }
    let count = wording(
      .ofMany, wording.grouped(Int64(open.count)), wording.grouped(Int64(rows.count)))
    return [
      figure(wording(.openOptions), count, [], of: rows, in: "options", telling: open)
    ]
  }

  /// A figure that is made of rows of a view; the first of the events of those that it tells of.
  private func figure(
    _ title: String, _ value: String, _ lines: [Phrase], of rows: [JSONObject], in view: String,
    telling told: [JSONObject]? = nil, behind: [JSONObject]? = nil
  ) -> Figure {
    let view = Projections.view(named: view)
    let (events, more) = Set((told ?? rows).flatMap(Snapshot.events)).sorted()
      .first(most: Self.mostEvents)
    return Figure(
      title: title, value: value, lines: lines, events: Array(events), more: more,
      view: view, count: Int64(rows.count),
      rows: rows.count > Self.mostNames ? [] : rows.compactMap { view?.name(of: $0) },
      behind: (behind ?? told ?? rows).prefix(Self.mostNames).compactMap { view?.name(of: $0) })
  }

  /// A label and the figure of a row.
  private func pair(_ label: String, _ value: String, of row: JSONObject, in view: String) -> Phrase
  {
    let name = Projections.view(named: view)?.explaining(row)
    return wording.phrase(.pair, Phrase(label), Phrase(value, of: name))
  }

  /// A label and what rows come to.
  private func pair(
    _ label: String, _ value: String, of rows: [JSONObject], in view: String
  ) -> Phrase {
    let names = rows.compactMap { Projections.view(named: view)?.explaining($0) }
    return wording.phrase(.pair, Phrase(label), Phrase(value, leadsTo: .rows(names)))
  }

  private func rights() throws -> [Figure] {
    let rows = try tables.rows("rights")
    guard !rows.isEmpty else { return [] }
    let inForce = rows.filter { $0.text("status") == "in_force" }
    let count = wording(
      .ofMany, wording.grouped(Int64(inForce.count)), wording.grouped(Int64(rows.count)))
    return [
      figure(wording(.rightsInForce), count, [], of: rows, in: "rights", telling: inForce)
    ]
  }

  private func contradictions() throws -> [Figure] {
    var counts = (open: Int64(0), errors: Int64(0))
    var (cited, citedByErrors) = (Citations(), Citations())
    try tables.forEachOpenFinding { row in
      let isError = row.text("severity") == "error"
      counts.open += 1
      counts.errors += isError ? 1 : 0
      let events = Snapshot.events(of: row)
      cited.cite(events)
      if isError { citedByErrors.cite(events) }
    }
    guard counts.open > 0 else { return [] }
    let (first, more) = Array(counts.errors == 0 ? cited.seqs : citedByErrors.seqs)
      .first(most: Self.mostEvents)
    return [
      Figure(
        title: wording(.openContradictions), value: wording.grouped(counts.open),
        lines: counts.errors == 0
          ? []
          : [
            Phrase(
              counts.errors == 1
                ? wording(.oneError) : wording(.ofThemErrors, wording.grouped(counts.errors)),
              leadsTo: .topic(.contradictions))
          ],
        events: Array(first), more: more,
        view: Projections.view(named: "discrepancies"), count: counts.open, rows: [], behind: [])
    ]
  }
}
