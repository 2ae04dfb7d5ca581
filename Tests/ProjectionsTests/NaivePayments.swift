import Stakebook

// What is left of promised payments, folded from what was told.

extension NaiveReading {
  /// A payment or level that counts for its day.
  private struct Draw: NaiveDraw {
    let payer: EntityID
    /// The promise, where one counts.
    let payment: PaymentID?
    let category: PaymentCategory
    let currency: String
    /// The currency of its promise, where no rate brought it there.
    let wanted: String?
    var amount: NaiveAmount
    let isLevel: Bool
    let isFull: Bool
    let isFirm: Bool
    let day: Day
    let lastDay: Day?
    let seq: Seq

    var thing: PaymentID? { payment }
    var giver: EntityID { payer }
    var unit: String { currency }
    var isUnconverted: Bool { wanted != nil }
  }

  private struct PaidKey: Hashable {
    let payer: EntityID
    let payment: PaymentID?
    let category: PaymentCategory?
    let isLevel: Bool
    let first: Day?
    let last: Day?
  }

  /// A promise that counts.
  private struct Promise {
    let payment: PaymentID
    let payer: EntityID
    let currency: String
    let said: NaiveAmount
    let isUndisclosed: Bool
    let whole: PaymentID?
    let isCommitted: Bool
    let hasConditions: Bool
    let isExpired: Bool
    let firmness: Int
  }

  /// What is left of a promise, of a whole what its parts leave of it.
  private struct Share {
    var left = NaiveAmount.nothing
    var over = NaiveAmount.nothing
    var isUnknown = false
    var isWithin = false
  }

  private var promises: [Promise] {
    let facts = Self.counting(live) { told -> PaymentID? in
      if case .deal(.promised(let pledge)) = told.matter { pledge.payment } else { nil }
    }
    return facts.compactMap { payment, told in
      guard case .deal(.promised(let pledge)) = told.matter else { return nil }
      return Promise(
        payment: payment, payer: heir(of: NaiveDeal.payer(of: payment)),
        currency: pledge.amount.currency, said: NaiveAmount(pledge.amount),
        isUndisclosed: pledge.amount.certainty == .undisclosed, whole: pledge.whole,
        isCommitted: areMet(pledge.conditions), hasConditions: !pledge.conditions.isEmpty,
        isExpired: pledge.expires?.latest.map { $0 < day } ?? false || isReleased(payment, told),
        firmness: told.firmness)
    }
  }

  /// Whether the end of its agreement released what is left of a promise.
  private func isReleased(_ payment: PaymentID, _ told: Told) -> Bool {
    guard NaiveDeal.agreement(of: payment) != nil, !NaiveDeal.survives(payment),
      let end = agreementEnd, let start = told.start
    else { return false }
    return end.isOver && end.firmness >= told.firmness && end.day >= start.day
  }

  private func draws(_ promises: [Promise]) -> [Draw] {
    let wholes = promises.map { promise in
      NaiveWhole(
        thing: promise.payment, unit: promise.currency,
        parts: parts(of: promise, promises).map(\.payment))
    }
    return Self.lessened(told(promises), wholes.filter { !$0.parts.isEmpty })
  }

  private func told(_ promises: [Promise]) -> [Draw] {
    let facts = Self.counting(live) { told -> PaidKey? in
      guard case .deal(.paid(let paid)) = told.matter else { return nil }
      return PaidKey(
        payer: paid.payer, payment: paid.payment, category: paid.category, isLevel: paid.isLevel,
        first: told.date.earliest, last: told.date.latest)
    }
    return facts.compactMap { key, told in
      guard case .deal(.paid(let paid)) = told.matter, let start = told.start else { return nil }
      let promise = promises.first { $0.payment == paid.payment }
      let target = promise?.currency ?? paid.amount.currency
      let money = paid.settles.flatMap { $0.currency == target ? $0 : nil } ?? paid.amount
      let rate = rate(from: money.currency, to: target, on: told.date.latest)
      return Draw(
        payer: heir(of: key.payer), payment: promise?.payment, category: key.category ?? .other,
        currency: rate == nil ? money.currency : target, wanted: rate == nil ? target : nil,
        amount: rate.map { NaiveAmount(money).map($0) } ?? NaiveAmount(money),
        isLevel: key.isLevel, isFull: paid.isFull,
        isFirm: told.status == .confirmed || told.status == .reported, day: start.day,
        lastDay: told.end?.day, seq: told.seq)
    }
  }

