import Foundation
import Stakebook

/// A line from the keyboard, edited and completed with libedit, the line editor of the BSDs.
///
/// The library is loaded when a shell begins at a terminal, not linked: every other command starts as
/// fast as without it, the release needs no file that a machine may lack, and where it is missing
/// lines are still read, only plainer. Of its two interfaces this uses the one that is as of readline,
/// whose functions have plain arguments. There is one keyboard, hence the static state, which is used
/// by one thread alone.
final class LineEditor {
  /// What came of a prompt.
  enum Line {
    case text(String)
    /// Ctrl-C.
    case dropped
    /// Ctrl-D, or the end of the file.
    case end
  }

  private typealias Text = UnsafeMutablePointer<CChar>
  private typealias Readline = @convention(c) (UnsafePointer<CChar>?) -> Text?
  private typealias OfText = @convention(c) (UnsafePointer<CChar>?) -> Int32
  private typealias Initialize = @convention(c) () -> Int32
  private typealias Key = @convention(c) (Int32, Int32) -> Int32
  private typealias AddKey = @convention(c) (UnsafePointer<CChar>?, Key?, Int32) -> Int32
  private typealias Complete =
    @convention(c) (
      UnsafePointer<CChar>?, Int32, Int32
    ) -> UnsafeMutablePointer<Text?>?

  /// The words that can stand for one before the cursor, given the line up to it.
  nonisolated(unsafe) private static var candidates:
    (_ word: String, _ before: String) -> [String] =
      { _, _ in [] }
  nonisolated(unsafe) private static var isDropped = false
  nonisolated(unsafe) private static var done: UnsafeMutablePointer<Int32>?
  nonisolated(unsafe) private static var buffer: UnsafeMutablePointer<Text?>?
  nonisolated(unsafe) private static var appended: UnsafeMutablePointer<Int32>?
  nonisolated(unsafe) private static var isCompleted: UnsafeMutablePointer<Int32>?

  private let readline: Readline
  private let addHistory: OfText

  /// The editor; nil where the library is missing.
  init?(candidates: @escaping (_ word: String, _ before: String) -> [String]) {
    let names = ["libedit.so.2", "libedit.so.0", "libedit.so", "libedit.dylib"]
    guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first,
      let readline = Self.function("readline", of: library, as: Readline.self),
      let addHistory = Self.function("add_history", of: library, as: OfText.self),
      let initialize = Self.function("rl_initialize", of: library, as: Initialize.self),
      let addKey = Self.function("rl_add_defun", of: library, as: AddKey.self),
      let name = Self.variable("rl_readline_name", of: library, as: UnsafePointer<CChar>?.self),
      let breaks = Self.variable(
        "rl_basic_word_break_characters", of: library, as: UnsafePointer<CChar>?.self),
      let completion = Self.variable(
        "rl_attempted_completion_function", of: library, as: Complete?.self),
      let done = Self.variable("rl_done", of: library, as: Int32.self),
      let buffer = Self.variable("rl_line_buffer", of: library, as: Text?.self),
      let appended = Self.variable(
        "rl_completion_append_character", of: library, as: Int32.self),
      let isCompleted = Self.variable(
        "rl_attempted_completion_over", of: library, as: Int32.self)
    else { return nil }
    self.readline = readline
    self.addHistory = addHistory
    (Self.candidates, Self.done, Self.buffer) = (candidates, done, buffer)
    (Self.appended, Self.isCompleted) = (appended, isCompleted)
    // Wide characters are read by the locale.
    setlocale(LC_CTYPE, "")
    name.pointee = UnsafePointer(strdup("stakebook"))
    breaks.pointee = UnsafePointer(strdup(" \t\n\"\\'`@$><=;|&{(),+-*/%"))
    completion.pointee = Self.complete
    guard initialize() == 0 else { return nil }
    _ = addKey("stakebook-drop", Self.drop, 3)
  }

  private static func function<Function>(
    _ name: String, of library: UnsafeMutableRawPointer, as type: Function.Type
  ) -> Function? {
    dlsym(library, name).map { unsafeBitCast($0, to: type) }
  }

  private static func variable<Value>(
    _ name: String, of library: UnsafeMutableRawPointer, as type: Value.Type
  ) -> UnsafeMutablePointer<Value>? {
    dlsym(library, name)?.assumingMemoryBound(to: type)
  }

  /// Waits for a line.
  ///
  /// Meanwhile Ctrl-C is a key, not a signal: no other thread has a hand in the line.
  func line(_ prompt: String) -> Line {
    Self.isDropped = false
    var usual = termios()
    tcgetattr(0, &usual)
    var edited = usual
    // Who sees the prompt may type before the library takes the keys: Ctrl-C and Ctrl-D must reach
    // it as the keys that they are, and what is typed it shows itself.
    withUnsafeMutableBytes(of: &edited.c_cc) { keys in
      (keys[Int(VINTR)], keys[Int(VEOF)]) = (Self.noKey, Self.noKey)
    }
    edited.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(0, TCSADRAIN, &edited)
    defer { tcsetattr(0, TCSADRAIN, &usual) }
    guard let text = readline(prompt) else { return Self.isDropped ? .dropped : .end }
    defer { free(text) }
    return .text(String(cString: text))
  }

  /// Has the arrow keys find the line.
  func remember(_ line: String) { _ = addHistory(line) }

  /// No key makes the signal.
  #if canImport(Darwin)
    private static let noKey: UInt8 = 0xFF
  #else
    private static let noKey: UInt8 = 0
  #endif

  private static let drop: Key = { _, _ in
    isDropped = true
    done?.pointee = 1
    return 0
  }

  /// A list as C takes it: first what all have in common, then all, then NULL; the
  /// library frees it.
  private static let complete: Complete = { word, start, _ in
    isCompleted?.pointee = 1
    let word = word.map { String(cString: $0) } ?? ""
    let line = buffer?.pointee.map { String(cString: $0) } ?? ""
    let words = candidates(word, String(decoding: line.utf8.prefix(Int(start)), as: UTF8.self))
    guard let first = words.first else { return nil }
    appended?.pointee = words.count == 1 && !first.hasSuffix("(") ? 32 : 0
    let common = words.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
    let beginning = common.utf8.count < word.utf8.count ? word : common
    let list = [beginning] + words
    let size = MemoryLayout<Text?>.stride * (list.count + 1)
    guard let memory = malloc(size)?.bindMemory(to: Text?.self, capacity: list.count + 1) else {
      return nil
    }
    for (place, text) in list.enumerated() { memory[place] = strdup(text) }
    memory[list.count] = nil
    return memory
  }
}
