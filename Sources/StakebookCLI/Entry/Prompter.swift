import Foundation
import Stakebook

/// Asks for a line at a terminal, with completion where there is a line editor.
///
/// Ctrl-C and Ctrl-D end the program: nothing is recorded as long as something is asked.
final class Prompter {
  /// What Tab may make of the line.
  private final class Offers { var lines: [String] = [] }

  private let offers = Offers()
  private let editor: LineEditor?

  init() {
    let isDumb = ["", "dumb"].contains(ProcessInfo.processInfo.environment["TERM"] ?? "")
    editor =
      isDumb
      ? nil
      : LineEditor { [offers] word, before in
        // The editor breaks words where slugs and types do not: what stands before is left as it is.
        let start = before.lastIndex(of: ";").map { before.index(after: $0) } ?? before.startIndex
        let begun = before[start...].drop { $0 == " " }
        return offers.lines.filter { $0.hasPrefix(begun + word) }
          .map { String($0.dropFirst(begun.count)) }
      }
  }

  /// The line without spaces around it; that what may be completed to some of the offers.
  func line(_ prompt: String, offering lines: [String] = []) -> String {
    offers.lines = lines
    if let editor {
      guard case .text(let text) = editor.line(legible(prompt)) else {
        Notice.raw("\n")
        end()
      }
      return text.trimmingCharacters(in: .whitespaces)
    }
    Notice.raw(legible(prompt))
    switch ShellInput.plainLine() {
    case .text(let text), .anew(let text): return text.trimmingCharacters(in: .whitespaces)
    case .broken(let rejection):
      tell(rejection)
      return line(prompt, offering: lines)
    case .dropped, .end: end()
    }
  }

  /// Asks until the answer is one; `-` and nothing are answers of their own.
  func answer<Value>(
    _ prompt: String, offering lines: [String] = [], _ read: (String) throws -> Value
  ) throws -> Value {
    while true {
      do {
        return try read(line(prompt, offering: lines))
      } catch let rejection as Rejection { tell(rejection) }
    }
  }

  /// Says what was wrong with an answer.
  func tell(_ rejection: Rejection) { Notice.raw(legible(rejection.description) + "\n") }

  private func end() -> Never {
    Interruption.end(130) { Notice.raw("error: interrupted: \($0).\n") }
  }
}
