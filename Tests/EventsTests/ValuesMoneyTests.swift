// Money is read as people write it, kept with its interval, or refused with what to write instead.

import Events
import Testing

@Suite struct ValuesMoneyTests {
  private static let accepted: [(String, String)] = [
    ("USD 1bn", "USD exact 100000000000 100000000000..100000000000"),
    ("1bn USD", "USD exact 100000000000 100000000000..100000000000"),
    ("USD1bn", "USD exact 100000000000 100000000000..100000000000"),
    ("1000000000 USD", "USD exact 100000000000 100000000000..100000000000"),
    ("USD 1 bn", "USD exact 100000000000 100000000000..100000000000"),
    ("usd 1 Billion", "USD exact 100000000000 100000000000..100000000000"),
    ("USD 1.25bn", "USD exact 125000000000 125000000000..125000000000"),
    ("INR 70352 crore", "INR exact 70352000000000 70352000000000..70352000000000"),
    ("INR 1.5 lakh crore", "INR exact 150000000000000 150000000000000..150000000000000"),
    ("INR 25 lakh..30 lakh", "INR range - 250000000..300000000"),
    ("USD 3 trillion", "USD exact 300000000000000 300000000000000..300000000000000"),
    ("2tn EUR", "EUR exact 200000000000000 200000000000000..200000000000000"),
    ("EUR 12 thousand", "EUR exact 1200000 1200000..1200000"),
    ("EUR 12k", "EUR exact 1200000 1200000..1200000"),
    ("USD 0", "USD exact 0 0..0"),
    ("USD 0.01", "USD exact 1 1..1"),
    ("USD 1.23456k", "USD exact 123456 123456..123456"),
    ("JPY 1.5m", "JPY exact 1500000 1500000..1500000"),
    ("KWD 1.234", "KWD exact 1234 1234..1234"),
    ("CLF 1.2345", "CLF exact 12345 12345..12345"),
    ("USD 90071992547409.91", "USD exact 9007199254740991 9007199254740991..9007199254740991"),
    ("about USD 135bn", "USD approximate 13500000000000 13450000000000..13550000000000"),
    ("~USD 135bn", "USD approximate 13500000000000 13450000000000..13550000000000"),
    ("~ 135bn USD", "USD approximate 13500000000000 13450000000000..13550000000000"),
    ("Approximately USD 13.0bn", "USD approximate 1300000000000 1295000000000..1305000000000"),
    ("about USD 100bn", "USD approximate 10000000000000 9950000000000..10050000000000"),
    ("about USD 0.4", "USD approximate 40 35..45"),
    ("about USD 0", "USD approximate 0 0..50"),
    ("about USD 1.23", "USD approximate 123 122..124"),
    ("about JPY 7", "JPY approximate 7 6..8"),
    ("up to USD 100bn", "USD at_most 10000000000000 0..10000000000000"),
    ("<= USD 100bn", "USD at_most 10000000000000 0..10000000000000"),
    ("at most USD 5", "USD at_most 500 0..500"),
    ("under USD 5", "USD at_most 500 0..499"),
    ("less than USD 5", "USD at_most 500 0..499"),
    ("<USD 5", "USD at_most 500 0..499"),
    ("at least USD 10bn", "USD at_least 1000000000000 1000000000000..-"),
    (">=USD 10bn", "USD at_least 1000000000000 1000000000000..-"),
    ("over USD 5", "USD at_least 500 501..-"),
    ("more than USD 5", "USD at_least 500 501..-"),
    ("> USD 5", "USD at_least 500 501..-"),
    ("USD 10bn..13bn", "USD range - 1000000000000..1300000000000"),
    ("10bn..13bn USD", "USD range - 1000000000000..1300000000000"),
    ("USD 900m .. 1.1bn", "USD range - 90000000000..110000000000"),
    ("USD 5..5", "USD range - 500..500"),
    ("USD ?", "USD undisclosed - -..-"),
    ("? USD", "USD undisclosed - -..-"),
  ]

