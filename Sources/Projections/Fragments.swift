import Events

/// Pieces of SQL that several views share.
enum Fragments {
  /// The columns of ``View/Column/common``, from a row of the view `x_fact`.
  static func common(_ row: String) -> String { "\(merged(row)), \(row).beaten" }

  /// The columns of ``View/Column/commonBesideStatus``, for a thing merged from several events.
  static func merged(_ row: String) -> String {
    [
      "event", "stream", "effective", "effective_earliest", "effective_latest", "status",
      "sources", "source",
    ].map { "\(row).\($0)" }.joined(separator: ", ")
  }

  /// Of a thing merged from rows of the view `x_fact`: how it is told where nobody tells it firmly.
  static let onlyTold =
    "iif(max(firm) < 3, iif(max(status = 'estimated'), 'estimated', 'rumoured'), NULL)"

  /// Of what came by these events: whether some of it is told only as estimated or rumoured. The list
  /// leads: SQLite would try it at each event of these types.
  static func cameToldAs(_ events: String) -> String {
    """
    (
          SELECT iif(max(event.status IN ('confirmed', 'reported')), 'in_part_', '')
            || max(iif(event.status IN ('estimated', 'rumoured'), event.status, NULL))
          FROM json_each(\(events)) AS came
          CROSS JOIN event ON event.seq = came.value
          WHERE event.type IN ('capital.funded', 'purchase.drawn', 'payment.made')
        )
    """
  }

  /// A join with the claim that counts under a key, where there is one: a search for each row.
  ///
  /// A LEFT JOIN with the view itself is planned anew for each question that is asked of it, and may
  /// become a scan for each row.
  static func joinClaim(_ name: String, key: String) -> String {
    "LEFT JOIN x_claim AS \(name) ON \(name).id = (SELECT id FROM x_counted WHERE key = \(key))"
  }

  /// The same for the event of that claim.
  static func joinEvent(_ name: String, key: String) -> String {
    """
    LEFT JOIN event AS \(name) ON \(name).seq = (
            SELECT id >> \(Projection.itemBits) FROM x_counted WHERE key = \(key)
          )
    """
  }

  /// A term of a thing, by its path, from rows of the view `x_fact` that are grouped by the thing.
  static func term(_ path: String, as name: String? = nil) -> String {
    "max(value) FILTER (WHERE aspect = '#\(path)') AS \(name ?? path)"
  }

  /// A member of a measured term, likewise: its `point`, `low`, `high` or `unit`.
  static func term(_ path: String, _ member: String) -> String {
    "max(\(member)) FILTER (WHERE aspect = '#\(path)') AS \(path)_\(member)"
  }

  /// What is known of an act, likewise: its event, and when it was.
  static func act(_ name: String) -> String {
    """
    max(event) FILTER (WHERE aspect = '/\(name)') AS \(name)_event,
      max(effective_earliest) FILTER (WHERE aspect = '/\(name)') AS \(name)_earliest,
      max(dated) FILTER (WHERE aspect = '/\(name)') AS \(name)_dated,
      max(effective) FILTER (WHERE aspect = '/\(name)') AS \(name)_on
    """
  }

  /// A join, as `last`, of a thing with the last of the events whose terms and acts count, by the column
  /// with its seq.
  static func joinLast(_ family: String, _ thing: String, _ event: String) -> String {
    """
    JOIN (
            SELECT part1, \(merged("fact"))
            FROM x_fact AS fact
            WHERE family = '\(family)'
            GROUP BY part1, event
          ) AS last ON last.part1 = \(thing) AND last.event = \(event)
    """
  }

  /// A join, as `heirs`, with a row that says who stands for those who were succeeded.
  static let joinHeirs =
    "JOIN (SELECT json_group_object(entity, current) AS names FROM x_successor) AS heirs"

  /// Whether one of a list of conditions has not come true; what was verified counts as declared too, and
  /// what is to count as verified on a day has from that day on. It asks the row of `x_clock`.
  static func hasOpenCondition(_ list: String) -> String {
    """
    EXISTS (
          SELECT 1
          FROM json_each(\(list)) AS need
          WHERE NOT EXISTS (
            SELECT 1
            FROM x_counted AS counted
            WHERE counted.key IN (
              'condition:' || (need.value ->> 'condition') || '/removed',
              'condition:' || (need.value ->> 'condition') || '/verified',
              'condition:' || (need.value ->> 'condition') || '/' || (need.value ->> 'state'),
              'condition:' || (need.value ->> 'condition') || '#or_on'
            )
            AND (counted.aspect <> '#or_on' OR counted.value ->> '$.latest' <= clock.as_of)
          )
        )
    """
  }

  /// Who stands for an entity, of a row with such a join.
  static func heir(of entity: String) -> String {
    "coalesce(json_extract(heirs.names, '$.\"' || (\(entity)) || '\"'), \(entity))"
  }

  /// A join, as `frame`, with the end of the agreement in which a thing stands: not where it survives
  /// that or was agreed later, nor by a rumour where it is itself no rumour.
  static func joinAgreementEnd(
    _ agreement: String, survives: String, firm: String, since day: String
  ) -> String {
    """
    LEFT JOIN x_agreement_end AS frame ON frame.agreement = \(agreement)
            AND NOT coalesce(\(survives), 0)
            AND frame.firm >= \(firm)
            AND frame.day >= coalesce(\(day), '')
    """
  }

