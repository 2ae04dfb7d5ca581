import Stakebook

/// Views as a Data Package: a folder with a CSV for each, and `datapackage.json` with what each column is and
/// where the facts are from.
///
/// All of them are of one reading. NULL is an empty field, as the schema says; an empty text is `""`.
struct DataPackage {
  let views: [View]
  let clock: Clock

  /// Writes it into a folder, the description last: where that stands the rest is whole.
  func write(of ledger: Ledger, into folder: String) throws {
    try makeFolder(folder)
    var sources: [String: JSONObject] = [:]
    for view in views {
      try Output.write(to: "\(folder)/\(view.name).csv") { output in
        var writer = RowWriter(
          .csv, columns: view.columns.map(\.name), raw: true, write: output.write)
        try ledger.forEachRow(of: view, clock: clock) { try writer.row($0) }
        try writer.end()
      }
    }
    let told = try Projections.publicView("sources")
    let names = told.columns.map(\.name)
    guard let title = names.firstIndex(of: "title"), let url = names.firstIndex(of: "url") else {
      return
    }
    try ledger.forEachRow(of: told, clock: clock) { row in
      var source: JSONObject = [:]
      for (name, place) in [("title", title), ("path", url)] {
        if case .text(let text) = row[place], !text.isEmpty { source[name] = .string(text) }
      }
      if source["title"] != nil { sources[JSON.object(source).canonical] = source }
    }
    let description: JSONObject = [
      "profile": "tabular-data-package", "name": "stakebook",
      "title": .string(
        "What is recorded of partnerships" + (clock.asOf.map { " as of \($0)" } ?? "")),
      "resources": .array(views.map { .object(Self.resource($0)) }),
      "sources": .array(sources.sorted { $0.key < $1.key }.map { .object($0.value) }),
    ]
    try Output.write(to: "\(folder)/datapackage.json") {
      try $0.write(JSON.object(description).canonical + "\n")
    }
  }

  private static func resource(_ view: View) -> JSONObject {
    [
      "profile": "tabular-data-resource", "name": .string(view.name),
      "path": .string("\(view.name).csv"), "encoding": "utf-8",
      "description": .string("One row for each \(view.summary)."),
      "schema": .object([
        "fields": .array(view.columns.map { .object(field($0)) }), "missingValues": [""],
      ]),
    ]
  }

  private static func field(_ column: View.Column) -> JSONObject {
    let isDay = column.name.hasSuffix("_earliest") || column.name.hasSuffix("_latest")
    let type =
      switch column.kind {
      case .rounded: "number"
      case .events: "array"
      case .text where isDay: "date"
      case .text, .json, .amounts: "string"
      default: "integer"
      }
    return [
      "name": .string(column.name), "type": .string(type), "description": .string(column.meaning),
    ]
  }
}