  @Test(arguments: accepted)
  func `an amount means just its interval in minor units`(text: String, meaning: String) throws {
    let money = try Money(text)
    #expect(interval(money.stored, of: "minor", unit: "currency") == meaning)
    let ends = [money.minor, money.lowMinor, money.highMinor]
    #expect(ends == ["minor", "low", "high"].map { money.stored[$0]?.integerValue })
    #expect(money.certainty.rawValue == money.stored["certainty"]?.stringValue)
    #expect(money.currency == money.stored["currency"]?.stringValue)
  }

  @Test(arguments: accepted)
  func `the text is kept as given, but for the spaces around it`(
    text: String, meaning: String
  ) throws {
    #expect(try Money("  \(text) ").text == text)
    #expect(try Money(text).description == text)
    #expect(try Money(text).stored["text"] == .string(text))
  }

  @Test func `what is absent is left out of the stored object`() {
    let exact: JSON = [
      "text": "USD 1", "currency": "USD", "certainty": "exact", "minor": 100, "low": 100,
      "high": 100,
    ]
    let open: JSON = [
      "text": "over USD 1", "currency": "USD", "certainty": "at_least", "minor": 100, "low": 101,
    ]
    let range: JSON = [
      "text": "USD 1..2", "currency": "USD", "certainty": "range", "low": 100, "high": 200,
    ]
    let undisclosed: JSON = ["text": "USD ?", "currency": "USD", "certainty": "undisclosed"]
    #expect(Money("USD 1").stored == exact)
    #expect(Money("over USD 1").stored == open)
    #expect(Money("USD 1..2").stored == range)
    #expect(Money("USD ?").stored == undisclosed)
  }

  /// The text, the code, and words that the hint must hold.
  private static let refused: [(String, [String])] = [
    ("", ["bad-money", "USD 1bn"]),
    ("   ", ["bad-money", "USD 1bn"]),
    ("1bn", ["bad-money", "USD 1bn"]),
    ("about 135bn", ["bad-money", "USD 1bn"]),
    ("$1bn", ["bad-money", "USD 1bn"]),
    ("about $25m", ["bad-money", "USD 25m"]),
    ("US$3bn", ["bad-money", "USD 3bn"]),
    ("\u{20AC}1bn", ["bad-money", "USD 1bn"]),
    ("UDS 1bn", ["unknown-currency", "USD"]),
    ("EUT 1bn", ["unknown-currency", "EUR"]),
    ("QQQ 1bn", ["unknown-currency", "USD"]),
    ("USD 1,000", ["ambiguous-number", "USD 1000 or USD 1.00"]),
    ("USD 1,000,000.50", ["bad-money", "1000000.50"]),
    ("USD 0,125bn", ["bad-money", "0.125bn"]),
    ("USD 1,5bn", ["bad-money", "1.5bn"]),
    ("USD 1 000", ["bad-money", "USD 1bn"]),
    ("USD 1'000", ["bad-money", "USD 1bn"]),
    ("USD 1_000", ["bad-money", "USD 1bn"]),
    ("USD -5", ["bad-money", "USD 1bn"]),
    ("-5 USD", ["bad-money", "USD 1bn"]),
    ("USD +5", ["bad-money", "USD 1bn"]),
    ("USD 0.001", ["bad-money", "2 decimals"]),
    ("JPY 1.5", ["bad-money", "0 decimals"]),
    ("USD 1.234567k", ["bad-money", "2 decimals"]),
    ("USD 1e9", ["bad-money", "1000000000"]),
    ("USD 1b", ["bad-money", "bn"]),
    ("USD 1bln", ["bad-money", "bn"]),
    ("USD 1mn", ["bad-money", "m for a million"]),
    ("USD 1mm", ["bad-money", "m for a million"]),
    ("USD 1bnbn", ["bad-money", "USD 1bn"]),
    ("USD 1 bn USD", ["bad-money", "USD 1bn"]),
    ("USD .5bn", ["bad-money", "USD 1bn"]),
    ("USD 5.", ["bad-money", "USD 1bn"]),
    ("USD 0x10", ["bad-money", "USD 1bn"]),
    ("USD \u{0661}", ["bad-money", "USD 1bn"]),
    ("USD\u{00A0}1bn", ["bad-money", "USD 1bn"]),
    ("USD 1\tbn", ["bad-money", "USD 1bn"]),
    ("USD", ["bad-money", "USD 1bn"]),
    ("USD bn", ["bad-money", "USD 1bn"]),
    ("c. USD 1bn", ["bad-money", "USD 1bn"]),
    ("about about USD 1bn", ["bad-money", "USD 1bn"]),
    ("about USD ?", ["bad-money", "USD ?"]),
    ("about USD 1bn..2bn", ["bad-money", "USD 10bn..13bn"]),
    ("under USD 0", ["bad-money", "USD 1bn"]),
    ("USD 13bn..10bn", ["bad-money", "USD 10bn..13bn"]),
    ("USD 13bn..10", ["bad-money", "USD 10bn..13bn"]),
    ("USD 10..13bn", ["ambiguous-range", "10bn..13bn"]),
    ("USD 7..9m", ["ambiguous-range", "7m..9m"]),
    ("USD 10bn..", ["bad-money", "at least"]),
    ("USD ..13bn", ["bad-money", "up to"]),
    ("USD 90071992547409.92", ["out-of-range", "USD"]),
    ("USD 91tn", ["out-of-range", "USD"]),
    ("about USD 90071992547409.9", ["out-of-range", "USD"]),
    ("USD 99999999999999999999999999999tn", ["out-of-range", "USD"]),
    ("over USD 90071992547409.91", ["out-of-range", "USD"]),
    ("USD " + String(repeating: "9", count: 90), ["bad-money", "USD 1bn"]),
    ("USD 1" + String(repeating: " ", count: 200) + "bn", ["bad-money", "USD 1bn"]),
  ]

