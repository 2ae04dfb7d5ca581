import Events

// What the formats for people do to one text. All of it works on Unicode scalars: a combining mark
// after a bar makes them one character with it, and the bar must be escaped all the same.
extension String {
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
