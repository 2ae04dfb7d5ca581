import Events

/// A line of arithmetic, or a piece of one, before it is said: as the command line has it, with slugs and
/// values as they were stated, or in the words of a language.
indirect enum Saying: Sendable {
  case text(String)
  /// The name of a figure.
  case figure(String)
  /// A value as it was stated; several are parted by commas.
  case stated(String)
  /// A numeral with a point.
  case number(String)
  /// An amount in a currency, with so many digits or as many as it has.
  case amount(Interval, String, Int?)
  /// An amount of a row by the name of its columns, with so many digits or as many as rows have.
  case money(String, JSONObject, Int?)
  /// A share with its ends.
  case share(Shares.Share)
  /// An entity, by its slug.
  case entity(String)
  /// A right, a commitment or the like, by its slug.
  case thing(String)
  /// A date as it was stated.
  case day(String)
  /// The events that say so.
  case events([Seq])
  /// What is said to who types alone.
  case typed(Saying)
  /// A word with something put in.
  case said(Word, [Saying])
  case all([Saying])

  static let nothing = Saying.all([])

  /// What stands in parentheses before its events: `(loan) [4]`.
  static func of(_ what: Saying, _ events: [Seq]) -> Saying {
    .all([.text("("), what, .text(") "), .events(events)])
  }

  /// A thing with its events: `loan [4]`.
  static func thing(_ slug: String, _ events: [Seq]) -> Saying {
    .all([.thing(slug), .text(" "), .events(events)])
  }

  var isNothing: Bool { if case .all(let pieces) = self { pieces.isEmpty } else { false } }

  /// As the command line has it.
  var plain: String { phrase(PlainSpeech()).text }

  /// In words.
  func phrase(_ speech: some Speech) -> Phrase {
    switch self {
    case .text(let text): Phrase(text)
    case .figure(let name): Phrase(speech.figure(name))
    case .stated(let text):
      Phrase(
        text.split(separator: ", ").map { speech.stated(String($0)) }.joined(separator: ", "))
    case .number(let number): Phrase(speech.number(number))
    case .amount(let amount, let currency, let digits):
      Phrase(speech.amount(amount, currency, digits))
    case .money(let name, let row, let digits): Phrase(speech.money(name, row, digits))
    case .share(let share): Phrase(speech.share(share))
    case .entity(let slug): Phrase(speech.entity(slug))
    case .thing(let slug): Phrase(speech.thing(slug))
    case .day(let day): Phrase(speech.day(day))
    case .events(let seqs):
      Phrase("[") + seqs.map { Phrase(String($0), leadsTo: .events([$0])) }.joined(separator: ", ")
        + Phrase("]")
    case .said(let word, let parts):
      speech.wording.phrase(word) { place in
        let place = (Int(place) ?? 1) - 1
        return parts.indices.contains(place) ? parts[place].phrase(speech) : nil
      }
    case .typed(let saying): speech is PlainSpeech ? saying.phrase(speech) : Phrase()
    case .all(let pieces): pieces.reduce(Phrase()) { $0 + $1.phrase(speech) }
    }
  }
}

extension Phrase {
  fileprivate static func + (left: Phrase, right: Phrase) -> Phrase {
    var both = left
    both.append(right)
    return both
  }
}

/// How the pieces of a line are said.
protocol Speech {
  var wording: Wording { get }
  func figure(_ name: String) -> String
  func stated(_ text: String) -> String
  func number(_ number: String) -> String
  func amount(_ amount: Interval, _ currency: String, _ digits: Int?) -> String
  func money(_ name: String, _ row: JSONObject, _ digits: Int?) -> String
  func share(_ share: Shares.Share) -> String
  func entity(_ slug: String) -> String
  func thing(_ slug: String) -> String
  func day(_ day: String) -> String
}

/// As the ledger has them.
private struct PlainSpeech: Speech {
  private static let english = Wording(.english)
  var wording: Wording { Self.english }
  func figure(_ name: String) -> String { name.spaced }
  func stated(_ text: String) -> String { text }
  func number(_ number: String) -> String { number }
  func amount(_ amount: Interval, _ currency: String, _ digits: Int?) -> String {
    amount.text(currency, digits)
  }
  func money(_ name: String, _ row: JSONObject, _ digits: Int?) -> String {
    Amounts.money(name, of: row, digits: digits)
  }
  func share(_ share: Shares.Share) -> String {
    Self.english.percent(share.point, low: share.low, high: share.high)
  }
  func entity(_ slug: String) -> String { slug }
  func thing(_ slug: String) -> String { slug }
  func day(_ day: String) -> String { day }
}

/// As reports have them.
extension PageWords: Speech {
  func figure(_ name: String) -> String { field(name) }
  func number(_ number: String) -> String { wording.numeral(number) }
  func amount(_ amount: Interval, _ currency: String, _ digits: Int?) -> String {
    wording.money(
      amount.point, low: amount.low, high: amount.high, currency, isConverted: digits != nil)
  }
  func money(_ name: String, _ row: JSONObject, _ digits: Int?) -> String {
    wording.money(name, of: row, digits: digits ?? Amounts.digits)
  }
  func share(_ share: Shares.Share) -> String {
    wording.percent(share.point, low: share.low, high: share.high)
  }
  func entity(_ slug: String) -> String { name(slug) }
  func thing(_ slug: String) -> String { things(slug) }
  func day(_ day: String) -> String { date(day) }
}
