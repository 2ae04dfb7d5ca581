import Events
import Projections

/// How the sums and quotients of a view's rows come about, in figures as stated and the seqs behind
/// them.
///
/// What a line prints is what it computes: its terms, added up, are its result, with both ends.
struct Arithmetic {
  private let view: String
  let claims: [JSONObject]
  private var commitments: [JSONObject] = []
  private var capital: [JSONObject] = []
  private var purchases: [JSONObject] = []

  /// Reads what sums are made of, where the view's rows are sums.
  init(_ reading: Reading, of view: String, claims: [JSONObject]) throws {
    self.view = view
    self.claims = claims.filter { $0["counts"] == .integer(1) }
    guard ["capital", "purchases", "commitments", "payments"].contains(view) else { return }
    guard view != "payments" else {
      commitments = try reading.rows(named: "payments").map(\.asCommitment)
      return
    }
    commitments = try reading.rows(named: "commitments")
    capital = try reading.rows(named: "capital")
    purchases = try reading.rows(named: "purchases")
  }

  /// A line for each figure that is computed; none where all is as stated.
  func lines(for row: JSONObject) -> [Saying] {
    let digits = Amounts.digits(of: row)
    return sums(for: row).map { $0.line(digits: digits) } + remarks(on: row)
  }

  /// The sums of a row that are computed.
  func sums(for row: JSONObject) -> [Sum] {
    switch view {
    case "capital": balance(row, .capital)
    case "purchases": balance(row, .purchase)
    case "commitments": commitment(row)
    case "payments": row.text("payment").isEmpty ? [] : commitment(row.asCommitment)
    case "debts": debt(row)
    default: []
    }
  }

  private func remarks(on row: JSONObject) -> [Saying] {
    switch view {
    case "capital", "purchases":
      let kind: Kind = view == "capital" ? .capital : .purchase
      var lines: [Saying] = []
      if row["\(kind.came)_minor"] == nil, row["\(kind.came)_low_minor"] == nil {
        lines.append(.said(.pair, [.figure(kind.came), .said(.noneRecorded, [])]))
      }
      lines += unconverted(row)
      if ["committed", kind.came].contains(where: { Interval($0, of: row).low >= Money.greatestSum }
      ) {
        lines.append(.said(.sumTooGreat, []))
      }
      if let count = row["undisclosed"]?.integerValue, count > 0 {
        lines.append(.said(count == 1 ? .sumLowerBound : .sumLowerBounds, [.text(String(count))]))
      }
      return lines
    case "commitments": return remarks(onCommitment: row)
    case "payments":
      return row.text("payment").isEmpty ? [] : remarks(onCommitment: row.asCommitment)
    case "implied_valuations": return [quotient(row)]
    default: return []
    }
  }

  // MARK: - Between two entities

  private enum Kind: String {
    case capital, purchase, payment

    var from: String { self == .capital ? "investor" : "buyer" }
    var to: String { self == .capital ? "issuer" : "supplier" }
    var came: String { self == .capital ? "funded" : "drawn" }
    /// The family of what came of it.
    var draw: String {
      switch self {
      case .capital: "funding"
      case .purchase: "drawdown"
      case .payment: "paid"
      }
    }
  }

  /// The commitments of a pair in one currency.
  private func own(_ row: JSONObject, _ kind: Kind) -> [JSONObject] {
    commitments.filter {
      $0.text("kind") == kind.rawValue && $0["from_entity"] == row[kind.from]
        && $0["to_entity"] == row[kind.to] && $0["currency"] == row["currency"]
    }
  }

