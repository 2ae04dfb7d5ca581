/// Inputs that are almost right: pieces of good ones, spoiled at random; the same for the same seed.
///
/// How many are made is a number of the environment, so that `Scripts/fuzz` can ask for more.
public struct Mutations: Sequence, IteratorProtocol {
  private static let tokens: [[UInt8]] =
    [
      "\"", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", ",", ":", "null", "true", "-", "0",
      "1e9",
      "9007199254740993", "..", "~", "<=", "?", "%", "USD ", "\n", "\n\n", "\r\n", "\t", "\u{0}",
      "\u{1B}[2J", "\u{202E}", "\u{FEFF}", "— ", "+", "=", "/", ";", "'", "--", "(", ")",
      "e\u{301}",
      "99999999999999999999999999",
    ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80]]

  private let corpus: [[UInt8]]
  private var dice: Dice
  private var left: Int

  /// Spoils these inputs, so many times, or as often as `STAKEBOOK_INPUTS` says.
  public init(of corpus: [String], count: Int = 1500) {
    self.corpus = corpus.map { Array($0.utf8) }
    left = Dice.count("STAKEBOOK_INPUTS", orElse: count)
    dice = Dice()
  }

  /// The next input; nil after the last.
  public mutating func next() -> [UInt8]? {
    guard left > 0 else { return nil }
    left -= 1
    var input = dice.pick(corpus)
    for _ in 0..<Int.random(in: 0...4, using: &dice) { spoil(&input) }
    return input
  }

  private mutating func spoil(_ input: inout [UInt8]) {
    let place = Int.random(in: 0...input.count, using: &dice)
    let end = Swift.min(input.count, place + Int.random(in: 0...12, using: &dice))
    switch Int.random(in: 0..<7, using: &dice) {
    case 0: input.insert(contentsOf: dice.pick(Self.tokens), at: place)
    case 1: input.replaceSubrange(place..<end, with: dice.pick(Self.tokens))
    case 2: input.removeSubrange(place..<end)
    case 3: input.insert(contentsOf: input[place..<end], at: place)
    case 4: if place < input.count { input[place] = UInt8.random(in: 0...255, using: &dice) }
    case 5: input.removeSubrange(place...)
    default:
      let other = dice.pick(corpus)
      input = Array(input[..<place] + other[Int.random(in: 0...other.count, using: &dice)...])
    }
  }
}
