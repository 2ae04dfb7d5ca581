import Events

// Rules over all facts: claims that contradict each other, and claims without a source.

extension DiscrepancyRule {
  /// Claims of one fact and one time whose values cannot both be right.
  ///
  /// Amounts, shares and rates: their intervals are disjoint, in one unit, and none may be the other one
  /// rounded. Words, flags, entities
  /// and days of terms: they differ. Texts and lists are told in everybody's own words and do not
  /// compare. Terms conflict only between events of one type: an amendment is there to change the
  /// grant, and a round may close otherwise than it was signed. The claims that begin to contradict
  /// each other on one day are one finding.
  static let conflictingClaims = DiscrepancyRule(
    "conflicting-claims", .error,
    "The sources disagree about {fact}: <claims| or |{value} ({effective})>.",
    together: "The sources disagree: <alike|; |{fact}: <claims| or |{value} ({effective})>>.",
    sql: """
      WITH clash AS (
        SELECT \(FactWords.columns.map { "fact.\($0)" }.joined(separator: ", ")), fact.key,
          max(one.effective_earliest, other.effective_earliest) AS day,
          iif(side.is_one, one.id, other.id) >> \(Projection.itemBits) AS event,
          iif(
            side.is_one,
            json_object(
              'value', \(FactWords.stated("one")), 'measure', one.measure,
              'effective', one_event.effective),
            json_object(
              'value', \(FactWords.stated("other")), 'measure', other.measure,
              'effective', other_event.effective)) AS said
        FROM x_clock AS clock
        CROSS JOIN x_claim AS one
        -- The other begins within the time of the one: of two that overlap the later one does.
        CROSS JOIN x_claim AS other ON other.key = one.key
          AND other.effective_earliest BETWEEN one.effective_earliest AND one.effective_latest
          AND (other.effective_earliest > one.effective_earliest OR other.id > one.id)
        CROSS JOIN x_claim_key AS fact ON fact.key = one.key
        CROSS JOIN event AS one_event ON one_event.seq = one.id >> \(Projection.itemBits)
        CROSS JOIN event AS other_event ON other_event.seq = other.id >> \(Projection.itemBits)
        CROSS JOIN (SELECT 1 AS is_one UNION ALL SELECT 0) AS side
        -- Few facts are told more than once: only of these is each claim looked at.
        WHERE one.key IN (
          SELECT key
          FROM x_claim
          WHERE firm = 3
          GROUP BY key
          HAVING count(*) > 1
        )
        AND one.firm = 3
        AND other.firm = 3
        AND \(Projection.isLive("one"))
        AND \(Projection.isKnown("other"))
        -- The plus, or SQLite may seek all that begins until then.
        AND +other.effective_earliest <= clock.as_of
        AND one.unit IS other.unit
        AND (fact.aspect = '' OR one_event.type = other_event.type)
        AND \(FactWords.overlap("one", "other"))
        AND (
          one.low > other.high
          OR other.low > one.high
          OR one.measure = 'rate' AND other.measure = 'rate' AND one.point <> other.point
          OR one.measure IN ('word', 'flag', 'entity') AND one.value IS NOT other.value
          OR one.measure = 'date' AND (one.value IS NULL) <> (other.value IS NULL)
          OR one.measure = 'date' AND one.value ->> '$.earliest' > other.value ->> '$.latest'
          OR one.measure = 'date' AND other.value ->> '$.earliest' > one.value ->> '$.latest'
        )
        AND coalesce(\(Rounding.isRounded("one", of: "other")), 0) = 0
        AND coalesce(\(Rounding.isRounded("other", of: "one")), 0) = 0
      ),
      told AS (
        SELECT *, min(event) AS first, json_group_array(event) AS events
        FROM clash
        GROUP BY key, day, said
        ORDER BY key, day, first
      )
      SELECT \(FactWords.subject("told")) || \(dayBeside("told")) AS subject,
        json_object(
          'fact', \(FactFamily.details("told")), 'claims', json_group_array(json(said))) AS details,
        json_group_array(json(events)) AS events
      FROM told
      GROUP BY key, day
      """)

  /// A fact that one source states and another denies for the same time, rumours included: they
  /// are shown while nobody says better.
  static let affirmedAndDenied = DiscrepancyRule(
    "affirmed-and-denied", .error,
    """
    One source affirms and another denies {fact}\
    [ (affirmed: {affirmed}; denied: [{denied}|at all])].
    """,
    together: """
      One source affirms what another denies: <alike|; |{fact}[ (affirmed: {affirmed}; denied: \
      [{denied}|at all])]>.
      """,
    sql: """
      SELECT \(FactWords.subject("fact")) || \(dayBeside("fact")) AS subject,
        json_object(
          'fact', \(FactFamily.details("fact")), 'measure', max(measure),
          'affirmed', max(affirmed), 'denied', max(denied)) AS details,
        json_array(json_group_array(event), json_group_array(denied_by)) AS events
      FROM (
        SELECT \(FactWords.columns.map { "claim_key.\($0)" }.joined(separator: ", ")),
          said.key, max(said.effective_earliest, denied.effective_earliest) AS day,
          said.measure, \(FactWords.stated("said")) AS affirmed,
          \(FactWords.stated("denied")) AS denied,
          said.id >> \(Projection.itemBits) AS event,
          denied.id >> \(Projection.itemBits) AS denied_by
        FROM x_clock AS clock, x_claim AS said
        JOIN x_claim AS denied ON denied.key = said.key AND denied.firm = 0
        JOIN x_claim_key AS claim_key ON claim_key.key = said.key
        WHERE said.firm > 0
        AND \(Projection.isLive("said"))
        AND \(Projection.isLive("denied"))
        AND \(FactWords.overlap("said", "denied"))
      ) AS fact
      GROUP BY key, day
      """)

  /// The day from which the claims contradict each other, unless the key tells it already.
  private static func dayBeside(_ fact: String) -> String {
    "iif(instr(\(fact).key, \(fact).day), '', '/' || \(fact).day)"
  }

  /// A fact for which nobody is named. Only the event itself tells one from another.
  static let unsourced = DiscrepancyRule(
    "unsourced", .warning, "Event {event} ({type}, {effective}) has no source.",
    together: "These events have no source: <alike|; |{event} ({type}, {effective})>.",
    sql: """
      SELECT event.stream || '/' || event.seq AS subject,
        json_object('event', event.seq, 'type', event.type, 'effective', event.effective)
          AS details,
        json_array(event.seq) AS events
      FROM x_clock AS clock
      JOIN event ON event.seq <= clock.known_at
      WHERE event.sources IS NULL
      AND event.data IS NOT NULL
      AND event.type NOT LIKE 'event.%'
      AND event.type NOT IN ('entity.registered', 'note.recorded')
      -- What holds only later is nothing to ask about yet; what nobody can date is.
      AND (event.effective_earliest <= clock.as_of OR event.effective_earliest IS NULL)
      AND \(FactWords.isNotWithdrawn("event"))
      """)
}
