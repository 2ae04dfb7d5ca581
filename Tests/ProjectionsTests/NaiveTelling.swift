import Stakebook
import TestSupport

/// Random events, told to a ledger and kept as a list for the naive evaluation.
protocol NaiveTelling {
  var dice: Dice { get set }
  var desk: Desk { get }
  var told: [Told] { get set }

  /// What is picked from for each event.
  static var dates: [PartialDate] { get }
  static var statuses: [Status] { get }
  static var sources: [Source.Kind?] { get }
  /// When the sources of an event were published.
  static var published: [[PartialDate]] { get }

  /// What one event says.
  mutating func matter() -> Told.Matter
  /// What a correction says instead.
  mutating func change(_ told: inout Told, _ correction: inout Correction)
}

extension NaiveTelling {
  /// Tells some events in one batch.
  mutating func tell(_ count: Int) throws {
    let first = try desk.ledger.head() + 1
    let batch = (0..<count).map { place in
      var told = Told(
        seq: first + Seq(place), matter: matter(), date: dice.pick(Self.dates),
        status: dice.pick(Self.statuses), source: dice.pick(Self.sources))
      if told.source != nil { told.published = dice.pick(Self.published) }
      return told
    }
    try desk.ledger.append(
      batch.map { desk.draft($0.matter.event, $0.date, $0.status, from: $0.sources) })
    told += batch
  }

  /// Takes something back, or corrects it: perhaps the correction of a correction.
  mutating func withdraw() throws {
    let places = told.indices.filter { told[$0].withdrawnBy == nil }
    guard !places.isEmpty else { return }
    let place = dice.pick(places)
    if dice.chance(35) {
      told[place].withdrawnBy = try desk.retract(told[place].seq)
      return
    }
    var replacement = told[place]
    var correction = Correction(reason: "a mistake")
    change(&replacement, &correction)
    let receipts = try desk.ledger.correct(String(replacement.seq), correction).receipts
    replacement.seq = receipts[0].seq
    told[place].withdrawnBy = receipts[1].seq
    told.append(replacement)
  }
}
