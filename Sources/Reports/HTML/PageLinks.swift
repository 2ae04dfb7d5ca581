import Events
import Projections

/// Where the pages of a server lead that a report's file does not: to an event, and to why a row says
/// what it says.
package struct PageLinks: Sendable {
  /// The address of an event's page.
  let event: @Sendable (Seq) -> String
  /// The address of the page that explains rows, by their names; of a figure of another day as of that.
  let why: @Sendable (_ rows: [String], _ asOf: Day?) -> String
  /// The address of a list of events.
  let events: @Sendable ([Seq]) -> String
  /// The address of all events.
  let log: String
  /// More rows than that are not explained on one page.
  private static let mostRows = 12
  /// More events than that are too many for an address.
  private static let mostEvents = 100

  /// With these addresses.
  package init(
    event: @escaping @Sendable (Seq) -> String,
    why: @escaping @Sendable (_ rows: [String], _ asOf: Day?) -> String,
    events: @escaping @Sendable ([Seq]) -> String, log: String
  ) {
    self.event = event
    self.why = why
    self.events = events
    self.log = log
  }

  /// Where it stands why rows say what they say; of what happened the event. Nil where `why` does not
  /// explain one of them, and where there are too many for a page.
  func address(of rows: [String], asOf: Day? = nil) -> String? {
    if rows.count == 1, rows[0].hasPrefix("timeline/"), let seq = Seq(rows[0].dropFirst(9)) {
      return event(seq)
    }
    guard (1...Self.mostRows).contains(rows.count), rows.allSatisfy(Self.isExplained) else {
      return nil
    }
    return why(rows, asOf)
  }

  private static func isExplained(_ row: String) -> Bool {
    Projections.view(named: String(row.prefix { $0 != "/" }))?.uses.claims != nil
  }
}

extension PageLinks {
  /// Where a figure leads.
  func address(of lead: Phrase.Lead) -> String? {
    switch lead {
    case .row(let name): address(of: [name])
    case .rows(let names): address(of: names)
    case .events(let seqs) where seqs.isEmpty || seqs.count > Self.mostEvents: nil
    case .events(let seqs): seqs.count == 1 ? event(seqs[0]) : events(seqs)
    case .topic(let topic): "#\(topic.rawValue)"
    }
  }

  /// What is HTML already as a link to where it leads; without one as it is.
  func linked(_ html: String, to lead: Phrase.Lead?) -> String {
    guard !html.isEmpty, let address = lead.flatMap(address) else { return html }
    return Self.link(address, html)
  }

  /// The same to rows; to the chapter in which they stand where they are too many for a page.
  func linked(_ html: String, to rows: [String], orElse topic: View.Topic?) -> String {
    guard let address = address(of: rows) ?? topic.flatMap({ address(of: .topic($0)) }) else {
      return html
    }
    return Self.link(address, html)
  }

  /// What names the number of all events, the number leading to them.
  func counting(_ html: String, _ count: String) -> String {
    html.replacing(count, with: Self.link(log, count), maxReplacements: 1)
  }

  private static func link(_ address: String, _ html: String) -> String {
    "<a class=\"why\" href=\"\(address.htmlEscaped)\">\(html)</a>"
  }
}

extension HTMLReport {
  /// A text that is a figure of these rows, leading to why it says so where pages do: of very many to the
  /// chapter in which they stand.
  func explained(_ text: String, by rows: [String], in topic: View.Topic?) -> String {
    guard let links, !text.isEmpty else { return text.pageText }
    return links.linked(text.pageText, to: rows, orElse: topic)
  }

  /// The same of what is HTML already.
  func linked(_ html: String, to row: String?) -> String {
    links?.linked(html, to: row.map(Phrase.Lead.row)) ?? html
  }

  /// A sentence, the figures in it leading to why they are so.
  func html(of phrase: Phrase) -> String {
    phrase.html(in: wording.language) { links?.linked($0, to: $1) ?? $0 }
  }
}

extension View {
  /// The row that tells why a row is so, by its name or by as much of it as tells it: its own, else the
  /// one that it repeats, of which there may be several. Nil where there is none.
  package func explaining(_ row: JSONObject) -> String? {
    switch name {
    case "owed", "upcoming":
      return Self.ofThings[row.text("what")].map { "\($0)/\(row.text("thing"))" }
    case "exposures":
      let parties = "\(row.text("from_entity"))/\(row.text("to_entity"))"
      switch row.text("kind") {
      case "owns": return "stakes/\(parties)"
      case "committed_capital": return "capital/\(parties)/\(row.text("currency"))"
      case "owes_purchases": return "purchases/\(parties)/\(row.text("currency"))"
      case "owes_debt": return "debts/\(row.text("detail"))"
      case "licenses": return "rights/\(row.text("detail"))"
      case "owes_payments": return name(of: row)
      default: return "revenue_shares/\(row.text("detail"))"
      }
    default: return uses.claims == nil ? nil : name(of: row)
    }
  }

  /// By what a row of `owed` or `upcoming` is about, the view that has it.
  private static let ofThings = [
    "capital": "commitments", "purchase": "commitments", "payment": "payments", "debt": "debts",
    "loan": "debts", "option": "options", "right": "rights", "revenue_share": "revenue_shares",
    "warrant": "warrants", "agreement": "agreements", "condition": "conditions",
    "dispute": "disputes",
  ]
}
