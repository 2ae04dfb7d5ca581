import Events

// What each format does to one field. All of it works on Unicode scalars: a combining mark after
// a quote or a bar makes them one character with it, and the quote must be doubled all the same.
extension String {
  /// As a JSON string, with what a terminal would obey escaped as JSON can.
  var quotedJSON: String {
    let canonical = JSON.string(self).canonical
    guard canonical.unicodeScalars.contains(where: isControl) else { return canonical }
    var escaped = ""
    for scalar in canonical.unicodeScalars {
      if isControl(scalar) {
        // Each of them is one UTF-16 unit.
        let digits = String(scalar.value, radix: 16)
        escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      } else {
        escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// As a field of RFC 4180. Empty text is quoted, to tell it from NULL; text that a spreadsheet
  /// would run as a formula gets an apostrophe, unless it is wanted raw.
  func csvField(raw: Bool) -> String {
    guard !isWord else { return self }
    var text = withoutControls(self)
    if !raw, text.isFormula { text = "'" + text }
    let bytes = text.utf8
    let needsQuotes =
      bytes.isEmpty || bytes.first == 0x20 || bytes.last == 0x20
      || bytes.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes else { return text }
    return "\"" + text.replacing { $0 == "\"" ? "\"\"" : nil } + "\""
  }

  /// Whether it is made of letters, digits and the marks of slugs, dates and decimals alone, and begins
  /// with none that a formula begins with: most fields are, and stand in CSV as they are.
  private var isWord: Bool {
    var text = self
    return text.withUTF8 { bytes in
      guard let first = bytes.first, first > 0x2F else { return false }
      return bytes.allSatisfy { byte in
        switch byte {
        case 0x30...0x3A, 0x41...0x5A, 0x5F, 0x61...0x7A, 0x2D, 0x2E: true
        default: false
        }
      }
    }
  }

  /// Whether a spreadsheet might run it; a signed numeral is only a number to it.
  private var isFormula: Bool {
    guard let first = utf8.first, "=+-@\t\r".utf8.contains(first) else { return false }
    let rest = utf8.dropFirst()
    let isSigned = first == UInt8(ascii: "+") || first == UInt8(ascii: "-")
    let isNumeral = !rest.isEmpty && rest.allSatisfy { 0x30...0x39 ~= $0 || $0 == 0x2E }
    return !(isSigned && isNumeral)
  }

  /// As a field between tabs.
  var tsvField: String {
    withoutControls(replacing { $0 == "\\" ? "\\\\" : nil }).replacing { scalar in
      switch scalar {
      case "\t": "\\t"
      case "\n": "\\n"
      case "\r": "\\r"
      default: nil
      }
    }
  }

  /// As text of a Markdown page or cell, shown as it is: no sign keeps its meaning.
  var markdownText: String {
    let scalars = Array(legible(self).unicodeScalars)
    var escaped = ""
    for (place, scalar) in scalars.enumerated() {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "|", "*", "`", "[", "]", "~", "#": escaped += "\\\(scalar)"
      // Inside a word it means nothing.
      case "_" where !(scalars.isWord(place - 1) && scalars.isWord(place + 1)): escaped += "\\_"
      // It would take the next sign's meaning away, the bar's escape among them.
      case "\\" where place + 1 < scalars.count && scalars[place + 1].isPunctuationASCII:
        escaped += "\\\\"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// As an address between `<` and `>` of a Markdown link: what would end it is percent-encoded.
  var markdownAddress: String {
    replacing { scalar in
      guard scalar.value <= 0x20 || scalar.value == 0x7F || "<>\\|".unicodeScalars.contains(scalar)
      else { return isControl(scalar) ? "" : nil }
      return "%" + [UInt8(scalar.value)].hexadecimal.uppercased()
    }
  }

  /// As text of an XML or HTML document; what such a document may not hold is written as an escape.
  var markupText: String {
    withoutControls(self).replacing { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "'": "&#39;"
      case "\u{FFFE}", "\u{FFFF}": visibleEscape(scalar)
      default: nil
      }
    }
  }

  /// As text of an HTML page, in its lines.
  var htmlText: String {
    replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
      .map { legible(String($0)).markupText }.joined(separator: "<br>")
  }

  private func replacing(_ replacement: (Unicode.Scalar) -> String?) -> String {
    guard unicodeScalars.contains(where: { replacement($0) != nil }) else { return self }
    var replaced = ""
    for scalar in unicodeScalars {
      if let text = replacement(scalar) {
        replaced += text
      } else {
        replaced.unicodeScalars.append(scalar)
      }
    }
    return replaced
  }
}

extension Unicode.Scalar {
  fileprivate var isPunctuationASCII: Bool {
    switch value {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }
}

extension [Unicode.Scalar] {
  fileprivate func isWord(_ place: Int) -> Bool {
    guard indices.contains(place) else { return false }
    return self[place].properties.isAlphabetic || self[place].properties.numericType != nil
  }
}
