import Stakebook

/// What was told, read on a day as known up to an event.
struct NaiveReading {
  let day: Day
  /// Whatever was recorded by then, also what was withdrawn or denied.
  let recorded: [Told]
  /// What stands: neither withdrawn nor denied, and with a day.
  let standing: [Told]
  /// What holds on the day.
  let live: [Told]

  init(_ all: [Told], asOf day: Day, knownAt: Seq) {
    self.day = day
    recorded = all.filter { $0.seq <= knownAt }
    standing = recorded.filter { told in
      let isWithdrawn = told.withdrawnBy.map { $0 <= knownAt } ?? false
      return !isWithdrawn && told.status != .denied && told.start != nil
    }
    live = standing.filter { told in told.start.map { $0.day <= day } ?? false }
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

  private func verified(_ condition: ConditionID) -> Told? {
    counting { if case .verified(condition) = $0 { true } else { false } }
  }

  private func declared(_ condition: ConditionID) -> Told? {
    counting { if case .declared(condition) = $0 { true } else { false } }
  }

  func isRemoved(_ condition: ConditionID) -> Bool {
    counting { if case .removed(condition) = $0 { true } else { false } } != nil
  }

  /// Since when a condition is true in its state; nil: it is not.
  func met(_ need: NaiveNeed) -> Day? {
    if isRemoved(need.condition) { return nil }
    let verified = verified(need.condition)?.start?.day
    if need.mustBeVerified { return verified }
    return [verified, declared(need.condition)?.start?.day].compactMap(\.self).min()
  }

  /// `condition status`, for every condition that anybody ever named.
  var conditions: [String] {
    let named = Set(recorded.flatMap(\.matter.conditions))
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
  /// The conditions that it names.
  var conditions: [ConditionID] {
    switch self {
    case .declared(let condition), .verified(let condition), .removed(let condition): [condition]
    case .committed(_, _, _, let needs, _): needs.map(\.condition)
    case .granted(_, let terms), .amended(_, let terms):
      [terms.exclusiveEnds, terms.starts, terms.ends]
        .flatMap { ($0?.when ?? []).map(\.condition) }
    default: []
    }
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
    let facts = Self.counting(live) { told -> StakeKey? in
      switch told.matter {
      case .stake(let holder, _, let basis, let excludes):
        StakeKey(holder: holder, basis: basis, excludes: Set(excludes))
      case .stakeEnded(let holder, let basis?):
        StakeKey(holder: holder, basis: basis, excludes: [])
      default: nil
      }
    }
    return facts.compactMap { key, told -> String? in
      guard case .stake(_, let percent, _, _) = told.matter, !isOver(told, key) else { return nil }
      let excludes = key.excludes.map(\.text).sorted().joined(separator: ",")
      return "\(key.holder.text) \(key.basis.rawValue) \(excludes) \(percent.text)"
    }.sorted()
  }

  /// Whether somebody says at least as firmly that the stake ended since.
  private func isOver(_ stake: Told, _ key: StakeKey) -> Bool {
    live.contains { told in
      guard case .stakeEnded(key.holder, let basis) = told.matter, let start = told.start,
        let since = stake.start
      else { return false }
      return (basis == nil || basis == key.basis) && start >= since
        && told.firmness >= stake.firmness
    }
  }
}
