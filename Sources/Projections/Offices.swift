import Events

extension Projection {
  /// Who holds which office where, and who named whom.
  ///
  /// An office ends with the leaving that is told on or after its taking, there or at who stands for
  /// that since; a rumour ends no office that somebody is firmly said to hold. An office at an entity
  /// and one at its successor are one: of their takings one counts, and what is left at the entity that
  /// was, ends nothing that was taken at the successor.
  static let offices = Projection(
    name: "offices", version: 3,
    views: [
      .step(
        "x_office_taken", "taking of an office that counts, where several were succeeded by one",
        sql: """
          SELECT *
          FROM (
            \(Fragments.ranked(
              """
              (
                SELECT live_fact.*,
                  \(Fragments.heir(of: "live_fact.part1")) AS person,
                  \(Fragments.heir(of: "live_fact.part2")) AS entity
                FROM x_live_fact AS live_fact
                \(Fragments.joinHeirs)
                WHERE live_fact.family = 'office'
              )
              """, by: "person, entity, part3"))
          ) AS ranked
          WHERE place = 1
          """),
      .contract(
        "offices", "person, entity and office",
        .everywhere(145, .offices, claims: [.office, .officeLeft]),
        parties: ["entity"], key: ["person", "entity", "office"], order: "entity, office, person",
        [
          .text("person", "who holds it; the last successor"),
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
          SELECT taken.person, taken.entity, taken.part3, taken.data ->> 'title',
            \(Fragments.heir(of: "taken.data ->> 'nominated_by'")),
            iif(gone.id IS NULL, 'held', 'left'), taken.effective, leaving.effective,
            leaving.data ->> 'reason', taken.data ->> 'agreement', leaving.seq,
            \(Fragments.common("taken"))
          FROM x_office_taken AS taken
          JOIN (SELECT json_group_object(entity, json(way)) AS later FROM x_successor) AS ways
          LEFT JOIN x_claim AS gone ON gone.id = (
            -- The latest and firmest, without sorting: in one text.
            SELECT CAST(substr(max(
                counted.firm || counted.effective_earliest || counted.dated
                  || printf('%019d', counted.id)), -19) AS INTEGER)
            FROM x_counted AS counted
            WHERE counted.family = 'office_left'
            AND counted.part1 IN (\(selfAndLater("1")))
            AND counted.part2 IN (\(selfAndLater("2")))
            AND counted.part3 = taken.part3
            AND (counted.effective_earliest, counted.dated)
              >= (taken.effective_earliest, taken.dated)
            AND counted.firm >= taken.firm
          )
          LEFT JOIN event AS leaving ON leaving.seq = gone.id >> \(itemBits)
          \(Fragments.joinHeirs)
          """),
    ])

  /// Who, or where, an office was taken, and all who stood for that since.
  private static func selfAndLater(_ part: String) -> String {
    """
    SELECT taken.part\(part)
              UNION ALL
              SELECT value FROM json_each(ways.later, '$."' || taken.part\(part) || '"')
    """
  }
}
