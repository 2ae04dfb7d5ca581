import Stakebook

// What is left of debts, folded from what was told.

extension NaiveReading {
  /// A debt, what was done with it and what is left. A point that nobody can tell is missing.
  private struct Standing {
    let debt: DebtID
    let currency: String
    /// Whether its lending is told, and with that who lends.
    let isIssued: Bool
    var status = ""
    var moved: [NaiveAmount?] = []
    var left = NaiveAmount.nothing
    var isUnknown = false
    var undrawn = NaiveAmount.nothing

    var leftText: String { isUnknown ? "-" + left.text.drop { $0 != " " } : left.text }
  }

  private struct MoveKey: Hashable {
    let debt: DebtID
    let way: NaiveMove.Way
    let isLevel: Bool
    let first: Day?
    let last: Day?
  }

  private func term<Value>(
    _ debt: DebtID, _ path: String, _ value: (NaiveDebt) -> Value?
  ) -> (value: Value, told: Told)? {
    let claims = deals.filter { _, deal in
      guard deal.debt == debt, let terms = deal.debtTerms else { return false }
      return value(terms) != nil || terms.removing.contains(path)
    }
    guard let told = Self.counting(claims.map(\.told)), case .deal(let deal) = told.matter
    else { return nil }
    return deal.debtTerms.flatMap(value).map { ($0, told) }
  }

  /// What of a commitment was promised as a payment, or lent, by the currency in which it is.
  func strangeParts(of whole: CommitmentID, in currency: String) -> [NaiveAmount] {
    let promised = Self.counting(live) { told -> PaymentID? in
      if case .deal(.promised(let pledge)) = told.matter { pledge.payment } else { nil }
    }
    let pledged = promised.compactMap { _, told -> Money? in
      guard case .deal(.promised(let pledge)) = told.matter, pledge.commitment == whole
      else { return nil }
      return pledge.amount
    }
    let debts = Set(deals.compactMap { $0.deal.debtTerms == nil ? nil : $0.deal.debt })
    let lent = debts.compactMap { debt -> Money? in
      guard term(debt, "commitment", \.commitment)?.value == whole else { return nil }
      return term(debt, "principal", \.principal)?.value
    }
    return (pledged + lent).filter { $0.currency == currency }.map { NaiveAmount($0) }
  }

  private var standings: [Standing] {
    let moves = Self.counting(live) { told -> MoveKey? in
      guard case .deal(.moved(let debt, let move)) = told.matter else { return nil }
      return MoveKey(
        debt: debt, way: move.way, isLevel: move.isLevel, first: told.date.earliest,
        last: told.date.latest)
    }
    let debts = Set(deals.compactMap { $0.deal.debtTerms == nil ? nil : $0.deal.debt })
    return debts.compactMap { debt in
      guard let principal = term(debt, "principal", \.principal) else { return nil }
      return standing(
        debt, principal.value, principal.told.firmness,
        moves.filter { $0.key.debt == debt }.map(\.told))
    }
  }

