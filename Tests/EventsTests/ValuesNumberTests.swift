// Percents, quantities and rates: the same words as for money, each in its own smallest unit.

import Events
import Testing

@Suite struct ValuesNumberTests {
  @Test(arguments: [
    ("27%", "exact 270000000 270000000..270000000"),
    ("27 %", "exact 270000000 270000000..270000000"),
    ("27 percent", "exact 270000000 270000000..270000000"),
    ("0%", "exact 0 0..0"),
    ("100%", "exact 1000000000 1000000000..1000000000"),
    ("0.0000001%", "exact 1 1..1"),
    ("32.5 %", "exact 325000000 325000000..325000000"),
    ("about 27%", "approximate 270000000 265000000..275000000"),
    ("~27 %", "approximate 270000000 265000000..275000000"),
    ("about 27.0%", "approximate 270000000 269500000..270500000"),
    ("about 32.46%", "approximate 324600000 324550000..324650000"),
    ("about 0.0000003%", "approximate 3 2..4"),
    ("about 0%", "approximate 0 0..5000000"),
    ("about 100%", "approximate 1000000000 995000000..1000000000"),
    ("at least 75%", "at_least 750000000 750000000..1000000000"),
    ("over 50 percent", "at_least 500000000 500000001..1000000000"),
    ("up to 49%", "at_most 490000000 0..490000000"),
    ("under 20%", "at_most 200000000 0..199999999"),
    ("25%..50%", "range - 250000000..500000000"),
    ("25..50%", "range - 250000000..500000000"),
    ("25 percent .. 50 percent", "range - 250000000..500000000"),
    ("?%", "undisclosed - -..-"),
    ("? %", "undisclosed - -..-"),
  ])
  func `a percent means just its interval in parts per billion`(
    text: String, meaning: String
  ) throws {
    let percent = try Percent(text)
    #expect(interval(percent.stored, of: "ppb") == meaning)
    let ends = [percent.ppb, percent.lowPPB, percent.highPPB]
    #expect(ends == ["ppb", "low", "high"].map { percent.stored[$0]?.integerValue })
    #expect(percent.text == text)
    #expect(percent.stored["text"] == .string(text))
  }

  @Test(arguments: [
    ("27", ["bad-percent", "27%"]),
    ("", ["bad-percent", "27%"]),
    ("%", ["bad-percent", "27%"]),
    ("percent", ["bad-percent", "27%"]),
    ("140%", ["out-of-range", "27%"]),
    ("100.0000001%", ["out-of-range", "27%"]),
    ("over 100%", ["out-of-range", "27%"]),
    ("under 0%", ["bad-percent", "27%"]),
    ("-3%", ["bad-percent", "27%"]),
    ("32,5 %", ["bad-percent", "32.5 %"]),
    ("about 7,25%", ["bad-percent", "7.25%"]),
    ("0.00000001%", ["bad-percent", "7 decimals"]),
    ("27%%", ["bad-percent", "27%"]),
    ("0.001k%", ["bad-percent", "27%"]),
    ("0.000001 million %", ["bad-percent", "27%"]),
    ("50%..25%", ["bad-percent", "25%..50%"]),
    ("25%..50", ["bad-percent", "27%"]),
    ("about 25%..50%", ["bad-percent", "25%..50%"]),
    ("about ?%", ["bad-percent", "?%"]),
    ("1e1%", ["bad-percent", "27%"]),
    ("\u{0662}%", ["bad-percent", "27%"]),
  ])
  func `what is not a percent is refused`(text: String, expected: [String]) {
    let rejection = #expect(throws: Rejection.self) { try Percent(text) }
    #expect(rejection?.code.rawValue == expected[0])
    #expect(rejection?.hint?.contains(expected[1]) == true, "\(rejection?.description ?? "")")
  }

  @Test(arguments: [
    ("6 GW", "GW exact 6000 6000..6000"),
    ("0.125 GW", "GW exact 125 125..125"),
    ("160m shares", "shares exact 160000000000 160000000000..160000000000"),
    ("up to 160000000 shares", "shares at_most 160000000000 0..160000000000"),
    ("under 5 units", "units at_most 5000 0..4999"),
    ("at least 10 GW", "GW at_least 10000 10000..-"),
    ("more than 10 GPU", "GPU at_least 10000 10001..-"),
    ("about 6 GW", "GW approximate 6000 5500..6500"),
    ("~1.5k tonnes", "tonnes approximate 1500000 1450000..1550000"),
    ("about 6.125 GW", "GW approximate 6125 6124..6126"),
    ("1..6 GW", "GW range - 1000..6000"),
    ("1 GW..6 GW", "GW range - 1000..6000"),
    ("1k..2k GPU/rack_a-1", "GPU/rack_a-1 range - 1000000..2000000"),
    ("1 million shares", "shares exact 1000000000 1000000000..1000000000"),
    ("? shares", "shares undisclosed - -..-"),
  ])
  func `a quantity means just its interval in thousandths of its unit`(
    text: String, meaning: String
  ) throws {
    let quantity = try Quantity(text)
    #expect(interval(quantity.stored, of: "milli", unit: "unit") == meaning)
    let ends = [quantity.milli, quantity.lowMilli, quantity.highMilli]
    #expect(ends == ["milli", "low", "high"].map { quantity.stored[$0]?.integerValue })
    #expect(quantity.text == text)
    #expect(quantity.stored["text"] == .string(text))
  }

  @Test(arguments: [
    "", "6", "GW", "6GW", "6 5", "160m", "160 m", "5 million", "about GW", "-6 GW", "6,000 GW",
    "6.0001 GW", "6 GW GW", "1 GW..6 MW", "6..1 GW", "1..6k shares", "6 G%", "6 9W", "?",
    "about ? shares", "6 \u{00B5}W", "9007199254741 shares", "under 0 GW",
    "6 abcdefghijklmnopqrstuvwxy",
  ])
  func `what is not a quantity is refused`(text: String) {
    let rejection = #expect(throws: Rejection.self) { try Quantity(text) }
    #expect(rejection?.hint?.isEmpty == false)
    #expect(
      ["bad-quantity", "out-of-range", "ambiguous-range", "ambiguous-number"].contains(
        rejection?.code.rawValue ?? ""))
  }

  @Test(arguments: [
    ("1.0823", 1_082_300_000), ("1", 1_000_000_000), ("0.000000001", 1),
    ("157.25", 157_250_000_000), ("9007199.254740991", 9_007_199_254_740_991),
  ])
  func `a rate is exact in billionths`(text: String, ppb: Int64) throws {
    let rate = try ExchangeRate(text)
    #expect(rate.ppb == ppb)
    #expect(rate.stored == ["text": .string(text), "ppb": .integer(ppb)])
  }

  @Test(arguments: [
    "", "0", "0.0", "-1", "1.0000000001", "about 1.1", "?", "1..2", "1k", "1e3", "1,08", "1.",
    ".5", "1 .5", "9007199.254740992", "1%", "\u{0661}",
  ])
  func `what is not an exact rate above 0 is refused`(text: String) {
    let rejection = #expect(throws: Rejection.self) { try ExchangeRate(text) }
    #expect(rejection?.hint?.isEmpty == false)
    #expect(["bad-rate", "out-of-range"].contains(rejection?.code.rawValue ?? ""))
  }
}
