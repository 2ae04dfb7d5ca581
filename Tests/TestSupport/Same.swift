import CustomDump
import Testing

/// Expects two values to be the same, and shows what differs: lines of a text, parts of a value.
///
/// The library's own expectation is not heard by Swift Testing on Linux.
public func expectSame<Value: Equatable>(
  _ actual: Value, _ expected: Value, _ what: @autoclosure () -> String = "",
  at place: SourceLocation = #_sourceLocation
) {
  guard let difference = difference(actual, expected) else { return }
  Issue.record("\(what())\n\(difference)", sourceLocation: place)
}

/// What differs between two values, with `-` before what is not expected and `+` before what is missing;
/// nil where they are the same.
public func difference<Value: Equatable>(_ actual: Value, _ expected: Value) -> String? {
  guard actual != expected else { return nil }
  return diff(actual, expected) ?? "they are not the same, and look alike"
}

/// The same for sets, whose elements stand in order.
public func expectSame<Element: Comparable>(
  _ actual: Set<Element>, _ expected: Set<Element>, _ what: @autoclosure () -> String = "",
  at place: SourceLocation = #_sourceLocation
) {
  expectSame(actual.sorted(), expected.sorted(), what(), at: place)
}

/// Expects that nothing was found, and tells all that was, a line each.
public func expectNone(_ found: [String], at place: SourceLocation = #_sourceLocation) {
  guard !found.isEmpty else { return }
  Issue.record("\(found.joined(separator: "\n"))", sourceLocation: place)
}
