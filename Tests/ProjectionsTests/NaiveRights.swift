import Stakebook

extension NaiveReading {
  /// What is known of an end.
  private struct Standing {
    var hasEnded = false
    var hasStarted = true
    var atLatest: Day?
    var by: String?
  }

  /// `right status granted ends_on exclusive ends_by ends_at_latest`, for every right.
  var rights: [String] {
    let all = Set(standing.compactMap(\.matter.right))
    return all.compactMap { right in
      // Of what is not begun in any way there is nothing to say yet.
      guard live.contains(where: { $0.matter.right == right }) else { return nil }
      let coming = coming(right)
      return ([right.text] + row(right, coming).map { $0 ?? "-" }).joined(separator: " ")
    }.sorted()
  }

  private func row(_ right: RightID, _ coming: Told?) -> [String?] {
    let ends = end(right, coming, "ends", \.ends)
    let (over, starts) = (standing(ends), standing(end(right, coming, "starts", \.starts)))
    let sole = term(right, coming, "exclusive", \.exclusive)
    let isSoleNoMore =
      standing(end(right, coming, "exclusive_ends", \.exclusiveEnds)).hasEnded
    let granted = coming ?? act(right, \.isGrant)
    let frame = agreementEnd(right, coming, granted)
    let (status, day, by) = status(right, coming, granted, over, starts, frame)
    let isSole = sole.map { $0 && !isSoleNoMore && status == "in_force" }
    return [
      status, granted?.date.text, ends.on?.text,
      isSole.map { $0 ? "1" : "0" } ?? (isSoleNoMore ? "0" : nil),
      by, day?.description,
    ]
  }

  /// The end of the agreement in which it stands, unless it survives that or was granted later.
  private func agreementEnd(
    _ right: RightID, _ coming: Told?, _ granted: Told?
  ) -> AgreementEnd? {
    guard NaiveTalk.agreement(of: right) != nil, let end = agreementEnd,
      term(right, coming, "survives", \.survives) != true,
      granted?.start.map({ $0.day <= end.day }) ?? true
    else { return nil }
    let said = live.filter { $0.matter.right == right } + [coming].compactMap(\.self)
    // The agreement is one of its terms.
    guard said.contains(where: { $0.matter.terms != nil }) else { return nil }
    return end.firmness >= said.map(\.firmness).max() ?? 3 ? end : nil
  }

  private func status(
    _ right: RightID, _ coming: Told?, _ granted: Told?, _ over: Standing, _ starts: Standing,
    _ frame: AgreementEnd?
  ) -> (String, Day?, String?) {
    // What will end it, as far as that is known.
    let isByFrame = frame.map { end in over.atLatest.map { end.day < $0 } ?? true } ?? false
    let end = isByFrame ? (frame?.day, "agreement") : (over.atLatest, over.by)
    if coming != nil { return ("pending", end.0, end.1) }
    // Whatever comes first ends a right; a grant since then revives it.
    var ways: [(day: Day, status: String, by: String?)] = []
    for (act, status, by) in [
      (act(right, \.isWaiver), "waived", "waiver"), (act(right, \.isEnd), "ended", "end"),
    ] {
      guard let act, let start = act.start, !isIdle(act, right) else { continue }
      if let grant = granted?.start, grant > start { continue }
      ways.append((start.day, status, by))
    }
    if over.hasEnded, let day = over.atLatest { ways.append((day, "expired", over.by)) }
    if let frame, frame.isOver {
      ways.append((frame.day, frame.isTerm ? "expired" : "ended", "agreement"))
    }
    if let first = ways.map(\.day).min(), let way = ways.first(where: { $0.day == first }) {
      return (way.status, way.day, way.by)
    }
    return (starts.hasStarted ? "in_force" : "pending", end.0, end.1)
  }