  private func standing(
    _ debt: DebtID, _ principal: Money, _ firmness: Int, _ told: [Told]
  ) -> Standing {
    let currency = principal.currency
    func moves(_ way: NaiveMove.Way) -> [(told: Told, move: NaiveMove, money: Money?)] {
      told.compactMap { told in
        guard case .deal(.moved(_, let move)) = told.matter, move.way == way else { return nil }
        // What it settles in another currency than that of the debt, it does not.
        let settled = move.settles.flatMap { $0.currency == currency ? $0 : nil }
        return (told, move, settled ?? move.amount)
      }
    }
    func sum(_ way: NaiveMove.Way) -> NaiveAmount? {
      let own = moves(way).filter { $0.money?.currency == currency }
      guard !own.isEmpty else { return nil }
      let level = own.filter(\.move.isLevel).max {
        ($0.told.date.earliest?.ordinal ?? 0, $0.told.seq)
          < ($1.told.date.earliest?.ordinal ?? 0, $1.told.seq)
      }
      let base = level?.money.map { NaiveAmount($0) } ?? .nothing
      return own.reduce(base) { sum, one in
        guard let money = one.money, let day = one.told.date.earliest, !one.move.isLevel
        else { return sum }
        var amount = NaiveAmount(money)
        if let level, let start = level.told.date.earliest {
          guard day > start else { return sum }
          // What came within the time of a level may be in it.
          if level.told.date.latest.map({ day <= $0 }) ?? true {
            (amount.point, amount.low) = (0, 0)
          }
        }
        return sum + amount
      }
    }
    func isWhole(_ way: NaiveMove.Way) -> Bool {
      moves(way).contains { told, move, _ in
        (move.isFull || move.way == .converted && move.amount == nil)
          && (told.status == .confirmed || told.status == .reported || firmness < 3)
      }
    }
    let (drawn, repaid, converted) = (sum(.drawn), sum(.repaid), sum(.converted))
    let isForeign = told.contains { told in
      guard case .deal(.moved(_, let move)) = told.matter, let amount = move.amount
      else { return false }
      let settled = move.settles.flatMap { $0.currency == currency ? $0 : nil }
      return (settled ?? amount).currency != currency
    }
    var gone = (repaid ?? .nothing) + (converted ?? .nothing)
    if isForeign { gone.high = nil }
    let whole = NaiveAmount(principal)
    let available = term(debt, "available", \.available)?.value
    let needs = term(debt, "conditions") { $0.conditions.isEmpty ? nil : $0.conditions }?.value
    let until = term(debt, "available_until", \.until)?.value
    let waits = available != nil || until != nil || needs != nil
    let isLapsed = [until, term(debt, "maturity", \.maturity)?.value].contains { last in
      last?.latest.map { $0 < day } ?? false
    }
    let isOver = isWhole(.repaid) || isWhole(.converted)
    let isIssued = live.contains { told in
      if case .deal(.issued(debt, _)) = told.matter { true } else { false }
    }
    var standing = Standing(debt: debt, currency: currency, isIssued: isIssued)
    standing.moved = [drawn, repaid, converted]
    standing.left = isOver ? .nothing : (drawn ?? (waits ? .nothing : whole)).less(gone)
    standing.isUnknown = !isOver && isForeign
    standing.undrawn =
      isLapsed ? .nothing : drawn.map { whole.less($0) } ?? (waits ? whole : .nothing)
    let isHeld = available?.earliest.map { $0 > day } ?? false || !areMet(needs ?? [])
    standing.status =
      if standing.left.high != 0 { "outstanding" } else if isWhole(.converted) || converted != nil {
        "converted"
      } else if isWhole(.repaid) || repaid != nil { "repaid" } else {
        isLapsed ? "lapsed" : isHeld ? "pending" : "undrawn"
      }
    return standing
  }

  /// `debt status`, then what was drawn, repaid, converted, what is outstanding and what is undrawn.
  var debts: [String] {
    standings.map { one in
      ([one.debt.text, one.status] + one.moved.map { $0?.text ?? "- - -" } + [
        one.leftText, one.undrawn.text,
      ]).joined(separator: " ")
    }.sorted()
  }

  /// Everything of which something is left: `thing what from counts_as currency`, and how much.
  var owed: [String] {
    let debts = standings.flatMap { one -> [String] in
      let (borrower, lender) =
        one.isIssued ? ("beta", heir(of: NaiveDeal.lender).text) : ("-", "-")
      let standing = one.status == "pending" ? "conditional" : "committed"
      return [
        (one.left, "debt \(borrower) committed \(one.currency) \(one.leftText)"),
        (one.undrawn, "loan \(lender) \(standing) \(one.currency) \(one.undrawn.text)"),
      ].compactMap { $0.0.high == 0 ? nil : "\(one.debt.text) \($0.1)" }
    }
    return (owedPayments + debts).sorted()
  }
}

extension NaiveDeal {
  fileprivate var debt: DebtID? {
    switch self {
    case .issued(let debt, _), .amended(let debt, _), .moved(let debt, _): debt
    default: nil
    }
  }

  fileprivate var debtTerms: NaiveDebt? {
    switch self {
    case .issued(_, let terms), .amended(_, let terms): terms
    default: nil
    }
  }
}
