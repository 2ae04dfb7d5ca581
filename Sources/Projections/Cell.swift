/// One value as SQLite knows it: of a row, of a function's argument, of a parameter.
public enum Cell: Equatable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  /// Whether it says nothing.
  package var isEmpty: Bool { self == .null || self == .text("") }
}
