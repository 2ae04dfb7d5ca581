import ArgumentParser
import Foundation
import Stakebook

/// A shell from its first prompt to its end: reads lines, runs them, keeps its settings.
///
/// The settings are those of `sql`, changed by the dot commands. At a terminal Ctrl-C stops a query or
/// drops a line; over a pipe there is no prompt, and it ends the program as everywhere else.
final class ShellSession {
  var options: QueryOptions
  let ledger: Ledger
  private(set) var connection: QueryConnection
  let last = KeptResult()
  let isInteractive = isatty(0) == 1 && isatty(1) == 1
  /// Whether anything was refused.
  private(set) var hasFailed = false
  /// Whether no other line is to be read.
  var isOver = false
  /// The file that takes the next result.
  var once: String?
  /// Whether each query tells how long it took.
  var isTimed = false

  private let stop = StopSign()
  private var statement = Statement()

  init(_ options: QueryOptions, _ ledger: Ledger) throws {
    self.options = options
    self.ledger = ledger
    connection = try options.connection(to: ledger, lastWord: Self.lastWord)
  }

  private static let lastWord = " It could not be stopped, so the shell ends."

  /// Reads and runs until the input ends.
  func run() throws {
    let input = isInteractive ? keyboard() : ShellInput.pipe
    if isInteractive { greet(isEdited: input.isEdited) }
    while !isOver {
      if isInteractive { Interrupts.take { [stop] in stop.press() } }
      let prompt = isInteractive ? statement.isEmpty ? self.prompt : continuation : ""
      switch input.next(prompt, first: self.prompt, stop) {
      case .dropped: statement.drop()
      case .end:
        // A last statement may go without its semicolon.
        if !isInteractive, !statement.isEmpty { try attempt(statement.take()) }
        if isInteractive { try say("") }
        isOver = true
      case .broken(let rejection):
        statement.drop()
        tell(rejection, line: statement.lines + 1)
        statement.count()
      case .text(let line): try take(line, input)
      case .anew(let line):
        statement.drop()
        try take(line, input)
      }
    }
  }

  private func take(_ line: String, _ input: ShellInput) throws {
    let isFirst = statement.isEmpty
    statement.add(line)
    let text = line.trimmingCharacters(in: .whitespacesAndNewlines)
    if isFirst, text.isEmpty { return statement.drop() }
    if isFirst, text.hasPrefix(".") || ForeignCommand.isMeant(by: text) {
      input.remember(text)
      return try attempt(statement.take())
    }
    // Only a line with a semicolon can end a statement: the others are not looked at again.
    guard line.contains(";"), QueryConnection.isComplete(statement.text) || statement.isTooLong
    else { return }
    let piece = statement.take()
    for line in piece.remembered { input.remember(line) }
    try attempt(piece)
  }

  private func attempt(_ piece: Statement.Piece) throws {
    do {
      if piece.text.hasPrefix(".") || ForeignCommand.isMeant(by: piece.text) {
        let line = try ForeignCommand.translated(piece.text) ?? piece.text
        let (command, argument) = try DotCommand.read(line)
        try command.run(self, argument)
      } else {
        try ask(piece.text, try QueryParameters(words: options.parameters).spare)
      }
    } catch let rejection as Rejection {
      // Nobody takes what comes out: there is nothing to go on for.
      if rejection.code == .inputOutput, !isInteractive { throw rejection }
      let isOfSQL = !piece.text.hasPrefix(".") && !ForeignCommand.isMeant(by: piece.text)
      tell(rejection, line: piece.line, isOfSQL: isOfSQL)
      if isOfSQL { Notice.fault(rejection, in: piece.text) }
    }
  }

