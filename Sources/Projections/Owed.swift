import Events

extension Projection {
  /// What is still owed, thing by thing.
  static let owed = Projection(
    name: "owed", version: 2,
    views: [
      .contract(
        "owed", "thing still owed: what is left of a commitment, of a whole what its parts leave",
        .query(otherwise: "its rows repeat those of commitments that are still owed"),
        parties: ["from_entity", "to_entity"], key: ["thing"],
        order: "from_entity, to_entity, what, thing",
        [
          .text("thing", "slug of the commitment"),
          .text("what", "capital or purchase"),
          .text("from_entity", "who owes"),
          .text("to_entity", "to whom"),
        ]
          + .money(
            "amount",
            "what is left; without a point where payments were told for the pair, and not for which"
          )
          + [
            .currency("currency", "its currency; NULL for a quantity of things"),
            .text("quantity", "the quantity as stated"),
            .text("stated", "the amount promised, as stated"),
            .text("counts_as", "committed, conditional, non_binding"),
            .whole("not_broken_down", "1 where it is what the parts of a whole leave of it"),
            .json("conditions", "what must come true first"),
            .text("condition_state", "open, met; NULL: there is no condition"),
            .text("due", "when it is due, as stated"),
            .text("expires", "when the undrawn part is released, as stated"),
            .text("subject", "what is bought, or by which instrument"),
            .text("agreement", "the agreement in which it stands"),
          ] + .common,
        sql: """
          SELECT commitment, kind, from_entity, to_entity, outstanding, outstanding_minor,
            outstanding_low_minor, outstanding_high_minor, currency, quantity, stated, counts_as,
            is_rest, conditions,
            CASE
              WHEN json_array_length(conditions) = 0 THEN NULL
              WHEN counts_as = 'conditional' THEN 'open'
              ELSE 'met'
            END,
            due, expires, subject, agreement, \(Fragments.common("left_over"))
          FROM (
            SELECT *, 0 AS is_rest
            FROM commitments
            WHERE counts_as <> 'whole'
            UNION ALL
            SELECT \(whole), 1
            FROM commitments
            WHERE counts_as = 'whole'
          ) AS left_over
          WHERE expired = 0
          AND paid_in_full = 0
          AND (currency IS NULL OR outstanding_high_minor IS NOT 0)
          """)
    ])

  /// The columns of a whole, with what its parts leave of it in the place of what is left of all.
  private static let whole = commitmentsView.columns.map { column in
    switch column.name {
    case "counts_as": "rest_counts_as"
    case let name where name.hasPrefix("outstanding"): "not_broken_down_\(name)"
    default: column.name.quotedDatabaseIdentifier
    }
  }.joined(separator: ", ")
}
