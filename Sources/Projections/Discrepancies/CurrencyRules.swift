import Events

// Rules over the currencies that facts are told in.

extension DiscrepancyRule {
  /// A fact in a currency that was withdrawn before its time, or did not exist yet.
  ///
  /// A fact that holds from some time up to a day on may lie in the time of the currency. Only the
  /// event itself tells one from another.
  static let withdrawnCurrency = DiscrepancyRule(
    "withdrawn-currency", .warning,
    """
    Event {event} ({type}, {effective}) counts in {currency}, \
    [which was withdrawn in {until}|which did not exist before {since}].
    """,
    together: """
      These events count in a currency of another time: <alike|; |{event} ({type}, \
      {effective}) in {currency}, [withdrawn in {until}|not there before {since}]>.
      """,
    sql: """
      WITH life (code, since, until) AS MATERIALIZED (
        SELECT value ->> 0, value ->> 1, value ->> 2
        FROM json_each('\(lives)')
      )
      SELECT subject,
        json_object(
          'event', event, 'type', type, 'effective', effective, 'currency', code,
          'until', iif(is_late, until, NULL), 'since', iif(is_late, NULL, since)) AS details,
        json_array(event) AS events
      FROM (
        SELECT event.stream || '/' || event.seq || '/' || lower(life.code) AS subject,
          event.seq AS event, event.type, event.effective, life.code, life.until, life.since,
          event.effective_earliest > life.until || '-31' AS is_late
        FROM x_clock AS clock
        JOIN event ON event.seq <= clock.known_at
        CROSS JOIN json_tree(event.data) AS part ON part.key IN ('currency', 'base', 'quote')
        CROSS JOIN life ON life.code = part.atom
        -- Before an event is taken apart: its first currency is such a one, or there is another.
        WHERE (
          event.type = 'fx_rate.recorded'
          OR substr(\(afterCurrency), 1, 3) IN (SELECT code FROM life)
          OR instr(\(afterCurrency), '"currency":"')
        )
        AND event.status <> 'denied'
        AND event.effective_earliest <= clock.as_of
        AND event.effective NOT LIKE '..%'
        AND (
          event.effective_earliest > life.until || '-31'
          OR event.effective_latest < life.since || '-01-01'
        )
        AND \(FactWords.isNotWithdrawn("event"))
      )
      GROUP BY subject
      """)

  private static let afterCurrency =
    """
    substr(event.data, instr(event.data, '"currency":"') + 12)
    """

  /// Of each such currency its code, its first year and its last month, as JSON: a hundred rows of VALUES
  /// take longer to prepare than the rest of the rule.
  private static var lives: String {
    let lives = Currency.withdrawnByDecimals.flatMap(\.codes).map { code, life in
      JSON.array([.string(code), life.since.map { .string("\($0)") } ?? .null, .string(life.until)])
    }
    return JSON.array(lives).canonical
  }
}