  @Test(arguments: refused)
  func `what is not an amount is refused, and the hint says what to write`(
    text: String, expected: [String]
  ) {
    let rejection = #expect(throws: Rejection.self) { try Money(text) }
    #expect(rejection?.code.rawValue == expected[0])
    #expect(rejection?.hint?.contains(expected[1]) == true, "\(rejection?.description ?? "")")
  }

  @Test(arguments: refused)
  func `a message is a sentence that quotes no more than 60 characters`(
    text: String, expected: [String]
  ) {
    let rejection = #expect(throws: Rejection.self) { try Money(text) }
    #expect((rejection?.message.count ?? 999) <= 140)
    #expect(rejection?.message.hasSuffix(".") == false)
    #expect(rejection?.hint?.last.map(".?".contains) == true)
  }

  @Test func `each currency in use has the decimals that ISO 4217 gives it`() {
    let sample = ["JPY": 0, "KRW": 0, "USD": 2, "EUR": 2, "KWD": 3, "TND": 3, "CLF": 4, "UYW": 4]
    for (code, decimals) in sample { #expect(Currency.decimals(of: code) == decimals) }
    #expect(Currency.decimals(of: "usd") == nil)
    #expect(Currency.decimals(of: "XXY") == nil)
    #expect(
      Currency.codes.allSatisfy { code in
        code.utf8.count == 3 && code.utf8.allSatisfy { 0x41...0x5A ~= $0 }
      })
  }

  @Test(arguments: [
    ("up to about USD 5m", "about"), ("nearly USD 5m", "nearly"),
    ("between USD 5m and USD 6m", "between"),
  ])
  func `words before a currency that are not understood are told, and no missing currency`(
    _ text: String, _ words: String
  ) {
    let rejection = #expect(throws: Rejection.self) { try Money(text) }
    #expect(rejection?.message == "'\(words)' before a currency is not understood")
    let bare = String(text.filter(\.isNumber))
    let missing = #expect(throws: Rejection.self) { try Money(bare) }
    #expect(missing?.message == "'\(bare)' has no currency")
  }
}
