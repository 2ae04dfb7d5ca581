/// What the points and commas in the numbers of a text can mean.
///
/// A point is where the decimals begin. Half of the world writes thousands with it, `1.500` for
/// fifteen hundred, and the decimals with a comma. A number that a reader could take for the other
/// one is refused with both readings, rather than recorded a thousand times too small.
struct DecimalMarks {
  /// When a point alone makes a reader doubt.
  enum Doubt {
    /// Never: so many decimals are common.
    case never
    /// More digits stand behind it than the smallest unit has, and no suffix.
    case moreThanDecimals
    /// Three digits stand behind it, the last of them a zero that says nothing, and no suffix.
    case roundThousand
  }

  /// The text with each number in doubt as a whole number, where it can be one; nil where none can.
  let asThousands: String?
  /// The text with each number in doubt as one with decimals, in the same way.
  let asDecimals: String?
  /// Whether a number would have more decimals than the smallest unit has.
  let isTooFine: Bool
  /// Whether a comma stands in a number.
  let hasComma: Bool
  /// Whether a comma is the last mark of a number.
  let endsInComma: Bool

  /// Nil where no number is in doubt.
  init?(_ text: String, _ doubt: Doubt, decimals: Int) {
    // Most texts have no mark, and are not looked at any further.
    let mayHavePoint = doubt != .never && text.utf8.contains(UInt8(ascii: "."))
    guard mayHavePoint || text.utf8.contains(UInt8(ascii: ",")) else { return nil }
    var thousands = Reading()
    var fractions = Reading()
    var isTooFine = false
    var numbers: [MarkedNumber] = []
    var rest = text[...]
    while let first = rest.first {
      guard isDigit(first) else {
        thousands.text?.append(first)
        fractions.text?.append(first)
        rest.removeFirst()
        continue
      }
      let number = MarkedNumber(&rest)
      numbers.append(number)
      if number.isDoubtful(doubt, decimals, before: rest) {
        let isPlain = !MarkedNumber.hasSuffix(rest)
        let most = isPlain ? doubt == .roundThousand ? 0 : decimals : nil
        let (whole, fraction) = (number.whole, number.decimal(most: most))
        isTooFine =
          isTooFine || isPlain && fraction != nil && number.fraction(most: most).count > decimals
        thousands.add(whole, else: fraction)
        fractions.add(fraction, else: whole)
      } else {
        thousands.text?.append(number.text)
        fractions.text?.append(number.text)
      }
    }
    guard thousands.isUsed || fractions.isUsed else { return nil }
    asThousands = thousands.isUsed ? thousands.text : nil
    asDecimals = fractions.isUsed ? fractions.text : nil
    self.isTooFine = isTooFine
    hasComma = numbers.contains { $0.marks.contains(",") }
    endsInComma = numbers.contains { $0.marks.last == "," }
  }
}

/// The text as it would be if its numbers were meant in one way.
private struct Reading {
  /// Nil where a number cannot be meant in any way.
  var text: String? = ""
  /// Whether a number in doubt can be meant in this way.
  private(set) var isUsed = false

  mutating func add(_ number: String?, else other: String?) {
    if number != nil { isUsed = true }
    text = (number ?? other).flatMap { number in text.map { $0 + number } }
  }
}

/// Digits with points and commas between them.
private struct MarkedNumber {
  private(set) var groups: [Substring] = []
  private(set) var marks: [Character] = []
  let text: String

  /// Takes one from the front of a text that begins with a digit.
  init(_ rest: inout Substring) {
    let start = rest
    while true {
      groups.append(rest.prefix(while: isDigit))
      rest = rest.drop(while: isDigit)
      guard let mark = rest.first, ".,".contains(mark), rest.dropFirst().first.map(isDigit) == true
      else { break }
      marks.append(mark)
      rest.removeFirst()
    }
    text = String(start[..<rest.startIndex])
  }

  func isDoubtful(_ doubt: DecimalMarks.Doubt, _ decimals: Int, before rest: Substring) -> Bool {
    guard let last = groups.last, let mark = marks.last else { return false }
    if marks.count > 1 || mark == "," { return true }
    guard !Self.hasSuffix(rest) else { return false }
    return switch doubt {
    case .never: false
    case .moreThanDecimals: last.count > decimals
    case .roundThousand: last.last == "0" && isGrouped(groups[...])
    }
  }

  /// All marks between thousands: the number without them.
  var whole: String? {
    guard Set(marks).count == 1, isGrouped(groups[...]) else { return nil }
    return groups.joined()
  }

  /// The last mark before the decimals, the others between thousands; zeros beyond that many
  /// decimals are dropped.
  func decimal(most: Int?) -> String? {
    let front = groups.dropLast()
    let others = Set(marks.dropLast())
    let isOneKind = others.count < 2 && others.first != marks.last
    guard isOneKind, front.count == 1 || isGrouped(front) else { return nil }
    let fraction = fraction(most: most)
    return front.joined() + (fraction.isEmpty ? "" : ".\(fraction)")
  }

  /// The digits behind the last mark, without zeros beyond that many.
  func fraction(most: Int?) -> Substring {
    var fraction = groups.last ?? ""
    while let most, fraction.count > most, fraction.last == "0" { fraction.removeLast() }
    return fraction
  }

  private func isGrouped(_ groups: ArraySlice<Substring>) -> Bool {
    guard let first = groups.first, first.count <= 3, first.first != "0" else { return false }
    return groups.dropFirst().allSatisfy { $0.count == 3 }
  }

  static func hasSuffix(_ rest: Substring) -> Bool {
    let word = trimmingSpaces(rest).prefix { $0.isASCII && $0.isLetter }
    return StatedNumber.suffixes.contains { $0.name == word.lowercased() }
  }
}

private func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