  /// The latest level, and what came after it; what came within its time may be in it.
  private func came(_ draws: [Draw]) -> NaiveAmount {
    guard let level = draws.filter(\.isLevel).max(by: { ($0.day, $0.seq) < ($1.day, $1.seq) })
    else { return draws.reduce(.nothing) { $0 + $1.amount } }
    return draws.filter { !$0.isLevel && $0.day > level.day }.reduce(level.amount) { sum, draw in
      var amount = draw.amount
      if level.lastDay.map({ draw.day <= $0 }) ?? true { (amount.point, amount.low) = (0, 0) }
      return sum + amount
    }
  }

  /// What came of a promise alone; what no rate converts may be anything.
  private func came(of promise: Promise, _ draws: [Draw]) -> NaiveAmount {
    let own = draws.filter { $0.payment == promise.payment }
    var sum = came(own.filter { !$0.isUnconverted })
    if own.contains(where: \.isUnconverted) { sum.high = nil }
    return sum
  }

  private func taken(_ promise: Promise, _ draws: [Draw]) -> NaiveAmount {
    struct Cut: Hashable {
      let first: Day?
      let last: Day?
    }
    let cuts = Self.counting(live) { told -> Cut? in
      guard case .deal(.shrunk(promise.payment, _)) = told.matter else { return nil }
      return Cut(first: told.date.earliest, last: told.date.latest)
    }
    let cut: NaiveAmount = cuts.reduce(.nothing) { sum, cut in
      guard case .deal(.shrunk(_, let amount)) = cut.told.matter,
        amount.currency == promise.currency
      else { return sum }
      return sum + NaiveAmount(amount)
    }
    return came(of: promise, draws) + cut.taken(from: promise.said)
  }

  private func isSettled(_ promise: Promise, _ promises: [Promise], _ draws: [Draw]) -> Bool {
    let isFull = draws.contains {
      $0.payment == promise.payment && $0.isFull && ($0.isFirm || promise.firmness < 3)
    }
    let whole = promises.first { $0.payment == promise.whole }
    return isFull || whole.map { isSettled($0, promises, draws) } ?? false
  }

  private func share(
    of promise: Promise, _ promises: [Promise], _ draws: [Draw]
  ) -> Share {
    func isWithin(_ part: Promise) -> Bool {
      part.isUndisclosed
        && promises.contains {
          $0.payment == part.whole && !$0.isUndisclosed && $0.currency == part.currency
        }
    }
    if isWithin(promise) { return Share(isWithin: true) }
    let parts = parts(of: promise, promises)
    let known = parts.filter { !isWithin($0) }.reduce(NaiveAmount.nothing) { $0 + $1.said }
    let gone = parts.filter(isWithin).reduce(taken(promise, draws)) { $0 + taken($1, draws) }
    let promised = parts.isEmpty ? promise.said : promise.said.rest(of: known)
    let isOver = isSettled(promise, promises, draws)
    return Share(
      left: isOver ? .nothing : promised.less(gone),
      over: parts.isEmpty ? .nothing : gone.less(promised),
      isUnknown: !isOver
        && draws.contains { $0.payment == promise.payment && $0.isUnconverted })
  }

  private func parts(of promise: Promise, _ promises: [Promise]) -> [Promise] {
    promises.filter { $0.whole == promise.payment && $0.currency == promise.currency }
  }

  /// A promise as its row tells it.
  private struct Row {
    let promise: Promise
    let isWhole: Bool
    let isSettled: Bool
    /// What its own share leaves, where it is a whole.
    let rest: NaiveAmount
    let paid: NaiveAmount?
    let left: NaiveAmount
    let isOpen: Bool