  /// Whether an act is only estimated or rumoured, while something firm is known of the right.
  private func isIdle(_ act: Told, _ right: RightID) -> Bool {
    act.firmness < 3
      && live.contains {
        $0.matter.right == right && $0.matter.terms != nil && $0.firmness == 3
      }
  }

  /// The grant to come of a right that none gives yet: of the firmest the first.
  private func coming(_ right: RightID) -> Told? {
    guard act(right, \.isGrant) == nil else { return nil }
    let grants = standing.filter { $0.matter.right == right && $0.matter.isGrant }
    let most = grants.map(\.firmness).max()
    let firmest = grants.filter { $0.firmness == most }
    let first = firmest.compactMap(\.start).min()
    return firmest.filter { $0.start == first }.min { $0.isBelieved(over: $1) }
  }

  private func act(_ right: RightID, _ isAct: (Told.Matter) -> Bool) -> Told? {
    Self.counting(live.filter { $0.matter.right == right && isAct($0.matter) })
  }

  /// A term of the merge, each path for itself; a grant to come has the last word.
  private func term<Value>(
    _ right: RightID, _ coming: Told?, _ path: String, _ value: (NaiveTerms) -> Value?
  ) -> Value? {
    if let said = coming?.matter.terms.flatMap(value) { return said }
    let claims = live.filter { told in
      guard told.matter.right == right, let terms = told.matter.terms else { return false }
      return value(terms) != nil || terms.removes(path)
    }
    return Self.counting(claims)?.matter.terms.flatMap(value)
  }

  private func end(
    _ right: RightID, _ coming: Told?, _ path: String, _ end: (NaiveTerms) -> NaiveEnd?
  ) -> NaiveEnd {
    NaiveEnd(
      on: term(right, coming, "\(path).on") { end($0)?.on },
      when: term(right, coming, "\(path).when") { terms -> [NaiveNeed]? in
        guard let needs = end(terms)?.when, !needs.isEmpty else { return nil }
        return needs
      } ?? [],
      rule: term(right, coming, "\(path).rule") { end($0)?.rule })
  }

  private func standing(_ end: NaiveEnd) -> Standing {
    var state = Standing()
    // A condition that was removed before it came true is needed no more.
    let met = end.when.filter { self.met($0) != nil || !isRemoved($0.condition) }.map(self.met)
    let known = met.compactMap(\.self)
    if end.on == nil && end.when.isEmpty { return state }
    state.by =
      if end.on == nil { "condition" } else if end.when.isEmpty { "day" } else {
        end.rule == .latest ? "both" : "either"
      }
    let isPast = end.on?.latest.map { $0 < day } ?? false
    if end.rule == .latest {
      let canTell = known.count == met.count && (end.on == nil || end.on?.latest != nil)
      state.atLatest = canTell ? (known + [end.on?.latest].compactMap(\.self)).max() : nil
      state.hasEnded = canTell && (end.on == nil ? !met.isEmpty : isPast)
    } else {
      state.atLatest = (known + [end.on?.latest].compactMap(\.self)).min()
      state.hasEnded = isPast || !known.isEmpty
    }
    let hasCome = end.on?.earliest.map { $0 <= day } ?? false
    state.hasStarted =
      end.rule == .earliest && !end.when.isEmpty
      ? hasCome || !known.isEmpty : (end.on == nil || hasCome) && known.count == met.count
    return state
  }
}

extension Told.Matter {
  /// The right that it is about.
  fileprivate var right: RightID? {
    switch self {
    case .granted(let right, _), .amended(let right, _), .affirmed(let right), .waived(let right),
      .ended(let right):
      right
    default: nil
    }
  }

  fileprivate var terms: NaiveTerms? {
    switch self {
    case .granted(_, let terms), .amended(_, let terms): terms
    default: nil
    }
  }

  fileprivate var isGrant: Bool { if case .granted = self { true } else { false } }
  fileprivate var isWaiver: Bool { if case .waived = self { true } else { false } }
  fileprivate var isEnd: Bool { if case .ended = self { true } else { false } }
}
