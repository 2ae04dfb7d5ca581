/// How wide a text is drawn, so that labels keep clear of each other without a browser to ask.
///
/// The widths are those of Helvetica, Arial and Liberation Sans in thousandths of the size. Other
/// faces are up to a tenth wider: that much is added.
enum TextMetrics {
  static func width(_ text: String, size: Double, isBold: Bool = false) -> Double {
    let units = text.reduce(0) { $0 + self.units(of: $1) }
    return Double(units) * size / 1000 * (isBold ? 1.17 : 1.1)
  }

  /// The text, or as much of its beginning as fits, with an ellipsis.
  static func fitted(_ text: String, _ room: Double, size: Double, isBold: Bool = false) -> String {
    guard width(text, size: size, isBold: isBold) > room else { return text }
    let dots = width("…", size: size, isBold: isBold)
    var fitted = ""
    var used = dots
    for character in text {
      used += width(String(character), size: size, isBold: isBold)
      if used > room { break }
      fitted.append(character)
    }
    while fitted.last == " " || fitted.last == "," { fitted.removeLast() }
    return fitted + "…"
  }

  /// The text in at most so many lines that fit; the last is cut where more remains. A word that no line
  /// can hold goes on in the next.
  static func lines(
    _ text: String, _ room: Double, size: Double, most: Int, isBold: Bool = false
  ) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ").flatMap({ pieces($0, room, size, isBold) }) {
      let longer = line.isEmpty ? String(word) : "\(line) \(word)"
      if width(longer, size: size, isBold: isBold) <= room || line.isEmpty {
        line = longer
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    lines.append(line)
    guard lines.count > most else {
      return lines.map { fitted($0, room, size: size, isBold: isBold) }
    }
    let rest = lines[(most - 1)...].joined(separator: " ")
    return (lines.prefix(most - 1) + [rest]).map { fitted($0, room, size: size, isBold: isBold) }
  }

  /// A word, or parts of it that fit.
  private static func pieces(
    _ word: Substring, _ room: Double, _ size: Double, _ isBold: Bool
  ) -> [String] {
    guard width(String(word), size: size, isBold: isBold) > room else { return [String(word)] }
    return word.reduce(into: [""]) { pieces, character in
      let longer = pieces[pieces.count - 1] + String(character)
      if width(longer, size: size, isBold: isBold) > room {
        pieces.append(String(character))
      } else {
        pieces[pieces.count - 1] = longer
      }
    }
  }

  private static func units(of character: Character) -> Int {
    if let ascii = character.asciiValue {
      return 0x20..<0x7F ~= ascii ? latin[Int(ascii) - 0x20] : 600
    }
    if let width = others[character] { return width }
    return displayWidth(character) * 650
  }

  private static let others: [Character: Int] = [
    "–": 556, "—": 1000, "…": 1000, "→": 1000, "’": 222, "\u{A0}": 278, "\u{202F}": 200,
    "÷": 584, "−": 584, "é": 556, "è": 556, "ê": 556, "à": 556, "ä": 556, "ö": 556, "ü": 556,
    "É": 667, "Ä": 667, "Ö": 778, "Ü": 722, "ß": 611,
  ]

  private static let latin: [Int] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ]
}
