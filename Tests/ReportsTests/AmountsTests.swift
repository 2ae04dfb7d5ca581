import Events
import Testing

@testable import Reports

/// Amounts as readers see them: no more digits than what was said justifies.
struct AmountsTests {
  /// Point, low and high in cents, and the text.
  static let amounts: [(Int64?, Int64?, Int64?, String)] = [
    (1_300_000_000_000, 1_300_000_000_000, 1_300_000_000_000, "USD 13bn"),
    (1_300_000_000_000, 1_250_000_000_000, 1_350_000_000_000, "USD 13bn (12.5–13.5)"),
    (1_375_212_345_600, 1_375_212_345_600, 1_375_212_345_600, "USD 13,752,123,456"),
    (48_214_285_714_285, 47_160_000_000_000, 49_300_000_000_000, "USD 482.1bn (471.6–493)"),
    (3_703_703_703_703, 3_703_703_703_703, 3_703_703_703_704, "USD 37.04bn"),
    (0, 0, 10_000_000_000_000, "up to USD 100bn"), (0, 0, 0, "USD 0"),
    (100_000_000_000, 100_000_000_000, nil, "USD 1bn or more"), (nil, nil, nil, "USD ?"),
    (nil, 1_000_000_000_000, 1_300_000_000_000, "USD 10bn, up to USD 13bn"),
    (12_345, 12_345, 12_345, "USD 123.45"), (12_340, 12_340, 12_340, "USD 123.40"),
    (5_783_250_970, 5_783_250_970, 5_783_250_970, "USD 57,832,509.70"),
    (64_284_100_000, 14_229_985_000, 114_338_215_000, "USD 642.8m (142.3–1,143)"),
  ]

  @Test(arguments: amounts)
  func `an amount shows its interval, and no more digits than it justifies`(
    _ point: Int64?, _ low: Int64?, _ high: Int64?, _ text: String
  ) {
    var row: JSONObject = ["currency": "USD"]
    row["a_minor"] = point.map(JSON.integer)
    row["a_low_minor"] = low.map(JSON.integer)
    row["a_high_minor"] = high.map(JSON.integer)
    #expect(Amounts.money("a", of: row) == text)
  }

  @Test func `what was converted is told in as many digits as its source justifies`() {
    let wording = Wording(.english)
    func told(_ minor: Int64, _ conversions: [JSON]) -> String {
      wording.money(
        "funded",
        of: [
          "currency": "USD", "funded_minor": .integer(minor), "funded_low_minor": .integer(minor),
          "funded_high_minor": .integer(minor), "conversions": .array(conversions),
        ])
    }
    let converted: JSON = .object(["rates": .array(["0.92"])])
    #expect(told(108_695_652_174, [converted]) == "USD\u{A0}1.087bn")
    // What the parties said that it settles is no result of a division.
    let settled: JSON = .object(["rates": .array([])])
    #expect(told(108_695_652_174, [settled]) == "USD\u{A0}1,086,956,521.74")
    #expect(told(108_695_652_174, []) == "USD\u{A0}1,086,956,521.74")
    #expect(told(202_050_000_000, [converted]) == "USD\u{A0}2.0205bn")
    // Both ends of what may be more were converted.
    #expect(
      wording.money(
        12_662_910_000, low: 12_662_910_000, high: 16_461_783_000, "USD", isConverted: true)
        == "USD\u{A0}126.6m, up to USD\u{A0}164.6m")
    // A quotient of three digits, and the ends of a sum that no rate gave.
    #expect(
      wording.money(
        50_000_000_000_000, low: 48_909_090_909_091, high: 51_132_075_471_698, "USD", digits: 3)
        == "USD\u{A0}500bn (489–511)")
    #expect(
      wording.sum(from: 75_000_000_000, to: 108_695_652_174, "USD") == "USD\u{A0}0.75–1.087bn")
  }

  @Test(arguments: [
    (270_000_000, "27"), (267_900_000, "26.79"), (333_333_333, "33.33"), (161_290_205, "16.13"),
    (12_345, "0.001235"), (999_999_999, "100"),
  ])
  func `a share that units of units give has four digits, one that was stated all of its own`(
    _ ppb: Int64, _ numeral: String
  ) {
    #expect(Wording(.english).share(ppb) == numeral)
    #expect(FigureText.percent(ppb) == numeral + "%")
  }
}
