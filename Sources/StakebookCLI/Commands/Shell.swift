import ArgumentParser
import Foundation
import Stakebook

struct ShellCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shell", abstract: "Asks the ledger in SQL, statement after statement.",
    discussion: """
      EXAMPLES
        stakebook shell
        stakebook shell --as-of 2025-09-30 --format box
        echo ".run who-owes-whom" | stakebook shell
        stakebook shell < questions.sql > answers.txt

      A statement ends with ; and may go over several lines; it reads and can do
      nothing else. Tab completes, Ctrl-C stops the query that runs, Ctrl-D ends the
      shell. Lines are kept in $XDG_STATE_HOME/stakebook/history
      (~/.local/state/stakebook/history).

      COMMANDS, a line each
      \(DotCommand.list)
      """)

  @OptionGroup var options: QueryOptions

  func run() throws {
    if options.output.file != nil {
      throw Rejection(
        .badUsage, "a shell has no output file",
        hint: "`.once FILE` takes the next result there; or redirect the shell with >.")
    }
    _ = try QueryParameters(words: options.parameters)
    try options.use { ledger in
      let session = try ShellSession(options, ledger)
      try session.run()
      if session.hasFailed, !session.isInteractive { throw ExitCode(65) }
    }
  }
}
