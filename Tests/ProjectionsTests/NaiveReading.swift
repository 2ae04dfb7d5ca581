import Stakebook

/// What was told, read on a day as known up to an event, and as public by a day.
struct NaiveReading {
  let day: Day
  /// Whatever was recorded and public by then, also what was withdrawn or denied.
  let recorded: [Told]
  /// What stands: neither withdrawn nor denied, and with a day.
  let standing: [Told]
  /// What holds on the day.
  let live: [Told]
  /// Who was succeeded, by no mere rumour.
  private let succeeded: Set<EntityID>

  init(_ all: [Told], asOf day: Day, knownAt: Seq, publicBy: Day? = nil) {
    self.day = day
    recorded = all.filter { told in
      told.seq <= knownAt && (publicBy.map(told.isPublic(by:)) ?? true)
    }
    standing = recorded.filter { told in
      let isWithdrawn = told.withdrawnBy.map { $0 <= knownAt } ?? false
      return !isWithdrawn && told.status != .denied && told.start != nil
    }
    live = standing.filter { told in told.start.map { $0.day <= day } ?? false }
    succeeded = Set(
      live.compactMap { told in
        guard case .succeeded(let entity) = told.matter, told.firmness == 3 else { return nil }
        return entity
      })
  }

  /// Of claims about one fact the one that counts.
  static func counting(_ claims: [Told]) -> Told? {
    let most = claims.map(\.firmness).max()
    let firmest = claims.filter { $0.firmness == most }
    guard let latest = firmest.compactMap(\.start).max() else { return nil }
    let rivals = firmest.filter { claim in claim.end.map { $0 >= latest } ?? false }
    return rivals.min { $0.isBelieved(over: $1) }
  }

  /// The claims that count of the facts that a key tells apart.
  static func counting<Key: Hashable>(
    _ claims: [Told], by key: (Told) -> Key?
  ) -> [(key: Key, told: Told)] {
    var groups: [Key: [Told]] = [:]
    for claim in claims {
      if let key = key(claim) { groups[key, default: []].append(claim) }
    }
    return groups.compactMap { key, claims in counting(claims).map { (key, $0) } }
  }
}

// MARK: - Conditions

extension NaiveReading {
  private func counting(_ isAct: (Told.Matter) -> Bool) -> Told? {
    Self.counting(live.filter { isAct($0.matter) })
  }

  /// What was said of a condition; a rumour of what something firm names says nothing.
  private func counting(_ condition: ConditionID, _ isAct: (Told.Matter) -> Bool) -> Told? {
    let isNeeded = live.contains { told in
      (told.status == .confirmed || told.status == .reported)
        && !told.matter.isAboutCondition && told.matter.conditions.contains(condition)
    }
    return Self.counting(live.filter { isAct($0.matter) && ($0.firmness == 3 || !isNeeded) })
  }

  private func verified(_ condition: ConditionID) -> Told? {
    counting(condition) { if case .verified(condition) = $0 { true } else { false } }
  }

  private func declared(_ condition: ConditionID) -> Told? {
    counting(condition) { if case .declared(condition) = $0 { true } else { false } }
  }

  private func removed(_ condition: ConditionID) -> Told? {
    counting(condition) { if case .removed(condition) = $0 { true } else { false } }
  }

  func isRemoved(_ condition: ConditionID) -> Bool { removed(condition) != nil }

  /// Since when a condition is true in its state; nil: it is not, or was removed by then.
  func met(_ need: NaiveNeed) -> Day? {
    let removed = removed(need.condition)?.start
    let acts = [verified(need.condition), need.mustBeVerified ? nil : declared(need.condition)]
    return acts.compactMap { $0?.start }.filter { start in removed.map { start < $0 } ?? true }
      .map(\.day).min()
  }

