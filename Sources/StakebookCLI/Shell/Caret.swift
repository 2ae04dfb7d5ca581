import Stakebook

extension Rejection {
  /// The line of a statement that is at fault and a caret under the place; nil without a place.
  ///
  /// Of a very long line the part around it.
  func caret(in sql: String, isColoured: Bool = false) -> String? {
    guard let location, let column = location.column else { return nil }
    let lines = sql.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(location.line - 1) else { return nil }
    let line = Array(lines[location.line - 1].unicodeScalars)
    guard column >= 1, column <= line.count + 1 else { return nil }
    let from = max(0, column - 50)
    let part = { (scalars: ArraySlice<Unicode.Scalar>) in
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars.map { $0 == "\t" ? " " : $0 })
      return legible(String(text))
    }
    let before = part(line[from..<(column - 1)])
    let shown = before + part(line[(column - 1)..<min(line.count, column + 50)])
    let indent = String(repeating: " ", count: displayWidth(before))
    return isColoured
      ? "  \(Colours.statement(shown))\n  \(indent)\(Colours.fault("^"))\n"
      : "  \(shown)\n  \(indent)^\n"
  }
}
