import Stakebook
import TestSupport
import Testing

/// The rule of Clocks.md written a second time, in Swift, against random claims about one fact.
struct ModelTests {
  /// A claim as the rule sees it.
  private struct Said {
    let seq: Seq
    let text: String
    let date: PartialDate
    let status: Status
    let kind: Source.Kind
    let viaPress: Bool
    var withdrawnBy: Seq?

    var isFirm: Bool { status == .confirmed || status == .reported }
    /// When it begins to hold; `..D` is a moment earlier than D.
    var start: (String, Int)? {
      date.earliest.map { ($0.description, date.isUntil ? 0 : 1) }
    }
    var end: (String, Int)? { date.latest.map { ($0.description, date.isUntil ? 0 : 1) } }
    var statusRank: Int {
      [Status.confirmed, .reported, .estimated, .rumoured].firstIndex(of: status) ?? 4
    }
    var sourceRank: Int {
      let kinds: [Source.Kind] = [.filing, .contract, .company, .press, .other]
      return kinds.firstIndex(of: viaPress ? .press : kind) ?? 5
    }
  }

  /// The claim that counts on a day, as known up to an event.
  private static func counting(_ all: [Said], asOf: String, knownAt: Seq) -> Said? {
    let live = all.filter { claim in
      claim.seq <= knownAt && !(claim.withdrawnBy.map { $0 <= knownAt } ?? false)
        && claim.status != .denied && (claim.start.map { $0.0 <= asOf } ?? false)
    }
    let firm = live.filter(\.isFirm)
    let believed = firm.isEmpty ? live : firm
    guard let latest = believed.compactMap(\.start).max(by: <) else { return nil }
    let overlapping = believed.filter { claim in claim.end.map { $0 >= latest } ?? false }
    return overlapping.min { one, other in
      (one.statusRank, one.sourceRank, one.date.days, other.seq)
        < (other.statusRank, other.sourceRank, other.date.days, one.seq)
    }
  }

  private static let dates: [PartialDate] = [
    "2019", "2019-06-01", "..2019-06-01", "2019-Q2", "2019-06", "..2020-01-01", "2020-01-01",
    "~2020", "2019..2020", "2020-07", "..2020-07-15", "2020-07-15", "?",
  ]
  private static let statuses: [Status] = [
    .confirmed, .reported, .reported, .estimated, .rumoured, .denied,
  ]
  private static let kinds: [Source.Kind] = [.filing, .contract, .company, .press, .other]

  @Test(arguments: 1...6)
  func `of random claims the one counts that the rule says, on every day and as ever known`(
    _ seed: UInt64
  ) throws {
    var dice = Dice(seed: seed)
    let desk = try Desk()
    var all: [Said] = []
    for number in 1...14 {
      let said = Said(
        seq: try desk.ledger.head() + 1, text: "\(number)%", date: dice.pick(Self.dates),
        status: dice.pick(Self.statuses), kind: dice.pick(Self.kinds), viaPress: dice.chance(20))
      try desk.say(
        StakeReported(
          holder: "alpha", issuer: "beta", percent: try Percent(said.text), basis: .voting),
        said.date, said.status,
        from: [Source("A source", kind: said.kind, viaPress: said.viaPress)])
      all.append(said)
      let live = all.indices.filter { all[$0].withdrawnBy == nil }
      if dice.chance(25), !live.isEmpty {
        let place = dice.pick(live)
        all[place].withdrawnBy = try desk.retract(all[place].seq)
      }
    }
    let head = try desk.ledger.head()
    for day in ["2018-12-31", "2019-04-01", "2019-06-01", "2020-01-01", "2020-07-15", "2022-01-01"]
    {
      for known in [head, head - 3, head - 7, head - 12] {
        let expected = Self.counting(all, asOf: day, knownAt: known).map { [$0.text] } ?? []
        let answer = try desk.ask(
          """
          SELECT value FROM claims WHERE family = 'stake' AND counts
          UNION ALL
          SELECT stated FROM stakes
          """, asOf: day, knownAt: known)
        #expect(answer == expected + expected, "\(day), known at \(known)")
      }
    }
  }
}