    var standing: String { promise.isCommitted ? "committed" : "conditional" }
  }

  private func rows(_ promises: [Promise], _ draws: [Draw]) -> [Row] {
    promises.map { promise in
      let members = [promise] + parts(of: promise, promises)
      let shares = members.map { (promise: $0, share: share(of: $0, promises, draws)) }
      let pair = promises.filter {
        $0.payer == promise.payer && $0.currency == promise.currency
      }.map { (promise: $0, share: share(of: $0, promises, draws)) }
      func isStanding(_ one: (promise: Promise, share: Share)) -> Bool {
        one.promise.isCommitted && !one.promise.isExpired && one.share.left.high != 0
      }
      let standing = shares.filter(isStanding)
      // What was paid under wholes beyond what their parts leave may be of any of the pair's.
      let over = pair.reduce(NaiveAmount.nothing) { $0 + $1.share.over }
      let apart = standing.isEmpty || over.high == 0 ? nil : over
      let others = apart == nil ? 0 : pair.filter(isStanding).count - standing.count
      let open = shares.filter { !$0.promise.isExpired && $0.share.left.high != 0 }
      var owed = open.reduce(NaiveAmount.nothing) { $0 + $1.share.left }
      if shares[0].share.isWithin, !promise.isExpired { owed.high = nil }
      var left = owed.less(apart ?? .nothing)
      if others > 0 { left.high = owed.high }
      let paid = members.filter { member in
        draws.contains { $0.payment == member.payment && !$0.isUnconverted }
      }
      let came = members.reduce(NaiveAmount.nothing) { $0 + self.came(of: $1, draws) }
      return Row(
        promise: promise, isWhole: promises.contains { $0.whole == promise.payment },
        isSettled: isSettled(promise, promises, draws),
        rest: promise.isExpired ? .nothing : shares[0].share.left,
        paid: paid.isEmpty ? nil : came, left: left,
        isOpen: others > 0 || open.contains(where: \.share.isUnknown))
    }
  }

  private func text(_ amount: NaiveAmount, isOpen: Bool) -> String {
    isOpen ? "-" + amount.text.drop { $0 != " " } : amount.text
  }

  /// `payment payer category currency counts_as condition_state expired paid_in_full`, then what was
  /// paid and what is outstanding.
  var payments: [String] {
    let promises = promises
    let draws = draws(promises)
    let promised = rows(promises, draws).map { row in
      let promise = row.promise
      return [
        promise.payment.text, promise.payer.text, "upfront", promise.currency,
        row.isWhole ? "whole" : row.standing,
        promise.hasConditions ? (promise.isCommitted ? "met" : "open") : "-",
        promise.isExpired ? "1" : "0", row.isSettled ? "1" : "0",
        row.paid?.text ?? "- - -", text(row.left, isOpen: row.isOpen),
      ].joined(separator: " ")
    }
    struct Kind: Hashable {
      let payer: EntityID
      let category: PaymentCategory
      let currency: String
    }
    let loose = Dictionary(grouping: draws.filter { $0.payment == nil }) {
      Kind(payer: $0.payer, category: $0.category, currency: $0.currency)
    }
    return
      (promised
      + loose.map { kind, draws in
        " \(kind.payer.text) \(kind.category.rawValue) \(kind.currency) paid - 0 0 "
          + "\(came(draws).text) 0 0 0"
      }).sorted()
  }

  /// `thing what from counts_as currency` of each promise of which something is left, and how much.
  var owedPayments: [String] {
    let promises = promises
    return rows(promises, draws(promises)).compactMap { row in
      let left = row.isWhole ? text(row.rest, isOpen: false) : text(row.left, isOpen: row.isOpen)
      guard !row.promise.isExpired, !row.isSettled, (row.isWhole ? row.rest : row.left).high != 0
      else { return nil }
      return
        "\(row.promise.payment.text) payment \(row.promise.payer.text) \(row.standing) "
        + "\(row.promise.currency) \(left)"
    }
  }
}
