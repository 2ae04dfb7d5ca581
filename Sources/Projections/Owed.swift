import Events

extension Projection {
  /// What is still owed, thing by thing.
  static let owed = Projection(
    name: "owed", version: 7,
    views: [
      .contract(
        "owed",
        "thing still owed: what is left of a promise or a debt, of a whole what its parts leave",
        .query(otherwise: "its rows repeat those of other views that are still owed"),
        parties: ["from_entity", "to_entity"], key: ["thing", "what"],
        order: "from_entity, to_entity, what, thing",
        [
          .text("thing", "slug of the commitment, payment or debt"),
          .text("what", "capital, purchase, payment, debt; loan: what a lender has still to lend"),
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
          ] + .common + [
            .text("due_latest", "the last day on which it is due").aside, conversions,
            .text("unit", "unit of the quantity").aside,
          ] + .quantity("left_quantity", "what is left of a quantity"),
        sql: """
          SELECT commitment, kind, from_entity, to_entity, \(left), currency, quantity, stated,
            standing, counts_as = 'whole', conditions,
            condition_state, due, expires, coalesce(subject, category), agreement, \(Fragments.common("pledge")),
            due_latest, conversions, unit, \(Fragments.quantity("owed_quantity"))
          FROM (
            SELECT *, iif(counts_as = 'whole', rest_counts_as, counts_as) AS standing,
              \(quantityLeft)
            FROM x_pledge AS pledge
          ) AS pledge
          WHERE expired = 0
          AND paid_in_full = 0
          AND CASE
            WHEN currency IS NULL THEN owed_quantity_high_milli
            WHEN counts_as = 'whole' THEN not_broken_down_outstanding_high_minor
            ELSE outstanding_high_minor
          END IS NOT 0
          UNION ALL
          SELECT debt, iif(is_loan, 'loan', 'debt'), iif(is_loan, lender, borrower),
            iif(is_loan, borrower, lender), iif(is_loan, undrawn, outstanding),
            iif(is_loan, undrawn_minor, outstanding_minor),
            iif(is_loan, undrawn_low_minor, outstanding_low_minor),
            iif(is_loan, undrawn_high_minor, outstanding_high_minor), currency, NULL, stated,
            iif(is_loan AND status = 'pending', 'conditional', 'committed'), 0,
            iif(is_loan, conditions, '[]'),
            iif(is_loan AND json_array_length(conditions) > 0, iif(status = 'pending', 'open', 'met'), NULL),
            iif(is_loan, available, maturity), iif(is_loan, available_until, NULL), kind, agreement, event, stream, effective,
            effective_earliest, effective_latest, claim_status, sources, source, 0,
            iif(is_loan, NULL, matures), '[]', NULL, NULL, NULL, NULL, NULL
          FROM debts
          JOIN (SELECT 0 AS is_loan UNION ALL SELECT 1)
          WHERE iif(is_loan, undrawn_high_minor, outstanding_high_minor) IS NOT 0
          """)
    ])

  /// What is left, of a whole what its parts leave of that.
  private static let left = [
    "outstanding", "outstanding_minor", "outstanding_low_minor", "outstanding_high_minor",
  ]
  .map { "iif(counts_as = 'whole', not_broken_down_\($0), \($0))" }.joined(separator: ", ")

  private static let quantityLeft = ["milli", "low_milli", "high_milli"].map { end in
    "iif(counts_as = 'whole', rest_quantity_\(end), left_quantity_\(end)) AS owed_quantity_\(end)"
  }.joined(separator: ", ")
}
