import Events

/// What a sentence and the name of a finding call a fact, a value, a sum.
enum FactWords {
  /// The columns of `claim_key` by which a fact is told in words.
  static let columns = ["family", "aspect", "part1", "part2", "part3", "part4"]

  /// The fact in words, from a row with its key's columns.
  static func of(_ row: String) -> String {
    """
    CASE
      WHEN \(row).aspect LIKE '/%'
        THEN 'that ' || \(row).part1 || ' was ' || substr(\(row).aspect, 2)
      WHEN \(row).aspect LIKE '#%' THEN 'the ' || \(term("substr(\(row).aspect, 2)"))
        || ' of ' || \(row).part1
      ELSE CASE \(row).family
        \(families.map { "WHEN '\($0.name)' THEN \($0.words(row))" }.joined(separator: "\n    "))
        ELSE replace(\(row).family, '_', ' ') || ' ' || \(row).part1
      END
    END
    """
  }

  /// The families of facts that are no terms and no acts.
  static let families: [(name: String, words: @Sendable (String) -> String)] = [
    (
      "stake",
      {
        """
        'the stake of ' || \($0).part1 || ' in ' || \($0).part2
          || \(basis("\($0).part3", excludes: "\($0).part4"))
        """
      }
    ),
    ("commitment", { "'the commitment ' || \($0).part1" }),
    ("purchase", { "'the purchase commitment ' || \($0).part1" }),
    (
      "funding",
      {
        """
        'what ' || \($0).part1 || ' paid to ' || \($0).part2
          || iif(\($0).part3 = '', '', ' under ' || \($0).part3)
        """
      }
    ),
    ("reduction", { "'what was taken from ' || \($0).part1" }),
    ("drawdown", { "'what was drawn on ' || \($0).part1" }),
    (
      "valuation",
      {
        """
        'the value of ' || iif(\($0).part3 = '', '', 'the stake of ' || \($0).part3 || ' in ')
          || \($0).part2 || \(basis("\($0).part4", excludes: "''"))
        """
      }
    ),
    ("round_member", { "'the part that ' || \($0).part2 || ' took in ' || \($0).part1" }),
    (
      "total",
      {
        """
        'the total of ' || \(measure("\($0).part1")) || ' from ' || \($0).part2 || ' to '
          || \($0).part3
        """
      }
    ),
    ("fx_rate", { "'the price of one ' || \($0).part1 || ' in ' || \($0).part2" }),
    ("revenue_payment", { "'what was paid under ' || \($0).part1" }),
    ("warrant", { "'the warrant ' || \($0).part1" }),
    ("warrant_vesting", { "'what vested of ' || \($0).part1" }),
    ("warrant_exercise", { "'what was exercised of ' || \($0).part1" }),
    ("agreement_amendment", { "'the amendment of ' || \($0).part1" }),
    ("partnership", { "'the partnership ' || \($0).part1" }),
    (
      "restructuring", { "'the restructuring of ' || \($0).part1 || ' into ' || \($0).part2" }
    ),
  ]

  /// The fact as the subject of a finding: its family and the parts of its key.
  static func subject(_ row: String) -> String {
    let parts = ["part1", "part2", "part3", "part4"]
      .map { "iif(\(row).\($0) = '', '', '/' || \(row).\($0))" }
    let key = "\(row).family || \(parts.joined(separator: " || ")) || \(row).aspect"
    return slug("replace(\(key), '#', '/')")
  }

  /// A key's text without what does not stand in slugs.
  static func slug(_ text: String) -> String {
    "replace(replace(replace(\(text), '_', '-'), ' ', '-'), ',', '/')"
  }

  /// A basis and the rounds left out, in brackets.
  static func basis(_ basis: String, excludes: String) -> String {
    """
    iif(
      \(basis) = '', '',
      ' (' || replace(\(basis), '_', ' ')
        || iif(\(excludes) = '', '', ', without ' || replace(\(excludes), ',', ', ')) || ')')
    """
  }

  /// A dotted name in words, such as `capital committed`.
  static func measure(_ measure: String) -> String {
    "replace(replace(\(measure), '.', ' '), '_', ' ')"
  }

  private static func term(_ path: String) -> String {
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
    CASE
      WHEN \(claim).value IS NULL THEN 'removed'
      WHEN \(claim).measure = 'flag' THEN iif(\(claim).value, 'yes', 'no')
      WHEN \(claim).measure = 'word' THEN replace(\(claim).value, '_', ' ')
      WHEN json_valid(\(claim).value) THEN coalesce(\(claim).value ->> '$.text', \(claim).value)
      ELSE \(claim).value
    END
    """
  }

  /// Whether nothing that is known took an event back.
  static func isNotWithdrawn(_ event: String) -> String {
    """
    NOT EXISTS (
        SELECT 1
        FROM withdrawal
        WHERE withdrawal.event = \(event).seq
        AND withdrawal.withdrawn_by <= clock.known_at
      )
    """
  }

  /// Whether two claims can be about the same time. What held up to a day is over when something
  /// else holds on it, as in the view `counted`.
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

  /// A sum in minor units as an amount is written: `USD 13.75bn`.
  static func amount(_ minor: String, _ currency: String) -> String {
    let others = Currency.codesByDecimals.filter { $0.decimals != 2 }
    let cases = others.map { decimals, codes in
      "WHEN \(currency) IN (\(codes.map { "'\($0)'" }.joined(separator: ", "))) THEN \(decimals)"
    }
    return """
      (
        SELECT \(currency) || ' ' || (minor / unit)
          || iif(
            minor % unit = 0, '', '.' || rtrim(printf('%0*d', digits, minor % unit), '0'))
          || suffix
        FROM (
          SELECT minor, suffix, decimals + digits AS digits,
            CAST('1' || substr('0000000000000000', 1, decimals + digits) AS INTEGER) AS unit
          FROM (
            SELECT minor, decimals,
              CASE length(minor) - decimals
                WHEN 7 THEN 6 WHEN 8 THEN 6 WHEN 9 THEN 6
                WHEN 10 THEN 9 WHEN 11 THEN 9 WHEN 12 THEN 9
                ELSE iif(length(minor) - decimals > 12, 12, 0)
              END AS digits,
              CASE length(minor) - decimals
                WHEN 7 THEN 'm' WHEN 8 THEN 'm' WHEN 9 THEN 'm'
                WHEN 10 THEN 'bn' WHEN 11 THEN 'bn' WHEN 12 THEN 'bn'
                ELSE iif(length(minor) - decimals > 12, 'tn', '')
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
