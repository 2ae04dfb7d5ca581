// What the tests of the values share: a stored object as one line.

import Events

/// `unit certainty point low..high` of a stored object; `-` where a member is absent.
func interval(_ stored: JSON, of point: String, unit: String? = nil) -> String {
  func number(_ name: String) -> String { stored[name]?.integerValue.map { "\($0)" } ?? "-" }
  let words = [unit, "certainty"].compactMap { $0 }.map { stored[$0]?.stringValue ?? "-" }
  return (words + [number(point), "\(number("low"))..\(number("high"))"]).joined(separator: " ")
}

extension JSON {
  /// The member of that name, if this is an object that has it.
  subscript(name: String) -> JSON? { objectValue?[name] }
}
