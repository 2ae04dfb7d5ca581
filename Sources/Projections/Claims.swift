import Events

// Every fact that an event states is a claim: a narrow row under the fact's key, clustered so that
// the claims about one fact lie together in the order in which they hold. One claim counts, the
// others stay visible; which one is said once, in the view `x_counted`.
//
// The rows follow from the shapes of the catalogue: a fact's key is `family:part/part`, an act
// adds `/act`, a term `#field`. What else an event says is read from the event itself.

extension Projection {
  /// The claims of every event, and the keys they stand under.
  static let claims = Projection(
    name: "claims", version: 6,
    tables: [claimKey, claim],
    fill: Catalogue.types.flatMap(claimFills) + [withdrawnFill],
    views: [counted, fact, live])

  private static let claimKey = Table(
    name: "x_claim_key",
    definition: """
      (
        key TEXT NOT NULL PRIMARY KEY,
        family TEXT NOT NULL,
        aspect TEXT NOT NULL,
        part1 TEXT NOT NULL,
        part2 TEXT NOT NULL,
        part3 TEXT NOT NULL,
        part4 TEXT NOT NULL
      ) STRICT, WITHOUT ROWID
      """,
    indexes: [
      .init(
        name: "claim_key_family", definition: "(family, part1, part2, part3, part4, aspect)")
    ])

  /// `id` is seq × 2^20 + item; `firm` is 3 for confirmed and reported values, 2 for estimated and
  /// rumoured ones, 1 for undisclosed ones, 0 for denied ones; the smaller `rank` is believed, among
  /// equals the smaller `breadth`.
  private static let claim = Table(
    name: "x_claim",
    definition: """
      (
        key TEXT NOT NULL,
        firm INTEGER NOT NULL CHECK (firm BETWEEN 0 AND 3),
        effective_earliest TEXT NOT NULL,
        dated INTEGER NOT NULL CHECK (dated IN (0, 1)),
        id INTEGER NOT NULL,
        effective_latest TEXT NOT NULL,
        rank INTEGER NOT NULL,
        breadth INTEGER NOT NULL CHECK (breadth BETWEEN 0 AND 511),
        withdrawn_by INTEGER,
        measure TEXT NOT NULL,
        value ANY,
        unit TEXT,
        certainty TEXT,
        point INTEGER,
        low INTEGER,
        high INTEGER,
        PRIMARY KEY (key, firm, effective_earliest, dated, id)
      ) STRICT, WITHOUT ROWID
      """,
    indexes: [
      .init(name: "claim_id", definition: "(id)", isUnique: true),
      // The few claims that hold for longer than a day: any of them may reach into another's time.
      .init(
        name: "claim_long",
        definition: """
          (key, firm, effective_latest)
          WHERE effective_latest > effective_earliest
          """),
    ])

  /// A rank has five bits, a breadth nine, and behind them stands an id: enough for 2^29 events.
  private static let idBits = 49

  /// How many days the event's time may mean: to 400 one by one, then hundreds of them; 511 is open.
  static let breadth = """
    coalesce(
        CASE
          WHEN event.effective_latest GLOB '*-*' THEN (
            SELECT iif(days <= 400, days, min(510, 400 + (days - 400) / 100))
            FROM (
              SELECT CAST(
                julianday(event.effective_latest) - julianday(event.effective_earliest) AS INTEGER
              ) AS days
            )
          )
        END, 511)
    """

  /// How many claims one event may make: 2^20, of which a list takes 2^17 for each claim.
  static let itemBits = 20

  private static let withdrawnFill = Fill(
    types: withdrawing,
    sql: """
      UPDATE x_claim AS claim
      SET withdrawn_by = withdrawal.withdrawn_by
      FROM x_withdrawal AS withdrawal
      WHERE withdrawal.withdrawn_by BETWEEN :first AND :last
      AND claim.id BETWEEN withdrawal.event << \(itemBits)
        AND (withdrawal.event << \(itemBits)) + \((1 << itemBits) - 1)
      """)
}

// MARK: - Which claim counts

extension Projection {
  /// Whether a claim is recorded and not withdrawn, and holds.
  static func isLive(_ claim: String) -> String {
    """
    \(claim).effective_earliest <= clock.as_of
      AND \(isKnown(claim))
    """
  }

  /// Whether a claim is recorded and not withdrawn.
  static func isKnown(_ claim: String) -> String {
    """
    \(claim).id >> \(itemBits) <= clock.known_at
      AND coalesce(\(claim).withdrawn_by > clock.known_at, 1)
    """
  }

