import Events
import Projections

/// Where the pages of a server lead that a report's file does not: to an event, and to why a row says
/// what it says.
package struct PageLinks: Sendable {
  /// The address of an event's page.
  let event: @Sendable (Seq) -> String
  /// The address of the page that explains a row, by its name.
  let why: @Sendable (String) -> String

  /// With these addresses.
  package init(
    event: @escaping @Sendable (Seq) -> String, why: @escaping @Sendable (String) -> String
  ) {
    self.event = event
    self.why = why
  }
}

extension HTMLReport {
  /// Whether `why` explains the row of that name.
  private static func isExplained(_ row: String) -> Bool {
    Projections.view(named: String(row.prefix { $0 != "/" }))?.uses.claims != nil
  }

  /// A text that is a figure of that row, leading to why it says so where pages do.
  func explained(_ text: String, by row: String?) -> String {
    linked(text.pageText, to: row)
  }

  /// The same of what is HTML already.
  func linked(_ html: String, to row: String?) -> String {
    guard let links, let row, !html.isEmpty, Self.isExplained(row) else { return html }
    return "<a class=\"why\" href=\"\(links.why(row).htmlEscaped)\">\(html)</a>"
  }
}
