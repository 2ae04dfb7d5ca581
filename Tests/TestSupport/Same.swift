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
  guard let difference = diff(actual, expected) else {
    return "they are not the same, and look alike"
  }
  return changed(in: difference)
}

/// The lines that differ, each with those around it, and not more than a screen of them.
private func changed(in difference: String) -> String {
  let lines = difference.split(separator: "\n", omittingEmptySubsequences: false)
  let places = lines.indices.filter { place in
    ["+", "\u{2212}"].contains { lines[place].drop { $0 == " " }.hasPrefix($0) }
  }
  let near = Set(places.flatMap { $0 - 2...$0 + 2 }).intersection(lines.indices).sorted()
  var (shown, last) = ([Substring](), -1)
  for place in near.prefix(60) {
    if place > last + 1 { shown.append("…") }
    shown.append(lines[place])
    last = place
  }
  return (shown + (last < lines.count - 1 ? ["…"] : [])).joined(separator: "\n")
}

/// Expects two JSON texts of one line to be the same, and shows the objects that differ.
public func expectSameJSON(
  _ actual: String, _ expected: String, _ what: @autoclosure () -> String = "",
  at place: SourceLocation = #_sourceLocation
) {
  guard actual != expected else { return }
  func inLines(_ text: String) -> String {
    text.replacing("},{", with: "},\n{").replacing(":[{", with: ":[\n{")
  }
  expectSame(inLines(actual), inLines(expected), what(), at: place)
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
