import Stakebook

/// A piece of a page. What is put into one is shown as it is: only a piece made of a literal can be
/// markup, so that no text of a ledger or of a request becomes any.
struct Markup: ExpressibleByStringInterpolation, Sendable {
  private(set) var text: String

  init(stringLiteral text: String) { self.text = text }

  init(stringInterpolation pieces: Pieces) { text = pieces.text }

  /// Markup that a report wrote.
  init(report text: String) { self.text = text }

  static let none: Markup = ""

  static func += (left: inout Markup, right: Markup) { left.text += right.text }

  /// What a literal with something in it is made of.
  struct Pieces: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ string: String) { text += string.htmlEscaped }
    /// A text of several lines, which stay lines.
    mutating func appendInterpolation(lines string: String) {
      text += string.replacing("\r\n", with: "\n").split(
        separator: "\n", omittingEmptySubsequences: false
      )
      .map { String($0).htmlEscaped }.joined(separator: "\n")
    }
    /// What a form sends back: the text itself, with every sign in it, so that nothing changes on the way.
    mutating func appendInterpolation(value string: String) {
      for scalar in string.unicodeScalars {
        switch scalar {
        case "&": text += "&amp;"
        case "<": text += "&lt;"
        case ">": text += "&gt;"
        case "\"": text += "&quot;"
        case "\r": text += "&#13;"
        default: text.unicodeScalars.append(scalar)
        }
      }
    }
    mutating func appendInterpolation(_ number: some BinaryInteger) { text += "\(number)" }
    mutating func appendInterpolation(_ markup: Markup) { text += markup.text }
    mutating func appendInterpolation(_ pieces: [Markup]) {
      for piece in pieces { text += piece.text }
    }
  }
}

extension Sequence {
  /// A piece for each, one after the other.
  func markup(_ make: (Element) throws -> Markup) rethrows -> Markup {
    var all = Markup.none
    for element in self { all += try make(element) }
    return all
  }
}
