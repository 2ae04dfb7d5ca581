import Stakebook

// What stands of options, offices and disputes, folded from what was told.

extension NaiveReading {
  /// Whether all of these came true, or are needed no more.
  func areMet(_ needs: [NaiveNeed]) -> Bool {
    needs.allSatisfy { isRemoved($0.condition) || met($0) != nil }
  }

  /// What was told of deals and holds.
  var deals: [(told: Told, deal: NaiveDeal)] {
    live.compactMap { told in
      if case .deal(let deal) = told.matter { (told, deal) } else { nil }
    }
  }

  /// Of acts the one that counts: a rumour does nothing to what is firmly known.
  private func act(_ acts: [Told], isFirm: Bool) -> Told? {
    Self.counting(acts.filter { $0.firmness == 3 || !isFirm })
  }

  // MARK: - Options

  /// `option status granted exercised last_day`, for every option.
  var options: [String] {
    let named = Set(deals.compactMap(\.deal.option))
    return named.map { option in
      let status = status(of: option)
      let last = term(option, "window.to", \.to)?.latest
      let isShown = ["pending", "open", "lapsed"].contains(status.name)
      return [
        option.text, status.name, status.granted?.date.text ?? "-",
        status.name == "exercised" ? status.exercised?.date.text ?? "-" : "-",
        isShown ? last?.description ?? "-" : "-",
      ].joined(separator: " ")
    }.sorted()
  }

  private func status(
    of option: OptionID
  ) -> (name: String, granted: Told?, exercised: Told?) {
    let said = deals.filter { $0.deal.option == option }
    let granted = Self.counting(said.filter { $0.deal.isGrant }.map(\.told))
    let isFirm = said.contains { $0.deal.use == nil && $0.told.firmness == 3 }
    func used(_ use: NaiveUse) -> Told? {
      let act = act(said.filter { $0.deal.use == use }.map(\.told), isFirm: isFirm)
      // What was done before the grant that counts was done to another one.
      guard let start = act?.start, granted?.start.map({ start >= $0 }) ?? true else { return nil }
      return act
    }
    let exercised = used(.exercised)
    if exercised != nil { return ("exercised", granted, exercised) }
    if used(.waived) != nil { return ("waived", granted, nil) }
    let isPast = term(option, "window.to", \.to)?.latest.map { $0 < day } ?? false
    if used(.lapsed) != nil || isPast || isOver(option, granted, said.map(\.told)) {
      return ("lapsed", granted, nil)
    }
    let isEarly = term(option, "window.from", \.from)?.earliest.map { $0 > day } ?? false
    let needs = term(option, "window.when") { $0.when.isEmpty ? nil : $0.when } ?? []
    return (isEarly || !areMet(needs) ? "pending" : "open", granted, nil)
  }

  /// Whether the agreement in which it stands has ended since it was granted.
  private func isOver(_ option: OptionID, _ granted: Told?, _ said: [Told]) -> Bool {
    guard NaiveDeal.agreement(of: option) != nil, let end = agreementEnd, end.isOver,
      term(option, "survives", \.survives) != true,
      said.contains(where: { $0.matter.isTermOfOption }),
      granted?.start.map({ $0.day <= end.day }) ?? true
    else { return false }
    return end.firmness >= said.map(\.firmness).max() ?? 3
  }

  private func term<Value>(
    _ option: OptionID, _ path: String, _ value: (NaiveOption) -> Value?
  ) -> Value? {
    let claims = deals.filter { told, deal in
      guard deal.option == option, let terms = deal.optionTerms else { return false }
      return value(terms) != nil || terms.removes(path)
    }
    guard case .deal(let deal) = Self.counting(claims.map(\.told))?.matter else { return nil }
    return deal.optionTerms.flatMap(value)
  }

  // MARK: - Offices

  /// `person office state since until`, for every office that anybody took.
  var offices: [String] {
    struct Office: Hashable {
      let person: EntityID
      let office: OfficeKind
    }
    let taken = Self.counting(live) { told -> Office? in
      guard case .deal(.taken(let person, let office)) = told.matter else { return nil }
      return Office(person: heir(of: person), office: office)
    }
    let leavings = Self.counting(live) { told -> Office? in
      guard case .deal(.left(let person, let office)) = told.matter else { return nil }
      return Office(person: person, office: office)
    }
    return taken.map { key, taken in
      // Who took it, and whoever stood for that person since.
      let line = NaiveTalk.line
      var persons: [EntityID] = []
      if case .deal(.taken(let person, _)) = taken.matter {
        let first = line.firstIndex(of: person) ?? 0
        persons = Array(line[first...max(first, line.firstIndex(of: key.person) ?? first)])
      }
      let left = leavings.filter { other, leaving in
        guard let gone = leaving.start, let came = taken.start else { return false }
        return other.office == key.office && persons.contains(other.person) && gone >= came
          && leaving.firmness >= taken.firmness
      }.map(\.told).max { one, other in
        guard let first = one.start, let last = other.start else { return false }
        if one.firmness != other.firmness { return one.firmness < other.firmness }
        return first == last ? one.seq < other.seq : first < last
      }
      return [
        key.person.text, key.office.rawValue, left == nil ? "held" : "left", taken.date.text,
        left?.date.text ?? "-",
      ].joined(separator: " ")
    }.sorted()
  }

  // MARK: - Disputes

  /// `dispute status opened awarded`, for every dispute.
  var disputes: [String] {
    let named = Set(deals.compactMap(\.deal.dispute))
    return named.map { dispute in
      let said = deals.filter { $0.deal.dispute == dispute }
      let openings = said.filter { $0.deal.conclusion == nil }.map(\.told)
      let isFirm = openings.contains { $0.firmness == 3 }
      func concluded(_ way: NaiveConclusion) -> Told? {
        act(said.filter { $0.deal.conclusion == way }.map(\.told), isFirm: isFirm)
      }
      let ruled = concluded(.ruled)
      let status =
        if concluded(.closed) != nil { "closed" } else if concluded(.settled) != nil {
          "settled"
        } else if ruled != nil { "ruled" } else { "open" }
      var awarded: Money?
      if case .deal(.concluded(_, _, let amount)) = ruled?.matter { awarded = amount }
      return [
        dispute.text, status, Self.counting(openings)?.date.text ?? "-", awarded?.text ?? "-",
      ].joined(separator: " ")
    }.sorted()
  }
}

extension Told.Matter {
  fileprivate var isTermOfOption: Bool {
    if case .deal(let deal) = self { deal.optionTerms != nil } else { false }
  }
}

extension NaiveDeal {
  fileprivate var option: OptionID? {
    switch self {
    case .granted(let option, _), .changed(let option, _), .used(let option, _): option
    default: nil
    }
  }

  fileprivate var optionTerms: NaiveOption? {
    switch self {
    case .granted(_, let terms), .changed(_, let terms): terms
    default: nil
    }
  }

  fileprivate var isGrant: Bool { if case .granted = self { true } else { false } }
  fileprivate var use: NaiveUse? { if case .used(_, let use) = self { use } else { nil } }

  fileprivate var dispute: DisputeID? {
    switch self {
    case .opened(let dispute, _), .concluded(let dispute, _, _): dispute
    default: nil
    }
  }

  fileprivate var conclusion: NaiveConclusion? {
    if case .concluded(_, let conclusion, _) = self { conclusion } else { nil }
  }
}
