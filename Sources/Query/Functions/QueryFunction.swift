import Events
import Projections

/// A function that SQL here has beside those of SQLite.
///
/// It exists on the connections of `sql`, `queries` and `shell` alone. No view uses one, so that any
/// other client reads the same ledger.
public struct QueryFunction: Sendable {
  /// The name in SQL.
  public let name: String
  /// How it is called, such as `median(x)`.
  public let signature: String
  /// What it gives, in a sentence without its full stop.
  public let summary: String
  /// How many arguments it may take.
  let counts: ClosedRange<Int>
  let kind: Kind

  /// How it comes to its value.
  enum Kind: Sendable {
    /// From its arguments.
    case scalar(@Sendable ([Cell]) throws(Rejection) -> Cell)
    /// From its arguments and the rates of the ledger.
    case rated(@Sendable ([Cell], ExchangeRates) throws -> Cell)
    /// From the arguments of many rows.
    case aggregate(@Sendable () -> any Accumulator)
  }

  init(
    _ signature: String, _ summary: String, counts: ClosedRange<Int>, _ kind: Kind
  ) {
    self.signature = signature
    self.summary = summary
    self.counts = counts
    self.kind = kind
    name = String(signature.prefix { $0 != "(" })
  }

  /// Every one of them.
  public static let all: [QueryFunction] = [
    .moneySum, .moneyConvert, .moneyConvertEnd, .moneyRates, .moneyText, .moneyDigits, .percentText,
    .dateLow,
    .dateHigh, .median,
  ]
}

/// What an aggregate gathers over the rows of one group.
protocol Accumulator: AnyObject {
  /// Takes a row.
  func add(_ arguments: [Cell]) throws(Rejection)
  /// Takes a row back that left the window.
  func remove(_ arguments: [Cell]) throws(Rejection)
  /// What the rows come to.
  func value() throws(Rejection) -> Cell
}

extension QueryFunction {
  /// The refusal of an argument, which SQLite tells as an error of the query.
  static func refusal(_ function: String, _ sentence: String) -> Rejection {
    Rejection(.sql, "\(function): \(sentence)")
  }

  /// A whole number, or nil for NULL.
  static func whole(
    _ value: Cell, _ noun: String, of function: String
  ) throws(Rejection) -> Int64? {
    switch value {
    case .null: nil
    case .integer(let number): number
    case .real(let number):
      throw refusal(function, "\(noun) is a whole number, not \(JSON.plain(number))")
    case .text(let text):
      throw refusal(function, "\(noun) is a whole number, not '\(text.prefix(30))'")
    case .blob: throw refusal(function, "\(noun) is a whole number, not a blob")
    }
  }

  /// A text, or nil for NULL.
  static func text(
    _ value: Cell, _ noun: String, of function: String
  ) throws(Rejection) -> String? {
    switch value {
    case .null: nil
    case .text(let text): text
    case .integer(let number): String(number)
    case .real, .blob: throw refusal(function, "\(noun) is a text")
    }
  }

  /// The code of a currency that is known, or nil for NULL.
  static func currency(
    _ value: Cell, of function: String
  ) throws(Rejection) -> (code: String, decimals: Int)? {
    guard let code = try text(value, "a currency", of: function) else { return nil }
    if let decimals = Currency.decimals(of: code) { return (code, decimals) }
    let near = nearest(to: code, among: Currency.codes).map { "; is it \($0)?" } ?? ""
    throw refusal(function, "'\(code.prefix(30))' is no currency of ISO 4217\(near)")
  }
}

extension JSON {
  /// A number in its shortest form, also where JSON has none.
  fileprivate static func plain(_ number: Double) -> String {
    number.isFinite ? JSON.number(number).canonical : "\(number)"
  }
}
