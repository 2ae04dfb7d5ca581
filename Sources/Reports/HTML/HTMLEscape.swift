extension String {
  /// As text or as an attribute's value of an HTML page or an SVG picture, shown as it is.
  ///
  /// What cannot be seen is written as an escape first, so that nothing turns the direction of
  /// the text around it; no-break spaces stay.
  package var htmlEscaped: String { isPlainMarkup ? self : legible(self).markupText }

  /// Whether it can stand in a page as it is: a quick look at its bytes, which may say no of a text that can.
  ///
  /// Nearly all texts of a page are such, and looking up what each sign is takes ten times as long.
  private var isPlainMarkup: Bool {
    var bytes = utf8.makeIterator()
    while let byte = bytes.next() {
      switch byte {
      case 0x22, 0x26, 0x27, 0x3C, 0x3E: return false
      case 0x20...0x7E: break
      // Latin letters; before them stand controls, and among them the soft hyphen.
      case 0xC2: if let next = bytes.next(), next < 0xA0 || next == 0xAD { return false }
      case 0xC3...0xC9: _ = bytes.next()
      // Dashes, quotation marks, the narrow space, currencies, arrows; among them what cannot be seen.
      case 0xE2:
        guard let second = bytes.next(), let third = bytes.next() else { return false }
        switch second {
        case 0x80: guard 0x90...0xA7 ~= third || third >= 0xAF else { return false }
        case 0x82...0x8F: break
        default: return false
        }
      default: return false
      }
    }
    return true
  }

  /// As text of a page, in which no date, range or number is parted at its hyphens and dashes, nor from its `%`.
  package var pageText: String {
    let escaped = htmlEscaped
    guard escaped.utf8.contains(where: { $0 == 0x2D || $0 == 0xE2 || $0 == 0x25 }) else {
      return escaped
    }
    let bytes = Array(escaped.utf8)
    var told: [UInt8] = []
    told.reserveCapacity(bytes.count + 64)
    var place = 0
    while place < bytes.count {
      guard Self.isDigit(bytes[place]) else {
        told.append(bytes[place])
        place += 1
        continue
      }
      let figure = Self.figure(bytes, from: place)
      let text = bytes[place..<figure.end]
      if figure.isJoined {
        told += Array("<span class=\"d\">".utf8) + text + Array("</span>".utf8)
      } else {
        told += text
      }
      place = figure.end
    }
    return String(decoding: told, as: UTF8.self)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Where what begins with a digit ends, and whether a hyphen, a dash or a space before `%` joins what is in it.
  private static func figure(_ bytes: [UInt8], from start: Int) -> (end: Int, isJoined: Bool) {
    var (end, isJoined) = (start, false)
    func isDigitAt(_ place: Int) -> Bool { place < bytes.count && isDigit(bytes[place]) }
    while end < bytes.count {
      let byte = bytes[end]
      let isDash =
        byte == 0xE2 && end + 2 < bytes.count && bytes[end + 1] == 0x80 && bytes[end + 2] == 0x93
      let sign = isDash ? 3 : byte == 0x2D ? 1 : 0
      if isDigit(byte) {
        end += 1
      } else if sign > 0, isDigitAt(end + sign), end - start < 24 {
        (end, isJoined) = (end + sign, true)
      } else if byte == 0x2C || byte == 0x2E, isDigitAt(end + 1) {
        end += 1
      } else {
        break
      }
    }
    if end + 1 < bytes.count, bytes[end] == 0x20, bytes[end + 1] == 0x25 {
      (end, isJoined) = (end + 2, true)
    }
    return (end, isJoined)
  }

  /// Whether a page may link to it: an address of the web, and nothing that a browser would run.
  var isWebAddress: Bool {
    let lower = prefix(8).lowercased()
    return lower.hasPrefix("https://") || lower.hasPrefix("http://")
  }
}
