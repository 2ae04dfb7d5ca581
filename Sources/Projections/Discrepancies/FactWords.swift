import Events

/// What a sentence and the name of a finding call a fact, a value, a sum.
enum FactWords {
  /// The columns of `x_claim_key` by which a fact is told in words.
  static let columns = ["family", "aspect", "part1", "part2", "part3", "part4"]

  /// The fact as the subject of a finding: its family and the parts of its key.
  static func subject(_ row: String) -> String {
    let parts = ["part1", "part2", "part3", "part4"]
      .map { "iif(\(row).\($0) = '', '', '/' || \(row).\($0))" }
    let key = "\(row).family || \(parts.joined(separator: " || ")) || \(row).aspect"
    return slug("replace(replace(\(key), '#', '/'), '+', '/')")
  }

  /// A key's text without what does not stand in slugs.
  static func slug(_ text: String) -> String {
    "replace(replace(replace(\(text), '_', '-'), ' ', '-'), ',', '/')"
  }

  /// A dotted name in words, such as `capital committed`.
  static func measure(_ measure: String) -> String {
    "replace(replace(\(measure), '.', ' '), '_', ' ')"
  }

  /// What a term is called, by its path.
  static func term(_ path: String) -> String {
    """
    CASE \(path)
      WHEN 'ends.on' THEN 'end' WHEN 'ends.rule' THEN 'rule for the end'
      WHEN 'starts.on' THEN 'start' WHEN 'starts.rule' THEN 'rule for the start'
      WHEN 'exclusive_ends.on' THEN 'end of the exclusivity'
      WHEN 'exclusive_ends.rule' THEN 'rule for the end of the exclusivity'
      WHEN 'exclusive' THEN 'exclusivity' WHEN 'binding' THEN 'binding force'
      ELSE replace(replace(\(path), '.', ' '), '_', ' ')
    END
    """
  }

  /// A claim's value as stated; that of a term is kept as JSON.
  static func stated(_ claim: String) -> String {
    """
    iif(
      json_valid(\(claim).value), coalesce(\(claim).value ->> '$.text', \(claim).value),
      \(claim).value)
    """
  }

  /// The same in English, from a member of an object with the claim's measure: a term that is null
  /// was removed, and a member that is absent has no text.
  static func claimed(_ name: String, of object: String) -> String {
    let value = "(\(object) ->> '$.\(name)')"
    return """
      CASE
        WHEN json_type(\(object), '$.\(name)') = 'null' THEN 'removed'
        WHEN \(object) ->> '$.measure' = 'flag' THEN iif(\(value), 'yes', 'no')
        WHEN \(object) ->> '$.measure' = 'word' THEN replace(\(value), '_', ' ')
        ELSE \(value)
      END
      """
  }

  /// Whether nothing that is known took an event back.
  static func isNotWithdrawn(_ event: String) -> String {
    """
    NOT EXISTS (
        SELECT 1
        FROM x_withdrawal AS withdrawal
        WHERE withdrawal.event = \(event).seq
        AND withdrawal.withdrawn_by <= clock.known_at
      )
    """
  }

  /// Whether two claims can be about the same time. What held up to a day is over when something
  /// else holds on it, as in the view `x_counted`.
  static func overlap(_ one: String, _ other: String) -> String {
    func reaches(_ one: String, _ other: String) -> String {
      """
      (
        \(one).effective_latest > \(other).effective_earliest
        OR \(one).effective_latest = \(other).effective_earliest AND \(one).dated >= \(other).dated
      )
      """
    }
    return "\(reaches(one, other)) AND \(reaches(other, one))"
  }

  /// What can be said of a sum, as an object: its ends in minor units, and the currency; and whether amounts
  /// were converted, by a condition: such a sum is told in four digits.
  static func interval(
    _ low: String, _ high: String, _ currency: String, isConverted: String = "0"
  ) -> String {
    """
    json_patch(
            json_object('low', \(low), 'high', \(high), 'currency', \(currency)),
            iif(\(isConverted), '{"converted":1}', '{}'))
    """
  }

