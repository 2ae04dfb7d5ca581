import Foundation
import Stakebook

/// Colours at a terminal: of a statement that is at fault its keywords and texts, and the caret.
///
/// They come in the sixteen colours that each terminal's owner chose; none where `NO_COLOR` is set to
/// anything (no-color.org), where `TERM` is `dumb`, or where no terminal reads. What is being typed libedit
/// shows as it is: it has no hook for what it draws; once it is typed, the line is drawn anew.
enum Colours {
  private enum Kind: String {
    case keyword = "1;34"
    case text = "32"
    case comment = "2"
    case fault = "1;31"
  }

  /// Whether what goes there is coloured.
  static func areOn(_ descriptor: Int32) -> Bool {
    let environment = ProcessInfo.processInfo.environment
    return isatty(descriptor) == 1 && (environment["NO_COLOR"] ?? "").isEmpty
      && (environment["TERM"] ?? "dumb") != "dumb"
  }

  /// Draws a line anew that was typed behind a prompt, one that stands on one line of the terminal.
  static func redraw(_ line: String, after prompt: String) {
    guard areOn(1), areOn(2), let columns = Terminal.size?.columns else { return }
    let told = statement(line)
    guard told != line, legible(line) == line, displayWidth(prompt + line) < columns else { return }
    Notice.overwrite("\u{1B}[A\u{1B}[K\(prompt)\(told)\n")
  }

  /// What marks a fault.
  static func fault(_ text: String) -> String { told(text, .fault) }

  private static func told(_ text: some StringProtocol, _ kind: Kind) -> String {
    "\u{1B}[\(kind.rawValue)m\(text)\u{1B}[0m"
  }

  /// A line of SQL, in which nothing is left that a terminal would obey.
  static func statement(_ line: String) -> String {
    var told = ""
    var rest = Substring(line)
    while let sign = rest.first {
      let (piece, kind) = piece(of: rest, sign)
      told += kind.map { Self.told(piece, $0) } ?? String(piece)
      rest = rest[piece.endIndex...]
    }
    return told
  }

  /// What a line begins with: a word, a text or name in quotes, a comment, or a sign.
  private static func piece(of rest: Substring, _ sign: Character) -> (Substring, Kind?) {
    if rest.hasPrefix("--") { return (rest, .comment) }
    if sign == "'" || sign == "\"" {
      let end = rest.dropFirst().firstIndex(of: sign).map(rest.index(after:)) ?? rest.endIndex
      return (rest[..<end], sign == "'" ? .text : nil)
    }
    guard sign.isLetter || sign == "_" else { return (rest.prefix(1), nil) }
    let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return (word, keywords.contains(word.uppercased()) ? .keyword : nil)
  }

  private static let keywords = Set(QueryConnection.keywords)
}
