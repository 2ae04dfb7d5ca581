// A point may be meant as a thousands mark: what a reader could take for a thousand times as much is
// refused, and each reading is offered.

import Events
import Testing

@Suite struct ValuesDoubtTests {
  /// Currencies of 0, 2, 3 and 4 decimals; both orders; every certainty; ranges.
  private static let amounts: [(String, String)] = [
    ("EUR 1.500", "EUR 1500 or EUR 1.50"),
    ("1.000 EUR", "1000 EUR or 1.00 EUR"),
    ("USD1.500", "USD1500 or USD1.50"),
    ("JPY 250.000", "JPY 250000 or JPY 250"),
    ("250.000 JPY", "250000 JPY or 250 JPY"),
    ("about EUR 1.500", "about EUR 1500 or about EUR 1.50"),
    ("~ 1.500 EUR", "~ 1500 EUR or ~ 1.50 EUR"),
    ("up to EUR 1.500", "up to EUR 1500 or up to EUR 1.50"),
    ("<=EUR 1.500", "<=EUR 1500 or <=EUR 1.50"),
    ("at least JPY 1.000", "at least JPY 1000 or at least JPY 1"),
    ("over KRW 900.000", "over KRW 900000 or over KRW 900"),
    ("EUR 1.500..2.000", "EUR 1500..2000 or EUR 1.50..2.00"),
    ("1.500 .. 2.000 EUR", "1500 .. 2000 EUR or 1.50 .. 2.00 EUR"),
    ("EUR 1,500", "EUR 1500 or EUR 1.50"),
    ("KWD 1,500", "KWD 1500 or KWD 1.500"),
    ("USD 1,234bn", "USD 1234bn or USD 1.234bn"),
  ]

  @Test(arguments: amounts)
  func `an amount that can be read in two ways is refused with both`(text: String, both: String) {
    let rejection = #expect(throws: Rejection.self) { try Money(text) }
    #expect(rejection?.code == .ambiguousNumber)
    #expect(rejection?.hint == "Write \(both).")
    for reading in both.components(separatedBy: " or ") {
      #expect((try? Money(reading)) != nil, "\(reading)")
    }
  }

  /// What has one reading: it is offered, and is one.
  @Test(arguments: [
    ("USD 1.234", "Write USD 1234, or at most 2 decimals."),
    ("JPY 1.234.567", "Write JPY 1234567."),
    ("EUR 1.500.000", "Write EUR 1500000."),
    ("EUR 1.500.000,25", "Write EUR 1500000.25."),
    ("EUR 1.500,00", "Write EUR 1500.00."),
    ("EUR 1,500.00", "Write EUR 1500.00."),
    ("USD 1,234", "Write USD 1234."),
    ("EUR 12,5", "Write EUR 12.5."),
    ("EUR 0,50", "Write EUR 0.50."),
    ("USD 1.5000", "Write USD 1.50."),
    ("KWD 1.2340", "Write KWD 1.234."),
    ("BHD 1.2340", "Write BHD 1.234."),
    ("TND 12.50000", "Write TND 12.500."),
    ("CLF 1.50000", "Write CLF 1.5000."),
    ("UYW 1.50000", "Write UYW 1.5000."),
    ("EUR 900..1.500", "Write EUR 900..1500."),
    ("EUR 1.500..2", "Write EUR 1.50..2."),
  ])
  func `an amount of one other reading is refused with it`(text: String, hint: String) {
    let rejection = #expect(throws: Rejection.self) { try Money(text) }
    #expect(rejection?.code == .badMoney)
    #expect(rejection?.hint == hint)
    let reading = hint.dropFirst(6).prefix { $0 != "," }
    let isWhole = reading.hasSuffix(".")
    #expect((try? Money(String(isWhole ? reading.dropLast() : reading))) != nil)
  }

