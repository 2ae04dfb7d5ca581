import Foundation

/// A slug of a name: small letters without marks, digits and hyphens; empty where nothing is left.
func slugged(_ name: String) -> String {
  if name.utf8.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "&") && $0 != UInt8(ascii: "+") }) {
    return shortened(plainSlug(name))
  }
  let replaced = name.lowercased().map { letters[$0] ?? String($0) }.joined()
  var slug = ""
  for scalar in replaced.decomposedStringWithCompatibilityMapping.unicodeScalars {
    if scalar.isASCII, scalar.properties.isAlphabetic || 0x30...0x39 ~= scalar.value {
      slug.unicodeScalars.append(scalar)
    } else if scalar.properties.generalCategory == .nonspacingMark || scalar == "'" {
      continue
    } else if !slug.isEmpty, slug.last != "-" {
      slug += "-"
    }
  }
  while slug.last == "-" { slug.removeLast() }
  return shortened(slug)
}

/// The same of a name in ASCII, as most are.
private func plainSlug(_ name: String) -> String {
  let hyphen = UInt8(ascii: "-")
  var slug: [UInt8] = []
  for byte in name.utf8 {
    switch byte {
    case 0x61...0x7A, 0x30...0x39: slug.append(byte)
    case 0x41...0x5A: slug.append(byte | 0x20)
    case UInt8(ascii: "'"): continue
    default: if slug.last != hyphen, !slug.isEmpty { slug.append(hyphen) }
    }
  }
  if slug.last == hyphen { slug.removeLast() }
  return String(decoding: slug, as: UTF8.self)
}

private let letters: [Character: String] = [
  "ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i", "&": " and ",
  "+": " plus ",
  "’": "",
]

/// A slug that is too long, cut and with a few digits that tell it from others that begin so.
func shortened(_ slug: String) -> String {
  guard slug.utf8.count > 64 else { return slug }
  let digest = RowKey.digest(of: slug).prefix(4).map { $0 }.hexadecimal
  return slug.prefix(55).trimmingSuffix { $0 == "-" } + "-" + digest
}

extension Substring {
  fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> String {
    var text = self
    while let last = text.last, condition(last) { text.removeLast() }
    return String(text)
  }
}
