import Foundation
import Stakebook

/// Where the lines of a shell come from.
enum ShellInput {
  /// A pipe or a file: no prompt.
  case pipe
  /// A terminal with libedit, and the history of earlier shells.
  case editor(LineEditor, HistoryFile)
  /// A terminal as it is.
  case terminal

  /// What came.
  enum Line {
    case text(String)
    /// A line after Ctrl-C: what stood before it is dropped.
    case anew(String)
    /// What was no UTF-8.
    case broken(Rejection)
    case dropped
    case end
  }

  var isEdited: Bool { if case .editor = self { true } else { false } }

  /// Waits for a line behind the prompt; Ctrl-C may bring back the `first` one.
  func next(_ prompt: String, first: String, _ stop: StopSign) -> Line {
    switch self {
    case .pipe: return Self.plainLine()
    case .editor(let editor, _):
      switch stop.atPrompt({}, { editor.line(prompt) }).0 {
      case .text(let text):
        if !text.hasPrefix(".") { Colours.redraw(text, after: prompt) }
        return .text(text)
      case .end: return .end
      case .dropped:
        Notice.raw("^C\n")
        return .dropped
      }
    case .terminal:
      // The terminal itself forgets what was typed. Who sees the prompt may press at once.
      let (line, isAnew) = stop.atPrompt({ Notice.raw("\n\(first)") }) {
        Notice.raw(prompt)
        return Self.plainLine()
      }
      if isAnew, case .text(let text) = line { return .anew(text) }
      return line
    }
  }

  /// Keeps a line for the arrow keys, here and in later shells.
  func remember(_ line: String) {
    guard case .editor(let editor, let history) = self else { return }
    editor.remember(line)
    history.add(line)
  }

  nonisolated(unsafe) private static let standard = fdopen(0, "r")

  /// A line as it comes, without an editor.
  static func plainLine() -> Line {
    guard let standard else { return .end }
    var text: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(text) }
    var count = getline(&text, &capacity, standard)
    guard count > 0, let text else { return .end }
    if text[count - 1] == 0x0A { count -= 1 }
    let bytes = UnsafeRawBufferPointer(start: text, count: count)
    guard let line = String(validating: bytes, as: UTF8.self) else {
      return .broken(
        Rejection(.badUTF8, "the line is not UTF-8", hint: "Save the file as UTF-8."))
    }
    return .text(line)
  }
}
