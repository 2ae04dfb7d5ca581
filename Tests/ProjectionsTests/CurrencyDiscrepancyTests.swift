import Stakebook
import Testing

/// A currency counts in its time: outside of it the fact stays, and a finding says so.
struct CurrencyDiscrepancyTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  private func found() throws -> [String] {
    try desk.ask("SELECT events, sentence FROM discrepancies WHERE rule = 'withdrawn-currency'")
  }

  @Test(
    arguments: [
      ("DEM 1m", "2002-03-31", nil), ("DEM 1m", "1950", nil), ("DEM 1m", "2002", nil),
      ("EUR 1m", "2025", nil), ("DEM 1m", "..2010", nil), ("BGN 1m", "2026-01-31", nil),
      ("DEM 1m", "2002-04-01", "which was withdrawn in 2002-03"),
      ("DEM 1m", "2003", "which was withdrawn in 2002-03"),
      ("ATS 1m", "2010-Q2", "which was withdrawn in 2002-03"),
      ("BGN 1m", "2026-02-01", "which was withdrawn in 2026-01"),
      ("up to HRK 1m", "2023-06", "which was withdrawn in 2023-01"),
      ("HRK ?", "2024", "which was withdrawn in 2023-01"),
      ("HRK 1m", "1985", "which did not exist before 1994"),
      ("DEM 1m", "1930", "which did not exist before 1948"),
    ] as [(Money, PartialDate, String?)])
  func `an amount in a withdrawn currency is found outside its years`(
    _ amount: Money, _ day: PartialDate, _ words: String?
  ) throws {
    try desk.say(
      CapitalCommitted(commitment: "loan", investor: "alpha", issuer: "beta", amount: amount), day)
    let sentence = words.map {
      "[6] Event 6 (capital committed, \(day)) counts in \(amount.currency), \($0)."
    }
    #expect(try found() == [sentence].compactMap { $0 })
  }

  @Test func `every amount of an event is looked at, and each currency is one finding`() throws {
    try desk.stake("20%", "2010", value: "FRF 1bn")
    try desk.close("series-a", "2010", raised: "ITL 1bn", preMoney: "ITL 2bn", postMoney: "ITL 3bn")
    try desk.say(FXRateRecorded(base: "EUR", quote: "NLG", fxRate: "2.20371"), "2010")
    #expect(
      try desk.ask(
        "SELECT finding FROM discrepancies WHERE rule = 'withdrawn-currency' ORDER BY events") == [
          "withdrawn-currency:deal/6/frf", "withdrawn-currency:deal/7/itl",
          "withdrawn-currency:rates/8/nlg",
        ])
  }

  @Test func `what was taken back, is denied, or is yet to come is not found`() throws {
    let seq = try desk.commit("loan", "DEM 1m", "2010")
    #expect(try found().count == 1)
    #expect(
      try desk.ask(
        "SELECT 1 FROM discrepancies WHERE rule = 'withdrawn-currency'", asOf: "2009-12-31") == [])
    try desk.retract(seq)
    try desk.say(
      CapitalCommitted(commitment: "other", investor: "alpha", issuer: "beta", amount: "DEM 1m"),
      "2010", .denied)
    #expect(try found() == [])
  }
}
