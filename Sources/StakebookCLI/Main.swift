import ArgumentParser
import Foundation
import Stakebook

@main
struct Main: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stakebook",
    abstract: "A ledger of corporate partnerships: sourced events in; state, SQL and reports out.",
    usage: "stakebook COMMAND [-l LEDGER]",
    discussion: """
      EXAMPLES
        stakebook demo
        stakebook init
        stakebook append entity.registered entity=microsoft name=Microsoft kind=company -e 1975
        stakebook state microsoft-openai --as-of 2025-10-28
        stakebook sql "SELECT holder, stated, basis FROM stakes"

      The ledger is the file named by -l, else by $STAKEBOOK_LEDGER, else stakebook.db
      here.
      """,
    version: "0.1.0",
    subcommands: [
      Init.self, AppendCommand.self, ImportCommand.self, Export.self, Correct.self, Retract.self,
      Confirm.self, Attach.self, DocumentsCommand.self, Open.self, Log.self, Show.self, Types.self,
      State.self, Why.self, Diff.self, SQL.self,
      ShellCommand.self, Queries.self, Views.self,
      SnapshotCommand.self,
      Report.self, CalendarCommand.self, FeedCommand.self, Check.self, Verify.self,
      AuditCommand.self, Rebuild.self, Backup.self,
      Restore.self, DoctorCommand.self, Serve.self, Key.self, CheckpointCommand.self, Prove.self,
      PackCommand.self, Redact.self, HubCommand.self, Push.self, Pull.self, Sync.self,
      OutboxCommand.self, Completions.self, Demo.self,
    ])

  static func main() {
    let arguments = ledgerLast(Array(CommandLine.arguments.dropFirst()))
    do {
      try requireCommand(arguments.first)
      var command = try parseAsRoot(arguments)
      Interrupts.watch()
      try command.run()
    } catch let rejection as Rejection {
      fail(rejection.description, code: rejection.code.exitCode)
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch let error where Self.exitCode(for: error) == .success {
      Self.exit(withError: error)
    } catch let error where Self.exitCode(for: error) == .validationFailure {
      fail(usageError(message(for: error), arguments), code: 64)
    } catch {
      let told = Failure.told(error) as? Rejection
      let rejection = told ?? Rejection(.inputOutput, "something could not be read or written")
      fail(rejection.description, code: rejection.code.exitCode)
    }
  }

  /// The parser's lines as one, with the words among which a mistyped value had to be.
  private static func usageError(_ message: String, _ arguments: [String]) -> String {
    let lines = message.split(separator: "\n").prefix { !$0.hasPrefix("Usage:") }
    let choices = lines.filter { $0.hasPrefix("  - ") }.map { $0.dropFirst(4) }
    var sentence = lines.first ?? ""
    while let last = sentence.last, ".?:".contains(last) { sentence.removeLast() }
    let (path, inner) = meant(arguments)
    let words = path.map { " \($0)" }.joined()
    if let word = arguments.drop(while: { $0 != path.last }).dropFirst().first,
      !inner.isEmpty, !path.isEmpty, !word.hasPrefix("-")
    {
      let near = nearest(to: word, among: inner).map { "Did you mean '\($0)'?" }
      return "error: bad-usage: there is no command '\(words.dropFirst()) \(word.prefix(60))'. "
        + (near ?? "They are \(inner.joined(separator: ", ")).")
    }
    let list = choices.isEmpty ? "" : ": \(choices.joined(separator: ", "))"
    return "error: bad-usage: \(sentence)\(list). "
      + strayLedger(
        in: sentence, arguments, orElse: "`stakebook help\(words)` shows how it is used.")
  }

  /// The command that arguments name, and the names of those that belong to it.
  private static func meant(_ arguments: [String]) -> (path: [String], inner: [String]) {
    var path: [String] = []
    var inner = configuration.subcommands
    for word in arguments {
      guard let next = inner.first(where: { $0.configuration.commandName == word }) else {
        continue
      }
      path.append(word)
      inner = next.configuration.subcommands
    }
    return (path, inner.compactMap { $0.configuration.commandName })
  }

  /// How a ledger is named, where one may be named where no argument is due.
  private static func strayLedger(
    in sentence: Substring, _ arguments: [String], orElse help: String
  ) -> String {
    let ledgers = arguments.filter {
      [".db", ".sqlite", ".sqlite3"].contains(where: $0.hasSuffix) && !$0.hasPrefix("-")
    }
    guard ledgers.contains(where: { sentence.hasPrefix("Unexpected argument '\($0)'") }) else {
      return help
    }
    // Of two files it may be either.
    return ledgers.count == 1
      ? "A ledger is named with -l: -l \(ledgers[0])." : "A ledger is named with -l; \(help)"
  }

  private static let names =
    configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]

  /// A mistyped command gets the nearest one.
  private static func requireCommand(_ name: String?) throws {
    guard let name, !name.hasPrefix("-"), !names.contains(name) else { return }
    throw Rejection(
      .badUsage, "there is no command '\(name.prefix(60))'",
      hint: nearest(to: name, among: names).map { "Did you mean '\($0)'?" }
        ?? "`stakebook --help` lists them.")
  }

  /// `-l LEDGER` may stand before the command; the parser wants it behind.
  private static func ledgerLast(_ arguments: [String]) -> [String] {
    guard let first = arguments.first else { return arguments }
    if first == "-l" || first == "--ledger", arguments.count > 2 {
      return [arguments[2]] + arguments[..<2] + arguments[3...]
    }
    if first.hasPrefix("--ledger="), arguments.count > 1 {
      return [arguments[1], first] + arguments[2...]
    }
    return arguments
  }

  private static func fail(_ line: String, code: Int32) -> Never {
    Notice.raw(legible(line) + "\n")
    Foundation.exit(code)
  }
}
