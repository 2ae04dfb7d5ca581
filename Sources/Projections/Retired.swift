import EventLog

/// What earlier versions made in a ledger and this one does not, so that a rebuild takes it away.
///
/// Before tables and steps that are nobody's business bore the prefix `x_` they had plain words for names.
/// Anybody may give these to tables of his own now, so that they are taken for ours only beside the table of
/// stamps of that time, word for word.
enum Retired {
  /// Which of these are of an earlier version, as `view fact`, `table claim` …
  static func made(_ objects: some Sequence<Schema.Object>) -> Set<String> {
    let stamps = Projection.Table(name: "projection", definition: Projections.stamps.definition)
    let isEarlier = objects.contains { object in
      stamps.create().contains { $0.object == object.key && object.sql.isSame(as: $0.sql) }
    }
    return isEarlier ? names : []
  }

  private static let names = Set(
    tables.split(separator: " ").map { "table \($0)" }
      + views.split(separator: " ").map { "view \($0)" })

  private static let tables = """
    claim claim_key explanation likeness mention name need projection tree_block withdrawal
    """

  private static let views = """
    agreement_end balance came clock condition_met condition_open counted cut debt_left debt_move \
    debt_term draw draw_counted draw_level draw_placed draw_sum draw_told fact live_fact \
    office_taken option_term own_draw partnership_party pledge promise promise_left promise_sum \
    promised raised right_coming right_said right_standing right_term share_paid stake_claim \
    stake_counted stake_end stake_ranked stake_worth strange_part successor term term_end term_met \
    valuation_claim
    """
}
