import Projections

extension ReportTables {
  /// What things are called in a report, and by which slug commands and queries name them.
  var slugs: Section {
    let views = [
      "partnerships", "entities", "agreements", "commitments", "payments", "debts", "rounds",
      "rights",
      "options", "conditions", "revenue_shares", "warrants", "disputes",
    ].compactMap(Projections.view(named:))
    return Section(
      topic: .exposures, title: wording(.shorthand),
      columns: [.text(.named), .text(.kind), .text(.slug)]
    ) { body in
      for view in views {
        guard let column = view.key.first else { continue }
        try snapshot.forEachRow(of: view.name) { row in
          let slug = row.text(column)
          guard !slug.isEmpty else { return }
          let name = row.text("name")
          let kind =
            column == "share"
            ? wording.stored("thing", "revenue_share")
            : Word(rawValue: column).map { wording($0) } ?? wording.stored("thing", column)
          try body(
            Section.Row(
              cells: [name.isEmpty ? wording.thing(slug) : name, kind, slug],
              events: Snapshot.events(of: row)))
        }
      }
    }
  }
}
