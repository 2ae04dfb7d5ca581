import Events
import Projections

/// A name and its first letters, to find what `VW`, `MSFT` or `J.P. Morgan` may stand for.
///
/// It is never taken for what it may mean: people are told, and decide.
struct Abbreviation {
  /// The small letters of a name in capitals of two to five letters, such as `VW`; nil of any other.
  private let short: [Character]?
  /// The small letters of the name.
  private let letters: [Character]
  /// The first letters of its words: `gm` of General Motors; nil where it has one word.
  private let initials: [Character]?
  private let wordCount: Int

  init(_ name: String) {
    let bare = LegalForm.stripped(from: name)
    let words = bare.split { !$0.isLetter && !$0.isNumber && $0 != "'" }
    let own = bare.filter(\.isLetter)
    letters = Array(own.lowercased())
    wordCount = words.count
    // J.P. Morgan begins as JPMorgan does: what is written as initials counts letter by letter.
    let first = words.filter { !Self.small.contains($0.lowercased()) }.compactMap(\.first)
    initials = first.count > 1 ? Array(String(first).lowercased()) : nil
    let isShort =
      2...5 ~= own.count && own.allSatisfy(\.isUppercase) && words.allSatisfy { $0.count < 6 }
    short = isShort ? letters : nil
  }

  /// Words that give no letter.
  private static let small: Set = [
    "of", "the", "and", "de", "du", "des", "la", "le", "und", "der", "für",
  ]

  /// Whether one of the two may be short for the other.
  func mayMean(_ other: Abbreviation) -> Bool {
    guard letters != other.letters else { return !letters.isEmpty }
    if let short { return other.isMeant(by: short) }
    if let short = other.short { return isMeant(by: short) }
    return false
  }

  /// The first letters of its words; or its letters in that order from the first on, as VW and MSFT are
  /// of one word, and JPM at the front of several.
  private func isMeant(by short: [Character]) -> Bool {
    guard letters.count > short.count, letters.first == short.first else { return false }
    if initials == short || letters.starts(with: short) { return true }
    guard wordCount == 1 else { return false }
    if short.count == 2 { return syllables.contains(short[1]) }
    var rest = short[...]
    for letter in letters where letter == rest.first { rest = rest.dropFirst() }
    return rest.isEmpty
  }

  /// The letters with which syllables after the first begin, where a consonant stands before: the w of
  /// Volkswagen. Two letters in their order are in too many names.
  private var syllables: Set<Character> {
    let vowels: Set<Character> = ["a", "e", "i", "o", "u", "y", "ä", "ö", "ü", "é"]
    return Set(
      letters.indices.dropFirst().dropLast().filter { place in
        let (before, after) = (letters[place - 1], letters[place + 1])
        return !vowels.contains(letters[place]) && !vowels.contains(before)
          && before != letters[place] && vowels.contains(after)
      }.map { letters[$0] })
  }
}
