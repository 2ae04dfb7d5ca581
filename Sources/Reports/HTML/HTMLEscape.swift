extension String {
  /// As text or as an attribute's value of an HTML page or an SVG picture, shown as it is.
  ///
  /// What cannot be seen is written as an escape first, so that nothing turns the direction of
  /// the text around it; no-break spaces stay.
  var htmlEscaped: String {
    let text = legible(self)
    guard text.utf8.contains(where: { "&<>\"'".utf8.contains($0) }) else { return text }
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// Whether a page may link to it: an address of the web, and nothing that a browser would run.
  var isWebAddress: Bool {
    let lower = prefix(8).lowercased()
    return lower.hasPrefix("https://") || lower.hasPrefix("http://")
  }
}