  /// `condition status`, for every condition that anybody has named by the day, or nobody knows when.
  var conditions: [String] {
    let begun = recorded.filter { told in told.start.map { $0.day <= day } ?? true }
    let named = Set(begun.flatMap(\.matter.conditions))
    return named.map { condition in
      let status =
        if isRemoved(condition) { "removed" } else if verified(condition) != nil {
          "verified"
        } else if declared(condition) != nil { "declared" } else { "open" }
      return "\(condition.text) \(status)"
    }.sorted()
  }
}

extension Told.Matter {
  fileprivate var isAboutCondition: Bool {
    switch self {
    case .declared, .verified, .removed: true
    default: false
    }
  }

  /// The conditions that it names.
  var conditions: [ConditionID] {
    switch self {
    case .declared(let condition), .verified(let condition), .removed(let condition): [condition]
    case .committed(_, _, _, let needs, _): needs.map(\.condition)
    case .granted(_, let terms), .amended(_, let terms):
      [terms.exclusiveEnds, terms.starts, terms.ends]
        .flatMap { ($0?.when ?? []).map(\.condition) }
    case .deal(let deal): deal.conditions
    default: []
    }
  }
}

// MARK: - Who stands for whom

extension NaiveReading {
  /// Whoever stands for an entity: the last of those who succeeded it.
  func heir(of entity: EntityID) -> EntityID {
    guard succeeded.contains(entity), let place = NaiveTalk.line.firstIndex(of: entity) else {
      return entity
    }
    return heir(of: NaiveTalk.line[place + 1])
  }
}

// MARK: - The agreement

extension NaiveReading {
  /// How the one agreement ends, or ended.
  struct AgreementEnd {
    let day: Day
    let isTerm: Bool
    let isOver: Bool
    let firmness: Int
  }

  var agreementEnd: AgreementEnd? {
    let signed = counting { if case .signed = $0 { true } else { false } }
    let dated = counting { if case .signed(.some) = $0 { true } else { false } }
    let terminated = live.filter { if case .terminated = $0.matter { true } else { false } }
    let isGrounded = live.contains {
      if case .signed = $0.matter { $0.firmness == 3 } else { false }
    }
    var ends: [AgreementEnd] = []
    if let end = Self.counting(terminated.filter { $0.firmness == 3 || !isGrounded }),
      let start = end.start, signed?.start.map({ $0 <= start }) ?? true
    {
      ends.append(
        AgreementEnd(day: start.day, isTerm: false, isOver: true, firmness: end.firmness))
    }
    if let dated, case .signed(let term?) = dated.matter, let last = term.latest {
      ends.append(
        AgreementEnd(day: last, isTerm: true, isOver: last < day, firmness: dated.firmness))
    }
    return ends.min { $0.day < $1.day }
  }
}

// MARK: - Stakes

extension NaiveReading {
  private struct StakeKey: Hashable {
    let holder: EntityID
    let basis: Basis
    let excludes: Set<RoundID>
  }

  /// `holder basis excludes percent`, for every stake that is held.
  var stakes: [String] {
    var told: [StakeKey: [Told]] = [:]
    for one in live {
      guard case .stake(let holder, _, let basis, let excludes) = one.matter else { continue }
      let key = StakeKey(holder: heir(of: holder), basis: basis, excludes: Set(excludes))
      told[key, default: []].append(one)
    }
    return told.compactMap { key, claims -> String? in
      // An end is a claim about each stake that it may end; a rumour ends nothing that is sure.
      let isSure = claims.contains { $0.status == .confirmed || $0.status == .reported }
      let ends = live.filter { end in
        guard case .stakeEnded(let holder, let basis) = end.matter, heir(of: holder) == key.holder
        else { return false }
        return (basis == nil || basis == key.basis) && (end.firmness == 3 || !isSure)
      }
      guard let best = Self.counting(claims + ends),
        case .stake(_, let percent, _, _) = best.matter
      else { return nil }
      let excludes = key.excludes.map(\.text).sorted().joined(separator: ",")
      return "\(key.holder.text) \(key.basis.rawValue) \(excludes) \(percent.text)"
    }.sorted()
  }
}
