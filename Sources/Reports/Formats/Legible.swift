/// The text as it may reach a terminal or a page: what cannot be seen is written as an escape.
///
/// Control characters, line breaks, bidirectional overrides and other invisible format characters
/// could move the cursor, hide words or turn them around.
public func legible(_ text: String) -> String {
  guard text.utf8.contains(where: { $0 < 0x20 || $0 >= 0x7F }) else { return text }
  var shown = ""
  var previous: Unicode.Scalar?
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\n": shown += "\\n"
    case "\t": shown += "\\t"
    case "\r": shown += "\\r"
    case _ where isTreacherous(scalar, after: previous): shown += visibleEscape(scalar)
    default: shown.unicodeScalars.append(scalar)
    }
    previous = scalar
  }
  return shown
}

/// Bytes for a terminal in whatever format: those that ``legible(_:)`` would write as escapes come
/// as JSON's, so that JSON stays what it says; line breaks and tabs, which part it, stay.
///
/// The text begins at `start`; what is no UTF-8 in it comes as U+FFFD.
public func escapeControls(in bytes: inout [UInt8], from start: Int = 0) {
  let isPlain = bytes[start...].allSatisfy { 0x20...0x7E ~= $0 || $0 == 0x0A || $0 == 0x09 }
  guard !isPlain else { return }
  let text = String(decoding: bytes[start...], as: UTF8.self)
  bytes.removeSubrange(start...)
  var previous: Unicode.Scalar?
  for scalar in text.unicodeScalars {
    if scalar != "\n", scalar != "\t", isTreacherous(scalar, after: previous) {
      for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
        let digits = String(unit, radix: 16)
        bytes += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
      }
    } else {
      bytes += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    previous = scalar
  }
}

/// Whether a reader would be misled by it: it moves the cursor, or is not seen at all.
private func isTreacherous(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: return true
  case .format:
    // Joiners stand inside emoji and words of some scripts; after ASCII they join nothing.
    let isJoiner = scalar.value == 0x200D || scalar.value == 0x200C
    return !isJoiner || previous?.isASCII ?? true
  default: return false
  }
}

/// The text for a file: line breaks and tabs stay, the controls that a terminal would obey when
/// somebody looks at the file do not.
func withoutControls(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isControl) else { return text }
  var shown = ""
  for scalar in text.unicodeScalars {
    if isControl(scalar) {
      shown += visibleEscape(scalar)
    } else {
      shown.unicodeScalars.append(scalar)
    }
  }
  return shown
}

/// C0 but for tab and line breaks, DEL, C1, and what turns the direction of text.
func isControl(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x09, 0x0A, 0x0D: false
  case 0..<0x20, 0x7F...0x9F: true
  case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
  default: false
  }
}

func visibleEscape(_ scalar: Unicode.Scalar) -> String {
  "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
}

/// A number of things: `1 event`, `2 events`.
public func counted(_ number: some BinaryInteger, _ noun: String) -> String {
  "\(number) \(noun)\(number == 1 ? "" : "s")"
}