  private func balance(_ row: JSONObject, _ kind: Kind) -> [Sum] {
    let own = own(row, kind)
    let committed = own.filter { $0.standing == "committed" }
    var sums: [Sum] = []
    func add(_ name: String, _ terms: [Sum.Term]) {
      let result = Interval(name, of: row)
      guard !terms.isEmpty, result.low < Money.greatestSum else { return }
      sums.append(Sum(name, terms, result, row.text("currency")))
    }
    add("committed", committed.flatMap(promised))
    for name in ["conditional", "non_binding"] {
      add(name, own.filter { $0.standing == name && !$0.isExpired }.flatMap(left))
    }
    let draws = draws(of: row, kind.draw)
    add(kind.came, draws)
    // What is left of a whole that expired is no figure of its own.
    if !committed.contains(where: { $0.isWhole && $0.isExpired }) {
      add("reduced", committed.flatMap(taken))
    }
    // Where nobody can say what is left a remark says why.
    guard !row.isUnknown else { return sums }
    let standing = committed.filter { !$0.isExpired && !$0.isPaid }
    let apart = Interval("paid_in_sum", of: row)
    // Where all came for the pair as a whole, the sums say it in fewer words.
    let isInSum = apart == Interval(kind.came, of: row) && standing.count == committed.count
    if !isInSum || sums.last?.name == "reduced" {
      add(
        "outstanding",
        standing.flatMap(left)
          + (apart.isNothing ? [] : [Sum.Term(apart, .said(.sumPaidInSum, []), -1)]))
    } else {
      var terms = [Sum.Term(Interval("committed", of: row))]
      if !draws.isEmpty { terms.append(Sum.Term(Interval(kind.came, of: row), sign: -1)) }
      add("outstanding", terms)
    }
    return sums
  }

  /// What came: levels and increments among the events of the row.
  private func draws(of row: JSONObject, _ family: String) -> [Sum.Term] {
    let seqs = Set(Snapshot.events(of: row))
    let conversions = conversions(of: row)
    let draws = claims.filter { claim in
      claim.text("family") == family && seqs.contains(claim.event)
        && (claim["unit"] == row["currency"] || conversions[claim.event] != nil)
    }.map { (claim: $0, draw: Draw($0)) }
    let levels = draws.map(\.draw).filter(\.isLevel)
    return draws.map { claim, draw in
      let label: Saying = .of(.day(claim.text("effective")), [claim.event])
      let term =
        conversions[claim.event].map { converted in
          Sum.Term(
            Interval("", of: converted),
            .all([label, .text(", "), told(converted, row.text("currency"))]))
        } ?? Sum.Term(Interval(stated: claim.text("value")), label, as: claim.text("value"))
      // What came within the time of a level may be in it.
      return levels.contains(where: draw.mayLie)
        ? Sum.Term(
          Interval(point: 0, low: 0, high: term.amount.high),
          .said(.sumInLevel, [label, .stated(claim.text("value"))]))
        : term
    }
  }

  /// A payment or a level, as the key of its claim tells it.
  private struct Draw {
    let isLevel: Bool
    /// What it was told of: a commitment, or a pair.
    let of: String
    let commitment: String
    let date: PartialDate?

    init(_ claim: JSONObject) {
      let key = claim.text("key")
      isLevel = key.hasSuffix("+cumulative")
      let parts = key.split(separator: "/", omittingEmptySubsequences: false)
      of = parts.dropLast().joined(separator: "/")
      commitment = parts.dropLast().last.map(String.init) ?? ""
      date = try? PartialDate(claim.text("effective"))
    }

    func mayLie(in level: Draw) -> Bool {
      guard !isLevel, level.of == of || level.commitment.isEmpty,
        let first = date?.earliest, let begin = level.date?.earliest
      else { return false }
      return first > begin && level.date?.latest.map { first <= $0 } ?? true
    }
  }

  /// What was taken from a commitment that counts as committed, by name or because it expired.
  private func taken(_ commitment: JSONObject) -> [Sum.Term] {
    let slug = commitment.text("commitment")
    let cut = commitment.isWhole ? ownCut(of: commitment) : Interval("reduced", of: commitment)
    let most = promised(commitment).reduce(.nothing) { $0 + $1.amount }
    let taken = Interval(
      point: min(most.point, cut.point), low: min(most.low, cut.low), high: cut.high)
    var terms: [Sum.Term] = []
    if !cut.isNothing { terms.append(Sum.Term(taken, .said(.sumTakenFrom, [.thing(slug)]))) }
    if commitment.isExpired, !commitment.isPaid {
      terms.append(Sum.Term(rest(commitment), .said(.sumExpired, [.thing(slug)])))
    }
    return terms
  }

