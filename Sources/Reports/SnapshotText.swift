import Events

extension JSONObject {
  /// The text of that name, empty where there is none.
  func text(_ name: String) -> String { self[name]?.stringValue ?? "" }
}

extension String {
  /// The text behind a prefix, or nothing at all.
  func prefixed(_ prefix: String) -> String { isEmpty ? "" : prefix + self }

  /// With spaces where stored words have underscores, and after commas.
  var spaced: String {
    var text = ""
    for character in self {
      text += character == "_" ? " " : character == "," ? ", " : String(character)
    }
    return text
  }

  /// For a terminal or a plain file, where people search with the space bar.
  var withPlainSpaces: String {
    guard utf8.contains(where: { $0 >= 0x80 }) else { return self }
    return String(map { $0 == "\u{A0}" || $0 == "\u{202F}" ? " " : $0 })
  }
}
