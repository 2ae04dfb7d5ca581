import Events

extension Projection {
  /// Who holds which office where, and who named whom.
  ///
  /// An office ends with the leaving that is told on or after its taking; a rumour ends no office that
  /// somebody is firmly said to hold.
  static let offices = Projection(
    name: "offices", version: 1,
    views: [
      .contract(
        "offices", "person, entity and office",
        .everywhere(145, .offices, claims: [.office, .officeLeft]),
        parties: ["entity"], key: ["person", "entity", "office"], order: "entity, office, person",
        [
          .text("person", "who holds it"),
          .text("entity", "where; the last successor"),
          .text("office", "director, chair, observer, chief_executive, other"),
          .text("title", "what the office is called there"),
          .text("nominated_by", "who named the person"),
          .text("state", "held, left"),
          .text("since", "when it was taken, as stated"),
          .text("until", "when it was left, as stated"),
          .text("reason", "why it was left"),
          .text("agreement", "the agreement in which it stands"),
          .event("left_by", "seq of the event that tells the leaving").shown,
        ] + .common,
        sql: """
          SELECT taken.part1, \(Fragments.heir(of: "taken.part2")), taken.part3,
            taken.data ->> 'title',
            \(Fragments.heir(of: "taken.data ->> 'nominated_by'")),
            iif(gone.id IS NULL, 'held', 'left'), taken.effective, leaving.effective,
            leaving.data ->> 'reason', taken.data ->> 'agreement', leaving.seq,
            \(Fragments.common("taken"))
          FROM fact AS taken
          \(Fragments.joinClaim(
            "gone",
            key: "'office_left:' || taken.part1 || '/' || taken.part2 || '/' || taken.part3"))
            AND (gone.effective_earliest, gone.dated) >= (taken.effective_earliest, taken.dated)
            AND gone.firm >= taken.firm
          LEFT JOIN event AS leaving ON leaving.seq = gone.id >> \(itemBits)
          \(Fragments.joinHeirs)
          WHERE taken.family = 'office'
          """)
    ])
}
