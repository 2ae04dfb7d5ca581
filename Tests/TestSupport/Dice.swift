import Foundation

/// Random numbers that are the same on every run with the same seed (SplitMix64).
public struct Dice: RandomNumberGenerator {
  private var state: UInt64

  /// Dice of a seed.
  public init(seed: UInt64) { state = seed }

  /// Dice of the seed that `STAKEBOOK_SEED` says, else of one that is always the same.
  public init() {
    state =
      ProcessInfo.processInfo.environment["STAKEBOOK_SEED"].flatMap { UInt64($0) } ?? 20_261_125
  }

  /// How many times something is tried: as often as that variable says, as `Scripts/fuzz` sets it.
  public static func count(_ variable: String, orElse count: Int) -> Int {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } ?? count
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// One of these, which must be some.
  public mutating func pick<Element>(_ from: [Element]) -> Element {
    from[Int.random(in: 0..<from.count, using: &self)]
  }

  /// True in so many of a hundred throws.
  public mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &self) < percent
  }
}