  /// Runs SQL, its rows to the output.
  func ask(_ sql: String, _ parameters: QueryParameters, file: String? = nil) throws {
    var options = options
    let target = once
    last.count = 0
    let start = ContinuousClock.now
    if let once {
      self.once = nil
      options.output.file = once
      // As the file's name ends, unless it tells nothing.
      if RowFormat(fileName: once) != nil { options.rows.format = nil }
    }
    try stop.during(connection) {
      try options.ask(sql, parameters, on: connection, file: file, seen: last)
    }
    if let target {
      let rows = last.count == 1 ? "1 row" : "\(last.count) rows"
      Notice.raw("wrote \(rows) to \(legible(target))\n")
    }
    if isTimed {
      let time = (ContinuousClock.now - start) / .milliseconds(1)
      Notice.raw("took \(Int64(time.rounded(.up))) ms\n")
    }
  }

  /// Runs SQL, and keeps its result without showing it.
  func keep(_ sql: String, _ parameters: QueryParameters) throws {
    try stop.during(connection) {
      try connection.run(
        sql, parameters, columns: { if !$0.isEmpty { last.begin($0) } },
        row: { last.take($0) })
    }
  }

  /// Takes other settings, if a connection can be had with them.
  func change(_ settings: (inout QueryOptions) -> Void) throws {
    var options = options
    settings(&options)
    connection = try options.connection(to: ledger, lastWord: Self.lastWord)
    self.options = options
  }

  /// Text to where rows would go.
  func write(_ text: String) throws { try options.output.write { try $0.write(text) } }

  /// Over a pipe a fault has its line of the input, unless it has one of a saved query's file.
  private func tell(_ rejection: Rejection, line: Int, isOfSQL: Bool = true) {
    hasFailed = true
    var told = rejection.inShell
    if !isInteractive, told.location?.file == nil {
      let place = isOfSQL ? told.location : nil
      told.location = Rejection.Location(
        file: "-", line: line + (place?.line ?? 1) - 1, column: place?.column)
    }
    Notice.raw(legible(told.description) + "\n")
  }

  // MARK: - The terminal

  private var prompt: String {
    var readings: [String] = []
    if let day = options.clock.asOf { readings.append("as of \(day)") }
    if let time = options.clock.knownAt { readings.append("known at \(time)") }
    if let day = options.clock.publicBy { readings.append("public by \(day)") }
    let clock = readings.isEmpty ? "" : " (\(legible(readings.joined(separator: ", "))))"
    return "stakebook\(clock)> "
  }

  private var continuation: String {
    String(repeating: " ", count: max(0, displayWidth(prompt) - 5)) + "...> "
  }

  private func greet(isEdited: Bool) {
    let edited =
      isEdited || isDumb ? "" : " Without libedit (Debian: libedit2) there is no completion."
    Notice.raw(
      "\(legible(options.ledger.path)): ask in SQL, ended by ;  `.help` for more.\(edited)\n")
  }

  /// A terminal without a cursor that moves.
  private let isDumb = (ProcessInfo.processInfo.environment["TERM"] ?? "dumb") == "dumb"

  private func keyboard() -> ShellInput {
    guard !isDumb else { return .terminal }
    let completion = ShellCompletion(
      vocabulary: connection.vocabulary(),
      queries: SavedQueries(ledger: options.ledger.path).queries.map(\.name))
    let editor = LineEditor { [weak self] word, before in
      let earlier = self.map { $0.statement.text } ?? ""
      return completion.candidates(for: word, before: earlier + before)
    }
    guard let editor else { return .terminal }
    let history = HistoryFile()
    for line in history.lines() { editor.remember(line) }
    return .editor(editor, history)
  }
}

extension QueryParameters {
  /// The same, each to be used or not.
  var spare: QueryParameters {
    var spare = self
    spare.areSpare = true
    return spare
  }
}

extension Rejection {
  /// The same, with the words for what to do that a shell has.
  fileprivate var inShell: Rejection {
    let words = [
      ("`stakebook views VIEW`", "`.schema VIEW`"), ("`stakebook views`", "`.views`"),
      ("`stakebook queries`", "`.queries`"), ("--timeout", "`.timeout`"),
      ("with -p ", "with .param "),
    ]
    let hint = hint.map { hint in words.reduce(hint) { $0.replacing($1.0, with: $1.1) } }
    return Rejection(code, message, hint: hint, at: location)
  }
}