  /// Denied claims never count; undisclosed ones only where there is no other, estimated and
  /// rumoured ones only where there is no firmer. Then the latest; then, among those whose periods
  /// overlap it, status and source (`rank`), the narrower period, and the latest recorded. `..D` is
  /// earlier than what holds on D. An act that is only estimated or rumoured counts where nothing
  /// firm is known of the thing.
  static let counted = View.step(
    "x_counted", "key: the claim that counts",
    lookups: ["key", "family, part1, part2, part3"],
    sql: """
      SELECT claim_key.family, claim_key.aspect,
        claim_key.part1, claim_key.part2, claim_key.part3, claim_key.part4,
        -- Who asks for a key must be led to claim_key, from which the claim follows.
        claim_key.key, claim.firm, claim.effective_earliest, claim.dated, claim.id,
        claim.effective_latest, claim.rank, claim.breadth, claim.withdrawn_by, claim.measure, claim.value,
        claim.unit, claim.certainty, claim.point, claim.low, claim.high
      FROM x_claim_key AS claim_key
      JOIN x_claim AS claim ON claim.id = (
        SELECT (
          -- The smallest rank and breadth, then the largest id, without sorting: in one number.
          SELECT -min((((rank << 9) | breadth) << \(idBits)) - id) & \((1 << idBits) - 1)
          FROM (
            -- Not by one condition on periods, which would read the whole history of the key.
            SELECT same.id, same.rank, same.breadth
            FROM x_claim AS same
            WHERE same.key = claim_key.key
            AND same.firm = latest.firm
            AND same.effective_earliest = latest.effective_earliest
            AND \(overlapsLatest("same"))
            AND \(isKnown("same"))
            UNION ALL
            SELECT long.id, long.rank, long.breadth
            FROM x_claim AS long
            WHERE long.key = claim_key.key
            AND long.firm = latest.firm
            AND long.effective_latest > long.effective_earliest
            AND long.effective_latest >= latest.effective_earliest
            -- With the sign, so that it is not looked for by its beginning.
            AND +long.effective_earliest <= clock.as_of
            AND \(overlapsLatest("long"))
            AND \(isKnown("long"))
          )
        )
        FROM (
          SELECT latest.firm, latest.effective_earliest, latest.dated
          FROM x_claim AS latest
          CROSS JOIN x_clock AS clock
          WHERE latest.key = claim_key.key
          AND latest.firm > 0
          AND \(isLive("latest"))
          AND (
            latest.firm = 3
            OR claim_key.aspect NOT IN (\(bareActs))
            OR NOT \(hasGround("claim_key"))
          )
          ORDER BY latest.firm DESC, latest.effective_earliest DESC, latest.dated DESC
          LIMIT 1
        ) AS latest, x_clock AS clock
      )
      """)

  /// Acts that introduce nothing: what ends, waives, verifies … a thing.
  private static let bareActs = Set(
    Catalogue.types.compactMap { type -> String? in
      if case .act(_, _, let act)? = type.shape.claims.first { "'/\(act)'" } else { nil }
    }
  ).sorted().joined(separator: ", ")

  /// Whether a firm claim says that the thing of a key is, or what it is; of a condition also whether
  /// anything firm names it.
  private static func hasGround(_ key: String) -> String {
    """
    (\(hasFirmClaim(key)) OR \(key).family = 'condition' AND EXISTS (
              SELECT 1
              FROM x_need AS need
              CROSS JOIN event AS naming ON naming.seq = need.event
              CROSS JOIN x_clock AS clock
              WHERE need.condition = \(key).part1
              AND naming.seq <= clock.known_at
              AND naming.effective_earliest <= clock.as_of
              AND naming.status IN ('confirmed', 'reported')
              AND \(FactWords.isNotWithdrawn("naming"))
            ))
    """
  }

  private static func hasFirmClaim(_ key: String) -> String {
    """
    EXISTS (
              SELECT 1
              FROM x_claim_key AS ground
              CROSS JOIN x_claim AS firm ON firm.key = ground.key AND firm.firm = 3
              CROSS JOIN x_clock AS clock
              WHERE ground.family = \(key).family
              AND ground.part1 = \(key).part1
              AND ground.aspect NOT IN (\(bareActs))
              AND \(isLive("firm"))
            )
    """
  }

  /// Whether a claim is an act that is only estimated or rumoured, of a thing of which something firm
  /// is known.
  static func isIdle(_ claim: String, key: String) -> String {
    """
    \(claim).firm = 2 AND \(key).aspect IN (\(bareActs)) AND \(hasGround(key))
    """
  }

