/// Lines that become a statement, or several, and where they stand in the input.
struct Statement {
  /// What is to be run.
  struct Piece {
    let text: String
    /// The line of the input on which it begins.
    let line: Int

    /// The lines that the arrow keys bring back: one, where it means the same in one line.
    var remembered: [String] {
      let lines = text.split(separator: "\n").map(String.init)
      let isOne = lines.allSatisfy { line in
        !line.contains("--") && line.count { $0 == "'" }.isMultiple(of: 2)
          && line.count { $0 == "\"" }.isMultiple(of: 2)
      }
      return isOne ? [lines.joined(separator: " ")] : lines
    }
  }

  /// More than the longest query: it is run to be refused.
  private static let mostBytes = 1_000_000

  /// The lines so far.
  private(set) var text = ""
  /// How many lines of the input were read.
  private(set) var lines = 0
  private var first = 1

  var isEmpty: Bool { text.isEmpty }
  var isTooLong: Bool { text.utf8.count > Self.mostBytes }

  mutating func add(_ line: String) {
    lines += 1
    if text.isEmpty { first = lines }
    // What is too long need not become longer.
    text += isTooLong ? ";" : line + "\n"
  }

  /// A line of the input that is none of a statement.
  mutating func count() { lines += 1 }

  mutating func drop() { text = "" }

  mutating func take() -> Piece {
    defer { drop() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return Piece(text: text, line: first)
  }
}
