import Stakebook

/// What Datasette has to know of a ledger, as YAML: titles and meanings from the contract, what is internal
/// hidden, and no facets suggested, for each suggestion asks every view again.
struct DatasetteMetadata {
  /// What Datasette calls the ledger: its file's name without an ending.
  let database: String
  /// All tables and views of the file.
  let names: [String]

  /// Of the ledger that is open.
  init(of ledger: Ledger, path: String) throws {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    database = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    names = try ledger.query().tableNames
  }

  var yaml: String {
    let views = Projections.publicViews
    var text = """
      title: Stakebook
      description: \(Self.quoted("What is recorded of partnerships: today, and all that is known."))
      settings:
        suggest_facets: false
        sql_time_limit_ms: 5000
      databases:
        \(Self.quoted(database)):
          tables:

      """
    for view in views {
      text += """
              \(view.name):
                title: \(Self.quoted(view.name))
                description: \(Self.quoted("One row for each \(view.summary)."))
                columns:

        """
      for column in view.columns {
        text += "          \(column.name): \(Self.quoted(column.meaning))\n"
      }
    }
    let open = Set(views.map(\.name))
    for name in names where !open.contains(name) {
      // Of views Datasette lists even those that are hidden, unless nobody may see them.
      text += "      \(Self.quoted(name)):\n        hidden: true\n        allow: false\n"
    }
    return text
  }

  /// As YAML takes any text: a string of JSON.
  private static func quoted(_ text: String) -> String { JSON.string(text).canonical }
}