  /// Whether a rate is named among conversions, or in one.
  static func isAtRates(_ conversions: String) -> String {
    "coalesce(\(conversions) GLOB '*\"rates\":[[][0-9]*', 0)"
  }

  /// The same in English, from that object: `USD 10bn to USD 12bn`, `at least USD 10bn`.
  static func interval(of object: String) -> String {
    """
    (
      SELECT CASE WHEN high IS NULL THEN 'at least ' WHEN low = 0 AND high > 0 THEN 'at most '
          ELSE '' END
        || \(amount("iif(low > 0 OR high IS NULL, low, high)", "currency"))
        || iif(low > 0 AND low < high, ' to ' || \(amount("high", "currency")), '')
      FROM (
        SELECT iif(is_rough, \(rounded("low")), low) AS low, iif(is_rough, \(rounded("high")), high) AS high,
          currency
        FROM (
          SELECT *, (is_converted OR 0 < low AND low < high) AND (\(isLong("low")) OR \(isLong("high"))) AS is_rough
          FROM (
            SELECT \(object) ->> '$.low' AS low, \(object) ->> '$.high' AS high,
              \(object) ->> '$.currency' AS currency,
              coalesce(\(object) ->> '$.converted', 0) AS is_converted
          )
        )
      )
    )
    """
  }

  /// Whether a whole number has more than six digits before the zeros at its end.
  private static func isLong(_ number: String) -> String { "length(rtrim(\(number), '0')) > 6" }

  /// Four significant digits.
  private static func rounded(_ number: String) -> String {
    let step = "CAST('1' || substr('000000000000000', 1, max(0, length(\(number)) - 4)) AS INTEGER)"
    return "(\(number) + \(step) / 2) / \(step) * \(step)"
  }

  /// A sum in minor units as an amount is written: `USD 13.75bn`, and without a unit what has more than six
  /// digits: `USD 1,086,956,521.74`.
  static func amount(_ minor: String, _ currency: String) -> String {
    let others = Currency.codesByDecimals.filter { $0.decimals != 2 }
    let cases = others.map { decimals, codes in
      "WHEN \(currency) IN (\(codes.map { "'\($0)'" }.joined(separator: ", "))) THEN \(decimals)"
    }
    return """
      (
        SELECT \(currency) || ' ' || printf('%,d', minor / unit)
          || iif(
            minor % unit = 0, '',
            '.' || rtrim(printf('%0*d', digits, minor % unit), iif(suffix = '', '', '0')))
          || suffix
        FROM (
          SELECT minor, suffix, decimals + digits AS digits,
            CAST('1' || substr('0000000000000000', 1, decimals + digits) AS INTEGER) AS unit
          FROM (
            SELECT minor, decimals,
              CASE iif(\(isLong("minor")), 0, length(minor) - decimals)
                WHEN 7 THEN 6 WHEN 8 THEN 6 WHEN 9 THEN 6
                WHEN 10 THEN 9 WHEN 11 THEN 9 WHEN 12 THEN 9
                ELSE iif(length(minor) - decimals > 12 AND NOT \(isLong("minor")), 12, 0)
              END AS digits,
              CASE iif(\(isLong("minor")), 0, length(minor) - decimals)
                WHEN 7 THEN 'm' WHEN 8 THEN 'm' WHEN 9 THEN 'm'
                WHEN 10 THEN 'bn' WHEN 11 THEN 'bn' WHEN 12 THEN 'bn'
                ELSE iif(length(minor) - decimals > 12 AND NOT \(isLong("minor")), 'tn', '')
              END AS suffix
            FROM (
              SELECT \(minor) AS minor,
                CASE \(cases.joined(separator: " ")) ELSE 2 END AS decimals
            )
          )
        )
      )
      """
  }
}
