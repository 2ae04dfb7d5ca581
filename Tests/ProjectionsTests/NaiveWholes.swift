import Stakebook

/// What came of a promise, or a level of it.
protocol NaiveDraw {
  associatedtype Thing: Hashable
  /// The promise; nil: none.
  var thing: Thing? { get }
  var giver: EntityID { get }
  /// The currency in which it counts.
  var unit: String { get }
  /// The currency in which it was to count, where no rate brings it there.
  var wanted: String? { get }
  var amount: NaiveAmount { get set }
  var isLevel: Bool { get }
  var day: Day { get }
  var lastDay: Day? { get }
  var seq: Seq { get }
}

/// A promise that has parts, with theirs.
struct NaiveWhole<Thing: Hashable> {
  let thing: Thing
  let unit: String
  let parts: [Thing]
}

extension NaiveReading {
  /// The draws, of which a level that was told of a whole counts as what its parts did not draw.
  static func lessened<Draw: NaiveDraw>(
    _ draws: [Draw], _ wholes: [NaiveWhole<Draw.Thing>]
  ) -> [Draw] {
    var lessened = draws
    // A part's own level is lessened before that of its whole.
    for whole in wholes.sorted(by: { $0.parts.count < $1.parts.count }) {
      for giver in Set(draws.map(\.giver)) {
        guard let place = level(of: whole.thing, giver, whole.unit, lessened) else { continue }
        let level = draws[place]
        let held = whole.parts.reduce(NaiveAmount.nothing) {
          $0 + self.held(by: level, of: $1, lessened)
        }
        lessened[place].amount = level.amount.less(held)
      }
    }
    return lessened
  }

  /// Where the latest level of a promise stands.
  private static func level<Draw: NaiveDraw>(
    of thing: Draw.Thing, _ giver: EntityID, _ unit: String, _ draws: [Draw]
  ) -> Int? {
    draws.indices.filter {
      let draw = draws[$0]
      return draw.isLevel && draw.thing == thing && draw.giver == giver && draw.unit == unit
    }
    .max { (draws[$0].day, draws[$0].seq) < (draws[$1].day, draws[$1].seq) }
  }

  /// What a level of a whole holds of what came of one of its parts.
  private static func held<Draw: NaiveDraw>(
    by whole: Draw, of part: Draw.Thing, _ draws: [Draw]
  ) -> NaiveAmount {
    let own = draws.filter { $0.thing == part && $0.giver == whole.giver }
    let level = level(of: part, whole.giver, whole.unit, draws).map { draws[$0] }
    var held = level?.amount ?? .nothing
    for draw in own where !draw.isLevel && draw.unit == whole.unit {
      if let level, draw.day <= level.day { continue }
      if let last = whole.lastDay, draw.day > last { continue }
      var amount = draw.amount
      if let level, level.lastDay.map({ draw.day <= $0 }) ?? true {
        (amount.point, amount.low) = (0, 0)
      }
      // What came within the time of the level may be in it.
      if draw.day > whole.day { amount.low = 0 }
      held = held + amount
    }
    let isOpen = own.contains { draw in
      draw.wanted == whole.unit
        && (draw.isLevel || whole.lastDay.map { draw.day <= $0 } ?? true)
    }
    if isOpen { held.high = nil }
    return held
  }
}
