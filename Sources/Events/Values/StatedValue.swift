/// A value that people write as text and the log stores parsed beside its text.
///
/// Reading is strict: what is not understood whole is refused. Text is kept as given, but for
/// spaces around it.
public protocol StatedValue: Sendable, Hashable, CustomStringConvertible,
  ExpressibleByStringLiteral
{
  /// Reads the text.
  init(_ text: String) throws(Rejection)
  /// Reads a text beside which its meaning stands, so that no reader can take it for another.
  ///
  /// It takes what the log took before numbers in doubt were refused: ``DecimalMarks``.
  init(recorded text: String) throws(Rejection)
  /// As stated.
  var text: String { get }
  /// The object that the log stores: the text, and what it means in whole numbers.
  var stored: JSON { get }
  /// What may be written, in one line of examples.
  static var grammar: String { get }
}

extension StatedValue {
  /// Reads a text as anybody writes it.
  public init(recorded text: String) throws(Rejection) { try self.init(text) }

  /// A value in source code; a wrong one is a bug and traps.
  public init(stringLiteral text: String) {
    do {
      try self.init(text)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// As stated.
  public var description: String { text }
}

/// How a number was said.
public enum Certainty: String, Sendable, CaseIterable {
  /// A point.
  case exact
  /// *About*: half a unit of the last digit written, to either side.
  case approximate
  /// *Up to*, or under.
  case atMost = "at_most"
  /// *At least*, or over.
  case atLeast = "at_least"
  /// From one number to another.
  case range
  /// There is a number, and nobody says which.
  case undisclosed
}

/// The kinds of values that are read from text.
enum StatedKind: String {
  case date, identifier, money, percent, period, price, quantity, rate

  /// The code of what is none.
  var refusal: Rejection.Code {
    switch self {
    case .date: .badDate
    case .identifier: .badIdentifier
    case .money: .badMoney
    case .percent: .badPercent
    case .period: .badPeriod
    case .price: .badPrice
    case .quantity: .badQuantity
    case .rate: .badRate
    }
  }
}

/// The text without spaces around it, ready to be read, or a refusal of what no value can be.
func readable(_ text: String, as kind: StatedKind, like grammar: String) throws(Rejection) -> String
{
  let trimmed = trimmingSpaces(text[...])
  guard !trimmed.isEmpty else {
    throw Rejection(kind.refusal, "the \(kind) is empty", hint: "Write it like \(grammar).")
  }
  guard trimmed.utf8.count <= 200 else {
    throw Rejection(
      kind.refusal, "the \(kind) is longer than 200 characters",
      hint: "Write it like \(grammar).")
  }
  guard trimmed.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) else {
    throw Rejection(
      kind.refusal, "'\(trimmed.prefix(60))' holds characters that no \(kind) has",
      hint: "Write it like \(grammar).")
  }
  return String(trimmed)
}

/// The text without spaces around it.
func trimmingSpaces(_ text: Substring) -> Substring {
  let space = UInt8(ascii: " ")
  guard text.utf8.first == space || text.utf8.last == space else { return text }
  var text = text
  while text.first == " " { text.removeFirst() }
  while text.last == " " { text.removeLast() }
  return text
}
