import ArgumentParser
import Foundation
import Stakebook

struct Queries: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queries", abstract: "Lists saved queries, or runs one of them.",
    discussion: """
      EXAMPLES
        stakebook queries
        stakebook queries cap-table -p issuer=openai-group --as-of 2025-10-31
        stakebook queries rights-ending -p months=72 --format csv
        stakebook queries who-owes-whom --show

      YOUR OWN are files NAME.sql in the folder queries beside the ledger, or in
      $XDG_CONFIG_HOME/stakebook/queries (~/.config/stakebook/queries), such as
        -- title: What it answers
        -- description: The same at length.
        -- parameter: months integer 12; how many months ahead
        SELECT …
      Types are text, integer, real, day, and known: a seq or a day. Without a default
      a value has to be given; the default null is NULL. They can do what `sql` can,
      and no more.
      """)

  @Argument(help: "The query to run.")
  var name: String?

  @Flag(name: .customLong("show"), help: "Show its SQL instead of running it.")
  var isShown = false

  @OptionGroup var options: QueryOptions

  func run() throws {
    let saved = SavedQueries(ledger: options.ledger.path)
    guard let name else { return try list(saved) }
    let query = try saved.named(name)
    for (_, reason) in saved.leftOut.filter({ $0.name == name }) { tell(reason) }
    if isShown {
      return try options.output.write { output in
        for line in query.sql.split(separator: "\n", omittingEmptySubsequences: false) {
          try output.write(legible(String(line)) + "\n")
        }
      }
    }
    let parameters = try query.complete(QueryParameters(words: options.parameters))
    try options.ask(query.sql, parameters, file: query.file ?? query.name, saved: true)
  }

  private func list(_ saved: SavedQueries) throws {
    try options.output.write { output in
      var writer = try options.rows.writer(["query", "answers", "parameters"], output)
      for query in saved.queries {
        let parameters = query.parameters.map { parameter in
          guard let standard = parameter.standardText else { return "\(parameter.name)=…" }
          return "[\(parameter.name)=\(standard == "null" ? "…" : standard)]"
        }
        try writer.row([
          .text(query.name), .text(query.title), .text(parameters.joined(separator: " ")),
        ])
      }
      try writer.end()
    }
    for (_, reason) in saved.leftOut { tell(reason) }
  }

  private func tell(_ reason: Rejection) {
    Notice.write("left out: \(reason.description.replacing("error: ", with: ""))")
  }
}
