import ArgumentParser
import Stakebook

struct Views: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "views", abstract: "Lists the views that SQL can ask, or the columns of one.",
    discussion: """
      EXAMPLES
        stakebook views
        stakebook views stakes
        stakebook views stakes --format json
        stakebook views --datasette -l deals.db > datasette.yaml
      """)

  @Argument(help: "The view whose columns are wanted.", completion: Completion.view)
  var view: String?

  @Flag(
    help: """
      What Datasette has to know of the ledger, as YAML: meanings, what is hidden, no facets.
      """)
  var datasette = false

  @OptionGroup var rows: RowOptions
  @OptionGroup var output: OutputOption

  /// Taken as every command takes it; but for Datasette the answer is the same for all ledgers.
  @OptionGroup var ledger: LedgerOption

  func run() throws {
    if datasette {
      guard view == nil, rows.format == nil else {
        throw Rejection(
          .badUsage, "what Datasette has to know is of all views, and YAML",
          hint: "Leave out the view and --format.")
      }
      return try ledger.use { open in
        let yaml = try DatasetteMetadata(of: open, path: ledger.path).yaml
        try output.write { try $0.write(yaml) }
      }
    }
    let views = Projections.publicViews
    guard let name = view else {
      return try write(
        ["view", "one row for each", "columns"],
        views.map { [.text($0.name), .text($0.summary), .integer(Int64($0.columns.count))] })
    }
    let view = try Projections.publicView(name.lowercased())
    try write(
      ["column", "meaning"], view.columns.map { [.text($0.name), .text($0.meaning)] })
  }

  private func write(_ columns: [String], _ cells: [[Cell]]) throws {
    try output.write { output in
      var writer = try rows.writer(columns, output)
      for row in cells { try writer.row(row) }
      try writer.end()
    }
  }
}
