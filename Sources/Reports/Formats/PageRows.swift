// Rows for pages: Markdown and HTML.

/// Rows as a table of Markdown, as GitHub reads it.
struct MarkdownRows: RowForm {
  private let head: TableHead

  init(_ head: TableHead) { self.head = head }

  mutating func begin(_ sample: [[Cell]]) -> String {
    let isRight = numericColumns(head.columns.count, sample)
    // There is no such table without a header: it can only be empty.
    let names = head.columns.map { head.hasHeaders ? $0.markdownText : "" }
    return line(names) + line(isRight.map { $0 ? "---:" : "---" })
  }

  func row(_ cells: [Cell]) -> String { line(cells.map(\.shownInMarkdown)) }

  func end(_ count: Int) -> String { "" }

  private func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }
}

extension Cell {
  fileprivate var shownInMarkdown: String {
    switch self {
    case .null, .text(Self.nullMark): shown
    default: plain.markdownText
    }
  }
}

/// Rows as a page of HTML that needs no other file: no script runs in it, and nothing is fetched.
struct HTMLRows: RowForm {
  static let frame = (
    opening: """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta http-equiv="Content-Security-Policy"
      content="default-src 'none'; style-src 'unsafe-inline'">
    <title>Stakebook</title>
    <style>
    :root { color-scheme: light dark; font: 14px/1.4 system-ui, sans-serif; }
    table { border-collapse: collapse; margin: 1em 0; }
    caption { text-align: left; font-weight: bold; padding: 0.3em 0.6em; }
    th, td { border: 1px solid #8886; padding: 0.2em 0.6em; text-align: left;
      vertical-align: top; max-width: 40em; overflow-wrap: anywhere; }
    th { background: #8882; position: sticky; top: 0; }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .null { color: #888; }
    </style>
    </head>
    <body>

    """,
    between: "",
    closing: "</body>\n</html>\n"
  )

  private let head: TableHead

  init(_ head: TableHead) { self.head = head }

  mutating func begin(_ sample: [[Cell]]) -> String {
    let caption = "<table>\n<caption>\(head.name.htmlText)</caption>\n"
    guard head.hasHeaders else { return caption + "<tbody>\n" }
    let names = head.columns.map { "<th scope=\"col\">\($0.htmlText)</th>" }.joined()
    return "\(caption)<thead>\n<tr>\(names)</tr>\n</thead>\n<tbody>\n"
  }

  func row(_ cells: [Cell]) -> String { "<tr>\(cells.map(Self.field).joined())</tr>\n" }

  func end(_ count: Int) -> String { "</tbody>\n</table>\n" }

  private static func field(_ cell: Cell) -> String {
    switch cell {
    case .null: "<td class=\"null\">\(cell.shown)</td>"
    case .integer, .real: "<td class=\"number\">\(cell.plain)</td>"
    case .text(Cell.nullMark): "<td>\(cell.shown.htmlText)</td>"
    case .text, .blob: "<td>\(cell.plain.htmlText)</td>"
    }
  }
}
