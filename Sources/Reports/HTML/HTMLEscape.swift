extension String {
  /// As text or as an attribute's value of an HTML page or an SVG picture, shown as it is.
  ///
  /// What cannot be seen is written as an escape first, so that nothing turns the direction of
  /// the text around it; no-break spaces stay.
  var htmlEscaped: String { legible(self).markupText }

  /// Whether a page may link to it: an address of the web, and nothing that a browser would run.
  var isWebAddress: Bool {
    let lower = prefix(8).lowercased()
    return lower.hasPrefix("https://") || lower.hasPrefix("http://")
  }
}
