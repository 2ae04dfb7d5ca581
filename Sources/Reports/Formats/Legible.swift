/// The text as it may reach a terminal or a page: what cannot be seen is written as an escape.
///
/// Control characters, line breaks, bidirectional overrides and other invisible format characters
/// could move the cursor, hide words or turn them around.
public func legible(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isTreacherous) else { return text }
  var shown = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\n": shown += "\\n"
    case "\t": shown += "\\t"
    case "\r": shown += "\\r"
    case _ where isTreacherous(scalar):
      shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    default: shown.unicodeScalars.append(scalar)
    }
  }
  return shown
}

private func isTreacherous(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
  // Joiners stand inside emoji and words of some scripts.
  case .format: scalar.value != 0x200D && scalar.value != 0x200C && scalar.value != 0xAD
  default: false
  }
}

/// How many columns of a terminal a text takes: wide East Asian characters and emoji two,
/// combining marks none.
public func displayWidth(_ text: String) -> Int {
  text.reduce(0) { $0 + width(of: $1) }
}

private func width(of character: Character) -> Int {
  guard let first = character.unicodeScalars.first else { return 0 }
  let properties = first.properties
  switch properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format, .control: return 0
  default: break
  }
  if properties.isEmojiPresentation { return 2 }
  if character.unicodeScalars.contains(where: { $0.value == 0xFE0F }), properties.isEmoji {
    return 2
  }
  return wideRanges.contains { $0.contains(first.value) } ? 2 : 1
}

/// The blocks that Unicode's East Asian Width holds to be wide or full-width.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
  0xA000...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
  0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18CFF, 0x1B000...0x1B2FF, 0x20000...0x3FFFD,
]
