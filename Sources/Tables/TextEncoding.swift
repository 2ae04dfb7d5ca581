import Events

/// How the text of a file is encoded.
public enum TextEncoding: String, CaseIterable, Sendable {
  case utf8 = "utf-8"
  case utf16LE = "utf-16le"
  case utf16BE = "utf-16be"
  case windows1252 = "windows-1252"

  /// The encoding of that name, however it is written.
  public init?(name: String) {
    let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
    switch plain {
    case "utf8": self = .utf8
    case "utf16", "utf16le": self = .utf16LE
    case "utf16be": self = .utf16BE
    case "windows1252", "cp1252", "latin1", "iso88591", "ansi": self = .windows1252
    default: return nil
    }
  }

  /// What people call it.
  public var name: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf16LE, .utf16BE: "UTF-16"
    case .windows1252: "Windows-1252"
    }
  }

  /// What bytes look like: by their mark, by where their zeros stand, and Windows-1252 where they are
  /// not UTF-8.
  init(of bytes: [UInt8]) {
    if bytes.starts(with: [0xFF, 0xFE]) {
      self = .utf16LE
    } else if bytes.starts(with: [0xFE, 0xFF]) {
      self = .utf16BE
    } else {
      let head = bytes.prefix(4096)
      let even = head.indices.count { $0.isMultiple(of: 2) && head[$0] == 0 }
      let odd = head.indices.count { !$0.isMultiple(of: 2) && head[$0] == 0 }
      if even + odd > head.count / 8 {
        self = even > odd ? .utf16BE : .utf16LE
      } else {
        self = Self.isUTF8(bytes) ? .utf8 : .windows1252
      }
    }
  }

  private static func isUTF8(_ bytes: [UInt8]) -> Bool {
    // Most files are plain, and are told at the speed of memory.
    if bytes.allSatisfy({ $0 < 0x80 }) { return true }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue: continue
      case .emptyInput: return true
      case .error: return false
      }
    }
  }

  /// The same text as UTF-8 without a mark. Throws `bad-utf8`.
  func utf8(_ bytes: [UInt8]) throws(Rejection) -> [UInt8] {
    switch self {
    case .utf8:
      guard Self.isUTF8(bytes) else {
        throw Rejection(
          .badUTF8, "the file is not UTF-8",
          hint: "Say how it is encoded: --encoding windows-1252, or utf-16.")
      }
      return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    case .windows1252:
      var text: [UInt8] = []
      text.reserveCapacity(bytes.count + bytes.count / 8)
      for byte in bytes {
        if byte < 0x80 {
          text.append(byte)
        } else {
          let scalar = byte < 0xA0 ? Self.c1[Int(byte) - 0x80] : UInt32(byte)
          text += Array(String(UnicodeScalar(scalar) ?? "\u{FFFD}").utf8)
        }
      }
      return text
    case .utf16LE, .utf16BE:
      guard bytes.count.isMultiple(of: 2) else {
        throw Rejection(.badUTF8, "the file ends within a character of UTF-16")
      }
      let (high, low) = self == .utf16BE ? (0, 1) : (1, 0)
      var units = stride(from: 0, to: bytes.count, by: 2).map { place in
        UInt16(bytes[place + high]) << 8 | UInt16(bytes[place + low])
      }
      if units.first == 0xFEFF { units.removeFirst() }
      guard let text = String(validating: units, as: UTF16.self) else {
        throw Rejection(.badUTF8, "the file is not UTF-16, though it looks so")
      }
      return Array(text.utf8)
    }
  }

  /// What Windows-1252 has where ISO 8859-1 has control characters (WHATWG Encoding Standard).
  private static let c1: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039,
    0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC,
    0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
  ]
}
