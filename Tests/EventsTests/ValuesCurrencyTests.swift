// The currencies of ISO 4217: list one, and list three with its months.

import Events
import Testing

@Suite struct ValuesCurrencyTests {
  @Test(arguments: [
    ("DEM", "2002-03", 2), ("FRF", "2002-03", 2), ("ATS", "2002-03", 2), ("ITL", "2002-03", 0),
    ("ESP", "2002-03", 0), ("NLG", "2002-03", 2), ("SIT", "2007-01", 2), ("SKK", "2009-01", 2),
    ("EEK", "2011-01", 2), ("LVL", "2014-01", 2), ("LTL", "2014-12", 2), ("HRK", "2023-01", 2),
    ("BGN", "2026-01", 2), ("ANG", "2025-03", 2), ("ZWL", "2024-09", 2), ("SLL", "2023-12", 2),
    ("TRL", "2005-12", 0), ("BYR", "2017-01", 0), ("XEU", "1999-01", 2), ("RUR", "2004-01", 2),
  ])
  func `a withdrawn currency is read with its decimals, and its last month is known`(
    code: String, until: String, decimals: Int
  ) throws {
    #expect(Currency.life(of: code)?.until == until)
    #expect(Currency.decimals(of: code) == decimals)
    #expect(try Money("\(code) 1bn").currency == code)
    #expect(FigureText.money(1, code)?.hasPrefix("\(code) ") == true)
  }

  @Test func `every withdrawn currency has a month, and none of them is in use`() throws {
    let withdrawn = Currency.withdrawnByDecimals.flatMap(\.codes)
    #expect(withdrawn.count > 110)
    for (code, life) in withdrawn {
      let last = try PartialDate(life.until)
      #expect(life.until.utf8.count == 7 && last.text == life.until, "\(code)")
      #expect(life.since.map { $0 <= Int(life.until.prefix(4)) ?? 0 } != false, "\(code)")
    }
    #expect(Set(Currency.codes).count == Currency.codes.count)
    for code in ["EUR", "USD", "RON", "TRY", "BYN", "XCG", "SLE"] {
      #expect(Currency.life(of: code) == nil)
    }
  }

  @Test func `a mistyped code is taken for one in use before one withdrawn`() {
    let (slip, gold) = ("UDS 1bn", "XFO 1")
    let rejection = #expect(throws: Rejection.self) { try Money(slip) }
    #expect(rejection?.hint == "Did you mean 'USD'?")
    let refused = #expect(throws: Rejection.self) { try Money(gold) }
    #expect(refused?.code == .unknownCurrency)
  }
}
