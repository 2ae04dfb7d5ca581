import ArgumentParser
import Stakebook

struct SQL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql", abstract: "Asks the ledger in SQL; it reads and can do nothing else.",
    discussion: """
      EXAMPLES
        stakebook sql "SELECT holder, issuer, stated, basis FROM stakes"
        stakebook sql "SELECT * FROM capital" --as-of 2025-09-30 --format csv
        stakebook sql "SELECT * FROM stakes WHERE issuer = :of" -p of=openai-group
        stakebook sql -f question.sql -o answer.csv

      `stakebook views` lists the views and their columns, `stakebook queries` saved
      queries.

      FUNCTIONS beside those of SQLite
      \(functions)
      """)

  private static let functions = QueryFunction.all.map { function in
    "  \(function.signature)\n" + folded(function.summary, after: "      ", by: 6, 80)
  }.joined()

  @Argument(help: "One statement or several; - is standard input.")
  var query: String?

  @Option(name: [.customShort("f"), .customLong("file")], help: "Read them from this file.")
  var file: String?

  @OptionGroup var options: QueryOptions

  func run() throws {
    let parameters = try QueryParameters(words: options.parameters)
    switch (query, file) {
    case (nil, nil):
      throw Rejection(
        .badUsage, "there is no query", hint: "Give it as an argument, - or --file.")
    case (_?, _?):
      throw Rejection(.badUsage, "there is a query and a file", hint: "Give one of them.")
    case (let query?, nil) where query != "-":
      try options.ask(query, parameters)
    default:
      let file = file ?? "-"
      try options.ask(try Self.text(of: file), parameters, file: file)
    }
  }

  private static let mostBytes = 1_000_000

  /// Throws `no-input`, `bad-utf8` and `too-big`.
  static func text(of file: String) throws -> String {
    let bytes = try FileBytes(file).all(
      most: mostBytes, else: Rejection(.tooBig, "the query is longer than a million bytes"))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Rejection(.badUTF8, "the query is not UTF-8", hint: "Save it as UTF-8.")
    }
    return text
  }
}