  /// What was taken from a whole itself: its row tells what was taken from its parts too.
  private func ownCut(of whole: JSONObject) -> Interval {
    let slug = whole.text("commitment")
    return claims.filter { claim in
      claim.text("family") == "reduction" && claim["unit"] == whole["currency"]
        && claim.text("key").hasPrefix("reduction:\(slug)/")
    }.reduce(.nothing) { $0 + Interval(stated: $1.text("value")) }
  }

  /// What a commitment adds to a sum, and what was added to it.
  private func promised(_ commitment: JSONObject) -> [Sum.Term] {
    if commitment.isWhole { return notBrokenDown("not_broken_down", .sumOf, commitment) }
    if isWithin(commitment) { return [] }
    let slug = commitment.text("commitment")
    let stated = commitment.text("stated")
    let first = Sum.Term(
      Interval(stated: stated), .of(.thing(slug), [commitment.event]), as: stated)
    return [first] + increase(commitment, .said(.sumAddedTo, [.thing(slug)]))
  }

  private func increase(_ commitment: JSONObject, _ label: Saying) -> [Sum.Term] {
    let amount = Interval("increased", of: commitment)
    return commitment["increased_low_minor"] == nil || amount.isNothing
      ? [] : [Sum.Term(amount, label)]
  }

  /// What is left of a commitment by what is stated for it alone; empty: nothing of its own.
  private func left(_ commitment: JSONObject) -> [Sum.Term] {
    if commitment.isWhole {
      return notBrokenDown("not_broken_down_outstanding", .sumLeftOf, commitment)
    }
    if isWithin(commitment) { return [] }
    let slug = commitment.text("commitment")
    return gone(from: commitment).isNothing
      ? promised(commitment)
      : [Sum.Term(rest(commitment), .said(.sumLeftOf, [.thing(slug, [commitment.event])]))]
  }

  /// What the parts of a whole leave of it, by the name of its columns; empty: nothing.
  private func notBrokenDown(_ name: String, _ what: Word, _ whole: JSONObject) -> [Sum.Term] {
    let amount = Interval(name, of: whole)
    let label: Saying = .said(
      .sumNotBrokenDown, [.said(what, [.thing(whole.text("commitment"), [whole.event])])])
    return amount.isNothing ? [] : [Sum.Term(amount, label)]
  }

  private func rest(_ commitment: JSONObject) -> Interval {
    increase(commitment, .nothing).reduce(Interval(stated: commitment.text("stated"))) {
      $0 + $1.amount
    }
    .less(gone(from: commitment))
  }

  /// What was taken from it and what came of it; what came at no rate may be anything.
  private func gone(from commitment: JSONObject) -> Interval {
    Interval("reduced", of: commitment) + Interval("drawn", of: commitment)
      + (commitment.text("unconverted").isEmpty ? .nothing : .anything)
  }

  private func parts(of whole: JSONObject) -> [JSONObject] {
    commitments.filter {
      $0["part_of"] == whole["commitment"] && $0["kind"] == whole["kind"]
        && $0["currency"] == whole["currency"] && $0["commitment"] != whole["commitment"]
    }
  }

  /// A whole, its parts, and theirs.
  private func members(of whole: JSONObject) -> [JSONObject] {
    var members = [whole]
    var place = 0
    while place < members.count {
      for part in parts(of: members[place])
      where !members.contains(where: { $0["commitment"] == part["commitment"] }) {
        members.append(part)
      }
      place += 1
    }
    return members
  }

  /// Whether it is an undisclosed part of a whole, and lies in what the others leave of it.
  private func isWithin(_ commitment: JSONObject) -> Bool {
    Interval.isUndisclosed(commitment.text("stated"))
      && commitments.contains {
        $0["commitment"] == commitment["part_of"] && $0["kind"] == commitment["kind"]
          && $0["currency"] == commitment["currency"]
          && $0["commitment"] != commitment["commitment"]
          && !Interval.isUndisclosed($0.text("stated"))
      }
  }

  // MARK: - One commitment

