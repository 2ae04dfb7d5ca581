/// What a slug can name.
public protocol SlugKind: Sendable {
  /// The word for it in messages.
  static var noun: String { get }
}

/// A name that people type: lower-case letters, digits and single hyphens, at most 64 of them.
public struct Slug<Kind: SlugKind>: Hashable, Sendable, CustomStringConvertible,
  ExpressibleByStringLiteral
{
  /// The slug itself.
  public let text: String

  /// Reads a slug.
  public init(_ text: String) throws(Rejection) {
    guard Self.isSlug(text) else {
      let slugged = Self.slugged(text)
      throw Rejection(
        .badSlug,
        text.isEmpty ? "the \(Kind.noun) has no name" : "'\(text.prefix(60))' is not a slug",
        hint: slugged.isEmpty
          ? "Write lower-case letters, digits and hyphens." : "Write '\(slugged)'.")
    }
    self.text = text
  }

  /// The name that an event without content bears, which need be no slug.
  init(remaining text: String) { self.text = text }

  /// A slug in source code; a wrong one is a bug and traps.
  public init(stringLiteral text: String) {
    do {
      try self.init(text)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// The slug itself.
  public var description: String { text }

  private static func isSlug(_ text: String) -> Bool {
    let hyphen = UInt8(ascii: "-")
    // So that a hyphen is refused at the beginning too.
    var last = hyphen
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case hyphen where last != hyphen: break
      default: return false
      }
      last = byte
    }
    return last != hyphen && text.utf8.count <= 64
  }

  /// The slug that was probably meant.
  private static func slugged(_ text: String) -> String {
    var slug = ""
    for scalar in text.lowercased().unicodeScalars {
      if scalar.isASCII, scalar.properties.isAlphabetic || 0x30...0x39 ~= scalar.value {
        slug.unicodeScalars.append(scalar)
      } else if !slug.isEmpty, slug.last != "-" {
        slug += "-"
      }
      if slug.count >= 64 { break }
    }
    while slug.last == "-" { slug.removeLast() }
    return slug
  }
}
