import Events
import GRDBSQLite
import Projections

/// The rates of the view `fx_rates`, under the clock of the session.
final class ExchangeRates {
  /// How many units of one currency another is worth: over one recorded rate, or over two.
  struct Rate {
    fileprivate let steps: [Step]

    /// Minor units of one currency in those of the other; half a unit is rounded away from zero.
    /// nil where it does not fit.
    func convert(_ minor: Int64, _ decimals: Int, _ otherDecimals: Int) -> Int64? {
      let shift = otherDecimals - decimals
      let power = Int128(FigureText.ten(to: abs(shift)))
      var numerator = shift > 0 ? power : 1
      var denominator = shift < 0 ? power : 1
      for step in steps {
        numerator *= step.isInverse ? step.one : step.price
        denominator *= step.isInverse ? step.price : step.one
      }
      let (product, isTooLarge) = Int128(minor).multipliedReportingOverflow(by: numerator)
      guard !isTooLarge else { return nil }
      let (quotient, rest) = product.quotientAndRemainder(dividingBy: denominator)
      let isHalf = rest.magnitude >= denominator.magnitude - rest.magnitude
      return Int64(exactly: isHalf ? quotient + product.signum() : quotient)
    }

    /// The rates as they were recorded: `1 EUR = USD 1.1 (2024-05-01)`.
    var text: String { steps.map(\.text).joined(separator: ", ") }

    /// Since when the older of its rates is known.
    fileprivate var since: String { steps.map(\.rate.day).min() ?? "" }
  }

  /// A recorded rate in one of its two directions.
  fileprivate struct Step {
    let pair: Pair
    let rate: Recorded
    let isInverse: Bool

    /// A rate is told in billionths: both ends of it as small as they can be.
    private var divisor: Int64 {
      var (large, small): (Int64, Int64) = (rate.ppb, 1_000_000_000)
      while small != 0 { (large, small) = (small, large % small) }
      return large
    }
    var price: Int128 { Int128(rate.ppb / divisor) }
    var one: Int128 { Int128(1_000_000_000 / divisor) }
    var text: String { "1 \(pair.base) = \(pair.quote) \(rate.stated) (\(rate.effective))" }
  }

  fileprivate struct Pair: Hashable {
    let base: String
    let quote: String
  }
  fileprivate struct Recorded {
    let day: String
    let ppb: Int64
    let stated: String
    let effective: String
  }

  private let database: OpaquePointer
  private var known: [Pair: [Recorded]] = [:]
  private var currencies: [String]?

  init(_ database: OpaquePointer) { self.database = database }

  /// To be called before each statement: another may have recorded rates since.
  func forget() { (known, currencies) = ([:], nil) }

  /// The rate that counts on a day, else on the day of the clock: one between the two currencies,
  /// else two over a third one, of which the older is the latest that can be had.
  func rate(from: String, to: String, upTo day: Day?) throws -> Rate? {
    let last = day?.description ?? "9999-12-31"
    if let step = try step(from, to, upTo: last) { return Rate(steps: [step]) }
    var best: Rate?
    for third in try thirds() {
      guard let first = try step(from, third, upTo: last),
        let second = try step(third, to, upTo: last)
      else { continue }
      let rate = Rate(steps: [first, second])
      if best.map({ $0.since < rate.since }) ?? true { best = rate }
    }
    return best
  }

  /// Of the two ways in which a pair can be recorded the one recorded for the later day, and `from`
  /// in `to` where they are equal.
  private func step(_ from: String, _ to: String, upTo last: String) throws -> Step? {
    let (there, back) = (Pair(base: from, quote: to), Pair(base: to, quote: from))
    let direct = try recorded(there).last { $0.day <= last }
    let inverse = try recorded(back).last { $0.day <= last }
    if let direct, direct.day >= inverse?.day ?? "" {
      return Step(pair: there, rate: direct, isInverse: false)
    }
    return inverse.map { Step(pair: back, rate: $0, isInverse: true) }
  }

  /// The currencies of which a rate is recorded, in order of their codes.
  private func thirds() throws -> [String] {
    if let currencies { return currencies }
    var codes: [String] = []
    try read("SELECT base FROM fx_rates UNION SELECT quote FROM fx_rates ORDER BY 1", []) { row in
      if case .text(let code) = row[0] { codes.append(code) }
    }
    currencies = codes
    return codes
  }

  /// In order of the day from which each holds; of two from one day on the one for longer comes last:
  /// a rate for a year says more of June than one for 1 January.
  private func recorded(_ pair: Pair) throws -> [Recorded] {
    if let rates = known[pair] { return rates }
    var rates: [Recorded] = []
    try read(
      """
      SELECT effective_earliest, fx_rate_ppb, stated, effective
      FROM fx_rates
      WHERE base = ?1 AND quote = ?2 AND effective_earliest IS NOT NULL AND fx_rate_ppb > 0
      ORDER BY effective_earliest, effective_latest, event
      """, [pair.base, pair.quote]
    ) { row in
      guard case .text(let day) = row[0], case .integer(let ppb) = row[1],
        case .text(let stated) = row[2], case .text(let effective) = row[3]
      else { return }
      rates.append(Recorded(day: day, ppb: ppb, stated: stated, effective: effective))
    }
    known[pair] = rates
    return rates
  }

  private func read(_ sql: String, _ values: [String], _ each: (RowBuffer) -> Void) throws {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v2(database, sql, -1, &statement, nil)
    defer { sqlite3_finalize(statement) }
    guard code == SQLITE_OK, let statement else { throw failure }
    for (place, value) in values.enumerated() {
      guard Cell.text(value).bind(statement, Int32(place + 1)) == SQLITE_OK else { throw failure }
    }
    var row = RowBuffer()
    var step = sqlite3_step(statement)
    while step == SQLITE_ROW {
      row.take(statement)
      each(row)
      step = sqlite3_step(statement)
    }
    guard step == SQLITE_DONE else { throw failure }
  }

  private var failure: Rejection { Rejection(.sql, String(cString: sqlite3_errmsg(database))) }
}
