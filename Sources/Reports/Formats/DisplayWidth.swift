/// How many columns of a terminal a text takes: wide East Asian characters and emoji two,
/// combining marks none.
public func displayWidth(_ text: String) -> Int {
  guard text.utf8.contains(where: { $0 < 0x20 || $0 >= 0x7F }) else { return text.utf8.count }
  return text.reduce(0) { $0 + displayWidth($1) }
}

/// How many columns of a terminal a character takes: none, one or two.
func displayWidth(_ character: Character) -> Int {
  let scalars = character.unicodeScalars
  guard let first = scalars.first else { return 0 }
  if 0x20..<0x7F ~= first.value, scalars.index(after: scalars.startIndex) == scalars.endIndex {
    return 1
  }
  let properties = first.properties
  switch properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format, .control: return 0
  default: break
  }
  if properties.isEmojiPresentation { return 2 }
  if properties.isEmoji, scalars.contains(where: { $0.value == 0xFE0F }) { return 2 }
  return wideRanges.contains { $0.contains(first.value) } ? 2 : 1
}

/// The blocks that Unicode's East Asian Width holds to be wide or full-width.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
  0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
  0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x16FE3,
  0x17000...0x18D08, 0x1AFF0...0x1B2FF, 0x1D300...0x1D376, 0x1F200...0x1F265, 0x20000...0x3FFFD,
]
