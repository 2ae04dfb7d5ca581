import Foundation
import Stakebook
import TestSupport
import Testing

/// Functions that SQLite lacks: exact, and an error rather than a wrong answer.
struct FunctionTests {
  /// A ledger with rates: 1 EUR costs 1.10 USD from 2024-01-01, 1.20 from 2025-01-01; 1 USD costs
  /// 150.5 JPY.
  private static func withRates<Result>(
    _ body: (Ledger) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      for (base, quote, rate, day) in [
        ("EUR", "USD", "1.10", "2024-01-01"), ("EUR", "USD", "1.20", "2025-01-01"),
        ("USD", "JPY", "150.5", "2024-06-01"), ("USD", "EUR", "0.90", "2024-07-01"),
      ] {
        try ledger.append(
          FXRateRecorded(base: base, quote: quote, fxRate: ExchangeRate(rate)),
          effective: PartialDate(day), status: .confirmed)
      }
      return try body(ledger)
    }
  }

  private static func value(
    _ expression: String, clock: Clock = .today, of ledger: Ledger
  ) throws -> Cell? {
    var value: Cell?
    try ledger.query(clock).run(
      "SELECT \(expression)", columns: { _ in }, row: { value = $0.first })
    return value
  }

  static let exact: [(String, Cell)] = [
    (
      "money_sum(x, 'USD') FROM (SELECT 1 AS x UNION ALL SELECT NULL UNION ALL SELECT 2)",
      .integer(3)
    ),
    ("money_sum(x, 'USD') FROM (SELECT 1 AS x WHERE 0)", .null),
    ("money_sum(NULL, 'USD')", .null),
    ("money_sum(NULL, NULL)", .null),
    // What comes back into range is exact.
    (
      "money_sum(x, 'USD') FROM (SELECT 9223372036854775807 AS x UNION ALL SELECT 1 "
        + "UNION ALL SELECT -1)", .integer(.max)
    ),
    (
      "group_concat(s) FROM (SELECT money_sum(x, 'USD') OVER (ORDER BY x ROWS 1 PRECEDING) AS s "
        + "FROM (SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 4))", .text("1,3,6")
    ),
    ("money_text(1300000000000, 'USD')", .text("USD 13bn")),
    ("money_text(1160000000000, 'USD')", .text("USD 11.6bn")),
    ("money_text(12345, 'USD')", .text("USD 123.45")),
    ("money_text(-5, 'USD')", .text("USD -0.05")),
    ("money_text(0, 'USD')", .text("USD 0")),
    ("money_text(250000000, 'JPY')", .text("JPY 250m")),
    ("money_text(-9223372036854775807 - 1, 'USD')", .text("USD -92,233,720,368,547,758.08")),
    ("money_text(NULL, 'USD')", .null),
    ("money_text(1, NULL)", .null),
    (
      "money_text(1300000000000, 'USD', 1250000000000, 1350000000000)",
      .text("USD 13bn (12.5–13.5)")
    ),
    ("money_text(100, 'JPY', 100, 100)", .text("JPY 100")),
    ("money_text(100, 'JPY', 100, 300)", .text("JPY 100, up to JPY 300")),
    ("money_text(0, 'JPY', 0, 300)", .text("up to JPY 300")),
    ("money_text(20, 'JPY', 20, NULL)", .text("JPY 20 or more")),
    ("money_text(NULL, 'JPY', 20, 30)", .text("JPY 20, up to JPY 30")),
    ("money_text(NULL, 'JPY', 0, NULL)", .text("JPY, not known")),
    ("money_text(NULL, 'JPY', NULL, NULL)", .null),
    ("percent_text(270000000)", .text("27%")),
    ("percent_text(333333333)", .text("33.33%")),
    ("money_text(108695652174, 'USD')", .text("USD 1,086,956,521.74")),
    ("money_text(108695652174, 'USD', 108695652174, 108695652174, 4)", .text("USD 1.087bn")),
    (
      "money_text(108695652174, 'USD', 108695652174, 208695652174, 3)",
      .text("USD 1.09bn, up to USD 2.09bn")
    ),
    (
      "money_text(9223372036854775807, 'USD', 1, 9223372036854775807, 4)",
      .text("USD 92,230tn (0.00000000000001–92,230)")
    ),
    (
      "money_text(64284100000, 'USD', 14229985000, 114338215000)", .text("USD 642.8m (142.3–1,143)")
    ),
    ("money_text(100000000, 'JPY', 100000000, 100000000, 4)", .text("JPY 100m")),
    ("money_digits('[]')", .null), ("money_digits(NULL)", .null),
    ("money_digits('[{\"event\":3,\"rates\":[]}]')", .null),
    ("money_digits('[{\"event\":3,\"rates\":[1]}]')", .integer(4)),
    ("percent_text(NULL)", .null),
    ("date_low('2024-Q3')", .text("2024-07-01")),
    ("date_high('2024-Q3')", .text("2024-09-30")),
    ("date_high('2024-02')", .text("2024-02-29")),
    ("date_low('2019..2025-10')", .text("2019-01-01")),
    ("date_high('2019..2025-10')", .text("2025-10-31")),
    ("date_low('..2025-10-28')", .text("2025-10-28")),
    ("date_low('~2021')", .text("2021-01-01")),
    ("date_low(2021)", .text("2021-01-01")),
    ("date_low('?')", .null),
    ("date_high(NULL)", .null),
    ("median(x) FROM (SELECT 3 AS x UNION ALL SELECT 1 UNION ALL SELECT 2)", .integer(2)),
    ("median(x) FROM (SELECT 1 AS x UNION ALL SELECT 2)", .real(1.5)),
    ("median(x) FROM (SELECT 1 AS x UNION ALL SELECT 3 UNION ALL SELECT NULL)", .integer(2)),
    ("median(x) FROM (SELECT -3 AS x UNION ALL SELECT 0)", .real(-1.5)),
    ("median(x) FROM (SELECT 1.5 AS x UNION ALL SELECT 2)", .real(1.75)),
    ("median(x) FROM (SELECT 7 AS x UNION ALL SELECT 1.5 UNION ALL SELECT 9)", .real(7)),
    (
      "median(x) FROM (SELECT 9223372036854775807 AS x UNION ALL SELECT 9223372036854775805)",
      .integer(9_223_372_036_854_775_806)
    ),
    ("median(x) FROM (SELECT 1 AS x WHERE 0)", .null),
    (
      "median(x) FROM (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 1001) "
        + "SELECT x FROM n)", .integer(501)
    ),
    // Through rates: the last one, the inverse where it is the later, halves away from zero.
    ("money_convert(100, 'EUR', 'USD')", .integer(120)),
    ("money_convert(100, 'EUR', 'USD', '2024-03')", .integer(110)),
    ("money_convert(100, 'EUR', 'USD', '2024')", .integer(111)),
    ("money_convert(5, 'EUR', 'USD', '2024-01-01')", .integer(6)),
    ("money_convert(-5, 'EUR', 'USD', '2024-01-01')", .integer(-6)),
    ("money_convert(120, 'USD', 'EUR')", .integer(100)),
    ("money_convert(100, 'USD', 'JPY')", .integer(151)),
    ("money_convert(151, 'JPY', 'USD')", .integer(100)),
    ("money_convert(100, 'EUR', 'USD', '2023')", .null),
    ("money_convert(100, 'EUR', 'JPY')", .integer(181)),
    ("money_convert(100, 'EUR', 'GBP')", .null),
    ("money_convert(100, 'EUR', 'EUR')", .integer(100)),
    ("money_convert(NULL, 'EUR', 'USD')", .null),
    ("money_convert(1, 'EUR', 'USD', NULL)", .null),
    ("money_convert(1, 'EUR', 'USD', '?')", .null),
    ("money_convert(9007199254740991, 'EUR', 'USD')", .integer(10_808_639_105_689_189)),
  ]

  @Test func `each function gives what it promises`() throws {
    try Self.withRates { ledger in
      for (expression, expected) in Self.exact {
        let value = try Self.value(expression, of: ledger)
        #expect(value == expected, "\(expression)")
      }
    }
  }

  @Test func `rates are those that the session's clock knows`() throws {
    try Self.withRates { ledger in
      let convert = "money_convert(100, 'EUR', 'USD')"
      let early = try Clock(asOf: Day("2024-03-01"))
      #expect(try Self.value(convert, clock: early, of: ledger) == .integer(110))
      #expect(try Self.value(convert, clock: Clock(knownAt: 1), of: ledger) == .integer(110))
      let never = try Clock(asOf: Day("2023-03-01"))
      #expect(try Self.value(convert, clock: never, of: ledger) == .null)
    }
  }

  @Test func `a rate that was recorded meanwhile counts in the next statement`() throws {
    try Self.withRates { ledger in
      let connection = try ledger.query()
      func convert() throws -> Cell? {
        var value: Cell?
        try connection.run(
          "SELECT money_convert(100, 'EUR', 'USD')", columns: { _ in }, row: { value = $0.first })
        return value
      }
      #expect(try convert() == .integer(120))
      try ledger.append(
        FXRateRecorded(base: "EUR", quote: "USD", fxRate: ExchangeRate("1.30")),
        effective: "2025-02-01", status: .confirmed)
      #expect(try convert() == .integer(130))
    }
  }

  @Test func `too large a result is an error, never a rounded one`() throws {
    try Self.withRates { ledger in
      for expression in [
        "money_convert(9223372036854775807, 'EUR', 'USD')",
        "money_sum(x, 'USD') FROM (SELECT 9223372036854775807 AS x UNION ALL SELECT 1)",
        "median(x) FROM (SELECT 9007199254740993 AS x UNION ALL SELECT 0.5)",
      ] {
        let rejection = #expect(throws: Rejection.self) {
          try Self.value(expression, of: ledger)
        }
        #expect(rejection?.code == .sql)
      }
    }
  }

  @Test func `every function is among those that a shell completes`() throws {
    try Self.withRates { ledger in
      let vocabulary = try ledger.query().vocabulary()
      for function in QueryFunction.all { #expect(vocabulary.functions.contains(function.name)) }
      #expect(vocabulary.functions.contains("json_extract"))
      #expect(vocabulary.keywords.contains("SELECT"))
      #expect(vocabulary.columnsByView["stakes"]?.first == "holder")
      #expect(QueryConnection.isComplete("SELECT 1;"))
      #expect(!QueryConnection.isComplete("SELECT 1"))
    }
  }
}