  @Test(arguments: [
    ("$1.500", "Write USD 1500 or USD 1.50."), ("about US$1,5bn", "Write USD 1.5bn."),
    ("$25m", "Write USD 25m."),
  ])
  func `what is offered in the place of a sign is no number in doubt`(text: String, hint: String) {
    let rejection = #expect(throws: Rejection.self) { try Money(text) }
    #expect(rejection?.hint == hint)
  }

  @Test(arguments: [
    "EUR 1.50", "EUR 1.5", "USD 1.2345bn", "USD 1.500 m", "JPY 1.5m", "KWD 1.500", "TND 250.000",
    "CLF 1.500", "UYW 1.2345", "EUR 1.500bn..2.000bn", "about USD 13.000bn",
  ])
  func `no more decimals than the currency has, or a suffix, leave no doubt`(text: String) throws {
    #expect(try Money(text).text == text)
  }

  @Test(arguments: [
    ("160.000 shares", "160000 shares or 160 shares"), ("1.250 GW", "1250 GW or 1.25 GW"),
    ("up to 1.000 units", "up to 1000 units or up to 1 units"),
    ("1.000..2.500 GW", "1000..2500 GW or 1..2.5 GW"), ("6,125 GW", "6125 GW or 6.125 GW"),
  ])
  func `a quantity whose last decimal says nothing is refused with both`(
    text: String, both: String
  ) throws {
    let rejection = #expect(throws: Rejection.self) { try Quantity(text) }
    #expect(rejection?.code == .ambiguousNumber)
    #expect(rejection?.hint == "Write \(both).")
    for text in ["6.125 GW", "0.500 GW", "1.500m shares", "1.25 GW"] {
      #expect(try Quantity(text).text == text)
    }
  }

  @Test(arguments: [
    ("27,125%", "Write 27.125%."), ("1,250%", "Write 1.250%."),
    ("25,5..30,5%", "Write 25.5..30.5%."),
  ])
  func `a percent is offered with its decimals, as no share is a thousand percent`(
    text: String, hint: String
  ) {
    let rejection = #expect(throws: Rejection.self) { try Percent(text) }
    #expect(rejection?.hint == hint)
    #expect(Percent("27.125%").ppb == 271_250_000)
  }

  @Test func `a rate has as many decimals as its table gives it; a comma leaves doubt`() {
    #expect(ExchangeRate("1.080").ppb == 1_080_000_000)
    #expect(ExchangeRate("149.320").ppb == 149_320_000_000)
    let text = "1,080"
    let rejection = #expect(throws: Rejection.self) { try ExchangeRate(text) }
    #expect(rejection?.hint == "Write 1080 or 1.080.")
  }

  @Test func `a recorded amount says beside its text what it means, and is read as it was`() throws
  {
    let stored: JSON = [
      "text": "EUR 1.500", "currency": "EUR", "certainty": "exact", "minor": 150, "low": 150,
      "high": 150,
    ]
    #expect(try Money(recorded: "EUR 1.500").stored == stored)
    #expect(try Quantity(recorded: "160.000 shares").milli == 160_000)
    #expect(throws: Rejection.self) { try Money(recorded: "EUR 1.234") }
    func draft(_ amount: JSON) -> Draft {
      Draft(
        type: "capital.committed", stream: "deal", effective: "2020",
        data: [
          "commitment": "loan", "investor": "alpha", "issuer": "beta", "amount": amount,
        ])
    }
    #expect(try Accepted(draft(stored)).data.objectValue?["amount"] == stored)
    let said = #expect(throws: Rejection.self) { try Accepted(draft("EUR 1.500")) }
    #expect(said?.code == .ambiguousNumber)
    let altered: JSON = [
      "text": "EUR 1.500", "currency": "EUR", "certainty": "exact", "minor": 150_000,
      "low": 150_000, "high": 150_000,
    ]
    let refused = #expect(throws: Rejection.self) { try Accepted(draft(altered)) }
    #expect(refused?.code == .alteredValue)
  }
}
