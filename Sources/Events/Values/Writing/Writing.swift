/// How the author of a table or a command line writes dates, numbers and money.
///
/// It makes of what people write what the ledger's own values read: `Jan 2023` is `2023-01`, `$5m` is
/// `USD 5m`, `12,5 %` is `12.5%`. Where a text has one reading it is taken; where it has two and nothing
/// here says which is meant, it is refused as ambiguous; where it has none, as wrong.
public struct Writing: Sendable, Hashable {
  /// In which order day, month and year stand.
  public enum DateOrder: String, CaseIterable, Sendable {
    case dayFirst = "day-first"
    case monthFirst = "month-first"
    case yearFirst = "year-first"
  }

  /// What stands before the decimals.
  public enum DecimalMark: String, CaseIterable, Sendable {
    case point
    case comma
  }

  /// In what bare numbers of a column of money are counted.
  public enum Scale: String, CaseIterable, Sendable {
    case units
    case thousands
    case millions
    case billions

    /// What the ledger writes behind such a number.
    var suffix: String {
      switch self {
      case .units: ""
      case .thousands: "k"
      case .millions: "m"
      case .billions: "bn"
      }
    }
  }

  /// What a bare number of a column of percents means.
  public enum Share: String, CaseIterable, Sendable {
    /// `49` is 49 %.
    case hundredths
    /// `0.49` is 49 %.
    case fractions
  }

  /// The order of dates; nil: not known.
  public var dates: DateOrder?
  /// The decimal mark; nil: not known.
  public var decimals: DecimalMark?
  /// The ISO 4217 code of money that names none; nil: it must.
  public var currency: String?
  /// The scale of money that has no suffix; nil: not known, and that of the number itself.
  public var scale: Scale?
  /// What bare numbers mean where a percent is due; nil: not known.
  public var percents: Share?
  /// Whether the basis of a value that stands beside an amount, `$30bn post-money`, is read by itself.
  package var isBasisApart = false

  /// Nothing known.
  public init(
    dates: DateOrder? = nil, decimals: DecimalMark? = nil, currency: String? = nil,
    scale: Scale? = nil, percents: Share? = nil
  ) {
    (self.dates, self.decimals, self.currency) = (dates, decimals, currency)
    (self.scale, self.percents) = (scale, percents)
  }
}

extension Writing {
  /// What a text says in a field of that kind, as the ledger's own values read it.
  ///
  /// Throws `ambiguous-date`, `ambiguous-number`, and what the values throw. Kinds that are written in
  /// one way only are given back as they are.
  public func read(_ text: String, as type: FieldType) throws(Rejection) -> String {
    switch type {
    case .date, .day: return try date(text)
    case .money: return try money(text)
    case .percent: return try percent(text)
    case .quantity: return try quantity(text)
    case .count:
      let number = try Figures(number: plain(text), in: self, as: .quantity, text)
      return (number.isNegative ? "-" : "") + number.digits + number.suffix
    case .flag: return Self.flags[plain(text).lowercased()] ?? text
    case .choice(let words):
      let word = plain(text).lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 }
      return words.contains(String(word)) ? String(word) : plain(text)
    default: return text
    }
  }

  /// What is written where nothing is known of its author: as the ledger writes it, or in another way
  /// that has one reading.
  ///
  /// Throws `ambiguous-date`, `ambiguous-number`, and `unknown-currency` of a sign that several have; what
  /// is wrong is given back as it is, and the check says why.
  public static func stated(_ text: String, as type: FieldType) throws(Rejection) -> String {
    switch refusal(of: text, as: type) {
    // The value says in its own words which two readings it has.
    case nil, .ambiguousNumber?: return text
    default:
      do {
        return try Writing().read(text, as: type)
      } catch {
        let isTold = [.ambiguousDate, .ambiguousNumber, .unknownCurrency].contains(error.code)
        guard isTold || Self.hasBasis(text, type) else { return text }
        throw error
      }
    }
  }

  /// Whether an amount comes with the basis of a value, which has a field of its own.
  private static func hasBasis(_ text: String, _ type: FieldType) -> Bool {
    guard case .money = type else { return false }
    return BasisWords.split(text).basis != nil
  }

  /// Why the ledger's own values do not read a text; nil where they do, or are read in one way only.
  static func refusal(of text: String, as type: FieldType) -> Rejection.Code? {
    do {
      switch type {
      case .date: _ = try PartialDate(text)
      case .day: _ = try Day(text)
      case .money: _ = try Money(text)
      case .percent: _ = try Percent(text)
      case .quantity: _ = try Quantity(text)
      default: break
      }
      return nil
    } catch { return error.code }
  }

  /// What people write for yes and no in English, French and German.
  private static let flags = [
    "true": "true", "yes": "true", "y": "true", "x": "true", "oui": "true", "vrai": "true",
    "ja": "true", "wahr": "true", "1": "true",
    "false": "false", "no": "false", "n": "false", "non": "false", "faux": "false",
    "nein": "false", "falsch": "false", "0": "false",
  ]
}

