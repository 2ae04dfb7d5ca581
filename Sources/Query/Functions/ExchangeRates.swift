import Events
import GRDBSQLite
import Projections

/// The rates of the view `fx_rates`, under the clock of the session.
final class ExchangeRates {
  /// How many units of one currency another is worth: `ppb` billionths, or one over that.
  struct Rate {
    let ppb: Int64
    let isInverse: Bool

    /// Minor units of one currency in those of the other; half a unit is rounded away from zero.
    /// nil where it does not fit.
    func convert(_ minor: Int64, _ decimals: Int, _ otherDecimals: Int) -> Int64? {
      let (price, one) = (Int128(ppb), Int128(1_000_000_000))
      let shift = otherDecimals - decimals
      let power = Int128(FigureText.ten(to: abs(shift)))
      let factors = isInverse ? (one, price) : (price, one)
      let numerator = shift > 0 ? factors.0 * power : factors.0
      let denominator = shift < 0 ? factors.1 * power : factors.1
      let (product, isTooLarge) = Int128(minor).multipliedReportingOverflow(by: numerator)
      guard !isTooLarge else { return nil }
      let (quotient, rest) = product.quotientAndRemainder(dividingBy: denominator)
      let isHalf = rest.magnitude >= denominator.magnitude - rest.magnitude
      return Int64(exactly: isHalf ? quotient + product.signum() : quotient)
    }
  }

  private struct Pair: Hashable {
    let base: String
    let quote: String
  }
  private struct Recorded {
    let day: String
    let ppb: Int64
  }

  private let database: OpaquePointer
  private var known: [Pair: [Recorded]] = [:]

  init(_ database: OpaquePointer) { self.database = database }

  /// To be called before each statement: another may have recorded rates since.
  func forget() { known = [:] }

  /// The rate that counts on a day, else on the day of the clock: of the two ways in which a pair
  /// can be recorded the one recorded for the later day, and `from` in `to` where they are equal.
  func rate(from: String, to: String, upTo day: Day?) throws -> Rate? {
    let last = day?.description ?? "9999-12-31"
    let direct = try recorded(Pair(base: from, quote: to)).last { $0.day <= last }
    let inverse = try recorded(Pair(base: to, quote: from)).last { $0.day <= last }
    if let direct, direct.day >= inverse?.day ?? "" {
      return Rate(ppb: direct.ppb, isInverse: false)
    }
    return inverse.map { Rate(ppb: $0.ppb, isInverse: true) }
  }

  /// In order of the day from which each holds; of two for one day the more precise comes last.
  private func recorded(_ pair: Pair) throws -> [Recorded] {
    if let rates = known[pair] { return rates }
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v2(
      database,
      """
      SELECT effective_earliest, fx_rate_ppb
      FROM fx_rates
      WHERE base = ?1 AND quote = ?2 AND effective_earliest IS NOT NULL AND fx_rate_ppb > 0
      ORDER BY effective_earliest, effective_latest DESC, event
      """, -1, &statement, nil)
    defer { sqlite3_finalize(statement) }
    guard code == SQLITE_OK, let statement else { throw failure }
    for (place, code) in [(Int32(1), pair.base), (2, pair.quote)] {
      guard Cell.text(code).bind(statement, place) == SQLITE_OK else { throw failure }
    }
    var rates: [Recorded] = []
    var row = Cells()
    var step = sqlite3_step(statement)
    while step == SQLITE_ROW {
      row.take(statement)
      if case .text(let day) = row[0], case .integer(let ppb) = row[1] {
        rates.append(Recorded(day: day, ppb: ppb))
      }
      step = sqlite3_step(statement)
    }
    guard step == SQLITE_DONE else { throw failure }
    known[pair] = rates
    return rates
  }

  private var failure: Rejection { Rejection(.sql, String(cString: sqlite3_errmsg(database))) }
}
