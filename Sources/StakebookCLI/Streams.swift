import Foundation
import Stakebook

/// Writes a line to standard output. Throws `input-output` when nobody takes it.
func say(_ text: String, terminator: String = "\n") throws {
  guard !HeldBack.takes(text + terminator) else { return }
  try writeText(text + terminator, to: 1)
}

/// What is said while a ledger is open for writing. It comes out when the ledger is closed: whoever takes the
/// first line alone, or none, ends the program, and then not all of the ledger lies in its one file.
enum HeldBack {
  /// Used on the thread of the command alone; nil: nothing is held back.
  nonisolated(unsafe) private static var text: String?

  static func takes(_ said: String) -> Bool {
    guard text != nil else { return false }
    text?.append(said)
    return true
  }

  /// Does it, and then says what was said in it, also where it fails.
  static func during(_ body: () throws -> Void) throws {
    text = ""
    do { try body() } catch {
      try? release()
      throw error
    }
    try release()
  }

  private static func release() throws {
    let said = text ?? ""
    text = nil
    if !said.isEmpty { try writeText(said, to: 1) }
  }
}

/// Writes a text; on a terminal what it would obey comes as escapes.
func writeText(_ text: String, to descriptor: Int32) throws {
  var bytes = Array(text.utf8)
  if isatty(descriptor) == 1 { escapeControls(in: &bytes) }
  try writeAll(bytes, to: descriptor)
}

/// Ends the program when somebody interrupts it, and tells what was done.
enum Interrupts {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  nonisolated(unsafe) private static var sources: [Int32: any DispatchSourceSignal] = [:]
  private static let queue = DispatchQueue(label: "stakebook.signals")
  /// What Ctrl-C does instead; used on the queue alone.
  nonisolated(unsafe) private static var instead: (@Sendable () -> Void)?

  /// What is to be ended besides, whichever signal comes; used on the queue alone.
  nonisolated(unsafe) private static var ending: (@Sendable () -> Void)?

  /// To be called once, before anything is begun. What is ignored already stays so, as under nohup.
  static func watch() {
    for number in signals {
      var action = sigaction()
      sigaction(number, nil, &action)
      if !isIgnored(action) { watch(number) }
    }
  }

  private static func watch(_ number: Int32) {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
    source.setEventHandler {
      if number == SIGINT, let instead { return instead() }
      if let ending {
        ending()
        // A server is ended, not interrupted: that is how it is stopped.
        Interruption.end(0) { _ in }
      }
      Interruption.end(128 + number) { Notice.raw("error: interrupted: \($0).\n") }
    }
    source.resume()
    sources[number] = source
  }

  /// Has every signal do this before the program ends, which then is no fault.
  static func ending(_ action: @escaping @Sendable () -> Void) { queue.sync { ending = action } }

  /// Leaves Ctrl-C from now on to another program that has the terminal.
  static func leave() { take {} }

  /// Has Ctrl-C do this from now on, in another thread.
  static func take(_ action: @escaping @Sendable () -> Void) { queue.sync { instead = action } }

  private static func isIgnored(_ action: sigaction) -> Bool {
    withUnsafeBytes(of: action) { action in
      withUnsafeBytes(of: SIG_IGN) { ignored in action.prefix(ignored.count).elementsEqual(ignored)
      }
    }
  }
}

/// A word for people, on standard error.
enum Notice {
  static func write(_ text: String) {
    raw("notice: \(legible(text))\n")
  }

  static func error(_ code: String, _ sentence: String) {
    raw("error: \(code): \(legible(sentence)).\n")
  }

  /// Writes as it is; where nobody can read it there is nobody to tell.
  static func raw(_ text: String) { try? writeText(text, to: 2) }

  /// Shows where a statement is at fault, in colours where they are wanted.
  static func fault(_ rejection: Rejection, in sql: String) {
    let isColoured = Colours.areOn(2)
    guard let caret = rejection.caret(in: sql, isColoured: isColoured) else { return }
    // What a terminal would obey is an escape in it already, but for our colours.
    isColoured ? try? writeAll(Array(caret.utf8), to: 2) : raw(caret)
  }

  /// Writes over the line of a terminal in which the cursor stands, with text of our own.
  static func overwrite(_ text: String) { try? writeAll(Array("\r\(text)".utf8), to: 2) }

  /// Tells that what is recorded now carries a time that has not come yet.
  static func clock(of ledger: Ledger) throws {
    guard let ahead = try ledger.firstAhead() else { return }
    write(
      "since seq \(ahead.seq) events are stamped \(ahead.recordedAt) or later, which this machine's "
        + "clock has not reached: a clock was ahead, or this one is behind; `stakebook doctor` tells more"
    )
  }

  /// Tells what waits in the outbox instead of being recorded, and why.
  static func waiting(_ waiting: InOutbox?) throws {
    guard let waiting else { return }
    if let reason = waiting.reason { write(reason.message) }
    for id in waiting.ids.prefix(10) { try say("in the outbox \(id), batch \(waiting.batch)") }
    if waiting.count > 10 {
      try say("in the outbox \(waiting.count) drafts in all, batch \(waiting.batch)")
    }
    write("`stakebook push` records what waits in the outbox")
  }

  /// Tells of events that stand in the log without their content, because they cannot be read.
  static func withheld(_ withheld: [(seq: Seq, reason: String)]) {
    for (seq, reason) in withheld.prefix(10) {
      write("seq \(seq) cannot be read here, and was taken without its content: \(reason)")
    }
    guard !withheld.isEmpty else { return }
    write(
      "a later Stakebook may read it: `stakebook hub join` into another file takes all of it then; "
        + "what nobody can read a redactor erases")
  }

  /// Tells what came from the hub and is to be known besides how much.
  static func meanwhile(_ done: Exchanged) {
    withheld(done.withheld)
    guard done.isStillReadable else { return }
    write(
      "another process still reads the ledger as it was, so that old pages of its file are not yet "
        + "overwritten: end it, then run `stakebook doctor --mend`")
  }

  /// Tells of things introduced that may be slips of the pen for known ones.
  static func introductions(
    _ introductions: [References.Introduction], in ledger: Ledger
  ) throws {
    let near = try ledger.near(introductions)
    for introduction in introductions {
      guard let near = near[introduction.slug] else { continue }
      write(
        "introduces the \(introduction.noun.rawValue) '\(introduction.slug)'; "
          + "did you mean '\(near)'?")
    }
  }
}
