import ArgumentParser

/// What may be at most, or `none`: without end.
enum Bound<Value> {
  case some(Value)
  case none

  /// The value; nil without end.
  var value: Value? { if case .some(let value) = self { value } else { nil } }
}

extension Bound: Sendable where Value: Sendable {}

extension Bound: ExpressibleByArgument where Value: ExpressibleByArgument & Quantified {
  init?(argument: String) {
    if argument == "none" || argument == "0" {
      self = .none
      return
    }
    guard let value = Value(argument: argument), value.isAboveNothing else { return nil }
    self = .some(value)
  }

  var defaultValueDescription: String { value?.defaultValueDescription ?? "none" }
}

/// What can be too little.
protocol Quantified { var isAboveNothing: Bool { get } }

extension Double: Quantified {
  /// Above 0, and so little that a clock can count it.
  var isAboveNothing: Bool { self > 0 && self <= 1e9 }
}
extension Int: Quantified { var isAboveNothing: Bool { self > 0 } }

/// A number of bytes, written like `500000`, `64k`, `64M` or `2G`.
struct Size: ExpressibleByArgument, Quantified {
  let bytes: Int

  init(bytes: Int) { self.bytes = bytes }

  init?(argument: String) {
    let units: [Character: Int] = ["k": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    let unit = argument.last.flatMap { units[$0] }
    guard let number = Int(unit == nil ? argument[...] : argument.dropLast()), number >= 0,
      case let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: unit ?? 1), !isTooLarge
    else { return nil }
    self.bytes = bytes
  }

  var isAboveNothing: Bool { bytes > 0 }

  var defaultValueDescription: String {
    for (name, unit) in [("G", 1 << 30), ("M", 1 << 20), ("k", 1 << 10)]
    where bytes >= unit && bytes.isMultiple(of: unit) {
      return "\(bytes / unit)\(name)"
    }
    return "\(bytes)"
  }
}
