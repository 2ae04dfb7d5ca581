/// One number as people write it: thousands marks, a decimal mark, a word for its size, a minus or
/// brackets.
struct Figures {
  /// Its digits with a decimal point, as the ledger reads them.
  let digits: String
  /// `k`, `m`, `bn`, `tn` or nothing.
  let suffix: String
  /// Whether it is below nothing: `-500`, `(500)`.
  let isNegative: Bool

  /// Reads a number; `whole` is what it is a part of, for messages.
  init(
    number text: String, in writing: Writing, as kind: StatedKind, _ whole: String
  ) throws(Rejection) {
    var body = text[...]
    var isNegative = false
    if body.first == "(", body.last == ")" {
      isNegative = true
      body = body.dropFirst().dropLast()
    }
    body = trimmingSpaces(body)
    if body.first == "-" || body.last == "-" {
      isNegative = true
      body = trimmingSpaces(body.first == "-" ? body.dropFirst() : body.dropLast())
    }
    self.isNegative = isNegative
    let number = Self.number(at: body)
    let word = trimmingSpaces(body.dropFirst(number.count)).lowercased()
    guard !number.isEmpty, let suffix = word.isEmpty ? "" : Self.sizes[word] else {
      throw Rejection(
        kind.refusal, "'\(whole.prefix(60))' is not a \(kind)",
        hint: "Write a number, or leave it blank.")
    }
    self.suffix = suffix
    digits = try Self.digits(of: String(number), in: writing, as: kind, whole)
  }

  /// The digits at the front with the marks between them.
  private static func number(at text: Substring) -> Substring {
    var end = text.startIndex
    var last = text.startIndex
    while end < text.endIndex {
      let character = text[end]
      let isDigit = character.isASCII && character.isNumber
      guard isDigit || ".,' ".contains(character) else { break }
      end = text.index(after: end)
      if isDigit { last = end }
    }
    return text[..<last]
  }

  /// What people write for sizes in English, French and German.
  private static let sizes: [String: String] = [
    "k": "k", "thousand": "k", "thousands": "k", "tsd": "k", "tsd.": "k", "tausend": "k",
    "mille": "k", "millier": "k", "milliers": "k",
    "m": "m", "mn": "m", "mm": "m", "mln": "m", "mio": "m", "mio.": "m", "million": "m",
    "millions": "m", "millionen": "m",
    "b": "bn", "bn": "bn", "bln": "bn", "billion": "bn", "billions": "bn", "mrd": "bn",
    "mrd.": "bn", "md": "bn", "mds": "bn", "milliard": "bn", "milliards": "bn",
    "milliarde": "bn", "milliarden": "bn",
    "tn": "tn", "trn": "tn", "trillion": "tn", "trillions": "tn", "billionen": "tn",
  ]

  private static func digits(
    of number: String, in writing: Writing, as kind: StatedKind, _ whole: String
  ) throws(Rejection) -> String {
    let points = read(number, decimalMark: ".", thousands: ",")
    if writing.decimals == .point, let points { return points }
    let commas = read(number, decimalMark: ",", thousands: ".")
    switch (writing.decimals, points, commas) {
    case (.point?, let found?, _), (.comma?, _, let found?): return found
    case (nil, let found?, nil), (nil, nil, let found?): return found
    case (nil, let found?, let other?) where found == other: return found
    case (nil, let found?, let other?):
      throw Rejection(
        .ambiguousNumber, "'\(whole.prefix(60))' can be \(found) or \(other)",
        hint: "Write \(found) or \(other) without marks for thousands, or say the decimal mark.")
    case (let mark?, _, _) where points != nil || commas != nil:
      throw Rejection(
        kind.refusal,
        "'\(whole.prefix(60))' is not written with a decimal \(mark.rawValue), as was said",
        hint: "Write it so, or say the other decimal mark.")
    default:
      throw Rejection(
        kind.refusal, "'\(whole.prefix(60))' has marks that no number has",
        hint: "Write its digits without marks.")
    }
  }

  /// The digits under one meaning of the marks, or nil where that is none. Spaces and apostrophes
  /// stand for thousands under both.
  private static func read(
    _ number: String, decimalMark: Character, thousands: Character
  ) -> String? {
    let halves = number.split(
      separator: decimalMark, omittingEmptySubsequences: false)
    guard halves.count <= 2 else { return nil }
    var decimals = halves.count == 2 ? String(halves[1]) : ""
    guard halves.count == 1 || (!decimals.isEmpty && decimals.allSatisfy(\.isNumber)) else {
      return nil
    }
    let marks = halves[0].filter { !$0.isNumber }
    let groups = halves[0].split(
      omittingEmptySubsequences: false, whereSeparator: { !$0.isNumber }
    ).map(String.init)
    guard let first = groups.first, !first.isEmpty else { return nil }
    if let mark = marks.first {
      // Thousands by threes, or above the last three by twos as in India; a zero begins none.
      let isByThrees = groups.dropFirst().allSatisfy { $0.count == 3 } && first.count <= 3
      let isByTwos =
        groups.count > 2 && groups.last?.count == 3 && first.count <= 2
        && groups.dropFirst().dropLast().allSatisfy { $0.count == 2 }
      guard mark == thousands || mark == " " || mark == "'", marks.allSatisfy({ $0 == mark }),
        isByThrees || isByTwos, first != "0"
      else { return nil }
    }
    // Beyond two decimals a zero at the end says nothing, and is taken for thousands by some.
    while decimals.count > 2, decimals.last == "0" { decimals.removeLast() }
    return groups.joined() + (decimals.isEmpty ? "" : "." + decimals)
  }

  /// Whether it is nothing.
  var isZero: Bool { digits.allSatisfy { $0 == "0" || $0 == "." } }
}

extension Figures {
  /// One number, or the two of a range.
  static func range(
    _ text: String, in writing: Writing, as kind: StatedKind, _ whole: String
  ) throws(Rejection) -> [Figures] {
    for mark in ["..", " to ", " bis ", " à ", "-"] {
      guard let place = text.firstRange(of: mark), place.lowerBound > text.startIndex,
        place.upperBound < text.endIndex, text.contains(where: \.isNumber)
      else { continue }
      let ends = [text[..<place.lowerBound], text[place.upperBound...]].map {
        String(trimmingSpaces($0))
      }
      var found: [Figures] = []
      for end in ends { found.append(try Figures(number: end, in: writing, as: kind, whole)) }
      guard found[0].suffix.isEmpty == found[1].suffix.isEmpty else {
        throw Rejection(
          .ambiguousRange, "'\(whole.prefix(60))' has a suffix at one end only",
          hint: "Write it at both ends: 10m-20m.")
      }
      return found
    }
    return [try Figures(number: text, in: writing, as: kind, whole)]
  }

  /// Refuses what is below nothing, which no value of the ledger is.
  static func requirePositive(
    _ numbers: [Figures], as kind: StatedKind, _ whole: String
  ) throws(Rejection) {
    guard let number = numbers.first(where: \.isNegative), !number.isZero else { return }
    throw Rejection(
      kind.refusal,
      "'\(whole.prefix(60))' is minus \(number.digits)\(number.suffix), and nothing here is negative",
      hint: "Write it without the sign in the column or event that says what it means.")
  }
}
