import Events

// Rules over days that have passed.

extension DiscrepancyRule {
  /// What was to be paid by a day that is past, is owed without an open condition, and is not recorded as
  /// paid: what `upcoming` tells as overdue. Where payments were told for two entities and not for which of
  /// their promises, only what they leave of one in any case.
  static let overdue = DiscrepancyRule(
    "overdue", .warning,
    "{thing} was due ({due}), and of {stated} from {from} to {to} {left} is not recorded as paid.",
    together: """
      What was due is not recorded as paid: <alike|; |{thing} ({due}): {left} of {stated} from \
      {from} to {to}>.
      """,
    sql: """
      SELECT thing AS subject,
        json_object(
          'thing', thing, 'due', due, 'stated', stated, 'from', from_entity, 'to', to_entity,
          'left', \(FactWords.interval("low", "high", "currency", isConverted: "is_converted"))) AS details,
        json_array(event) AS events
      FROM (
        SELECT commitment AS thing, due, stated, from_entity, to_entity, event, currency,
          outstanding_low_minor AS low, outstanding_high_minor AS high,
          \(FactWords.isAtRates("conversions")) AS is_converted
        FROM x_clock AS clock, (\(Projection.owing))
        WHERE \(Projection.isOverdue)
        UNION ALL
        SELECT debt, maturity, stated, borrower, lender, event, currency, outstanding_low_minor,
          outstanding_high_minor, 0
        FROM debts
        WHERE \(Projection.isDebtOverdue)
      )
      """)

  /// A condition that is open after the day to which the parties meant to wait, in an agreement that goes on.
  static let longStop = DiscrepancyRule(
    "long-stop", .warning,
    "The condition {condition} is open, and its long-stop day ({until}) is past.",
    together: """
      These conditions are open, and their long-stop days are past: <alike|; |{condition} \
      ({until})>.
      """,
    sql: """
      SELECT stop.part1 AS subject,
        json_object('condition', stop.part1, 'until', stop.value ->> '$.text') AS details,
        json_array(stop.id >> \(Projection.itemBits)) AS events
      FROM x_clock AS clock
      CROSS JOIN x_counted AS stop
      \(Projection.waitingAgreement(
        "stop.id >> \(Projection.itemBits)", firm: "stop.firm"))
      WHERE NOT coalesce(frame.is_over, 0)
      AND stop.family = 'condition'
      AND stop.aspect = '#long_stop'
      AND stop.value ->> '$.latest' < clock.as_of
      AND \(Fragments.hasOpenCondition(
        "json_array(json_object('condition', stop.part1, 'state', 'verified'))"))
      """)
}
