import ArgumentParser
import Stakebook

/// What the shell itself does, in a line that begins with a dot.
struct DotCommand: Sendable {
  let name: String
  /// What may stand behind it.
  let usage: String
  let meaning: String
  /// What its argument can be, for completion.
  var arguments: @Sendable (ShellCompletion) -> [String] = { _ in [] }
  let run: @Sendable (ShellSession, String) throws -> Void

  static let all: [DotCommand] = [
    DotCommand(
      name: "views", usage: "", meaning: "the views that can be asked",
      run: { session, _ in try session.run(Views.self, []) }),
    DotCommand(
      name: "schema", usage: "[VIEW]", meaning: "the columns of a view", arguments: { $0.views },
      run: { session, view in try session.run(Views.self, view.isEmpty ? [] : ["--", view]) }),
    DotCommand(
      name: "as-of", usage: "[DAY]", meaning: "read the world of that day; today is the present",
      arguments: { _ in ["today", "yesterday"] },
      run: { session, day in try session.readAsOf(day) }),
    DotCommand(
      name: "known-at", usage: "[DAY|SEQ]",
      meaning: "read what was known then; everything is all of it",
      arguments: { _ in ["everything", "today", "yesterday"] },
      run: { session, time in try session.readKnownAt(time) }),
    DotCommand(
      name: "public-by", usage: "[DAY]",
      meaning: "read what was published by that day; everything is all of it",
      arguments: { _ in ["everything", "today", "yesterday"] },
      run: { session, day in try session.readPublicBy(day) }),
    DotCommand(
      name: "format", usage: "[NAME]", meaning: "how rows come out",
      arguments: { _ in RowFormat.allCases.map(\.rawValue) },
      run: { session, name in try session.setFormat(name) }),
    DotCommand(
      name: "headers", usage: "[on|off]", meaning: "whether the names of columns come first",
      arguments: { _ in ["on", "off"] },
      run: { session, word in try session.setHeaders(word) }),
    DotCommand(
      name: "once", usage: "FILE", meaning: "write the next result to a file, as its name ends",
      run: { session, file in try session.writeOnce(to: file) }),
    DotCommand(
      name: "read", usage: "FILE", meaning: "run the statements of a file",
      run: { session, file in try session.read(file) }),
    DotCommand(
      name: "timer", usage: "[on|off]", meaning: "tell how long each query took",
      arguments: { _ in ["on", "off"] },
      run: { session, word in try session.setTimer(word) }),
    DotCommand(
      name: "chart", usage: "[QUERY]",
      meaning: "draw the last result, or that of a query in the same line",
      run: { session, query in try session.chart(query) }),
    DotCommand(
      name: "queries", usage: "[NAME]", meaning: "the saved queries, or the SQL of one",
      arguments: { $0.queries },
      run: { session, name in
        let words = name.isEmpty ? [] : ["--show", "--", name]
        try session.run(Queries.self, ["-l", session.options.ledger.path] + words)
      }),
    DotCommand(
      name: "run", usage: "NAME [name=value …]", meaning: "run a saved query",
      arguments: { $0.queries },
      run: { session, words in try session.runSaved(words) }),
    DotCommand(
      name: "param", usage: "[name=value]",
      meaning: "give :name a value from now on (name:=JSON says its type); none forgets them",
      arguments: { _ in ["none"] },
      run: { session, word in try session.setParameter(word) }),
    DotCommand(
      name: "timeout", usage: "[SECONDS]", meaning: "how long a query may take; none lifts it",
      arguments: { _ in ["none"] },
      run: { session, seconds in try session.setTimeout(seconds) }),
    DotCommand(
      name: "help", usage: "", meaning: "this list",
      run: { session, _ in try session.write(list + "\n") }),
    DotCommand(
      name: "quit", usage: "", meaning: "end the shell, as Ctrl-D does",
      run: { session, _ in session.isOver = true }),
    DotCommand(
      name: "exit", usage: "", meaning: "the same",
      run: { session, _ in session.isOver = true }),
  ]

  /// All of them with their meaning.
  static let list: String = {
    let usages = all.map { ".\($0.name) \($0.usage)" }
    let width = usages.map(\.count).max() ?? 0
    return zip(all, usages).map { command, usage in
      "  \(padded(usage, to: width))  \(command.meaning)"
    }.joined(separator: "\n")
  }()

  /// Splits a line such as `.schema stakes` into a command and its argument. Throws
  /// `unknown-command` with the nearest.
  static func read(_ line: String) throws(Rejection) -> (command: DotCommand, argument: String) {
    let name = line.dropFirst().prefix { !$0.isWhitespace }
    let argument = line.dropFirst(name.count + 1).trimmingCharacters(in: .whitespacesAndNewlines)
    if let command = all.first(where: { $0.name == name }) { return (command, argument) }
    throw Rejection(
      .unknownCommand, "there is no command '.\(name.prefix(60))'",
      hint: nearest(to: String(name), among: all.map(\.name)).map { "Did you mean '.\($0)'?" }
        ?? "`.help` lists them.")
  }
}
