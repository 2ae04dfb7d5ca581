// How a text is broken into lines that a column of a terminal can hold.

/// The text in lines of at most this width, broken between words where there are any.
func wrapped(_ text: String, _ width: Int) -> [String] {
  guard displayWidth(text) > width else { return [text] }
  var lines: [String] = []
  var line = ""
  var used = 0
  var breakable: (line: String.Index, used: Int)?
  for character in text {
    if let last = line.last, isBreak(last, before: character) { breakable = (line.endIndex, used) }
    let size = displayWidth(character)
    if used + size > width {
      if character == " " {
        lines.append(line)
        line = ""
        used = 0
        breakable = nil
        continue
      }
      if let point = breakable {
        let rest = String(line[point.line...])
        lines.append(trimmed(String(line[..<point.line])))
        line = rest
        used -= point.used
      }
      // Without such a place, or where a wide character finds no room behind the rest.
      if used + size > width {
        lines.append(line)
        line = ""
        used = 0
      }
      breakable = nil
    }
    line.append(character)
    used += size
  }
  if !line.isEmpty { lines.append(line) }
  return lines
}

/// The width of the longest part that ``wrapped(_:_:)`` need not break.
func longestWord(_ text: String) -> Int {
  var longest = 0
  var word = 0
  var previous: Character = " "
  for character in text {
    // A slug may break after its hyphens and a name after its underscores.
    if isBreak(previous, before: character) { word = 0 }
    previous = character
    if character == " " { continue }
    word += displayWidth(character)
    longest = max(longest, word)
  }
  return longest
}

/// The line without the spaces at its end.
func trimmed(_ line: String) -> String {
  line.lastIndex { $0 != " " }.map { String(line[...$0]) } ?? ""
}

/// Whether a line may end between the two; not in a decimal that is written with a comma, nor in a date.
private func isBreak(_ character: Character, before next: Character) -> Bool {
  switch character {
  case " ", "_", "/": true
  case ",", "-": !next.isNumber
  default: false
  }
}