/// A text without spaces around it and with plain ones inside, signs as the keyboard has them.
func plain(_ text: String) -> String {
  // Most texts are plain already.
  let space = UInt8(ascii: " ")
  var last = space
  let isPlain = text.utf8.allSatisfy { byte in
    defer { last = byte }
    return 0x20..<0x7F ~= byte && (byte != space || last != space)
  }
  if isPlain, last != space { return text }
  var plain = ""
  for character in text {
    switch character {
    case "\u{A0}", "\u{202F}", "\u{2009}", "\u{2007}", "\t", "\n", "\r", "\r\n": plain += " "
    case "–", "—", "−", "‐", "‑": plain += "-"
    case "’", "‘", "ʼ": plain += "'"
    case "≈", "∼": plain += "~"
    case "≤": plain += "<="
    case "≥": plain += ">="
    default: plain.append(character)
    }
  }
  return plain.split(separator: " ").joined(separator: " ")
}

/// A figure or date without the marks of notes behind it, `1,000*` or `$5m[3]`: they stand under the table.
func withoutNotes(_ text: String) -> String {
  guard let last = text.last, !last.isASCII || last == "*" || last == "]" else { return text }
  var figure = text[...]
  while let last = figure.last {
    if "*†‡§¹²³⁴⁵⁶⁷⁸⁹ ".contains(last) {
      figure.removeLast()
    } else if let start = startOfNote(figure) {
      figure = figure[..<start]
    } else {
      break
    }
  }
  return figure.isEmpty ? text : String(figure)
}

/// A name without the numbers of notes behind it that web pages have: `OpenAI[a]`, `Cohere [12]`.
public func withoutNoteNumbers(_ name: String) -> String {
  guard name.last == "]" else { return name }
  var rest = name[...]
  while let start = startOfNote(rest) {
    rest = rest[..<start]
    while rest.last == " " { rest.removeLast() }
  }
  return rest.isEmpty ? name : String(rest)
}

/// Where a note's number in brackets begins that ends a text: up to three digits, one small letter, or a
/// word and a number, `[note 2]`.
private func startOfNote(_ text: Substring) -> Substring.Index? {
  guard text.last == "]", let start = text.lastIndex(of: "[") else { return nil }
  let inside = text[text.index(after: start)...].dropLast()
  let number = inside.split(separator: " ").last ?? ""
  let isNumber = 1...3 ~= number.count && number.allSatisfy { $0.isASCII && $0.isNumber }
  let isLetter = inside.count == 1 && inside.first.map { $0.isASCII && $0.isLowercase } == true
  let word = inside.dropLast(number.count)
  let isWord = word.isEmpty || ["note ", "n ", "nb "].contains(word.lowercased())
  return isLetter || (isNumber && isWord) ? start : nil
}

/// Words that say how sure a figure is, and what the ledger writes for them; longer ones first.
enum HedgeWords {
  private static let words: [(String, String)] = [
    ("approximately", "about"), ("approx.", "about"), ("approx", "about"), ("about", "about"),
    ("around", "about"), ("circa", "about"), ("ca.", "about"), ("c.", "about"),
    ("environ", "about"), ("env.", "about"), ("etwa", "about"), ("rund", "about"),
    ("ungefähr", "about"), ("~", "about"),
    ("up to", "up to"), ("at most", "up to"), ("max.", "up to"), ("max", "up to"),
    ("jusqu'à", "up to"), ("bis zu", "up to"), ("höchstens", "up to"), ("<=", "up to"),
    ("at least", "at least"), ("min.", "at least"), ("min", "at least"),
    ("au moins", "at least"), ("mindestens", "at least"), (">=", "at least"),
    ("less than", "under"), ("under", "under"), ("moins de", "under"), ("unter", "under"),
    ("<", "under"), ("more than", "over"), ("over", "over"), ("plus de", "over"),
    ("über", "over"), (">", "over"),
  ]

  /// What the ledger writes for the word at the front, and the rest.
  static func split(_ text: String) -> (hedge: String, rest: String) {
    let lower = text.lowercased()
    for (word, hedge) in words where lower.hasPrefix(word) {
      let rest = text.dropFirst(word.count)
      guard word.last?.isLetter != true || rest.first?.isLetter != true else { continue }
      return (hedge + " ", String(trimmingSpaces(rest)))
    }
    return ("", text)
  }
}