  /// Minor units in major ones, for reading: `x` over the unit's power of ten.
  static func major(_ minor: String, _ currency: String) -> String {
    "\(minor) / \(power(of: currency))"
  }

  /// How many minor units a major one has.
  static func power(of currency: String) -> String {
    let others = Currency.codesByDecimals.filter { $0.decimals != 2 }
    let cases = others.map { decimals, codes in
      let list = codes.map { "'\($0)'" }.joined(separator: ", ")
      let power = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
      return "WHEN \(currency) IN (\(list)) THEN \(power)"
    }
    return "CASE \(cases.joined(separator: " ")) ELSE 100.0 END"
  }

  /// The columns of `[View.Column].money`, from three expressions.
  static func money(point: String, low: String, high: String, currency: String) -> String {
    "\(major(point, currency)), \(point), \(low), \(high)"
  }

  /// The columns of `[View.Column].quantity`, from those in thousandths of that name.
  static func quantity(_ name: String, unit: String = "unit") -> String {
    let ends = ["\(name)_milli", "\(name)_low_milli", "\(name)_high_milli"]
    return """
      \(quantityText(point: ends[0], low: ends[1], high: ends[2], unit: unit)),
        \(ends.joined(separator: ", "))
      """
  }

  /// A quantity as quantities are stated, from its ends in thousandths; NULL where it has no low end.
  static func quantityText(
    point: String, low: String, high: String, unit: String
  ) -> String {
    let isUpTo = "\(low) = 0 AND coalesce(\(point), 0) = 0"
    return interval(low: low, high: high, isUpTo: isUpTo) { milli in
      "rtrim(rtrim(printf('%d.%03d', (\(milli)) / 1000, (\(milli)) % 1000), '0'), '.')"
    } + " || ' ' || \(unit)"
  }

  /// A share as shares are stated, from its ends in parts per billion.
  static func percentText(low: String, high: String) -> String {
    interval(low: low, high: high, isUpTo: "\(low) = 0") { ppb in
      "rtrim(rtrim(printf('%d.%07d', (\(ppb)) / 10000000, (\(ppb)) % 10000000), '0'), '.') || '%'"
    }
  }

  /// Both ends of something as it is stated, by how a number of it is written.
  private static func interval(
    low: String, high: String, isUpTo: String, number: (String) -> String
  ) -> String {
    """
    CASE
          WHEN \(low) IS NULL THEN NULL
          WHEN \(low) = \(high) THEN \(number(low))
          WHEN \(high) IS NULL THEN iif(\(low) = 0, '?', 'at least ' || \(number(low)))
          WHEN \(isUpTo) THEN 'up to ' || \(number(high))
          ELSE \(number(low)) || '..' || \(number(high))
        END
    """
  }

  /// The columns of `[View.Column].percent`, from three expressions.
  static func percent(point: String, low: String, high: String) -> String {
    "\(point) / 10000000.0, \(point), \(low), \(high)"
  }

  /// An exact sum, 0 of none; beyond the greatest, and where an addend is NULL, NULL or what is said.
  ///
  /// Halves of the addends are summed, because SQLite ends a whole statement where a sum overflows.
  static func sum(
    _ addend: String, where condition: String? = nil, over window: String? = nil,
    beyond most: String = "NULL"
  ) -> String {
    let rows =
      (condition.map { " FILTER (WHERE \($0))" } ?? "") + (window.map { " OVER \($0)" } ?? "")
    return """
      iif(
            total(\(addend))\(rows) >= \(Money.greatestSum)
              OR count(*)\(rows) > count(\(addend))\(rows), \(most),
            coalesce(
              (sum((\(addend)) >> 32)\(rows) << 32) + sum((\(addend)) & 4294967295)\(rows), 0))
      """
  }

  /// The same of low ends: beyond it at least the greatest.
  static func sumOfLow(
    _ addend: String, where condition: String? = nil, over window: String? = nil
  ) -> String {
    sum(addend, where: condition, over: window, beyond: "\(Money.greatestSum)")
  }

  /// The same of high ends: NULL as soon as one addend is.
  static func sumOrOpen(_ addend: String, where condition: String = "1") -> String {
    sum(addend, where: condition == "1" ? nil : condition)
  }

  /// Whether amounts, by the names of their ends, come to more than the greatest sum.
  static func isTooGreat(_ name: String) -> String {
    "total(coalesce(\(name)_high, \(name)_low)) >= \(Money.greatestSum)"
  }

  /// The rows that may count of facts whose claims stand under several keys, `place` 1 the one that
  /// does: the rule of the view `x_counted`, over groups in place of keys.
  static func ranked(_ claims: String, by group: String) -> String {
    """
    SELECT rival.*,
      row_number() OVER (PARTITION BY \(group) ORDER BY rank, breadth, id DESC) AS place
    FROM (
      SELECT claim.*, first_value(firm) OVER latest AS latest_firm,
        first_value(effective_earliest) OVER latest AS latest_earliest,
        first_value(dated) OVER latest AS latest_dated
      FROM \(claims) AS claim
      WINDOW latest AS (
        PARTITION BY \(group)
        ORDER BY firm DESC, effective_earliest DESC, dated DESC
      )
    ) AS rival
    WHERE firm = latest_firm
    AND (
      effective_latest > latest_earliest
      OR effective_latest = latest_earliest AND dated >= latest_dated
    )
    """
  }
}