  /// Whether a claim's time reaches that of the latest one.
  private static func overlapsLatest(_ claim: String) -> String {
    """
    (
      \(claim).effective_latest > latest.effective_earliest
      OR \(claim).effective_latest = latest.effective_earliest AND \(claim).dated >= latest.dated
    )
    """
  }

  private static let fact = View.step(
    "x_fact", "key: the claim that counts, with its event",
    lookups: ["key", "family, part1, part2"],
    sql: factSelect(from: "x_counted"))

  private static let live = View.step(
    "x_live_fact", "claim that is recorded and not withdrawn, holds, and is not denied",
    sql: factSelect(
      from: """
        (
          SELECT claim_key.family, claim_key.aspect,
            claim_key.part1, claim_key.part2, claim_key.part3, claim_key.part4,
            claim.*
          FROM x_clock AS clock, x_claim AS claim
          JOIN x_claim_key AS claim_key ON claim_key.key = claim.key
          WHERE claim.firm > 0
          AND \(isLive("claim"))
        )
        """))

  /// Claims with their events: the columns of the view `x_fact`, from rows of claim and key.
  static func factSelect(from rows: String) -> String {
    """
    SELECT c.family, c.aspect, c.part1, c.part2, c.part3, c.part4, c.key, c.id, c.rank, c.breadth, c.dated,
      c.firm, c.measure, c.value, c.unit, c.certainty, c.point, c.low, c.high,
      event.type, event.data, event.sources AS source_list,
      event.seq AS event, event.stream, event.effective, event.effective_earliest,
      event.effective_latest, event.status,
      coalesce(json_array_length(event.sources), 0) AS sources,
      (
        SELECT source.value ->> 'title'
        FROM json_each(event.sources) AS source
        ORDER BY \(sourceRank("source.value")), source.key
        LIMIT 1
      ) AS source,
      (
        SELECT count(*)
        FROM x_clock AS clock, x_claim AS rival
        WHERE \(contradicts("rival"))
        AND rival.effective_earliest BETWEEN c.effective_earliest AND c.effective_latest
      ) + (
        -- What began earlier and reaches into the claim's time.
        SELECT count(*)
        FROM x_clock AS clock, x_claim AS rival INDEXED BY claim_long
        WHERE \(contradicts("rival"))
        AND rival.effective_latest > rival.effective_earliest
        AND rival.effective_latest >= c.effective_earliest
        AND +rival.effective_earliest < c.effective_earliest
      ) AS beaten
    FROM \(rows) AS c
    JOIN event ON event.seq = c.id >> \(itemBits)
    """
  }

  /// Whether a claim is another one about the fact of `c`, and says something else.
  private static func contradicts(_ rival: String) -> String {
    """
    \(rival).key = c.key
        AND \(rival).firm IN (2, 3)
        AND \(rival).id <> c.id
        AND \(rival).value IS NOT c.value
        AND +\(rival).effective_earliest <= clock.as_of
        AND \(isKnown(rival))
    """
  }

  /// A claim's value as it was stated.
  static func stated(_ claim: String) -> String {
    """
    CASE
              WHEN \(claim).measure IN ('text', 'word', 'entity', 'flag') THEN \(claim).value
              WHEN json_valid(\(claim).value)
                THEN coalesce(\(claim).value ->> '$.text', \(claim).value)
              ELSE \(claim).value
            END
    """
  }

  /// What a status adds to a claim's rank; the source adds less than 8.
  static func rank(of status: String) -> String {
    """
    CASE \(status)
        WHEN 'confirmed' THEN 0 WHEN 'reported' THEN 8 WHEN 'estimated' THEN 16 ELSE 24
      END
    """
  }

  /// filing 0, contract 1, company 2, press 3, other 4; a filing known through press ranks as press.
  static func sourceRank(_ source: String) -> String {
    """
    CASE
      WHEN \(source) ->> 'via' = 'press' THEN 3
      ELSE CASE \(source) ->> 'kind'
        WHEN 'filing' THEN 0 WHEN 'contract' THEN 1 WHEN 'company' THEN 2 WHEN 'press' THEN 3
        ELSE 4
      END
    END
    """
  }
}

// MARK: - Which claims an event makes

extension Projection {
  private static func claimFills(_ type: any Event.Type) -> [Fill] {
    type.shape.claimForms.flatMap { form in
      let rows = ClaimRows(form, of: type)
      return [
        Fill(types: [type.type.text], sql: rows.insertKeys, isAtHand: true),
        Fill(types: [type.type.text], sql: rows.insertClaims, isAtHand: true),
      ]
    }
  }
}
