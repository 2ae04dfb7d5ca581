import Stakebook

/// Something that a random test told a ledger, as the naive evaluation sees it.
///
/// The evaluation is independent of the projections on purpose: it knows no SQL and no keys, and
/// folds the list of what was told in plain Swift.
struct Told {
  /// What was said.
  enum Matter {
    case stake(holder: EntityID, percent: Percent, basis: Basis, excludes: [RoundID])
    case stakeEnded(holder: EntityID, basis: Basis?)
    case committed(
      CommitmentID, amount: Money, partOf: CommitmentID?, conditions: [NaiveNeed],
      expires: PartialDate?)
    case funded(NaivePayment)
    case rate(base: String, quote: String, ExchangeRate)
    case reduced(CommitmentID, amount: Money)
    case granted(RightID, NaiveTerms)
    case amended(RightID, NaiveTerms)
    case affirmed(RightID)
    case waived(RightID)
    case ended(RightID)
    case declared(ConditionID)
    case verified(ConditionID)
    case removed(ConditionID)
    case signed(term: PartialDate?)
    /// By the next in the line of `NaiveTalk.line`.
    case succeeded(EntityID)
    case terminated
    case deal(NaiveDeal)
  }

  var seq: Seq
  var matter: Matter
  var date: PartialDate
  var status: Status
  /// None where there is no source.
  var source: Source.Kind?
  /// When its sources were published, where that is said.
  var published: [PartialDate] = []
  var withdrawnBy: Seq?

  /// A moment in the world: `..D` is a little earlier than D.
  struct Moment: Comparable {
    let day: Day
    let isAfterUntil: Bool

    static func < (left: Moment, right: Moment) -> Bool {
      left.day == right.day
        ? !left.isAfterUntil && right.isAfterUntil : left.day < right.day
    }
  }

  var start: Moment? { date.earliest.map { Moment(day: $0, isAfterUntil: !date.isUntil) } }
  var end: Moment? { date.latest.map { Moment(day: $0, isAfterUntil: !date.isUntil) } }

  /// Whether a reader could know it by a day before that on which all was recorded.
  func isPublic(by day: Day) -> Bool {
    published.compactMap(\.latest).min().map { $0 <= day } ?? false
  }

  /// What the sources are.
  var sources: [Source] {
    guard let source else { return [] }
    let days: [String?] = published.isEmpty ? [nil] : published.map(\.text)
    return days.map { Source("A source", kind: source, published: $0) }
  }

  /// Firm claims silence soft ones, and any value silences an undisclosed one.
  var firmness: Int {
    switch matter {
    case .stake(_, let percent, _, _) where percent.certainty == .undisclosed: return 1
    case .committed(_, let amount, _, _, _) where amount.certainty == .undisclosed: return 1
    case .funded(let payment) where payment.amount.certainty == .undisclosed: return 1
    case .reduced(_, let amount) where amount.certainty == .undisclosed: return 1
    case .deal(let deal) where deal.isUndisclosed: return 1
    default: return status == .estimated || status == .rumoured ? 2 : 3
    }
  }

  /// The smaller, the more it is believed.
  var doubt: [Int] {
    let statuses: [Status] = [.confirmed, .reported, .estimated, .rumoured]
    let kinds: [Source.Kind] = [.filing, .contract, .company, .press, .other]
    return [
      statuses.firstIndex(of: status) ?? statuses.count,
      source.flatMap { kinds.firstIndex(of: $0) } ?? kinds.count,
      date.days,
    ]
  }

  /// Whether it is believed rather than another of the same time.
  func isBelieved(over other: Told) -> Bool {
    doubt == other.doubt ? seq > other.seq : doubt.lexicographicallyPrecedes(other.doubt)
  }
}

/// What was paid, for a promise or for none that is named.
struct NaivePayment {
  let investor: EntityID
  let commitment: CommitmentID?
  var amount: Money
  let isLevel: Bool
  var settles: Money?
  var isFull = false
}

/// A condition in a state.
struct NaiveNeed {
  let condition: ConditionID
  let mustBeVerified: Bool
}

/// When a term begins or ends.
struct NaiveEnd {
  var on: PartialDate?
  var when: [NaiveNeed] = []
  var rule: EndRule?
}

/// Terms of a right: those stated, and the paths of those removed.
struct NaiveTerms {
  var exclusive: Bool?
  var exclusiveEnds: NaiveEnd?
  var starts: NaiveEnd?
  var ends: NaiveEnd?
  var survives: Bool?
  var removing: [String] = []

  func removes(_ path: String) -> Bool {
    removing.contains(path) || removing.contains(String(path.prefix { $0 != "." }))
  }
}

extension PartialDate {
  /// How many days it may mean, less one.
  var days: Int {
    guard let earliest, let latest else { return .max }
    return latest.ordinal - earliest.ordinal
  }
}
