import Events

extension Projection {
  /// Where the ledger's own facts disagree, a sentence for each. DESIGN §6.
  static let discrepancies = Projection(
    name: "discrepancies", version: 1,
    views: [
      .contract(
        "discrepancies", "finding", key: ["rule", "events"], order: "severity, rule, events",
        [
          .plain("rule", "its name"),
          .plain("severity", "error or warning"),
          .plain("sentence", "what disagrees"),
          .json("events", "seqs of the events concerned"),
          .plain("stream", "the partnership in whose stream the first of them stands"),
        ],
        sql: """
          SELECT finding.rule, finding.severity, finding.sentence, finding.events, event.stream
          FROM (
            \(DiscrepancyRule.all.map(\.select).joined(separator: "\nUNION ALL\n"))
          ) AS finding
          JOIN event ON event.seq = finding.events ->> '$[0]'
          """)
    ])
}

/// One rule: a SELECT of a sentence and of the events concerned.
struct DiscrepancyRule: Sendable {
  let name: String
  let severity: String
  let sql: String

  var select: String {
    "SELECT '\(name)' AS rule, '\(severity)' AS severity, sentence, events FROM (\n\(sql)\n)"
  }

  static let all = [
    conflictingClaims, affirmedAndDenied, partsAgainstWhole, mixedBases, aboveHundred,
    drawnAboveCommitted, neverGranted, unsourced,
  ]

  /// Terms conflict only between events of one type: an amendment is there to change the grant, and
  /// a round may close otherwise than it was signed.
  private static let conflictingClaims = DiscrepancyRule(
    name: "conflicting-claims", severity: "error",
    sql: """
      SELECT 'Two claims about ' || one.key || ' at the same time cannot both be right: '
          || \(stated("one")) || ' and ' || \(stated("other")) || '.' AS sentence,
        json_array(one.event, other.event) AS events
      FROM live_fact AS one
      JOIN live_fact AS other ON other.key = one.key AND other.id > one.id
      WHERE one.firm = 3 AND other.firm = 3
      AND one.unit IS other.unit
      AND (one.aspect = '' OR one.type = other.type)
      AND one.effective_earliest <= other.effective_latest
      AND other.effective_earliest <= one.effective_latest
      AND (one.low > other.high OR other.low > one.high)
      """)

  /// A value as stated; that of a term is kept as JSON.
  private static func stated(_ claim: String) -> String {
    "iif(json_valid(\(claim).value), \(claim).value ->> '$.text', \(claim).value)"
  }

  private static let affirmedAndDenied = DiscrepancyRule(
    name: "affirmed-and-denied", severity: "error",
    sql: """
      SELECT 'One source says it and another denies it: ' || counted.key || '.' AS sentence,
        json_array(counted.id >> \(Projection.itemBits), denied.id >> \(Projection.itemBits))
          AS events
      FROM clock, counted
      JOIN claim AS denied ON denied.key = counted.key
      WHERE denied.firm = 0
      AND denied.effective_earliest <= clock.as_of
      AND denied.id >> \(Projection.itemBits) <= clock.known_at
      AND coalesce(denied.withdrawn_by > clock.known_at, 1)
      """)

  private static let partsAgainstWhole = DiscrepancyRule(
    name: "parts-against-whole", severity: "error",
    sql: """
      SELECT 'The parts of ' || whole.commitment || ' do not sum to its ' || whole.stated || '.'
          AS sentence,
        (
          SELECT json_group_array(event)
          FROM (
            SELECT whole.event AS event
            UNION ALL
            SELECT event FROM commitments WHERE part_of = whole.commitment
          )
        ) AS events
      FROM commitments AS whole
      JOIN (
        SELECT part_of, currency, sum(amount_low_minor) AS low,
          iif(count(*) = count(amount_high_minor), sum(amount_high_minor), NULL) AS high,
          sum(count(*)) OVER (PARTITION BY part_of) > count(*) AS has_others
        FROM commitments
        WHERE part_of IS NOT NULL
        GROUP BY part_of, currency
      ) AS parts ON parts.part_of = whole.commitment AND parts.currency = whole.currency
      WHERE whole.amount_low_minor > parts.high AND NOT parts.has_others
      OR whole.amount_high_minor < parts.low
      """)

  private static let mixedBases = DiscrepancyRule(
    name: "mixed-bases", severity: "warning",
    sql: """
      SELECT 'The figures for the stake of ' || holder || ' in ' || issuer
          || ' stand on different bases and do not compare: ' || group_concat(figure, '; ') || '.'
          AS sentence,
        json_group_array(event) AS events
      FROM (
        SELECT holder, issuer, event,
          stated || ' (' || replace(basis, '_', ' ')
            || iif(excludes = '', '', ', without ' || replace(excludes, ',', ', ')) || ')' AS figure
        FROM stakes
        ORDER BY holder, issuer, basis, excludes
      )
      GROUP BY holder, issuer
      HAVING count(*) > 1
      """)

  private static let aboveHundred = DiscrepancyRule(
    name: "stakes-above-100", severity: "error",
    sql: """
      SELECT 'The stakes in ' || issuer || ' (' || basis || ') sum to more than 100 %: at least '
          || rtrim(rtrim(printf('%.4f', sum(percent_low_ppb) / 10000000.0), '0'), '.') || ' %.'
          AS sentence,
        json_group_array(event) AS events
      FROM stakes
      WHERE within IS NULL AND excludes = ''
      GROUP BY issuer, basis
      HAVING sum(percent_low_ppb) > 1000000000
      """)

  private static let drawnAboveCommitted = DiscrepancyRule(
    name: "drawn-above-committed", severity: "error",
    sql: """
      SELECT 'More came under ' || commitment || ' than was committed.' AS sentence,
        json_array(event) AS events
      FROM commitments
      WHERE drawn_low_minor > amount_high_minor
      """)

  private static let neverGranted = DiscrepancyRule(
    name: "never-granted", severity: "error",
    sql: """
      SELECT 'The right ' || act.part1
          || CASE act.type
            WHEN 'right.waived' THEN ' is waived' WHEN 'right.ended' THEN ' ends'
            WHEN 'right.amended' THEN ' is amended' ELSE ' is affirmed'
          END
          || iif(given.first IS NULL, ', but its grant is not recorded.', ' before its grant.')
          AS sentence,
        json_array(act.event) AS events
      FROM (
        SELECT DISTINCT part1, type, event, effective_latest
        FROM live_fact
        WHERE family = 'right'
        AND type IN ('right.waived', 'right.ended', 'right.affirmed', 'right.amended')
      ) AS act
      LEFT JOIN (
        SELECT part1, min(effective_earliest) AS first
        FROM live_fact
        WHERE family = 'right' AND aspect = '/granted'
        GROUP BY part1
      ) AS given ON given.part1 = act.part1
      WHERE given.first IS NULL OR act.effective_latest < given.first
      """)

  private static let unsourced = DiscrepancyRule(
    name: "unsourced", severity: "warning",
    sql: """
      SELECT 'Event ' || event || ' (' || type || ') has no source.' AS sentence,
        json_array(event) AS events
      FROM events
      WHERE sources = 0
      AND withdrawn_by IS NULL
      AND data IS NOT NULL
      AND type NOT LIKE 'event.%'
      AND type NOT IN ('entity.registered', 'note.recorded')
      """)
}
