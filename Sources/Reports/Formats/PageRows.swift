import Projections

// Rows for pages: Markdown and HTML.

/// Rows as a table of Markdown, as GitHub reads it.
struct MarkdownRows: RowForm {
  private let head: TableHead

  init(_ head: TableHead) { self.head = head }

  mutating func begin(_ sample: [RowBuffer], to output: inout [UInt8]) {
    let isRight = numericColumns(head.columns.count, sample)
    // There is no such table without a header: it can only be empty.
    let names = head.columns.map { head.hasHeaders ? $0.markdownText : "" }
    output += (line(names) + line(isRight.map { $0 ? "---:" : "---" })).utf8
  }

  func row(_ cells: RowBuffer, to output: inout [UInt8]) {
    output += line(cells.map(\.shownInMarkdown)).utf8
  }

  func end(_ count: Int, to output: inout [UInt8]) {}

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
    closing: "</body>\n</html>\n"
  )

  private let head: TableHead

  init(_ head: TableHead) { self.head = head }

  mutating func begin(_ sample: [RowBuffer], to output: inout [UInt8]) {
    output += "<table>\n<caption>\(head.name.htmlText)</caption>\n".utf8
    if head.hasHeaders {
      let names = head.columns.map { "<th scope=\"col\">\($0.htmlText)</th>" }.joined()
      output += "<thead>\n<tr>\(names)</tr>\n</thead>\n".utf8
    }
    output += "<tbody>\n".utf8
  }

  func row(_ cells: RowBuffer, to output: inout [UInt8]) {
    output += "<tr>\(cells.map(Self.field).joined())</tr>\n".utf8
  }

  func end(_ count: Int, to output: inout [UInt8]) { output += "</tbody>\n</table>\n".utf8 }

  private static func field(_ cell: Cell) -> String {
    switch cell {
    case .null: "<td class=\"null\">\(cell.shown)</td>"
    case .integer, .real: "<td class=\"number\">\(cell.plain)</td>"
    case .text(Cell.nullMark): "<td>\(cell.shown.htmlText)</td>"
    case .text, .blob: "<td>\(cell.plain.htmlText)</td>"
    }
  }
}