  private func commitment(_ row: JSONObject) -> [Sum] {
    let drawn = drawn(row)
    guard row["outstanding_low_minor"] != nil, row["paid_in_sum"] != .integer(1),
      !row.isExpired || row.isWhole, !isWithin(row), !row.isPaid, !row.isUnknown
    else { return drawn }
    var terms: [Sum.Term] = []
    var isStanding = row.standing == "committed"
    if row.isWhole {
      let members = members(of: row).filter { !$0.isExpired && !$0.isPaid }
      terms = members.flatMap(left)
      isStanding = members.contains { $0.standing == "committed" }
      guard !terms.isEmpty else { return drawn }
    } else {
      terms = [Sum.Term(Interval(stated: row.text("stated")), as: row.text("stated"))]
      terms += increase(row, .said(.sumAddedToIt, []))
      let gone: [(String, Saying)] = [
        ("reduced", .said(.sumTakenFromIt, [])), ("drawn", .figure(came(of: row))),
      ]
      for (name, label) in gone {
        let amount = Interval(name, of: row)
        if !amount.isNothing { terms.append(Sum.Term(amount, label, -1)) }
      }
    }
    if isStanding, let pair = pair(of: row) {
      let apart = Interval("paid_in_sum", of: pair)
      if !apart.isNothing { terms.append(Sum.Term(apart, .said(.sumPaidInSum, []), -1)) }
    }
    let outstanding = Sum(
      "outstanding", terms, Interval("outstanding", of: row), row.text("currency"))
    return drawn + [outstanding]
  }

  /// What came of a commitment, where it takes words to say it.
  private func drawn(_ row: JSONObject) -> [Sum] {
    guard !row.isWhole, !conversions(of: row).isEmpty,
      let kind = Kind(rawValue: row.text("kind"))
    else { return [] }
    var terms = draws(of: row, kind.draw)
    let others = row.text("unconverted")
    if !others.isEmpty {
      terms.append(Sum.Term(.anything, .said(.sumAtNoRate, []), as: others))
    }
    return [Sum("drawn", terms, Interval("drawn", of: row), row.text("currency"))]
  }

  private func pair(of commitment: JSONObject) -> JSONObject? {
    guard let kind = Kind(rawValue: commitment.text("kind")), kind != .payment else { return nil }
    return (kind == .capital ? capital : purchases).first {
      $0[kind.from] == commitment["from_entity"] && $0[kind.to] == commitment["to_entity"]
        && $0["currency"] == commitment["currency"]
    }
  }

  private func remarks(onCommitment row: JSONObject) -> [Saying] {
    guard row["currency"] != nil else { return [] }
    func nothing(_ why: Word) -> Saying {
      .said(.pair, [.all([.figure("outstanding"), .text(" = 0")]), .said(why, [])])
    }
    if row.isPaid { return [nothing(.sumPaidInFull)] }
    if row.isExpired { return [nothing(.sumReleased)] }
    var lines: [Saying] = []
    if row["paid_in_sum"] == .integer(1), let pair = pair(of: row) {
      lines.append(.said(.sumBetweenTwo, [.money("paid_in_sum", pair, nil)]))
    } else if row["drawn_minor"] == nil, row["drawn_low_minor"] == nil {
      lines.append(.said(.pair, [.figure(came(of: row)), .said(.noneRecorded, [])]))
    }
    return lines + unconverted(row)
  }

  /// What is said of what came of a commitment: a payment is paid.
  private func came(of commitment: JSONObject) -> String {
    commitment.text("kind") == Kind.payment.rawValue ? "paid" : "drawn"
  }

  private func unconverted(_ row: JSONObject) -> [Saying] {
    let paid = row.text("unconverted")
    guard !paid.isEmpty else { return [] }
    let line: Saying = .said(.sumNoRateTies, [.stated(paid), .text(row.text("currency"))])
    return [row.isUnknown ? .said(.sumNotKnown, [line]) : line]
  }

  private func quotient(_ row: JSONObject) -> Saying {
    .said(
      .sumQuotient,
      [
        .figure("value"), .stated(row.text("value_stated")), .stated(row.text("percent_stated")),
        .money("amount", row, Amounts.quotientDigits),
      ])
  }
}
